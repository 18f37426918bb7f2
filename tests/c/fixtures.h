/*
 * Credentials, requests, and each way in which the C ABI turns them into text.
 *
 * `made` is the usual way to call the library in these tests: besides giving
 * the outcome, it checks what holds for every call. CHECK_ROWS runs a table of
 * requests with one trouble each.
 */
#ifndef FIXTURES_H
#define FIXTURES_H

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <twsign.h>

#include "check.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))

/* X published these and then disabled them. */
static inline tw_credentials published_credentials(void) {
  tw_credentials credentials = TW_CREDENTIALS_INIT;
  credentials.api_key = "xvz1evFS4wEEPTGEFPHBog";
  credentials.api_secret = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw";
  credentials.token = "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb";
  credentials.token_secret = "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE";
  return credentials;
}

static const char form_type[] = "application/x-www-form-urlencoded";

static const char published_body[] =
    "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth"
    "%20request%21";

/* The request of X's page "Creating a signature". */
static inline tw_request published_request(void) {
  tw_request request = TW_REQUEST_INIT;
  request.method = "POST";
  request.url =
      "https://api.x.com/1.1/statuses/update.json?include_entities=true";
  request.content_type = form_type;
  request.body = published_body;
  request.body_len = strlen(published_body);
  request.nonce = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg";
  request.timestamp = 1318622958;
  return request;
}

/* Its signature, as it stands in the base64 and as it stands in the header. */
static const char published_signature[] = "Ls93hJiZbQ3akF3HF3x1Bz8/zU4=";
static const char published_signature_sent[] =
    "oauth_signature=\"Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D\"";

/* Nothing given that need not be: fresh nonce, the clock's time, no body. */
static inline tw_request plain_request(void) {
  tw_request request = TW_REQUEST_INIT;
  request.method = "GET";
  request.url = "https://api.x.com/2/users/me";
  return request;
}

/* What outputs hold before a call, so that clearing them can be seen. */
static char garbage[] = "garbage";

/* ---- The ways ------------------------------------------------------------ */

typedef tw_status make_text(const tw_credentials *, const tw_request *,
                            char **text, tw_error *);

static inline tw_status sign_with_signer(const tw_credentials *credentials,
                                         const tw_request *request, char **text,
                                         tw_error *error) {
  tw_signer *signer = (tw_signer *)(void *)garbage;
  tw_status status = tw_signer_new(credentials, &signer, error);
  if (status != TW_OK) {
    if (signer == NULL) *text = NULL;
    return status;
  }
  status = tw_signer_sign(signer, request, text, error);
  tw_signer_free(signer);
  return status;
}

/* A buffer of our own, and so not one for tw_free(): `make_once` knows. */
static char sign_into_buffer[1 << 16];

static inline tw_status sign_into_buffer_with_signer(
    const tw_credentials *credentials, const tw_request *request, char **text,
    tw_error *error) {
  tw_signer *signer = (tw_signer *)(void *)garbage;
  size_t length = 12345;
  tw_status status = tw_signer_new(credentials, &signer, error);
  if (status != TW_OK) {
    if (signer == NULL) *text = NULL;
    return status;
  }
  status = tw_signer_sign_into(signer, request, sign_into_buffer,
                               sizeof sign_into_buffer, &length, error);
  if (status == TW_OK && length == strlen(sign_into_buffer)) {
    *text = sign_into_buffer;
  } else if (status != TW_OK && length == 0) {
    *text = NULL;
  }
  tw_signer_free(signer);
  return status;
}

static const struct way {
  const char *function;
  make_text *make;
  int makes_header;
} ways[] = {
    {"tw_sign_request", tw_sign_request, 1},
    {"tw_signer_sign", sign_with_signer, 1},
    {"tw_signer_sign_into", sign_into_buffer_with_signer, 1},
    {"tw_signature_base_string", tw_signature_base_string, 0},
    {"tw_explain", tw_explain, 0},
};
#define WAYS LENGTH_OF(ways)

/* tw_explain shows what X reads otherwise, where the others refuse it. */
static inline tw_status status_of_way(const struct way *way,
                                      tw_status status) {
  return way->make == tw_explain && status == TW_ERR_AMBIGUOUS ? TW_OK
                                                               : status;
}

