/*
 * Large requests: a body of 1 GB is hashed as it stands and never copied, and a
 * million parameters are sorted and signed, whatever their names are.
 */
#define _GNU_SOURCE 1 /* memfd_create */
#include <sys/mman.h>
#include <unistd.h>

#include "fixtures.h"

#define PIECE ((size_t)1 << 20)
#define PIECES 1024

/* One piece of memory, a thousand times in a row. */
static char *pieces_in_a_row(void) {
  int file = memfd_create("piece", 0);
  char *start = mmap(NULL, PIECE * PIECES, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  size_t i;
  if (file < 0 || start == MAP_FAILED) abort();
  if (ftruncate(file, (off_t)PIECE) != 0) abort();
  for (i = 0; i < PIECES; i++) {
    if (mmap(start + i * PIECE, PIECE, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_FIXED, file, 0) == MAP_FAILED) {
      abort();
    }
  }
  close(file);
  memset(start, 'x', PIECE);
  return start;
}

/* In KiB, without what maps a file. */
static long memory_of_its_own(void) {
  char line[128];
  long size = 0;
  FILE *file = fopen("/proc/self/status", "r");
  if (file == NULL) abort();
  while (fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, "RssAnon:", 8) == 0) size = strtol(line + 8, NULL, 10);
  }
  fclose(file);
  return size;
}

/* Under valgrind it would take minutes, and valgrind's own memory would be counted. */
static void a_body_of_1_gb_is_not_copied(int in_full) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *header = NULL, *body = pieces_in_a_row();
  long before = memory_of_its_own();
  tw_error error;
  check_case = "body of 1 GB";
  request.body = body;
  request.body_len = in_full ? PIECE * PIECES : PIECE;
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &header, &error), TW_OK);
  tw_free(header);
  if (in_full) CHECK(memory_of_its_own() - before < 1024);
  body[PIECE - 1] = ' ';
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &header, &error),
               TW_ERR_INVALID_BODY);
  CHECK(tells_byte(error.message, PIECE - 1));
  body[PIECE - 1] = 'x';
  request.content_type = "application/json"; /* is not looked at */
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &header, &error), TW_OK);
  tw_free(header);
  munmap(body, PIECE * PIECES);
}

#define MANY 1000000
#define PARAM_SIZE 10 /* "p=1234567&" */

static void a_million_parameters_are_signed(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *body = malloc(MANY * PARAM_SIZE + 1), *header = NULL, *text = NULL;
  unsigned long value = 1;
  size_t i;
  check_case = "a million parameters";
  if (body == NULL) abort();
  for (i = 0; i < MANY; i++) {
    value = value * 48271 % 2147483647; /* in no order */
    sprintf(body + i * PARAM_SIZE, "p=%07lu&", value % 10000000);
  }
  request.body = body;
  request.body_len = MANY * PARAM_SIZE - 1;
  CHECK_NUMBER(tw_sign_request(&credentials, &request, &header, NULL), TW_OK);
  CHECK(header != NULL && strlen(header) < 500);
  tw_free(header);
  CHECK_NUMBER(tw_signature_base_string(&credentials, &request, &text, NULL),
               TW_OK);
  CHECK(text != NULL && strlen(text) > MANY * (PARAM_SIZE + 4));
  tw_free(text);
  free(body);
}

#define NAMES 100000
#define PAIR_SIZE 16 /* "oauth_x1234567=&" */

/* Each name stands twice: X reads one of them, and each is told. What looked for
 * each among all others would be at it for many minutes. */
static void parameters_of_oauth_names_are_looked_at_once(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *body = malloc(2 * NAMES * PAIR_SIZE + 1), *text = NULL;
  const char *place;
  tw_error error;
  size_t i, places = 0;
  check_case = "many parameters of oauth_ names";
  if (body == NULL) abort();
  for (i = 0; i < 2 * NAMES; i++) {
    sprintf(body + i * PAIR_SIZE, "oauth_x%07lu=&", (unsigned long)(i % NAMES));
  }
  request.body = body;
  request.body_len = 2 * NAMES * PAIR_SIZE - 1;
  CHECK_NUMBER(tw_signature_base_string(&credentials, &request, &text, &error),
               TW_ERR_AMBIGUOUS);
  CHECK(tells_byte(error.message, NAMES * PAIR_SIZE));
  request.rules = TW_RULES_RFC5849;
  CHECK_NUMBER(tw_signature_base_string(&credentials, &request, &text, NULL),
               TW_OK);
  tw_free(text);
  CHECK_NUMBER(tw_explain(&credentials, &request, &text, NULL), TW_OK);
  for (place = text; (place = strstr(place, "\n  ! ")) != NULL; place++) places++;
  CHECK_NUMBER(places, NAMES);
  tw_free(text);
  CHECK_NUMBER(tw_diagnose(&credentials, &request, NULL, &text, NULL), TW_OK);
  tw_free(text);
  free(body);
}

int main(void) {
  const char *preloaded = getenv("LD_PRELOAD");
  int in_full = preloaded == NULL || strstr(preloaded, "vgpreload") == NULL;
  a_body_of_1_gb_is_not_copied(in_full);
  if (in_full) a_million_parameters_are_signed();
  if (in_full) parameters_of_oauth_names_are_looked_at_once();
  return check_report();
}
