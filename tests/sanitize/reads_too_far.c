/* A caller's mistake, which AddressSanitizer in the library has to see: a body
 * that is one byte shorter than its length says. */
#include "fixtures.h"

int main(void) {
  tw_credentials credentials = published_credentials();
  tw_request request = published_request();
  char *body = malloc(5), *header;
  if (body == NULL) return 0;
  memcpy(body, "a=bcd", 5);
  request.body = body;
  request.body_len = 6;
  if (tw_sign_request(&credentials, &request, &header, NULL) != TW_OK) return 0;
  tw_free(header);
  free(body);
  return 0;
}