/* ---- What became of a call ----------------------------------------------- */

typedef struct outcome {
  tw_status status;
  char *text; /* released by free() */
  tw_error error;
} outcome;

static inline int names_field(const char *message, const char *field) {
  size_t length = strlen(field);
  return strncmp(message, field, length) == 0 && message[length] == ':';
}

/* Shorter secrets could stand in any text by chance. */
static inline int holds(const char *text, const char *secret) {
  return text != NULL && secret != NULL && strlen(secret) >= 4 &&
         strstr(text, secret) != NULL;
}

/* One NUL-terminated line that fits the status; "" on success. */
static inline void check_error(const tw_error *error, tw_status status) {
  const char *message = error->message;
  size_t i;
  CHECK_NUMBER(error->status, status);
  CHECK_NUMBER(error->api_code, 0);
  CHECK(memchr(message, '\0', sizeof error->message) != NULL);
  if (memchr(message, '\0', sizeof error->message) == NULL) return;
  CHECK((status == TW_OK) == (message[0] == '\0'));
  for (i = 0; message[i] != '\0'; i++) {
    if ((unsigned char)message[i] < 0x20 || message[i] == 0x7f) break;
  }
  CHECK(message[i] == '\0' && "no control character in the message");
}

static inline tw_status make_once(const struct way *way,
                                  const tw_credentials *credentials,
                                  const tw_request *request, char **copy,
                                  tw_error *error) {
  char *text = garbage;
  tw_status status = way->make(credentials, request, &text, error);
  CHECK(text != garbage);
  CHECK((status == TW_OK) == (text != NULL));
  *copy = NULL;
  if (text != NULL && text != garbage) {
    *copy = malloc(strlen(text) + 1);
    if (*copy == NULL) abort();
    strcpy(*copy, text);
    if (text != sign_into_buffer) tw_free(text);
  }
  return status;
}

/* Calls without and with an error struct; both must come to the same. */
static inline outcome made(const struct way *way,
                           const tw_credentials *credentials,
                           const tw_request *request) {
  outcome done;
  tw_status without_error =
      make_once(way, credentials, request, &done.text, NULL);
  free(done.text);
  memset(&done.error, 0xaa, sizeof done.error);
  done.status = make_once(way, credentials, request, &done.text, &done.error);
  CHECK_NUMBER(done.status, without_error);
  check_error(&done.error, done.status);
  if (credentials != NULL) {
    CHECK(!holds(done.error.message, credentials->api_secret));
    CHECK(!holds(done.error.message, credentials->token_secret));
    CHECK(!holds(done.text, credentials->api_secret));
    CHECK(!holds(done.text, credentials->token_secret));
  }
  return done;
}

/* Copies the value of a parameter out of a header; "" if it is not there. */
static inline const char *header_value(const char *header, const char *name,
                                       char *value, size_t capacity) {
  size_t length = strlen(name);
  const char *at = header;
  value[0] = '\0';
  while ((at = strstr(at, name)) != NULL) {
    if (at > header && at[-1] == ' ' && strncmp(at + length, "=\"", 2) == 0) {
      size_t size = strcspn(at + length + 2, "\"");
      if (size >= capacity) abort();
      memcpy(value, at + length + 2, size);
      value[size] = '\0';
      break;
    }
    at += length;
  }
  return value;
}

/* Whether `at` lies between `before`, an earlier time(), and now. time() may
 * lag a tick behind the finer clock that the library reads. */
static inline int is_since(long long before, long long at) {
  return before <= at && at <= (long long)time(NULL) + 1;
}

/* ---- Tables of requests with one trouble each ---------------------------- */

/* Stands in secrets and in texts that no message may repeat. */
#define SECRET "sEcReT"

/* A field of the published credentials or request with another text in it. */
struct row {
  const char *field;
  size_t offset;
  const char *fine;    /* the text up to where the trouble begins */
  const char *trouble; /* from there on; NULL if the message tells no byte */
};

#define API_KEY "credentials.api_key", offsetof(tw_credentials, api_key)
#define API_SECRET \
  "credentials.api_secret", offsetof(tw_credentials, api_secret)
