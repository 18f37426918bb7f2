/*
 * When memory runs out: each single allocation of each function is refused
 * once, and the call comes back with TW_ERR_SYSTEM and keeps nothing. Where no
 * allocation is promised, none is made.
 */
#define _GNU_SOURCE 1 /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>

#include "exchanges.h"

/* ---- A malloc that can be told to refuse --------------------------------- */

/* volatile: to a compiler malloc changes nothing that the program can see. */
static volatile int counting;
static volatile long allocations, refused_one = -1, unreleased;

static void *next_of(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (function == NULL) abort();
  return function;
}

/* Whether this allocation is the one to refuse; counts it. */
static int refuse(void) {
  if (!counting || allocations++ != refused_one) return 0;
  errno = ENOMEM;
  return 1;
}

static void *allocate(size_t size) {
  static void *(*next)(size_t);
  if (next == NULL) *(void **)&next = next_of("malloc");
  if (refuse()) return NULL;
  if (counting) unreleased++;
  return next(size);
}

void *malloc(size_t size) { return allocate(size); }

void *calloc(size_t count, size_t size) {
  void *memory;
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  memory = allocate(count * size);
  return memory == NULL ? NULL : memset(memory, 0, count * size);
}

void *realloc(void *memory, size_t size) {
  static void *(*next)(void *, size_t);
  if (next == NULL) *(void **)&next = next_of("realloc");
  if (refuse()) return NULL;
  if (counting && memory == NULL) unreleased++;
  return next(memory, size);
}

void free(void *memory) {
  static void (*next)(void *);
  if (next == NULL) *(void **)&next = next_of("free");
  if (counting && memory != NULL) unreleased--;
  next(memory);
}

static void count_and_refuse(long which) {
  counting = 1;
  allocations = unreleased = 0;
  refused_one = which;
}

/* ---- The calls ----------------------------------------------------------- */

/* More parameters than any function keeps room for. */
static char many_params_url[1024];

/* What a form's reply and a callback need, behind 100 others. */
static char many_members[1024];

static tw_exchange *form_exchange, *json_exchange;

static tw_request request_of(int many_params) {
  tw_request request = published_request();
  if (many_params) request.url = many_params_url;
  return request;
}

/* What a call gives out is released at once; `*made` says whether it did. */
static tw_status done_text(tw_status status, char *text, int *made) {
  *made = text != NULL;
  if (status == TW_OK) tw_free(text);
  return status;
}

static tw_status make(make_text *function, int many_params, int *made,
                      tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_request request = request_of(many_params);
  char *text = garbage;
  tw_status status = function(&credentials, &request, &text, error);
  return done_text(status, text, made);
}

static tw_status call_sign_request(int many, int *made, tw_error *error) {
  return make(tw_sign_request, many, made, error);
}

static tw_status call_signer(int many, int *made, tw_error *error) {
  return make(sign_with_signer, many, made, error);
}

static tw_status call_base_string(int many, int *made, tw_error *error) {
  return make(tw_signature_base_string, many, made, error);
}

static tw_status call_explain(int many, int *made, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_request request = request_of(many);
  char *text = garbage;
  tw_status status;
  request.body = "status=hi!"; /* a place to mark */
  request.body_len = strlen("status=hi!");
  status = tw_explain(&credentials, &request, &text, error);
  return done_text(status, text, made);
}

static tw_status call_form_encode(int many, int *made, tw_error *error) {
  static const tw_param params[12] = {
      {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""},
      {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""},
  };
  char *text = garbage;
  tw_status status =
      tw_form_encode(params, many ? LENGTH_OF(params) : 1, &text, error);
  return done_text(status, text, made);
}

static tw_status call_canonical_url(int many, int *made, tw_error *error) {
  char *text = garbage;
  tw_status status = tw_canonical_url(request_of(many).url, &text, error);
  return done_text(status, text, made);
}

