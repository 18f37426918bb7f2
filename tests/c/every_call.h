/*
 * Every function of the library once in success and once in failure, each call
 * with what it gave out released again: for what holds around any call.
 *
 * All secrets stand in `given`, memory of its own that holds nothing else, and
 * are made when the test runs: no copy of them is anywhere but there.
 */
#ifndef EVERY_CALL_H
#define EVERY_CALL_H

#include <sys/mman.h>

#include "fixtures.h"

/* Texts that are a secret or hold one. */
static struct given {
  char api_key[32], api_secret[32], token[32], token_secret[32];
  char bearer[64], verifier[32];
  char received_secret[32], received_bearer[64];
  char callback_url[256], denied_url[256];
  char token_reply[256], unconfirmed_reply[256], bearer_reply[256];
  char half_reply[256];
  /* Refusals in which the server repeats what it was sent. */
  char secret_echo[256], bearer_echo[256], verifier_echo[256];
  char sent_header[512];
  /* Whether X reads these secrets as the RFC does. */
  int is_plain;
  int32_t rules;
} *given;

/* Pages of their own, as many as `size` needs. */
static inline void *own_pages(size_t size) {
  void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) abort();
  return pages;
}

/* The same in each run, so that a failure comes again. */
static inline void fill(char *text, size_t length, const char *alphabet) {
  static unsigned long state = 20261123;
  size_t i, count = strlen(alphabet);
  for (i = 0; i < length; i++) {
    state = (state * 6364136223846793005u + 1442695040888963407u) & ~0ul;
    text[i] = alphabet[(state >> 33) % count];
  }
  text[length] = '\0';
}

/* Both secrets and the `&` between them fit into one block of SHA-1: what the
 * HMAC makes of them is then known. */
#define SECRET_LENGTH 30

static inline void write_echo(char *echo, const char *secret) {
  sprintf(echo, "{\"errors\":[{\"code\":99,\"message\":\"a \\u0026 %s\"}]}",
          secret);
}

