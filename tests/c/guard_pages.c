/*
 * Every input and the buffer once right before a page that cannot be read or
 * written: one byte too many and the test dies.
 */
#define _DEFAULT_SOURCE 1 /* MAP_ANONYMOUS */
#include <sys/mman.h>
#include <unistd.h>

#include "fixtures.h"

/* `size` bytes that end where the guard page begins; never released. */
static void *before_guard(size_t size) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t pages = (size + page - 1) / page;
  char *start = mmap(NULL, (pages + 1) * page, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) abort();
  if (mprotect(start + pages * page, page, PROT_NONE) != 0) abort();
  return start + pages * page - size;
}

static void *copy_before_guard(const void *bytes, size_t size) {
  return memcpy(before_guard(size), bytes, size);
}

static const char *text_before_guard(const char *text) {
  return copy_before_guard(text, strlen(text) + 1);
}

static void check_published(const tw_credentials *credentials,
                            const tw_request *request) {
  size_t w;
  for (w = 0; w < WAYS; w++) {
    outcome done = made(&ways[w], credentials, request);
    CHECK_NUMBER(done.status, TW_OK);
    if (ways[w].makes_header) {
      CHECK(done.text && strstr(done.text, published_signature_sent));
    }
    free(done.text);
  }
}

static void the_body_needs_no_nul(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  check_case = "body";
  request.body = copy_before_guard(published_body, request.body_len);
  check_published(&credentials, &request);
}

/* An escape that the end of the body cuts off is not read on. */
static void a_broken_escape_ends_with_the_body(void) {
  static const char *const bodies[] = {"a=%", "a=%4", "%", "a=1&b%"};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t i;
  for (i = 0; i < LENGTH_OF(bodies); i++) {
    outcome done;
    check_case = bodies[i];
    request.body_len = strlen(bodies[i]);
    request.body = copy_before_guard(bodies[i], request.body_len);
    done = made(&ways[0], &credentials, &request);
    CHECK_NUMBER(done.status, TW_ERR_INVALID_BODY);
    free(done.text);
  }
}

static void nothing_is_read_where_the_length_is_zero(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  const char *guard = before_guard(0);
  char *without = NULL, *with = NULL, *form = NULL;
  check_case = "length 0";
  request.body = NULL;
  request.body_len = 0;
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &without, NULL), TW_OK);
  request.body = guard;
  request.oauth_params = (const tw_param *)(const void *)guard;
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &with, NULL), TW_OK);
  CHECK(with && without && strcmp(with, without) == 0);
  CHECK_NUMBER(
      tw_form_encode((const tw_param *)(const void *)guard, 0, &form, NULL),
      TW_OK);
  CHECK_TEXT(form, "");
  tw_free(with);
  tw_free(without);
  tw_free(form);
}

/* Only a form enters the signature; a file may be long. */
static void a_body_that_is_no_form_is_not_looked_at(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t w;
  check_case = "JSON body";
  request.content_type = "application/json";
  request.body = before_guard(0);
  request.body_len = 100;
  for (w = 0; w < WAYS; w++) {
    outcome done = made(&ways[w], &credentials, &request);
    CHECK_NUMBER(done.status, TW_OK);
    free(done.text);
  }
}

/* As -1 of a failed read() would be, taken for a length. */
static void lengths_beyond_all_memory_are_refused_unread(void) {
  static const size_t lengths[] = {SIZE_MAX, SIZE_MAX / 2 + 1,
                                   SIZE_MAX / sizeof(tw_param) + 1};
  tw_credentials credentials = published_credentials();
  const void *guard = before_guard(0);
  size_t i;
  check_case = "length beyond memory";
  for (i = 0; i < LENGTH_OF(lengths); i++) {
    tw_request request = published_request();
    char *text = garbage;
    request.oauth_params = guard;
    request.oauth_params_len = lengths[i];
    CHECK_NUMBER(tw_sign_request(&credentials, &request, &text, NULL),
                 TW_ERR_INVALID_PARAM);
    CHECK(text == NULL);
    text = garbage;
    CHECK_NUMBER(tw_form_encode(guard, lengths[i], &text, NULL),
                 TW_ERR_INVALID_PARAM);
    CHECK(text == NULL);
    if (lengths[i] <= SIZE_MAX / 2) continue;
    text = garbage;
    request = published_request();
    request.body = guard;
    request.body_len = lengths[i];
    CHECK_NUMBER(tw_sign_request(&credentials, &request, &text, NULL),
                 TW_ERR_INVALID_BODY);
    CHECK(text == NULL);
  }
}

static void texts_end_with_their_nul(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  check_case = "texts";
  credentials.api_key = text_before_guard(credentials.api_key);
  credentials.api_secret = text_before_guard(credentials.api_secret);
  credentials.token = text_before_guard(credentials.token);
  credentials.token_secret = text_before_guard(credentials.token_secret);
  request.method = text_before_guard(request.method);
  request.url = text_before_guard(request.url);
  request.content_type = text_before_guard(request.content_type);
  request.nonce = text_before_guard(request.nonce);
  check_published(&credentials, &request);
}

