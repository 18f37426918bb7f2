/*
 * Step 2 of the three-legged flow: where tw_authorize_url sends the user, and
 * what tw_callback_verifier makes of what comes back through the browser.
 */
#include "fixtures.h"

/* The request token of X's page "Log in with X". */
#define REQUEST_TOKEN "NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0"
#define VERIFIER "uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8BlYDhxEjIBY"

/* ---- tw_authorize_url ---------------------------------------------------- */

static tw_authorize_options no_options(void) {
  tw_authorize_options options = TW_AUTHORIZE_OPTIONS_INIT;
  return options;
}

/* With and without an error struct. The caller frees the text. */
static char *authorize_url(const char *request_token,
                           const tw_authorize_options *options,
                           tw_status wanted, tw_error *error) {
  char *url = garbage;
  CHECK_NUMBER(tw_authorize_url(request_token, options, &url, NULL), wanted);
  CHECK(url != garbage);
  CHECK((wanted == TW_OK) == (url != NULL));
  if (url != garbage) tw_free(url);
  url = garbage;
  memset(error, 0xaa, sizeof *error);
  CHECK_NUMBER(tw_authorize_url(request_token, options, &url, error), wanted);
  CHECK((wanted == TW_OK) == (url != NULL));
  check_error(error, wanted);
  return url == garbage ? NULL : url;
}

static const struct {
  const char *request_token;
  bool sign_in, force_login;
  const char *screen_name, *base_url;
  const char *url;
} urls[] = {
    {REQUEST_TOKEN, false, false, NULL, NULL,
     "https://api.x.com/oauth/authorize?oauth_token=" REQUEST_TOKEN},
    {REQUEST_TOKEN, true, false, NULL, NULL,
     "https://api.x.com/oauth/authenticate?oauth_token=" REQUEST_TOKEN},
    {REQUEST_TOKEN, false, true, NULL, NULL,
     "https://api.x.com/oauth/authorize?oauth_token=" REQUEST_TOKEN
     "&force_login=true"},
    {REQUEST_TOKEN, false, false, "jack", NULL,
     "https://api.x.com/oauth/authorize?oauth_token=" REQUEST_TOKEN
     "&screen_name=jack"},
    {REQUEST_TOKEN, true, true, "jack", "https://api.twitter.com/",
     "https://api.twitter.com/oauth/authenticate?oauth_token=" REQUEST_TOKEN
     "&force_login=true&screen_name=jack"},
    {REQUEST_TOKEN, false, false, NULL, "http://127.0.0.1:8080",
     "http://127.0.0.1:8080/oauth/authorize?oauth_token=" REQUEST_TOKEN},
    {"t", false, false, "ja ck&oauth_token=x#\xc3\xa9", NULL,
     "https://api.x.com/oauth/authorize?oauth_token=t"
     "&screen_name=ja%20ck%26oauth_token%3Dx%23%C3%A9"},
    {"a/b+c=&d%", false, false, NULL, NULL,
     "https://api.x.com/oauth/authorize?oauth_token=a%2Fb%2Bc%3D%26d%25"},
    {"-._~", false, false, NULL, NULL,
     "https://api.x.com/oauth/authorize?oauth_token=-._~"},
};

static void the_user_is_sent_with_token_and_options(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(urls); i++) {
    tw_authorize_options options = no_options();
    tw_error error;
    char *url;
    check_case = urls[i].url;
    options.sign_in = urls[i].sign_in;
    options.force_login = urls[i].force_login;
    options.screen_name = urls[i].screen_name;
    options.base_url = urls[i].base_url;
    url = authorize_url(urls[i].request_token, &options, TW_OK, &error);
    CHECK_TEXT(url, urls[i].url);
    tw_free(url);
  }
}

static void no_options_are_the_defaults(void) {
  tw_authorize_options options = no_options();
  tw_error error;
  char *without, *with;
  check_case = "no options";
  without = authorize_url(REQUEST_TOKEN, NULL, TW_OK, &error);
  with = authorize_url(REQUEST_TOKEN, &options, TW_OK, &error);
  CHECK_TEXT(without, urls[0].url);
  CHECK_TEXT(with, urls[0].url);
  tw_free(without);
  tw_free(with);
}

