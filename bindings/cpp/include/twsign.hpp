/// @file
/// twsign.hpp - use an X (Twitter) API Key and Secret from C++17.
///
/// Header only, over the C ABI of twsign.h, which is the manual: what is signed,
/// what is refused and why is said there. Here is how it looks in C++:
///
///   - Text comes in as `std::string_view`, any bytes but NUL, and is read
///     during the call; an optional text is a `std::optional` of one. Text goes
///     out as `std::string`.
///   - Each function throws twsign::error, and has a `noexcept` sibling whose
///     name begins with `try_` and which gives a twsign::result. Built with
///     -fno-exceptions there are only the siblings.
///   - twsign::signer, twsign::exchange and twsign::token own what they hold.
///     They are moved, not copied. One that was moved from gives
///     status::null_argument, and its getters give nothing.
///   - What is const may be called by any number of threads at once.
///   - Nothing here prints, and no message shows a secret. The copies of texts
///     that a call makes for C are wiped before it returns.
#ifndef TWSIGN_HPP
#define TWSIGN_HPP

#if __cplusplus < 201703L && (!defined(_MSVC_LANG) || _MSVC_LANG < 201703L)
#error "twsign.hpp needs C++17; for older C++ there is twsign.h"
#endif

#include <twsign.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#if !defined(TWSIGN_NO_EXCEPTIONS) && !defined(__cpp_exceptions) && \
    !defined(_CPPUNWIND)
/// Defined where a failure cannot be thrown: only the `try_` functions are there.
#define TWSIGN_NO_EXCEPTIONS 1
#endif

