/*
 * When the system has no randomness to give: TW_ERR_SYSTEM, and no header with
 * a nonce from elsewhere. A nonce that is given needs none.
 */
#define _DEFAULT_SOURCE 1 /* fork */
#include <errno.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.h"

#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define REFUSE(number, error)                                    \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1),           \
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))

/* From here on this process gets no random bytes and opens no file. */
static int forgo_randomness(void) {
  struct sock_filter steps[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      REFUSE(SYS_getrandom, ENOSYS),
#ifdef SYS_open
      REFUSE(SYS_open, EACCES),
#endif
      REFUSE(SYS_openat, EACCES),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {LENGTH_OF(steps), steps};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void without_randomness_no_nonce_is_made_up(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = plain_request();
  size_t w;
  for (w = 0; w < WAYS; w++) {
    outcome done;
    check_case = ways[w].function;
    done = made(&ways[w], &credentials, &request);
    CHECK_NUMBER(done.status, TW_ERR_SYSTEM);
    CHECK(names_field(done.error.message, "request.nonce"));
    free(done.text);
  }
}

static void a_given_nonce_needs_no_randomness(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  size_t w;
  for (w = 0; w < WAYS; w++) {
    outcome done;
    check_case = ways[w].function;
    done = made(&ways[w], &credentials, &request);
    CHECK_NUMBER(done.status, TW_OK);
    free(done.text);
  }
}

/* In a child: what watches over the test may still open files in the parent. */
int main(void) {
  int status;
  pid_t pid = fork();
  if (pid == 0) {
    if (!forgo_randomness()) {
      perror("seccomp");
      _exit(1);
    }
    without_randomness_no_nonce_is_made_up();
    a_given_nonce_needs_no_randomness();
    status = check_report();
    fflush(NULL);
    _exit(status);
  }
  return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status)
             ? WEXITSTATUS(status)
             : 1;
}
#else
int main(void) {
  puts("not run: only Linux has seccomp");
  return 0;
}
#endif
