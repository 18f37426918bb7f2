/*
 * Checks that count and go on. A check that fails says where, in which case,
 * and what was wanted.
 *
 * CHECK_TEXT shows both texts: it is for texts that hold no secret.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <string.h>

static unsigned long check_passed, check_failed;

/* The row of a table or the folder of a vector that is being checked. */
static const char *check_case = "";

static inline void check_that(int holds, const char *file, int line,
                              const char *wanted) {
  if (holds) {
    check_passed++;
    return;
  }
  check_failed++;
  fprintf(stderr, "%s:%d: [%s] not so: %s\n", file, line, check_case, wanted);
}

static inline void check_number(long long got, long long wanted,
                                const char *file, int line, const char *what) {
  check_that(got == wanted, file, line, what);
  if (got != wanted) fprintf(stderr, "  %lld, wanted %lld\n", got, wanted);
}

static inline void check_text(const char *got, const char *wanted,
                              const char *file, int line, const char *what) {
  int same = got != NULL && strcmp(got, wanted) == 0;
  check_that(same, file, line, what);
  if (!same) {
    fprintf(stderr, "  got    %s\n  wanted %s\n", got ? got : "NULL", wanted);
  }
}

#define CHECK(condition) \
  check_that((condition) != 0, __FILE__, __LINE__, #condition)
#define CHECK_NUMBER(got, wanted) \
  check_number((got), (wanted), __FILE__, __LINE__, #got " == " #wanted)
#define CHECK_TEXT(got, wanted) \
  check_text((got), (wanted), __FILE__, __LINE__, #got " equals " #wanted)

/* Ends main: the counts, and the exit status that goes with them. */
static inline int check_report(void) {
  printf("%lu passed, %lu failed\n", check_passed, check_failed);
  return check_failed == 0 && check_passed > 0 ? 0 : 1;
}

#endif /* CHECK_H */
