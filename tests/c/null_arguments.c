/*
 * A needed pointer that is NULL, in each position of each function: the status
 * says so, the message names the argument, outputs are cleared, and no crash.
 */
#include "exchanges.h"

/* ---- Arguments ----------------------------------------------------------- */

enum { NONE = -1, ALL = 99 };
#define UNLESS(position, pointer) \
  (missing == (position) || missing == ALL ? NULL : (pointer))

static tw_status check_pointer(tw_status status, const void *output,
                               int missing, int position) {
  if (missing != position && missing != ALL) {
    CHECK((status == TW_OK) == (output != NULL));
    CHECK(output != (const void *)garbage);
  } else {
    CHECK(output == (const void *)garbage);
  }
  return status;
}

static tw_status check_string(tw_status status, char *output, int missing,
                              int position) {
  check_pointer(status, output, missing, position);
  if (output != garbage) tw_free(output);
  return status;
}

static tw_status call_with_request(make_text *make, int missing,
                                   tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *text = garbage;
  tw_status status = make(UNLESS(0, &credentials), UNLESS(1, &request),
                          UNLESS(2, &text), error);
  return check_string(status, text, missing, 2);
}

static tw_status call_sign_request(int missing, tw_error *error) {
  return call_with_request(tw_sign_request, missing, error);
}

static tw_status call_base_string(int missing, tw_error *error) {
  return call_with_request(tw_signature_base_string, missing, error);
}

static tw_status call_explain(int missing, tw_error *error) {
  return call_with_request(tw_explain, missing, error);
}

static tw_status call_signer_new(int missing, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_signer *signer = (tw_signer *)(void *)garbage;
  tw_status status = tw_signer_new(UNLESS(0, &credentials), UNLESS(1, &signer),
                                   error);
  check_pointer(status, signer, missing, 1);
  if (signer != (tw_signer *)(void *)garbage) tw_signer_free(signer);
  return status;
}

static tw_signer *new_signer(void) {
  tw_credentials credentials = published_credentials();
  tw_signer *signer;
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  return signer;
}

static tw_status call_signer_sign(int missing, tw_error *error) {
  tw_signer *signer = new_signer();
  tw_request request = published_request();
  char *header = garbage;
  tw_status status = tw_signer_sign(UNLESS(0, signer), UNLESS(1, &request),
                                    UNLESS(2, &header), error);
  tw_signer_free(signer);
  return check_string(status, header, missing, 2);
}

static tw_status call_sign_into(int missing, tw_error *error) {
  tw_signer *signer = new_signer();
  tw_request request = published_request();
  char buffer[1024] = "";
  size_t length = 12345;
  tw_status status = tw_signer_sign_into(
      UNLESS(0, signer), UNLESS(1, &request), UNLESS(2, buffer), sizeof buffer,
      UNLESS(3, &length), error);
  tw_signer_free(signer);
  if (missing == 3 || missing == ALL) {
    CHECK_NUMBER(length, 12345);
  } else {
    CHECK_NUMBER(length, strlen(buffer));
    CHECK((status == TW_OK) == (length != 0));
  }
  return status;
}

static tw_status call_learn_clock(int missing, tw_error *error) {
  tw_signer *signer = new_signer();
  int64_t offset = 12345;
  tw_status status =
      tw_signer_learn_clock(UNLESS(0, signer),
                            UNLESS(1, "Sun, 06 Nov 1994 08:49:37 GMT"),
                            UNLESS(2, &offset), error);
  tw_signer_free(signer);
  if (missing == 2 || missing == ALL) {
    CHECK_NUMBER(offset, 12345);
  } else {
    CHECK((status == TW_OK) == (offset < 0));
    CHECK((status != TW_OK) == (offset == 0));
  }
  return status;
}

static tw_status call_form_encode(int missing, tw_error *error) {
  static const tw_param params[] = {{"a", "1"}, {"b", "2"}};
  char *form = garbage;
  tw_status status = tw_form_encode(UNLESS(0, params), LENGTH_OF(params),
                                    UNLESS(1, &form), error);
  return check_string(status, form, missing, 1);
}

