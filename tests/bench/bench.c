/*
 * The shared library beside Debian's liboauth, in one process and in turns: whole
 * Authorization headers, each with a fresh nonce and time.
 *
 *     bench [FILE]        a table, least nanoseconds and ratios; FILE gets lines of
 *                         name, nanoseconds and ratio to tw_signer_sign_into
 *     bench count NAME N  makes N signatures, for what counts instructions
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <twsign.h>

#include <oauth.h> /* wants size_t to be known */

#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))

/* X published these and then disabled them. */
static const char api_key[] = "xvz1evFS4wEEPTGEFPHBog";
static const char api_secret[] = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw";
static const char token[] =
    "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb";
static const char token_secret[] = "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE";

static const char form_type[] = "application/x-www-form-urlencoded";

/* 200 bytes; as in benches/signing/load.rs, and so are the requests. */
static const char text[] =
    "Hello \xf0\x9f\x91\x8b Ladies & Gentlemen: here is a signed request with "
    "emoji \xf0\x9f\x8e\x89\xf0\x9f\x9a\x80, (brackets), 'quotes', stars * and "
    "bangs! The text flows on for some time, until it has two hundred bytes: "
    "\xc3\xbcn\xc3\xaf"
    "c\xc3\xb6"
    "d\xc3\xa9 \xf0\x9f\x90\xa6.";

struct load {
  const char *name, *method, *url, *content_type, *body;
  size_t base_string_len;
  /* For liboauth, which takes a form as a query; and what is made of the rest. */
  char url_with_form[1024];
  tw_request request;
};

static struct load loads[] = {
    {.name = "W1",
     .method = "GET",
     .url = "https://api.x.com/2/users/me",
     .base_string_len = 294},
    {.name = "W2",
     .method = "GET",
     .url = "https://api.x.com/2/tweets/search/recent"
            "?query=rails%20has%3Ahashtags&max_results=100"
            "&tweet.fields=created_at&expansions=author_id",
     .base_string_len = 418},
    {.name = "W3",
     .method = "POST",
     .url = "https://api.x.com/1.1/statuses/update.json",
     .content_type = form_type,
     .base_string_len = 801},
    {.name = "W4",
     .method = "POST",
     .url = "https://api.x.com/2/tweets",
     .content_type = "application/json",
     .body = "{\"text\":\"Hello\"}",
     .base_string_len = 291},
};

static tw_credentials credentials = TW_CREDENTIALS_INIT;
static tw_signer *signer;

static void stop(const char *why) {
  fprintf(stderr, "bench: %s\n", why);
  exit(1);
}

static void make_form(struct load *load) {
  const tw_param status = {"status", text};
  char *form;
  if (tw_form_encode(&status, 1, &form, NULL) != TW_OK) stop("no form");
  load->body = form; /* as long as the program */
}

static void prepare(struct load *load) {
  const tw_request empty = TW_REQUEST_INIT;
  int is_form = load->content_type == form_type;
  if (is_form) make_form(load);
  load->request = empty;
  load->request.method = load->method;
  load->request.url = load->url;
  load->request.content_type = load->content_type;
  load->request.body = load->body;
  load->request.body_len = load->body ? strlen(load->body) : 0;
  snprintf(load->url_with_form, sizeof load->url_with_form, "%s%s%s", load->url,
           is_form ? "?" : "", is_form ? load->body : "");
}

static void prepare_all(void) {
  size_t i;
  credentials.api_key = api_key;
  credentials.api_secret = api_secret;
  credentials.token = token;
  credentials.token_secret = token_secret;
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) stop("no signer");
  for (i = 0; i < LENGTH_OF(loads); i++) prepare(&loads[i]);
}

/* ---- The ways ------------------------------------------------------------ */

static volatile char seen; /* so that no header is made in vain */

static void sign_into(const struct load *load) {
  char header[1024];
  size_t length;
  tw_error error;
  if (tw_signer_sign_into(signer, &load->request, header, sizeof header,
                          &length, &error) != TW_OK) {
    stop(error.message);
  }
  seen = header[length / 2];
}

static void sign(const struct load *load) {
  char *header;
  tw_error error;
  if (tw_signer_sign(signer, &load->request, &header, &error) != TW_OK) {
    stop(error.message);
  }
  seen = header[0];
  tw_free(header);
}

static void sign_request(const struct load *load) {
  char *header;
  tw_error error;
  if (tw_sign_request(&credentials, &load->request, &header, &error) != TW_OK) {
    stop(error.message);
  }
  seen = header[0];
  tw_free(header);
}

/* As liboauth's own examples do it; parameters in `more` are signed too. */
static char *header_by_liboauth(const struct load *load, const char *const more[],
                                size_t more_len) {
  char **parameters = NULL, *header, separator[] = ", ";
  int count = oauth_split_url_parameters(load->url_with_form, &parameters);
  size_t i;
  for (i = 0; i < more_len; i++) {
    oauth_add_param_to_array(&count, &parameters, more[i]);
  }
  oauth_sign_array2_process(&count, &parameters, NULL, OA_HMAC, load->method,
                            api_key, api_secret, token, token_secret);
  /* 6: only what begins with oauth_, in quotation marks. */
  header = oauth_serialize_url_sep(count, 1, parameters, separator, 6);
  oauth_free_array(&count, &parameters);
  return header;
}

