/* A caller's mistake, which ThreadSanitizer in the library has to see: two
 * threads sign into one buffer. */
#include <pthread.h>

#include "fixtures.h"

static tw_signer *signer;
static char buffer[1024];

static void *sign(void *unused) {
  tw_request request = published_request();
  size_t length;
  int i;
  for (i = 0; i < 1000; i++) {
    if (tw_signer_sign_into(signer, &request, buffer, sizeof buffer, &length,
                            NULL) != TW_OK) {
      abort();
    }
  }
  return unused;
}

int main(void) {
  tw_credentials credentials = published_credentials();
  pthread_t threads[2];
  if (tw_signer_new(&credentials, &signer, NULL) != TW_OK) return 0;
  pthread_create(&threads[0], NULL, sign, NULL);
  pthread_create(&threads[1], NULL, sign, NULL);
  pthread_join(threads[0], NULL);
  pthread_join(threads[1], NULL);
  tw_signer_free(signer);
  return 0;
}
