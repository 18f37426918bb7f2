/* A program of somebody else's, C99 and C++11: app URL BODY NONCE TIMESTAMP
 * prints the header for a form sent by POST. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <twsign.h>

int main(int count, char **arguments) {
  tw_credentials credentials = TW_CREDENTIALS_INIT;
  tw_request request = TW_REQUEST_INIT;
  tw_error error;
  char *header;
  if (count != 5 || tw_version_number() != TW_VERSION_NUMBER) return 2;
  credentials.api_key = getenv("X_API_KEY");
  credentials.api_secret = getenv("X_API_SECRET");
  credentials.token = getenv("X_ACCESS_TOKEN");
  credentials.token_secret = getenv("X_ACCESS_TOKEN_SECRET");
  request.method = "POST";
  request.url = arguments[1];
  request.content_type = "application/x-www-form-urlencoded";
  request.body = arguments[2];
  request.body_len = strlen(arguments[2]);
  request.nonce = arguments[3];
  request.timestamp = atol(arguments[4]);
  if (tw_sign_request(&credentials, &request, &header, &error) != TW_OK) {
    fprintf(stderr, "%s\n", error.message);
    return 1;
  }
  puts(header);
  tw_free(header);
  return 0;
}
