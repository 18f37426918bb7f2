// sign - prints the Authorization header for a request to X.
//
//     c++ -std=c++17 sign.cpp $(pkg-config --cflags --libs twsign) -o sign
//
//     export X_API_KEY=... X_API_SECRET=...
//     export X_ACCESS_TOKEN=... X_ACCESS_TOKEN_SECRET=...
//     curl -H "Authorization: $(./sign GET "$url")" "$url"
//
// Without the two access token variables the request is signed for the App
// alone. Send the URL and the form body exactly as they were given here.
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <twsign.hpp>
#include <vector>

namespace {

constexpr std::string_view usage =
    "usage: sign [--explain | --base-string] [--nonce N] [--timestamp T]\n"
    "            METHOD URL [FORM-BODY]\n";

// What is printed: the header, the explanation or the base string.
using make_text = std::string (*)(const twsign::credentials &,
                                  const twsign::request &);

struct command {
  twsign::request request;
  make_text make = twsign::sign_request;
};

bool read_timestamp(std::string_view text, std::int64_t &timestamp) {
  const char *end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, timestamp);
  return read.ec == std::errc() && read.ptr == end;
}

// Takes the options away from the arguments.
bool read_options(std::vector<std::string_view> &arguments, command &asked) {
  auto at = arguments.begin();
  for (; at != arguments.end() && at->substr(0, 2) == "--"; ++at) {
    const bool has_value = at + 1 != arguments.end();
    if (*at == "--explain") {
      asked.make = twsign::explain;
    } else if (*at == "--base-string") {
      asked.make = twsign::signature_base_string;
    } else if (*at == "--nonce" && has_value) {
      asked.request.nonce = *++at;
    } else if (*at == "--timestamp" && has_value) {
      if (!read_timestamp(*++at, asked.request.timestamp)) return false;
    } else {
      return false;
    }
  }
  arguments.erase(arguments.begin(), at);
  return true;
}

bool read_command(std::vector<std::string_view> arguments, command &asked) {
  if (!read_options(arguments, asked)) return false;
  if (arguments.size() < 2 || arguments.size() > 3) return false;
  asked.request.method = arguments[0];
  asked.request.url = arguments[1];
  if (arguments.size() == 3) {
    asked.request.content_type = "application/x-www-form-urlencoded";
    asked.request.body = arguments[2];
  }
  return true;
}

std::optional<std::string_view> from_environment(const char *name) {
  const char *value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

int fail(std::string_view message) {
  std::cerr << "sign: " << message << '\n';
  return 1;
}

}  // namespace

int main(int argc, char **argv) {
  command asked;
  if (argc < 1 || !read_command({argv + 1, argv + argc}, asked)) {
    std::cerr << usage;
    return 2;
  }

  const auto api_key = from_environment("X_API_KEY");
  const auto api_secret = from_environment("X_API_SECRET");
  if (!api_key || !api_secret) {
    return fail("X_API_KEY and X_API_SECRET are not both set");
  }

  try {
    std::cout << asked.make({*api_key, *api_secret,
                             from_environment("X_ACCESS_TOKEN"),
                             from_environment("X_ACCESS_TOKEN_SECRET")},
                            asked.request)
              << '\n'
              << std::flush;
  } catch (const twsign::error &error) {
    return fail(error.what());
  }
  return std::cout ? 0 : fail("standard output takes no more");
}
