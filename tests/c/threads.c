/*
 * One signer for many threads, and in forked children: no nonce ever comes
 * twice, and each time is by one clock or the other, never between.
 */
#define _DEFAULT_SOURCE 1 /* fork, pthread */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.h"

#define NONCE_SIZE 33 /* 32 hex digits and a NUL */

/* Returns whether a header was made and holds a nonce of the usual length. */
static int sign_once(const tw_signer *signer, char nonce[NONCE_SIZE],
                     long long *at) {
  tw_request request = plain_request();
  char *header, value[64];
  if (tw_signer_sign(signer, &request, &header, NULL) != TW_OK) return 0;
  header_value(header, "oauth_timestamp", value, sizeof value);
  *at = strtoll(value, NULL, 10);
  header_value(header, "oauth_nonce", value, sizeof value);
  tw_free(header);
  if (strlen(value) != NONCE_SIZE - 1) return 0;
  memcpy(nonce, value, NONCE_SIZE);
  return 1;
}

static tw_signer *new_signer(void) {
  tw_credentials credentials = published_credentials();
  tw_signer *signer;
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  return signer;
}

static int compare_nonces(const void *a, const void *b) {
  return memcmp(a, b, NONCE_SIZE);
}

static void check_all_different(char (*nonces)[NONCE_SIZE], size_t count) {
  size_t i, repeated = 0;
  qsort(nonces, count, sizeof *nonces, compare_nonces);
  for (i = 1; i < count; i++) {
    repeated += memcmp(nonces[i - 1], nonces[i], NONCE_SIZE) == 0;
  }
  CHECK_NUMBER(repeated, 0);
}

/* ---- Threads ------------------------------------------------------------- */

#define THREADS 8
#define PER_THREAD 2000
#define FAR 1000000000 /* differs from 0 in both halves of the offset */

struct work {
  pthread_t thread;
  const tw_signer *signer;
  char nonces[PER_THREAD][NONCE_SIZE];
  int faults; /* checks count without a lock, so threads only report */
};

/* Signs while all move the one clock to and fro. */
static void *sign_many(void *argument) {
  struct work *work = argument;
  int i;
  for (i = 0; i < PER_THREAD; i++) {
    long long before = time(NULL), at;
    tw_signer_set_clock_offset(work->signer, i % 2 ? FAR : -FAR);
    if (!sign_once(work->signer, work->nonces[i], &at)) {
      work->faults++;
      continue;
    }
    work->faults += !is_since(before, at - FAR) && !is_since(before, at + FAR);
  }
  return NULL;
}

static void threads_share_a_signer(void) {
  static struct work works[THREADS];
  static char nonces[THREADS * PER_THREAD][NONCE_SIZE];
  tw_signer *signer = new_signer();
  int t;
  check_case = "threads";
  for (t = 0; t < THREADS; t++) {
    works[t].signer = signer;
    if (pthread_create(&works[t].thread, NULL, sign_many, &works[t])) abort();
  }
  for (t = 0; t < THREADS; t++) {
    pthread_join(works[t].thread, NULL);
    CHECK_NUMBER(works[t].faults, 0);
    memcpy(nonces[t * PER_THREAD], works[t].nonces, sizeof works[t].nonces);
  }
  check_all_different(nonces, LENGTH_OF(nonces));
  tw_signer_free(signer);
}

/* ---- Fork ---------------------------------------------------------------- */

#define CHILDREN 16
#define PER_PROCESS 200
/* The parent's before it forks, the children's, the parent's afterwards. */
#define FROM_ALL ((CHILDREN + 2) * PER_PROCESS)

static int sign_some(const tw_signer *signer, char (*nonces)[NONCE_SIZE]) {
  long long at;
  int i, good = 0;
  for (i = 0; i < PER_PROCESS; i++) good += sign_once(signer, nonces[i], &at);
  return good == PER_PROCESS;
}

/* A line is shorter than PIPE_BUF, so the children's do not get mixed up. */
static int child(tw_signer *signer, int out) {
  char nonces[PER_PROCESS][NONCE_SIZE];
  int i, good = sign_some(signer, nonces);
  for (i = 0; good && i < PER_PROCESS; i++) {
    good = write(out, nonces[i], NONCE_SIZE) == NONCE_SIZE;
  }
  tw_signer_free(signer);
  close(out);
  return good ? 0 : 1;
}

static size_t read_all(int in, char *bytes, size_t capacity) {
  size_t size = 0;
  ssize_t got;
  while (size < capacity &&
         (got = read(in, bytes + size, capacity - size)) > 0) {
    size += (size_t)got;
  }
  return size;
}

static void forked_children_never_repeat_a_nonce(void) {
  static char nonces[FROM_ALL][NONCE_SIZE];
  tw_signer *signer = new_signer();
  char *from_children = nonces[2 * PER_PROCESS];
  size_t expected = sizeof nonces - 2 * PER_PROCESS * NONCE_SIZE;
  int ends[2], i, status;
  check_case = "fork";
  if (pipe(ends) != 0) abort();
  CHECK(sign_some(signer, nonces));
  fflush(NULL);
  for (i = 0; i < CHILDREN; i++) {
    pid_t pid = fork();
    if (pid < 0) abort();
    if (pid == 0) {
      close(ends[0]);
      _exit(child(signer, ends[1]));
    }
  }
  close(ends[1]);
  CHECK(sign_some(signer, nonces + PER_PROCESS));
  CHECK_NUMBER(read_all(ends[0], from_children, expected), expected);
  close(ends[0]);
  for (i = 0; i < CHILDREN; i++) {
    CHECK(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  check_all_different(nonces, FROM_ALL);
  tw_signer_free(signer);
}

int main(void) {
  threads_share_a_signer();
  forked_children_never_repeat_a_nonce();
  return check_report();
}
