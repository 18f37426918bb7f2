/*
 * Sizes, offsets and numbers as C sees them: line by line tests/abi/layout.txt,
 * which tests/layout.rs holds for Rust.
 */
#include <stdarg.h>
#include <stddef.h>

#include "fixtures.h"

static FILE *pinned;
static char line[128];

static void check_line(const char *format, ...) {
  static char wanted[128];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (fgets(wanted, sizeof wanted, pinned) == NULL) wanted[0] = '\0';
  wanted[strcspn(wanted, "\n")] = '\0';
  CHECK_TEXT(line, wanted);
}

#define STRUCT(type) \
  check_line("%s: %lu bytes", #type, (unsigned long)sizeof(type))
#define MEMBER(type, name)                                         \
  check_line("%s.%s: %lu bytes at %lu", #type, #name,              \
             (unsigned long)sizeof(((type *)NULL)->name),          \
             (unsigned long)offsetof(type, name))
#define NUMBER(name) check_line("%s: %d", #name, (int)(name))

static void structs_are_laid_out_as_pinned(void) {
  check_case = "structs";
  STRUCT(tw_credentials);
  MEMBER(tw_credentials, struct_size);
  MEMBER(tw_credentials, api_key);
  MEMBER(tw_credentials, api_secret);
  MEMBER(tw_credentials, token);
  MEMBER(tw_credentials, token_secret);
  STRUCT(tw_param);
  MEMBER(tw_param, name);
  MEMBER(tw_param, value);
  STRUCT(tw_request);
  MEMBER(tw_request, struct_size);
  MEMBER(tw_request, method);
  MEMBER(tw_request, url);
  MEMBER(tw_request, content_type);
  MEMBER(tw_request, body);
  MEMBER(tw_request, body_len);
  MEMBER(tw_request, nonce);
  MEMBER(tw_request, timestamp);
  MEMBER(tw_request, rules);
  MEMBER(tw_request, oauth_params);
  MEMBER(tw_request, oauth_params_len);
  STRUCT(tw_error);
  MEMBER(tw_error, status);
  MEMBER(tw_error, api_code);
  MEMBER(tw_error, message);
  STRUCT(tw_attempt);
  MEMBER(tw_attempt, struct_size);
  MEMBER(tw_attempt, authorization);
  MEMBER(tw_attempt, received_at);
  MEMBER(tw_attempt, http_status);
  MEMBER(tw_attempt, date);
  MEMBER(tw_attempt, body);
  MEMBER(tw_attempt, body_len);
  STRUCT(tw_authorize_options);
  MEMBER(tw_authorize_options, struct_size);
  MEMBER(tw_authorize_options, sign_in);
  MEMBER(tw_authorize_options, force_login);
  MEMBER(tw_authorize_options, screen_name);
  MEMBER(tw_authorize_options, base_url);
}

static void numbers_are_as_pinned(void) {
  check_case = "numbers";
  STRUCT(tw_status);
  STRUCT(tw_rules);
  NUMBER(TW_OK);
  NUMBER(TW_ERR_NULL_ARGUMENT);
  NUMBER(TW_ERR_STRUCT_SIZE);
  NUMBER(TW_ERR_INVALID_CREDENTIALS);
  NUMBER(TW_ERR_INVALID_METHOD);
  NUMBER(TW_ERR_INVALID_URL);
  NUMBER(TW_ERR_INVALID_BODY);
  NUMBER(TW_ERR_INVALID_PARAM);
  NUMBER(TW_ERR_AMBIGUOUS);
  NUMBER(TW_ERR_BUFFER_TOO_SMALL);
  NUMBER(TW_ERR_INVALID_RESPONSE);
  NUMBER(TW_ERR_REFUSED);
  NUMBER(TW_ERR_DENIED);
  NUMBER(TW_ERR_SIGNATURE_MISMATCH);
  NUMBER(TW_ERR_SYSTEM);
  NUMBER(TW_ERR_INTERNAL);
  NUMBER(TW_RULES_X);
  NUMBER(TW_RULES_RFC5849);
}

int main(void) {
  if (sizeof(void *) != 8) {
    puts("not run: pinned for 64 bits");
    return 0;
  }
  pinned = fopen("tests/abi/layout.txt", "r");
  if (pinned == NULL) abort();
  structs_are_laid_out_as_pinned();
  numbers_are_as_pinned();
  CHECK(fgets(line, sizeof line, pinned) == NULL);
  fclose(pinned);
  return check_report();
}
