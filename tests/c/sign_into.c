/*
 * Signing into the caller's buffer: never a byte beyond the capacity, and a
 * capacity that the library told suffices whatever the nonce turns out to be.
 */
#include "fixtures.h"

static unsigned char room[1 << 16];
static unsigned char untouched[sizeof room];

static tw_signer *new_signer(void) {
  tw_credentials credentials = published_credentials();
  tw_signer *signer;
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  return signer;
}

static int untouched_from(size_t first) {
  return memcmp(room + first, untouched + first, sizeof room - first) == 0;
}

/* Signs into a fresh `room`, telling it this capacity. */
static tw_status sign(const tw_signer *signer, const tw_request *request,
                      size_t capacity, size_t *length) {
  tw_error error;
  tw_status status;
  memcpy(room, untouched, sizeof room);
  *length = 12345;
  status = tw_signer_sign_into(signer, request, (char *)room, capacity, length,
                               &error);
  check_error(&error, status);
  if (status == TW_ERR_BUFFER_TOO_SMALL) {
    CHECK(names_field(error.message, "buffer"));
    CHECK(untouched_from(0));
  }
  return status;
}

/* What a size query tells, with no buffer at all. */
static size_t told_capacity(const tw_signer *signer,
                            const tw_request *request) {
  size_t length = 12345;
  CHECK_NUMBER(tw_signer_sign_into(signer, request, NULL, 0, &length, NULL),
               TW_ERR_BUFFER_TOO_SMALL);
  return length;
}

static void check_each_capacity(const tw_signer *signer,
                                const tw_request *request) {
  size_t told = told_capacity(signer, request);
  size_t length, needed, capacity;
  char *header = NULL;

  CHECK_NUMBER(tw_signer_sign(signer, request, &header, NULL), TW_OK);
  if (header == NULL) return;
  needed = strlen(header) + 1;
  CHECK(needed <= told);
  for (capacity = needed - 3; capacity < needed; capacity++) {
    CHECK_NUMBER(sign(signer, request, capacity, &length),
                 TW_ERR_BUFFER_TOO_SMALL);
    CHECK_NUMBER(length, told);
  }
  for (capacity = needed; capacity <= told + 1; capacity++) {
    CHECK_NUMBER(sign(signer, request, capacity, &length), TW_OK);
    CHECK_NUMBER(length, needed - 1);
    CHECK_TEXT((char *)room, header);
    CHECK(untouched_from(needed));
  }
  tw_free(header);
}

static void capacities_around_the_header_and_around_what_was_told(void) {
  static const tw_param params[] = {{"realm", "X"},
                                    {"oauth_callback", "http://a/?b=c&d=e f"},
                                    {"oauth_verifier", "1234567"}};
  tw_signer *signer = new_signer();
  tw_request request = published_request();
  check_case = "published request";
  check_each_capacity(signer, &request);
  check_case = "nonce that is escaped";
  request.nonce = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}";
  check_each_capacity(signer, &request);
  check_case = "latest time";
  request.timestamp = INT64_MAX;
  check_each_capacity(signer, &request);
  check_case = "oauth_params";
  request.oauth_params = params;
  request.oauth_params_len = LENGTH_OF(params);
  check_each_capacity(signer, &request);
  tw_signer_free(signer);
}

static void every_smaller_capacity_leaves_the_buffer_alone(void) {
  tw_signer *signer = new_signer();
  tw_request request = published_request();
  size_t told = told_capacity(signer, &request);
  size_t capacity, length;
  check_case = "too small";
  for (capacity = 0; capacity < 64; capacity++) {
    CHECK_NUMBER(sign(signer, &request, capacity, &length),
                 TW_ERR_BUFFER_TOO_SMALL);
    CHECK_NUMBER(length, told);
  }
  tw_signer_free(signer);
}

/* A capacity is not a promise that all of it will be written to. */
static void huge_capacities_are_fine(void) {
  const size_t huge[] = {sizeof room, SIZE_MAX / 2, SIZE_MAX / 2 + 1, SIZE_MAX};
  tw_signer *signer = new_signer();
  tw_request request = published_request();
  size_t i, length;
  check_case = "huge";
  for (i = 0; i < LENGTH_OF(huge); i++) {
    CHECK_NUMBER(sign(signer, &request, huge[i], &length), TW_OK);
    CHECK_NUMBER(length, strlen((char *)room));
    CHECK(strstr((char *)room, published_signature_sent) != NULL);
    CHECK(untouched_from(length + 1));
  }
  tw_signer_free(signer);
}

/* `+`, `/` and `=` of the signature take three bytes each in the header. */
static void what_was_told_suffices_for_any_nonce(void) {
  tw_signer *signer = new_signer();
  tw_request request = plain_request();
  size_t told = told_capacity(signer, &request);
  size_t length, shortest = SIZE_MAX, longest = 0;
  char *header = malloc(told);
  int i;
  if (header == NULL) abort();
  check_case = "any nonce";
  for (i = 0; i < 2000; i++) {
    CHECK_NUMBER(
        tw_signer_sign_into(signer, &request, header, told, &length, NULL),
        TW_OK);
    CHECK_NUMBER(length, strlen(header));
    if (length < shortest) shortest = length;
    if (length > longest) longest = length;
    CHECK_NUMBER(told_capacity(signer, &request), told);
  }
  CHECK(shortest < longest && longest < told);
  free(header);
  tw_signer_free(signer);
}

/* More parameters than a usual request has. */
static void many_parameters_change_nothing_about_the_buffer(void) {
  tw_signer *signer = new_signer();
  tw_request request = published_request();
  char url[8192] = "https://api.x.com/?p=0";
  int i;
  for (i = 1; i < 500; i++) {
    sprintf(url + strlen(url), "&p%d=%d", i % 7, i);
  }
  check_case = "many parameters";
  request.url = url;
  check_each_capacity(signer, &request);
  tw_signer_free(signer);
}

static void a_refused_request_writes_no_length_and_nothing_beyond(void) {
  tw_signer *signer = new_signer();
  tw_request request = published_request();
  size_t length;
  check_case = "refused";
  request.url = "https://api.x.com/?q=100%";
  CHECK_NUMBER(sign(signer, &request, 300, &length), TW_ERR_INVALID_URL);
  CHECK_NUMBER(length, 0);
  CHECK(untouched_from(300));
  CHECK_NUMBER(sign(signer, &request, 0, &length), TW_ERR_INVALID_URL);
  CHECK_NUMBER(length, 0);
  CHECK(untouched_from(0));
  tw_signer_free(signer);
}

int main(void) {
  memset(untouched, 0x5a, sizeof untouched);
  capacities_around_the_header_and_around_what_was_told();
  every_smaller_capacity_leaves_the_buffer_alone();
  huge_capacities_are_fine();
  what_was_told_suffices_for_any_nonce();
  many_parameters_change_nothing_about_the_buffer();
  a_refused_request_writes_no_length_and_nothing_beyond();
  return check_report();
}