static tw_status call_canonical_url(int missing, tw_error *error) {
  char *canonical = garbage;
  tw_status status = tw_canonical_url(UNLESS(0, "https://api.x.com/?q=a:b"),
                                      UNLESS(1, &canonical), error);
  return check_string(status, canonical, missing, 1);
}

static tw_status check_exchange(tw_status status, tw_exchange *exchange,
                                int missing, int position) {
  check_pointer(status, exchange, missing, position);
  if (exchange != (tw_exchange *)(void *)garbage) tw_exchange_free(exchange);
  return status;
}

static tw_status call_request_token(int missing, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_exchange *exchange = (tw_exchange *)(void *)garbage;
  tw_status status = tw_exchange_new_request_token(
      UNLESS(0, &credentials), UNLESS(1, "oob"), NULL, NULL,
      UNLESS(2, &exchange), error);
  return check_exchange(status, exchange, missing, 2);
}

static tw_status call_access_token(int missing, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_exchange *exchange = (tw_exchange *)(void *)garbage;
  tw_status status = tw_exchange_new_access_token(
      UNLESS(0, &credentials), UNLESS(1, "4868795"), NULL, UNLESS(2, &exchange),
      error);
  return check_exchange(status, exchange, missing, 2);
}

static tw_status call_bearer_token(int missing, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_exchange *exchange = (tw_exchange *)(void *)garbage;
  tw_status status = tw_exchange_new_bearer_token(
      UNLESS(0, &credentials), NULL, UNLESS(1, &exchange), error);
  return check_exchange(status, exchange, missing, 1);
}

static tw_status call_invalidation(int missing, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_exchange *exchange = (tw_exchange *)(void *)garbage;
  tw_status status = tw_exchange_new_invalidation(
      UNLESS(0, &credentials), NULL, NULL, UNLESS(1, &exchange), error);
  return check_exchange(status, exchange, missing, 1);
}

static tw_status call_finish(int missing, tw_error *error) {
  static const char body[] = "{\"access_token\":\"A\"}";
  tw_exchange *exchange = new_exchange(TOKEN_INVALIDATION);
  tw_token *token = (tw_token *)(void *)garbage;
  tw_status status = tw_exchange_finish(UNLESS(0, exchange), 200,
                                        UNLESS(1, body), strlen(body),
                                        UNLESS(2, &token), error);
  tw_exchange_free(exchange);
  check_pointer(status, token, missing, 2);
  if (token != (tw_token *)(void *)garbage) tw_token_free(token);
  return status;
}

static tw_status call_authorize_url(int missing, tw_error *error) {
  char *url = garbage;
  tw_status status =
      tw_authorize_url(UNLESS(0, "t"), NULL, UNLESS(1, &url), error);
  return check_string(status, url, missing, 1);
}

static tw_status call_callback_verifier(int missing, tw_error *error) {
  char *verifier = garbage;
  tw_status status = tw_callback_verifier(
      UNLESS(0, "t"), UNLESS(1, "oauth_token=t&oauth_verifier=v"),
      UNLESS(2, &verifier), error);
  return check_string(status, verifier, missing, 2);
}

static tw_status call_crc_response(int missing, tw_error *error) {
  char *json = garbage;
  tw_status status = tw_webhook_crc_response(UNLESS(0, "s"), UNLESS(1, "foo"),
                                             UNLESS(2, &json), error);
  return check_string(status, json, missing, 2);
}

static tw_status call_verify(int missing, tw_error *error) {
  static const char signature[] =
      "sha256=6eEcLPgd7DiF2brf51py/JG7QQL9xHPJxbz8piJ6OH4=";
  return tw_webhook_verify(UNLESS(0, "s"), UNLESS(1, "foo"), 3,
                           UNLESS(2, signature), error);
}