static const char *const bad_tokens[] = {
    "", " ", "a b", "a\n", "\ta", "a\x7f", "a\x01" "b", "\xc3\xa9",
};

static void a_token_that_cannot_be_is_not_sent(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(bad_tokens); i++) {
    tw_error error;
    check_case = bad_tokens[i];
    tw_free(authorize_url(bad_tokens[i], NULL, TW_ERR_INVALID_PARAM, &error));
    CHECK(names_field(error.message, "request_token"));
  }
}

static void the_user_is_sent_to_no_other_than_an_http_url(void) {
  static const char *const base_urls[] = {
      "",
      "api.x.com",
      "javascript:alert(1)",
      "ftp://api.x.com",
      "https://",
      "https://api.x.com?a=b",
      "https://api.x.com/#a",
      "https://jack:" SECRET "@api.x.com",
      "https://api.x.com\r\nX: y",
      "https://api.x.com/a b",
      "https://api.x.com:0",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(base_urls); i++) {
    tw_authorize_options options = no_options();
    tw_error error;
    check_case = options.base_url = base_urls[i];
    tw_free(authorize_url(REQUEST_TOKEN, &options, TW_ERR_INVALID_URL, &error));
    check_message(&error, "base_url");
  }
}

static void options_of_another_size_are_refused(void) {
  static const size_t sizes[] = {0, 1, sizeof(tw_authorize_options) - 1, 4097,
                                 SIZE_MAX};
  size_t i;
  check_case = "size";
  for (i = 0; i < LENGTH_OF(sizes); i++) {
    tw_authorize_options options = no_options();
    tw_error error;
    options.struct_size = sizes[i];
    tw_free(authorize_url(REQUEST_TOKEN, &options, TW_ERR_STRUCT_SIZE, &error));
    CHECK(names_field(error.message, "options"));
  }
}

/* A later release's struct, from a caller that sets none of the new fields. */
static void larger_options_may_hold_nothing_new(void) {
  struct {
    tw_authorize_options options;
    char more[64];
  } larger;
  tw_error error;
  char *url;
  size_t i;
  check_case = "larger";
  memset(&larger, 0, sizeof larger);
  larger.options.struct_size = sizeof larger;
  larger.options.force_login = true;
  url = authorize_url(REQUEST_TOKEN, &larger.options, TW_OK, &error);
  CHECK_TEXT(url, urls[2].url);
  tw_free(url);
  for (i = 0; i < sizeof larger.more; i++) {
    larger.more[i] = 1;
    tw_free(authorize_url(REQUEST_TOKEN, &larger.options, TW_ERR_STRUCT_SIZE,
                          &error));
    larger.more[i] = 0;
  }
}

/* ---- tw_callback_verifier ------------------------------------------------ */

static char *verifier_of(const char *request_token, const char *callback_url,
                         tw_status wanted, tw_error *error) {
  char *verifier = garbage;
  CHECK_NUMBER(
      tw_callback_verifier(request_token, callback_url, &verifier, NULL),
      wanted);
  CHECK(verifier != garbage);
  CHECK((wanted == TW_OK) == (verifier != NULL));
  if (verifier != garbage) tw_free(verifier);
  verifier = garbage;
  memset(error, 0xaa, sizeof *error);
  CHECK_NUMBER(
      tw_callback_verifier(request_token, callback_url, &verifier, error),
      wanted);
  CHECK((wanted == TW_OK) == (verifier != NULL));
  check_error(error, wanted);
  return verifier == garbage ? NULL : verifier;
}

