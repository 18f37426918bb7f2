// Who owns what: moved and never copied, safe to use when moved from, and no
// text that outlives its owner.
#include <type_traits>

#include "fixtures.hpp"

namespace {

using twsign::exchange;
using twsign::signer;
using twsign::status;
using twsign::token;

template <typename T>
constexpr bool is_move_only =
    !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
    std::is_nothrow_move_constructible_v<T> &&
    std::is_nothrow_move_assignable_v<T> && std::is_nothrow_destructible_v<T> &&
    sizeof(T) == sizeof(void *);

static_assert(is_move_only<signer>);
static_assert(is_move_only<exchange>);
static_assert(is_move_only<token>);
static_assert(!std::is_default_constructible_v<signer>);
static_assert(!std::is_convertible_v<signer, bool>);

static_assert(std::is_nothrow_move_constructible_v<twsign::result<signer>>);
static_assert(!std::is_copy_constructible_v<twsign::result<signer>>);
static_assert(!std::is_convertible_v<twsign::result<signer>, bool>);
static_assert(std::is_nothrow_copy_constructible_v<twsign::failure>);
static_assert(std::is_nothrow_copy_constructible_v<twsign::error>);
static_assert(std::is_base_of_v<std::exception, twsign::error>);

// Whether a getter may be called on Object.
template <typename Object, typename Getter, typename = void>
struct lends : std::false_type {};
template <typename Object, typename Getter>
struct lends<Object, Getter,
             std::void_t<decltype(Getter()(std::declval<Object>()))>>
    : std::true_type {};

#define LENDS(type, name)                                              \
  struct type##_##name {                                               \
    template <typename T>                                              \
    auto operator()(T &&object) -> decltype(static_cast<T &&>(object).name()) { \
      return static_cast<T &&>(object).name();                         \
    }                                                                  \
  };                                                                   \
  static_assert(lends<type &, type##_##name>::value);                  \
  static_assert(lends<const type &, type##_##name>::value);            \
  static_assert(!lends<type, type##_##name>::value)
LENDS(exchange, method);
LENDS(exchange, url);
LENDS(exchange, authorization);
LENDS(exchange, content_type);
LENDS(exchange, body);
LENDS(token, value);
LENDS(token, secret);
LENDS(token, user_id);
LENDS(token, screen_name);
#undef LENDS

void a_signer_that_was_moved_from_refuses() {
  check::current_case = "signer";
  signer first(published_credentials());
  const signer second = std::move(first);
  CHECK(second);
  CHECK_EQUAL(second.sign(published_request()),
              twsign::sign_request(published_credentials(), published_request()));
  CHECK(!first);
  const outcome made = both([&] { return first.sign(plain_request()); },
                            first.try_sign(plain_request()));
  CHECK_EQUAL(made.status, status::null_argument);
  CHECK(contains(made.message, "signer"));
  char buffer[1000];
  CHECK_EQUAL(first.try_sign_into(plain_request(), buffer, sizeof buffer)
                  .error()
                  .status(),
              status::null_argument);
  std::string header = "before";
  CHECK_EQUAL(first.try_sign_into(plain_request(), header).error().status(),
              status::null_argument);
  CHECK_EQUAL(header, "");
  first.set_clock_offset(std::chrono::seconds(1));
  CHECK_EQUAL(
      first.try_learn_clock("Sun, 06 Nov 1994 08:49:37 GMT").error().status(),
      status::null_argument);
  first = signer(published_app());
  CHECK(first);
  CHECK(!contains(first.sign(plain_request()), "oauth_token"));
}

void an_exchange_that_was_moved_from_gives_nothing() {
  check::current_case = "exchange";
  exchange first = exchange::new_bearer_token(published_app());
  const exchange second = std::move(first);
  CHECK(second);
  CHECK_EQUAL(second.body(), "grant_type=client_credentials");
  CHECK(!first);
  for (std::string_view nothing :
       {first.method(), first.url(), first.authorization(), first.body()}) {
    CHECK(nothing.empty() && nothing.data() != nullptr);
  }
  CHECK(!first.content_type());
  CHECK_EQUAL(both([&] { return first.finish(200, ""); },
                   first.try_finish(200, ""))
                  .status,
              status::null_argument);
}

void a_token_that_was_moved_from_gives_nothing() {
  check::current_case = "token";
  token first = exchange::new_bearer_token(published_app())
                    .finish(200, R"({"token_type":"bearer","access_token":"A%2B"})");
  const token second = std::move(first);
  CHECK(second);
  CHECK_EQUAL(second.value(), "A%2B");
  CHECK(!first);
  CHECK_EQUAL(first.value(), "");
  CHECK(!first.secret() && !first.user_id() && !first.screen_name());
}

void what_is_borrowed_ends_in_nul() {
  check::current_case = "borrowed";
  const exchange call = exchange::new_bearer_token(published_app());
  for (std::string_view text : {call.method(), call.url(), call.authorization(),
                                *call.content_type(), call.body()}) {
    CHECK_EQUAL(std::string_view(text.data()), text);
  }
}

void a_result_gives_its_value_once_or_again() {
  check::current_case = "result";
  auto made = signer::try_new(published_credentials());
  CHECK(made);
  CHECK_EQUAL(made.error().status(), status::ok);
  CHECK_EQUAL(std::string_view(made.error().what()), "");
  CHECK(made->try_sign(plain_request()));
  CHECK((*made).try_sign(plain_request()));
  const signer taken = std::move(made).value();
  CHECK(taken);
  const auto refused = signer::try_new({"", "secret"});
  CHECK_EQUAL(thrown_by([&] { return refused.value().sign(plain_request()); })
                  .status,
              status::invalid_credentials);
  CHECK_EQUAL(thrown_by([&] { return refused->sign(plain_request()); }).status,
              status::invalid_credentials);
}

}  // namespace

int main() {
  a_signer_that_was_moved_from_refuses();
  an_exchange_that_was_moved_from_gives_nothing();
  a_token_that_was_moved_from_gives_nothing();
  what_is_borrowed_ends_in_nul();
  a_result_gives_its_value_once_or_again();
  return check::report();
}
