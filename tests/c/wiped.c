/*
 * Memory that held a secret is wiped before it is released: also what a call
 * needed on its way, what it gave up halfway, and what grew and had to move.
 *
 * The free() of this program looks at each block before it hands it on.
 */
#define _GNU_SOURCE 1 /* RTLD_NEXT */
#include <dlfcn.h>

#include "exchanges.h"

/* ---- A free that looks first --------------------------------------------- */

/* volatile: to a compiler free changes nothing that the program can see. */
static volatile int watching;
static volatile long found, looked_at;

static const char *secrets[6];

static struct block {
  void *at;
  size_t size;
} blocks[1024];
static size_t blocks_len;

static void *next_of(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (function == NULL) abort();
  return function;
}

/* Emptied: what earlier blocks have left there is not of this one's doing. */
static void remember(void *at, size_t size) {
  if (!watching || at == NULL) return;
  memset(at, 0, size);
  if (blocks_len == LENGTH_OF(blocks)) abort();
  blocks[blocks_len].at = at;
  blocks[blocks_len++].size = size;
}

/* Returns its size; 0 for what was allocated before the watch began. */
static size_t look_at(void *at) {
  size_t b, s, size;
  for (b = 0; b < blocks_len && blocks[b].at != at; b++) continue;
  if (at == NULL || b == blocks_len) return 0;
  size = blocks[b].size;
  looked_at++;
  for (s = 0; s < LENGTH_OF(secrets) && secrets[s] != NULL; s++) {
    found += has_part_of(at, size, secrets[s]);
  }
  blocks[b] = blocks[--blocks_len];
  return size;
}

static void *allocate(size_t size) {
  static void *(*next)(size_t);
  void *memory;
  if (next == NULL) *(void **)&next = next_of("malloc");
  memory = next(size);
  remember(memory, size);
  return memory;
}

void *malloc(size_t size) { return allocate(size); }

void *calloc(size_t count, size_t size) {
  void *memory;
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  memory = allocate(count * size);
  return memory == NULL ? NULL : memset(memory, 0, count * size);
}

void free(void *memory) {
  static void (*next)(void *);
  if (next == NULL) *(void **)&next = next_of("free");
  if (watching) look_at(memory);
  next(memory);
}

/* While the watch is on a block always moves, as it may whenever it grows. */
void *realloc(void *memory, size_t size) {
  static void *(*next)(void *, size_t);
  size_t b, kept = 0;
  void *moved;
  if (next == NULL) *(void **)&next = next_of("realloc");
  for (b = 0; b < blocks_len; b++) {
    if (blocks[b].at == memory) kept = blocks[b].size;
  }
  if (kept == 0 && memory != NULL) return next(memory, size);
  moved = allocate(size);
  if (moved == NULL || memory == NULL) return moved;
  memcpy(moved, memory, kept < size ? kept : size);
  free(memory);
  return moved;
}

static void watch(void) {
  blocks_len = 0;
  found = looked_at = 0;
  watching = 1;
}

/* All that the watch saw allocated has been released, and wiped before. */
static void check_wiped(void) {
  watching = 0;
  CHECK(looked_at > 0);
  CHECK_NUMBER(found, 0);
  CHECK_NUMBER(blocks_len, 0);
}

/* ---- The calls ----------------------------------------------------------- */

/* Basic of the published key and secret. */
static const char published_basic[] =
    "eHZ6MWV2RlM0d0VFUFRHRUZQSEJvZzprQWNTT3FGMjFGdTg1ZTd6ano3Wk4yVTRaUmhmVjNX"
    "cHdQQW9FM1o3a0J3";

/* What replies bring. */
#define TOKEN_SECRET_RECEIVED "veNRnAWe6inFuo8o2u8SLLZLjolYDmDP7SzL0YfYI"
#define BEARER_RECEIVED "AAAAc2VjcmV0%2FYmVhcmVy%3D8o2u8SLLZLjolYDmD"

static void look_for(const char *first, const char *second) {
  tw_credentials credentials = published_credentials();
  size_t n = 0;
  memset(secrets, 0, sizeof secrets);
  secrets[n++] = credentials.api_secret;
  secrets[n++] = credentials.token_secret;
  secrets[n++] = published_basic;
  secrets[n++] = published_bearer;
  if (first != NULL) secrets[n++] = first;
  if (second != NULL) secrets[n++] = second;
}

/* volatile: what is written right before a free would else be left out. */
static void *block_with(size_t size, size_t at, const char *part) {
  volatile char *block = malloc(size);
  size_t i;
  if (block == NULL) abort();
  for (i = 0; i < size; i++) block[i] = 'x';
  for (i = 0; i < PART; i++) block[at + i] = part[i];
  return (void *)block;
}