static const struct {
  const char *request_token, *callback_url, *verifier;
} callbacks[] = {
    /* as X's page prints it */
    {REQUEST_TOKEN,
     "https://yourCallbackUrl.com?oauth_token=" REQUEST_TOKEN
     "&oauth_verifier=" VERIFIER,
     VERIFIER},
    /* a path, a query, another scheme */
    {"t", "/callback?oauth_token=t&oauth_verifier=v", "v"},
    {"t", "oauth_token=t&oauth_verifier=v", "v"},
    {"t", "?oauth_token=t&oauth_verifier=v", "v"},
    {"t", "twitterclient://callback?oauth_token=t&oauth_verifier=v", "v"},
    {"t", "http://127.0.0.1:3000/cb/?oauth_token=t&oauth_verifier=v", "v"},
    /* the callback's own parameters, any order, empty pairs */
    {"t", "/cb?next=%2Fhome&oauth_verifier=v&a&oauth_token=t&=b", "v"},
    {"t", "/cb?&&oauth_token=t&&oauth_verifier=v&", "v"},
    {"t", "/cb?a=1&a=2&oauth_token=t&oauth_verifier=v", "v"},
    {"t", "/cb?xoauth_verifier=a&oauth_token=t&oauth_verifier=v", "v"},
    {"t", "/cb?a=?oauth_token=x&oauth_token=t&oauth_verifier=v", "v"},
    /* escapes */
    {"a/b=", "/cb?oauth_token=a%2fb%3D&oauth_verifier=%76%2B", "v+"},
    {"t", "/cb?oauth%5Ftoken=t&oauth_verifier=v", "v"},
    {"a=b", "/cb?oauth_token=a=b&oauth_verifier=c=d", "c=d"},
    /* a fragment counts for nothing */
    {"t", "/cb?oauth_token=t&oauth_verifier=v#_=_", "v"},
    {"t", "/cb?oauth_token=t&oauth_verifier=v#?oauth_verifier=x", "v"},
    {"t", "/cb?oauth_token=t&oauth_verifier=v#&denied=t", "v"},
};

static void the_verifier_is_found_by_its_name(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(callbacks); i++) {
    tw_error error;
    char *verifier;
    check_case = callbacks[i].callback_url;
    verifier = verifier_of(callbacks[i].request_token,
                           callbacks[i].callback_url, TW_OK, &error);
    CHECK_TEXT(verifier, callbacks[i].verifier);
    tw_free(verifier);
  }
}

#define DENIED "EgIE9gAAAAAAuhSSAAABdVPiNbM"

