/*
 * webhook - answers what X sends to a webhook, whatever the HTTP server is.
 *
 *     cc webhook.c $(pkg-config --cflags --libs twsign) -o webhook
 *
 *     export X_API_SECRET=...
 *     ./webhook crc CRC_TOKEN             # the JSON that answers a check
 *     ./webhook event SIGNATURE < body    # "verified", or why not
 *
 * CRC_TOKEN is the query parameter crc_token, decoded; SIGNATURE is the header
 * x-twitter-webhooks-signature; the body is taken as it came.
 *
 * Changing over to a new API Secret: X_API_SECRET is the new one at once, and
 * X_API_SECRET_OLD the old one until no event signed with it is on its way.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <twsign.h>

static const char usage[] =
    "usage: webhook crc CRC_TOKEN\n"
    "       webhook event SIGNATURE < body\n";

struct secrets {
  const char *now;
  const char *old; /* or NULL */
};

/* POST: on TW_OK answer 200 and use the event; else answer 403 and drop it. */
static tw_status answer_event(const struct secrets *secrets, const void *body,
                              size_t body_len, const char *signature,
                              tw_error *error) {
  tw_status status =
      tw_webhook_verify(secrets->now, body, body_len, signature, error);
  if (status == TW_ERR_SIGNATURE_MISMATCH && secrets->old != NULL) {
    status = tw_webhook_verify(secrets->old, body, body_len, signature, error);
  }
  return status;
}

static int fail(const char *message) {
  fprintf(stderr, "webhook: %s\n", message);
  return 0;
}

/* GET with a crc_token: answer 200, application/json and this JSON. Of the two
 * secrets only the one of now can answer. */
static int check(const struct secrets *secrets, const char *crc_token) {
  tw_error error;
  char *json;
  if (tw_webhook_crc_response(secrets->now, crc_token, &json, &error) !=
      TW_OK) {
    return fail(error.message);
  }
  puts(json);
  tw_free(json);
  return 1;
}

static int event(const struct secrets *secrets, const char *signature) {
  static char body[1 << 20];
  size_t body_len = fread(body, 1, sizeof body, stdin);
  tw_error error;
  if (ferror(stdin)) return fail("the body cannot be read");
  if (body_len == sizeof body) return fail("the body is too long");
  if (answer_event(secrets, body, body_len, signature, &error) != TW_OK) {
    return fail(error.message);
  }
  puts("verified");
  return 1;
}

int main(int argc, char **argv) {
  struct secrets secrets;
  int done;
  secrets.now = getenv("X_API_SECRET");
  secrets.old = getenv("X_API_SECRET_OLD");
  if (secrets.old != NULL && *secrets.old == '\0') secrets.old = NULL;
  if (argc != 3 ||
      (strcmp(argv[1], "crc") != 0 && strcmp(argv[1], "event") != 0)) {
    fputs(usage, stderr);
    return 2;
  }
  if (secrets.now == NULL) {
    fail("X_API_SECRET is not set");
    return 1;
  }
  done = strcmp(argv[1], "crc") == 0 ? check(&secrets, argv[2])
                                     : event(&secrets, argv[2]);
  if (fflush(stdout) != 0) done = fail("standard output takes no more");
  return done ? 0 : 1;
}
