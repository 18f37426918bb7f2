/*
 * The calls to the token endpoints: `made_exchange` makes one and `finished`
 * reads its reply. Besides giving the outcome, they check what holds for every
 * exchange and for every reply.
 */
#ifndef EXCHANGES_H
#define EXCHANGES_H

#include "fixtures.h"

enum kind {
  REQUEST_TOKEN,
  ACCESS_TOKEN,
  BEARER_TOKEN,
  TOKEN_INVALIDATION,        /* of the token that signs */
  BEARER_INVALIDATION,       /* in the name of the token */
  BEARER_INVALIDATION_BY_KEY /* by API Key and Secret */
};
enum { KINDS = BEARER_INVALIDATION_BY_KEY + 1 };

static const char *const kind_names[KINDS] = {
    "request token",       "access token",
    "bearer token",        "token invalidation",
    "bearer invalidation", "bearer invalidation by key",
};

/* The arguments of one call of a tw_exchange_new_ function. */
struct call {
  enum kind kind;
  tw_credentials credentials;
  const char *text; /* the callback, the verifier or the bearer token */
  const char *access_type;
  const char *base_url;
};

/* X published this bearer, and has revoked it. */
static const char published_bearer[] =
    "AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid%2BULvsea4JtiGRiSDSJSI%3D"
    "EUifiRBkKG5E2XzMDjRfl76ZC9Ub0wnz4XsNiRVBChTYbJcE3F";

/* One that succeeds. */
static inline struct call call_of(enum kind kind) {
  static const char *const texts[KINDS] = {
      "oob", "4868795", NULL, NULL, published_bearer, published_bearer};
  struct call call;
  call.kind = kind;
  call.credentials = published_credentials();
  call.text = texts[kind];
  call.access_type = call.base_url = NULL;
  if (kind == BEARER_INVALIDATION_BY_KEY) {
    call.credentials.token = call.credentials.token_secret = NULL;
  }
  return call;
}

static inline tw_status make_exchange(const struct call *call,
                                      tw_exchange **exchange,
                                      tw_error *error) {
  switch (call->kind) {
    case REQUEST_TOKEN:
      return tw_exchange_new_request_token(&call->credentials, call->text,
                                           call->access_type, call->base_url,
                                           exchange, error);
    case ACCESS_TOKEN:
      return tw_exchange_new_access_token(&call->credentials, call->text,
                                          call->base_url, exchange, error);
    case BEARER_TOKEN:
      return tw_exchange_new_bearer_token(&call->credentials, call->base_url,
                                          exchange, error);
    default:
      return tw_exchange_new_invalidation(&call->credentials, call->text,
                                          call->base_url, exchange, error);
  }
}

/* As much of a secret as no other text holds by chance. */
#define PART 8

static inline int has_part_of(const char *bytes, size_t size,
                              const char *secret) {
  size_t i, s, length = strlen(secret);
  for (i = 0; i + PART <= size; i++) {
    for (s = 0; s + PART <= length; s++) {
      if (memcmp(bytes + i, secret + s, PART) == 0) return 1;
    }
  }
  return 0;
}

static inline void check_hides(const char *text, const struct call *call) {
  CHECK(!holds(text, call->credentials.api_secret));
  CHECK(!holds(text, call->credentials.token_secret));
  CHECK(call->kind < BEARER_INVALIDATION || !holds(text, call->text));
}

/* Without and with an error struct; NULL unless the status is TW_OK. */
static inline tw_exchange *made_exchange(const struct call *call,
                                         tw_status wanted, tw_error *error) {
  tw_exchange *const untouched = (tw_exchange *)(void *)garbage;
  tw_exchange *exchange = untouched;
  CHECK_NUMBER(make_exchange(call, &exchange, NULL), wanted);
  CHECK(exchange != untouched);
  CHECK((wanted == TW_OK) == (exchange != NULL));
  if (exchange != untouched) tw_exchange_free(exchange);
  exchange = untouched;
  memset(error, 0xaa, sizeof *error);
  CHECK_NUMBER(make_exchange(call, &exchange, error), wanted);
  CHECK((wanted == TW_OK) == (exchange != NULL));
  check_error(error, wanted);
  check_hides(error->message, call);
  return exchange == untouched ? NULL : exchange;
}

