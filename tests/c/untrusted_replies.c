/*
 * Whatever else may come over a network in place of X's reply: a whole token
 * comes of it or none, one line of text, and nothing of what was sent.
 */
#include "exchanges.h"

static tw_exchange *exchanges[KINDS];

/* ---- Replies that make no sense ------------------------------------------ */

static const struct {
  enum kind kind;
  const char *body;
} nonsense[] = {
    /* a member is missing, or empty */
    {REQUEST_TOKEN, ""},
    {REQUEST_TOKEN, "oauth_token=t"},
    {REQUEST_TOKEN, "oauth_token=t&oauth_token_secret=s"},
    {REQUEST_TOKEN, "oauth_token=t&oauth_callback_confirmed=true"},
    {REQUEST_TOKEN, "oauth_token_secret=s&oauth_callback_confirmed=true"},
    {REQUEST_TOKEN,
     "oauth_token=&oauth_token_secret=s&oauth_callback_confirmed=true"},
    {REQUEST_TOKEN,
     "oauth_token&oauth_token_secret=s&oauth_callback_confirmed=true"},
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token_secret=&oauth_callback_confirmed=true"},
    {ACCESS_TOKEN, ""},
    {ACCESS_TOKEN, "oauth_token=t"},
    {ACCESS_TOKEN, "oauth_token_secret=s"},
    {ACCESS_TOKEN, "user_id=1&screen_name=a"},
    {ACCESS_TOKEN, "oauth_token=&oauth_token_secret=s&user_id=1&screen_name=a"},
    {ACCESS_TOKEN, "oauth_token=t&oauth_token_secret=&user_id=1&screen_name=a"},
    /* the callback is not confirmed */
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=false"},
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=tru"},
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=truee"},
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed="},
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed"},
    /* a member stands twice */
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token=t&oauth_token_secret=s"
     "&oauth_callback_confirmed=true"},
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token_secret=s&oauth_token_secret=x"
     "&oauth_callback_confirmed=true"},
    {REQUEST_TOKEN,
     "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true"
     "&oauth_callback_confirmed=true"},
    {REQUEST_TOKEN,
     "oauth_token=t&oauth%5Ftoken=x&oauth_token_secret=s"
     "&oauth_callback_confirmed=true"},
    {ACCESS_TOKEN,
     "oauth_token=t&oauth_token_secret=s&oauth_token=x&user_id=1"
     "&screen_name=a"},
    {BEARER_TOKEN,
     "{\"token_type\":\"bearer\",\"access_token\":\"A\","
     "\"access_token\":\"A\"}"},
    {BEARER_TOKEN,
     "{\"token_type\":\"bearer\",\"access_token\":\"A\","
     "\"access\\u005ftoken\":\"B\"}"},
    {BEARER_TOKEN,
     "{\"token_type\":\"bearer\",\"token_type\":\"bearer\","
     "\"access_token\":\"A\"}"},
    {TOKEN_INVALIDATION, "{\"access_token\":\"A\",\"access_token\":\"A\"}"},
    /* bytes that no token holds */
    {ACCESS_TOKEN, "oauth_token=a b&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=a+b&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=a%20b&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=a%00b&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=%00&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=t&oauth_token_secret=s%00"},
    {ACCESS_TOKEN, "oauth_token=t&oauth_token_secret=s%0D%0A"},
    {ACCESS_TOKEN, "oauth_token=t\nX: y&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=t%7F&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=t\x7f&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=\xc3\xa9&oauth_token_secret=s"},
    {ACCESS_TOKEN, "oauth_token=%FF&oauth_token_secret=s"},
    {ACCESS_TOKEN,
     "oauth_token=t&oauth_token_secret=s&user_id=1&screen_name=a%00b"},
    {ACCESS_TOKEN,
     "oauth_token=t&oauth_token_secret=s&user_id=1%0A&screen_name=a"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"a b\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"a\\u0000\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"a\\n\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"a\nb\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"\xc3\xa9\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"\\u00e9\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"\xff\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"\\ud800\"}"},
    {TOKEN_INVALIDATION, "{\"access_token\":\"a\\u0000b\"}"},
    /* another type of token, or none */
    {BEARER_TOKEN, "{\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"mac\",\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"\",\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":\" bearer\",\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"mac\\nbearer\",\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\\n\",\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\\u0000\",\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":null,\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":[\"bearer\"],\"access_token\":\"A\"}"},
    /* wrong types */
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":null}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":5}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":true}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":[\"A\"]}"},
    {BEARER_TOKEN,
     "{\"token_type\":\"bearer\",\"access_token\":{\"a\":\"A\"}}"},
    {BEARER_TOKEN, "[{\"token_type\":\"bearer\",\"access_token\":\"A\"}]"},
    {BEARER_TOKEN, "\"access_token\""},
    {BEARER_TOKEN, "null"},
    {BEARER_TOKEN, "{}"},
    {TOKEN_INVALIDATION, "{\"access_token\":5}"},
    {TOKEN_INVALIDATION, "{}"},
    {TOKEN_INVALIDATION, ""},
    {TOKEN_INVALIDATION, "{\"errors\":[]}"},
    /* no JSON, or more than one */
    {BEARER_TOKEN, ""},
    {BEARER_TOKEN, "token_type=bearer&access_token=A"},
    {BEARER_TOKEN, "{'token_type':'bearer','access_token':'A'}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"A\",}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\" \"access_token\":\"A\"}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"A\"}x"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"A\"}{}"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"A\"} //"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"\\x41\"}"},
    {BEARER_TOKEN, "{token_type:\"bearer\",access_token:\"A\"}"},
    /* another endpoint's reply */
    {REQUEST_TOKEN, "{\"oauth_token\":\"t\",\"oauth_token_secret\":\"s\"}"},
    {REQUEST_TOKEN, "<html><body>Whoa there!</body></html>"},
    {ACCESS_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"A\"}"},
    {BEARER_TOKEN, "oauth_token=t&oauth_token_secret=s"},
};

