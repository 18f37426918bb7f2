/*
 * login - from an API Key and Secret to tokens, and to signed calls with them.
 *
 *     cc login.c $(pkg-config --cflags --libs twsign libcurl) -o login
 *
 *     export X_API_KEY=... X_API_SECRET=...
 *     eval "$(./login pin)"       # sets X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET
 *     ./login get '/2/users/me?user.fields=created_at'
 *     ./login post-json /2/tweets '{"text":"Hello"}'
 *     ./login revoke
 *
 * twsign makes and reads, libcurl sends. X_API_BASE_URL says where to, if it is
 * not https://api.x.com.
 */
#include <curl/curl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <twsign.h>

static const char usage[] =
    "usage: login pin\n"
    "       login callback CALLBACK-URL\n"
    "       login bearer\n"
    "       login revoke [BEARER]\n"
    "       login get URL\n"
    "       login post URL NAME=VALUE...\n"
    "       login post-json URL JSON\n"
    "       login upload URL FILE\n";

static tw_credentials credentials = TW_CREDENTIALS_INIT;
static const char *base_url;

static int fail(const char *message) {
  fprintf(stderr, "login: %s\n", message);
  return 0;
}

/* ---- HTTP: what was signed is sent, byte for byte ------------------------ */

#define LONGEST_REPLY ((size_t)16 << 20)

struct reply {
  long status;
  char date[64]; /* the Date header, or "" */
  char *body;    /* with a NUL after it, or NULL */
  size_t size;
};

static size_t read_body(char *bytes, size_t one, size_t size, void *to) {
  struct reply *reply = to;
  char *body;
  (void)one;
  if (size > LONGEST_REPLY - reply->size) return 0;
  body = realloc(reply->body, reply->size + size + 1);
  if (body == NULL) return 0;
  memcpy(body + reply->size, bytes, size);
  reply->body = body;
  reply->size += size;
  body[reply->size] = '\0';
  return size;
}

static size_t read_header(char *bytes, size_t one, size_t size, void *to) {
  struct reply *reply = to;
  char line[80];
  (void)one;
  snprintf(line, sizeof line, "%.*s", (int)size, bytes);
  if (curl_strnequal(line, "Date:", 5)) {
    sscanf(line + 5, " %63[^\r\n]", reply->date);
  }
  return size;
}

static int add_header(struct curl_slist **headers, const char *name,
                      const char *value) {
  char *line = malloc(strlen(name) + strlen(value) + 3);
  struct curl_slist *longer = NULL;
  if (line != NULL) {
    sprintf(line, "%s: %s", name, value);
    longer = curl_slist_append(*headers, line);
  }
  free(line);
  if (longer == NULL) return 0;
  *headers = longer;
  return 1;
}

/* An empty value takes away the header that curl would send by itself. */
static CURLcode set_headers(CURL *curl, struct curl_slist **headers,
                            const tw_request *request,
                            const char *authorization, const char *file) {
  const char *type = request->content_type ? request->content_type : "";
  if (!add_header(headers, "Authorization", authorization) ||
      !add_header(headers, "Expect", "") ||
      (file == NULL && !add_header(headers, "Content-Type", type))) {
    return CURLE_OUT_OF_MEMORY;
  }
  return curl_easy_setopt(curl, CURLOPT_HTTPHEADER, *headers);
}

/* A file goes as multipart/form-data, which no signature covers. */
static CURLcode set_body(CURL *curl, curl_mime **form,
                         const tw_request *request, const char *file) {
  CURLcode code;
  curl_mimepart *part;
  if (strcmp(request->method, "GET") == 0) return CURLE_OK;
  if (file == NULL) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     (curl_off_t)request->body_len);
    return curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
  }
  *form = curl_mime_init(curl);
  part = curl_mime_addpart(*form);
  code = curl_mime_name(part, "media");
  if (code == CURLE_OK) code = curl_mime_filedata(part, file);
  if (code != CURLE_OK) return code;
  return curl_easy_setopt(curl, CURLOPT_MIMEPOST, *form);
}

