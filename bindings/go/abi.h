/*
 * Between Go and twsign.h. Go hands over texts, all in one piece of its memory,
 * each with a NUL after it, and says by offsets which is which: a struct that
 * holds Go pointers must not cross the border. The structs that point to the
 * texts are made here, on C's stack, and are gone when the call returns.
 */
#include <stdlib.h>
#include <string.h>
#include <twsign.h>

/* Where a text begins; 0 stands for NULL, since no text begins there. */
typedef size_t twgo_offset;

typedef struct {
  twgo_offset api_key, api_secret, token, token_secret;
} twgo_credentials;

/* Names and values in turns, one text after the other. */
typedef struct {
  twgo_offset first;
  size_t count;
} twgo_params;

typedef struct {
  twgo_offset method, url, content_type, nonce;
  int64_t timestamp;
  int32_t rules;
  twgo_params oauth_params;
} twgo_request;

typedef struct {
  twgo_offset authorization, date;
  int64_t received_at;
  int http_status;
} twgo_attempt;

static inline const char *twgo_text(const char *texts, twgo_offset at) {
  return at == 0 ? NULL : texts + at;
}

static inline tw_credentials twgo_read_credentials(const char *texts,
                                                   twgo_credentials at) {
  tw_credentials credentials = TW_CREDENTIALS_INIT;
  credentials.api_key = twgo_text(texts, at.api_key);
  credentials.api_secret = twgo_text(texts, at.api_secret);
  credentials.token = twgo_text(texts, at.token);
  credentials.token_secret = twgo_text(texts, at.token_secret);
  return credentials;
}

/* The caller frees *list. */
static inline bool twgo_read_params(const char *texts, twgo_params at,
                                    tw_param **list, tw_error *error) {
  const char *text = texts + at.first;
  size_t i;
  *list = NULL;
  if (at.count == 0) return true;
  *list = malloc(at.count * sizeof **list);
  if (*list == NULL) {
    memset(error, 0, sizeof *error);
    error->status = TW_ERR_SYSTEM;
    strcpy(error->message, "no memory for the parameters");
    return false;
  }
  for (i = 0; i < at.count; i++) {
    (*list)[i].name = text;
    text += strlen(text) + 1;
    (*list)[i].value = text;
    text += strlen(text) + 1;
  }
  return true;
}

static inline tw_request twgo_read_request(const char *texts,
                                           const twgo_request *at,
                                           const char *body, size_t body_len,
                                           const tw_param *oauth_params) {
  tw_request request = TW_REQUEST_INIT;
  request.method = twgo_text(texts, at->method);
  request.url = twgo_text(texts, at->url);
  request.content_type = twgo_text(texts, at->content_type);
  request.body = body;
  request.body_len = body_len;
  request.nonce = twgo_text(texts, at->nonce);
  request.timestamp = at->timestamp;
  request.rules = at->rules;
  request.oauth_params = oauth_params;
  request.oauth_params_len = at->oauth_params.count;
  return request;
}

static inline tw_signer *twgo_signer_new(const char *texts,
                                         twgo_credentials credentials_at,
                                         tw_error *error) {
  tw_credentials credentials = twgo_read_credentials(texts, credentials_at);
  tw_signer *signer = NULL;
  return tw_signer_new(&credentials, &signer, error) == TW_OK ? signer : NULL;
}

static inline tw_status twgo_signer_sign_into(
    const tw_signer *signer, const char *texts, const twgo_request *request_at,
    const char *body, size_t body_len, char *buffer, size_t capacity,
    size_t *length, tw_error *error) {
  tw_param *list;
  tw_request request;
  tw_status status;
  if (!twgo_read_params(texts, request_at->oauth_params, &list, error)) {
    return TW_ERR_SYSTEM;
  }
  request = twgo_read_request(texts, request_at, body, body_len, list);
  status =
      tw_signer_sign_into(signer, &request, buffer, capacity, length, error);
  free(list);
  return status;
}

/* What can be made of credentials and a request; `make` chooses. */
enum { TWGO_HEADER, TWGO_BASE_STRING, TWGO_EXPLANATION };

static inline char *twgo_describe(int make, const char *texts,
                                  twgo_credentials credentials_at,
                                  const twgo_request *request_at,
                                  const char *body, size_t body_len,
                                  tw_error *error) {
  tw_credentials credentials = twgo_read_credentials(texts, credentials_at);
  tw_request request;
  tw_param *list;
  char *text = NULL;
  tw_status status = TW_ERR_INTERNAL;
  if (!twgo_read_params(texts, request_at->oauth_params, &list, error)) {
    return NULL;
  }
  request = twgo_read_request(texts, request_at, body, body_len, list);
  switch (make) {
    case TWGO_HEADER:
      status = tw_sign_request(&credentials, &request, &text, error);
      break;
    case TWGO_BASE_STRING:
      status = tw_signature_base_string(&credentials, &request, &text, error);
      break;
    case TWGO_EXPLANATION:
      status = tw_explain(&credentials, &request, &text, error);
      break;
  }
  free(list);
  return status == TW_OK ? text : NULL;
}

