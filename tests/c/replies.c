/*
 * What tw_exchange_finish makes of X's replies: tokens, and refusals in each
 * syntax that X is known to send.
 */
#include <limits.h>

#include "exchanges.h"

static tw_exchange *exchanges[KINDS];

static void check_getter(const char *got, const char *wanted) {
  CHECK((got == NULL) == (wanted == NULL));
  if (wanted != NULL) CHECK_TEXT(got, wanted);
}

/* ---- Tokens -------------------------------------------------------------- */

static const struct {
  enum kind kind;
  const char *body;
  const char *value, *secret, *user_id, *screen_name;
} tokens[] = {
    /* as X's pages print them */
    {REQUEST_TOKEN,
     "oauth_token=NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0"
     "&oauth_token_secret=veNRnAWe6inFuo8o2u8SLLZLjolYDmDP7SzL0YfYI"
     "&oauth_callback_confirmed=true",
     "NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0",
     "veNRnAWe6inFuo8o2u8SLLZLjolYDmDP7SzL0YfYI", NULL, NULL},
    {ACCESS_TOKEN,
     "oauth_token=6253282-eWudHldSbIaelX7swmsiHImEL4KinwaGloHANdrY"
     "&oauth_token_secret=2EEfA6BG5ly3sR3XjE0IBSnlQu4ZrUzPiYTmrkVU"
     "&user_id=6253282&screen_name=xapi",
     "6253282-eWudHldSbIaelX7swmsiHImEL4KinwaGloHANdrY",
     "2EEfA6BG5ly3sR3XjE0IBSnlQu4ZrUzPiYTmrkVU", "6253282", "xapi"},
    {BEARER_TOKEN,
     "{\"token_type\":\"bearer\",\"access_token\":\"AAAA%2FAAA%3DAAAAAAAA\"}",
     "AAAA%2FAAA%3DAAAAAAAA", NULL, NULL, NULL},
    {TOKEN_INVALIDATION, "{\"access_token\":\"ACCESS_TOKEN\"}", "ACCESS_TOKEN",
     NULL, NULL, NULL},
    {BEARER_INVALIDATION, "{\"access_token\":\"AAAA%2FAAA%3DAAAAAAAA\"}",
     "AAAA%2FAAA%3DAAAAAAAA", NULL, NULL, NULL},
    {BEARER_INVALIDATION_BY_KEY, "{\"access_token\":\"AAAA%2FAAA%3DAAAAAAAA\"}",
     "AAAA%2FAAA%3DAAAAAAAA", NULL, NULL, NULL},
    /* another order, further members, escapes */
    {REQUEST_TOKEN,
     "oauth_callback_confirmed=true&a=b&&oauth_token_secret=s&c&oauth_token=t",
     "t", "s", NULL, NULL},
    {REQUEST_TOKEN,
     "oauth_token=a%2Fb%3d%26&oauth_token_secret=%2B%25"
     "&oauth_callback_confirmed=%74rue",
     "a/b=&", "+%", NULL, NULL},
    {ACCESS_TOKEN,
     "screen_name=xapi&user_id=6253282&x_auth_expires=0"
     "&oauth_token_secret=s&oauth_token=t",
     "t", "s", "6253282", "xapi"},
    {BEARER_TOKEN,
     " {\r\n\t\"access_token\" : \"A\" ,\n \"token_type\" : \"bearer\" }\n",
     "A", NULL, NULL, NULL},
    {BEARER_TOKEN, "{\"token_type\":\"Bearer\",\"access_token\":\"A\"}", "A",
     NULL, NULL, NULL},
    {BEARER_TOKEN, "{\"token_type\":\"BEARER\",\"access_token\":\"A\"}", "A",
     NULL, NULL, NULL},
    {BEARER_TOKEN,
     "{\"token_type\":\"be\\u0061rer\",\"access_token\":\"a\\u0041\\/%2F\"}",
     "aA/%2F", NULL, NULL, NULL},
    {BEARER_TOKEN,
     "{\"token_type\":\"bearer\",\"x\":[{\"access_token\":5},null,1e9,true],"
     "\"access_token\":\"A\",\"y\":{\"token_type\":\"mac\"}}",
     "A", NULL, NULL, NULL},
};

