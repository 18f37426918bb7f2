/*
 * The library as plugins load it: again and again, twice in one process, and
 * beside one that is linked in.
 *
 *     loading LIBRARY COPY_OF_IT
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <dlfcn.h>
#include <unistd.h>

#include "fixtures.h"

struct library {
  void *handle;
  tw_status (*sign_request)(const tw_credentials *, const tw_request *, char **,
                            tw_error *);
  void (*free_text)(char *);
};

static void *symbol_of(void *handle, const char *name) {
  void *symbol = dlsym(handle, name);
  if (symbol == NULL) abort();
  return symbol;
}

static struct library load(const char *path) {
  struct library library;
  library.handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library.handle == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    abort();
  }
  *(void **)&library.sign_request = symbol_of(library.handle, "tw_sign_request");
  *(void **)&library.free_text = symbol_of(library.handle, "tw_free");
  return library;
}

/* Once as published and once with a nonce and a time of its own. */
static void check_signs(const struct library *library) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *header = NULL;
  CHECK_NUMBER(
      library->sign_request(&credentials, &request, &header, NULL), TW_OK);
  CHECK(header != NULL && strstr(header, published_signature_sent) != NULL);
  library->free_text(header);
  request = plain_request();
  CHECK_NUMBER(
      library->sign_request(&credentials, &request, &header, NULL), TW_OK);
  library->free_text(header);
}

static long count_entries(const char *folder) {
  DIR *entries = opendir(folder);
  long count = 0;
  if (entries == NULL) abort();
  while (readdir(entries) != NULL) count++;
  closedir(entries);
  return count;
}

/* In KiB; pages of files come and go as the system likes, and are not told. */
static long memory(const char *kind) {
  char line[128];
  long size = -1;
  FILE *file = fopen("/proc/self/status", "r");
  if (file == NULL) abort();
  while (fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, kind, strlen(kind)) == 0) {
      size = strtol(line + strlen(kind), NULL, 10);
    }
  }
  fclose(file);
  CHECK(size > 0);
  return size;
}

static void loading_a_thousand_times_grows_nothing(const char *path) {
  long reserved = 0, touched = 0;
  long files = count_entries("/proc/self/fd"), i;
  check_case = "dlopen";
  for (i = 0; i < 1000; i++) {
    struct library library = load(path);
    check_signs(&library);
    CHECK_NUMBER(dlclose(library.handle), 0);
    if (i == 100) {
      reserved = memory("VmSize:");
      touched = memory("RssAnon:");
    }
  }
  CHECK_NUMBER(memory("VmSize:"), reserved);
  CHECK(memory("RssAnon:") - touched <= 16);
  CHECK_NUMBER(count_entries("/proc/self/fd"), files);
  CHECK_NUMBER(count_entries("/proc/self/task"), 2 + 1); /* `.` and `..` */
}

/* What one gives out may not be released by the other, but both do their work. */
static void two_copies_work_side_by_side(const char *path, const char *copy) {
  struct library first = load(path), second = load(copy);
  int i;
  check_case = "two copies";
  CHECK(first.handle != second.handle);
  CHECK(*(void **)&first.sign_request != *(void **)&second.sign_request);
  for (i = 0; i < 100; i++) {
    check_signs(&first);
    check_signs(&second);
  }
  dlclose(first.handle);
  check_signs(&second);
  dlclose(second.handle);
}

#ifdef STATIC_TOO
static void a_static_and_a_shared_one_work_side_by_side(const char *path) {
  struct library own, shared = load(path);
  int i;
  check_case = "static and shared";
  own.sign_request = tw_sign_request;
  own.free_text = tw_free;
  CHECK(*(void **)&own.sign_request != *(void **)&shared.sign_request);
  for (i = 0; i < 100; i++) {
    check_signs(&own);
    check_signs(&shared);
  }
  dlclose(shared.handle);
  check_signs(&own);
}
#endif

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  loading_a_thousand_times_grows_nothing(argv[1]);
  two_copies_work_side_by_side(argv[1], argv[2]);
#ifdef STATIC_TOO
  a_static_and_a_shared_one_work_side_by_side(argv[1]);
#endif
  return check_report();
}
