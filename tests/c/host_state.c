/*
 * What a host may do around any call, and what a call leaves as it was: small
 * stacks, signals all the time, another language's locale, errno.
 */
#define _GNU_SOURCE 1 /* MAP_ANONYMOUS, pthread, setitimer */
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>

#include "every_call.h"

static void call_all(void) {
  size_t i;
  for (i = 0; i < EVERY_CALLS; i++) {
    check_case = every_call[i].name;
    every_call[i].call();
  }
}

/* ---- errno --------------------------------------------------------------- */

/* The calls check nothing here that could set it itself, unless they fail. */
static void errno_stays_as_it_was(void) {
  static const int values[] = {0, EINTR, 12345};
  size_t i, v;
  for (i = 0; i < EVERY_CALLS; i++) {
    for (v = 0; v < LENGTH_OF(values); v++) {
      int after;
      check_case = every_call[i].name;
      errno = values[v];
      every_call[i].call();
      after = errno;
      CHECK_NUMBER(after, values[v]);
    }
  }
}

/* ---- A small stack ------------------------------------------------------- */

#define SMALL_STACK (64 * 1024)

static void *call_all_in_a_thread(void *unused) {
  call_all();
  return unused;
}

/* Below it is a page that cannot be touched. */
static void a_stack_of_64_kib_is_enough(void) {
  pthread_attr_t small;
  pthread_t thread;
  pthread_attr_init(&small);
  if (pthread_attr_setstacksize(&small, SMALL_STACK) != 0) abort();
  if (pthread_create(&thread, &small, call_all_in_a_thread, NULL) != 0) abort();
  pthread_join(thread, NULL);
  pthread_attr_destroy(&small);
}

/* ---- Signals ------------------------------------------------------------- */

static volatile sig_atomic_t alarms;

static void count_alarm(int signal) {
  (void)signal;
  alarms++;
}

/* Without SA_RESTART: what the system is asked for comes back with EINTR. */
static void signals_at_any_time_do_no_harm(void) {
  struct itimerval every = {{0, 100}, {0, 100}}, never = {{0, 0}, {0, 0}};
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = count_alarm;
  if (sigaction(SIGALRM, &action, NULL) != 0) abort();
  if (setitimer(ITIMER_REAL, &every, NULL) != 0) abort();
  while (alarms < 300) call_all();
  setitimer(ITIMER_REAL, &never, NULL);
}

/* ---- Locale -------------------------------------------------------------- */

/* In Turkish the capital of i is not I, and numbers have a comma. */
static void the_locale_changes_nothing(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t w;
  check_case = "locale";
  if (getenv("LOCPATH") == NULL) {
    puts("not run in Turkish: no LOCPATH");
    return;
  }
  CHECK(setlocale(LC_ALL, "tr_TR.UTF-8") != NULL);
  CHECK_TEXT(localeconv()->decimal_point, ",");
  request.method = "post";
  request.url = "HTTPS://API.X.COM/1.1/statuses/update.json"
                "?include_entities=true";
  for (w = 0; w < WAYS; w++) {
    outcome done = made(&ways[w], &credentials, &request);
    CHECK_NUMBER(done.status, TW_OK);
    if (ways[w].makes_header) {
      CHECK(done.text && strstr(done.text, published_signature_sent));
    }
    free(done.text);
  }
  call_all();
  setlocale(LC_ALL, "C");
}

int main(void) {
  fill_given(1);
  errno_stays_as_it_was();
  a_stack_of_64_kib_is_enough();
  signals_at_any_time_do_no_harm();
  the_locale_changes_nothing();
  return check_report();
}
