/*
 * The stack that a call used is wiped to its deepest byte: whatever the call
 * left there, secret or not. And no call uses more than half of the smallest
 * stack that a thread can have.
 */
#define _GNU_SOURCE 1 /* MAP_ANONYMOUS */
#include "every_call.h"
#include "own_stack.h"

#define STACK_SIZE (1 << 18)
#define PAINT 0x5a

/* These are given no secret, or one that is no longer in memory. */
static const char *const unwiped[] = {
    "form_encode",  "canonical_url",     "authorize_url",
    "signer_signs", "signer_signs_into", "signer_learns_clock",
    "versions",
};

static int is_wiped(const char *name) {
  size_t i;
  for (i = 0; i < LENGTH_OF(unwiped); i++) {
    if (strcmp(unwiped[i], name) == 0) return 0;
  }
  return 1;
}

/* Painted first: what is not painted any more has been used. */
static size_t used_by(void (*call)(void), unsigned char *stack, size_t above) {
  size_t untouched = 0;
  memset(stack, PAINT, STACK_SIZE);
  call_on_stack((char *)stack, STACK_SIZE - above, call);
  while (untouched < STACK_SIZE && stack[untouched] == PAINT) untouched++;
  return STACK_SIZE - untouched;
}

/* What is deepest was written by the wiping: it is all zeros, but for what the
 * machine needs below an array to write it. */
static int is_wiped_below(const unsigned char *deepest) {
  size_t i;
  for (i = 128; i < 640 && deepest[i] == 0; i++) continue;
  return i == 640;
}

int main(int argc, char **argv) {
  unsigned char *stack = own_pages(STACK_SIZE);
  size_t i;
  (void)argv;
  if (runs_under_valgrind()) {
    puts("not run: valgrind takes another stack for a mistake");
    return 0;
  }
  fill_given(1);
  /* The first round finds the functions of the system, far below. The others
   * begin at different places: some of what a call uses is aligned. */
  for (i = 0; i < 33 * EVERY_CALLS; i++) {
    const struct every_call *which = &every_call[i % EVERY_CALLS];
    size_t used = used_by(which->call, stack, i / EVERY_CALLS * 16);
    check_case = which->name;
    if (argc > 2) printf("%s: %lu\n", check_case, (unsigned long)used);
    CHECK(used < 1 << 15);
    if (i >= EVERY_CALLS && is_wiped(check_case)) {
      CHECK(is_wiped_below(stack + STACK_SIZE - used));
    }
  }
  return check_report();
}