static inline char *twgo_diagnose(const char *texts,
                                  twgo_credentials credentials_at,
                                  const twgo_request *request_at,
                                  const char *body, size_t body_len,
                                  const twgo_attempt *attempt_at,
                                  const char *reply, size_t reply_len,
                                  tw_error *error) {
  tw_credentials credentials = twgo_read_credentials(texts, credentials_at);
  tw_request request =
      twgo_read_request(texts, request_at, body, body_len, NULL);
  tw_attempt attempt = TW_ATTEMPT_INIT;
  char *report = NULL;
  tw_status status;
  attempt.authorization = twgo_text(texts, attempt_at->authorization);
  attempt.received_at = attempt_at->received_at;
  attempt.http_status = attempt_at->http_status;
  attempt.date = twgo_text(texts, attempt_at->date);
  attempt.body = reply;
  attempt.body_len = reply_len;
  status = tw_diagnose(&credentials, &request, &attempt, &report, error);
  return status == TW_OK ? report : NULL;
}

static inline char *twgo_form_encode(const char *texts, twgo_params at,
                                     tw_error *error) {
  tw_param *list;
  char *form = NULL;
  tw_status status;
  if (!twgo_read_params(texts, at, &list, error)) return NULL;
  status = tw_form_encode(list, at.count, &form, error);
  free(list);
  return status == TW_OK ? form : NULL;
}

static inline tw_exchange *twgo_request_token(const char *texts,
                                              twgo_credentials credentials_at,
                                              twgo_offset callback,
                                              twgo_offset access_type,
                                              twgo_offset base_url,
                                              tw_error *error) {
  tw_credentials credentials = twgo_read_credentials(texts, credentials_at);
  tw_exchange *exchange = NULL;
  tw_status status = tw_exchange_new_request_token(
      &credentials, twgo_text(texts, callback), twgo_text(texts, access_type),
      twgo_text(texts, base_url), &exchange, error);
  return status == TW_OK ? exchange : NULL;
}

static inline tw_exchange *twgo_access_token(const char *texts,
                                             twgo_credentials credentials_at,
                                             twgo_offset verifier,
                                             twgo_offset base_url,
                                             tw_error *error) {
  tw_credentials credentials = twgo_read_credentials(texts, credentials_at);
  tw_exchange *exchange = NULL;
  tw_status status = tw_exchange_new_access_token(
      &credentials, twgo_text(texts, verifier), twgo_text(texts, base_url),
      &exchange, error);
  return status == TW_OK ? exchange : NULL;
}

static inline tw_exchange *twgo_bearer_token(const char *texts,
                                             twgo_credentials credentials_at,
                                             twgo_offset base_url,
                                             tw_error *error) {
  tw_credentials credentials = twgo_read_credentials(texts, credentials_at);
  tw_exchange *exchange = NULL;
  tw_status status = tw_exchange_new_bearer_token(
      &credentials, twgo_text(texts, base_url), &exchange, error);
  return status == TW_OK ? exchange : NULL;
}

static inline tw_exchange *twgo_invalidation(const char *texts,
                                             twgo_credentials credentials_at,
                                             twgo_offset bearer_token,
                                             twgo_offset base_url,
                                             tw_error *error) {
  tw_credentials credentials = twgo_read_credentials(texts, credentials_at);
  tw_exchange *exchange = NULL;
  tw_status status = tw_exchange_new_invalidation(
      &credentials, twgo_text(texts, bearer_token), twgo_text(texts, base_url),
      &exchange, error);
  return status == TW_OK ? exchange : NULL;
}

static inline tw_token *twgo_finish(const tw_exchange *exchange,
                                    int http_status, const char *body,
                                    size_t body_len, tw_error *error) {
  tw_token *token = NULL;
  tw_status status =
      tw_exchange_finish(exchange, http_status, body, body_len, &token, error);
  return status == TW_OK ? token : NULL;
}

static inline char *twgo_authorize_url(const char *texts,
                                       twgo_offset request_token, bool sign_in,
                                       bool force_login,
                                       twgo_offset screen_name,
                                       twgo_offset base_url, tw_error *error) {
  tw_authorize_options options = TW_AUTHORIZE_OPTIONS_INIT;
  char *url = NULL;
  tw_status status;
  options.sign_in = sign_in;
  options.force_login = force_login;
  options.screen_name = twgo_text(texts, screen_name);
  options.base_url = twgo_text(texts, base_url);
  status = tw_authorize_url(twgo_text(texts, request_token), &options, &url,
                            error);
  return status == TW_OK ? url : NULL;
}

static inline char *twgo_callback_verifier(const char *texts,
                                           twgo_offset request_token,
                                           twgo_offset callback_url,
                                           tw_error *error) {
  char *verifier = NULL;
  tw_status status =
      tw_callback_verifier(twgo_text(texts, request_token),
                           twgo_text(texts, callback_url), &verifier, error);
  return status == TW_OK ? verifier : NULL;
}

static inline char *twgo_canonical_url(const char *url, tw_error *error) {
  char *canonical = NULL;
  return tw_canonical_url(url, &canonical, error) == TW_OK ? canonical : NULL;
}

static inline char *twgo_webhook_crc_response(const char *texts,
                                              twgo_offset api_secret,
                                              twgo_offset crc_token,
                                              tw_error *error) {
  char *json = NULL;
  tw_status status =
      tw_webhook_crc_response(twgo_text(texts, api_secret),
                              twgo_text(texts, crc_token), &json, error);
  return status == TW_OK ? json : NULL;
}

static inline tw_status twgo_webhook_verify(const char *texts,
                                            twgo_offset api_secret,
                                            twgo_offset signature,
                                            const char *body, size_t body_len,
                                            tw_error *error) {
  return tw_webhook_verify(twgo_text(texts, api_secret), body, body_len,
                           twgo_text(texts, signature), error);
}