#define TOKEN "credentials.token", offsetof(tw_credentials, token)
#define TOKEN_SECRET \
  "credentials.token_secret", offsetof(tw_credentials, token_secret)
#define METHOD "request.method", offsetof(tw_request, method)
#define URL "request.url", offsetof(tw_request, url)
#define CONTENT_TYPE \
  "request.content_type", offsetof(tw_request, content_type)
#define BODY "request.body", offsetof(tw_request, body)
#define NONCE "request.nonce", offsetof(tw_request, nonce)

static inline int tells_byte(const char *message, size_t byte) {
  char words[40];
  const char *at;
  snprintf(words, sizeof words, " at byte %lu", (unsigned long)byte);
  at = strstr(message, words);
  return at != NULL && !isdigit((unsigned char)at[strlen(words)]);
}

static inline void check_message(const tw_error *error, const char *field) {
  int named = names_field(error->message, field);
  CHECK(named);
  if (!named && !holds(error->message, SECRET)) {
    fprintf(stderr, "  %s, not %s\n", error->message, field);
  }
  CHECK(!holds(error->message, SECRET));
}

/* In each way: the status, and the words of the row if it is a refusal. */
static inline void check_refusal(const tw_credentials *credentials,
                                 const tw_request *request,
                                 const struct row *row, tw_status status) {
  size_t w;
  for (w = 0; w < WAYS; w++) {
    outcome done = made(&ways[w], credentials, request);
    tw_status wanted = status_of_way(&ways[w], status);
    CHECK_NUMBER(done.status, wanted);
    if (done.status != wanted) {
      fprintf(stderr, "  by %s\n", ways[w].function);
    } else if (wanted != TW_OK) {
      check_message(&done.error, row->field);
      CHECK(row->trouble == NULL ||
            tells_byte(done.error.message, strlen(row->fine)));
    }
    free(done.text);
  }
}

static inline void set_text(const struct row *row, const char *text,
                            tw_credentials *credentials, tw_request *request) {
  int of_credentials = strncmp(row->field, "credentials.", 12) == 0;
  char *owner = of_credentials ? (char *)credentials : (char *)request;
  memcpy(owner + row->offset, &text, sizeof text);
  if (strcmp(row->field, "request.body") == 0) request->body_len = strlen(text);
}

static inline void check_rows(const struct row *rows, size_t count,
                              tw_status by_x, tw_status by_rfc) {
  size_t i;
  for (i = 0; i < count; i++) {
    tw_credentials credentials = published_credentials();
    tw_request request = published_request();
    char text[512];
    snprintf(text, sizeof text, "%s%s", rows[i].fine,
             rows[i].trouble ? rows[i].trouble : "");
    /* A secret is not to be shown, not even when its row fails. */
    check_case = strstr(rows[i].field, "secret") ? rows[i].field : text;
    set_text(&rows[i], text, &credentials, &request);
    check_refusal(&credentials, &request, &rows[i], by_x);
    request.rules = TW_RULES_RFC5849;
    check_refusal(&credentials, &request, &rows[i], by_rfc);
  }
}
#define CHECK_ROWS(rows, by_x, by_rfc) \
  check_rows(rows, LENGTH_OF(rows), by_x, by_rfc)

/* The published request with these oauth_params. */
struct params_row {
  const char *field;
  tw_param params[3];
};

static inline void check_params(const struct params_row *rows, size_t count,
                                tw_status by_x, tw_status by_rfc) {
  size_t i, n;
  for (i = 0; i < count; i++) {
    const struct row row = {rows[i].field, 0, "", NULL};
    tw_credentials credentials = published_credentials();
    tw_request request = published_request();
    for (n = 0; n < 3 && rows[i].params[n].name != NULL; n++) continue;
    check_case = rows[i].params[n - 1].name;
    request.oauth_params = rows[i].params;
    request.oauth_params_len = n;
    check_refusal(&credentials, &request, &row, by_x);
    request.rules = TW_RULES_RFC5849;
    check_refusal(&credentials, &request, &row, by_rfc);
  }
}
#define CHECK_PARAMS(rows, by_x, by_rfc) \
  check_params(rows, LENGTH_OF(rows), by_x, by_rfc)

#endif /* FIXTURES_H */