static tw_status call_exchange(enum kind kind, int *made, tw_error *error) {
  struct call call = call_of(kind);
  tw_exchange *exchange = (tw_exchange *)(void *)garbage;
  tw_status status = make_exchange(&call, &exchange, error);
  *made = exchange != NULL;
  if (status == TW_OK) tw_exchange_free(exchange);
  return status;
}

static tw_status call_request_token(int many, int *made, tw_error *error) {
  (void)many;
  return call_exchange(REQUEST_TOKEN, made, error);
}

static tw_status call_access_token(int many, int *made, tw_error *error) {
  (void)many;
  return call_exchange(ACCESS_TOKEN, made, error);
}

static tw_status call_bearer_token(int many, int *made, tw_error *error) {
  (void)many;
  return call_exchange(BEARER_TOKEN, made, error);
}

static tw_status call_invalidation(int many, int *made, tw_error *error) {
  (void)many;
  return call_exchange(TOKEN_INVALIDATION, made, error);
}

static tw_status call_bearer_invalidation(int by_key, int *made,
                                          tw_error *error) {
  return call_exchange(by_key ? BEARER_INVALIDATION_BY_KEY
                              : BEARER_INVALIDATION,
                       made, error);
}

static tw_status finish(tw_exchange *exchange, int http_status,
                        const char *body, int *made, tw_error *error) {
  tw_token *token = (tw_token *)(void *)garbage;
  tw_status status = tw_exchange_finish(exchange, http_status, body,
                                        strlen(body), &token, error);
  *made = token != NULL;
  if (status == TW_OK) tw_token_free(token);
  return status;
}

static tw_status call_finish_form(int many, int *made, tw_error *error) {
  return finish(form_exchange, 200, many ? many_members
                                         : "oauth_token=t&oauth_token_secret=s"
                                           "&user_id=1&screen_name=a",
                made, error);
}

static tw_status call_finish_json(int many, int *made, tw_error *error) {
  return finish(json_exchange, 200,
                many ? "{\"x\":[[[[{}]]]],\"token_type\":\"bearer\","
                       "\"access_token\":\"a\\u0041\\/\"}"
                     : "{\"token_type\":\"bearer\",\"access_token\":\"A\"}",
                made, error);
}

static tw_status call_authorize_url(int many, int *made, tw_error *error) {
  tw_authorize_options options = TW_AUTHORIZE_OPTIONS_INIT;
  char *text = garbage;
  tw_status status;
  options.screen_name = "jack";
  status = tw_authorize_url("t", many ? &options : NULL, &text, error);
  return done_text(status, text, made);
}

static tw_status call_callback_verifier(int many, int *made, tw_error *error) {
  char *text = garbage;
  tw_status status = tw_callback_verifier(
      "t", many ? many_members : "oauth_token=t&oauth_verifier=v", &text,
      error);
  return done_text(status, text, made);
}

static tw_status call_crc_response(int many, int *made, tw_error *error) {
  char *text = garbage;
  tw_status status = tw_webhook_crc_response(
      "secret", many ? many_members : "foo", &text, error);
  return done_text(status, text, made);
}

/* A header of another request, and one that says the wrong things of this. */
static tw_status call_diagnose(int many, int *made, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_request request = request_of(many);
  tw_attempt attempt = TW_ATTEMPT_INIT;
  char *text = garbage;
  tw_status status;
  attempt.authorization =
      "OAuth oauth_consumer_key=\"xvz1evFS4wEEPTGEFPHBog\", "
      "oauth_nonce=\"n%20%41\", oauth_signature_method=\"HMAC-SHA1\", "
      "oauth_signature=\"Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D\", "
      "oauth_timestamp=\"1318622958\", oauth_token=\"a%20b\", "
      "oauth_version=\"1.0\"";
  attempt.http_status = 401;
  attempt.date = "Fri, 14 Oct 2011 20:09:39 GMT";
  attempt.body = "{\"errors\":[{\"code\":32,\"message\":\"a\\u0026\"}]}";
  attempt.body_len = strlen(attempt.body);
  status = tw_diagnose(&credentials, &request, &attempt, &text, error);
  return done_text(status, text, made);
}

