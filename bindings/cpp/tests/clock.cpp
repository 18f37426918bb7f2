// The clock of a signer, put right by hand or by a reply's Date header.
#include <chrono>
#include <ctime>

#include "fixtures.hpp"

namespace {

using std::chrono::seconds;

std::int64_t now() { return std::time(nullptr); }

std::int64_t signed_at(const twsign::signer &signer) {
  const std::string header = signer.sign(plain_request());
  return std::stoll(std::string(header_value(header, "oauth_timestamp")));
}

// Within the seconds that the test itself may take.
bool is_near(std::int64_t at, std::int64_t wanted) {
  return at - wanted >= -2 && at - wanted <= 2;
}

void an_offset_moves_the_timestamp() {
  check::current_case = "offset";
  const twsign::signer signer(published_credentials());
  CHECK(is_near(signed_at(signer), now()));
  for (std::int64_t offset : {3600, -86400, 0}) {
    signer.set_clock_offset(seconds(offset));
    CHECK(is_near(signed_at(signer), now() + offset));
  }
}

void a_time_that_is_given_is_used_as_it_is() {
  check::current_case = "given";
  const twsign::signer signer(published_credentials());
  signer.set_clock_offset(std::chrono::hours(1));
  CHECK_EQUAL(header_value(signer.sign(published_request()), "oauth_timestamp"),
              "1318622958");
}

void a_date_header_is_learned() {
  check::current_case = "learned";
  const twsign::signer signer(published_credentials());
  const std::time_t later = std::time(nullptr) + 7200;
  char date[64];
  std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT",
                std::gmtime(&later));
  CHECK(is_near(signer.learn_clock(date).count(), 7200));
  CHECK(is_near(signed_at(signer), later));
}

void what_is_no_date_changes_nothing() {
  check::current_case = "no date";
  const twsign::signer signer(published_credentials());
  signer.set_clock_offset(seconds(500));
  for (std::string_view date : {"", "yesterday", "Sun, 06 Nov 1994"}) {
    CHECK_EQUAL(both([&] { return signer.learn_clock(date); },
                     signer.try_learn_clock(date))
                    .status,
                twsign::status::invalid_response);
  }
  CHECK(is_near(signed_at(signer), now() + 500));
}

}  // namespace

int main() {
  an_offset_moves_the_timestamp();
  a_time_that_is_given_is_used_as_it_is();
  a_date_header_is_learned();
  what_is_no_date_changes_nothing();
  return check::report();
}