static void a_token_is_what_was_received(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(tokens); i++) {
    tw_token *token;
    tw_error error;
    check_case = kind_names[tokens[i].kind];
    CHECK_NUMBER(finished(exchanges[tokens[i].kind], 200, tokens[i].body,
                          &token, &error),
                 TW_OK);
    if (token == NULL) {
      fprintf(stderr, "  row %lu: %s\n", (unsigned long)i, error.message);
      continue;
    }
    check_getter(tw_token_value(token), tokens[i].value);
    check_getter(tw_token_secret(token), tokens[i].secret);
    check_getter(tw_token_user_id(token), tokens[i].user_id);
    check_getter(tw_token_screen_name(token), tokens[i].screen_name);
    tw_token_free(token);
  }
}

/* A whole token or none; JSON shows where it is cut, a form not everywhere. */
static void a_reply_cut_off_is_no_half_token(void) {
  size_t i, size;
  for (i = 0; i < LENGTH_OF(tokens); i++) {
    const char *end = strchr(tokens[i].body, '\0');
    while (isspace((unsigned char)end[-1])) end--;
    for (size = 0; size < (size_t)(end - tokens[i].body); size++) {
      tw_token *token;
      tw_error error;
      tw_status status;
      check_case = kind_names[tokens[i].kind];
      status = finished_bytes(exchanges[tokens[i].kind], 200, tokens[i].body,
                              size, &token, &error);
      if (status == TW_OK && tokens[i].kind == ACCESS_TOKEN) {
        CHECK(*tw_token_value(token) != '\0');
        CHECK(tw_token_secret(token) != NULL);
        CHECK(tw_token_secret(token) && *tw_token_secret(token) != '\0');
      } else {
        CHECK_NUMBER(status, TW_ERR_INVALID_RESPONSE);
      }
      tw_token_free(token);
    }
  }
}

/* ---- Refusals ------------------------------------------------------------ */

#define XML_HASH(words, path)                                        \
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?><hash><error>" words    \
  "</error><request>" path "</request></hash>"
#define CALLBACK_NOT_APPROVED                                              \
  "Callback URL not approved for this client application. Approved callback " \
  "URLs can be adjusted in your application settings"
#define NOT_VERIFIED                                                    \
  "{\"errors\":[{\"code\":99,\"label\":\"authenticity_token_error\","   \
  "\"message\":\"Unable to verify your credentials\"}]}"
#define UNSUPPORTED                                                          \
  "Authenticating with OAuth 2.0 Application-Only is forbidden for this "    \
  "endpoint.  Supported authentication types are [OAuth 1.0a User Context, " \
  "OAuth 2.0 User Context]."