static void a_reply_without_a_whole_token_makes_no_sense(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(nonsense); i++) {
    tw_token *token;
    tw_error error;
    check_case = nonsense[i].body;
    CHECK_NUMBER(finished(exchanges[nonsense[i].kind], 200, nonsense[i].body,
                          &token, &error),
                 TW_ERR_INVALID_RESPONSE);
    tw_token_free(token);
  }
}

static void a_nul_is_a_byte_like_any_other(void) {
  static const struct {
    enum kind kind;
    int http_status;
    const char *body;
    size_t size;
    tw_status status;
  } rows[] = {
      {ACCESS_TOKEN, 200, "oauth_token=t\0&oauth_token_secret=s", 35,
       TW_ERR_INVALID_RESPONSE},
      {ACCESS_TOKEN, 200, "oauth_token=t&oauth_token_secret=s\0", 35,
       TW_ERR_INVALID_RESPONSE},
      {ACCESS_TOKEN, 200, "\0oauth_token=t&oauth_token_secret=s", 35,
       TW_ERR_INVALID_RESPONSE},
      {BEARER_TOKEN, 200,
       "{\"token_type\":\"bearer\",\"access_token\":\"A\0\"}", 43,
       TW_ERR_INVALID_RESPONSE},
      {BEARER_TOKEN, 200,
       "{\"token_type\":\"bearer\",\"access_token\":\"A\"}\0", 43,
       TW_ERR_INVALID_RESPONSE},
      {BEARER_TOKEN, 401, "\0\0\0", 3, TW_ERR_REFUSED},
      {BEARER_TOKEN, 401, "no\0such", 7, TW_ERR_REFUSED},
      {BEARER_TOKEN, 401, "\xff\xfe\0\x80\xc3", 5, TW_ERR_REFUSED},
      {BEARER_TOKEN, 401, "<error>\0</error>", 16, TW_ERR_REFUSED},
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(rows); i++) {
    tw_token *token;
    tw_error error;
    check_case = kind_names[rows[i].kind];
    CHECK_NUMBER(finished_bytes(exchanges[rows[i].kind], rows[i].http_status,
                                rows[i].body, rows[i].size, &token, &error),
                 rows[i].status);
    tw_token_free(token);
  }
}