static const struct {
  const char *function;
  tw_status (*call)(int missing, tw_error *error);
  const char *arguments[4]; /* those that are needed, in order */
} functions[] = {
    {"tw_sign_request",
     call_sign_request,
     {"credentials", "request", "header"}},
    {"tw_signer_new", call_signer_new, {"credentials", "signer"}},
    {"tw_signer_sign", call_signer_sign, {"signer", "request", "header"}},
    {"tw_signer_sign_into",
     call_sign_into,
     {"signer", "request", "buffer", "length"}},
    {"tw_signer_learn_clock",
     call_learn_clock,
     {"signer", "http_date", "offset"}},
    {"tw_form_encode", call_form_encode, {"params", "form"}},
    {"tw_canonical_url", call_canonical_url, {"url", "canonical"}},
    {"tw_signature_base_string",
     call_base_string,
     {"credentials", "request", "text"}},
    {"tw_explain", call_explain, {"credentials", "request", "text"}},
    {"tw_exchange_new_request_token",
     call_request_token,
     {"credentials", "callback", "exchange"}},
    {"tw_exchange_new_access_token",
     call_access_token,
     {"credentials", "verifier", "exchange"}},
    {"tw_exchange_new_bearer_token",
     call_bearer_token,
     {"credentials", "exchange"}},
    {"tw_exchange_new_invalidation",
     call_invalidation,
     {"credentials", "exchange"}},
    {"tw_exchange_finish", call_finish, {"exchange", "body", "token"}},
    {"tw_authorize_url", call_authorize_url, {"request_token", "url"}},
    {"tw_callback_verifier",
     call_callback_verifier,
     {"request_token", "callback_url", "verifier"}},
    {"tw_webhook_crc_response",
     call_crc_response,
     {"api_secret", "crc_token", "json"}},
    {"tw_webhook_verify", call_verify, {"api_secret", "body", "signature"}},
};

static void each_needed_argument_is_missed_by_name(void) {
  size_t f;
  int missing;
  for (f = 0; f < LENGTH_OF(functions); f++) {
    check_case = functions[f].function;
    CHECK_NUMBER(functions[f].call(NONE, NULL), TW_OK);
    CHECK_NUMBER(functions[f].call(ALL, NULL), TW_ERR_NULL_ARGUMENT);
    for (missing = 0; missing < 4 && functions[f].arguments[missing];
         missing++) {
      tw_error error;
      memset(&error, 0xaa, sizeof error);
      CHECK_NUMBER(functions[f].call(missing, NULL), TW_ERR_NULL_ARGUMENT);
      CHECK_NUMBER(functions[f].call(missing, &error), TW_ERR_NULL_ARGUMENT);
      check_error(&error, TW_ERR_NULL_ARGUMENT);
      if (!names_field(error.message, functions[f].arguments[missing])) {
        fprintf(stderr, "  argument %d: %s\n", missing, error.message);
      }
      CHECK(names_field(error.message, functions[f].arguments[missing]));
    }
  }
}

/* ---- Fields -------------------------------------------------------------- */

enum owner { CREDENTIALS, REQUEST, PARAM };

static const struct {
  const char *field;
  enum owner owner;
  size_t offset;
} fields[] = {
    {"credentials.api_key", CREDENTIALS, offsetof(tw_credentials, api_key)},
    {"credentials.api_secret", CREDENTIALS,
     offsetof(tw_credentials, api_secret)},
    {"request.method", REQUEST, offsetof(tw_request, method)},
    {"request.url", REQUEST, offsetof(tw_request, url)},
    {"request.body", REQUEST, offsetof(tw_request, body)},
    {"request.oauth_params", REQUEST, offsetof(tw_request, oauth_params)},
    {"request.oauth_params[2].name", PARAM, offsetof(tw_param, name)},
    {"request.oauth_params[2].value", PARAM, offsetof(tw_param, value)},
};

static void set_null(void *object, size_t offset) {
  void *null = NULL;
  memcpy((char *)object + offset, &null, sizeof null);
}

