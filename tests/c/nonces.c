/*
 * No nonce comes twice, whatever is done to the process: threads, fork, fork of a
 * fork, clone(2) behind libc's back, process ids that come again, and the library
 * loaded anew. What the library keeps ready for its next nonce would be copied by
 * these, and then be used on both sides.
 *
 * TWSIGN_SMALL in the environment makes it small enough for valgrind, and leaves
 * out what valgrind cannot do or does by a plain fork.
 */
#define _GNU_SOURCE 1 /* fork, vfork, syscall, dladdr, memfd_create */
#include <stdio.h>

#ifdef __linux__
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.h"

#define THREADS 16

static size_t children = 64, each = 10000, few = 1000;
static size_t generation = 8; /* so many children, and so many of each child */
static int small;

static void be_small(void) {
  small = 1;
  children = 3;
  each = 20;
  few = 20;
  generation = 2;
}

/* ---- Nonces in memory that children share -------------------------------- */

typedef struct nonce {
  uint64_t half[2];
} nonce;

static nonce *room;
static size_t room_taken, room_size;

static void make_room(void) {
  void *made;
  room_size = (children * THREADS + 2) * each + 1000 * few;
  made = mmap(NULL, room_size * sizeof *room, PROT_READ | PROT_WRITE,
              MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (made == MAP_FAILED) abort();
  room = made;
}

static nonce *take(size_t count) {
  nonce *taken = room + room_taken;
  room_taken += count;
  if (room_taken > room_size) abort();
  memset(taken, 0, count * sizeof *taken);
  return taken;
}

static int same(const nonce *a, const nonce *b) {
  return a->half[0] == b->half[0] && a->half[1] == b->half[1];
}

/* Spreads nonces that differ in a few bits only, as bad ones would. */
static uint64_t mixed(uint64_t bits) {
  bits = (bits ^ bits >> 32) * 0x9e3779b97f4a7c15u;
  bits = (bits ^ bits >> 32) * 0xbf58476d1ce4e5b9u;
  return bits ^ bits >> 32;
}

/* Where a nonce stands in a table of so many: where it or nothing is. */
static size_t place_of(const uint32_t *table, size_t mask, const nonce *one) {
  size_t at = (size_t)mixed(one->half[0] + mixed(one->half[1])) & mask;
  while (table[at] != 0 && !same(&room[table[at] - 1], one)) {
    at = (at + 1) & mask;
  }
  return at;
}

static size_t count_repeated(void) {
  size_t size = 1024, i, repeated = 0;
  uint32_t *table;
  while (size < 2 * room_taken) size *= 2;
  table = calloc(size, sizeof *table);
  if (table == NULL) abort();
  for (i = 0; i < room_taken; i++) {
    size_t at = place_of(table, size - 1, &room[i]);
    repeated += table[at] != 0;
    table[at] = (uint32_t)i + 1;
  }
  free(table);
  return repeated;
}

static void begin(const char *what) {
  check_case = what;
  room_taken = 0;
}

static void end(void) {
  static const nonce none;
  size_t i, missing = 0;
  for (i = 0; i < room_taken; i++) missing += same(&room[i], &none);
  CHECK_NUMBER(missing, 0);
  CHECK_NUMBER(count_repeated(), 0);
}

/* ---- Drawing them -------------------------------------------------------- */

/* For the App alone: a nonce costs less to draw. */
static tw_credentials of_the_app(void) {
  tw_credentials credentials = published_credentials();
  credentials.token = NULL;
  credentials.token_secret = NULL;
  return credentials;
}

static tw_signer *new_signer(void) {
  tw_credentials credentials = of_the_app();
  tw_signer *signer;
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  return signer;
}

static unsigned digit_of(char c) {
  if (c >= '0' && c <= '9') return (unsigned)(c - '0');
  if (c >= 'a' && c <= 'f') return (unsigned)(c - 'a') + 10;
  abort();
}

static nonce nonce_of(const char *header) {
  static const char name[] = "oauth_nonce=\"";
  const char *digits = strstr(header, name);
  nonce read = {{0, 0}};
  int i;
  if (digits == NULL) abort();
  digits += sizeof name - 1;
  for (i = 0; i < 32; i++) {
    read.half[i / 16] = read.half[i / 16] << 4 | digit_of(digits[i]);
  }
  if (digits[32] != '"') abort();
  return read;
}

typedef tw_status sign_function(const tw_signer *, const tw_request *, char *,
                                size_t, size_t *, tw_error *);

/* A child that cannot sign aborts, which its parent sees. */
static void draw_by(sign_function *sign_into, const tw_signer *signer,
                    nonce *into, size_t count) {
  tw_request request = plain_request();
  char header[1024];
  size_t i, length;
  for (i = 0; i < count; i++) {
    if (sign_into(signer, &request, header, sizeof header, &length, NULL) !=
        TW_OK) {
      abort();
    }
    into[i] = nonce_of(header);
  }
}

struct share {
  tw_signer *signer; /* NULL: one of its own */
  nonce *into;
  size_t count;
};

static void draw(const struct share *share) {
  tw_signer *own = share->signer == NULL ? new_signer() : NULL;
  draw_by(tw_signer_sign_into, own ? own : share->signer, share->into,
          share->count);
  tw_signer_free(own);
}

static void draw_now(tw_signer *signer, size_t count) {
  struct share share = {signer, take(count), count};
  draw(&share);
}

static void *draw_in_thread(void *share) {
  draw(share);
  return NULL;
}

static void start(pthread_t threads[], struct share shares[], size_t count) {
  size_t t;
  for (t = 0; t < count; t++) {
    if (pthread_create(&threads[t], NULL, draw_in_thread, &shares[t])) abort();
  }
}

static void join(pthread_t threads[], size_t count) {
  size_t t;
  for (t = 0; t < count; t++) pthread_join(threads[t], NULL);
}

/* The share, in as many parts as there are threads. */
static void draw_in_threads(const struct share *share) {
  pthread_t threads[THREADS];
  struct share shares[THREADS];
  size_t t, part = share->count / THREADS;
  for (t = 0; t < THREADS; t++) {
    shares[t] = *share;
    shares[t].into += t * part;
    shares[t].count = part;
  }
  start(threads, shares, THREADS);
  join(threads, THREADS);
}

/* ---- Copies of this process ---------------------------------------------- */

typedef pid_t copy_process(void);

static pid_t by_fork(void) { return fork(); }

/* No handler of pthread_atfork() runs, and libc does not hear of it. */
static pid_t by_clone(void) {
  return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static void spawn(copy_process *copy, void (*work)(const struct share *),
                  const struct share *share) {
  pid_t pid;
  fflush(NULL);
  pid = copy();
  if (pid < 0) abort();
  if (pid == 0) {
    alarm(300); /* for a child that waits for a lock nobody will open */
    work(share);
    /* Valgrind asks for it; elsewhere a thread may have held malloc's lock. */
    if (small) tw_signer_free(share->signer);
    _exit(0);
  }
}

static void spawn_drawing(copy_process *copy, tw_signer *signer, size_t count) {
  struct share share = {signer, take(count), count};
  spawn(copy, draw, &share);
}

/* How many children ended well, once all have ended. */
static size_t await_children(void) {
  size_t good = 0;
  int status;
  while (wait(&status) > 0) good += WIFEXITED(status) && !WEXITSTATUS(status);
  return good;
}

/* ---- What has to hold ---------------------------------------------------- */

static void children_with_threads_draw_different_nonces(void) {
  tw_signer *signer = new_signer();
  size_t i;
  begin("fork, then threads");
  draw_now(signer, each);
  for (i = 0; i < children; i++) {
    struct share share = {signer, take(THREADS * each), THREADS * each};
    spawn(by_fork, draw_in_threads, &share);
  }
  draw_now(signer, each);
  CHECK_NUMBER(await_children(), children);
  end();
  tw_signer_free(signer);
}

/* Wherever in what the library keeps ready the copy is made. */
static void a_copy_after_each_nonce_draws_others(copy_process *copy) {
  tw_signer *signer = new_signer();
  size_t i;
  for (i = 0; i < children; i++) {
    draw_now(signer, 1);
    spawn_drawing(copy, signer, few / 10);
  }
  draw_now(signer, few);
  CHECK_NUMBER(await_children(), children);
  end();
  tw_signer_free(signer);
}

static void a_signer_first_used_in_copies_draws_different_nonces(
    copy_process *copy) {
  tw_signer *signer = new_signer();
  size_t i;
  for (i = 0; i < children; i++) spawn_drawing(copy, signer, few / 10);
  draw_now(signer, few);
  CHECK_NUMBER(await_children(), children);
  end();
  tw_signer_free(signer);
}

/* Each has a signer of its own, made from the same credentials. */
static void signers_made_in_copies_draw_different_nonces(copy_process *copy) {
  size_t i;
  draw_now(NULL, few);
  for (i = 0; i < children; i++) spawn_drawing(copy, NULL, few / 10);
  draw_now(NULL, few);
  CHECK_NUMBER(await_children(), children);
  end();
}

static copy_process *grandchildren_by;

/* Gets the share of its children too. */
static void draw_and_have_children(const struct share *share) {
  size_t i, part = share->count / (generation + 2);
  struct share own = *share;
  own.count = part;
  draw(&own);
  for (i = 0; i < generation; i++) {
    own.into += part;
    spawn(grandchildren_by, draw, &own);
  }
  own.into += part;
  draw(&own);
  if (await_children() != generation) abort();
}

static void grandchildren_draw_different_nonces(copy_process *copy) {
  tw_signer *signer = new_signer();
  size_t i;
  grandchildren_by = copy;
  draw_now(signer, few);
  for (i = 0; i < generation; i++) {
    size_t count = few * (generation + 2);
    struct share share = {signer, take(count), count};
    spawn(copy, draw_and_have_children, &share);
  }
  draw_now(signer, few);
  CHECK_NUMBER(await_children(), generation);
  end();
  tw_signer_free(signer);
}

static void however_the_process_is_copied(copy_process *copy,
                                          const char *what) {
  begin(what);
  a_copy_after_each_nonce_draws_others(copy);
  begin(what);
  a_signer_first_used_in_copies_draws_different_nonces(copy);
  begin(what);
  signers_made_in_copies_draw_different_nonces(copy);
  begin(what);
  grandchildren_draw_different_nonces(copy);
}

#define BUSY 4

/* A copy holds the locks that other threads held, and nobody opens them. */
static void a_copy_made_while_threads_sign_can_sign(copy_process *copy,
                                                    const char *what) {
  tw_signer *signer = new_signer();
  pthread_t threads[BUSY];
  struct share shares[BUSY];
  size_t i;
  begin(what);
  draw_now(signer, 1);
  for (i = 0; i < BUSY; i++) {
    shares[i].signer = signer;
    shares[i].count = 20 * each;
    shares[i].into = take(shares[i].count);
  }
  start(threads, shares, BUSY);
  for (i = 0; i < children; i++) spawn_drawing(copy, signer, few / 10);
  join(threads, BUSY);
  CHECK_NUMBER(await_children(), children);
  end();
  tw_signer_free(signer);
}

/* It has our memory and another process id, while we stand still. */
static void a_vforked_child_draws_different_nonces(void) {
  tw_signer *signer = new_signer();
  size_t i;
  begin("vfork");
  draw_now(signer, few);
  for (i = 0; i < generation; i++) {
    struct share share = {signer, take(few), few};
    pid_t pid = vfork();
    if (pid < 0) abort();
    if (pid == 0) {
      draw(&share);
      _exit(0);
    }
    draw_now(signer, few);
  }
  CHECK_NUMBER(await_children(), generation);
  end();
  tw_signer_free(signer);
}

/* ---- Process ids that come again ----------------------------------------- */

/* The child is process 1 of a namespace of its own. */
static pid_t into_namespace(void) {
  pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD | CLONE_NEWPID, 0, 0, 0, 0);
  if (pid >= 0) return pid;
  return (pid_t)syscall(SYS_clone, SIGCHLD | CLONE_NEWPID | CLONE_NEWUSER, 0, 0,
                        0, 0);
}

static int has_namespaces(void) {
  pid_t pid = into_namespace();
  if (pid == 0) _exit(getpid() == 1 ? 0 : 1);
  return pid > 0 && await_children() == 1;
}

/* Each is process 1, as its parent is: who looks at the id sees no change. */
static void processes_of_one_id_draw_different_nonces(void) {
  begin("same process id");
  if (!has_namespaces()) {
    puts("not run: no process namespaces here");
    return;
  }
  grandchildren_draw_different_nonces(into_namespace);
}

/* ---- The library loaded anew --------------------------------------------- */

/* A file of its own, so that the loader takes it for another library. */
static void copy_library(char *path, size_t capacity) {
  static char bytes[1 << 16];
  Dl_info info;
  ssize_t got;
  int from, to = memfd_create("libtwsign", 0);
  void *here = dlsym(RTLD_DEFAULT, "tw_signer_new");
  if (here == NULL || dladdr(here, &info) == 0) abort();
  from = open(info.dli_fname, O_RDONLY);
  if (from < 0 || to < 0) abort();
  while ((got = read(from, bytes, sizeof bytes)) > 0) {
    if (write(to, bytes, (size_t)got) != got) abort();
  }
  close(from);
  /* `to` stays open: its number is in the name by which the loader knows it. */
  snprintf(path, capacity, "/proc/self/fd/%d", to);
}

/* ISO C has no cast from an object's address to a function's. */
#define FIND(library, name, function)                \
  do {                                               \
    void *found = dlsym((library), (name));          \
    if (found == NULL) abort();                      \
    memcpy(&(function), &found, sizeof(function));   \
  } while (0)

static void load_and_draw(const char *path, nonce *into) {
  tw_credentials credentials = of_the_app();
  tw_status (*make)(const tw_credentials *, tw_signer **, tw_error *);
  sign_function *sign_into;
  void (*release)(tw_signer *);
  tw_signer *signer;
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) abort();
  FIND(library, "tw_signer_new", make);
  FIND(library, "tw_signer_sign_into", sign_into);
  FIND(library, "tw_signer_free", release);
  if (make(&credentials, &signer, NULL) != TW_OK) abort();
  draw_by(sign_into, signer, into, few);
  release(signer);
  dlclose(library);
}