/* Without a header and with secrets and a body to look at. */
static tw_status call_diagnose_unsigned(int many, int *made, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_request request = request_of(many);
  char *text = garbage;
  tw_status status;
  credentials.api_secret = " pasted%2Bsecret\n";
  request.body = "status=hi!&a=b=c&%41=1";
  request.body_len = strlen("status=hi!&a=b=c&%41=1");
  status = tw_diagnose(&credentials, &request, NULL, &text, error);
  return done_text(status, text, made);
}

static const struct {
  const char *function;
  tw_status (*call)(int many_params, int *made, tw_error *error);
} functions[] = {
    {"tw_diagnose", call_diagnose},
    {"tw_diagnose without a header", call_diagnose_unsigned},
    {"tw_sign_request", call_sign_request},
    {"tw_signer_new, tw_signer_sign", call_signer},
    {"tw_signature_base_string", call_base_string},
    {"tw_explain", call_explain},
    {"tw_form_encode", call_form_encode},
    {"tw_canonical_url", call_canonical_url},
    {"tw_exchange_new_request_token", call_request_token},
    {"tw_exchange_new_access_token", call_access_token},
    {"tw_exchange_new_bearer_token", call_bearer_token},
    {"tw_exchange_new_invalidation", call_invalidation},
    {"tw_exchange_new_invalidation of a bearer", call_bearer_invalidation},
    {"tw_exchange_finish, form", call_finish_form},
    {"tw_exchange_finish, JSON", call_finish_json},
    {"tw_authorize_url", call_authorize_url},
    {"tw_callback_verifier", call_callback_verifier},
    {"tw_webhook_crc_response", call_crc_response},
};

/* Returns whether the allocation came, and was refused as it should be. */
static int refuse_one(size_t function, int many_params, long which) {
  int made = -1;
  tw_error error;
  tw_status status;
  count_and_refuse(which);
  status = functions[function].call(many_params, &made, &error);
  counting = 0;
  CHECK_NUMBER(status, allocations > which ? TW_ERR_SYSTEM : TW_OK);
  CHECK_NUMBER(made, status == TW_OK);
  CHECK_NUMBER(unreleased, 0);
  check_error(&error, status);
  return allocations > which;
}

static long allocations_of(size_t function, int many_params) {
  int made;
  count_and_refuse(-1);
  (void)functions[function].call(many_params, &made, NULL);
  counting = 0;
  return allocations;
}

/* tw_diagnose makes thousands in the search for a recipe, all in one place: of
 * those in the middle some are enough. */
static long next_one(long which, long all) {
  const long tail = all - 40;
  if (which < 60 || which >= tail) return which + 1;
  return which + 199 < tail ? which + 199 : tail;
}

/* The first allocation alone, then the second alone, and so on to the last. */
static void each_allocation_may_be_refused(void) {
  size_t function;
  int many_params;
  for (function = 0; function < LENGTH_OF(functions); function++) {
    check_case = functions[function].function;
    for (many_params = 0; many_params < 2; many_params++) {
      long which = 0, all = allocations_of(function, many_params);
      CHECK(all > 0);
      for (; which < all; which = next_one(which, all)) {
        CHECK(refuse_one(function, many_params, which));
      }
      CHECK(!refuse_one(function, many_params, all));
    }
  }
}

