// Webhooks: the answer to a check, and which events are taken.
#include "fixtures.hpp"

namespace {

using namespace std::string_view_literals;
using twsign::status;

// x-auth.md 4: computed for the documentation's secret, which is disabled.
constexpr std::string_view secret = "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg";
constexpr std::string_view event = "{\"a\":\"\0\xff\"}"sv;
constexpr std::string_view signature = "sha256=YaEk8LyGW/684P2oVK5oJ7fzsyH1ZQ4xFdE/b9FL16M=";

void a_check_is_answered() {
  CHECK_EQUAL(
      twsign::webhook_crc_response(secret, "challenge_string"),
      R"({"response_token":"sha256=7lSONeP10a3dQ92/V7IutTFT1KCPGNO6VFz1MnUM8YQ="})");
  CHECK_EQUAL(both([] { return twsign::webhook_crc_response(secret, {}); },
                   twsign::try_webhook_crc_response(secret, {}))
                  .status,
              status::invalid_param);
  CHECK_EQUAL(both([] { return twsign::webhook_crc_response(" s", "t"); },
                   twsign::try_webhook_crc_response(" s", "t"))
                  .status,
              status::invalid_credentials);
}

// Else anyone could have an event signed by asking for a check.
void an_event_is_not_signed_for_whoever_asks() {
  const char *const forged = R"({"text":"forged"})";
  CHECK_EQUAL(
      both([&] { return twsign::webhook_crc_response(secret, forged); },
           twsign::try_webhook_crc_response(secret, forged))
          .status,
      status::invalid_param);
}

void only_signed_events_are_taken() {
  const struct {
    status wanted;
    std::string_view secret, body, signature;
  } rows[] = {
      {status::ok, secret, event, signature},
      {status::signature_mismatch, secret, event.substr(1), signature},
      {status::signature_mismatch, secret, {}, signature},
      {status::signature_mismatch, "another", event, signature},
      {status::signature_mismatch, secret, event, ""},
      {status::signature_mismatch, secret, event, {}},
      {status::signature_mismatch, secret, event, "sha256="},
      {status::invalid_credentials, "", event, signature},
  };
  for (const auto &row : rows) {
    CHECK_EQUAL(
        both([&] { twsign::webhook_verify(row.secret, row.body, row.signature); },
             twsign::try_webhook_verify(row.secret, row.body, row.signature))
            .status,
        row.wanted);
  }
}

}  // namespace

int main() {
  a_check_is_answered();
  an_event_is_not_signed_for_whoever_asks();
  only_signed_events_are_taken();
  return check::report();
}