/* Each byte, in each place where a reply's words come from. */
static void any_byte_in_the_words_leaves_one_line_of_text(void) {
  static const char *const around[][2] = {
      {"", ""},
      {"a", "b"},
      {"{\"errors\":[{\"code\":32,\"message\":\"a", "b\"}]}"},
      {"{\"detail\":\"a", "b\"}"},
      {"<errors><error code=\"32\">a", "b</error></errors>"},
      {"<hash><error><![CDATA[a", "b]]></error></hash>"},
  };
  size_t i;
  int byte;
  for (i = 0; i < LENGTH_OF(around); i++) {
    check_case = around[i][0];
    for (byte = 0; byte < 256; byte++) {
      char body[256];
      tw_token *token;
      tw_error error;
      size_t before = strlen(around[i][0]), after = strlen(around[i][1]);
      memcpy(body, around[i][0], before);
      body[before] = (char)byte;
      memcpy(body + before + 1, around[i][1], after);
      CHECK_NUMBER(finished_bytes(exchanges[REQUEST_TOKEN], 401, body,
                                  before + 1 + after, &token, &error),
                   TW_ERR_REFUSED);
      tw_token_free(token);
    }
  }
}

/* What a terminal or a program in another language may stumble over. */
static void words_are_text_whatever_was_sent(void) {
  static const char *const bodies[] = {
      "\xc2\x9b" "31m", "a\xc2\x85" "b",
      "{\"error\":\"\xc2\x9b" "31m\"}",
      "{\"error\":\"\\u009b31m\"}",
      "{\"error\":\"\\ud800\"}",
      "{\"error\":\"\\udc00\\ud800\"}",
      "{\"error\":\"\\ud83d\"}",
      "{\"error\":\"\xed\xa0\x80\"}",
      "{\"error\":\"\xc0\xaf\"}",
      "{\"error\":\"\xf5\x80\x80\x80\"}",
      "{\"error\":\"a\xff\xff\xff\"}",
      "<hash><error>\xc2\x9b" "31m</error></hash>",
      "<hash><error>&#27;[31m&#0;&#x9b;</error></hash>",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(bodies); i++) {
    tw_token *token;
    tw_error error;
    check_case = bodies[i];
    CHECK_NUMBER(
        finished(exchanges[REQUEST_TOKEN], 401, bodies[i], &token, &error),
        TW_ERR_REFUSED);
    tw_token_free(token);
  }
}

/* ---- Large replies ------------------------------------------------------- */

#define MOST ((size_t)1 << 20)

/* One byte more than a reply may have. */
static char large[MOST + 1];

static void fill(const char *piece) {
  size_t at, length = strlen(piece);
  for (at = 0; at < sizeof large; at++) large[at] = piece[at % length];
}

static void check_large(enum kind kind, int http_status, size_t size,
                        tw_status wanted) {
  tw_token *token;
  tw_error error;
  CHECK_NUMBER(
      finished_bytes(exchanges[kind], http_status, large, size, &token, &error),
      wanted);
  tw_token_free(token);
}

/* Deep, or many: each with and without an end. */
static void a_mebibyte_of_anything_is_read(void) {
  static const char *const pieces[] = {
      "[",       "{\"a\":",     "[{\"errors\":", "{\"errors\":[", "\"",
      "\\\"",    "<",           "<a>",           "<error>",       "<a b=\"",
      "<!--",    "<![CDATA[",   "<!DOCTYPE a [", "&",             "&amp;",
      "a=1&",    "%",           "oauth_token=",  "oauth_token=a&", "]",
      "0",       "-",           " ",             "\n",            "\xff",
      "\xc3\xa9", "\\u0000",    "1,",            "token_type=bearer&",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(pieces); i++) {
    check_case = pieces[i];
    fill(pieces[i]);
    check_large(BEARER_TOKEN, 401, MOST, TW_ERR_REFUSED);
    check_large(BEARER_TOKEN, 200, MOST, TW_ERR_INVALID_RESPONSE);
    check_large(REQUEST_TOKEN, 200, MOST, TW_ERR_INVALID_RESPONSE);
  }
}

