/*
 * No function reads the environment, starts a thread, sets a signal handler or
 * asks to be called at the exit. This program stands in for what would do so,
 * and counts. Between two marks that it writes to a descriptor which is none,
 * tests/hosts/syscalls.sh looks at what the system is asked for.
 */
#define _GNU_SOURCE 1 /* MAP_ANONYMOUS, RTLD_NEXT */
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "every_call.h"

/* volatile: what these functions do is not known to the compiler either. */
static volatile int watching;
static volatile long asked;

static void *next_of(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (function == NULL) abort();
  asked += watching;
  return function;
}

char *getenv(const char *name) {
  char *(*next)(const char *);
  *(void **)&next = next_of("getenv");
  return next(name);
}

char *secure_getenv(const char *name) {
  char *(*next)(const char *);
  *(void **)&next = next_of("secure_getenv");
  return next(name);
}

int sigaction(int number, const struct sigaction *action,
              struct sigaction *old) {
  int (*next)(int, const struct sigaction *, struct sigaction *);
  *(void **)&next = next_of("sigaction");
  return next(number, action, old);
}

int sigaltstack(const stack_t *stack, stack_t *old) {
  int (*next)(const stack_t *, stack_t *);
  *(void **)&next = next_of("sigaltstack");
  return next(stack, old);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*start)(void *), void *argument) {
  int (*next)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  *(void **)&next = next_of("pthread_create");
  return next(thread, attributes, start, argument);
}

/* What atexit() comes to. */
int __cxa_atexit(void (*call)(void *), void *argument, void *of) {
  int (*next)(void (*)(void *), void *, void *);
  *(void **)&next = next_of("__cxa_atexit");
  return next(call, argument, of);
}

static void mark(const char *text) {
  ssize_t written = write(-1, text, strlen(text));
  CHECK_NUMBER(written, -1);
}

static void *wait_for_nothing(void *unused) { return unused; }

static void at_exit(void *unused) { (void)unused; }

/* Without this, the test would pass if the watch saw nothing. */
static void the_watch_sees(void) {
  pthread_t thread;
  check_case = "watch";
  watching = 1;
  CHECK(getenv("PATH") == NULL || asked == 1);
  CHECK_NUMBER(asked, 1);
  CHECK_NUMBER(sigaction(SIGUSR1, NULL, NULL), 0);
  CHECK_NUMBER(asked, 2);
  CHECK_NUMBER(pthread_create(&thread, NULL, wait_for_nothing, NULL), 0);
  CHECK_NUMBER(asked, 3);
  CHECK_NUMBER(__cxa_atexit(at_exit, NULL, NULL), 0);
  CHECK_NUMBER(asked, 4);
  watching = 0;
  pthread_join(thread, NULL);
}

int main(void) {
  size_t i;
  fill_given(1);
  the_watch_sees();
  asked = 0;
  watching = 1;
  mark("calls begin");
  for (i = 0; i < 3 * EVERY_CALLS; i++) {
    check_case = every_call[i % EVERY_CALLS].name;
    every_call[i % EVERY_CALLS].call();
  }
  mark("calls end");
  watching = 0;
  CHECK_NUMBER(asked, 0);
  return check_report();
}
