// One signer for many threads: no nonce ever comes twice, and each time is by one
// clock or the other, never between.
#include <algorithm>
#include <ctime>
#include <thread>

#include "fixtures.hpp"

namespace {

constexpr int threads = 8, per_thread = 2000;
constexpr std::int64_t far = 1000000000;  // differs from 0 in both halves

// Checks count without a lock, so threads only report.
struct work {
  std::vector<std::string> nonces{};
  int faults = 0;
};

bool is_since(std::int64_t before, std::int64_t at) {
  return before <= at && at <= std::time(nullptr) + 1;
}

// Signs while all move the one clock to and fro.
void sign_many(const twsign::signer &signer, work &done) {
  std::string header;
  for (int i = 0; i < per_thread; i++) {
    const std::int64_t before = std::time(nullptr);
    signer.set_clock_offset(std::chrono::seconds(i % 2 ? far : -far));
    signer.sign_into(plain_request(), header);
    const auto at =
        std::stoll(std::string(header_value(header, "oauth_timestamp")));
    done.faults += !is_since(before, at - far) && !is_since(before, at + far);
    done.nonces.emplace_back(header_value(header, "oauth_nonce"));
  }
}

}  // namespace

int main() {
  const twsign::signer signer(published_credentials());
  std::vector<work> works(threads);
  std::vector<std::thread> running;
  for (work &own : works) {
    running.emplace_back(sign_many, std::cref(signer), std::ref(own));
  }
  for (std::thread &one : running) one.join();
  std::vector<std::string> nonces;
  for (const work &own : works) {
    CHECK_EQUAL(own.faults, 0);
    nonces.insert(nonces.end(), own.nonces.begin(), own.nonces.end());
  }
  std::sort(nonces.begin(), nonces.end());
  CHECK_EQUAL(nonces.size(), std::size_t{threads} * per_thread);
  CHECK(std::adjacent_find(nonces.begin(), nonces.end()) == nonces.end());
  CHECK_EQUAL(nonces[0].size(), std::size_t{32});
  return check::report();
}