static void sign_by_liboauth(const struct load *load) {
  char *header = header_by_liboauth(load, NULL, 0);
  seen = header[0];
  free(header);
}

static const struct way {
  const char *name;
  void (*sign)(const struct load *);
  int each; /* so many in a turn */
} ways[] = {
    {"tw_signer_sign_into", sign_into, 100},
    {"tw_signer_sign", sign, 100},
    {"tw_sign_request", sign_request, 100},
    {"liboauth", sign_by_liboauth, 10},
};

/* ---- All come to the same signature -------------------------------------- */

static void copy_signature(const char *header, char signature[128]) {
  static const char name[] = "oauth_signature=\"";
  const char *from = strstr(header, name);
  size_t length;
  if (from == NULL) stop("a header without a signature");
  from += sizeof name - 1;
  length = strcspn(from, "\"");
  if (length >= 128) stop("a signature that is too long");
  memcpy(signature, from, length);
  signature[length] = '\0';
}

static void check_signs_alike(const struct load *load) {
  static const char *const stamp[] = {
      "oauth_nonce=0123456789abcdef0123456789abcdef",
      "oauth_timestamp=1700000000"};
  char *theirs = header_by_liboauth(load, stamp, 2), *ours, *base_string;
  char their_signature[128], our_signature[128];
  tw_request request = load->request;
  request.nonce = "0123456789abcdef0123456789abcdef";
  request.timestamp = 1700000000;
  if (tw_sign_request(&credentials, &request, &ours, NULL) != TW_OK ||
      tw_signature_base_string(&credentials, &request, &base_string, NULL) !=
          TW_OK) {
    stop("not signed");
  }
  copy_signature(theirs, their_signature);
  copy_signature(ours, our_signature);
  if (strcmp(their_signature, our_signature) != 0) stop("liboauth signs otherwise");
  if (strlen(base_string) != load->base_string_len) stop("another request");
  free(theirs);
  tw_free(ours);
  tw_free(base_string);
}

/* ---- The turns ----------------------------------------------------------- */

#define TURNS 1500

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double nanoseconds(const struct way *way, const struct load *load) {
  double start = seconds();
  int i;
  for (i = 0; i < way->each; i++) way->sign(load);
  return (seconds() - start) / way->each * 1e9;
}

/* The least of the turns: some of them nobody disturbs. */
static void measure(const struct load *load, double least[LENGTH_OF(ways)]) {
  size_t turn, w;
  for (w = 0; w < LENGTH_OF(ways); w++) least[w] = 1e18;
  for (turn = 0; turn < TURNS; turn++) {
    for (w = 0; w < LENGTH_OF(ways); w++) {
      double now = nanoseconds(&ways[w], load);
      if (now < least[w]) least[w] = now;
    }
  }
}

static void print_row(const struct load *load, FILE *lines) {
  double least[LENGTH_OF(ways)];
  size_t w;
  measure(load, least);
  printf("%-4s", load->name);
  for (w = 0; w < LENGTH_OF(ways); w++) {
    printf("%12.0f (%5.2f)", least[w], least[w] / least[0]);
    if (lines != NULL) {
      fprintf(lines, "%s %s\t%.1f\t%.3f\n", load->name, ways[w].name, least[w],
              least[w] / least[0]);
    }
  }
  putchar('\n');
}

static int print_table(const char *path) {
  FILE *lines = path ? fopen(path, "w") : NULL;
  size_t i;
  if (path != NULL && lines == NULL) stop("the file cannot be written");
  printf("%-4s", "ns");
  for (i = 0; i < LENGTH_OF(ways); i++) printf("%20s", ways[i].name);
  putchar('\n');
  for (i = 0; i < LENGTH_OF(loads); i++) print_row(&loads[i], lines);
  return lines != NULL && fclose(lines) != 0;
}

static int count(const char *name, long times) {
  size_t l, w;
  char known[64];
  for (l = 0; l < LENGTH_OF(loads); l++) {
    for (w = 0; w < LENGTH_OF(ways); w++) {
      snprintf(known, sizeof known, "%s %s", loads[l].name, ways[w].name);
      if (strcmp(known, name) != 0) continue;
      while (times-- > 0) ways[w].sign(&loads[l]);
      return 0;
    }
  }
  stop("no such name");
  return 1;
}

int main(int argc, char **argv) {
  size_t i;
  prepare_all();
  if (argc == 4 && strcmp(argv[1], "count") == 0) {
    return count(argv[2], strtol(argv[3], NULL, 10));
  }
  for (i = 0; i < LENGTH_OF(loads); i++) check_signs_alike(&loads[i]);
  return print_table(argc > 1 ? argv[1] : NULL);
}
