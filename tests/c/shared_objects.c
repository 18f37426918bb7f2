/*
 * One exchange and one token for many threads: all read what one alone reads,
 * and each that finishes the exchange gets a token of its own.
 */
#include <pthread.h>

#include "exchanges.h"

#define THREADS 16
#define ROUNDS 100
#define FROM_EXCHANGE 5
#define FROM_TOKEN 4

static const struct {
  enum kind kind;
  const char *reply;
} scenes[] = {
    {ACCESS_TOKEN,
     "oauth_token=6253282-value&oauth_token_secret=secret&user_id=6253282"
     "&screen_name=xapi"},
    {BEARER_TOKEN, "{\"token_type\":\"bearer\",\"access_token\":\"AAAA\"}"},
};

struct work {
  pthread_t thread;
  int faults; /* checks count without a lock, so threads only report */
};

/* What the threads share, and what each has to read from it. */
static const tw_exchange *exchange;
static const tw_token *token;
static const char *reply;
static const char *of_exchange[FROM_EXCHANGE], *of_token[FROM_TOKEN];

static void read_exchange(const char *texts[FROM_EXCHANGE]) {
  texts[0] = tw_exchange_method(exchange);
  texts[1] = tw_exchange_url(exchange);
  texts[2] = tw_exchange_authorization(exchange);
  texts[3] = tw_exchange_content_type(exchange);
  texts[4] = tw_exchange_body(exchange);
}

static void read_token(const tw_token *from, const char *texts[FROM_TOKEN]) {
  texts[0] = tw_token_value(from);
  texts[1] = tw_token_secret(from);
  texts[2] = tw_token_user_id(from);
  texts[3] = tw_token_screen_name(from);
}

static int are_same(const char *const *texts, const char *const *wanted,
                    size_t count) {
  size_t i, same = 0;
  for (i = 0; i < count; i++) {
    same += texts[i] == NULL || wanted[i] == NULL
                ? texts[i] == wanted[i]
                : strcmp(texts[i], wanted[i]) == 0;
  }
  return same == count;
}

static int all_can_be_read(void) {
  const char *from_exchange[FROM_EXCHANGE], *from_token[FROM_TOKEN];
  read_exchange(from_exchange);
  read_token(token, from_token);
  return are_same(from_exchange, of_exchange, FROM_EXCHANGE) &&
         are_same(from_token, of_token, FROM_TOKEN);
}

/* With X's reply, with a refusal, and with what is no reply of X's. */
static int finishes(void) {
  const char *texts[FROM_TOKEN];
  tw_token *own, *none;
  tw_error error;
  int good;
  if (tw_exchange_finish(exchange, 200, reply, strlen(reply), &own, NULL)) {
    return 0;
  }
  read_token(own, texts);
  good = own != token && are_same(texts, of_token, FROM_TOKEN);
  tw_token_free(own);
  return good &&
         tw_exchange_finish(exchange, 401, "{}", 2, &none, &error) ==
             TW_ERR_REFUSED &&
         tw_exchange_finish(exchange, 200, "<html>", 6, &none, &error) ==
             TW_ERR_INVALID_RESPONSE;
}

static void *read_and_finish(void *argument) {
  struct work *work = argument;
  int i;
  for (i = 0; i < ROUNDS; i++) {
    work->faults += !all_can_be_read();
    work->faults += !finishes();
  }
  return NULL;
}

static void run_threads(void) {
  struct work works[THREADS];
  int t;
  memset(works, 0, sizeof works);
  for (t = 0; t < THREADS; t++) {
    if (pthread_create(&works[t].thread, NULL, read_and_finish, &works[t])) {
      abort();
    }
  }
  for (t = 0; t < THREADS; t++) {
    pthread_join(works[t].thread, NULL);
    CHECK_NUMBER(works[t].faults, 0);
  }
}

int main(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(scenes); i++) {
    tw_exchange *made = new_exchange(scenes[i].kind);
    tw_token *first;
    check_case = kind_names[scenes[i].kind];
    exchange = made;
    reply = scenes[i].reply;
    if (tw_exchange_finish(made, 200, reply, strlen(reply), &first, NULL)) {
      abort();
    }
    token = first;
    read_exchange(of_exchange);
    read_token(first, of_token);
    run_threads();
    tw_token_free(first);
    tw_exchange_free(made);
  }
  return check_report();
}
