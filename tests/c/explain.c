/* tw_signature_base_string and tw_explain: all steps, and no secret. */
#include "fixtures.h"

/* RFC 5849 by hand: the base string of the published request. */
static const char published_base_string[] =
    "POST&https%3A%2F%2Fapi.x.com%2F1.1%2Fstatuses%2Fupdate.json"
    "&include_entities%3Dtrue"
    "%26oauth_consumer_key%3Dxvz1evFS4wEEPTGEFPHBog"
    "%26oauth_nonce%3DkYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"
    "%26oauth_signature_method%3DHMAC-SHA1"
    "%26oauth_timestamp%3D1318622958"
    "%26oauth_token%3D370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"
    "%26oauth_version%3D1.0"
    "%26status%3DHello%2520Ladies%2520%252B%2520Gentlemen%252C%2520a%2520signed"
    "%2520OAuth%2520request%2521";

static outcome explained(const tw_credentials *credentials,
                         const tw_request *request) {
  static const struct way explain = {"tw_explain", tw_explain, 0};
  return made(&explain, credentials, request);
}

static void the_base_string_is_that_of_the_rfc(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *text = garbage;
  check_case = "base string";
  CHECK_NUMBER(tw_signature_base_string(&credentials, &request, &text, NULL),
               TW_OK);
  CHECK_TEXT(text, published_base_string);
  tw_free(text);
}

static void the_explanation_holds_base_string_and_signature(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  outcome done;
  check_case = "explanation";
  done = explained(&credentials, &request);
  CHECK_NUMBER(done.status, TW_OK);
  CHECK(done.text && strstr(done.text, published_base_string));
  CHECK(done.text && strstr(done.text, published_signature));
  free(done.text);
}

/* Neither as given nor percent-encoded, as they stand in the signing key. */
static void the_explanation_holds_no_secret(void) {
  static const struct {
    const char *secret;
    const char *encoded;
  } rows[] = {
      {"kAcSOqF21Fu85e7zjz7ZN2U4", "kAcSOqF21Fu85e7zjz7ZN2U4"},
      {"left&right%sEcReT d+e", "left%26right%25sEcReT%20d%2Be"},
      {"\xc3\xa9/=~sEcReT", "%C3%A9%2F%3D~sEcReT"},
      {"sEcReT", "sEcReT"},
  };
  size_t i, rules, without_token;
  for (i = 0; i < LENGTH_OF(rows); i++) {
    for (rules = 0; rules < 2; rules++) {
      for (without_token = 0; without_token < 2; without_token++) {
        tw_credentials credentials = published_credentials();
        tw_request request = published_request();
        outcome done;
        check_case = rules == TW_RULES_X ? "secrets, X" : "secrets, RFC 5849";
        credentials.api_secret = rows[i].secret;
        credentials.token_secret = rows[LENGTH_OF(rows) - 1 - i].secret;
        if (without_token) credentials.token = credentials.token_secret = NULL;
        request.rules = (int32_t)rules;
        done = explained(&credentials, &request);
        CHECK_NUMBER(done.status, TW_OK);
        CHECK(!holds(done.text, rows[i].secret));
        CHECK(!holds(done.text, rows[i].encoded));
        CHECK(!holds(done.text, "sEcReT"));
        free(done.text);
      }
    }
  }
}

/* Someone has put the secret into the request itself. */
static void a_secret_in_the_request_is_not_repeated(void) {
  static const struct {
    const char *secret;
    const char *url;
  } rows[] = {
      {"kAcSOqF21sEcReT8", "https://a/?q=kAcSOqF21sEcReT8"},
      {"kAcSOqF21sEcReT8", "https://a/kAcSOqF21sEcReT8/b"},
      {"kAcSOqF21sEcReT8", "https://a/?q=kAcSOqF21s%45cReT8"},
      {"kAcSOqF21/sEcReT/8", "https://a/?q=kAcSOqF21%2FsEcReT%2F8"},
      {"kAcSOqF21+sEcReT+8", "https://a/kAcSOqF21+sEcReT+8"},
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(rows); i++) {
    tw_credentials credentials = published_credentials();
    tw_request request = published_request();
    outcome done;
    check_case = "secret in the request";
    credentials.api_secret = rows[i].secret;
    request.url = rows[i].url;
    done = explained(&credentials, &request);
    CHECK_NUMBER(done.status, TW_OK);
    CHECK(!holds(done.text, rows[i].secret));
    CHECK(!holds(done.text, "sEcReT"));
    free(done.text);
  }
}

