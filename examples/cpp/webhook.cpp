// webhook - answers what X sends to a webhook, whatever the HTTP server is.
//
//     c++ -std=c++17 webhook.cpp $(pkg-config --cflags --libs twsign) -o webhook
//
//     export X_API_SECRET=...
//     ./webhook crc CRC_TOKEN             # the JSON that answers a check
//     ./webhook event SIGNATURE < body    # "verified", or why not
//
// CRC_TOKEN is the query parameter crc_token, decoded; SIGNATURE is the header
// x-twitter-webhooks-signature; the body is taken as it came.
//
// Changing over to a new API Secret: X_API_SECRET is the new one at once, and
// X_API_SECRET_OLD the old one until no event signed with it is on its way.
#include <cstdlib>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <twsign.hpp>

namespace {

constexpr std::string_view usage =
    "usage: webhook crc CRC_TOKEN\n"
    "       webhook event SIGNATURE < body\n";

constexpr std::size_t longest_body = (std::size_t{1} << 20) - 1;

struct secrets {
  std::string_view now;
  std::optional<std::string_view> old;
};

// POST: if it succeeds answer 200 and use the event; else answer 403 and drop it.
twsign::result<void> answer_event(const secrets &known, std::string_view body,
                                  std::string_view signature) {
  auto verified = twsign::try_webhook_verify(known.now, body, signature);
  if (verified.error().status() == twsign::status::signature_mismatch &&
      known.old) {
    verified = twsign::try_webhook_verify(*known.old, body, signature);
  }
  return verified;
}

// GET with a crc_token: answer 200, application/json and this JSON. Of the two
// secrets only the one of now can answer.
std::string answer_check(const secrets &known, std::string_view crc_token) {
  return twsign::webhook_crc_response(known.now, crc_token);
}

std::string read_body() {
  std::string body(longest_body + 1, '\0');
  std::cin.read(body.data(), static_cast<std::streamsize>(body.size()));
  if (std::cin.bad()) throw std::runtime_error("the body cannot be read");
  if (!std::cin.eof()) throw std::runtime_error("the body is too long");
  body.resize(static_cast<std::size_t>(std::cin.gcount()));
  return body;
}

std::string run(const secrets &known, std::string_view command,
                std::string_view argument) {
  if (command == "crc") return answer_check(known, argument);
  answer_event(known, read_body(), argument).value();
  return "verified";
}

int fail(std::string_view message) {
  std::cerr << "webhook: " << message << '\n';
  return 1;
}

}  // namespace

int main(int argc, char **argv) {
  const std::string_view command = argc == 3 ? argv[1] : "";
  if (command != "crc" && command != "event") {
    std::cerr << usage;
    return 2;
  }
  const char *now = std::getenv("X_API_SECRET");
  const char *old = std::getenv("X_API_SECRET_OLD");
  if (now == nullptr) return fail("X_API_SECRET is not set");
  secrets known{now, std::nullopt};
  if (old != nullptr && *old != '\0') known.old = old;
  try {
    std::cout << run(known, command, argv[2]) << '\n' << std::flush;
  } catch (const std::exception &error) {
    return fail(error.what());
  }
  return std::cout ? 0 : fail("standard output takes no more");
}
