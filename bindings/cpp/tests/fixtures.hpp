// Credentials, requests, and each way in which the binding turns them into text.
#ifndef FIXTURES_HPP
#define FIXTURES_HPP

#include <string>
#include <string_view>
#include <twsign.hpp>
#include <vector>

#include "check.hpp"

// X published these and then disabled them.
inline twsign::credentials published_credentials() {
  return {"xvz1evFS4wEEPTGEFPHBog",
          "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
          "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
          "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"};
}

// The App of them alone.
inline twsign::credentials published_app() {
  const twsign::credentials all = published_credentials();
  return {all.api_key, all.api_secret};
}

inline constexpr std::string_view form_type = "application/x-www-form-urlencoded";

// The request of X's page "Creating a signature".
inline twsign::request published_request() {
  twsign::request request{
      "POST",
      "https://api.x.com/1.1/statuses/update.json?include_entities=true",
      form_type,
      "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth"
      "%20request%21"};
  request.nonce = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg";
  request.timestamp = 1318622958;
  return request;
}

// Nothing given that need not be: fresh nonce, the clock's time, no body.
inline twsign::request plain_request() {
  return {"GET", "https://api.x.com/2/users/me"};
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

// The value of a parameter in a header; "" if it is not there.
inline std::string_view header_value(std::string_view header,
                                     std::string_view name) {
  const std::string before = std::string(name) + "=\"";
  const auto at = header.find(before);
  if (at == header.npos) return "";
  header.remove_prefix(at + before.size());
  return header.substr(0, header.find('"'));
}

// ---- What became of a call ---------------------------------------------------

struct outcome {
  twsign::status status = twsign::status::ok;
  std::string text{};
  std::string message{};
  std::int32_t api_code = 0;
};

inline outcome failed(const twsign::failure &why) {
  return {why.status(), "", why.what(), why.api_code()};
}

inline outcome outcome_of(twsign::result<std::string> result) {
  return result ? outcome{twsign::status::ok, *result} : failed(result.error());
}

inline outcome outcome_of(const twsign::result<void> &result) {
  return result ? outcome{} : failed(result.error());
}

template <typename T>
outcome outcome_of(const twsign::result<T> &result) {
  return result ? outcome{} : failed(result.error());
}

// The outcome of a call that throws, whatever it gives otherwise.
template <typename Call>
outcome thrown_by(Call call) {
  try {
    if constexpr (std::is_same_v<decltype(call()), std::string>) {
      return {twsign::status::ok, call()};
    } else {
      static_cast<void>(call());
      return {};
    }
  } catch (const twsign::error &error) {
    CHECK_EQUAL(std::string(error.what()), error.failure().what());
    return {error.status(), "", error.what(), error.api_code()};
  }
}

// What holds for every call: the two siblings agree, and a failure has one line.
template <typename Call, typename Result>
outcome both(Call throwing, const Result &tried) {
  const outcome thrown = thrown_by(throwing), given = outcome_of(tried);
  CHECK_EQUAL(thrown.status, given.status);
  CHECK_EQUAL(thrown.message, given.message);
  CHECK_EQUAL(thrown.api_code, given.api_code);
  CHECK((given.status == twsign::status::ok) == given.message.empty());
  CHECK(!contains(given.message, "\n"));
  return given;
}

// ---- The ways ----------------------------------------------------------------

struct way {
  const char *function;
  outcome (*make)(const twsign::credentials &, const twsign::request &);
  bool makes_header;
};

namespace ways_of {

template <typename Sign>
outcome signed_by(const twsign::credentials &who, Sign sign) {
  auto signer = twsign::signer::try_new(who);
  return signer ? sign(*signer) : failed(signer.error());
}

inline outcome request(const twsign::credentials &who,
                       const twsign::request &what) {
  return thrown_by([&] { return twsign::sign_request(who, what); });
}

inline outcome request_tried(const twsign::credentials &who,
                             const twsign::request &what) {
  return outcome_of(twsign::try_sign_request(who, what));
}

inline outcome signer(const twsign::credentials &who,
                      const twsign::request &what) {
  return thrown_by([&] { return twsign::signer(who).sign(what); });
}

inline outcome signer_tried(const twsign::credentials &who,
                            const twsign::request &what) {
  return signed_by(who, [&](const twsign::signer &signer) {
    return outcome_of(signer.try_sign(what));
  });
}

inline outcome into_string(const twsign::credentials &who,
                           const twsign::request &what) {
  return thrown_by([&] {
    std::string header = "what stood there before";
    twsign::signer(who).sign_into(what, header);
    return header;
  });
}

inline outcome into_string_tried(const twsign::credentials &who,
                                 const twsign::request &what) {
  return signed_by(who, [&](const twsign::signer &signer) {
    std::string header(2000, 'x');
    outcome made = outcome_of(signer.try_sign_into(what, header));
    made.text = header;
    return made;
  });
}

inline outcome into_buffer(const twsign::credentials &who,
                           const twsign::request &what) {
  return thrown_by([&] {
    std::vector<char> buffer(1 << 16);
    const std::size_t length =
        twsign::signer(who).sign_into(what, buffer.data(), buffer.size());
    return std::string(buffer.data(), length);
  });
}

inline outcome base_string(const twsign::credentials &who,
                           const twsign::request &what) {
  return both([&] { return twsign::signature_base_string(who, what); },
              twsign::try_signature_base_string(who, what));
}

inline outcome explanation(const twsign::credentials &who,
                           const twsign::request &what) {
  return both([&] { return twsign::explain(who, what); },
              twsign::try_explain(who, what));
}

}  // namespace ways_of

inline constexpr way ways[] = {
    {"sign_request", ways_of::request, true},
    {"try_sign_request", ways_of::request_tried, true},
    {"signer::sign", ways_of::signer, true},
    {"signer::try_sign", ways_of::signer_tried, true},
    {"signer::sign_into a string", ways_of::into_string, true},
    {"signer::try_sign_into a string", ways_of::into_string_tried, true},
    {"signer::sign_into a buffer", ways_of::into_buffer, true},
    {"signature_base_string", ways_of::base_string, false},
    {"explain", ways_of::explanation, false},
};

// explain() shows what X reads otherwise, where the others refuse it.
inline twsign::status status_by(const way &by, twsign::status status) {
  return by.make == ways_of::explanation && status == twsign::status::ambiguous
             ? twsign::status::ok
             : status;
}

#endif  // FIXTURES_HPP
