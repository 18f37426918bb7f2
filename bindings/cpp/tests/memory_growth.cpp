// A million signatures, and objects of each kind made and released meanwhile,
// leave the process as large as it was.
#include <unistd.h>

#include <fstream>

#include "fixtures.hpp"

namespace {

constexpr int signatures = 1000000;
constexpr long most_growth = 1 << 20;  // bytes; a byte a signature would show

long resident_bytes() {
  long all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

void make_one_of_each() {
  const twsign::signer signer(published_credentials());
  CHECK(!signer.try_sign({"GET", "no URL"}));
  const auto call = twsign::exchange::new_bearer_token(published_app());
  CHECK(call.finish(200, R"({"token_type":"bearer","access_token":"A"})"));
  CHECK(!call.try_finish(401, "{}"));
  CHECK(!twsign::explain(published_credentials(), published_request()).empty());
}

void sign(const twsign::signer &signer, int times) {
  const twsign::request what = published_request();
  std::string header;
  for (int i = 0; i < times; i += 2) {
    header = signer.sign(what);
    signer.sign_into(what, header);
    if (i % 1000 == 0) make_one_of_each();
  }
}

}  // namespace

int main() {
  const twsign::signer signer(published_credentials());
  sign(signer, signatures / 100);  // what is asked for once, is there now
  const long before = resident_bytes();
  CHECK(before > 0);
  sign(signer, signatures);
  const long growth = resident_bytes() - before;
  std::cout << signatures << " signatures: resident memory "
            << before / 1024 << " KiB, and " << growth / 1024 << " KiB more\n";
  CHECK(growth < most_growth);
  return check::report();
}
