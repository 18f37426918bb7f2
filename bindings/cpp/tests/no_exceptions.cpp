// Built with -fno-exceptions and -fno-rtti: the whole binding by its `try_`
// functions. With WITH_EXCEPTIONS_TOO it is linked to a part that is built with
// them, as a library in a program may be.
#include <twsign.hpp>

#include "check.hpp"

#if defined(__cpp_exceptions) || !defined(TWSIGN_NO_EXCEPTIONS)
#error "this is to be built with -fno-exceptions"
#endif

#ifdef WITH_EXCEPTIONS_TOO
bool an_error_is_thrown_and_caught();
#endif

namespace {

using twsign::status;

constexpr twsign::credentials who{"key", "secret", "token", "tokenSecret"};

// The same each time, so that all its headers are.
twsign::request get(std::string_view url) {
  return {"GET", url, {}, {}, "nonce", 1318622958};
}

// Every function without its throwing sibling is noexcept.
static_assert(noexcept(twsign::signer::try_new(who)));
static_assert(noexcept(twsign::try_sign_request(who, {})));
static_assert(noexcept(twsign::try_explain(who, {})));
static_assert(noexcept(twsign::try_signature_base_string(who, {})));
static_assert(noexcept(twsign::try_canonical_url("")));
static_assert(noexcept(twsign::try_authorize_url("")));
static_assert(noexcept(twsign::try_callback_verifier("", "")));
static_assert(noexcept(twsign::try_webhook_crc_response("", "")));
static_assert(noexcept(twsign::try_webhook_verify("", "", "")));
static_assert(noexcept(twsign::exchange::try_new_bearer_token(who)));
static_assert(noexcept(
    std::declval<const twsign::exchange &>().try_finish(200, "")));

void requests_are_signed() {
  const auto signer = twsign::signer::try_new(who);
  if (!CHECK(signer)) return;
  const twsign::request me = get("https://api.x.com/2/users/me");
  const auto header = signer->try_sign(me);
  CHECK(header && header->substr(0, 6) == "OAuth ");
  std::string again;
  CHECK(signer->try_sign_into(me, again));
  CHECK_EQUAL(again, *header);
  char buffer[1000];
  const auto length = signer->try_sign_into(me, buffer, sizeof buffer);
  CHECK(length && std::string_view(buffer, *length) == again);
  signer->set_clock_offset(std::chrono::seconds(5));
  CHECK(signer->try_learn_clock("Sun, 06 Nov 1994 08:49:37 GMT"));
}

void refusals_are_told() {
  const auto refused = twsign::signer::try_new({"key", ""});
  CHECK(!refused);
  CHECK_EQUAL(refused.error().status(), status::invalid_credentials);
  CHECK_EQUAL(std::string_view(refused.error().what()),
              "credentials.api_secret: empty");
  const auto ambiguous =
      twsign::try_sign_request(who, get("https://api.x.com/?q=from:jack"));
  CHECK_EQUAL(ambiguous.error().status(), status::ambiguous);
}

void texts_are_made() {
  CHECK_EQUAL(twsign::try_form_encode({{"a", "b c"}}).value(), "a=b%20c");
  CHECK_EQUAL(*twsign::try_canonical_url("https://a/?q=:"), "https://a/?q=%3A");
  const twsign::request me = get("https://api.x.com/2/users/me");
  CHECK(twsign::try_signature_base_string(who, me));
  CHECK(twsign::try_explain(who, me));
  CHECK(twsign::try_diagnose(who, me));
}

void tokens_are_brought() {
  const auto call = twsign::exchange::try_new_bearer_token(who);
  if (!CHECK(call)) return;
  const auto token =
      call->try_finish(200, R"({"token_type":"bearer","access_token":"A"})");
  CHECK(token && token->value() == "A");
  CHECK_EQUAL(call->try_finish(403, "").error().status(), status::refused);
  CHECK(twsign::exchange::try_new_request_token(who, "oob"));
  CHECK(twsign::exchange::try_new_access_token(who, "1"));
  CHECK(twsign::exchange::try_new_invalidation(who));
  CHECK(twsign::try_authorize_url("t"));
  CHECK_EQUAL(
      twsign::try_callback_verifier("t", "?denied=t").error().status(),
      status::denied);
}

void webhooks_are_verified() {
  CHECK(twsign::try_webhook_crc_response("secret", "t"));
  const twsign::result<void> verified =
      twsign::try_webhook_verify("secret", "{}", "sha256=");
  CHECK(!verified);
  CHECK_EQUAL(verified.error().status(), status::signature_mismatch);
}

}  // namespace

int main() {
  requests_are_signed();
  refusals_are_told();
  texts_are_made();
  tokens_are_brought();
  webhooks_are_verified();
#ifdef WITH_EXCEPTIONS_TOO
  CHECK(an_error_is_thrown_and_caught());
#endif
  return check::report();
}