/* Without this, the test would pass if the watch saw nothing. */
static void the_watch_sees_what_is_not_wiped(void) {
  void *block;
  check_case = "watch";
  look_for(NULL, NULL);
  watch();
  free(block_with(100, 40, "no secret"));
  CHECK_NUMBER(found, 0);
  free(block_with(PART, 0, published_bearer));
  CHECK_NUMBER(found, 1);
  free(block_with(100, 100 - PART, published_bearer + 50));
  CHECK_NUMBER(found, 2);
  block = realloc(block_with(100, 40, secrets[0] + 3), 200);
  CHECK_NUMBER(found, 3);
  free(block);
  CHECK_NUMBER(found, 4);
  watching = 0;
  CHECK_NUMBER(looked_at, 5);
  CHECK_NUMBER(blocks_len, 0);
}

static void an_exchange_is_wiped(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    check_case = kind_names[kind];
    look_for(NULL, NULL);
    watch();
    tw_exchange_free(new_exchange(kind));
    check_wiped();
  }
}

/* The Authorization header as a whole, whatever it is worth by then. */
static void the_header_that_was_sent_is_wiped(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    tw_exchange *exchange;
    char header[1024];
    check_case = kind_names[kind];
    look_for(NULL, NULL);
    watch();
    exchange = new_exchange(kind);
    snprintf(header, sizeof header, "%s", tw_exchange_authorization(exchange));
    secrets[4] = header;
    tw_exchange_free(exchange);
    check_wiped();
  }
}

/* With a token that is good, halves of one, and the server's echo. */
static const struct {
  enum kind kind;
  int http_status;
  const char *body;
  tw_status status;
} replies[] = {
    {REQUEST_TOKEN, 200,
     "oauth_token=t&oauth_token_secret=" TOKEN_SECRET_RECEIVED
     "&oauth_callback_confirmed=true",
     TW_OK},
    {REQUEST_TOKEN, 200,
     "oauth_token=t&oauth_token_secret=" TOKEN_SECRET_RECEIVED
     "&oauth_callback_confirmed=false",
     TW_ERR_INVALID_RESPONSE},
    {REQUEST_TOKEN, 200,
     "oauth_token=t&oauth_token_secret=" TOKEN_SECRET_RECEIVED,
     TW_ERR_INVALID_RESPONSE},
    {ACCESS_TOKEN, 200,
     "oauth_token=t&oauth_token_secret=" TOKEN_SECRET_RECEIVED
     "&user_id=1&screen_name=a",
     TW_OK},
    {ACCESS_TOKEN, 200,
     "oauth_token=t&oauth_token_secret=%76%65" TOKEN_SECRET_RECEIVED
     "&user_id=1&screen_name=a",
     TW_OK},
    {ACCESS_TOKEN, 200,
     "oauth_token=t&oauth_token_secret=" TOKEN_SECRET_RECEIVED
     "&user_id=1&screen_name=%00",
     TW_ERR_INVALID_RESPONSE},
    {ACCESS_TOKEN, 200,
     "oauth_token=t&oauth_token_secret=" TOKEN_SECRET_RECEIVED
     "%00&user_id=1&screen_name=a",
     TW_ERR_INVALID_RESPONSE},
    {BEARER_TOKEN, 200,
     "{\"token_type\":\"bearer\",\"access_token\":\"" BEARER_RECEIVED "\"}",
     TW_OK},
    {BEARER_TOKEN, 200,
     "{\"token_type\":\"bearer\",\"access_token\":\"\\u0041\\/" BEARER_RECEIVED
     "\\u0041" BEARER_RECEIVED "\"}",
     TW_OK},
    {BEARER_TOKEN, 200,
     "{\"token_type\":\"mac\",\"access_token\":\"" BEARER_RECEIVED "\"}",
     TW_ERR_INVALID_RESPONSE},
    {BEARER_TOKEN, 200,
     "{\"token_type\":\"bearer\",\"access_token\":\"" BEARER_RECEIVED
     "\\u0000\"}",
     TW_ERR_INVALID_RESPONSE},
    {BEARER_TOKEN, 200,
     "{\"token_type\":\"bearer\",\"access_token\":\"" BEARER_RECEIVED "\"",
     TW_ERR_INVALID_RESPONSE},
    {TOKEN_INVALIDATION, 200, "{\"access_token\":\"" BEARER_RECEIVED "\"}",
     TW_OK},
    {BEARER_INVALIDATION, 200, "{\"access_token\":\"" BEARER_RECEIVED "\"}",
     TW_OK},
    {BEARER_INVALIDATION_BY_KEY, 200,
     "{\"access_token\":\"" BEARER_RECEIVED "\"}", TW_OK},
};

static void a_reply_and_its_token_are_wiped(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(replies); i++) {
    tw_exchange *exchange;
    tw_token *token = NULL;
    check_case = replies[i].body;
    look_for(TOKEN_SECRET_RECEIVED, BEARER_RECEIVED);
    watch();
    exchange = new_exchange(replies[i].kind);
    CHECK_NUMBER(tw_exchange_finish(exchange, replies[i].http_status,
                                    replies[i].body, strlen(replies[i].body),
                                    &token, NULL),
                 replies[i].status);
    tw_token_free(token);
    tw_exchange_free(exchange);
    check_wiped();
  }
}