/// Signs requests to the X API, and makes and reads calls for tokens.
namespace twsign {

// A program may be built partly with and partly without exceptions. The names
// of the two must differ then, since the same functions do different things.
#ifdef TWSIGN_NO_EXCEPTIONS
inline namespace no_exceptions {
#endif

// ---- What became of a call ---------------------------------------------------

/// What became of a call. The numbers are those of `tw_status` in twsign.h.
enum class status : std::int32_t {
  /// Done.
  ok = TW_OK,
  /// The object was moved from, or API Key or Secret were never set.
  null_argument = TW_ERR_NULL_ARGUMENT,
  /// This header is newer than the library that is loaded.
  struct_size = TW_ERR_STRUCT_SIZE,
  /// Credentials that are empty, half given, or with white space around or
  /// control characters in them.
  invalid_credentials = TW_ERR_INVALID_CREDENTIALS,
  /// The method is not an HTTP token.
  invalid_method = TW_ERR_INVALID_METHOD,
  /// Not an absolute http or https URL, no host, user info, a byte that must be
  /// escaped, or a broken escape.
  invalid_url = TW_ERR_INVALID_URL,
  /// The body is said to be a form and is not one.
  invalid_body = TW_ERR_INVALID_BODY,
  /// A parameter, nonce, time, content type or rule that cannot be; or any text
  /// with a NUL inside.
  invalid_param = TW_ERR_INVALID_PARAM,
  /// X would read the request otherwise than RFC 5849 does: see twsign::rules.
  ambiguous = TW_ERR_AMBIGUOUS,
  /// Nothing was written; `needed()` says what suffices.
  buffer_too_small = TW_ERR_BUFFER_TOO_SMALL,
  /// A reply, or a header of one, that makes no sense.
  invalid_response = TW_ERR_INVALID_RESPONSE,
  /// The server said no: see `api_code()`.
  refused = TW_ERR_REFUSED,
  /// The user said no.
  denied = TW_ERR_DENIED,
  /// A webhook call not signed with this secret, or a callback for another token.
  signature_mismatch = TW_ERR_SIGNATURE_MISMATCH,
  /// No memory, no randomness or no clock.
  system = TW_ERR_SYSTEM,
  /// A bug in twsign. Please report it.
  internal = TW_ERR_INTERNAL,
};

/// Why a call failed: a value that holds its own memory and never throws.
class failure {
 public:
  /// No failure: status::ok and an empty message.
  failure() noexcept = default;

  /// What a function of twsign.h filled in.
  explicit failure(const tw_error &error, std::size_t needed = 0) noexcept
      : error_(error), needed_(needed) {}

  /// Which kind of failure it is.
  twsign::status status() const noexcept {
    return static_cast<twsign::status>(error_.status);
  }

  /// X's own error code (32, 89, 215, ...), or 0.
  std::int32_t api_code() const noexcept { return error_.api_code; }

  /// One line: which field, what trouble, at which byte, and what to do. For
  /// people and logs; it never shows a secret.
  const char *what() const noexcept { return error_.message; }

  /// Under status::buffer_too_small a capacity that suffices; else 0.
  std::size_t needed() const noexcept { return needed_; }

 private:
  tw_error error_{};
  std::size_t needed_ = 0;
};

#ifndef TWSIGN_NO_EXCEPTIONS
/// What is thrown. Copying it does not throw.
class error : public std::exception {
 public:
  /// Throws what a `try_` function gave.
  explicit error(const twsign::failure &why) noexcept : failure_(why) {}

  /// Which kind of failure it is.
  twsign::status status() const noexcept { return failure_.status(); }

  /// X's own error code (32, 89, 215, ...), or 0.
  std::int32_t api_code() const noexcept { return failure_.api_code(); }

  /// One line: which field, what trouble, at which byte, and what to do. For
  /// people and logs; it never shows a secret.
  const char *what() const noexcept override { return failure_.what(); }

  /// Under status::buffer_too_small a capacity that suffices; else 0.
  std::size_t needed() const noexcept { return failure_.needed(); }

  /// The same as a value.
  const twsign::failure &failure() const noexcept { return failure_; }

 private:
  twsign::failure failure_;
};
#endif

namespace detail {

[[noreturn]] inline void fail(const failure &why) {
#ifdef TWSIGN_NO_EXCEPTIONS
  static_cast<void>(why);
  std::abort();
#else
  throw error(why);
#endif
}

}  // namespace detail

/// A value, or why there is none. What the `try_` functions give.
///
///     auto header = signer.try_sign(request);
///     if (!header) return log(header.error().what());
///     send_with("Authorization", *header);
///
/// To take the value where there is none throws twsign::error; built with
/// -fno-exceptions it ends the program.
template <typename T>
class [[nodiscard]] result {
 public:
  /// A call that succeeded.
  result(T value) noexcept : value_(std::move(value)) {
    static_assert(std::is_nothrow_move_constructible_v<T>);
  }

  /// A call that failed.
  result(const failure &why) noexcept : failure_(why) {}

  /// Whether there is a value.
  explicit operator bool() const noexcept { return value_.has_value(); }

  /// The value.
  T &value() & {
    check();
    return *value_;
  }

  /// The value.
  const T &value() const & {
    check();
    return *value_;
  }

  /// The value, moved out.
  T value() && {
    check();
    return std::move(*value_);
  }

  /// The same as value().
  T &operator*() & { return value(); }

  /// The same as value().
  const T &operator*() const & { return value(); }

  /// The same as value(), moved out.
  T operator*() && { return std::move(*this).value(); }

  /// A member of the value.
  T *operator->() { return &value(); }

  /// A member of the value.
  const T *operator->() const { return &value(); }

  /// Why there is no value; status::ok if there is one.
  const failure &error() const noexcept { return failure_; }

 private:
  void check() const {
    if (!value_) detail::fail(failure_);
  }

  failure failure_;
  std::optional<T> value_;
};

/// The result of a call that gives no value: that it succeeded, or why not.
template <>
class [[nodiscard]] result<void> {
 public:
  /// A call that succeeded.
  result() noexcept = default;

  /// A call that failed.
  result(const failure &why) noexcept : failure_(why) {}

  /// Whether the call succeeded.
  explicit operator bool() const noexcept {
    return failure_.status() == status::ok;
  }

  /// Fails if the call did.
  void value() const {
    if (!*this) detail::fail(failure_);
  }

  /// Why the call failed; status::ok if it did not.
  const failure &error() const noexcept { return failure_; }

 private:
  failure failure_;
};

// ---- What is signed, and by whom ---------------------------------------------

/// By which reading of the request a signature has to hold: `tw_rules` in
/// twsign.h says what the first refuses, and why.
enum class rules : std::int32_t {
  /// What X would read otherwise than the RFC is refused: the default.
  x = TW_RULES_X,
  /// Any request that the RFC can sign is signed by the RFC.
  rfc5849 = TW_RULES_RFC5849,
};

/// Who signs. Without a token a request is signed for the App alone.
///
/// These are views: the texts have to live as long as this struct is used. A
/// `std::string` that a function returned lives to the end of the line only.
/// `std::string_view()` stands for one that is not known, which only diagnose()
/// takes.
struct credentials {
  /// API Key = Consumer Key.
  std::string_view api_key{};
  /// API Secret = Consumer Secret.
  std::string_view api_secret{};
  /// Access Token (or Request Token).
  std::optional<std::string_view> token{};
  /// Its secret.
  std::optional<std::string_view> token_secret{};
};

/// A name and a value, not percent-encoded. Views, as in twsign::credentials.
struct param {
  /// Any text but an empty one.
  std::string_view name{};
  /// Any text.
  std::string_view value{};
};

/// What is signed, exactly as it is sent. Views, as in twsign::credentials.
struct request {
  /// `"GET"`, `"POST"`, ...; signed in upper case.
  std::string_view method{};
  /// Absolute, with the query as it is sent.
  std::string_view url{};
  /// The Content-Type header's value.
  std::optional<std::string_view> content_type{};
  /// The body as sent, any bytes. It is signed if content_type is a form's; any
  /// other body is not looked at and may be left out here.
  std::string_view body{};
  /// Printable ASCII; if not given, a fresh one of 128 random bits.
  std::optional<std::string_view> nonce{};
  /// Unix seconds, used as they are; 0: now, by the signer's clock.
  std::int64_t timestamp = 0;
  /// rules::x or rules::rfc5849.
  twsign::rules rules = twsign::rules::x;
  /// Parameters for the header: oauth_callback, realm and the like. At most 64.
  std::vector<param> oauth_params{};
};

/// A call that failed: what was sent and what came back, as far as known. Views,
/// as in twsign::credentials.
struct attempt {
  /// The value of the Authorization header that was sent, by whatever program.
  std::optional<std::string_view> authorization{};
  /// Unix seconds by the local clock; 0: now.
  std::int64_t received_at = 0;
  /// 0 if there was no reply.
  int http_status = 0;
  /// The value of the reply's Date header.
  std::optional<std::string_view> date{};
  /// The reply's body, any bytes.
  std::string_view body{};
};

/// How to ask the user: see authorize_url(). Views, as in twsign::credentials.
struct authorize_options {
  /// oauth/authenticate instead of oauth/authorize: X does not ask again whom it
  /// has asked before, if the App may do "Log in with X".
  bool sign_in = false;
  /// The user has to log in, whoever is logged in now.
  bool force_login = false;
  /// Fills in the login form.
  std::optional<std::string_view> screen_name{};
  /// Where the API is, if not at https://api.x.com
  std::optional<std::string_view> base_url{};
};

// ---- From C++ to C and back --------------------------------------------------

namespace detail {

/// Overwrites memory, and does so even if nobody reads it again.
inline void wipe(char *bytes, std::size_t size) noexcept {
#if defined(__GNUC__)
  std::memset(bytes, 0, size);
  __asm__ __volatile__("" : : "r"(bytes) : "memory");
#else
  for (volatile char *at = bytes; size > 0; size--) *at++ = 0;
#endif
}

/// Memory for the time of one call, wiped afterwards; on the stack if it is small.
class scratch {
 public:
  scratch() noexcept = default;
  scratch(const scratch &) = delete;
  scratch &operator=(const scratch &) = delete;

  ~scratch() {
    wipe(here_, used_here());
    while (chunk *released = chunks_) {
      chunks_ = released->before;
      wipe(begin_of(released), released->size);
      std::free(released);
    }
  }

  /// NULL if there is no memory.
  void *allocate(std::size_t size) noexcept {
    const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
    if (rounded < size || (rounded > left_ && !grow(rounded))) return nullptr;
    char *taken = next_;
    next_ += rounded;
    left_ -= rounded;
    return taken;
  }

 private:
  struct chunk {
    chunk *before;
    std::size_t size;
  };
  static constexpr std::size_t alignment = alignof(void *);
  static constexpr std::size_t first_chunk = 4096;

  static char *begin_of(chunk *of) noexcept {
    return reinterpret_cast<char *>(of + 1);
  }

  std::size_t used_here() const noexcept {
    return chunks_ == nullptr ? sizeof here_ - left_ : sizeof here_;
  }

  bool grow(std::size_t needed) noexcept {
    std::size_t size = chunks_ == nullptr ? first_chunk : 2 * chunks_->size;
    if (size < needed) size = needed;
    if (size > SIZE_MAX - sizeof(chunk)) return false;
    auto *added = static_cast<chunk *>(std::malloc(sizeof(chunk) + size));
    if (added == nullptr) return false;
    *added = {chunks_, size};
    chunks_ = added;
    next_ = begin_of(added);
    left_ = size;
    return true;
  }

  alignas(alignment) char here_[1024];
  char *next_ = here_;
  std::size_t left_ = sizeof here_;
  chunk *chunks_ = nullptr;
};

/// The name of an input in messages: `request.url`, `params[2].name`.
struct field {
  static constexpr std::size_t no_index = SIZE_MAX;
  const char *name;
  std::size_t index = no_index;
  const char *part = "";
};

inline failure no_memory() noexcept {
  tw_error error{};
  error.status = TW_ERR_SYSTEM;
  std::snprintf(error.message, sizeof error.message, "twsign: no memory");
  return failure(error);
}

/// `at` is left out of the message where the text is a secret.
inline failure nul_inside(const field &of, std::optional<std::size_t> at) noexcept {
  char index[24] = "", place[32] = "";
  if (of.index != field::no_index) {
    std::snprintf(index, sizeof index, "[%zu]", of.index);
  }
  if (at) std::snprintf(place, sizeof place, " at byte %zu", *at);
  tw_error error{};
  error.status = TW_ERR_INVALID_PARAM;
  std::snprintf(error.message, sizeof error.message,
                "%s%s%s: NUL inside%s; it would be read up to there only",
                of.name, index, of.part, place);
  return failure(error);
}

/// The inputs of one call as C wants them. The first trouble with one is kept,
/// and the call is not made then.
class inputs {
 public:
  bool refused() const noexcept { return failure_.status() != status::ok; }
  const failure &why() const noexcept { return failure_; }

  const char *text(const field &of, std::string_view text) noexcept {
    const void *nul = text.empty() ? nullptr
                                   : std::memchr(text.data(), 0, text.size());
    if (nul == nullptr) return copy(text);
    const auto *at = static_cast<const char *>(nul);
    return refuse(
        nul_inside(of, static_cast<std::size_t>(at - text.data())));
  }

  const char *secret(const field &of, std::string_view text) noexcept {
    if (text.find('\0') == std::string_view::npos) return copy(text);
    return refuse(nul_inside(of, std::nullopt));
  }

  const char *text(const field &of,
                   const std::optional<std::string_view> &given) noexcept {
    return given ? text(of, *given) : nullptr;
  }

  const char *secret(const field &of,
                     const std::optional<std::string_view> &given) noexcept {
    return given ? secret(of, *given) : nullptr;
  }

  tw_credentials take(const credentials &who) noexcept {
    tw_credentials taken{};
    taken.struct_size = sizeof taken;
    taken.api_key = secret({"credentials.api_key"}, if_set(who.api_key));
    taken.api_secret = secret({"credentials.api_secret"}, if_set(who.api_secret));
    taken.token = secret({"credentials.token"}, who.token);
    taken.token_secret = secret({"credentials.token_secret"}, who.token_secret);
    return taken;
  }

  tw_request take(const request &what) noexcept {
    tw_request taken{};
    taken.struct_size = sizeof taken;
    taken.method = text({"request.method"}, what.method);
    taken.url = text({"request.url"}, what.url);
    taken.content_type = text({"request.content_type"}, what.content_type);
    taken.body = what.body.data();
    taken.body_len = what.body.size();
    taken.nonce = text({"request.nonce"}, what.nonce);
    taken.timestamp = what.timestamp;
    taken.rules = static_cast<std::int32_t>(what.rules);
    taken.oauth_params = take("request.oauth_params", what.oauth_params);
    taken.oauth_params_len = what.oauth_params.size();
    return taken;
  }

  tw_attempt take(const attempt &failed) noexcept {
    tw_attempt taken{};
    taken.struct_size = sizeof taken;
    taken.authorization = secret({"attempt.authorization"}, failed.authorization);
    taken.received_at = failed.received_at;
    taken.http_status = failed.http_status;
    taken.date = text({"attempt.date"}, failed.date);
    taken.body = failed.body.data();
    taken.body_len = failed.body.size();
    return taken;
  }

  tw_authorize_options take(const authorize_options &how) noexcept {
    tw_authorize_options taken{};
    taken.struct_size = sizeof taken;
    taken.sign_in = how.sign_in;
    taken.force_login = how.force_login;
    taken.screen_name = text({"options.screen_name"}, how.screen_name);
    taken.base_url = text({"options.base_url"}, how.base_url);
    return taken;
  }

  const tw_param *take(const char *list,
                       const std::vector<param> &params) noexcept {
    if (params.empty()) return nullptr;
    auto *taken = static_cast<tw_param *>(
        scratch_.allocate(params.size() * sizeof(tw_param)));
    if (taken == nullptr) return refuse(no_memory()), nullptr;
    for (std::size_t i = 0; i < params.size(); i++) {
      taken[i].name = text({list, i, ".name"}, params[i].name);
      taken[i].value = text({list, i, ".value"}, params[i].value);
    }
    return taken;
  }

 private:
  static std::optional<std::string_view> if_set(std::string_view text) noexcept {
    if (text.data() == nullptr) return std::nullopt;
    return text;
  }

  const char *copy(std::string_view text) noexcept {
    auto *copied = static_cast<char *>(scratch_.allocate(text.size() + 1));
    if (copied == nullptr) return refuse(no_memory());
    if (!text.empty()) std::memcpy(copied, text.data(), text.size());
    copied[text.size()] = '\0';
    return copied;
  }

  const char *refuse(const failure &why) noexcept {
    if (!refused()) failure_ = why;
    return nullptr;
  }

  scratch scratch_;
  failure failure_;
};

/// Does what may run out of memory. Without exceptions that ends the program.
template <typename Work>
bool had_memory(Work work) noexcept {
#ifdef TWSIGN_NO_EXCEPTIONS
  work();
#else
  try {
    work();
  } catch (const std::exception &) {  // bad_alloc or length_error
    return false;
  }
#endif
  return true;
}

inline result<std::string> copied(const char *text, std::size_t size) noexcept {
  std::string copy;
  if (!had_memory([&] { copy.assign(text, size); })) return no_memory();
  return result<std::string>(std::move(copy));
}

/// A handle that releases what C made by `Free`.
template <auto Free>
struct releaser {
  template <typename T>
  void operator()(T *owned) const noexcept {
    Free(owned);
  }
};

/// Calls what makes a text, unless an input was refused.
template <typename Call>
result<std::string> made_text(const inputs &given, Call call) noexcept {
  if (given.refused()) return given.why();
  char *text = nullptr;
  tw_error error;
  if (call(&text, &error) != TW_OK) return failure(error);
  const std::unique_ptr<char, releaser<tw_free>> owner(text);
  return copied(text, std::strlen(text));
}

/// Text that is borrowed from an object: "" for none, so data() may go to C.
inline std::string_view borrowed(const char *text) noexcept {
  return text == nullptr ? std::string_view("") : std::string_view(text);
}

inline std::optional<std::string_view> borrowed_if_any(
    const char *text) noexcept {
  if (text == nullptr) return std::nullopt;
  return std::string_view(text);
}

}  // namespace detail

// ---- Version -----------------------------------------------------------------

/// The version of the library that is loaded, such as "0.1.0";
/// TW_VERSION_STRING is the one that the program was compiled with.
inline std::string_view version() noexcept { return tw_version(); }

/// The same as a number: MAJOR * 1000000 + MINOR * 1000 + PATCH.
inline std::uint32_t version_number() noexcept { return tw_version_number(); }

/// A sentence about a status, for a log.
inline std::string_view status_message(status of) noexcept {
  return tw_status_message(static_cast<int>(of));
}

// ---- Signing -----------------------------------------------------------------

/// Credentials, checked and ready. Keeps the prepared key, not the secrets.
///
///     const twsign::signer signer({key, secret, token, token_secret});
///     std::string header = signer.sign({"GET", "https://api.x.com/2/users/me"});
///
/// One signer may sign in many threads at once, and in forked children.
class signer {
 public:
#ifndef TWSIGN_NO_EXCEPTIONS
  /// Checks the credentials and prepares their key.
  explicit signer(const credentials &who) : signer(try_new(who).value()) {}
#endif

  /// As the constructor.
  static result<signer> try_new(const credentials &who) noexcept {
    detail::inputs given;
    const tw_credentials taken = given.take(who);
    if (given.refused()) return given.why();
    tw_signer *made = nullptr;
    tw_error error;
    if (tw_signer_new(&taken, &made, &error) != TW_OK) return failure(error);
    return signer(made);
  }

  /// Whether this is a signer, and not one that was moved from.
  explicit operator bool() const noexcept { return signer_ != nullptr; }

#ifndef TWSIGN_NO_EXCEPTIONS
  /// Signs one request: the value of its Authorization header.
  ///
  /// The request has to be sent exactly as it was signed, and is signed anew for
  /// each attempt: X takes a nonce only once and a time only for some minutes.
  [[nodiscard]] std::string sign(const request &what) const {
    return try_sign(what).value();
  }

  /// Signs into a string, whose memory is used again: nothing is allocated once
  /// it is large enough. After a failure it is empty.
  void sign_into(const request &what, std::string &header) const {
    try_sign_into(what, header).value();
  }

  /// Signs into a buffer, with a NUL after the header; gives the header's
  /// length. Fails with status::buffer_too_small if `capacity` is: then nothing
  /// was written, and the error's `needed()` is a capacity that suffices.
  std::size_t sign_into(const request &what, char *buffer,
                        std::size_t capacity) const {
    return try_sign_into(what, buffer, capacity).value();
  }
#endif

  /// As sign().
  result<std::string> try_sign(const request &what) const noexcept {
    detail::inputs given;
    const tw_request taken = given.take(what);
    if (given.refused()) return given.why();
    char buffer[1024];
    std::size_t length = 0;
    tw_error error;
    const tw_status done = tw_signer_sign_into(
        signer_.get(), &taken, buffer, sizeof buffer, &length, &error);
    if (done == TW_ERR_BUFFER_TOO_SMALL) return sign_long(given, taken);
    if (done != TW_OK) return failure(error);
    auto header = detail::copied(buffer, length);
    detail::wipe(buffer, length);
    return header;
  }

  /// As sign_into().
  result<void> try_sign_into(const request &what,
                             std::string &header) const noexcept {
    header.resize(header.capacity());
    // The string's own NUL has a place in its memory too.
    auto signed_now = try_sign_into(what, header.data(), header.size() + 1);
    if (signed_now.error().status() == status::buffer_too_small) {
      const std::size_t needed = signed_now.error().needed();
      if (!detail::had_memory([&] { header.resize(needed); })) {
        header.clear();
        return detail::no_memory();
      }
      signed_now = try_sign_into(what, header.data(), header.size() + 1);
    }
    header.resize(signed_now ? *signed_now : 0);
    return signed_now.error();
  }

  /// As sign_into().
  result<std::size_t> try_sign_into(const request &what, char *buffer,
                                    std::size_t capacity) const noexcept {
    detail::inputs given;
    const tw_request taken = given.take(what);
    if (given.refused()) return given.why();
    std::size_t length = 0;
    tw_error error;
    const tw_status done = tw_signer_sign_into(signer_.get(), &taken, buffer,
                                               capacity, &length, &error);
    if (done != TW_OK) return failure(error, length);
    return length;
  }

  /// Corrects the clock of later signatures by this much. Any thread may call it
  /// while others sign.
  void set_clock_offset(std::chrono::seconds offset) const noexcept {
    tw_signer_set_clock_offset(signer_.get(), offset.count());
  }

#ifndef TWSIGN_NO_EXCEPTIONS
  /// Learns that offset from the Date header of a reply that has just come, and
  /// gives it. If it is no date the signer keeps the offset it had.
  std::chrono::seconds learn_clock(std::string_view http_date) const {
    return try_learn_clock(http_date).value();
  }
#endif

  /// As learn_clock().
  result<std::chrono::seconds> try_learn_clock(
      std::string_view http_date) const noexcept {
    detail::inputs given;
    const char *date = given.text({"http_date"}, http_date);
    if (given.refused()) return given.why();
    std::int64_t offset = 0;
    tw_error error;
    if (tw_signer_learn_clock(signer_.get(), date, &offset, &error) != TW_OK) {
      return failure(error);
    }
    return std::chrono::seconds(offset);
  }

 private:
  explicit signer(tw_signer *made) noexcept : signer_(made) {}

  result<std::string> sign_long(const detail::inputs &given,
                                const tw_request &taken) const noexcept {
    return detail::made_text(given, [&](char **header, tw_error *error) {
      return tw_signer_sign(signer_.get(), &taken, header, error);
    });
  }

  std::unique_ptr<tw_signer, detail::releaser<tw_signer_free>> signer_;
};

/// As signer::sign(), for a request or two; to sign more often a signer is faster.
inline result<std::string> try_sign_request(const credentials &who,
                                            const request &what) noexcept {
  detail::inputs given;
  const tw_credentials by = given.take(who);
  const tw_request taken = given.take(what);
  return detail::made_text(given, [&](char **header, tw_error *error) {
    return tw_sign_request(&by, &taken, header, error);
  });
}

// ---- The form that goes over the wire ----------------------------------------

/// As form_encode().
inline result<std::string> try_form_encode(
    const std::vector<param> &params) noexcept {
  detail::inputs given;
  const tw_param *taken = given.take("params", params);
  return detail::made_text(given, [&](char **form, tw_error *error) {
    return tw_form_encode(taken, params.size(), form, error);
  });
}

/// As canonical_url().
inline result<std::string> try_canonical_url(std::string_view url) noexcept {
  detail::inputs given;
  const char *taken = given.text({"url"}, url);
  return detail::made_text(given, [&](char **canonical, tw_error *error) {
    return tw_canonical_url(taken, canonical, error);
  });
}

// ---- Why does the server answer 401? -----------------------------------------

/// As signature_base_string().
inline result<std::string> try_signature_base_string(
    const credentials &who, const request &what) noexcept {
  detail::inputs given;
  const tw_credentials by = given.take(who);
  const tw_request taken = given.take(what);
  return detail::made_text(given, [&](char **text, tw_error *error) {
    return tw_signature_base_string(&by, &taken, text, error);
  });
}

/// As explain().
inline result<std::string> try_explain(const credentials &who,
                                       const request &what) noexcept {
  detail::inputs given;
  const tw_credentials by = given.take(who);
  const tw_request taken = given.take(what);
  return detail::made_text(given, [&](char **text, tw_error *error) {
    return tw_explain(&by, &taken, text, error);
  });
}

/// As diagnose().
inline result<std::string> try_diagnose(const credentials &who,
                                        const request &what,
                                        const attempt &failed = {}) noexcept {
  detail::inputs given;
  const tw_credentials by = given.take(who);
  const tw_request taken = given.take(what);
  const tw_attempt how = given.take(failed);
  return detail::made_text(given, [&](char **report, tw_error *error) {
    return tw_diagnose(&by, &taken, &how, report, error);
  });
}

// ---- Token endpoints: make, send with any HTTP client, finish ----------------

/// What a call to a token endpoint brought: a Request Token, an Access Token or
/// a Bearer Token.
///
/// The texts are borrowed from it, each with a NUL after it, so that their
/// data() may go to C. It wipes them in the end.
class token {
 public:
  /// Whether this is a token, and not one that was moved from.
  explicit operator bool() const noexcept { return token_ != nullptr; }

  /// The token, exactly as it was received: credentials::token, or what stands
  /// behind `Bearer`.
  std::string_view value() const & noexcept {
    return detail::borrowed(tw_token_value(token_.get()));
  }

  /// Its secret: credentials::token_secret. A bearer has none.
  std::optional<std::string_view> secret() const & noexcept {
    return detail::borrowed_if_any(tw_token_secret(token_.get()));
  }

  /// The id of the user that an Access Token is for.
  std::optional<std::string_view> user_id() const & noexcept {
    return detail::borrowed_if_any(tw_token_user_id(token_.get()));
  }

  /// That user's name as it is now; it may change, the id does not.
  std::optional<std::string_view> screen_name() const & noexcept {
    return detail::borrowed_if_any(tw_token_screen_name(token_.get()));
  }

  // Nothing is borrowed from what is about to vanish.
  std::string_view value() const && = delete;
  std::optional<std::string_view> secret() const && = delete;
  std::optional<std::string_view> user_id() const && = delete;
  std::optional<std::string_view> screen_name() const && = delete;

 private:
  friend class exchange;
  explicit token(tw_token *made) noexcept : token_(made) {}

  std::unique_ptr<tw_token, detail::releaser<tw_token_free>> token_;
};

/// One call to a token endpoint: what to send, and the reader of what comes back.
///
///     auto exchange = twsign::exchange::new_bearer_token({key, secret});
///     // send method(), url(), authorization(), content_type() and body(), then
///     twsign::token token = exchange.finish(http_status, body);
///
/// It is sent once and soon: it was signed when it was made. The texts are
/// borrowed from it as from a twsign::token. A `base_url` says where the API is,
/// if not at https://api.x.com.
class exchange {
 public:
#ifndef TWSIGN_NO_EXCEPTIONS
  /// Step 1 of the three-legged flow: asks for a Request Token.
  ///
  /// `callback` is the URL to which X sends the user back, which has to be on
  /// the App's list, or "oob": then X shows a PIN. `access_type` is "read" or
  /// "write" and asks for less than the App may have.
  [[nodiscard]] static exchange new_request_token(
      const credentials &who, std::string_view callback,
      std::optional<std::string_view> access_type = std::nullopt,
      std::optional<std::string_view> base_url = std::nullopt) {
    return try_new_request_token(who, callback, access_type, base_url).value();
  }

  /// Step 3: turns a Request Token into the user's Access Token.
  ///
  /// `who` holds the Request Token and its secret; `verifier` is what
  /// callback_verifier() gave, or the PIN that the user typed in.
  [[nodiscard]] static exchange new_access_token(
      const credentials &who, std::string_view verifier,
      std::optional<std::string_view> base_url = std::nullopt) {
    return try_new_access_token(who, verifier, base_url).value();
  }

  /// Asks for the App's own Bearer Token, by API Key and Secret.
  [[nodiscard]] static exchange new_bearer_token(
      const credentials &who,
      std::optional<std::string_view> base_url = std::nullopt) {
    return try_new_bearer_token(who, base_url).value();
  }

  /// Revokes `bearer_token`, as it was received, or, if there is none, the token
  /// in `who`. In whose name a bearer is revoked is said in twsign.h.
  [[nodiscard]] static exchange new_invalidation(
      const credentials &who,
      std::optional<std::string_view> bearer_token = std::nullopt,
      std::optional<std::string_view> base_url = std::nullopt) {
    return try_new_invalidation(who, bearer_token, base_url).value();
  }
#endif

  /// As new_request_token().
  static result<exchange> try_new_request_token(
      const credentials &who, std::string_view callback,
      std::optional<std::string_view> access_type = std::nullopt,
      std::optional<std::string_view> base_url = std::nullopt) noexcept {
    detail::inputs given;
    const tw_credentials by = given.take(who);
    const char *to = given.text({"callback"}, callback);
    const char *access = given.text({"access_type"}, access_type);
    const char *base = given.text({"base_url"}, base_url);
    return made(given, [&](tw_exchange **made, tw_error *error) {
      return tw_exchange_new_request_token(&by, to, access, base, made, error);
    });
  }

  /// As new_access_token().
  static result<exchange> try_new_access_token(
      const credentials &who, std::string_view verifier,
      std::optional<std::string_view> base_url = std::nullopt) noexcept {
    detail::inputs given;
    const tw_credentials by = given.take(who);
    const char *proof = given.secret({"verifier"}, verifier);
    const char *base = given.text({"base_url"}, base_url);
    return made(given, [&](tw_exchange **made, tw_error *error) {
      return tw_exchange_new_access_token(&by, proof, base, made, error);
    });
  }

  /// As new_bearer_token().
  static result<exchange> try_new_bearer_token(
      const credentials &who,
      std::optional<std::string_view> base_url = std::nullopt) noexcept {
    detail::inputs given;
    const tw_credentials by = given.take(who);
    const char *base = given.text({"base_url"}, base_url);
    return made(given, [&](tw_exchange **made, tw_error *error) {
      return tw_exchange_new_bearer_token(&by, base, made, error);
    });
  }

  /// As new_invalidation().
  static result<exchange> try_new_invalidation(
      const credentials &who,
      std::optional<std::string_view> bearer_token = std::nullopt,
      std::optional<std::string_view> base_url = std::nullopt) noexcept {
    detail::inputs given;
    const tw_credentials by = given.take(who);
    const char *bearer = given.secret({"bearer_token"}, bearer_token);
    const char *base = given.text({"base_url"}, base_url);
    return made(given, [&](tw_exchange **made, tw_error *error) {
      return tw_exchange_new_invalidation(&by, bearer, base, made, error);
    });
  }

  /// Whether this is an exchange, and not one that was moved from.
  explicit operator bool() const noexcept { return exchange_ != nullptr; }

  /// The method to send, "POST".
  std::string_view method() const & noexcept {
    return detail::borrowed(tw_exchange_method(exchange_.get()));
  }

  /// The URL, with its query, to be sent as it is.
  std::string_view url() const & noexcept {
    return detail::borrowed(tw_exchange_url(exchange_.get()));
  }

  /// The value of the Authorization header. A secret: it does not belong in a log.
  std::string_view authorization() const & noexcept {
    return detail::borrowed(tw_exchange_authorization(exchange_.get()));
  }

  /// The value of the Content-Type header, if there is a body.
  std::optional<std::string_view> content_type() const & noexcept {
    return detail::borrowed_if_any(tw_exchange_content_type(exchange_.get()));
  }

  /// The body, or "" if there is none.
  std::string_view body() const & noexcept {
    return detail::borrowed(tw_exchange_body(exchange_.get()));
  }

  // Nothing is borrowed from what is about to vanish.
  std::string_view method() const && = delete;
  std::string_view url() const && = delete;
  std::string_view authorization() const && = delete;
  std::optional<std::string_view> content_type() const && = delete;
  std::string_view body() const && = delete;

#ifndef TWSIGN_NO_EXCEPTIONS
  /// Reads the reply; the exchange knows which kind of reply to expect.
  ///
  /// Fails with status::refused if the server said no, with X's code in
  /// `api_code()` and X's words in `what()`, and with status::invalid_response
  /// for a reply that makes no sense.
  [[nodiscard]] token finish(int http_status, std::string_view body) const {
    return try_finish(http_status, body).value();
  }
#endif

  /// As finish().
  result<token> try_finish(int http_status,
                           std::string_view body) const noexcept {
    tw_token *brought = nullptr;
    tw_error error;
    if (tw_exchange_finish(exchange_.get(), http_status, body.data(),
                           body.size(), &brought, &error) != TW_OK) {
      return failure(error);
    }
    return token(brought);
  }

 private:
  explicit exchange(tw_exchange *made) noexcept : exchange_(made) {}

  template <typename Call>
  static result<exchange> made(const detail::inputs &given,
                               Call call) noexcept {
    if (given.refused()) return given.why();
    tw_exchange *made = nullptr;
    tw_error error;
    if (call(&made, &error) != TW_OK) return failure(error);
    return exchange(made);
  }

  std::unique_ptr<tw_exchange, detail::releaser<tw_exchange_free>> exchange_;
};

// ---- The user's browser ------------------------------------------------------

/// As authorize_url().
inline result<std::string> try_authorize_url(
    std::string_view request_token,
    const authorize_options &options = {}) noexcept {
  detail::inputs given;
  const char *token = given.text({"request_token"}, request_token);
  const tw_authorize_options how = given.take(options);
  return detail::made_text(given, [&](char **url, tw_error *error) {
    return tw_authorize_url(token, &how, url, error);
  });
}

/// As callback_verifier().
inline result<std::string> try_callback_verifier(
    std::string_view request_token, std::string_view callback_url) noexcept {
  detail::inputs given;
  const char *token = given.text({"request_token"}, request_token);
  const char *url = given.text({"callback_url"}, callback_url);
  return detail::made_text(given, [&](char **verifier, tw_error *error) {
    return tw_callback_verifier(token, url, verifier, error);
  });
}

// ---- Webhooks ----------------------------------------------------------------

/// As webhook_crc_response().
inline result<std::string> try_webhook_crc_response(
    std::string_view api_secret, std::string_view crc_token) noexcept {
  detail::inputs given;
  const char *secret = given.secret({"api_secret"}, api_secret);
  const char *challenge = given.text({"crc_token"}, crc_token);
  return detail::made_text(given, [&](char **json, tw_error *error) {
    return tw_webhook_crc_response(secret, challenge, json, error);
  });
}

/// As webhook_verify().
inline result<void> try_webhook_verify(std::string_view api_secret,
                                       std::string_view body,
                                       std::string_view signature) noexcept {
  detail::inputs given;
  const char *secret = given.secret({"api_secret"}, api_secret);
  const char *by = given.text({"signature"}, signature);
  if (given.refused()) return given.why();
  tw_error error;
  if (tw_webhook_verify(secret, body.data(), body.size(), by, &error) != TW_OK) {
    return failure(error);
  }
  return {};
}

// ---- The same, throwing ------------------------------------------------------

#ifndef TWSIGN_NO_EXCEPTIONS
/// As signer::sign(), for a request or two; to sign more often a signer is faster.
[[nodiscard]] inline std::string sign_request(const credentials &who,
                                              const request &what) {
  return try_sign_request(who, what).value();
}

/// Encodes names and values as a query or a form body that X reads as the RFC
/// does: strict percent-encoding, `%20` for a space. Order and duplicates stay.
[[nodiscard]] inline std::string form_encode(const std::vector<param> &params) {
  return try_form_encode(params).value();
}

/// The same URL with its query in that encoding; raw bytes are escaped.
[[nodiscard]] inline std::string canonical_url(std::string_view url) {
  return try_canonical_url(url).value();
}

/// The signature base string (RFC 5849, 3.4.1): what the signature signs.
[[nodiscard]] inline std::string signature_base_string(const credentials &who,
                                                       const request &what) {
  return try_signature_base_string(who, what).value();
}

/// Every step of the signing, for people: secrets masked, wording not fixed.
[[nodiscard]] inline std::string explain(const credentials &who,
                                         const request &what) {
  return try_explain(who, what).value();
}

/// Names the mistake in a request that was refused, whoever signed it.
///
/// The first line is `cause: ` and one of the identifiers in docs/diagnosis.md;
/// the lines after it are for people. Only the request is needed: with
/// credentials, faulty ones too, and the header that was sent, the mistake is
/// proven by signing it again.
[[nodiscard]] inline std::string diagnose(const credentials &who,
                                          const request &what,
                                          const attempt &failed = {}) {
  return try_diagnose(who, what, failed).value();
}

/// Step 2 of the three-legged flow: where to send the user, with the Request
/// Token of step 1.
[[nodiscard]] inline std::string authorize_url(
    std::string_view request_token, const authorize_options &options = {}) {
  return try_authorize_url(request_token, options).value();
}

/// Reads the callback, and gives the verifier for step 3, a secret.
///
/// `callback_url` is what the browser was sent back to: the whole URL, its path
/// with the query, or the query alone. Fails with status::denied if the user
/// refused, and with status::signature_mismatch if the callback belongs to
/// another request token than the one that this user's session asked for.
[[nodiscard]] inline std::string callback_verifier(
    std::string_view request_token, std::string_view callback_url) {
  return try_callback_verifier(request_token, callback_url).value();
}

/// The JSON that answers X's challenge-response check (CRC) of a webhook.
/// `crc_token` is the query parameter of that name, decoded once. Fails with
/// status::invalid_param if it is empty or holds a `{`: it could be an event, and
/// the answer would be that event's signature. Answer such a call with 400.
[[nodiscard]] inline std::string webhook_crc_response(
    std::string_view api_secret, std::string_view crc_token) {
  return try_webhook_crc_response(api_secret, crc_token).value();
}

/// Throws unless a webhook call came from X: status::signature_mismatch.
///
/// `signature` is the value of the header x-twitter-webhooks-signature, "" if
/// there is none; `body` is the body as it was received.
inline void webhook_verify(std::string_view api_secret, std::string_view body,
                           std::string_view signature) {
  try_webhook_verify(api_secret, body, signature).value();
}
#endif

#ifdef TWSIGN_NO_EXCEPTIONS
}  // namespace no_exceptions
#endif

}  // namespace twsign

#endif  // TWSIGN_HPP