static const struct {
  const char *request_token, *callback_url;
  tw_status status;
} refused[] = {
    /* the user said no */
    {DENIED, "https://client.example/?denied=" DENIED, TW_ERR_DENIED},
    {"t", "denied=t", TW_ERR_DENIED},
    {"t", "/cb?a=b&denied=t&c=d", TW_ERR_DENIED},
    {"a/b", "twitterclient://callback?denied=a%2Fb", TW_ERR_DENIED},
    /* another request token */
    {"t", "/cb?oauth_token=u&oauth_verifier=v", TW_ERR_SIGNATURE_MISMATCH},
    {"t", "/cb?oauth_token=T&oauth_verifier=v", TW_ERR_SIGNATURE_MISMATCH},
    {"t", "/cb?oauth_token=tt&oauth_verifier=v", TW_ERR_SIGNATURE_MISMATCH},
    {"tt", "/cb?oauth_token=t&oauth_verifier=v", TW_ERR_SIGNATURE_MISMATCH},
    {"a%2Fb", "/cb?oauth_token=a%2Fb&oauth_verifier=v",
     TW_ERR_SIGNATURE_MISMATCH},
    {"t", "/cb?denied=u", TW_ERR_SIGNATURE_MISMATCH},
    {"t", "/cb?denied=tt", TW_ERR_SIGNATURE_MISMATCH},
    {"t", "/cb?oauth_token=u", TW_ERR_SIGNATURE_MISMATCH},
    /* something is missing, empty or there twice */
    {"t", "", TW_ERR_INVALID_RESPONSE},
    {"t", "https://client.example/", TW_ERR_INVALID_RESPONSE},
    {"t", "https://client.example/?", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_verifier=v", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier=", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=&oauth_verifier=v", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?denied=", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_token=t&oauth_verifier=v",
     TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_token=u&oauth_verifier=v",
     TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier=v&oauth_verifier=w",
     TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier=v&oauth%5fverifier=v",
     TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?denied=t&denied=t", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&OAUTH_VERIFIER=v", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb#?oauth_token=t&oauth_verifier=v", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb#oauth_token=t&oauth_verifier=v", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t;oauth_verifier=v", TW_ERR_SIGNATURE_MISMATCH},
    /* bytes that neither holds */
    {"t", "/cb?oauth_token=t&oauth_verifier=v%00", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t%00&oauth_verifier=v", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier=%0d%0aX", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier=v\nw", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier=v%7F", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier=%C3%A9", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=t&oauth_verifier=\xc3\xa9", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?oauth_token=\xff&oauth_verifier=v", TW_ERR_INVALID_RESPONSE},
    {"t", "/cb?denied=%00", TW_ERR_INVALID_RESPONSE},
};

static void no_other_callback_gives_a_verifier(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(refused); i++) {
    tw_error error;
    check_case = refused[i].callback_url;
    tw_free(verifier_of(refused[i].request_token, refused[i].callback_url,
                        refused[i].status, &error));
    CHECK(names_field(error.message, "callback_url"));
  }
}

/* Denied wins: nobody is logged in by a callback that says both. */
static void what_says_no_and_yes_is_no_yes(void) {
  static const char *const urls_of_both[] = {
      "/cb?oauth_token=t&oauth_verifier=v&denied=t",
      "/cb?denied=t&oauth_token=t&oauth_verifier=v",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(urls_of_both); i++) {
    tw_error error;
    check_case = urls_of_both[i];
    tw_free(verifier_of("t", urls_of_both[i], TW_ERR_DENIED, &error));
  }
}

/* Cut off anywhere before the verifier begins, there is none. */
static void a_callback_cut_off_is_refused(void) {
  static const char whole[] = "https://a/b?oauth_token=" REQUEST_TOKEN
                              "&oauth_verifier=";
  size_t size;
  check_case = "cut off";
  for (size = 0; size < sizeof whole; size++) {
    char *cut = malloc(size + 1);
    char *verifier = garbage;
    tw_status status;
    if (cut == NULL) abort();
    memcpy(cut, whole, size);
    cut[size] = '\0';
    status = tw_callback_verifier(REQUEST_TOKEN, cut, &verifier, NULL);
    CHECK(status == TW_ERR_INVALID_RESPONSE ||
          status == TW_ERR_SIGNATURE_MISMATCH);
    CHECK(verifier == NULL);
    free(cut);
  }
}

static void the_session_needs_a_request_token(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(bad_tokens); i++) {
    tw_error error;
    check_case = bad_tokens[i];
    tw_free(verifier_of(bad_tokens[i], "/cb?oauth_token=&oauth_verifier=v",
                        TW_ERR_INVALID_PARAM, &error));
    CHECK(names_field(error.message, "request_token"));
  }
}

/* It would do for whoever reads the log. */
static void no_message_shows_a_verifier(void) {
  static const char *const callback_urls[] = {
      "/cb?oauth_token=u&oauth_verifier=" VERIFIER,
      "/cb?oauth_verifier=" VERIFIER,
      "/cb?oauth_token=t&oauth_verifier=" VERIFIER "%00",
      "/cb?oauth_token=t&oauth_verifier=" VERIFIER "&oauth_verifier=" VERIFIER,
      "/cb?denied=t&oauth_verifier=" VERIFIER,
  };
  size_t i;
  check_case = "verifier in a message";
  for (i = 0; i < LENGTH_OF(callback_urls); i++) {
    char *verifier = garbage;
    tw_error error;
    CHECK(tw_callback_verifier("t", callback_urls[i], &verifier, &error) !=
          TW_OK);
    CHECK(verifier == NULL);
    CHECK(!holds(error.message, VERIFIER));
  }
}

int main(void) {
  the_user_is_sent_with_token_and_options();
  no_options_are_the_defaults();
  a_token_that_cannot_be_is_not_sent();
  the_user_is_sent_to_no_other_than_an_http_url();
  options_of_another_size_are_refused();
  larger_options_may_hold_nothing_new();
  the_verifier_is_found_by_its_name();
  no_other_callback_gives_a_verifier();
  what_says_no_and_yes_is_no_yes();
  a_callback_cut_off_is_refused();
  the_session_needs_a_request_token();
  no_message_shows_a_verifier();
  return check_report();
}