/* A secret that is a common word stars the request's texts alone. */
static void the_labels_stay_legible(void) {
  static const char *const secrets[] = {"secret", "length", "api_secret",
                                        "Base string"};
  size_t i;
  for (i = 0; i < LENGTH_OF(secrets); i++) {
    tw_credentials credentials = published_credentials();
    tw_request request = published_request();
    char *text = garbage;
    check_case = secrets[i];
    credentials.api_secret = secrets[i];
    request.url = "https://a/secret/length/api_secret?q=Base%20string";
    CHECK_NUMBER(tw_explain(&credentials, &request, &text, NULL), TW_OK);
    CHECK(strstr(text, "  api_secret    ***, length ") != NULL);
    CHECK(strstr(text, "\n  token_secret  ***, length ") != NULL);
    CHECK(strstr(text, "\nBase string (3.4.1.1):\n") != NULL);
    CHECK(strstr(text, "******") != NULL);
    tw_free(text);
  }
}

static void the_explanation_marks_what_x_reads_otherwise(void) {
  static const struct {
    const char *url;
    const char *mark;
  } rows[] = {
      {"https://a/?q=from:jack", "request.url: raw ':' at byte 17"},
      {"https://a/?q=%61", "at byte 13"},
      {"https://a/?q=a=b", "at byte 14"},
      {"https://a/?a=1&=v", "at byte 15"},
  };
  tw_credentials credentials = published_credentials();
  size_t i;
  for (i = 0; i < LENGTH_OF(rows); i++) {
    tw_request request = published_request();
    outcome done;
    check_case = rows[i].url;
    request.url = rows[i].url;
    done = explained(&credentials, &request);
    CHECK_NUMBER(done.status, TW_OK);
    CHECK(done.text && strstr(done.text, rows[i].mark));
    free(done.text);
  }
}

static void nothing_is_marked_in_a_request_that_both_read_alike(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  outcome done;
  check_case = "read alike";
  done = explained(&credentials, &request);
  CHECK_NUMBER(done.status, TW_OK);
  CHECK(done.text && strstr(done.text, "at byte") == NULL);
  free(done.text);
}

/* Not only the first one. */
static void every_such_place_is_marked(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  outcome done;
  check_case = "several places";
  request.url = "https://a/?q=from:jack&r=b;c";
  request.body = "status=hi!";
  request.body_len = strlen("status=hi!");
  done = explained(&credentials, &request);
  CHECK_NUMBER(done.status, TW_OK);
  CHECK(done.text && strstr(done.text, "request.url: raw ':' at byte 17"));
  CHECK(done.text && strstr(done.text, "request.url: raw ';' at byte 26"));
  CHECK(done.text && strstr(done.text, "request.body: raw '!' at byte 9"));
  free(done.text);
}

static void a_fresh_nonce_and_time_are_explained_too(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = plain_request();
  outcome first, second;
  check_case = "fresh nonce";
  first = explained(&credentials, &request);
  second = explained(&credentials, &request);
  CHECK_NUMBER(first.status, TW_OK);
  CHECK_NUMBER(second.status, TW_OK);
  CHECK(first.text && second.text && strcmp(first.text, second.text) != 0);
  free(first.text);
  free(second.text);
}

int main(void) {
  the_base_string_is_that_of_the_rfc();
  the_explanation_holds_base_string_and_signature();
  the_explanation_holds_no_secret();
  a_secret_in_the_request_is_not_repeated();
  the_labels_stay_legible();
  the_explanation_marks_what_x_reads_otherwise();
  nothing_is_marked_in_a_request_that_both_read_alike();
  every_such_place_is_marked();
  a_fresh_nonce_and_time_are_explained_too();
  return check_report();
}
