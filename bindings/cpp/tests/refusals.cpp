// Each status, by a call that throws it and by its sibling that gives it, with
// the field that the message names.
#include "fixtures.hpp"

namespace {

using twsign::status;

// The credentials or the request that is changed before they are signed.
struct trouble {
  status wanted;
  std::string_view field;
  void (*make)(twsign::credentials &, twsign::request &);
};

constexpr trouble troubles[] = {
    {status::null_argument, "credentials.api_key",
     [](auto &who, auto &) { who.api_key = {}; }},
    {status::null_argument, "credentials.api_secret",
     [](auto &who, auto &) { who.api_secret = {}; }},
    {status::invalid_credentials, "credentials.api_key",
     [](auto &who, auto &) { who.api_key = ""; }},
    {status::invalid_credentials, "credentials.api_secret",
     [](auto &who, auto &) { who.api_secret = "secret\n"; }},
    {status::invalid_credentials, "credentials.token",
     [](auto &who, auto &) { who.token = std::nullopt; }},
    {status::invalid_credentials, "credentials.token_secret",
     [](auto &who, auto &) { who.token_secret = std::nullopt; }},
    {status::invalid_method, "request.method",
     [](auto &, auto &what) { what.method = "GE T"; }},
    {status::invalid_method, "request.method",
     [](auto &, auto &what) { what.method = {}; }},
    {status::invalid_url, "request.url",
     [](auto &, auto &what) { what.url = "/2/users/me"; }},
    {status::invalid_url, "request.url",
     [](auto &, auto &what) { what.url = {}; }},
    {status::invalid_body, "request.body",
     [](auto &, auto &what) { what.body = "a=b c"; }},
    {status::invalid_param, "request.nonce",
     [](auto &, auto &what) { what.nonce = ""; }},
    {status::invalid_param, "request.timestamp",
     [](auto &, auto &what) { what.timestamp = -1; }},
    {status::invalid_param, "request.content_type",
     [](auto &, auto &what) { what.content_type = "text/plain\r\nX: y"; }},
    {status::invalid_param, "request.rules",
     [](auto &, auto &what) { what.rules = static_cast<twsign::rules>(7); }},
    {status::invalid_param, "request.oauth_params[1].name",
     [](auto &, auto &what) {
       what.oauth_params = {{"oauth_callback", "oob"}, {"oauth_nonce", "1"}};
     }},
    {status::ambiguous, "request.url",
     [](auto &, auto &what) { what.url = "https://api.x.com/?q=from:jack"; }},
    {status::ambiguous, "credentials.api_secret",
     [](auto &who, auto &) { who.api_secret = "+/"; }},
};

void what_cannot_be_signed_is_refused() {
  for (const trouble &row : troubles) {
    for (const way &by : ways) {
      twsign::credentials who = published_credentials();
      twsign::request what = published_request();
      row.make(who, what);
      check::current_case = std::string(row.field) + " by " + by.function;
      const outcome made = by.make(who, what);
      CHECK_EQUAL(made.status, status_by(by, row.wanted));
      if (made.status == status::ok) continue;
      CHECK_EQUAL(made.text, "");
      CHECK_EQUAL(made.message.substr(0, row.field.size() + 1),
                  std::string(row.field) + ":");
    }
  }
}

void the_place_is_told() {
  check::current_case = "place";
  twsign::request what = plain_request();
  what.url = "https://api.x.com/?q=from:jack";
  try {
    static_cast<void>(twsign::signer(published_credentials()).sign(what));
    FAIL("nothing is signed");
  } catch (const twsign::error &error) {
    CHECK(contains(error.what(), "request.url: raw ':' at byte 25"));
  }
  // It is a std::exception, for those who catch no other.
  try {
    static_cast<void>(twsign::canonical_url("no URL"));
    FAIL("nothing is made");
  } catch (const std::exception &error) {
    CHECK(contains(error.what(), "url: "));
  }
}

void a_buffer_that_is_too_small_is_left_alone() {
  check::current_case = "buffer";
  const twsign::signer signer(published_credentials());
  char buffer[1024] = "as before";
  std::size_t needed = 0;
  try {
    signer.sign_into(plain_request(), buffer, 20);
    FAIL("nothing is signed");
  } catch (const twsign::error &error) {
    CHECK_EQUAL(error.status(), status::buffer_too_small);
    needed = error.needed();
  }
  CHECK_EQUAL(std::string_view(buffer), "as before");
  CHECK_EQUAL(signer.try_sign_into(plain_request(), buffer, 0).error().needed(),
              needed);
  CHECK_EQUAL(signer.try_sign_into(plain_request(), nullptr, 0).error().status(),
              status::buffer_too_small);
  const std::size_t length = signer.sign_into(plain_request(), buffer, needed);
  CHECK(length < needed);
  CHECK_EQUAL(std::string_view(buffer).size(), length);
}

void a_string_grows_as_needed_and_is_empty_after_a_failure() {
  check::current_case = "string";
  const twsign::signer signer(published_credentials());
  std::string header;
  twsign::request what = published_request();
  signer.sign_into(what, header);
  CHECK_EQUAL(header, signer.sign(what));
  const char *memory = header.data();
  signer.sign_into(what, header);
  CHECK(header.data() == memory);
  what.url = "";
  CHECK(!signer.try_sign_into(what, header));
  CHECK_EQUAL(header, "");
}

void a_header_may_be_long() {
  check::current_case = "long";
  const std::string callback = "https://a.example/" + std::string(5000, '!');
  twsign::request what = plain_request();
  what.oauth_params = {{"oauth_callback", callback}};
  what.nonce = "n";
  what.timestamp = 1;
  const outcome first = ways[0].make(published_credentials(), what);
  CHECK_EQUAL(first.status, status::ok);
  CHECK(first.text.size() > 15000);
  for (const way &by : ways) {
    const outcome made = by.make(published_credentials(), what);
    CHECK_EQUAL(made.status, status::ok);
    if (by.makes_header) CHECK_EQUAL(made.text, first.text);
  }
}

void wire_forms_refuse_what_only_the_header_carries() {
  check::current_case = "wire form";
  using params = std::vector<twsign::param>;
  const params token{{"a", "1"}, {"oauth_token", "2"}}, no_name{{"", "1"}};
  for (const params &given : {token, no_name}) {
    CHECK_EQUAL(both([&] { return twsign::form_encode(given); },
                     twsign::try_form_encode(given))
                    .status,
                status::ambiguous);
  }
  for (std::string_view url : {"api.x.com", "https://api.x.com/?q=100%", ""}) {
    CHECK_EQUAL(both([&] { return twsign::canonical_url(url); },
                     twsign::try_canonical_url(url))
                    .status,
                status::invalid_url);
  }
}

void wire_forms_are_what_x_reads() {
  check::current_case = "wire form";
  CHECK_EQUAL(twsign::form_encode({{"status", "Hello, 😀!"}, {"a b", ""}}),
              "status=Hello%2C%20%F0%9F%98%80%21&a%20b=");
  CHECK_EQUAL(twsign::form_encode({{"one", "pair"}}), "one=pair");
  CHECK_EQUAL(twsign::form_encode({}), "");
  CHECK_EQUAL(twsign::canonical_url("https://a/?q=from:jack+(a b)"),
              "https://a/?q=from%3Ajack%20%28a%20b%29");
  std::vector<std::string> names;
  for (int i = 0; i < 10000; i++) names.push_back("n" + std::to_string(i));
  std::vector<twsign::param> many;
  std::string form;
  for (const std::string &name : names) {
    many.push_back({name, "v"});
    form += (form.empty() ? "" : "&") + name + "=v";
  }
  CHECK(twsign::form_encode(many) == form);
}

// Those that no call of this binding comes to, and one of a library to come.
void any_number_is_a_status() {
  check::current_case = "numbers";
  for (int number : {TW_ERR_STRUCT_SIZE + 0, TW_ERR_INTERNAL + 0, 99}) {
    tw_error error{};
    error.status = number;
    const twsign::failure why(error);
    CHECK_EQUAL(static_cast<int>(why.status()), number);
    CHECK(!twsign::status_message(why.status()).empty());
    CHECK(!twsign::result<std::string>(why));
    CHECK_EQUAL(thrown_by([&] {
                  return twsign::result<std::string>(why).value();
                }).status,
                why.status());
  }
}

void versions_agree() {
  check::current_case = "version";
  CHECK_EQUAL(twsign::version(), TW_VERSION_STRING);
  CHECK_EQUAL(twsign::version_number(),
              static_cast<std::uint32_t>(TW_VERSION_NUMBER));
}

}  // namespace

int main() {
  what_cannot_be_signed_is_refused();
  the_place_is_told();
  a_buffer_that_is_too_small_is_left_alone();
  a_string_grows_as_needed_and_is_empty_after_a_failure();
  a_header_may_be_long();
  wire_forms_refuse_what_only_the_header_carries();
  wire_forms_are_what_x_reads();
  any_number_is_a_status();
  versions_agree();
  return check::report();
}