static void each_needed_field_is_missed_by_name(void) {
  size_t f, w;
  for (f = 0; f < LENGTH_OF(fields) * WAYS; f++) {
    tw_param params[3] = {
        {"oauth_callback", "oob"}, {"oauth_verifier", "1"}, {"realm", "r"}};
    tw_credentials credentials = published_credentials();
    tw_request request = published_request();
    outcome done;
    size_t field = f / WAYS;
    w = f % WAYS;
    request.oauth_params = params;
    request.oauth_params_len = LENGTH_OF(params);
    switch (fields[field].owner) {
      case CREDENTIALS:
        set_null(&credentials, fields[field].offset);
        break;
      case REQUEST:
        set_null(&request, fields[field].offset);
        break;
      case PARAM:
        set_null(&params[2], fields[field].offset);
        break;
    }
    check_case = fields[field].field;
    done = made(&ways[w], &credentials, &request);
    CHECK_NUMBER(done.status, TW_ERR_NULL_ARGUMENT);
    CHECK(names_field(done.error.message, fields[field].field));
    free(done.text);
  }
}

/* Also a body that is not signed: its length says that there is one. */
static void a_body_of_another_type_is_missed_as_well(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  outcome done;
  check_case = "JSON body";
  request.content_type = "application/json";
  request.body = NULL;
  done = made(&ways[0], &credentials, &request);
  CHECK_NUMBER(done.status, TW_ERR_NULL_ARGUMENT);
  CHECK(names_field(done.error.message, "request.body"));
  free(done.text);
}

static void names_and_values_of_a_form_are_missed_by_name(void) {
  static const struct {
    tw_param params[2];
    const char *field;
  } rows[] = {
      {{{NULL, "1"}, {"b", "2"}}, "params[0].name"},
      {{{"a", NULL}, {"b", "2"}}, "params[0].value"},
      {{{"a", "1"}, {NULL, "2"}}, "params[1].name"},
      {{{"a", "1"}, {"b", NULL}}, "params[1].value"},
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(rows); i++) {
    char *form = garbage;
    tw_error error;
    check_case = rows[i].field;
    CHECK_NUMBER(tw_form_encode(rows[i].params, 2, &form, NULL),
                 TW_ERR_NULL_ARGUMENT);
    CHECK(form == NULL);
    form = garbage;
    CHECK_NUMBER(tw_form_encode(rows[i].params, 2, &form, &error),
                 TW_ERR_NULL_ARGUMENT);
    CHECK(form == NULL);
    check_error(&error, TW_ERR_NULL_ARGUMENT);
    CHECK(names_field(error.message, rows[i].field));
  }
}

static void an_exchange_misses_key_and_secret_by_name(void) {
  int kind, f;
  for (kind = 0; kind < KINDS; kind++) {
    for (f = 0; f < 2; f++) { /* the first two fields are the key's */
      struct call call = call_of(kind);
      tw_error error;
      check_case = kind_names[kind];
      set_null(&call.credentials, fields[f].offset);
      tw_exchange_free(made_exchange(&call, TW_ERR_NULL_ARGUMENT, &error));
      CHECK(names_field(error.message, fields[f].field));
    }
  }
}

/* Would crash if they read anything. */
static void getters_of_null_give_null(void) {
  check_case = "getters";
  CHECK(tw_exchange_method(NULL) == NULL);
  CHECK(tw_exchange_url(NULL) == NULL);
  CHECK(tw_exchange_authorization(NULL) == NULL);
  CHECK(tw_exchange_content_type(NULL) == NULL);
  CHECK(tw_exchange_body(NULL) == NULL);
  CHECK(tw_token_value(NULL) == NULL);
  CHECK(tw_token_secret(NULL) == NULL);
  CHECK(tw_token_user_id(NULL) == NULL);
  CHECK(tw_token_screen_name(NULL) == NULL);
  tw_exchange_free(NULL);
  tw_token_free(NULL);
}

int main(void) {
  each_needed_argument_is_missed_by_name();
  each_needed_field_is_missed_by_name();
  a_body_of_another_type_is_missed_as_well();
  names_and_values_of_a_form_are_missed_by_name();
  an_exchange_misses_key_and_secret_by_name();
  getters_of_null_give_null();
  return check_report();
}