/* 32 parameters in the query, and some in the header. */
static void signing_into_a_buffer_allocates_nothing(void) {
  static const tw_param params[] = {{"realm", "r"}, {"oauth_verifier", "1"}};
  tw_credentials credentials = published_credentials();
  tw_request request = plain_request();
  tw_signer *signer;
  char url[1024] = "https://api.x.com/?p=0", buffer[1024];
  size_t length;
  int i;
  check_case = "tw_signer_sign_into";
  for (i = 1; i < 32; i++) sprintf(url + strlen(url), "&p=%d", i);
  request.url = url;
  request.oauth_params = params;
  request.oauth_params_len = LENGTH_OF(params);
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  count_and_refuse(-1);
  CHECK_NUMBER(tw_signer_sign_into(signer, &request, buffer, sizeof buffer,
                                   &length, NULL),
               TW_OK);
  CHECK_NUMBER(tw_signer_sign_into(signer, &request, NULL, 0, &length, NULL),
               TW_ERR_BUFFER_TOO_SMALL);
  counting = 0;
  CHECK_NUMBER(allocations, 0);
  tw_signer_free(signer);
}

static void signing_much_into_a_buffer_may_be_refused(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = request_of(1);
  tw_signer *signer;
  char buffer[1024];
  size_t length = 12345;
  check_case = "tw_signer_sign_into, many parameters";
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  count_and_refuse(0);
  CHECK_NUMBER(tw_signer_sign_into(signer, &request, buffer, sizeof buffer,
                                   &length, NULL),
               TW_ERR_SYSTEM);
  counting = 0;
  CHECK_NUMBER(length, 0);
  tw_signer_free(signer);
}

/* The status is what the reply says, if there is memory for X's words. */
static void reading_a_refusal_may_be_refused(void) {
  static const char *const bodies[] = {
      "Request token missing",
      "{\"errors\":[{\"code\":89,\"message\":\"Invalid \\u0026 expired\"}]}",
      "<errors><error code=\"415\">Callback &amp; URL</error></errors>",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(bodies); i++) {
    long which = 0;
    check_case = bodies[i];
    do {
      int made = -1;
      tw_error error;
      tw_status status;
      count_and_refuse(which);
      status = finish(form_exchange, 401, bodies[i], &made, &error);
      counting = 0;
      CHECK_NUMBER(status,
                   allocations > which ? TW_ERR_SYSTEM : TW_ERR_REFUSED);
      CHECK_NUMBER(made, 0);
      CHECK_NUMBER(unreleased, 0);
    } while (allocations > which++);
    CHECK(which > 1);
  }
}

/* An event is verified in whatever memory there is. */
static void verifying_an_event_allocates_nothing(void) {
  check_case = "tw_webhook_verify";
  count_and_refuse(-1);
  CHECK_NUMBER(tw_webhook_verify("s", "foo", 3, "sha256=", NULL),
               TW_ERR_SIGNATURE_MISMATCH);
  CHECK_NUMBER(
      tw_webhook_verify("s", "foo", 3,
                        "sha256=6eEcLPgd7DiF2brf51py/JG7QQL9xHPJxbz8piJ6OH4=",
                        NULL),
      TW_OK);
  counting = 0;
  CHECK_NUMBER(allocations, 0);
}

/* Valgrind puts a malloc of its own in place of any other. */
static int runs_under_valgrind(void) {
  const char *preloaded = getenv("LD_PRELOAD");
  return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL;
}

int main(void) {
  int i;
  if (runs_under_valgrind()) {
    puts("not run: the malloc of valgrind refuses nothing");
    return 0;
  }
  strcpy(many_params_url, "https://api.x.com/?p=0");
  for (i = 1; i < 60; i++) sprintf(strchr(many_params_url, '\0'), "&p=%d", i);
  for (i = 0; i < 100; i++) strcat(many_members, "a=1&");
  strcat(many_members, "oauth_token=t&oauth_token_secret=s&oauth_verifier=v");
  form_exchange = new_exchange(ACCESS_TOKEN);
  json_exchange = new_exchange(BEARER_TOKEN);
  each_allocation_may_be_refused();
  reading_a_refusal_may_be_refused();
  verifying_an_event_allocates_nothing();
  signing_into_a_buffer_allocates_nothing();
  signing_much_into_a_buffer_may_be_refused();
  tw_exchange_free(form_exchange);
  tw_exchange_free(json_exchange);
  return check_report();
}