static const struct {
  enum kind kind;
  int http_status;
  const char *body;
  int32_t api_code;
  const char *message;
} refusals[] = {
    /* the authentication endpoints, as X is known to answer */
    {REQUEST_TOKEN, 401,
     "{\"errors\":[{\"code\":32,\"message\":\"Could not authenticate you.\"}]}",
     32, "reply: HTTP 401, code 32: Could not authenticate you."},
    {REQUEST_TOKEN, 400,
     "{\"errors\":[{\"code\":215,\"message\":\"Bad Authentication data.\"}]}",
     215, "reply: HTTP 400, code 215: Bad Authentication data."},
    {REQUEST_TOKEN, 403,
     "<?xml version='1.0' encoding='UTF-8'?><errors><error "
     "code=\"415\">" CALLBACK_NOT_APPROVED "</error></errors>",
     415, "reply: HTTP 403, code 415: " CALLBACK_NOT_APPROVED},
    {REQUEST_TOKEN, 403,
     "{\"errors\":[{\"code\":415,\"message\":\"" CALLBACK_NOT_APPROVED "\"}]}",
     415, "reply: HTTP 403, code 415: " CALLBACK_NOT_APPROVED},
    {REQUEST_TOKEN, 401,
     XML_HASH("Desktop applications only support the oauth_callback value "
              "'oob'",
              "/oauth/request_token"),
     0,
     "reply: HTTP 401: Desktop applications only support the oauth_callback "
     "value 'oob'"},
    {REQUEST_TOKEN, 401, "Failed to validate oauth signature and token", 0,
     "reply: HTTP 401: Failed to validate oauth signature and token"},
    {ACCESS_TOKEN, 401,
     "Error processing your OAuth request: Invalid oauth_verifier parameter", 0,
     "reply: HTTP 401: Error processing your OAuth request: Invalid "
     "oauth_verifier parameter"},
    {ACCESS_TOKEN, 401, "Request token missing", 0,
     "reply: HTTP 401: Request token missing"},
    {ACCESS_TOKEN, 401,
     XML_HASH("Invalid / expired Token", "/oauth/access_token"), 0,
     "reply: HTTP 401: Invalid / expired Token"},
    {BEARER_TOKEN, 403, NOT_VERIFIED, 99,
     "reply: HTTP 403, code 99: Unable to verify your credentials"},
    {BEARER_TOKEN, 403,
     "{\"errors\":[{\"code\":170,\"message\":\"Missing required parameter: "
     "grant_type\",\"label\":\"forbidden_missing_parameter\"}]}",
     170, "reply: HTTP 403, code 170: Missing required parameter: grant_type"},
    {BEARER_INVALIDATION, 403, NOT_VERIFIED, 99,
     "reply: HTTP 403, code 99: Unable to verify your credentials"},
    {BEARER_INVALIDATION_BY_KEY, 403, NOT_VERIFIED, 99,
     "reply: HTTP 403, code 99: Unable to verify your credentials"},
    /* what every endpoint may answer */
    {TOKEN_INVALIDATION, 401,
     "{\"errors\":[{\"code\":89,\"message\":\"Invalid or expired token.\"}]}",
     89, "reply: HTTP 401, code 89: Invalid or expired token."},
    {TOKEN_INVALIDATION, 401,
     "{\"errors\":[{\"message\":\"Invalid or expired token\",\"code\":89}]}",
     89, "reply: HTTP 401, code 89: Invalid or expired token"},
    {TOKEN_INVALIDATION, 404,
     "{\"errors\":[{\"code\":34,\"message\":\"Sorry, that page does not "
     "exist.\"}]}",
     34, "reply: HTTP 404, code 34: Sorry, that page does not exist."},
    {REQUEST_TOKEN, 401,
     "{ \"errors\": [ { \"code\": 135,\n \"message\": \"Timestamp out of "
     "bounds.\" } ] }\r\n",
     135, "reply: HTTP 401, code 135: Timestamp out of bounds."},
    {REQUEST_TOKEN, 401,
     "{\"errors\":[{\"code\":416,\"message\":\"Invalid / suspended "
     "application\"}]}",
     416, "reply: HTTP 401, code 416: Invalid / suspended application"},
    {ACCESS_TOKEN, 403,
     "{\"errors\":[{\"code\":326,\"message\":\"To protect our users ...\","
     "\"sub_error_code\":0,\"bounce_location\":\"https://twitter.com/account/"
     "access\"}]}",
     326, "reply: HTTP 403, code 326: To protect our users ..."},
    {BEARER_TOKEN, 429,
     "{\"errors\":[{\"code\":88,\"message\":\"Rate limit exceeded\"},"
     "{\"code\":32,\"message\":\"second\"}]}",
     88, "reply: HTTP 429, code 88: Rate limit exceeded"},
    {BEARER_TOKEN, 503,
     "{\"errors\":[{\"code\":130,\"message\":\"Over capacity\"}]}", 130,
     "reply: HTTP 503, code 130: Over capacity"},
    /* problems (RFC 9457), and a lone string */
    {REQUEST_TOKEN, 401,
     "{\"title\":\"Unauthorized\",\"type\":\"about:blank\",\"status\":401,"
     "\"detail\":\"Unauthorized\"}",
     0, "reply: HTTP 401: Unauthorized"},
    {BEARER_INVALIDATION, 403,
     "{\"title\":\"Unsupported Authentication\",\"detail\":\"" UNSUPPORTED
     "\",\"type\":\"https://api.twitter.com/2/problems/"
     "unsupported-authentication\",\"status\":403}",
     0, "reply: HTTP 403: " UNSUPPORTED},
    {REQUEST_TOKEN, 401,
     "{\"error\":\"Not authorized\",\"request\":\"/oauth/request_token\"}", 0,
     "reply: HTTP 401: Not authorized"},
    /* no words at all */
    {REQUEST_TOKEN, 401, "", 0, "reply: HTTP 401"},
    {REQUEST_TOKEN, 500, " \r\n", 0, "reply: HTTP 500"},
    {BEARER_TOKEN, 401, "{\"errors\":[{\"code\":89}]}", 89,
     "reply: HTTP 401, code 89"},
    {BEARER_TOKEN, 401, "{}", 0, "reply: HTTP 401"},
    {BEARER_TOKEN, 401, "null", 0, "reply: HTTP 401"},
    {BEARER_TOKEN, 401, "[]", 0, "reply: HTTP 401"},
    {BEARER_TOKEN, 401, "{\"errors\":[]}", 0, "reply: HTTP 401"},
    {BEARER_TOKEN, 401, "{\"errors\":null}", 0, "reply: HTTP 401"},
    {BEARER_TOKEN, 401, "{\"errors\":[null]}", 0, "reply: HTTP 401"},
    {BEARER_TOKEN, 401, "{\"errors\":[[5]]}", 0, "reply: HTTP 401"},
    /* escapes of JSON and XML */
    {REQUEST_TOKEN, 401,
     "{\"errors\":[{\"code\":32,\"message\":\"\\u00e9 \\ud83d\\ude00 \\\"\\/\"}"
     "]}",
     32, "reply: HTTP 401, code 32: \xc3\xa9 \xf0\x9f\x98\x80 \"/"},
    {REQUEST_TOKEN, 401,
     "{\"errors\":[{\"code\":32,\"message\":\"a\\r\\nb\\tc\\u0000d\\u001b["
     "31m\"}"
     "]}",
     32, "reply: HTTP 401, code 32: a  b c d [31m"},
    {REQUEST_TOKEN, 401, XML_HASH("&lt;a&gt; &amp; &quot;b&quot;", "/"), 0,
     "reply: HTTP 401: <a> & \"b\""},
    /* codes that are none */
    {REQUEST_TOKEN, 401,
     "{\"errors\":[{\"code\":2147483647,\"message\":\"no\"}]}", 2147483647,
     "reply: HTTP 401, code 2147483647: no"},
    {REQUEST_TOKEN, 401,
     "{\"errors\":[{\"code\":4294967328,\"message\":\"no\"}]}", 0,
     "reply: HTTP 401: no"},
    {REQUEST_TOKEN, 401,
     "{\"errors\":[{\"code\":99999999999999999999999,\"message\":\"no\"}]}", 0,
     "reply: HTTP 401: no"},
    {REQUEST_TOKEN, 401, "{\"errors\":[{\"code\":3.2,\"message\":\"no\"}]}", 0,
     "reply: HTTP 401: no"},
    {REQUEST_TOKEN, 401, "{\"errors\":[{\"code\":null,\"message\":\"no\"}]}", 0,
     "reply: HTTP 401: no"},
    {REQUEST_TOKEN, 403,
     "<errors><error code=\"4294967711\">no</error></errors>", 0,
     "reply: HTTP 403: no"},
    {REQUEST_TOKEN, 403, "<errors><error code=\"\">no</error></errors>", 0,
     "reply: HTTP 403: no"},
    /* words of a wrong type */
    {REQUEST_TOKEN, 401, "{\"errors\":[{\"code\":32,\"message\":null}]}", 32,
     "reply: HTTP 401, code 32"},
    {REQUEST_TOKEN, 401, "{\"errors\":[{\"code\":32,\"message\":[\"a\"]}]}", 32,
     "reply: HTTP 401, code 32"},
    {REQUEST_TOKEN, 401, "{\"error\":{\"code\":32}}", 0, "reply: HTTP 401"},
    /* 200, and no token after all */
    {BEARER_TOKEN, 200, NOT_VERIFIED, 99,
     "reply: HTTP 200, code 99: Unable to verify your credentials"},
    {TOKEN_INVALIDATION, 200,
     "{\"errors\":[{\"code\":89,\"message\":\"Invalid or expired token.\"}]}",
     89, "reply: HTTP 200, code 89: Invalid or expired token."},
    {BEARER_INVALIDATION_BY_KEY, 200, NOT_VERIFIED, 99,
     "reply: HTTP 200, code 99: Unable to verify your credentials"},
    {REQUEST_TOKEN, 200, NOT_VERIFIED, 99,
     "reply: HTTP 200, code 99: Unable to verify your credentials"},
    {ACCESS_TOKEN, 200,
     " {\"errors\":[{\"code\":89,\"message\":\"Invalid or expired token.\"}]}\n",
     89, "reply: HTTP 200, code 89: Invalid or expired token."},
};

