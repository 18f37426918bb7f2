/* The signer's clock: corrected by hand or by a reply's Date header. */
#include "fixtures.h"

static tw_signer *new_signer(void) {
  tw_credentials credentials = published_credentials();
  tw_signer *signer;
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  return signer;
}

static long long signed_time(const tw_signer *signer,
                             const tw_request *request) {
  char *header = NULL, timestamp[24] = "";
  CHECK_NUMBER(tw_signer_sign(signer, request, &header, NULL), TW_OK);
  if (header == NULL) return 0;
  header_value(header, "oauth_timestamp", timestamp, sizeof timestamp);
  CHECK(strspn(timestamp, "0123456789") == strlen(timestamp));
  tw_free(header);
  return strtoll(timestamp, NULL, 10);
}

/* The signature's time is the clock's plus this many seconds. */
static void check_offset(const tw_signer *signer, long long offset) {
  tw_request request = plain_request();
  long long before = time(NULL);
  CHECK(is_since(before, signed_time(signer, &request) - offset));
}

static void an_offset_moves_the_time_and_the_last_one_counts(void) {
  static const int64_t offsets[] = {0, 1, -1, 3600, -3600, 86400 * 365, 0};
  tw_signer *signer = new_signer();
  size_t i;
  check_case = "offset";
  check_offset(signer, 0);
  for (i = 0; i < LENGTH_OF(offsets); i++) {
    tw_signer_set_clock_offset(signer, offsets[i]);
    check_offset(signer, offsets[i]);
  }
  tw_signer_free(signer);
}

static void a_given_time_is_not_moved(void) {
  tw_signer *signer = new_signer();
  tw_request request = published_request();
  check_case = "given time";
  tw_signer_set_clock_offset(signer, 3600);
  CHECK_NUMBER(signed_time(signer, &request), 1318622958);
  request.timestamp = 1;
  CHECK_NUMBER(signed_time(signer, &request), 1);
  tw_signer_free(signer);
}

static void one_signers_clock_is_not_anothers(void) {
  tw_signer *moved = new_signer(), *other = new_signer();
  check_case = "other signer";
  tw_signer_set_clock_offset(moved, 3600);
  check_offset(other, 0);
  tw_signer_free(moved);
  tw_signer_free(other);
}

/* No time before 1970 is ever sent, and none that has gone round. */
static void a_time_out_of_range_is_an_error(void) {
  static const int64_t offsets[] = {INT64_MIN, INT64_MIN + 1,
                                    -INT64_C(1000000000000), INT64_MAX};
  tw_signer *signer = new_signer();
  tw_request request = plain_request();
  size_t i;
  check_case = "out of range";
  for (i = 0; i < LENGTH_OF(offsets); i++) {
    char *header = garbage;
    tw_error error;
    tw_status status;
    tw_signer_set_clock_offset(signer, offsets[i]);
    status = tw_signer_sign(signer, &request, &header, &error);
    CHECK(status == TW_ERR_SYSTEM || status == TW_ERR_INVALID_PARAM);
    CHECK(header == NULL);
    check_error(&error, status);
  }
  tw_signer_set_clock_offset(signer, 0);
  check_offset(signer, 0);
  tw_signer_free(signer);
}

/* A reply that came this very moment, from a server whose clock is ahead. */
static void the_offset_is_learned_from_a_reply(void) {
  static const int ahead[] = {3600, -3600, 0, 7};
  size_t i;
  check_case = "learned";
  for (i = 0; i < LENGTH_OF(ahead); i++) {
    tw_signer *signer = new_signer();
    time_t before = time(NULL), server = before + ahead[i];
    int64_t offset = 12345;
    char date[64];
    tw_error error;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&server));
    CHECK_NUMBER(tw_signer_learn_clock(signer, date, &offset, &error), TW_OK);
    check_error(&error, TW_OK);
    CHECK(is_since(before, server - offset));
    check_offset(signer, offset);
    tw_signer_free(signer);
  }
}

/* RFC 9110, 5.6.7: a recipient accepts all three forms. */
static void each_form_of_an_http_date_is_read(void) {
  static const struct {
    const char *date;
    long long seconds;
  } rows[] = {
      {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
      {"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
      {"Sun Nov  6 08:49:37 1994", 784111777},
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
      {"Tue, 29 Feb 2000 23:59:59 GMT", 951868799},
      {"Thu, 29 Feb 2024 00:00:00 GMT", 1709164800},
      {"Wed, 01 Mar 2000 00:00:00 GMT", 951868800},
      {"Fri, 31 Dec 1999 23:59:59 GMT", 946684799},
      {"Mon, 01 Mar 2100 00:00:00 GMT", 4107542400},
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(rows); i++) {
    tw_signer *signer = new_signer();
    long long before = time(NULL);
    int64_t offset = 0;
    check_case = rows[i].date;
    CHECK_NUMBER(tw_signer_learn_clock(signer, rows[i].date, &offset, NULL),
                 TW_OK);
    CHECK(is_since(before, rows[i].seconds - offset));
    tw_signer_free(signer);
  }
}

static void what_is_no_date_is_refused_and_changes_nothing(void) {
  static const char *const dates[] = {
      "",
      " ",
      "now",
      "1318622958",
      "2011-10-14T20:09:18Z",
      "Sun, 06 Nov 1994 08:49:37",
      "Sun, 06 Nov 1994 08:49:37 +0000",
      "Sun, 06 Nov 1994 08:49:37 CET",
      "Sun, 06 Nov 1994 08:49:37 GMT and more",
      "Sun, 06 Nov 1994 08:49:37 GMT\r\nX: y",
      "Sun, 06 Nov 1994 24:00:00 GMT",
      "Sun, 06 Nov 1994 08:60:37 GMT",
      "Sun, 06 Nov 1994 08:49:61 GMT",
      "Sun, 00 Nov 1994 08:49:37 GMT",
      "Wed, 31 Nov 1994 08:49:37 GMT",
      "Tue, 29 Feb 2023 08:49:37 GMT",
      "Mon, 29 Feb 2100 08:49:37 GMT",
      "Sun, 06 Foo 1994 08:49:37 GMT",
      "Sun, -6 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov -994 08:49:37 GMT",
      "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:3\xc3\xa9 GMT",
  };
  tw_signer *signer = new_signer();
  size_t i;
  tw_signer_set_clock_offset(signer, 1000);
  for (i = 0; i < LENGTH_OF(dates); i++) {
    int64_t offset = 12345;
    tw_error error;
    check_case = dates[i];
    CHECK_NUMBER(tw_signer_learn_clock(signer, dates[i], &offset, &error),
                 TW_ERR_INVALID_RESPONSE);
    CHECK_NUMBER(offset, 0);
    check_error(&error, TW_ERR_INVALID_RESPONSE);
    CHECK(names_field(error.message, "http_date"));
    offset = 12345;
    CHECK_NUMBER(tw_signer_learn_clock(signer, dates[i], &offset, NULL),
                 TW_ERR_INVALID_RESPONSE);
    CHECK_NUMBER(offset, 0);
    check_offset(signer, 1000);
  }
  tw_signer_free(signer);
}

int main(void) {
  an_offset_moves_the_time_and_the_last_one_counts();
  a_given_time_is_not_moved();
  one_signers_clock_is_not_anothers();
  a_time_out_of_range_is_an_error();
  the_offset_is_learned_from_a_reply();
  each_form_of_an_http_date_is_read();
  what_is_no_date_is_refused_and_changes_nothing();
  return check_report();
}
