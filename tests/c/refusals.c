/*
 * What no rules can sign, with which status, and that the message names the
 * field and the byte; and beside it what only looks as if it were refused.
 */
#include "fixtures.h"

/* ---- Credentials, method, URL, body, content type, nonce ----------------- */

static const struct row invalid_credentials[] = {
    {API_KEY, "", NULL},
    {API_SECRET, "", NULL},
    {TOKEN, "", NULL},
    {TOKEN_SECRET, "", NULL},
    {API_KEY, " key", NULL},
    {API_KEY, "key ", NULL},
    {API_KEY, "ke\x01y", NULL},
    {API_KEY, "key\xc2\x85", NULL},     /* U+0085, next line */
    {API_KEY, "\xe2\x80\xa8key", NULL}, /* U+2028, line separator */
    {TOKEN, "\ttoken", NULL},
    {TOKEN, "to\rken", NULL},
    {API_SECRET, SECRET "\n", NULL},
    {API_SECRET, "  ", NULL},
    {API_SECRET, SECRET "\xc2\xa0", NULL},     /* U+00A0, no-break space */
    {API_SECRET, "\xef\xbb\xbf" SECRET, NULL}, /* U+FEFF, byte order mark */
    {API_SECRET, SECRET "\n" SECRET, NULL},
    {TOKEN_SECRET, SECRET "\r\n", NULL},
    {TOKEN_SECRET, "\xe3\x80\x80" SECRET, NULL}, /* U+3000, wide space */
    {TOKEN_SECRET, SECRET "\x7f" SECRET, NULL},
};

static const struct row invalid_methods[] = {
    {METHOD, "", NULL},           {METHOD, "GE T", NULL},
    {METHOD, " GET", NULL},       {METHOD, "GET\r\nHost: a", NULL},
    {METHOD, "GET\n", NULL},      {METHOD, "G(T", NULL},
    {METHOD, "GET/", NULL},       {METHOD, "G\xc3\x89T", NULL},
    {METHOD, "GE\x7fT", NULL},
};

static const struct row invalid_urls[] = {
    /* not absolute, or not http(s) */
    {URL, "", NULL},
    {URL, "/2/users/me", NULL},
    {URL, "//api.x.com/2/users/me", NULL},
    {URL, "api.x.com/2/users/me", NULL},
    {URL, "ftp://api.x.com/", NULL},
    {URL, "httpss://api.x.com/", NULL},
    {URL, "https:/api.x.com/", NULL},
    {URL, "https:api.x.com/", NULL},
    /* no host, or one that cannot be */
    {URL, "https://", NULL},
    {URL, "https:///2/users/me", NULL},
    {URL, "https://?q=1", NULL},
    {URL, "https://#a", NULL},
    {URL, "https://:443/", NULL},
    {URL, "https://[::1/", NULL},
    {URL, "https://[::g]/", NULL},
    {URL, "https://[]/", NULL},
    {URL, "https://[::1]x/", NULL},
    {URL, "https://::1/", NULL},
    {URL, "https://api%2ex.com/", NULL},
    {URL, "https://api\\x.com/", NULL},
    {URL, "https://<api>.x.com/", NULL},
    /* user info, port */
    {URL, "https://jack@api.x.com/", NULL},
    {URL, "https://jack:" SECRET "@api.x.com/", NULL},
    {URL, "https://@api.x.com/", NULL},
    {URL, "https://api.x.com:0/", NULL},
    {URL, "https://api.x.com:65536/", NULL},
    {URL, "https://api.x.com:99999999999999999999/", NULL},
    {URL, "https://api.x.com:44a/", NULL},
    {URL, "https://api.x.com:-1/", NULL},
    {URL, "https://api.x.com:+443/", NULL},
    {URL, "https://api.x.com:443:443/", NULL},
    /* bytes that no URL may hold */
    {URL, "", " https://a/"},
    {URL, "https://a/b", " c"},
    {URL, "https://a/b", " "},
    {URL, "https://a/", "\tb"},
    {URL, "https://a", " b/"},
    {URL, "https://a/?q=a", " b"},
    {URL, "https://a/?q=a", "\r\nX: y"},
    {URL, "https://a/?q=a", "\nb"},
    {URL, "https://a/?q=a", "\x7f"},
    {URL, "https://a/?q=", "\xc3\xa9"},
    {URL, "https://a/", "\xc3\xa9"},
    {URL, "https://b", "\xc3\xa9.x.com/"},
    {URL, "https://a/?q=1#b", "\nc"},
    {URL, "https://a/?access_token=" SECRET "&q=", " b"},
    /* broken escapes */
    {URL, "https://a/", "%zz"},
    {URL, "https://a/b", "%4"},
    {URL, "https://a/?q=", "%zz"},
    {URL, "https://a/?q=100", "%"},
    {URL, "https://a/?q=100", "%&r=1"},
    {URL, "https://a/?q=100", "%4"},
    {URL, "https://a/?q=%2B", "%4g"},
    {URL, "https://a/?", "%"},
};