static void each_refusal_gives_xs_code_and_words(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(refusals); i++) {
    tw_token *token;
    tw_error error;
    check_case = refusals[i].body;
    CHECK_NUMBER(finished(exchanges[refusals[i].kind], refusals[i].http_status,
                          refusals[i].body, &token, &error),
                 TW_ERR_REFUSED);
    CHECK_NUMBER(error.api_code, refusals[i].api_code);
    CHECK_TEXT(error.message, refusals[i].message);
    tw_token_free(token);
  }
}

/* Refused all the same; the code is X's whole code or none: never 4 of 415. */
static void a_refusal_cut_off_is_a_refusal(void) {
  size_t i, size;
  for (i = 0; i < LENGTH_OF(refusals); i++) {
    if (refusals[i].http_status == 200) continue;
    for (size = 0; size < strlen(refusals[i].body); size++) {
      tw_token *token;
      tw_error error;
      check_case = refusals[i].message;
      CHECK_NUMBER(
          finished_bytes(exchanges[refusals[i].kind], refusals[i].http_status,
                         refusals[i].body, size, &token, &error),
          TW_ERR_REFUSED);
      if (error.api_code != 0) {
        CHECK_NUMBER(error.api_code, refusals[i].api_code);
      }
      tw_token_free(token);
    }
  }
}

