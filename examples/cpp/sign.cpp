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
//
// If X refuses a request, whoever signed it, let curl tell all and ask why:
//
//     curl -sv ... "$url" 2>&1 | ./sign --diagnose GET "$url"
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <twsign.hpp>
#include <vector>

namespace {

constexpr std::string_view usage =
    "usage: sign [--explain | --base-string] [--nonce N] [--timestamp T]\n"
    "            METHOD URL [FORM-BODY]\n"
    "       sign --diagnose METHOD URL [BODY] < what-curl-sv-printed\n";

// What is printed: the header, the explanation, the base string or the report.
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

// What stands behind a prefix in lower case, in whatever case it is.
std::optional<std::string_view> behind(std::string_view prefix,
                                       std::string_view line) {
  const auto same = [](char wanted, char c) {
    return wanted == std::tolower(static_cast<unsigned char>(c));
  };
  if (line.size() < prefix.size() ||
      !std::equal(prefix.begin(), prefix.end(), line.begin(), same)) {
    return std::nullopt;
  }
  line.remove_prefix(prefix.size());
  return line.substr(std::min(line.find_first_not_of(' '), line.size()));
}

void read_line(std::string_view line, twsign::request &sent,
               twsign::attempt &attempt) {
  if (const auto value = behind("> authorization:", line)) {
    attempt.authorization = value;
  } else if (const auto type = behind("> content-type:", line)) {
    sent.content_type = type;
  } else if (const auto date = behind("< date:", line)) {
    attempt.date = date;
  } else if (const auto version = behind("< http/", line)) {
    const auto status = std::min(version->find(' '), version->size() - 1) + 1;
    std::from_chars(version->data() + status, version->data() + version->size(),
                    attempt.http_status);
  }
}

// Lines of curl itself: remarks, headers, "{ [64 bytes data]", progress.
bool is_of_the_body(std::string_view line) {
  const std::string_view begin = line.substr(0, 2);
  return begin != "* " && begin != "< " && begin != "> " &&
         line.substr(0, 3) != "{ [" && line.substr(0, 3) != "} [" &&
         line.substr(0, 1) != "\r";
}

std::string diagnose(const twsign::credentials &who,
                     const twsign::request &request) {
  const std::string transcript(std::istreambuf_iterator<char>(std::cin), {});
  std::string_view left = transcript;
  twsign::request sent = request;
  twsign::attempt attempt;
  while (!left.empty()) {
    const auto size = std::min(left.find('\n'), left.size() - 1) + 1;
    const std::string_view line = left.substr(0, size);
    if (attempt.http_status != 0 && is_of_the_body(line)) break;
    read_line(line.substr(0, line.find_first_of("\r\n")), sent, attempt);
    left.remove_prefix(size);
  }
  // A body without a line's end has curl's next remark behind it.
  attempt.body = left.substr(0, left.find("* Connection #"));
  return twsign::diagnose(who, sent, attempt);
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
    } else if (*at == "--diagnose") {
      asked.make = diagnose;
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
  if (asked.make != diagnose && (!api_key || !api_secret)) {
    return fail("X_API_KEY and X_API_SECRET are not both set");
  }
  const std::string_view unknown;
  const twsign::credentials who{api_key.value_or(unknown),
                                api_secret.value_or(unknown),
                                from_environment("X_ACCESS_TOKEN"),
                                from_environment("X_ACCESS_TOKEN_SECRET")};

  try {
    std::cout << asked.make(who, asked.request) << '\n' << std::flush;
  } catch (const twsign::error &error) {
    return fail(error.what());
  }
  return std::cout ? 0 : fail("standard output takes no more");
}
