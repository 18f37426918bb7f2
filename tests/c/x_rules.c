/*
 * Where X reads otherwise than RFC 5849: refused with the place under
 * TW_RULES_X, signed under TW_RULES_RFC5849; and what both read alike.
 */
#include "fixtures.h"

static const struct row ambiguous[] = {
    /* W1, a reserved character raw */
    {URL, "https://a/?q=from", ":jack"},
    {URL, "https://a/?q", ":r=1"},
    {URL, "https://a/?q=", "\"a\""},
    {BODY, "status=hi", "!"},
    {BODY, "status=", "#x"},
    {BODY, "status=a", "?b"},
    /* W2, an escape for an unreserved letter or digit */
    {URL, "https://a/?q=", "%61"},
    {URL, "https://a/?q=%2D%2e%5F%7e", "%30"},
    {BODY, "a=%2B", "%5A"},
    /* W3, a raw '=' in a value */
    {URL, "https://a/?q=a", "=b"},
    {URL, "https://a/?q=abc", "=="},
    {BODY, "q=abc", "=="},
    /* W4, an empty name */
    {URL, "https://a/?a=1&", "=v"},
    {URL, "https://a/?", "="},
    {BODY, "", "=v"},
    /* names that X's code keeps for OAuth 2 */
    {URL, "https://a/?a=1&", "client_id=1"},
    {BODY, "a=1&", "Bearer=1"},
    /* a method that percent-encoding changes */
    {METHOD, "GET", "!"},
    /* W6, an oauth_* parameter twice outside the header */
    {URL, "https://a/?oauth_verifier=1&", "oauth_verifier=2"},
    /* W7, the media type in other letters, or longer */
    {CONTENT_TYPE, "Application/X-WWW-Form-Urlencoded", NULL},
    {CONTENT_TYPE, "application/x-www-form-urlencodedly", NULL},
    /* W8, secrets that percent-encoding changes */
    {API_SECRET, SECRET "&", NULL},
    {API_SECRET, SECRET " " SECRET, NULL},
    {TOKEN_SECRET, "\xc3\xa9" SECRET, NULL},
    {TOKEN_SECRET, SECRET "%20", NULL},
};

/* Sent in the header as well: W6 by X, and by the RFC a repeated parameter. */
static const struct row repeated_protocol_parameters[] = {
    {URL, "https://a/?a=1&", "oauth_consumer_key=1"},
    {URL, "https://a/?a=1&", "oauth_nonce=1"},
    {URL, "https://a/?a=1&", "oauth_signature=1"},
    {URL, "https://a/?a=1&", "oauth_signature_method=1"},
    {URL, "https://a/?a=1&", "oauth_timestamp=" SECRET},
    {URL, "https://a/?a=1&", "oauth_token"},
    {URL, "https://a/?a=1&", "oauth_version=1.0"},
    {URL, "https://a/?a=1&", "oauth%5Ftoken=1"},
    {BODY, "a=1&", "oauth_token=" SECRET},
    {BODY, "", "oauth_nonce="},
};

static const struct row read_alike[] = {
    {URL, "https://a/?q=from%3Ajack&r=%3a", NULL},
    {URL, "https://a/?q=a+b%20c", NULL},
    {URL, "https://a/?ids=1,2&log[]=x", NULL},
    {URL, "https://a/?q=%2D%2e%5F%7e-._~", NULL},
    {URL, "https://a/?a=2&a=1&a=2", NULL},
    {URL, "https://a/?flag&empty=&&", NULL},
    {URL, "https://a/?q=%F8%ff", NULL},
    {URL, "https://a/?q=%00", NULL},
    {URL, "https://a/?", NULL},
    {URL, "https://a/?OAuth_token=1&xoauth_nonce=1", NULL},
    {BODY, "oauth_verifier=1", NULL},
    {BODY, "a=2&a=1&flag&&b=+%2B", NULL},
    {API_KEY, "k&\xc3\xa9", NULL},
    {API_SECRET, SECRET "-._~", NULL},
};

/* W1 for each reserved character, in a query and in a form. */
static void each_reserved_character_is_ambiguous(void) {
  static const char reserved[] = "!\"$'()*/:;<>?@\\^`{|}";
  size_t i;
  for (i = 0; reserved[i] != '\0'; i++) {
    char raw[2] = {reserved[i], '\0'};
    const struct row rows[] = {{URL, "https://a/?q=a", raw},
                               {BODY, "q=a", raw}};
    CHECK_ROWS(rows, TW_ERR_AMBIGUOUS, TW_OK);
  }
}

static const struct params_row ambiguous_params[] = {
    {"request.oauth_params[0].name", {{"scope", "v"}}},
    {"request.oauth_params[1].name",
     {{"oauth_verifier", "1"}, {"x_auth_access_type", "read"}}},
    {"request.oauth_params[0].value", {{"realm", "a\"b"}}},
    {"request.oauth_params[0].value", {{"realm", "a\\b"}}},
    {"request.oauth_params[0].value", {{"realm", SECRET ",b"}}},
};

/* oauth_params travel in the header; their like elsewhere is a repetition. */
static void a_parameter_of_the_list_is_not_repeated_elsewhere(void) {
  static const tw_param verifier = {"oauth_verifier", "1"};
  static const struct row in_query = {
      URL, "https://a/?a=1&", "oauth_verifier=1"};
  static const struct row in_body = {BODY, "a=1&", "oauth_verifier=1"};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  check_case = "oauth_verifier in list and body";
  request.oauth_params = &verifier;
  request.oauth_params_len = 1;
  set_text(&in_body, "a=1&oauth_verifier=1", &credentials, &request);
  check_refusal(&credentials, &request, &in_body, TW_ERR_AMBIGUOUS);
  request.rules = TW_RULES_RFC5849;
  check_refusal(&credentials, &request, &in_body, TW_ERR_INVALID_PARAM);
  check_case = "oauth_verifier in list and query";
  request.body_len = 0;
  request.url = "https://a/?a=1&oauth_verifier=1";
  check_refusal(&credentials, &request, &in_query, TW_ERR_INVALID_PARAM);
  request.rules = TW_RULES_X;
  check_refusal(&credentials, &request, &in_query, TW_ERR_AMBIGUOUS);
}

int main(void) {
  CHECK_ROWS(ambiguous, TW_ERR_AMBIGUOUS, TW_OK);
  CHECK_ROWS(repeated_protocol_parameters, TW_ERR_AMBIGUOUS,
             TW_ERR_INVALID_PARAM);
  CHECK_ROWS(read_alike, TW_OK, TW_OK);
  CHECK_PARAMS(ambiguous_params, TW_ERR_AMBIGUOUS, TW_OK);
  each_reserved_character_is_ambiguous();
  a_parameter_of_the_list_is_not_repeated_elsewhere();
  return check_report();
}