static CURLcode send_and_read(CURL *curl, const tw_request *request,
                              struct reply *reply) {
  CURLcode code;
  curl_easy_setopt(curl, CURLOPT_URL, request->url);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
  /* A signature is for one URL as it stands: no "..", no redirects. */
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 120L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "twsign-login");
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, read_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, reply);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, read_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, reply);
  code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
  return code;
}

/* On success the caller frees reply->body. */
static int send_request(const tw_request *request, const char *authorization,
                        const char *file, struct reply *reply) {
  CURL *curl = curl_easy_init();
  struct curl_slist *headers = NULL;
  curl_mime *form = NULL;
  CURLcode code = CURLE_FAILED_INIT;
  memset(reply, 0, sizeof *reply);
  if (curl != NULL) {
    code = set_headers(curl, &headers, request, authorization, file);
    if (code == CURLE_OK) code = set_body(curl, &form, request, file);
    if (code == CURLE_OK) code = send_and_read(curl, request, reply);
  }
  curl_mime_free(form);
  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  if (code == CURLE_OK) return 1;
  free(reply->body);
  return fail(curl_easy_strerror(code));
}

/* ---- Tokens: make an exchange, send it, finish it ------------------------ */

/* Takes what a tw_exchange_new_ function gave. NULL after a message. */
static tw_token *perform(tw_status made, tw_exchange *exchange,
                         tw_error *error) {
  tw_request request = TW_REQUEST_INIT;
  struct reply reply;
  tw_token *token = NULL;
  if (made != TW_OK) {
    fail(error->message);
    return NULL;
  }
  request.method = tw_exchange_method(exchange);
  request.url = tw_exchange_url(exchange);
  request.content_type = tw_exchange_content_type(exchange);
  request.body = tw_exchange_body(exchange);
  request.body_len = strlen(tw_exchange_body(exchange));
  if (send_request(&request, tw_exchange_authorization(exchange), NULL,
                   &reply)) {
    if (tw_exchange_finish(exchange, (int)reply.status, reply.body, reply.size,
                           &token, error) != TW_OK) {
      fail(error->message);
    }
    free(reply.body);
  }
  tw_exchange_free(exchange);
  return token;
}

