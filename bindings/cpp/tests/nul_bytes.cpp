// A NUL inside a text would be its end for C. So it is refused, by the field's
// name, before C sees the text; only a body may hold one.
#include "fixtures.hpp"

namespace {

using namespace std::string_view_literals;
using twsign::status;

constexpr std::string_view spoiled = "sEcReT\0rest"sv;

void check_refused(const outcome &made, std::string_view field, bool is_secret) {
  check::current_case = field;
  CHECK_EQUAL(made.status, status::invalid_param);
  CHECK_EQUAL(made.message.substr(0, field.size() + 1),
              std::string(field) + ":");
  CHECK(contains(made.message, "NUL"));
  CHECK(!contains(made.message, "sEcReT"));
  CHECK(contains(made.message, " at byte 6") == !is_secret);
}

void in_credentials() {
  const struct {
    std::string_view field;
    void (*spoil)(twsign::credentials &);
  } rows[] = {
      {"credentials.api_key", [](auto &who) { who.api_key = spoiled; }},
      {"credentials.api_secret", [](auto &who) { who.api_secret = spoiled; }},
      {"credentials.token", [](auto &who) { who.token = spoiled; }},
      {"credentials.token_secret",
       [](auto &who) { who.token_secret = spoiled; }},
  };
  for (const auto &row : rows) {
    twsign::credentials who = published_credentials();
    row.spoil(who);
    for (const way &by : ways) {
      check_refused(by.make(who, plain_request()), row.field, true);
    }
    check_refused(both([&] { return twsign::diagnose(who, plain_request()); },
                       twsign::try_diagnose(who, plain_request())),
                  row.field, true);
    using twsign::exchange;
    check_refused(both([&] { return exchange::new_request_token(who, "oob"); },
                       exchange::try_new_request_token(who, "oob")),
                  row.field, true);
    check_refused(both([&] { return exchange::new_access_token(who, "1"); },
                       exchange::try_new_access_token(who, "1")),
                  row.field, true);
    check_refused(both([&] { return exchange::new_bearer_token(who); },
                       exchange::try_new_bearer_token(who)),
                  row.field, true);
    check_refused(both([&] { return exchange::new_invalidation(who); },
                       exchange::try_new_invalidation(who)),
                  row.field, true);
  }
}

void in_a_request() {
  const struct {
    std::string_view field;
    void (*spoil)(twsign::request &);
  } rows[] = {
      {"request.method", [](auto &what) { what.method = spoiled; }},
      {"request.url", [](auto &what) { what.url = spoiled; }},
      {"request.content_type", [](auto &what) { what.content_type = spoiled; }},
      {"request.nonce", [](auto &what) { what.nonce = spoiled; }},
      {"request.oauth_params[0].name",
       [](auto &what) { what.oauth_params = {{spoiled, "v"}}; }},
      {"request.oauth_params[1].value",
       [](auto &what) {
         what.oauth_params = {{"oauth_a", "v"}, {"oauth_b", spoiled}};
       }},
  };
  for (const auto &row : rows) {
    twsign::request what = published_request();
    row.spoil(what);
    for (const way &by : ways) {
      check_refused(by.make(published_credentials(), what), row.field, false);
    }
  }
}

void the_first_of_two_is_named() {
  twsign::credentials who = published_credentials();
  who.token = spoiled;
  twsign::request what = plain_request();
  what.url = spoiled;
  check_refused(both([&] { return twsign::sign_request(who, what); },
                     twsign::try_sign_request(who, what)),
                "credentials.token", true);
}

void in_other_texts() {
  const twsign::credentials who = published_credentials();
  const twsign::signer signer(who);
  check_refused(both([&] { return signer.learn_clock(spoiled); },
                     signer.try_learn_clock(spoiled)),
                "http_date", false);
  check_refused(both([&] { return twsign::canonical_url(spoiled); },
                     twsign::try_canonical_url(spoiled)),
                "url", false);
  check_refused(both([&] { return twsign::form_encode({{"a", spoiled}}); },
                     twsign::try_form_encode({{"a", spoiled}})),
                "params[0].value", false);
  twsign::attempt failed;
  failed.authorization = spoiled;
  check_refused(outcome_of(twsign::try_diagnose(who, plain_request(), failed)),
                "attempt.authorization", true);
  failed = {};
  failed.date = spoiled;
  check_refused(outcome_of(twsign::try_diagnose(who, plain_request(), failed)),
                "attempt.date", false);
}

void in_exchanges() {
  using twsign::exchange;
  const twsign::credentials who = published_credentials();
  check_refused(outcome_of(exchange::try_new_request_token(who, spoiled)),
                "callback", false);
  check_refused(outcome_of(exchange::try_new_request_token(who, "oob", spoiled)),
                "access_type", false);
  check_refused(outcome_of(exchange::try_new_access_token(who, spoiled)),
                "verifier", true);
  check_refused(outcome_of(exchange::try_new_invalidation(who, spoiled)),
                "bearer_token", true);
  const twsign::result<exchange> bad_base[] = {
      exchange::try_new_request_token(who, "oob", std::nullopt, spoiled),
      exchange::try_new_access_token(who, "1", spoiled),
      exchange::try_new_bearer_token(who, spoiled),
      exchange::try_new_invalidation(who, std::nullopt, spoiled),
  };
  for (const auto &made : bad_base) {
    check_refused(outcome_of(made), "base_url", false);
  }
}

void in_the_texts_of_a_login() {
  check_refused(both([&] { return twsign::authorize_url(spoiled); },
                     twsign::try_authorize_url(spoiled)),
                "request_token", false);
  twsign::authorize_options options;
  options.screen_name = spoiled;
  check_refused(outcome_of(twsign::try_authorize_url("t", options)),
                "options.screen_name", false);
  options = {};
  options.base_url = spoiled;
  check_refused(outcome_of(twsign::try_authorize_url("t", options)),
                "options.base_url", false);
  check_refused(both([&] { return twsign::callback_verifier(spoiled, "/"); },
                     twsign::try_callback_verifier(spoiled, "/")),
                "request_token", false);
  check_refused(outcome_of(twsign::try_callback_verifier("t", spoiled)),
                "callback_url", false);
}

void in_the_texts_of_a_webhook() {
  check_refused(both([&] { return twsign::webhook_crc_response(spoiled, "t"); },
                     twsign::try_webhook_crc_response(spoiled, "t")),
                "api_secret", true);
  check_refused(outcome_of(twsign::try_webhook_crc_response("s", spoiled)),
                "crc_token", false);
  check_refused(both([&] { twsign::webhook_verify(spoiled, "", "x"); },
                     twsign::try_webhook_verify(spoiled, "", "x")),
                "api_secret", true);
  check_refused(outcome_of(twsign::try_webhook_verify("s", "", spoiled)),
                "signature", false);
}

void a_body_may_hold_one() {
  check::current_case = "body";
  twsign::request what = plain_request();
  what.method = "POST";
  what.content_type = "application/octet-stream";
  what.body = spoiled;
  CHECK(twsign::try_sign_request(published_credentials(), what));
}

// Only what a view shows is read, whatever lies behind it.
void a_view_need_not_end_in_one() {
  check::current_case = "views";
  const std::string_view text = "GET https://api.x.com/2/users/me?secret";
  const twsign::request what{text.substr(0, 3), text.substr(4, 28)};
  const twsign::credentials who = published_credentials();
  CHECK(contains(twsign::signature_base_string(who, what),
                 "GET&https%3A%2F%2Fapi.x.com%2F2%2Fusers%2Fme&oauth_consumer"));
}

}  // namespace

int main() {
  in_credentials();
  in_a_request();
  the_first_of_two_is_named();
  in_other_texts();
  in_exchanges();
  in_the_texts_of_a_login();
  in_the_texts_of_a_webhook();
  a_body_may_hold_one();
  a_view_need_not_end_in_one();
  return check::report();
}
