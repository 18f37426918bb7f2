// The part with exceptions of a program whose main part has none: the same names
// mean each what it was built for.
#include <twsign.hpp>

bool an_error_is_thrown_and_caught();

bool an_error_is_thrown_and_caught() {
  try {
    static_cast<void>(twsign::try_canonical_url("no URL").value());
  } catch (const twsign::error &error) {
    return error.status() == twsign::status::invalid_url;
  }
  return false;
}
