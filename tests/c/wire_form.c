/*
 * tw_form_encode and tw_canonical_url: the form that X and RFC 5849 read
 * alike, so that what they return is always signed under TW_RULES_X.
 */
#include "fixtures.h"

static void check_signed_by_x(const char *url, const char *form) {
  tw_credentials credentials = published_credentials();
  tw_request request = plain_request();
  outcome done;
  request.rules = TW_RULES_X;
  request.url = url;
  if (form != NULL) {
    request.method = "POST";
    request.content_type = form_type;
    request.body = form;
    request.body_len = strlen(form);
  }
  done = made(&ways[0], &credentials, &request);
  CHECK_NUMBER(done.status, TW_OK);
  free(done.text);
}

/* ---- tw_form_encode ------------------------------------------------------ */

#define MOST_PARAMS 4

static const struct {
  tw_param params[MOST_PARAMS];
  const char *form;
} forms[] = {
    {{{0}}, ""},
    {{{"status", "hi"}}, "status=hi"},
    {{{"a", ""}}, "a="},
    {{{"status", "Ladies + Gentlemen"}}, "status=Ladies%20%2B%20Gentlemen"},
    {{{"status", "An encoded string!"}}, "status=An%20encoded%20string%21"},
    {{{"status", "Dogs, Cats & Mice"}}, "status=Dogs%2C%20Cats%20%26%20Mice"},
    {{{"status", "\xe2\x98\x83"}}, "status=%E2%98%83"},
    {{{"status", "\xff\x80"}}, "status=%FF%80"},
    {{{"status", "a\r\nb\tc\x01\x7f"}}, "status=a%0D%0Ab%09c%01%7F"},
    {{{"a", "100%"}}, "a=100%25"},
    {{{"a", "%41"}}, "a=%2541"},
    {{{"a", "b=c=="}}, "a=b%3Dc%3D%3D"},
    {{{"a", "-._~"}}, "a=-._~"},
    {{{"a", "!*'();:@/?$,[]#\"<>\\^`{|}"}},
     "a=%21%2A%27%28%29%3B%3A%40%2F%3F%24%2C%5B%5D%23%22%3C%3E%5C%5E%60%7B%7C"
     "%7D"},
    {{{"user.fields", "created_at"}, {"log[]", "x"}},
     "user.fields=created_at&log%5B%5D=x"},
    {{{"a b", "c d"}, {"&=", "&="}}, "a%20b=c%20d&%26%3D=%26%3D"},
    {{{"b", "2"}, {"a", "1"}, {"b", "1"}}, "b=2&a=1&b=1"},
    {{{"oauth_verifier", "1"}, {"oauth_callback", "oob"}},
     "oauth_verifier=1&oauth_callback=oob"},
};

static size_t count(const tw_param *params) {
  size_t n = 0;
  while (n < MOST_PARAMS && params[n].name != NULL) n++;
  return n;
}

static void forms_are_strictly_encoded_in_the_given_order(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(forms); i++) {
    char *form = garbage;
    tw_error error;
    check_case = forms[i].form;
    CHECK_NUMBER(tw_form_encode(forms[i].params, count(forms[i].params), &form,
                                &error),
                 TW_OK);
    check_error(&error, TW_OK);
    CHECK_TEXT(form, forms[i].form);
    check_signed_by_x("https://api.x.com/2/x", form);
    tw_free(form);
  }
}

/* Any byte but NUL, as a name and as a value. */
static void every_byte_is_encoded_or_unreserved(void) {
  static const char unreserved[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  int byte;
  check_case = "every byte";
  for (byte = 1; byte < 256; byte++) {
    char text[2] = {(char)byte, '\0'}, one[4], both[8], *form = NULL;
    tw_param param = {text, text};
    sprintf(one, strchr(unreserved, byte) ? "%c" : "%%%02X", byte);
    sprintf(both, "%s=%s", one, one);
    CHECK_NUMBER(tw_form_encode(&param, 1, &form, NULL), TW_OK);
    CHECK_TEXT(form, both);
    check_signed_by_x("https://api.x.com/2/x", form);
    tw_free(form);
  }
}

static void no_parameters_are_an_empty_form(void) {
  char *form = garbage;
  check_case = "no parameters";
  CHECK_NUMBER(tw_form_encode(NULL, 0, &form, NULL), TW_OK);
  CHECK_TEXT(form, "");
  tw_free(form);
}

static const char *const names_that_cannot_be_sent[] = {
    "",
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
    "oauth_version",
};

static void names_that_x_reads_otherwise_are_refused_in_a_form(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(names_that_cannot_be_sent); i++) {
    tw_param params[2] = {{"a", "1"}, {NULL, "v"}};
    char *form = garbage;
    tw_error error;
    check_case = params[1].name = names_that_cannot_be_sent[i];
    CHECK_NUMBER(tw_form_encode(params, 2, &form, NULL), TW_ERR_AMBIGUOUS);
    CHECK(form == NULL);
    form = garbage;
    CHECK_NUMBER(tw_form_encode(params, 2, &form, &error), TW_ERR_AMBIGUOUS);
    CHECK(form == NULL);
    check_error(&error, TW_ERR_AMBIGUOUS);
    CHECK(names_field(error.message, "params[1].name"));
  }
}