/* A shell will read what is printed, and has to find nothing to run in it. */
static int is_plain(const char *text) {
  static const char plain[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._%+/=";
  return text != NULL && text[strspn(text, plain)] == '\0';
}

static int print_export(const char *name, const char *value) {
  if (!is_plain(value)) return fail("a token that is not safe in a shell");
  printf("export %s=%s\n", name, value);
  return 1;
}

static int print_access_token(const tw_token *token) {
  const char *name = tw_token_screen_name(token);
  const char *id = tw_token_user_id(token);
  /* Both or none: the secret is looked at first. */
  int done = is_plain(tw_token_secret(token)) &&
             print_export("X_ACCESS_TOKEN", tw_token_value(token)) &&
             print_export("X_ACCESS_TOKEN_SECRET", tw_token_secret(token));
  if (done && is_plain(name) && is_plain(id)) {
    printf("# user: %s (%s)\n", name, id);
  }
  return done;
}

/* Step 3: with the verifier, the request token becomes an access token. */
static int trade(const tw_token *request_token, const char *verifier) {
  tw_credentials temporary = credentials;
  tw_exchange *exchange;
  tw_token *access_token;
  tw_error error;
  tw_status status;
  int done;
  temporary.token = tw_token_value(request_token);
  temporary.token_secret = tw_token_secret(request_token);
  status = tw_exchange_new_access_token(&temporary, verifier, base_url,
                                        &exchange, &error);
  access_token = perform(status, exchange, &error);
  if (access_token == NULL) return 0;
  done = print_access_token(access_token);
  tw_token_free(access_token);
  return done;
}

static int trade_callback(const tw_token *request_token, const char *url) {
  tw_error error;
  char *verifier;
  int done;
  if (tw_callback_verifier(tw_token_value(request_token), url, &verifier,
                           &error) != TW_OK) {
    return fail(error.message);
  }
  done = trade(request_token, verifier);
  tw_free(verifier);
  return done;
}

/* Step 2: the user says yes in the browser, and types what came of it. */
static int ask_user(const tw_token *request_token, const char *question,
                    char *answer, int capacity) {
  tw_authorize_options options = TW_AUTHORIZE_OPTIONS_INIT;
  tw_error error;
  char *url;
  options.base_url = base_url;
  if (tw_authorize_url(tw_token_value(request_token), &options, &url, &error) !=
      TW_OK) {
    return fail(error.message);
  }
  fprintf(stderr, "Open %s\n%s\n", url, question);
  tw_free(url);
  if (fgets(answer, capacity, stdin) == NULL) return fail("no answer");
  answer[strcspn(answer, "\r\n")] = '\0';
  return 1;
}

/* Step 1, and then the others. */
static int log_in(const char *callback, const char *question,
                  int (*trade_answer)(const tw_token *, const char *)) {
  tw_exchange *exchange;
  tw_error error;
  tw_status status = tw_exchange_new_request_token(
      &credentials, callback, NULL, base_url, &exchange, &error);
  tw_token *request_token = perform(status, exchange, &error);
  char answer[4096];
  int done;
  if (request_token == NULL) return 0;
  done = ask_user(request_token, question, answer, sizeof answer) &&
         trade_answer(request_token, answer);
  tw_token_free(request_token);
  return done;
}

static int pin(char **arguments) {
  (void)arguments;
  return log_in("oob", "Then type the PIN:", trade);
}

static int callback(char **arguments) {
  return log_in(arguments[0], "Then paste the URL that it ended at:",
                trade_callback);
}

static int bearer(char **arguments) {
  tw_exchange *exchange;
  tw_error error;
  tw_status status =
      tw_exchange_new_bearer_token(&credentials, base_url, &exchange, &error);
  tw_token *token = perform(status, exchange, &error);
  int done = token != NULL &&
             print_export("X_BEARER_TOKEN", tw_token_value(token));
  (void)arguments;
  tw_token_free(token);
  return done;
}

/* Without an argument, arguments[0] is the NULL at the end of argv. */
static int revoke(char **arguments) {
  tw_exchange *exchange;
  tw_error error;
  tw_status status = tw_exchange_new_invalidation(
      &credentials, arguments[0], base_url, &exchange, &error);
  tw_token *token = perform(status, exchange, &error);
  if (token == NULL) return 0;
  tw_token_free(token);
  puts("revoked");
  return 1;
}

/* ---- Signed calls -------------------------------------------------------- */

/* As it is signed and sent; a URL that begins with '/' is the API's. */
static char *read_url(const char *text) {
  size_t base = text[0] == '/' ? strlen(base_url) : 0;
  char *absolute = malloc(base + strlen(text) + 1), *url = NULL;
  tw_error error;
  if (absolute == NULL) {
    fail("no memory");
    return NULL;
  }
  while (base > 0 && base_url[base - 1] == '/') base--;
  sprintf(absolute, "%.*s%s", (int)base, base_url, text);
  if (tw_canonical_url(absolute, &url, &error) != TW_OK) fail(error.message);
  free(absolute);
  return url;
}

static int sign_and_send(const tw_signer *signer, const tw_request *request,
                         const char *file, struct reply *reply) {
  tw_error error;
  char *header;
  int sent;
  if (tw_signer_sign(signer, request, &header, &error) != TW_OK) {
    return fail(error.message);
  }
  sent = send_request(request, header, file, reply);
  tw_free(header);
  return sent;
}

/* 401 with code 135: the signature's time is too far from X's. */
static int is_clock_wrong(const struct reply *reply) {
  const char *at = reply->status == 401 ? reply->body : NULL;
  while (at != NULL && (at = strstr(at, "\"code\"")) != NULL) {
    int code = 0;
    at += strlen("\"code\"");
    if (sscanf(at, " : %d", &code) == 1 && code == 135) return 1;
  }
  return 0;
}

/* A signature is used once: the second try, by X's clock, is signed anew. */
static int sign_and_send_in_time(const tw_request *request, const char *file,
                                 struct reply *reply) {
  tw_signer *signer;
  tw_error error;
  int64_t offset;
  int sent;
  if (tw_signer_new(&credentials, &signer, &error) != TW_OK) {
    return fail(error.message);
  }
  sent = sign_and_send(signer, request, file, reply);
  if (sent && is_clock_wrong(reply) &&
      tw_signer_learn_clock(signer, reply->date, &offset, &error) == TW_OK) {
    free(reply->body);
    sent = sign_and_send(signer, request, file, reply);
  }
  tw_signer_free(signer);
  return sent;
}

/* Calls request->url as the command line has it, and prints what comes. */
static int call(tw_request *request, const char *file) {
  struct reply reply;
  char *url = read_url(request->url);
  int done = url != NULL;
  request->url = url;
  if (done && (done = sign_and_send_in_time(request, file, &reply))) {
    const char *body = reply.body ? reply.body : "";
    done = reply.status / 100 == 2;
    if (done) fwrite(body, 1, reply.size, stdout);
    if (!done) fprintf(stderr, "login: HTTP %ld: %s\n", reply.status, body);
    free(reply.body);
  }
  tw_free(url);
  return done;
}

static int get(char **arguments) {
  tw_request request = TW_REQUEST_INIT;
  request.method = "GET";
  request.url = arguments[0];
  return call(&request, NULL);
}

static int post_text(const char *url, const char *content_type,
                     const char *body) {
  tw_request request = TW_REQUEST_INIT;
  request.method = "POST";
  request.url = url;
  request.content_type = content_type;
  request.body = body;
  request.body_len = strlen(body);
  return call(&request, NULL);
}

static int post(char **arguments) {
  char **pairs = arguments + 1, *form = NULL;
  tw_param params[64];
  tw_error error;
  size_t n;
  int done;
  for (n = 0; pairs[n] != NULL; n++) {
    char *equals = strchr(pairs[n], '=');
    if (equals == NULL) return fail("a parameter without '='");
    if (n == sizeof params / sizeof params[0]) return fail("64 are the most");
    *equals = '\0';
    params[n].name = pairs[n];
    params[n].value = equals + 1;
  }
  if (tw_form_encode(params, n, &form, &error) != TW_OK) {
    return fail(error.message);
  }
  done = post_text(arguments[0], "application/x-www-form-urlencoded", form);
  tw_free(form);
  return done;
}

static int post_json(char **arguments) {
  return post_text(arguments[0], "application/json", arguments[1]);
}

static int upload(char **arguments) {
  tw_request request = TW_REQUEST_INIT;
  request.method = "POST";
  request.url = arguments[0];
  request.content_type = "multipart/form-data";
  return call(&request, arguments[1]);
}

/* ---- The command line ---------------------------------------------------- */

static const struct {
  const char *name;
  int fewest, most; /* arguments */
  int (*run)(char **arguments);
} commands[] = {
    {"pin", 0, 0, pin},
    {"callback", 1, 1, callback},
    {"bearer", 0, 0, bearer},
    {"revoke", 0, 1, revoke},
    {"get", 1, 1, get},
    {"post", 2, INT_MAX, post},
    {"post-json", 2, 2, post_json},
    {"upload", 2, 2, upload},
};

/* An empty variable is as good as none. */
static const char *from_environment(const char *name) {
  const char *value = getenv(name);
  return value != NULL && *value != '\0' ? value : NULL;
}

static int run(int (*command)(char **), char **arguments) {
  const char *elsewhere = from_environment("X_API_BASE_URL");
  int done;
  base_url = elsewhere ? elsewhere : "https://api.x.com";
  credentials.api_key = from_environment("X_API_KEY");
  credentials.api_secret = from_environment("X_API_SECRET");
  credentials.token = from_environment("X_ACCESS_TOKEN");
  credentials.token_secret = from_environment("X_ACCESS_TOKEN_SECRET");
  if (credentials.api_key == NULL || credentials.api_secret == NULL) {
    return fail("X_API_KEY and X_API_SECRET are not both set");
  }
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0) return fail("no libcurl");
  done = command(arguments);
  curl_global_cleanup();
  if (fflush(stdout) != 0) return fail("standard output takes no more");
  return done;
}

int main(int argc, char **argv) {
  int count = argc - 2;
  size_t i;
  for (i = 0; i < sizeof commands / sizeof commands[0]; i++) {
    if (argc > 1 && strcmp(argv[1], commands[i].name) == 0 &&
        count >= commands[i].fewest && count <= commands[i].most) {
      return run(commands[i].run, argv + 2) ? 0 : 1;
    }
  }
  fputs(usage, stderr);
  return 2;
}