/* One of these is needed, and what it is called with is right. */
static inline tw_exchange *new_exchange(enum kind kind) {
  struct call call = call_of(kind);
  tw_exchange *exchange;
  if (make_exchange(&call, &exchange, NULL) != TW_OK) abort();
  return exchange;
}

/* ---- What holds for every reply ------------------------------------------ */

/* Strictly, as a program of another language would ask for it. */
static inline int is_utf8(const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at != '\0') {
    int more = *at < 0x80 ? 0 : *at < 0xe0 ? 1 : *at < 0xf0 ? 2 : 3;
    if ((*at >= 0x80 && *at < 0xc2) || *at > 0xf4) return 0;
    if ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] > 0x9f) ||
        (*at == 0xf0 && at[1] < 0x90) || (*at == 0xf4 && at[1] > 0x8f)) {
      return 0;
    }
    for (at++; more > 0; more--, at++) {
      if (*at < 0x80 || *at > 0xbf) return 0;
    }
  }
  return 1;
}

/* "reply: HTTP 401, code 32: " and the like: what comes after it is X's. */
static inline const char *words_of(const char *message) {
  const char *after = strstr(message, "HTTP ");
  after = after == NULL ? NULL : strstr(after, ": ");
  return after == NULL ? "" : after + 2;
}

/* U+0080 to U+009F: a terminal may take them for escape sequences. */
static inline int has_c1_control(const char *text) {
  const char *at = text;
  while ((at = strchr(at, 0xc2)) != NULL) {
    if ((unsigned char)*++at >= 0x80 && (unsigned char)*at < 0xa0) return 1;
  }
  return 0;
}

static inline void check_words(const tw_error *error, tw_status status) {
  tw_error without_code = *error;
  if (status == TW_ERR_REFUSED) without_code.api_code = 0;
  check_error(&without_code, status);
  CHECK(is_utf8(error->message));
  CHECK(!has_c1_control(error->message));
  if (status == TW_OK) return;
  CHECK(names_field(error->message, "reply"));
  CHECK(strlen(words_of(error->message)) <= 180);
}

static inline tw_status finish_once(const tw_exchange *exchange,
                                    int http_status, const char *body,
                                    size_t size, tw_token **token,
                                    tw_error *error) {
  tw_token *const untouched = (tw_token *)(void *)garbage;
  tw_status status;
  *token = untouched;
  status = tw_exchange_finish(exchange, http_status, body, size, token,
                              error);
  CHECK(*token != untouched);
  CHECK((status == TW_OK) == (*token != NULL));
  return status;
}

/* From memory that ends with the body. The caller frees *token. */
static inline tw_status finished_bytes(const tw_exchange *exchange,
                                       int http_status, const char *bytes,
                                       size_t size, tw_token **token,
                                       tw_error *error) {
  char *body = malloc(size + (size == 0));
  tw_status without_error, status;
  if (body == NULL) abort();
  memcpy(body, bytes, size);
  without_error = finish_once(exchange, http_status, body, size, token, NULL);
  tw_token_free(*token);
  memset(error, 0xaa, sizeof *error);
  status = finish_once(exchange, http_status, body, size, token, error);
  CHECK_NUMBER(status, without_error);
  check_words(error, status);
  memset(body, 'x', size); /* a token keeps nothing of it */
  free(body);
  return status;
}

static inline tw_status finished(const tw_exchange *exchange, int http_status,
                                 const char *body, tw_token **token,
                                 tw_error *error) {
  return finished_bytes(exchange, http_status, body, strlen(body), token,
                        error);
}

#endif /* EXCHANGES_H */
