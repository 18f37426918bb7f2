/*
 * One signer in 16 threads, while other threads fork, exec and set the clock:
 * each signature is right, no nonce comes twice, and children sign as well.
 *
 *     busy_host VECTORS [ROUNDS]
 */
#define _DEFAULT_SOURCE 1 /* fork, pthread */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.h"

#define SIGNERS 16
#define FORKERS 2
#define MOST_ROUNDS 2000

static const tw_signer *signer;
static int rounds = MOST_ROUNDS;

struct work {
  pthread_t thread;
  char nonces[MOST_ROUNDS][33];
  int faults; /* checks count without a lock, so threads only report */
};
static struct work works[SIGNERS + FORKERS];

/* A given nonce and time give the published signature, whatever others do. */
static int signs_as_published(void) {
  tw_request request = published_request();
  char buffer[1024];
  size_t length;
  return tw_signer_sign_into(signer, &request, buffer, sizeof buffer, &length,
                             NULL) == TW_OK &&
         strstr(buffer, published_signature_sent) != NULL;
}

static int takes_fresh_nonce(char nonce[33]) {
  tw_request request = plain_request();
  char *header, value[64];
  if (tw_signer_sign(signer, &request, &header, NULL) != TW_OK) return 0;
  header_value(header, "oauth_nonce", value, sizeof value);
  tw_free(header);
  if (strlen(value) != 32) return 0;
  memcpy(nonce, value, 33);
  return 1;
}

static void *sign(void *argument) {
  struct work *work = argument;
  int64_t offset;
  int i;
  for (i = 0; i < rounds; i++) {
    work->faults += !signs_as_published();
    work->faults += !takes_fresh_nonce(work->nonces[i]);
    if (i % 16 == 0) {
      tw_signer_set_clock_offset(signer, i);
      work->faults +=
          tw_signer_learn_clock(signer, "Sat, 06 Nov 2094 08:49:37 GMT",
                                &offset, NULL) != TW_OK;
      tw_signer_set_clock_offset(signer, 0);
    }
  }
  return NULL;
}

/* In a child of a process with threads nothing is called that allocates. A child
 * that signs becomes another program, which ends with 0. */
static void *fork_and_exec(void *argument) {
  struct work *work = argument;
  int i, status;
  for (i = 0; i < rounds / 40; i++) {
    pid_t pid = fork();
    if (pid == 0) {
      if (signs_as_published()) execl("/bin/true", "true", (char *)NULL);
      _exit(1);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
      work->faults++;
    }
  }
  return NULL;
}

static int compare_nonces(const void *a, const void *b) {
  return memcmp(a, b, 33);
}

static void check_all_different(void) {
  static char nonces[SIGNERS * MOST_ROUNDS][33];
  size_t count = (size_t)(SIGNERS * rounds), i, repeated = 0;
  for (i = 0; i < count; i++) {
    memcpy(nonces[i], works[i % SIGNERS].nonces[i / SIGNERS], 33);
  }
  qsort(nonces, count, sizeof *nonces, compare_nonces);
  for (i = 1; i < count; i++) {
    repeated += memcmp(nonces[i - 1], nonces[i], 33) == 0;
  }
  CHECK_NUMBER(repeated, 0);
}

int main(int argc, char **argv) {
  tw_credentials credentials = published_credentials();
  tw_signer *made;
  size_t t;
  if (argc > 2) rounds = atoi(argv[2]);
  if (rounds < 1 || rounds > MOST_ROUNDS) return 2;
  if (tw_signer_new(&credentials, &made, NULL) != TW_OK) abort();
  signer = made;
  check_case = "busy host";
  for (t = 0; t < LENGTH_OF(works); t++) {
    if (pthread_create(&works[t].thread, NULL,
                       t < SIGNERS ? sign : fork_and_exec, &works[t]) != 0) {
      abort();
    }
  }
  for (t = 0; t < LENGTH_OF(works); t++) {
    pthread_join(works[t].thread, NULL);
    CHECK_NUMBER(works[t].faults, 0);
  }
  check_all_different();
  tw_signer_free(made);
  return check_report();
}