static void a_broken_escape_ends_with_the_url(void) {
  static const char *const urls[] = {"https://a/%",   "https://a/%4",
                                     "https://a/?%",  "https://a/?q=%4",
                                     "https://a/?a&%"};
  tw_credentials credentials = published_credentials();
  tw_request request = plain_request();
  size_t i;
  for (i = 0; i < LENGTH_OF(urls); i++) {
    outcome done;
    char *canonical = garbage;
    check_case = urls[i];
    request.url = text_before_guard(urls[i]);
    done = made(&ways[0], &credentials, &request);
    CHECK_NUMBER(done.status, TW_ERR_INVALID_URL);
    free(done.text);
    CHECK_NUMBER(tw_canonical_url(request.url, &canonical, NULL),
                 TW_ERR_INVALID_URL);
    CHECK(canonical == NULL);
  }
}

static void arrays_end_with_their_last_element(void) {
  static const tw_param realm[] = {{"realm", "Photos"}};
  static const tw_param pairs[] = {{"a", "1"}, {"b", "2"}};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *form = NULL;
  check_case = "arrays";
  request.oauth_params = copy_before_guard(realm, sizeof realm);
  request.oauth_params_len = 1;
  check_published(&credentials, &request);
  CHECK_NUMBER(
      tw_form_encode(copy_before_guard(pairs, sizeof pairs), 2, &form, NULL),
      TW_OK);
  CHECK_TEXT(form, "a=1&b=2");
  tw_free(form);
}

static void structs_end_where_their_size_says(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  check_case = "structs";
  check_published(copy_before_guard(&credentials, sizeof credentials),
                  copy_before_guard(&request, sizeof request));
}

static void of_a_struct_of_wrong_size_only_the_size_is_read(void) {
  static const size_t sizes[] = {0, 1, sizeof(size_t), 4097, SIZE_MAX};
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t i;
  for (i = 0; i < LENGTH_OF(sizes); i++) {
    const void *size_alone = copy_before_guard(&sizes[i], sizeof sizes[i]);
    char *header = garbage;
    check_case = "wrong size";
    CHECK_NUMBER(tw_sign_request(size_alone, &request, &header, NULL),
                 TW_ERR_STRUCT_SIZE);
    CHECK(header == NULL);
    header = garbage;
    CHECK_NUMBER(tw_sign_request(&credentials, size_alone, &header, NULL),
                 TW_ERR_STRUCT_SIZE);
    CHECK(header == NULL);
  }
}

static void the_buffer_is_left_alone_after_its_capacity(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  tw_signer *signer;
  char *header = NULL, *buffer;
  size_t needed, capacity, length;
  check_case = "buffer";
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  CHECK_NUMBER(tw_signer_sign(signer, &request, &header, NULL), TW_OK);
  if (header == NULL) return;
  needed = strlen(header) + 1;
  for (capacity = 0; capacity < needed; capacity++) {
    buffer = before_guard(capacity);
    CHECK_NUMBER(tw_signer_sign_into(signer, &request, buffer, capacity,
                                     &length, NULL),
                 TW_ERR_BUFFER_TOO_SMALL);
  }
  buffer = before_guard(needed);
  CHECK_NUMBER(
      tw_signer_sign_into(signer, &request, buffer, needed, &length, NULL),
      TW_OK);
  CHECK_TEXT(buffer, header);
  tw_free(header);
  tw_signer_free(signer);
}

static void a_date_ends_with_its_nul(void) {
  static const char *const dates[] = {"Sun, 06 Nov 1994 08:49:37 GMT",
                                      "Sun, 06 Nov 1994 08:49:3", "Sun, 0", "S",
                                      ""};
  tw_credentials credentials = published_credentials();
  tw_signer *signer;
  size_t i;
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  for (i = 0; i < LENGTH_OF(dates); i++) {
    int64_t offset;
    check_case = dates[i];
    CHECK_NUMBER(tw_signer_learn_clock(signer, text_before_guard(dates[i]),
                                       &offset, NULL),
                 i == 0 ? TW_OK : TW_ERR_INVALID_RESPONSE);
  }
  tw_signer_free(signer);
}

int main(void) {
  the_body_needs_no_nul();
  a_broken_escape_ends_with_the_body();
  nothing_is_read_where_the_length_is_zero();
  a_body_that_is_no_form_is_not_looked_at();
  lengths_beyond_all_memory_are_refused_unread();
  texts_end_with_their_nul();
  a_broken_escape_ends_with_the_url();
  arrays_end_with_their_last_element();
  structs_end_where_their_size_says();
  of_a_struct_of_wrong_size_only_the_size_is_read();
  the_buffer_is_left_alone_after_its_capacity();
  a_date_ends_with_its_nul();
  return check_report();
}