/* Brackets that all close, around what would be a token. */
static void deep_json_is_no_token(void) {
  static const char token[] =
      "{\"token_type\":\"bearer\",\"access_token\":\"A\",";
  size_t length = sizeof token - 1, deep = (MOST - length - 6) / 2;
  check_case = "deep JSON";
  memcpy(large, token, length);
  memcpy(large + length, "\"x\":", 4);
  memset(large + length + 4, '[', deep);
  memset(large + length + 4 + deep, ']', deep);
  large[length + 4 + 2 * deep] = '}';
  check_large(BEARER_TOKEN, 200, length + 5 + 2 * deep,
              TW_ERR_INVALID_RESPONSE);
  check_large(BEARER_TOKEN, 401, length + 5 + 2 * deep, TW_ERR_REFUSED);
}

/* A fine reply with filling, up to its last byte. A refusal is one at any
 * size, but of a longer one X's words are not looked for. */
static void one_mebibyte_is_read_and_one_byte_more_is_not(void) {
  static const char token[] = "oauth_token=t&oauth_token_secret=s&a=";
  static const char json[] =
      "{\"token_type\":\"bearer\",\"access_token\":\"A\"}";
  check_case = "1 MiB";
  fill("a");
  memcpy(large, token, sizeof token - 1);
  check_large(ACCESS_TOKEN, 200, MOST, TW_OK);
  check_large(ACCESS_TOKEN, 200, MOST + 1, TW_ERR_INVALID_RESPONSE);
  check_large(ACCESS_TOKEN, 401, MOST, TW_ERR_REFUSED);
  check_large(ACCESS_TOKEN, 401, MOST + 1, TW_ERR_REFUSED);
  fill(" ");
  memcpy(large, json, sizeof json - 1);
  check_large(BEARER_TOKEN, 200, MOST, TW_OK);
  check_large(BEARER_TOKEN, 200, MOST + 1, TW_ERR_INVALID_RESPONSE);
}

/* As -1 of a failed read() would be: no byte of it is looked at. */
static void a_length_beyond_all_memory_is_refused_unread(void) {
  static const size_t sizes[] = {SIZE_MAX, SIZE_MAX / 2 + 1, SIZE_MAX / 2};
  size_t i;
  int kind;
  for (i = 0; i < LENGTH_OF(sizes); i++) {
    for (kind = 0; kind < KINDS; kind++) {
      tw_token *token;
      tw_error error;
      check_case = kind_names[kind];
      CHECK_NUMBER(
          finish_once(exchanges[kind], 200, "", sizes[i], &token, &error),
          TW_ERR_INVALID_RESPONSE);
      CHECK_NUMBER(
          finish_once(exchanges[kind], 401, "", sizes[i], &token, &error),
          TW_ERR_REFUSED);
      CHECK_TEXT(error.message, "reply: HTTP 401");
    }
  }
}

static void an_empty_body_may_be_null(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    tw_token *token;
    tw_error error;
    check_case = kind_names[kind];
    CHECK_NUMBER(finish_once(exchanges[kind], 401, NULL, 0, &token, &error),
                 TW_ERR_REFUSED);
    CHECK_TEXT(error.message, "reply: HTTP 401");
    CHECK_NUMBER(finish_once(exchanges[kind], 200, NULL, 0, &token, &error),
                 TW_ERR_INVALID_RESPONSE);
  }
}

/* ---- A server that repeats what it was sent -------------------------------
 */