/* ---- tw_canonical_url ---------------------------------------------------- */

static const struct {
  const char *url;
  const char *canonical;
} urls[] = {
    {"https://api.x.com/2/users/me", "https://api.x.com/2/users/me"},
    {"https://api.x.com", "https://api.x.com"},
    {"https://api.x.com?q=a:b", "https://api.x.com?q=a%3Ab"},
    {"HTTPS://API.X.COM:443/A/b?C=d", "HTTPS://API.X.COM:443/A/b?C=d"},
    {"http://[::1]:8080/?q=(1)", "http://[::1]:8080/?q=%281%29"},
    {"https://a/?q=from:jack", "https://a/?q=from%3Ajack"},
    {"https://a/?q=a+b", "https://a/?q=a%20b"},
    {"https://a/?q=a b", "https://a/?q=a%20b"},
    {"https://a/?q=a%2bb", "https://a/?q=a%2Bb"},
    {"https://a/?q=%61%2d%7e", "https://a/?q=a-~"},
    {"https://a/?q=a=b==", "https://a/?q=a%3Db%3D%3D"},
    {"https://a/?ids=1,2", "https://a/?ids=1%2C2"},
    {"https://a/?log[]=x", "https://a/?log%5B%5D=x"},
    {"https://a/?q=a?b/c@d!e*f'g(h)i;j$k",
     "https://a/?q=a%3Fb%2Fc%40d%21e%2Af%27g%28h%29i%3Bj%24k"},
    {"https://a/?q=\"<>\\^`{|}", "https://a/?q=%22%3C%3E%5C%5E%60%7B%7C%7D"},
    {"https://a/?q=\xe2\x98\x83", "https://a/?q=%E2%98%83"},
    {"https://a/?q=%e2%98%83", "https://a/?q=%E2%98%83"},
    {"https://a/?q=%f8\xf8", "https://a/?q=%F8%F8"},
    {"https://a/?q=a\r\nb\tc", "https://a/?q=a%0D%0Ab%09c"},
    {"https://a/?flag", "https://a/?flag"},
    {"https://a/?flag&b=", "https://a/?flag&b="},
    {"https://a/?fl:ag&b", "https://a/?fl%3Aag&b"},
    {"https://a/?a=1&&b=2&", "https://a/?a=1&b=2"},
    {"https://a/?&a=1", "https://a/?a=1"},
    {"https://a/?b=2&a=1&b=1", "https://a/?b=2&a=1&b=1"},
    {"https://a/?a=1#frag", "https://a/?a=1#frag"},
    {"https://a/x#frag?a:b", "https://a/x#frag?a:b"},
    {"https://a/?oauth_verifier=1&oauth_callback=oob",
     "https://a/?oauth_verifier=1&oauth_callback=oob"},
    {"https://a/a b/\xc3\xa9", "https://a/a%20b/%C3%A9"},
    {"https://a/a\tb\"<>\\^`{|}[]", "https://a/a%09b%22%3C%3E%5C%5E%60%7B%7C%7D"
                                    "%5B%5D"},
    {"https://a/:@!$&'()*+,;=-._~", "https://a/:@!$&'()*+,;=-._~"},
    {"https://a/%2f%41//../.", "https://a/%2f%41//../."},
};

static void only_the_query_and_raw_bytes_of_a_url_change(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(urls); i++) {
    char *canonical = garbage, *again = garbage;
    tw_error error;
    check_case = urls[i].url;
    CHECK_NUMBER(tw_canonical_url(urls[i].url, &canonical, &error), TW_OK);
    check_error(&error, TW_OK);
    CHECK_TEXT(canonical, urls[i].canonical);
    if (canonical == NULL) continue;
    check_signed_by_x(canonical, NULL);
    CHECK_NUMBER(tw_canonical_url(canonical, &again, NULL), TW_OK);
    CHECK_TEXT(again, canonical);
    tw_free(canonical);
    tw_free(again);
  }
}

