/* The header alone, and twice, is a C translation unit. */
#include <twsign.h>
#include <twsign.h>

int main(void) {
  tw_credentials credentials = TW_CREDENTIALS_INIT;
  tw_request request = TW_REQUEST_INIT;
  return credentials.struct_size == sizeof credentials &&
                 request.struct_size == sizeof request &&
                 request.rules == TW_RULES_X &&
                 tw_version_number() == TW_VERSION_NUMBER
             ? 0
             : 1;
}
