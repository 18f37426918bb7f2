/*
 * Every folder of tests/vectors/signing through the C ABI, step by step.
 *
 *     vectors [tests/vectors/signing]
 */
#define _DEFAULT_SOURCE 1 /* opendir */
#include <dirent.h>

#include "fixtures.h"

#define FEWEST_VECTORS 73
#define MOST_PARAMS 4

/* The bytes of a file, and a NUL after them. */
struct file {
  char *bytes;
  size_t size;
};

/* NULL bytes if there is no such file. */
static struct file read_file(const char *folder, const char *name) {
  struct file file = {NULL, 0};
  char path[4096];
  FILE *stream;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  stream = fopen(path, "rb");
  if (stream == NULL) return file;
  file.bytes = malloc(1);
  while (file.bytes != NULL) {
    int byte = getc(stream);
    if (byte == EOF) break;
    file.bytes[file.size++] = (char)byte;
    file.bytes = realloc(file.bytes, file.size + 1);
  }
  if (file.bytes == NULL || ferror(stream)) abort();
  file.bytes[file.size] = '\0';
  fclose(stream);
  return file;
}

struct vector {
  tw_credentials credentials;
  tw_request request;
  tw_param params[MOST_PARAMS];
  int signed_by_x;
  struct file lines, body, parameters, base_string, header;
};

static void read_param(struct vector *vector, char *name_and_value) {
  char *equals = strchr(name_and_value, '=');
  tw_param *param;
  if (equals == NULL || vector->request.oauth_params_len == MOST_PARAMS) {
    abort();
  }
  param = &vector->params[vector->request.oauth_params_len++];
  *equals = '\0';
  param->name = name_and_value;
  param->value = equals + 1;
  vector->request.oauth_params = vector->params;
}

static void read_field(struct vector *vector, const char *field, char *value) {
  tw_request *request = &vector->request;
  const struct {
    const char *name;
    const char **text;
  } texts[] = {
      {"method", &request->method},
      {"url", &request->url},
      {"content_type", &request->content_type},
      {"nonce", &request->nonce},
      {"api_key", &vector->credentials.api_key},
      {"api_secret", &vector->credentials.api_secret},
      {"token", &vector->credentials.token},
      {"token_secret", &vector->credentials.token_secret},
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(texts); i++) {
    if (strcmp(field, texts[i].name) == 0) {
      *texts[i].text = value;
      return;
    }
  }
  if (strcmp(field, "timestamp") == 0) {
    request->timestamp = strtoll(value, NULL, 10);
  } else if (strcmp(field, "oauth_param") == 0) {
    read_param(vector, value);
  } else if (strcmp(field, "x_rules") == 0) {
    vector->signed_by_x = strcmp(value, "signed") == 0;
    CHECK(vector->signed_by_x || strcmp(value, "ambiguous") == 0);
  } else {
    CHECK(!"a field that is known");
  }
}

static void read_lines(struct vector *vector) {
  char *line = vector->lines.bytes;
  while (*line != '\0') {
    char *end = strchr(line, '\n');
    char *colon = strstr(line, ": ");
    if (end == NULL || colon == NULL || colon > end) abort();
    *end = *colon = '\0';
    read_field(vector, line, colon + 2);
    line = end + 1;
  }
}

static int read_vector(const char *folder, struct vector *vector) {
  tw_credentials credentials = TW_CREDENTIALS_INIT;
  tw_request request = TW_REQUEST_INIT;
  memset(vector, 0, sizeof *vector);
  vector->credentials = credentials;
  vector->request = request;
  vector->lines = read_file(folder, "request.txt");
  vector->body = read_file(folder, "body");
  vector->parameters = read_file(folder, "parameters.txt");
  vector->base_string = read_file(folder, "base_string.txt");
  vector->header = read_file(folder, "header.txt");
  if (vector->lines.bytes == NULL || vector->parameters.bytes == NULL ||
      vector->base_string.bytes == NULL || vector->header.bytes == NULL) {
    return 0;
  }
  read_lines(vector);
  vector->request.body = vector->body.bytes;
  vector->request.body_len = vector->body.size;
  return 1;
}

static void free_vector(struct vector *vector) {
  free(vector->lines.bytes);
  free(vector->body.bytes);
  free(vector->parameters.bytes);
  free(vector->base_string.bytes);
  free(vector->header.bytes);
}

/* The third part of a base string, decoded once, in place. */
static char *normalized_parameters(char *base_string) {
  char *part = strrchr(base_string, '&') + 1;
  char *from = part, *to = part;
  while (*from != '\0') {
    unsigned byte;
    if (*from == '%' && sscanf(from + 1, "%2x", &byte) == 1) {
      *to++ = (char)byte;
      from += 3;
    } else {
      *to++ = *from++;
    }
  }
  *to = '\0';
  return part;
}

static void check_text_of_way(const struct vector *vector,
                              const struct way *way, char *text) {
  if (way->makes_header) {
    CHECK_TEXT(text, vector->header.bytes);
  } else if (way->make == tw_explain) {
    CHECK(strstr(text, vector->base_string.bytes) != NULL);
  } else {
    CHECK_TEXT(text, vector->base_string.bytes);
    CHECK_TEXT(normalized_parameters(text), vector->parameters.bytes);
  }
}

static void check_under(struct vector *vector, int32_t rules,
                        tw_status status) {
  size_t w;
  vector->request.rules = rules;
  for (w = 0; w < WAYS; w++) {
    outcome done = made(&ways[w], &vector->credentials, &vector->request);
    CHECK_NUMBER(done.status, status_of_way(&ways[w], status));
    if (done.text != NULL) check_text_of_way(vector, &ways[w], done.text);
    free(done.text);
  }
}

static void check_vector(const char *folder) {
  struct vector vector;
  int complete = read_vector(folder, &vector);
  CHECK(complete);
  if (complete) {
    check_under(&vector, TW_RULES_RFC5849, TW_OK);
    check_under(&vector, TW_RULES_X,
                vector.signed_by_x ? TW_OK : TW_ERR_AMBIGUOUS);
  }
  free_vector(&vector);
}

int main(int argc, char **argv) {
  const char *path = argc > 1 ? argv[1] : "tests/vectors/signing";
  DIR *directory = opendir(path);
  struct dirent *entry;
  int vectors = 0;
  if (directory == NULL) {
    perror(path);
    return 1;
  }
  while ((entry = readdir(directory)) != NULL) {
    char folder[4096];
    if (entry->d_name[0] == '.') continue;
    snprintf(folder, sizeof folder, "%s/%s", path, entry->d_name);
    check_case = entry->d_name;
    check_vector(folder);
    vectors++;
  }
  check_case = "";
  closedir(directory);
  printf("%d vectors\n", vectors);
  CHECK(vectors >= FEWEST_VECTORS);
  return check_report();
}