static inline void fill_given(int is_plain) {
  static const char unreserved[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const char *odd = is_plain ? unreserved : "ABCDEFGHabcdefgh+/=&%;:!";
  if (given == NULL) given = own_pages(sizeof *given);
  given->is_plain = is_plain;
  given->rules = is_plain ? TW_RULES_X : TW_RULES_RFC5849;
  fill(given->api_key, 25, unreserved);
  fill(given->api_secret, SECRET_LENGTH, odd);
  fill(given->token, 25, unreserved);
  fill(given->token_secret, SECRET_LENGTH, odd);
  fill(given->bearer, 50, unreserved);
  fill(given->verifier, 30, unreserved);
  fill(given->received_secret, SECRET_LENGTH, unreserved);
  fill(given->received_bearer, 50, unreserved);
  sprintf(given->callback_url, "/cb?oauth_token=%s&oauth_verifier=%s",
          given->token, given->verifier);
  sprintf(given->denied_url, "/cb?denied=%s", given->token);
  sprintf(given->token_reply,
          "oauth_token=t&oauth_token_secret=%s&user_id=1&screen_name=a"
          "&oauth_callback_confirmed=true",
          given->received_secret);
  sprintf(given->unconfirmed_reply, "oauth_token=t&oauth_token_secret=%s",
          given->received_secret);
  sprintf(given->bearer_reply,
          "{\"token_type\":\"bearer\",\"access_token\":\"%s\"}",
          given->received_bearer);
  sprintf(given->half_reply, "{\"access_token\":\"%s", given->received_bearer);
  write_echo(given->secret_echo, given->api_secret);
  write_echo(given->bearer_echo, given->bearer);
  write_echo(given->verifier_echo, given->verifier);
}

/* ---- Signing ------------------------------------------------------------- */

/* One for all, for calls that fill it and for calls that do not. */
static tw_error last_error;

static inline tw_credentials given_credentials(void) {
  tw_credentials credentials = TW_CREDENTIALS_INIT;
  credentials.api_key = given->api_key;
  credentials.api_secret = given->api_secret;
  credentials.token = given->token;
  credentials.token_secret = given->token_secret;
  return credentials;
}

static inline tw_request given_request(void) {
  tw_request request = plain_request();
  request.url = "https://api.x.com/2/tweets/search?query=from%3Ajack&max=10";
  request.rules = given->rules;
  return request;
}

static inline void call_text(make_text *make, const char *url,
                             tw_status wanted) {
  tw_credentials credentials = given_credentials();
  tw_request request = given_request();
  char *text;
  if (url != NULL) request.url = url;
  CHECK_NUMBER(make(&credentials, &request, &text, &last_error), wanted);
  tw_free(text);
}

static inline void sign_request(void) {
  call_text(tw_sign_request, NULL, TW_OK);
}

static inline void sign_request_fails(void) {
  call_text(tw_sign_request, "https://api.x.com/a b", TW_ERR_INVALID_URL);
}

static inline void base_string(void) {
  call_text(tw_signature_base_string, NULL, TW_OK);
}

static inline void base_string_fails(void) {
  call_text(tw_signature_base_string, "https://api.x.com/%",
            TW_ERR_INVALID_URL);
}

static inline void explain(void) { call_text(tw_explain, NULL, TW_OK); }

static inline void explain_fails(void) {
  call_text(tw_explain, "https://api.x.com/?%", TW_ERR_INVALID_URL);
}

static inline tw_signer *given_signer(void) {
  tw_credentials credentials = given_credentials();
  tw_signer *signer;
  CHECK_NUMBER(tw_signer_new(&credentials, &signer, &last_error), TW_OK);
  return signer;
}

static inline void signer_new(void) { tw_signer_free(given_signer()); }

static inline void signer_new_fails(void) {
  tw_credentials credentials = given_credentials();
  tw_signer *signer;
  credentials.token = NULL;
  CHECK_NUMBER(tw_signer_new(&credentials, &signer, &last_error),
               TW_ERR_INVALID_CREDENTIALS);
}

static inline void signer_signs(void) {
  tw_signer *signer = given_signer();
  tw_request request = given_request();
  char *header;
  tw_signer_set_clock_offset(signer, 1);
  CHECK_NUMBER(tw_signer_sign(signer, &request, &header, &last_error), TW_OK);
  tw_free(header);
  request.method = "";
  CHECK_NUMBER(tw_signer_sign(signer, &request, &header, &last_error),
               TW_ERR_INVALID_METHOD);
  tw_signer_free(signer);
}

static inline void signer_signs_into(void) {
  tw_signer *signer = given_signer();
  tw_request request = given_request();
  char buffer[512];
  size_t length;
  CHECK_NUMBER(tw_signer_sign_into(signer, &request, buffer, sizeof buffer,
                                   &length, &last_error),
               TW_OK);
  CHECK_NUMBER(tw_signer_sign_into(signer, &request, buffer, 5, &length,
                                   &last_error),
               TW_ERR_BUFFER_TOO_SMALL);
  tw_signer_free(signer);
}

static inline void signer_learns_clock(void) {
  tw_signer *signer = given_signer();
  int64_t offset;
  CHECK_NUMBER(tw_signer_learn_clock(signer, "Sun, 06 Nov 1994 08:49:37 GMT",
                                     &offset, &last_error),
               TW_OK);
  CHECK_NUMBER(tw_signer_learn_clock(signer, "today", &offset, &last_error),
               TW_ERR_INVALID_RESPONSE);
  tw_signer_free(signer);
}

/* ---- Wire form and diagnosis --------------------------------------------- */

static inline void form_encode(void) {
  static const tw_param fine[] = {{"q", "from:jack"}, {"max", "10"}};
  static const tw_param bad[] = {{"oauth_nonce", "1"}};
  char *form;
  CHECK_NUMBER(tw_form_encode(fine, LENGTH_OF(fine), &form, &last_error),
               TW_OK);
  tw_free(form);
  CHECK_NUMBER(tw_form_encode(bad, LENGTH_OF(bad), &form, &last_error),
               TW_ERR_AMBIGUOUS);
}

static inline void canonical_url(void) {
  char *url;
  CHECK_NUMBER(tw_canonical_url("https://api.x.com/?q=from:jack+(a b)", &url,
                                &last_error),
               TW_OK);
  tw_free(url);
  CHECK_NUMBER(tw_canonical_url("https://api.x.com/?q=100%", &url, &last_error),
               TW_ERR_INVALID_URL);
}

/* The one that was sent has the signature of another request. */
static inline void diagnose(void) {
  tw_credentials credentials = given_credentials();
  tw_request request = given_request();
  tw_attempt attempt = TW_ATTEMPT_INIT;
  char *report;
  sprintf(given->sent_header,
          "OAuth oauth_consumer_key=\"%s\", oauth_nonce=\"n\", "
          "oauth_signature=\"Ls93hJiZbQ3akF3HF3x1Bz8%%2FzU4%%3D\", "
          "oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1318622958\""
          ", oauth_token=\"%s\", oauth_version=\"1.0\"",
          given->api_key, given->token);
  attempt.authorization = given->sent_header;
  attempt.http_status = 401;
  attempt.body = "{\"errors\":[{\"code\":32}]}";
  attempt.body_len = strlen(attempt.body);
  CHECK_NUMBER(
      tw_diagnose(&credentials, &request, &attempt, &report, &last_error),
      TW_OK);
  tw_free(report);
}

static inline void diagnose_fails(void) {
  tw_credentials credentials = given_credentials();
  tw_request request = given_request();
  char *report;
  request.url = "https://api.x.com/%";
  CHECK_NUMBER(tw_diagnose(&credentials, &request, NULL, &report, &last_error),
               TW_ERR_INVALID_URL);
}

/* ---- Token endpoints ----------------------------------------------------- */

/* Reads both replies and releases all; `wanted` is what the exchange gave. */
static inline void finish_both(tw_status status, tw_exchange *exchange,
                               tw_status wanted, const char *reply,
                               const char *bad_reply, const char *echo) {
  tw_token *token;
  CHECK_NUMBER(status, wanted);
  CHECK((exchange != NULL) == (status == TW_OK));
  if (exchange == NULL) return;
  CHECK(tw_exchange_method(exchange) && tw_exchange_url(exchange) &&
        tw_exchange_authorization(exchange) && tw_exchange_body(exchange));
  (void)tw_exchange_content_type(exchange);
  CHECK_NUMBER(tw_exchange_finish(exchange, 200, reply, strlen(reply), &token,
                                  &last_error),
               TW_OK);
  CHECK(tw_token_value(token) != NULL);
  (void)tw_token_secret(token);
  (void)tw_token_user_id(token);
  (void)tw_token_screen_name(token);
  tw_token_free(token);
  CHECK_NUMBER(tw_exchange_finish(exchange, 200, bad_reply, strlen(bad_reply),
                                  &token, &last_error),
               TW_ERR_INVALID_RESPONSE);
  CHECK_NUMBER(tw_exchange_finish(exchange, 401, echo, strlen(echo), &token,
                                  &last_error),
               TW_ERR_REFUSED);
  tw_exchange_free(exchange);
}

static inline tw_status if_signed(void) {
  return given->is_plain ? TW_OK : TW_ERR_AMBIGUOUS;
}

static inline void request_token(void) {
  tw_credentials credentials = given_credentials();
  tw_exchange *exchange;
  tw_status status = tw_exchange_new_request_token(
      &credentials, "oob", NULL, NULL, &exchange, &last_error);
  finish_both(status, exchange, if_signed(), given->token_reply,
              given->unconfirmed_reply, "Request token missing");
}

static inline void access_token(void) {
  tw_credentials credentials = given_credentials();
  tw_exchange *exchange;
  tw_status status = tw_exchange_new_access_token(
      &credentials, given->verifier, NULL, &exchange, &last_error);
  finish_both(status, exchange, if_signed(), given->token_reply, "a=b",
              given->verifier_echo);
}

static inline void bearer_token(void) {
  tw_credentials credentials = given_credentials();
  tw_exchange *exchange;
  tw_status status = tw_exchange_new_bearer_token(&credentials, NULL, &exchange,
                                                  &last_error);
  finish_both(status, exchange, TW_OK, given->bearer_reply, given->half_reply,
              given->secret_echo);
}

static inline void invalidation(void) {
  tw_credentials credentials = given_credentials();
  tw_exchange *exchange;
  tw_status status = tw_exchange_new_invalidation(&credentials, NULL, NULL,
                                                  &exchange, &last_error);
  finish_both(status, exchange, if_signed(), given->bearer_reply,
              given->half_reply, "<html>");
}

static inline void bearer_invalidation(void) {
  tw_credentials credentials = given_credentials();
  tw_exchange *exchange;
  tw_status status = tw_exchange_new_invalidation(
      &credentials, given->bearer, NULL, &exchange, &last_error);
  finish_both(status, exchange, if_signed(), given->bearer_reply,
              given->half_reply, given->bearer_echo);
}

static inline void bearer_invalidation_by_key(void) {
  tw_credentials credentials = given_credentials();
  tw_exchange *exchange;
  tw_status status;
  credentials.token = credentials.token_secret = NULL;
  status = tw_exchange_new_invalidation(&credentials, given->bearer, NULL,
                                        &exchange, &last_error);
  finish_both(status, exchange, TW_OK, given->bearer_reply, given->half_reply,
              given->bearer_echo);
}

static inline void exchanges_fail(void) {
  static const char bad_url[] = "https://api.x.com/?";
  tw_credentials credentials = given_credentials();
  tw_exchange *exchange;
  CHECK_NUMBER(tw_exchange_new_request_token(&credentials, "oob", "all", NULL,
                                             &exchange, &last_error),
               TW_ERR_INVALID_PARAM);
  CHECK_NUMBER(tw_exchange_new_access_token(&credentials, given->verifier,
                                            bad_url, &exchange, &last_error),
               TW_ERR_INVALID_URL);
  CHECK_NUMBER(tw_exchange_new_bearer_token(&credentials, bad_url, &exchange,
                                            &last_error),
               TW_ERR_INVALID_URL);
  CHECK_NUMBER(tw_exchange_new_invalidation(&credentials, given->bearer,
                                            bad_url, &exchange, &last_error),
               TW_ERR_INVALID_URL);
}

/* ---- Browser and webhooks ------------------------------------------------ */

static inline void authorize_url(void) {
  char *url;
  CHECK_NUMBER(tw_authorize_url(given->token, NULL, &url, &last_error), TW_OK);
  tw_free(url);
  CHECK_NUMBER(tw_authorize_url("", NULL, &url, &last_error),
               TW_ERR_INVALID_PARAM);
}

static inline void callback_verifier(void) {
  char *verifier;
  CHECK_NUMBER(tw_callback_verifier(given->token, given->callback_url,
                                    &verifier, &last_error),
               TW_OK);
  tw_free(verifier);
}

static inline void callback_verifier_fails(void) {
  char *verifier;
  CHECK_NUMBER(tw_callback_verifier("another", given->callback_url, &verifier,
                                    &last_error),
               TW_ERR_SIGNATURE_MISMATCH);
  CHECK_NUMBER(tw_callback_verifier(given->token, given->denied_url, &verifier,
                                    &last_error),
               TW_ERR_DENIED);
}

static inline void crc_response(void) {
  char *json;
  CHECK_NUMBER(tw_webhook_crc_response(given->api_secret, "challenge", &json,
                                       &last_error),
               TW_OK);
  tw_free(json);
}

static inline void crc_response_fails(void) {
  char *json;
  CHECK_NUMBER(
      tw_webhook_crc_response(given->api_secret, "{}", &json, &last_error),
      TW_ERR_INVALID_PARAM);
}

static inline void webhook_verify(void) {
  char *json, signature[64];
  CHECK_NUMBER(
      tw_webhook_crc_response(given->api_secret, "event", &json, &last_error),
      TW_OK);
  CHECK(sscanf(json, "{\"response_token\":\"%51[^\"]", signature) == 1);
  tw_free(json);
  CHECK_NUMBER(tw_webhook_verify(given->api_secret, "event", 5, signature,
                                 &last_error),
               TW_OK);
}

static inline void webhook_verify_malformed(void) {
  CHECK_NUMBER(
      tw_webhook_verify(given->api_secret, "{}", 2, "sha256=", &last_error),
      TW_ERR_SIGNATURE_MISMATCH);
}

static inline void webhook_verify_mismatch(void) {
  CHECK_NUMBER(
      tw_webhook_verify(given->api_secret, "{}", 2,
                        "sha256=6eEcLPgd7DiF2brf51py/JG7QQL9xHPJxbz8piJ6OH4=",
                        &last_error),
      TW_ERR_SIGNATURE_MISMATCH);
}

static inline void versions(void) {
  CHECK(tw_version() != NULL && tw_version_number() > 0);
  CHECK(tw_status_message(TW_OK) != NULL);
}

#define CALL(function) \
  { #function, function }
static const struct every_call {
  const char *name;
  void (*call)(void);
} every_call[] = {
    CALL(sign_request),
    CALL(sign_request_fails),
    CALL(base_string),
    CALL(base_string_fails),
    CALL(explain),
    CALL(explain_fails),
    CALL(signer_new),
    CALL(signer_new_fails),
    CALL(signer_signs),
    CALL(signer_signs_into),
    CALL(signer_learns_clock),
    CALL(form_encode),
    CALL(canonical_url),
    CALL(diagnose),
    CALL(diagnose_fails),
    CALL(request_token),
    CALL(access_token),
    CALL(bearer_token),
    CALL(invalidation),
    CALL(bearer_invalidation),
    CALL(bearer_invalidation_by_key),
    CALL(exchanges_fail),
    CALL(authorize_url),
    CALL(callback_verifier),
    CALL(callback_verifier_fails),
    CALL(crc_response),
    CALL(crc_response_fails),
    CALL(webhook_verify),
    CALL(webhook_verify_malformed),
    CALL(webhook_verify_mismatch),
    CALL(versions),
};
#define EVERY_CALLS LENGTH_OF(every_call)

#endif /* EVERY_CALL_H */
