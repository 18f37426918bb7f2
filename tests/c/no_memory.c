/*
 * When memory runs out: each single allocation of each function is refused
 * once, and the call comes back with TW_ERR_SYSTEM and keeps nothing. Where no
 * allocation is promised, none is made.
 */
#define _GNU_SOURCE 1 /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>

#include "fixtures.h"

/* ---- A malloc that can be told to refuse --------------------------------- */

/* volatile: to a compiler malloc changes nothing that the program can see. */
static volatile int counting;
static volatile long allocations, refused_one = -1, unreleased;

static void *next_of(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (function == NULL) abort();
  return function;
}

/* Whether this allocation is the one to refuse; counts it. */
static int refuse(void) {
  if (!counting || allocations++ != refused_one) return 0;
  errno = ENOMEM;
  return 1;
}

static void *allocate(size_t size) {
  static void *(*next)(size_t);
  if (next == NULL) *(void **)&next = next_of("malloc");
  if (refuse()) return NULL;
  if (counting) unreleased++;
  return next(size);
}

void *malloc(size_t size) { return allocate(size); }

void *calloc(size_t count, size_t size) {
  void *memory;
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  memory = allocate(count * size);
  return memory == NULL ? NULL : memset(memory, 0, count * size);
}

void *realloc(void *memory, size_t size) {
  static void *(*next)(void *, size_t);
  if (next == NULL) *(void **)&next = next_of("realloc");
  if (refuse()) return NULL;
  if (counting && memory == NULL) unreleased++;
  return next(memory, size);
}

void free(void *memory) {
  static void (*next)(void *);
  if (next == NULL) *(void **)&next = next_of("free");
  if (counting && memory != NULL) unreleased--;
  next(memory);
}

static void count_and_refuse(long which) {
  counting = 1;
  allocations = unreleased = 0;
  refused_one = which;
}

/* ---- The calls ----------------------------------------------------------- */

/* More parameters than any function keeps room for. */
static char many_params_url[1024];

static tw_request request_of(int many_params) {
  tw_request request = published_request();
  if (many_params) request.url = many_params_url;
  return request;
}

static tw_status make(make_text *function, int many_params, char **text,
                      tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_request request = request_of(many_params);
  return function(&credentials, &request, text, error);
}

static tw_status call_sign_request(int many, char **text, tw_error *error) {
  return make(tw_sign_request, many, text, error);
}

static tw_status call_signer(int many, char **text, tw_error *error) {
  return make(sign_with_signer, many, text, error);
}

static tw_status call_base_string(int many, char **text, tw_error *error) {
  return make(tw_signature_base_string, many, text, error);
}

static tw_status call_explain(int many, char **text, tw_error *error) {
  tw_credentials credentials = published_credentials();
  tw_request request = request_of(many);
  request.body = "status=hi!"; /* a place to mark */
  request.body_len = strlen("status=hi!");
  return tw_explain(&credentials, &request, text, error);
}

static tw_status call_form_encode(int many, char **text, tw_error *error) {
  static const tw_param params[12] = {
      {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""},
      {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""}, {"a", ""},
  };
  return tw_form_encode(params, many ? LENGTH_OF(params) : 1, text, error);
}

static tw_status call_canonical_url(int many, char **text, tw_error *error) {
  return tw_canonical_url(request_of(many).url, text, error);
}

static const struct {
  const char *function;
  tw_status (*call)(int many_params, char **text, tw_error *error);
} functions[] = {
    {"tw_sign_request", call_sign_request},
    {"tw_signer_new, tw_signer_sign", call_signer},
    {"tw_signature_base_string", call_base_string},
    {"tw_explain", call_explain},
    {"tw_form_encode", call_form_encode},
    {"tw_canonical_url", call_canonical_url},
};

/* Returns whether the allocation came, and was refused as it should be. */
static int refuse_one(size_t function, int many_params, long which) {
  char *text = garbage;
  tw_error error;
  tw_status status;
  count_and_refuse(which);
  status = functions[function].call(many_params, &text, &error);
  if (status == TW_OK) tw_free(text);
  counting = 0;
  CHECK_NUMBER(status, allocations > which ? TW_ERR_SYSTEM : TW_OK);
  CHECK((status == TW_OK) == (text != NULL));
  CHECK_NUMBER(unreleased, 0);
  check_error(&error, status);
  return allocations > which;
}

/* The first allocation alone, then the second alone, and so on to the last. */
static void each_allocation_may_be_refused(void) {
  size_t function;
  int many_params;
  for (function = 0; function < LENGTH_OF(functions); function++) {
    check_case = functions[function].function;
    for (many_params = 0; many_params < 2; many_params++) {
      long which = 0;
      while (refuse_one(function, many_params, which)) which++;
      CHECK(which > 0);
    }
  }
}

/* 32 parameters in the query, and some in the header. */
static void signing_into_a_buffer_allocates_nothing(void) {
  static const tw_param params[] = {{"realm", "r"}, {"oauth_verifier", "1"}};
  tw_credentials credentials = published_credentials();
  tw_request request = plain_request();
  tw_signer *signer;
  char url[1024] = "https://api.x.com/?p=0", buffer[1024];
  size_t length;
  int i;
  check_case = "tw_signer_sign_into";
  for (i = 1; i < 32; i++) sprintf(url + strlen(url), "&p=%d", i);
  request.url = url;
  request.oauth_params = params;
  request.oauth_params_len = LENGTH_OF(params);
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  count_and_refuse(-1);
  CHECK_NUMBER(tw_signer_sign_into(signer, &request, buffer, sizeof buffer,
                                   &length, NULL),
               TW_OK);
  CHECK_NUMBER(tw_signer_sign_into(signer, &request, NULL, 0, &length, NULL),
               TW_ERR_BUFFER_TOO_SMALL);
  counting = 0;
  CHECK_NUMBER(allocations, 0);
  tw_signer_free(signer);
}

static void signing_much_into_a_buffer_may_be_refused(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = request_of(1);
  tw_signer *signer;
  char buffer[1024];
  size_t length = 12345;
  check_case = "tw_signer_sign_into, many parameters";
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) abort();
  count_and_refuse(0);
  CHECK_NUMBER(tw_signer_sign_into(signer, &request, buffer, sizeof buffer,
                                   &length, NULL),
               TW_ERR_SYSTEM);
  counting = 0;
  CHECK_NUMBER(length, 0);
  tw_signer_free(signer);
}

/* Valgrind puts a malloc of its own in place of any other. */
static int runs_under_valgrind(void) {
  const char *preloaded = getenv("LD_PRELOAD");
  return preloaded != NULL && strstr(preloaded, "vgpreload") != NULL;
}

int main(void) {
  int i;
  if (runs_under_valgrind()) {
    puts("not run: the malloc of valgrind refuses nothing");
    return 0;
  }
  strcpy(many_params_url, "https://api.x.com/?p=0");
  for (i = 1; i < 60; i++) sprintf(strchr(many_params_url, '\0'), "&p=%d", i);
  each_allocation_may_be_refused();
  signing_into_a_buffer_allocates_nothing();
  signing_much_into_a_buffer_may_be_refused();
  return check_report();
}