static const struct row invalid_bodies[] = {
    {BODY, "a=b", " c"},         {BODY, "a=1&b=2", "\n"},
    {BODY, "", "\r\na=1"},       {BODY, "a=", "\tb"},
    {BODY, "a=", "\x7f"},        {BODY, "a=", "\xc3\xa9"},
    {BODY, "a=", "\xff"},        {BODY, "a=", "%zz"},
    {BODY, "a=100", "%"},        {BODY, "a=%2B", "%4&b=1"},
    {BODY, "p=" SECRET "&q=", " "},
};

static const struct row invalid_texts[] = {
    {CONTENT_TYPE, "text/plain\r\nX: y", NULL},
    {CONTENT_TYPE, "text/plain\n", NULL},
    {CONTENT_TYPE, "text/\x01plain", NULL},
    {CONTENT_TYPE, "application/x-www-form-urlencoded\r\n", NULL},
    {NONCE, "", NULL},
    {NONCE, "a b", NULL},
    {NONCE, "a\n", NULL},
    {NONCE, "a\x7f", NULL},
    {NONCE, "\xc3\xa9", NULL},
};

static const struct row fine_texts[] = {
    {API_KEY, "k", NULL},
    {METHOD, "patch", NULL},
    {METHOD, "-._~09az", NULL},
    {URL, "https://a", NULL},
    {URL, "https://a?q=1", NULL},
    {URL, "hTTps://API.x.com:0443/", NULL},
    {URL, "https://api.x.com:/", NULL},
    {URL, "https://api.x.com:65535/", NULL},
    {URL, "http://127.0.0.1:80/", NULL},
    {URL, "https://[2001:db8::1]:8080/", NULL},
    {URL, "https://[::FFFF:192.0.2.1]/", NULL},
    {URL, "https://a/x#frag:ment", NULL},
    {URL, "https://a/:@!$&'()*+,;=%2f", NULL},
    {CONTENT_TYPE, "", NULL},
    {CONTENT_TYPE, "multipart/form-data; boundary=\"a b\"", NULL},
    {CONTENT_TYPE, "application/x-www-form-urlencoded;charset=UTF-8", NULL},
    {CONTENT_TYPE, "application/x-www-form-urlencoded\t; charset=UTF-8", NULL},
    {NONCE, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", NULL},
    {NONCE, "0", NULL},
};

/* ---- oauth_params -------------------------------------------------------- */

static const struct params_row invalid_params[] = {
    {"request.oauth_params[0].name", {{"", "v"}}},
    {"request.oauth_params[0].name", {{"oauth_consumer_key", "v"}}},
    {"request.oauth_params[0].name", {{"oauth_nonce", "v"}}},
    {"request.oauth_params[0].name", {{"oauth_signature", "v"}}},
    {"request.oauth_params[0].name", {{"oauth_signature_method", "v"}}},
    {"request.oauth_params[0].name", {{"oauth_timestamp", "v"}}},
    {"request.oauth_params[0].name", {{"oauth_token", "v"}}},
    {"request.oauth_params[0].name", {{"oauth_token", ""}}},
    {"request.oauth_params[0].name", {{"oauth_version", "1.0"}}},
    {"request.oauth_params[0].name", {{"oauth_a\nb", "v"}}},
    {"request.oauth_params[0].value", {{"oauth_callback", "a\r\nb"}}},
    {"request.oauth_params[0].value", {{"realm", "a\nb"}}},
    {"request.oauth_params[0].value", {{"realm", "\xc3\xa9"}}},
    {"request.oauth_params[1].name",
     {{"oauth_callback", "oob"}, {"oauth_callback", "oob"}}},
    {"request.oauth_params[2].name",
     {{"realm", "a"}, {"oauth_verifier", "1"}, {"realm", SECRET}}},
};

static const struct params_row fine_params[] = {
    {"", {{"oauth_callback", "https://c/?a=b&c=\xc3\xa9 \t"}}},
    {"", {{"oauth_verifier", ""}, {"realm", ""}}},
    {"", {{"oauth_anything", "%zz"}}},
    {"", {{"oauth_version", ""}}},
};

/* ---- What is not one text ------------------------------------------------ */

static void half_a_token_is_refused(void) {
  static const struct row token = {TOKEN, "", NULL};
  static const struct row token_secret = {TOKEN_SECRET, "", NULL};
  tw_request request = published_request();
  tw_credentials half = published_credentials();
  half.token = NULL;
  check_case = "no token";
  check_refusal(&half, &request, &token, TW_ERR_INVALID_CREDENTIALS);
  half = published_credentials();
  half.token_secret = NULL;
  check_case = "no token secret";
  check_refusal(&half, &request, &token_secret, TW_ERR_INVALID_CREDENTIALS);
}

static void an_empty_token_may_be_sent_where_there_is_none(void) {
  static const tw_param empty_token = {"oauth_token", ""};
  static const struct row fine = {"", 0, "", NULL};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  check_case = "empty token";
  credentials.token = credentials.token_secret = NULL;
  request.oauth_params = &empty_token;
  request.oauth_params_len = 1;
  check_refusal(&credentials, &request, &fine, TW_OK);
}

static void times_before_1970_are_refused(void) {
  static const struct row row = {"request.timestamp", 0, "", NULL};
  static const int64_t times[] = {-1, INT64_MIN};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t i;
  check_case = "negative time";
  for (i = 0; i < LENGTH_OF(times); i++) {
    request.timestamp = times[i];
    check_refusal(&credentials, &request, &row, TW_ERR_INVALID_PARAM);
  }
}

static void unknown_rules_are_refused(void) {
  static const struct row row = {"request.rules", 0, "", NULL};
  static const int32_t rules[] = {2, -1, INT32_MAX, INT32_MIN};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t i;
  check_case = "rules";
  for (i = 0; i < LENGTH_OF(rules); i++) {
    request.rules = rules[i];
    check_refusal(&credentials, &request, &row, TW_ERR_INVALID_PARAM);
  }
}

static void a_nul_in_a_form_is_refused(void) {
  static const struct row row = {BODY, "a=b", "\\0"};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  check_case = "NUL in the body";
  request.body = "a=b\0c";
  request.body_len = 5;
  check_refusal(&credentials, &request, &row, TW_ERR_INVALID_BODY);
}

static void sixty_four_parameters_are_the_most(void) {
  static const struct row fine = {"", 0, "", NULL};
  static const struct row row = {"request.oauth_params_len", 0, "", NULL};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  tw_param params[65];
  char names[65][16];
  int i;
  check_case = "64 and 65 parameters";
  for (i = 0; i < 65; i++) {
    snprintf(names[i], sizeof names[i], "oauth_%d", i);
    params[i].name = names[i];
    params[i].value = "";
  }
  request.oauth_params = params;
  request.oauth_params_len = 64;
  check_refusal(&credentials, &request, &fine, TW_OK);
  request.oauth_params_len = 65;
  check_refusal(&credentials, &request, &row, TW_ERR_INVALID_PARAM);
}

/* Only a form is read; any other body is left out, whatever is in it. */
static void other_bodies_may_hold_anything(void) {
  static const struct row fine = {"", 0, "", NULL};
  static const char *const types[] = {NULL, "application/json", "text/plain"};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t i;
  check_case = "other bodies";
  request.body = "\xff\0 %zz\r\n";
  request.body_len = 8;
  for (i = 0; i < LENGTH_OF(types); i++) {
    request.content_type = types[i];
    check_refusal(&credentials, &request, &fine, TW_OK);
  }
}

int main(void) {
  CHECK_ROWS(invalid_credentials, TW_ERR_INVALID_CREDENTIALS,
             TW_ERR_INVALID_CREDENTIALS);
  CHECK_ROWS(invalid_methods, TW_ERR_INVALID_METHOD, TW_ERR_INVALID_METHOD);
  CHECK_ROWS(invalid_urls, TW_ERR_INVALID_URL, TW_ERR_INVALID_URL);
  CHECK_ROWS(invalid_bodies, TW_ERR_INVALID_BODY, TW_ERR_INVALID_BODY);
  CHECK_ROWS(invalid_texts, TW_ERR_INVALID_PARAM, TW_ERR_INVALID_PARAM);
  CHECK_ROWS(fine_texts, TW_OK, TW_OK);
  CHECK_PARAMS(invalid_params, TW_ERR_INVALID_PARAM, TW_ERR_INVALID_PARAM);
  CHECK_PARAMS(fine_params, TW_OK, TW_OK);
  half_a_token_is_refused();
  an_empty_token_may_be_sent_where_there_is_none();
  times_before_1970_are_refused();
  unknown_rules_are_refused();
  a_nul_in_a_form_is_refused();
  sixty_four_parameters_are_the_most();
  other_bodies_may_hold_anything();
  return check_report();
}
