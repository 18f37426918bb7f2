/* What every caller meets: version, words, memory, the published request. */
#include <limits.h>
#include <stdio.h>

#include "fixtures.h"

static void version_at_run_time_is_that_of_the_header(void) {
  char built[40];
  snprintf(built, sizeof built, "%d.%d.%d", TW_VERSION_MAJOR, TW_VERSION_MINOR,
           TW_VERSION_PATCH);
  CHECK_TEXT(tw_version(), TW_VERSION_STRING);
  CHECK_TEXT(built, TW_VERSION_STRING);
  CHECK_NUMBER(tw_version_number(), TW_VERSION_NUMBER);
}

static void the_layout_of_tw_error_is_frozen(void) {
  CHECK_NUMBER(sizeof(tw_error), 256);
  CHECK_NUMBER(offsetof(tw_error, status), 0);
  CHECK_NUMBER(offsetof(tw_error, api_code), 4);
  CHECK_NUMBER(offsetof(tw_error, message), 8);
}

static void the_numbers_of_the_statuses_are_frozen(void) {
  static const tw_status in_order[] = {
      TW_OK,
      TW_ERR_NULL_ARGUMENT,
      TW_ERR_STRUCT_SIZE,
      TW_ERR_INVALID_CREDENTIALS,
      TW_ERR_INVALID_METHOD,
      TW_ERR_INVALID_URL,
      TW_ERR_INVALID_BODY,
      TW_ERR_INVALID_PARAM,
      TW_ERR_AMBIGUOUS,
      TW_ERR_BUFFER_TOO_SMALL,
      TW_ERR_INVALID_RESPONSE,
      TW_ERR_REFUSED,
      TW_ERR_DENIED,
      TW_ERR_SIGNATURE_MISMATCH,
      TW_ERR_SYSTEM,
      TW_ERR_INTERNAL,
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(in_order); i++) CHECK_NUMBER(in_order[i], (int)i);
}

static void every_number_has_a_sentence(void) {
  static const int unknown[] = {-1, TW_ERR_INTERNAL + 1, 255, INT_MAX, INT_MIN};
  int status, other;
  size_t i;
  for (status = TW_OK; status <= TW_ERR_INTERNAL; status++) {
    const char *sentence = tw_status_message(status);
    CHECK(sentence != NULL && *sentence != '\0');
    CHECK_TEXT(tw_status_message(status), sentence);
    for (other = TW_OK; other < status; other++) {
      CHECK(strcmp(sentence, tw_status_message(other)) != 0);
    }
  }
  for (i = 0; i < LENGTH_OF(unknown); i++) {
    const char *sentence = tw_status_message(unknown[i]);
    CHECK(sentence != NULL && *sentence != '\0');
    for (status = TW_OK; status <= TW_ERR_INTERNAL; status++) {
      CHECK(strcmp(sentence, tw_status_message(status)) != 0);
    }
  }
}

/* Would crash, or be an error to valgrind, if it did anything. */
static void null_is_freed_and_set_in_vain(void) {
  tw_free(NULL);
  tw_signer_free(NULL);
  tw_signer_set_clock_offset(NULL, 5);
}

static void the_published_request_gets_the_published_signature(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t i;
  for (i = 0; i < WAYS; i++) {
    outcome done;
    check_case = ways[i].function;
    done = made(&ways[i], &credentials, &request);
    CHECK_NUMBER(done.status, TW_OK);
    if (ways[i].makes_header) {
      CHECK(done.text && strstr(done.text, published_signature_sent));
    }
    free(done.text);
  }
  check_case = "";
}

static void without_a_token_the_request_is_signed_for_the_app(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t i;
  credentials.token = credentials.token_secret = NULL;
  for (i = 0; i < WAYS; i++) {
    outcome done;
    check_case = ways[i].function;
    done = made(&ways[i], &credentials, &request);
    CHECK_NUMBER(done.status, TW_OK);
    CHECK(done.text && strstr(done.text, "oauth_consumer_key"));
    CHECK(done.text && (ways[i].make == tw_explain ||
                        !strstr(done.text, "oauth_token")));
    free(done.text);
  }
  check_case = "";
}

static void an_empty_body_may_be_null_and_changes_nothing(void) {
  static const char *const types[] = {NULL, form_type, "application/json"};
  tw_credentials credentials = published_credentials();
  tw_request request = plain_request();
  char *without = NULL, *with = NULL;
  size_t i;
  request.method = "POST";
  request.nonce = "n";
  request.timestamp = 1;
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &without, NULL), TW_OK);
  for (i = 0; i < LENGTH_OF(types); i++) {
    request.content_type = types[i];
    request.body = NULL;
    CHECK_NUMBER(tw_sign_request(&credentials, &request, &with, NULL), TW_OK);
    CHECK_TEXT(with, without);
    tw_free(with);
    request.body = "not read";
    CHECK_NUMBER(tw_sign_request(&credentials, &request, &with, NULL), TW_OK);
    CHECK_TEXT(with, without);
    tw_free(with);
  }
  tw_free(without);
}

/* realm stands first and quoted; the signature is as if it were not there. */
static void a_realm_is_sent_first_and_not_signed(void) {
  static const tw_param realm = {"realm", "Photos"};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *header = NULL;
  request.oauth_params = &realm;
  request.oauth_params_len = 1;
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &header, NULL), TW_OK);
  CHECK(header && strncmp(header, "OAuth realm=\"Photos\", ", 22) == 0);
  CHECK(header && strstr(header, published_signature_sent));
  tw_free(header);
}

static void two_signatures_have_two_nonces_and_the_clocks_time(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = plain_request();
  size_t i;
  for (i = 0; i < WAYS; i++) {
    char nonce[2][40], timestamp[24];
    long long signed_at, before = time(NULL);
    int n;
    if (!ways[i].makes_header) continue;
    check_case = ways[i].function;
    for (n = 0; n < 2; n++) {
      outcome done = made(&ways[i], &credentials, &request);
      CHECK_NUMBER(done.status, TW_OK);
      if (done.status != TW_OK) return;
      header_value(done.text, "oauth_nonce", nonce[n], sizeof nonce[n]);
      CHECK_NUMBER(strspn(nonce[n], "0123456789abcdefABCDEF"), 32);
      CHECK_NUMBER(strlen(nonce[n]), 32);
      signed_at = strtoll(header_value(done.text, "oauth_timestamp", timestamp,
                                       sizeof timestamp),
                          NULL, 10);
      CHECK(is_since(before, signed_at));
      free(done.text);
    }
    CHECK(strcmp(nonce[0], nonce[1]) != 0);
  }
  check_case = "";
}

int main(void) {
  version_at_run_time_is_that_of_the_header();
  the_layout_of_tw_error_is_frozen();
  the_numbers_of_the_statuses_are_frozen();
  every_number_has_a_sentence();
  null_is_freed_and_set_in_vain();
  the_published_request_gets_the_published_signature();
  without_a_token_the_request_is_signed_for_the_app();
  an_empty_body_may_be_null_and_changes_nothing();
  a_realm_is_sent_first_and_not_signed();
  two_signatures_have_two_nonces_and_the_clocks_time();
  return check_report();
}
