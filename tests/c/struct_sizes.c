/*
 * Structs of older, newer and impossible callers: what the first release had
 * is enough, a later struct is fine as long as its new fields are not used.
 */
#include "fixtures.h"

#define END_OF(type, last_field) \
  (offsetof(type, last_field) + sizeof(((type *)0)->last_field))
#define LARGEST 4096

/* A struct with room for all that a caller might claim of it. */
static union {
  tw_credentials credentials;
  unsigned char bytes[LARGEST + 64];
} wide_credentials;
static union {
  tw_request request;
  unsigned char bytes[LARGEST + 64];
} wide_request;

struct size_row {
  const char *behaviour;
  size_t size;
  size_t byte_set; /* 0: none */
  tw_status status;
};

static void check_row(const struct size_row *row, const char *owner,
                      size_t *size, unsigned char *bytes) {
  size_t w;
  check_case = row->behaviour;
  for (w = 0; w < WAYS; w++) {
    outcome done;
    memset(&wide_credentials, 0, sizeof wide_credentials);
    memset(&wide_request, 0, sizeof wide_request);
    wide_credentials.credentials = published_credentials();
    wide_request.request = published_request();
    *size = row->size;
    if (row->byte_set != 0) bytes[row->byte_set] = 1;
    done = made(&ways[w], &wide_credentials.credentials,
                &wide_request.request);
    CHECK_NUMBER(done.status, row->status);
    if (row->status != TW_OK) {
      CHECK(strncmp(done.error.message, owner, strlen(owner)) == 0);
    } else if (ways[w].makes_header) {
      CHECK(done.text && strstr(done.text, published_signature_sent));
    }
    free(done.text);
  }
}

/* `first` is the size in the first release, `known` that in this one. */
static void check_sizes(const char *owner, size_t first, size_t known,
                        size_t *size, unsigned char *bytes) {
  const struct size_row rows[] = {
      {"unset", 0, 0, TW_ERR_STRUCT_SIZE},
      {"one byte", 1, 0, TW_ERR_STRUCT_SIZE},
      {"the size field alone", sizeof(size_t), 0, TW_ERR_STRUCT_SIZE},
      {"one byte short of the first release", first - 1, 0,
       TW_ERR_STRUCT_SIZE},
      {"the first release", first, 0, TW_OK},
      {"this release", known, 0, TW_OK},
      {"one byte more, zero", known + 1, 0, TW_OK},
      {"a field more, zero", known + 8, 0, TW_OK},
      {"a field more, its first byte set", known + 8, known,
       TW_ERR_STRUCT_SIZE},
      {"a field more, its last byte set", known + 8, known + 7,
       TW_ERR_STRUCT_SIZE},
      {"a byte set after the struct", known + 8, known + 8, TW_OK},
      {"the largest, zero", LARGEST, 0, TW_OK},
      {"the largest, last byte set", LARGEST, LARGEST - 1, TW_ERR_STRUCT_SIZE},
      {"beyond the largest", LARGEST + 1, 0, TW_ERR_STRUCT_SIZE},
      {"half the memory", SIZE_MAX / 2, 0, TW_ERR_STRUCT_SIZE},
      {"all the memory", SIZE_MAX, 0, TW_ERR_STRUCT_SIZE},
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(rows); i++) check_row(&rows[i], owner, size, bytes);
}

/* Between the fields the compiler leaves gaps; what is in them is nothing. */
static void padding_may_hold_anything(void) {
  tw_credentials credentials = published_credentials();
  tw_request request, all = published_request();
  outcome done;
  check_case = "padding";
  memset(&request, 0xaa, sizeof request);
  request.struct_size = sizeof request;
  request.method = all.method;
  request.url = all.url;
  request.content_type = all.content_type;
  request.body = all.body;
  request.body_len = all.body_len;
  request.nonce = all.nonce;
  request.timestamp = all.timestamp;
  request.rules = all.rules;
  request.oauth_params = all.oauth_params;
  request.oauth_params_len = all.oauth_params_len;
  done = made(&ways[0], &credentials, &request);
  CHECK_NUMBER(done.status, TW_OK);
  CHECK(done.text && strstr(done.text, published_signature_sent));
  free(done.text);
}

int main(void) {
  check_sizes("credentials", END_OF(tw_credentials, token_secret),
              sizeof(tw_credentials), &wide_credentials.credentials.struct_size,
              wide_credentials.bytes);
  check_sizes("request", END_OF(tw_request, oauth_params_len),
              sizeof(tw_request), &wide_request.request.struct_size,
              wide_request.bytes);
  padding_may_hold_anything();
  return check_report();
}