/* In each syntax that words come in; %s is the echo. */
static void check_echo(enum kind kind, const char *echo, const char *secret) {
  static const char *const bodies[] = {
      "%s%s",
      "{\"errors\":[{\"code\":32,\"message\":\"%s%s\"}]}",
      "{\"title\":\"no\",\"detail\":\"%s%s\"}",
      "{\"error\":\"%s%s\"}",
      "<errors><error code=\"32\">%s%s</error></errors>",
  };
  static const size_t before[] = {0, 60, 120, 150, 165, 175};
  size_t b, n;
  int shown = 0;
  for (b = 0; b < LENGTH_OF(bodies); b++) {
    for (n = 0; n < LENGTH_OF(before); n++) {
      char words[256], body[4096];
      tw_token *token;
      tw_error error;
      memset(words, '.', before[n]);
      words[before[n]] = '\0';
      snprintf(body, sizeof body, bodies[b], words, echo);
      CHECK_NUMBER(finished(exchanges[kind], 401, body, &token, &error),
                   TW_ERR_REFUSED);
      shown += has_part_of(error.message, strlen(error.message), secret);
      tw_token_free(token);
    }
  }
  CHECK_NUMBER(shown, 0);
}

/* Each character as \u and four digits: JSON may be written that way. */
static void check_escaped_echo(enum kind kind, const char *secret) {
  const char *character;
  char body[4096] = "{\"error\":\"";
  tw_token *token;
  tw_error error;
  for (character = secret; *character != '\0'; character++) {
    sprintf(strchr(body, '\0'), "\\u%04x", (unsigned char)*character);
  }
  strcat(body, "\"}");
  CHECK_NUMBER(finished(exchanges[kind], 401, body, &token, &error),
               TW_ERR_REFUSED);
  CHECK(!has_part_of(error.message, strlen(error.message), secret));
  tw_token_free(token);
}

static void the_header_that_was_sent_is_not_shown(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    const char *header = tw_exchange_authorization(exchanges[kind]);
    char value[256], quoted_away[1024];
    size_t i;
    check_case = kind_names[kind];
    /* The secret part, and a header that JSON and XML take as it is. */
    if (strncmp(header, "Basic ", 6) == 0) {
      snprintf(value, sizeof value, "%s", header + 6);
    } else {
      header_value(header, "oauth_signature", value, sizeof value);
    }
    snprintf(quoted_away, sizeof quoted_away, "%s", header);
    for (i = 0; quoted_away[i] != '\0'; i++) {
      if (quoted_away[i] == '"') quoted_away[i] = '\'';
    }
    CHECK(strlen(value) >= 28);
    check_echo(kind, quoted_away, value);
    check_echo(kind, value, value);
    check_escaped_echo(kind, value);
  }
}

/* Basic and a bearer go to the server whole, and may come back so. */
static void a_secret_that_was_sent_is_not_shown(void) {
  static const enum kind basics[] = {BEARER_TOKEN, BEARER_INVALIDATION_BY_KEY};
  static const enum kind bearers[] = {BEARER_INVALIDATION,
                                      BEARER_INVALIDATION_BY_KEY};
  tw_credentials credentials = published_credentials();
  size_t i;
  for (i = 0; i < LENGTH_OF(basics); i++) {
    check_case = kind_names[basics[i]];
    check_echo(basics[i], credentials.api_secret, credentials.api_secret);
    check_escaped_echo(basics[i], credentials.api_secret);
  }
  for (i = 0; i < LENGTH_OF(bearers); i++) {
    check_case = kind_names[bearers[i]];
    check_echo(bearers[i], published_bearer, published_bearer);
    check_escaped_echo(bearers[i], published_bearer);
  }
}

int main(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) exchanges[kind] = new_exchange(kind);
  a_reply_without_a_whole_token_makes_no_sense();
  a_nul_is_a_byte_like_any_other();
  any_byte_in_the_words_leaves_one_line_of_text();
  words_are_text_whatever_was_sent();
  a_mebibyte_of_anything_is_read();
  deep_json_is_no_token();
  one_mebibyte_is_read_and_one_byte_more_is_not();
  a_length_beyond_all_memory_is_refused_unread();
  an_empty_body_may_be_null();
  the_header_that_was_sent_is_not_shown();
  a_secret_that_was_sent_is_not_shown();
  for (kind = 0; kind < KINDS; kind++) tw_exchange_free(exchanges[kind]);
  return check_report();
}
