/* A C89 program that has no header of ours and loads the library while it runs:
 * loads URL BODY NONCE TIMESTAMP. The structs are those of version 0.1.0. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct credentials {
  size_t struct_size;
  const char *api_key, *api_secret, *token, *token_secret;
};

struct request {
  size_t struct_size;
  const char *method, *url, *content_type;
  const void *body;
  size_t body_len;
  const char *nonce;
  long timestamp; /* as wide as int64_t where this test runs */
  int rules;
  const void *oauth_params;
  size_t oauth_params_len;
};

typedef int sign_request(const struct credentials *, const struct request *,
                         char **header, void *error);
typedef void free_text(char *text);

/* ISO C has no way from an object's address to a function's but this. */
union entry {
  void *found;
  sign_request *sign;
  free_text *release;
};

int main(int count, char **arguments) {
  static struct credentials credentials;
  static struct request request;
  union entry sign, release;
  char *header;
  int status;
  void *library = dlopen("libtwsign.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL || count != 5) {
    fprintf(stderr, "%s\n", library == NULL ? dlerror() : "four arguments");
    return 2;
  }
  sign.found = dlsym(library, "tw_sign_request");
  release.found = dlsym(library, "tw_free");
  credentials.struct_size = sizeof credentials;
  credentials.api_key = getenv("X_API_KEY");
  credentials.api_secret = getenv("X_API_SECRET");
  credentials.token = getenv("X_ACCESS_TOKEN");
  credentials.token_secret = getenv("X_ACCESS_TOKEN_SECRET");
  request.struct_size = sizeof request;
  request.method = "POST";
  request.url = arguments[1];
  request.content_type = "application/x-www-form-urlencoded";
  request.body = arguments[2];
  request.body_len = strlen(arguments[2]);
  request.nonce = arguments[3];
  request.timestamp = atol(arguments[4]);
  status = sign.sign(&credentials, &request, &header, NULL);
  if (status == 0) {
    puts(header);
    release.release(header);
  }
  return dlclose(library) != 0 || status != 0;
}
