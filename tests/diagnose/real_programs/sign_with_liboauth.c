/*
 * Signs one request with Debian's liboauth, as its own examples do:
 * sign_with_liboauth METHOD URL [FORM], with the credentials in the environment.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <oauth.h> /* takes size_t from the headers before it */

int main(int argc, char **argv) {
  char **parameters = NULL;
  char *url, *signed_url, *header;
  int count;

  if (argc < 3 || argc > 4) return 2;
  /* liboauth wants form parameters behind those of the query. */
  url = malloc(strlen(argv[2]) + (argc == 4 ? strlen(argv[3]) : 0) + 2);
  strcpy(url, argv[2]);
  if (argc == 4) {
    strcat(url, strchr(url, '?') != NULL ? "&" : "?");
    strcat(url, argv[3]);
  }

  count = oauth_split_url_parameters(url, &parameters);
  signed_url = oauth_sign_array2(&count, &parameters, NULL, OA_HMAC, argv[1],
                                 getenv("API_KEY"), getenv("API_SECRET"),
                                 getenv("TOKEN"), getenv("TOKEN_SECRET"));
  header = oauth_serialize_url_sep(count, 1, parameters, ", ", 6);
  printf("OAuth %s\n", header);

  free(header);
  free(signed_url);
  oauth_free_array(&count, &parameters);
  free(url);
  return 0;
}