/* The server repeats what it was sent: its words pass through memory too. */
static void an_echo_in_a_refusal_is_wiped(void) {
  static const char *const bodies[] = {
      "%s",
      "{\"errors\":[{\"code\":99,\"message\":\"a \\u0026 %s\"}]}",
      "{\"error\":\"%s \\u0026 more\"}",
      "<errors><error code=\"99\">a &amp; %s &amp; more</error></errors>",
  };
  const char *const echoes[] = {published_basic, published_bearer};
  size_t b, e;
  for (b = 0; b < LENGTH_OF(bodies); b++) {
    for (e = 0; e < LENGTH_OF(echoes); e++) {
      tw_exchange *exchange;
      tw_token *token = NULL;
      char body[1024];
      snprintf(body, sizeof body, bodies[b], echoes[e]);
      check_case = bodies[b];
      look_for(NULL, NULL);
      watch();
      exchange = new_exchange(BEARER_INVALIDATION_BY_KEY);
      CHECK_NUMBER(tw_exchange_finish(exchange, 403, body, strlen(body), &token,
                                      NULL),
                   TW_ERR_REFUSED);
      tw_exchange_free(exchange);
      check_wiped();
    }
  }
}

/* Arguments that are refused late, when much has been made already. */
static void what_was_made_before_a_refusal_is_wiped(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    struct call call = call_of(kind);
    tw_exchange *exchange = NULL;
    check_case = kind_names[kind];
    call.base_url = "https://api.x.com/?";
    look_for(NULL, NULL);
    watch();
    CHECK_NUMBER(make_exchange(&call, &exchange, NULL), TW_ERR_INVALID_URL);
    watching = 0;
    CHECK_NUMBER(found, 0);
    CHECK_NUMBER(blocks_len, 0);
  }
}

static void a_verifier_is_wiped(void) {
  static const char* const callback_urls[] = {
      "/cb?oauth_token=t&oauth_verifier="
      "uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8BlYDhxEj",
      "/cb?oauth_verifier=%75w7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8BlYDhxEj&oauth_token"
      "=t",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(callback_urls); i++) {
    char *verifier = NULL;
    check_case = callback_urls[i];
    look_for("uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8BlYDhxEj", NULL);
    watch();
    CHECK_NUMBER(
        tw_callback_verifier("t", callback_urls[i], &verifier, NULL), TW_OK);
    tw_free(verifier);
    check_wiped();
  }
}

/* What tw_free() releases may be a header, and so is wiped to its end. */
static void a_header_is_wiped(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *header = NULL;
  check_case = "header";
  look_for(published_signature_sent, NULL);
  watch();
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &header, NULL), TW_OK);
  tw_free(header);
  check_wiped();
}

static void a_signer_is_wiped(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  tw_signer *signer;
  char *header = NULL;
  check_case = "signer";
  look_for(NULL, NULL);
  watch();
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  CHECK_NUMBER(tw_signer_sign(signer, &request, &header, NULL), TW_OK);
  tw_free(header);
  tw_signer_free(signer);
  check_wiped();
}

static void an_explanation_leaves_no_secret_behind(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *text = NULL;
  check_case = "explanation";
  look_for(NULL, NULL);
  watch();
  CHECK_NUMBER(tw_explain(&credentials, &request, &text, NULL), TW_OK);
  tw_free(text);
  check_wiped();
}

static void a_webhook_leaves_no_secret_behind(void) {
  tw_credentials credentials = published_credentials();
  char *json = NULL;
  check_case = "webhook";
  look_for(NULL, NULL);
  watch();
  CHECK_NUMBER(
      tw_webhook_crc_response(credentials.api_secret, "foo", &json, NULL),
      TW_OK);
  CHECK_NUMBER(tw_webhook_verify(credentials.api_secret, "foo", 3, "sha256=",
                                 NULL),
               TW_ERR_SIGNATURE_MISMATCH);
  tw_free(json);
  check_wiped();
}

/* Valgrind puts a malloc and a free of its own in place of any other. */
static int runs_under_valgrind(void) {
  const char *preloaded = getenv("LD_PRELOAD");
  return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL;
}

int main(void) {
  if (runs_under_valgrind()) {
    puts("not run: the free of valgrind does not look");
    return 0;
  }
  the_watch_sees_what_is_not_wiped();
  an_exchange_is_wiped();
  the_header_that_was_sent_is_wiped();
  a_reply_and_its_token_are_wiped();
  an_echo_in_a_refusal_is_wiped();
  what_was_made_before_a_refusal_is_wiped();
  a_verifier_is_wiped();
  a_header_is_wiped();
  a_signer_is_wiped();
  an_explanation_leaves_no_secret_behind();
  a_webhook_leaves_no_secret_behind();
  return check_report();
}
