// Every folder of tests/vectors/signing through the binding, step by step.
//
//     vectors tests/vectors/signing
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "fixtures.hpp"

namespace {

constexpr int fewest_vectors = 73;

// The texts, which the views of credentials and request point into.
struct vector {
  std::vector<std::pair<std::string, std::string>> fields{};
  std::string body{}, parameters{}, base_string{}, header{};
  twsign::credentials credentials{};
  twsign::request request{};
  bool signed_by_x = false;
};

std::string read_file(const std::filesystem::path &path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

void read_param(vector &read, std::string_view name_and_value) {
  const auto equals = name_and_value.find('=');
  read.request.oauth_params.push_back({name_and_value.substr(0, equals),
                                       name_and_value.substr(equals + 1)});
}

bool read_field(vector &read, std::string_view name, std::string_view value) {
  if (name == "method") return read.request.method = value, true;
  if (name == "url") return read.request.url = value, true;
  if (name == "content_type") return read.request.content_type = value, true;
  if (name == "nonce") return read.request.nonce = value, true;
  if (name == "api_key") return read.credentials.api_key = value, true;
  if (name == "api_secret") return read.credentials.api_secret = value, true;
  if (name == "token") return read.credentials.token = value, true;
  if (name == "token_secret") return read.credentials.token_secret = value, true;
  if (name == "oauth_param") return read_param(read, value), true;
  if (name == "timestamp") {
    return read.request.timestamp = std::stoll(std::string(value)), true;
  }
  return name == "x_rules" &&
         ((read.signed_by_x = value == "signed") || value == "ambiguous");
}

void read_lines(vector &read, const std::filesystem::path &path) {
  std::ifstream lines(path, std::ios::binary);
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(": ");
    if (!CHECK(colon != line.npos)) continue;
    read.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  for (const auto &[name, value] : read.fields) {
    CHECK(read_field(read, name, value));
  }
}

void read_vector(vector &read, const std::filesystem::path &folder) {
  if (exists(folder / "body")) read.body = read_file(folder / "body");
  read.parameters = read_file(folder / "parameters.txt");
  read.base_string = read_file(folder / "base_string.txt");
  read.header = read_file(folder / "header.txt");
  read_lines(read, folder / "request.txt");
  read.request.body = read.body;
}

// The third part of a base string, decoded once.
std::string normalized_parameters(std::string_view base_string) {
  const std::string part(base_string.substr(base_string.rfind('&') + 1));
  std::string decoded;
  for (std::size_t at = 0; at < part.size(); at++) {
    if (part[at] != '%') {
      decoded += part[at];
      continue;
    }
    decoded += static_cast<char>(std::stoi(part.substr(at + 1, 2), nullptr, 16));
    at += 2;
  }
  return decoded;
}

void check_text(const vector &wanted, const way &by, const std::string &text) {
  if (by.makes_header) {
    CHECK_EQUAL(text, wanted.header);
  } else if (by.make == ways_of::explanation) {
    CHECK(contains(text, wanted.base_string));
  } else {
    CHECK_EQUAL(text, wanted.base_string);
    CHECK_EQUAL(normalized_parameters(text), wanted.parameters);
  }
}

void check_under(vector &given, twsign::rules rules, twsign::status status) {
  given.request.rules = rules;
  for (const way &by : ways) {
    const outcome made = by.make(given.credentials, given.request);
    CHECK_EQUAL(made.status, status_by(by, status));
    if (made.status == twsign::status::ok) check_text(given, by, made.text);
  }
}

void check_vector(const std::filesystem::path &folder) {
  vector given;
  read_vector(given, folder);
  check_under(given, twsign::rules::rfc5849, twsign::status::ok);
  check_under(given, twsign::rules::x,
              given.signed_by_x ? twsign::status::ok : twsign::status::ambiguous);
}

}  // namespace

int main(int argc, char **argv) {
  int vectors = 0;
  const char *folder = argc > 1 ? argv[1] : "tests/vectors/signing";
  for (const auto &entry : std::filesystem::directory_iterator(folder)) {
    check::current_case = entry.path().filename().string();
    check_vector(entry.path());
    vectors++;
  }
  check::current_case = "";
  std::cout << vectors << " vectors\n";
  CHECK(vectors >= fewest_vectors);
  return check::report();
}