static void the_rfc_signs_both_urls_alike(void) {
  tw_credentials credentials = published_credentials();
  size_t i;
  for (i = 0; i < LENGTH_OF(urls); i++) {
    tw_request request = published_request();
    char *canonical = NULL, *as_given = NULL, *as_canonical = NULL;
    check_case = urls[i].url;
    request.rules = TW_RULES_RFC5849;
    request.url = urls[i].url;
    /* Only what holds bytes that no URL may hold is not signed as it is. */
    if (tw_signature_base_string(&credentials, &request, &as_given, NULL) !=
        TW_OK) {
      continue;
    }
    CHECK_NUMBER(tw_canonical_url(urls[i].url, &canonical, NULL), TW_OK);
    request.url = canonical;
    CHECK_NUMBER(
        tw_signature_base_string(&credentials, &request, &as_canonical, NULL),
        TW_OK);
    CHECK_TEXT(as_canonical, as_given);
    tw_free(canonical);
    tw_free(as_given);
    tw_free(as_canonical);
  }
}

static const struct {
  const char *url;
  tw_status status;
} refused_urls[] = {
    {"", TW_ERR_INVALID_URL},
    {"/2/users/me", TW_ERR_INVALID_URL},
    {"api.x.com/2/users/me", TW_ERR_INVALID_URL},
    {"ftp://api.x.com/", TW_ERR_INVALID_URL},
    {"https://", TW_ERR_INVALID_URL},
    {"https:///path", TW_ERR_INVALID_URL},
    {"https://jack@api.x.com/", TW_ERR_INVALID_URL},
    {"https://jack:sEcReT@api.x.com/", TW_ERR_INVALID_URL},
    {"https://api.x.com:0/", TW_ERR_INVALID_URL},
    {"https://api.x.com:65536/", TW_ERR_INVALID_URL},
    {"https://api.x.com:x/", TW_ERR_INVALID_URL},
    {"https://api .x.com/", TW_ERR_INVALID_URL},
    {"https://api\xc3\xa9.x.com/", TW_ERR_INVALID_URL},
    {" https://api.x.com/", TW_ERR_INVALID_URL},
    {"https://api.x.com\r\n/", TW_ERR_INVALID_URL},
    {"https://[::1/", TW_ERR_INVALID_URL},
    {"https://a/?q=%", TW_ERR_INVALID_URL},
    {"https://a/?q=%zz", TW_ERR_INVALID_URL},
    {"https://a/?q=100%", TW_ERR_INVALID_URL},
    {"https://a/%4", TW_ERR_INVALID_URL},
    {"https://a/?=v", TW_ERR_AMBIGUOUS},
    {"https://a/?=", TW_ERR_AMBIGUOUS},
    {"https://a/?a=1&oauth_token=sEcReT", TW_ERR_AMBIGUOUS},
    {"https://a/?oauth%5Fnonce=sEcReT", TW_ERR_AMBIGUOUS},
    {"https://a/?oauth_signature", TW_ERR_AMBIGUOUS},
};

static void urls_that_cannot_be_mended_are_refused(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(refused_urls); i++) {
    char *canonical = garbage;
    tw_error error;
    check_case = refused_urls[i].url;
    CHECK_NUMBER(tw_canonical_url(refused_urls[i].url, &canonical, NULL),
                 refused_urls[i].status);
    CHECK(canonical == NULL);
    canonical = garbage;
    CHECK_NUMBER(tw_canonical_url(refused_urls[i].url, &canonical, &error),
                 refused_urls[i].status);
    CHECK(canonical == NULL);
    check_error(&error, refused_urls[i].status);
    CHECK(names_field(error.message, "url"));
    CHECK(!holds(error.message, "sEcReT"));
    CHECK(!holds(error.message, "tw_canonical_url") && "no mend in a circle");
  }
}

int main(void) {
  forms_are_strictly_encoded_in_the_given_order();
  every_byte_is_encoded_or_unreserved();
  no_parameters_are_an_empty_form();
  names_that_x_reads_otherwise_are_refused_in_a_form();
  only_the_query_and_raw_bytes_of_a_url_change();
  the_rfc_signs_both_urls_alike();
  urls_that_cannot_be_mended_are_refused();
  return check_report();
}
