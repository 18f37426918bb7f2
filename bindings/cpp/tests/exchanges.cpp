// Tokens: what an exchange sends, and what it makes of each kind of reply.
#include "fixtures.hpp"

namespace {

using twsign::exchange;
using twsign::status;
using twsign::token;

constexpr std::string_view here = "http://127.0.0.1:8080/";
constexpr auto nothing = std::nullopt;

void a_request_token_is_asked_for() {
  check::current_case = "request token";
  const exchange call =
      exchange::new_request_token(published_app(), "https://a/b?c=d", "read", here);
  CHECK_EQUAL(call.method(), "POST");
  CHECK_EQUAL(call.url(),
              "http://127.0.0.1:8080/oauth/request_token?x_auth_access_type=read");
  CHECK_EQUAL(header_value(call.authorization(), "oauth_callback"),
              "https%3A%2F%2Fa%2Fb%3Fc%3Dd");
  CHECK(!call.content_type());
  CHECK_EQUAL(call.body(), "");
  const token token = call.finish(
      200, "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=true");
  CHECK_EQUAL(token.value(), "t");
  CHECK_EQUAL(token.secret().value_or("none"), "s");
  CHECK(!token.user_id() && !token.screen_name());
}

void it_is_traded_for_an_access_token() {
  check::current_case = "access token";
  twsign::credentials who = published_app();
  who.token = "t";
  who.token_secret = "s";
  const exchange call = exchange::new_access_token(who, " 1234567\n");
  CHECK_EQUAL(call.url(), "https://api.x.com/oauth/access_token");
  CHECK_EQUAL(header_value(call.authorization(), "oauth_verifier"), "1234567");
  CHECK_EQUAL(header_value(call.authorization(), "oauth_token"), "t");
  const token token = call.finish(200,
                                  "oauth_token=6253282-a&oauth_token_secret=b&"
                                  "user_id=6253282&screen_name=xapi");
  CHECK_EQUAL(token.value(), "6253282-a");
  CHECK_EQUAL(token.user_id().value_or(""), "6253282");
  CHECK_EQUAL(token.screen_name().value_or(""), "xapi");
  const twsign::credentials user{who.api_key, who.api_secret, token.value(),
                                 token.secret()};
  CHECK_EQUAL(header_value(twsign::sign_request(user, plain_request()),
                           "oauth_token"),
              "6253282-a");
  CHECK_EQUAL(both([&] { return exchange::new_access_token(published_app(), "1"); },
                   exchange::try_new_access_token(published_app(), "1"))
                  .status,
              status::invalid_credentials);
}

void a_bearer_has_no_secret() {
  check::current_case = "bearer";
  const exchange call = exchange::new_bearer_token(published_app(), here);
  CHECK_EQUAL(call.url(), "http://127.0.0.1:8080/oauth2/token");
  CHECK_EQUAL(call.authorization().substr(0, 6), "Basic ");
  CHECK_EQUAL(call.content_type().value_or(""),
              "application/x-www-form-urlencoded;charset=UTF-8");
  CHECK_EQUAL(call.body(), "grant_type=client_credentials");
  const token token =
      call.finish(200, R"({"token_type":"bearer","access_token":"A%2Bb"})");
  CHECK_EQUAL(token.value(), "A%2Bb");
  CHECK(!token.secret());
}

void a_token_and_a_bearer_are_revoked() {
  check::current_case = "revocation";
  const exchange of_token = exchange::new_invalidation(published_credentials());
  CHECK_EQUAL(of_token.url(),
              "https://api.x.com/1.1/oauth/invalidate_token.json");
  const exchange by_owner =
      exchange::new_invalidation(published_credentials(), "A%2Bb", here);
  CHECK_EQUAL(by_owner.url(),
              "http://127.0.0.1:8080/oauth2/invalidate_token?access_token=A%2Bb");
  const exchange by_app = exchange::new_invalidation(published_app(), "A%2Bb");
  CHECK_EQUAL(by_app.body(), "access_token=A%2Bb");
  const token revoked = by_app.finish(200, R"({"access_token":"A%2Bb"})");
  CHECK_EQUAL(revoked.value(), "A%2Bb");
  CHECK_EQUAL(both([&] { return exchange::new_invalidation(published_app()); },
                   exchange::try_new_invalidation(published_app()))
                  .status,
              status::invalid_credentials);
}

void a_refusal_tells_the_code_and_the_words() {
  check::current_case = "refusal";
  const exchange call = exchange::new_request_token(published_app(), "oob");
  constexpr std::string_view reply =
      R"({"errors":[{"code":32,"message":"Could not authenticate you."}]})";
  const outcome made = both([&] { return call.finish(401, reply); },
                            call.try_finish(401, reply));
  CHECK_EQUAL(made.status, status::refused);
  CHECK_EQUAL(made.api_code, 32);
  CHECK(contains(made.message, "HTTP 401, code 32: Could not authenticate you."));
}

void a_reply_without_sense_is_refused() {
  check::current_case = "no sense";
  const exchange call = exchange::new_request_token(published_app(), "oob");
  const std::string too_long(1025 * 1024, 'a');
  const std::string_view replies[] = {
      {}, "oauth_token=t", "<html>", too_long,
      "oauth_token=t&oauth_token_secret=s&oauth_callback_confirmed=false"};
  for (std::string_view reply : replies) {
    CHECK_EQUAL(both([&] { return call.finish(200, reply); },
                     call.try_finish(200, reply))
                    .status,
                status::invalid_response);
  }
  CHECK_EQUAL(outcome_of(call.try_finish(302, "")).status,
              status::invalid_response);
}

void inputs_that_cannot_be_are_refused() {
  check::current_case = "inputs";
  const struct {
    status wanted;
    std::string_view callback;
    std::optional<std::string_view> access, base;
  } rows[] = {
      {status::invalid_param, "", nothing, nothing},
      {status::invalid_param, "somewhere", nothing, nothing},
      {status::invalid_param, "oob", "all", nothing},
      {status::invalid_url, "oob", nothing, "api.x.com"},
      {status::invalid_url, "oob", nothing, "https://a/?b=c"},
  };
  for (const auto &row : rows) {
    const auto make = [&] {
      return exchange::new_request_token(published_app(), row.callback,
                                         row.access, row.base);
    };
    CHECK_EQUAL(both(make, exchange::try_new_request_token(
                               published_app(), row.callback, row.access, row.base))
                    .status,
                row.wanted);
  }
}

void the_user_is_asked_in_the_browser() {
  check::current_case = "authorize";
  CHECK_EQUAL(twsign::authorize_url("t"),
              "https://api.x.com/oauth/authorize?oauth_token=t");
  twsign::authorize_options options;
  options.sign_in = true;
  options.force_login = true;
  options.screen_name = "xapi";
  options.base_url = here;
  CHECK_EQUAL(twsign::authorize_url("t", options),
              "http://127.0.0.1:8080/oauth/authenticate?oauth_token=t"
              "&force_login=true&screen_name=xapi");
  CHECK_EQUAL(both([] { return twsign::authorize_url(""); },
                   twsign::try_authorize_url(""))
                  .status,
              status::invalid_param);
}

void the_callback_brings_the_verifier() {
  check::current_case = "callback";
  const struct {
    status wanted;
    std::string_view url;
  } rows[] = {
      {status::ok, "https://a/b?oauth_token=t&oauth_verifier=v"},
      {status::ok, "/b?oauth_token=t&oauth_verifier=v"},
      {status::ok, "oauth_token=t&oauth_verifier=v"},
      {status::denied, "https://a/b?denied=t"},
      {status::signature_mismatch, "/b?oauth_token=other&oauth_verifier=v"},
      {status::invalid_response, "/b?oauth_token=t"},
      {status::invalid_response, {}},
  };
  for (const auto &row : rows) {
    const outcome made =
        both([&] { return twsign::callback_verifier("t", row.url); },
             twsign::try_callback_verifier("t", row.url));
    CHECK_EQUAL(made.status, row.wanted);
    CHECK_EQUAL(made.text, row.wanted == status::ok ? "v" : "");
  }
}

}  // namespace

int main() {
  a_request_token_is_asked_for();
  it_is_traded_for_an_access_token();
  a_bearer_has_no_secret();
  a_token_and_a_bearer_are_revoked();
  a_refusal_tells_the_code_and_the_words();
  a_reply_without_sense_is_refused();
  inputs_that_cannot_be_are_refused();
  the_user_is_asked_in_the_browser();
  the_callback_brings_the_verifier();
  return check::report();
}