/* Errors of the server's are refusals too, whichever exchange asked. */
static void each_status_from_400_to_599_is_a_refusal(void) {
  int kind, http_status;
  for (kind = 0; kind < KINDS; kind++) {
    check_case = kind_names[kind];
    for (http_status = 400; http_status < 600; http_status++) {
      tw_token *token;
      tw_error error;
      char message[64];
      sprintf(message, "reply: HTTP %d: no", http_status);
      CHECK_NUMBER(finished(exchanges[kind], http_status, "no", &token, &error),
                   TW_ERR_REFUSED);
      CHECK_TEXT(error.message, message);
      tw_token_free(token);
    }
  }
}

/* The page of a proxy: no words that are worth a message. */
static void a_page_is_a_refusal_too(void) {
  static const char page[] =
      "<!DOCTYPE html>\n<html><head><title>502</title></head>"
      "<body><h1>Bad Gateway</h1><br></body></html>\n";
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    tw_token *token;
    tw_error error;
    check_case = kind_names[kind];
    CHECK_NUMBER(finished(exchanges[kind], 502, page, &token, &error),
                 TW_ERR_REFUSED);
    CHECK_NUMBER(error.api_code, 0);
    CHECK(strncmp(error.message, "reply: HTTP 502", 15) == 0);
    tw_token_free(token);
  }
}

