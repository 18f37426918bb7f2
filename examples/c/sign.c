/*
 * sign - prints the Authorization header for a request to X.
 *
 *     cc sign.c $(pkg-config --cflags --libs twsign) -o sign
 *
 *     export X_API_KEY=... X_API_SECRET=...
 *     export X_ACCESS_TOKEN=... X_ACCESS_TOKEN_SECRET=...
 *     curl -H "Authorization: $(./sign GET "$url")" "$url"
 *
 * Without the two access token variables the request is signed for the App
 * alone. Send the URL and the form body exactly as they were given here.
 *
 * If X refuses a request, whoever signed it, let curl tell all and ask why:
 *
 *     curl -sv ... "$url" 2>&1 | ./sign --diagnose GET "$url"
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <twsign.h>

static const char usage[] =
    "usage: sign [--explain | --base-string] [--nonce N] [--timestamp T]\n"
    "            METHOD URL [FORM-BODY]\n"
    "       sign --diagnose METHOD URL [BODY] < what-curl-sv-printed\n";

/* What is printed: the header, the explanation, the base string or the report. */
typedef tw_status make_text(const tw_credentials *, const tw_request *,
                            char **text, tw_error *);

static int read_timestamp(const char *text, int64_t *timestamp) {
  char *end;
  errno = 0;
  *timestamp = strtoll(text, &end, 10);
  return errno == 0 && end != text && *end == '\0';
}

/* What stands behind a prefix in lower case, in whatever case it is; or NULL. */
static const char *behind(const char *prefix, const char *line) {
  for (; *prefix != '\0'; prefix++, line++)
    if (tolower((unsigned char)*line) != *prefix) return NULL;
  return line + strspn(line, " ");
}

static void read_line(const char *line, tw_request *sent, tw_attempt *attempt) {
  const char *value;
  if ((value = behind("> authorization:", line)) != NULL)
    attempt->authorization = value;
  if ((value = behind("> content-type:", line)) != NULL)
    sent->content_type = value;
  if ((value = behind("< date:", line)) != NULL) attempt->date = value;
  if ((value = behind("< http/", line)) != NULL)
    attempt->http_status = atoi(value + strcspn(value, " "));
}

/* Lines of curl itself: remarks, headers, "{ [64 bytes data]", progress. */
static int is_of_the_body(const char *line) {
  return strncmp(line, "{ [", 3) != 0 && strncmp(line, "} [", 3) != 0 &&
         !(strchr("*<>", line[0]) != NULL && line[1] == ' ') && line[0] != '\r';
}

static tw_status diagnose(const tw_credentials *credentials,
                          const tw_request *request, char **report,
                          tw_error *error) {
  static char transcript[1 << 20]; /* read from standard input */
  tw_request sent = *request;
  tw_attempt attempt = TW_ATTEMPT_INIT;
  size_t length = fread(transcript, 1, sizeof transcript - 1, stdin);
  char *line = transcript, *end, *remark;

  while (*line != '\0' && !(attempt.http_status != 0 && is_of_the_body(line))) {
    end = line + strcspn(line, "\n");
    line[strcspn(line, "\r\n")] = '\0';
    read_line(line, &sent, &attempt);
    line = end < transcript + length ? end + 1 : end;
  }
  /* A body without a line's end has curl's next remark behind it. */
  remark = strstr(line, "* Connection #");
  attempt.body = line;
  attempt.body_len = (size_t)((remark ? remark : transcript + length) - line);
  return tw_diagnose(credentials, &sent, &attempt, report, error);
}

/* Returns how many arguments were options, or -1. */
static int read_options(int argc, char **argv, tw_request *request,
                        make_text **make) {
  int i;
  for (i = 1; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
    if (strcmp(argv[i], "--explain") == 0) {
      *make = tw_explain;
    } else if (strcmp(argv[i], "--base-string") == 0) {
      *make = tw_signature_base_string;
    } else if (strcmp(argv[i], "--diagnose") == 0) {
      *make = diagnose;
    } else if (strcmp(argv[i], "--nonce") == 0 && i + 1 < argc) {
      request->nonce = argv[++i];
    } else if (strcmp(argv[i], "--timestamp") == 0 && i + 1 < argc) {
      if (!read_timestamp(argv[++i], &request->timestamp)) return -1;
    } else {
      return -1;
    }
  }
  return i - 1;
}

static int read_request(int argc, char **argv, tw_request *request,
                        make_text **make) {
  int options = read_options(argc, argv, request, make);
  int left = argc - 1 - options;
  if (options < 0 || left < 2 || left > 3) return 0;

  request->method = argv[1 + options];
  request->url = argv[2 + options];
  if (left == 3) {
    request->content_type = "application/x-www-form-urlencoded";
    request->body = argv[3 + options];
    request->body_len = strlen(argv[3 + options]);
  }
  return 1;
}

int main(int argc, char **argv) {
  make_text *make = tw_sign_request;
  tw_credentials credentials = TW_CREDENTIALS_INIT;
  tw_request request = TW_REQUEST_INIT;
  tw_error error;
  char *text;

  if (!read_request(argc, argv, &request, &make)) {
    fputs(usage, stderr);
    return 2;
  }

  credentials.api_key = getenv("X_API_KEY");
  credentials.api_secret = getenv("X_API_SECRET");
  credentials.token = getenv("X_ACCESS_TOKEN");
  credentials.token_secret = getenv("X_ACCESS_TOKEN_SECRET");
  if (make != diagnose &&
      (credentials.api_key == NULL || credentials.api_secret == NULL)) {
    fputs("sign: X_API_KEY and X_API_SECRET are not both set\n", stderr);
    return 1;
  }

  if (make(&credentials, &request, &text, &error) != TW_OK) {
    fprintf(stderr, "sign: %s\n", error.message);
    return 1;
  }
  if (puts(text) == EOF || fflush(stdout) != 0) {
    perror("sign: standard output");
    tw_free(text);
    return 1;
  }
  tw_free(text);
  return 0;
}