static void a_library_loaded_anew_draws_different_nonces(void) {
  char path[64];
  size_t copy, again;
  begin("loaded anew");
  draw_now(NULL, few);
  for (copy = 0; copy < 4; copy++) {
    copy_library(path, sizeof path);
    for (again = 0; again < 2; again++) load_and_draw(path, take(few));
  }
  end();
}

/* ---- Without the kernel's help ------------------------------------------- */

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

/* As by a kernel before 4.14: no memory is wiped in a child. */
static int forgo_wiping(void) {
  struct sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_madvise, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
               offsetof(struct seccomp_data, args[2])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MADV_WIPEONFORK, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {LENGTH_OF(steps), steps};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* In a child, since nobody gets rid of the filter again. */
static void without_wiping_nonces_are_different_too(void) {
  pid_t pid;
  check_case = "no memory is wiped";
  fflush(NULL);
  pid = fork();
  if (pid == 0) {
    if (!forgo_wiping()) abort();
    however_the_process_is_copied(by_fork, "fork, no memory is wiped");
    however_the_process_is_copied(by_clone, "clone, no memory is wiped");
    _exit(check_failed == 0 ? 0 : 1);
  }
  CHECK(pid > 0 && await_children() == 1);
}

int main(void) {
  if (getenv("TWSIGN_SMALL") != NULL) be_small();
  make_room();
  /* First, while the library has nothing that it could have wiped already. */
  without_wiping_nonces_are_different_too();
  however_the_process_is_copied(by_fork, "fork");
  however_the_process_is_copied(by_clone, "clone");
  children_with_threads_draw_different_nonces();
  if (!small) {
    a_vforked_child_draws_different_nonces();
    a_library_loaded_anew_draws_different_nonces();
    processes_of_one_id_draw_different_nonces();
    a_copy_made_while_threads_sign_can_sign(by_fork, "fork while threads sign");
    a_copy_made_while_threads_sign_can_sign(by_clone,
                                            "clone while threads sign");
  }
  return check_report();
}
#else
int main(void) {
  puts("not run: only Linux has clone");
  return 0;
}
#endif