/* Also where the end falls into the middle of a character. */
static void long_words_are_cut_between_characters(void) {
  static const char *const characters[] = {"a", "\xc3\xa9", "\xe2\x98\x83",
                                           "\xf0\x9f\x98\x80"};
  size_t i, before, n;
  for (i = 0; i < LENGTH_OF(characters); i++) {
    for (before = 0; before < 4; before++) {
      char body[4096];
      tw_token *token;
      tw_error error;
      check_case = characters[i];
      sprintf(body, "{\"error\":\"%.*s", (int)before, "...");
      for (n = 0; n < 300; n++) strcat(body, characters[i]);
      strcat(body, "\"}");
      CHECK_NUMBER(
          finished(exchanges[REQUEST_TOKEN], 401, body, &token, &error),
          TW_ERR_REFUSED);
      CHECK(strlen(words_of(error.message)) > 170);
      CHECK(strstr(error.message, "\xef\xbf\xbd") == NULL);
      tw_token_free(token);
    }
  }
}

/* Even with a fine body: redirects and 204 are no answers, and 0 is none. */
static void another_status_but_200_makes_no_sense(void) {
  static const int statuses[] = {INT_MIN, -200, -1,   0,      1,   100,
                                 199,     201,  204,  206,    300, 302,
                                 399,     600,  1000, INT_MAX};
  size_t i, s;
  for (i = 0; i < LENGTH_OF(tokens); i++) {
    for (s = 0; s < LENGTH_OF(statuses); s++) {
      tw_token *token;
      tw_error error;
      check_case = kind_names[tokens[i].kind];
      CHECK_NUMBER(finished(exchanges[tokens[i].kind], statuses[s],
                            tokens[i].body, &token, &error),
                   TW_ERR_INVALID_RESPONSE);
      tw_token_free(token);
    }
  }
}

/* ---- One exchange -------------------------------------------------------- */

static void an_exchange_reads_one_reply_as_often_as_asked(void) {
  tw_token *first, *second;
  tw_error error;
  check_case = "twice";
  CHECK_NUMBER(finished(exchanges[ACCESS_TOKEN], 401, "no", &first, &error),
               TW_ERR_REFUSED);
  CHECK_NUMBER(
      finished(exchanges[ACCESS_TOKEN], 200, tokens[1].body, &first, &error),
      TW_OK);
  CHECK_NUMBER(
      finished(exchanges[ACCESS_TOKEN], 200, tokens[1].body, &second, &error),
      TW_OK);
  tw_token_free(first);
  CHECK_TEXT(tw_token_secret(second), tokens[1].secret);
  tw_token_free(second);
}

/* Its own memory, and not the exchange's. */
static void a_token_outlives_its_exchange(void) {
  tw_exchange *exchange = new_exchange(ACCESS_TOKEN);
  tw_token *token = NULL;
  check_case = "outlives";
  CHECK_NUMBER(tw_exchange_finish(exchange, 200, tokens[1].body,
                                  strlen(tokens[1].body), &token, NULL),
               TW_OK);
  tw_exchange_free(exchange);
  CHECK_TEXT(tw_token_value(token), tokens[1].value);
  CHECK_TEXT(tw_token_screen_name(token), tokens[1].screen_name);
  tw_token_free(token);
}

int main(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) exchanges[kind] = new_exchange(kind);
  a_token_is_what_was_received();
  a_reply_cut_off_is_no_half_token();
  each_refusal_gives_xs_code_and_words();
  a_refusal_cut_off_is_a_refusal();
  each_status_from_400_to_599_is_a_refusal();
  a_page_is_a_refusal_too();
  long_words_are_cut_between_characters();
  another_status_but_200_makes_no_sense();
  an_exchange_reads_one_reply_as_often_as_asked();
  a_token_outlives_its_exchange();
  for (kind = 0; kind < KINDS; kind++) tw_exchange_free(exchanges[kind]);
  return check_report();
}
