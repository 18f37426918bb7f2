// When memory runs out: each single allocation of each call, in C++ and in the
// library, is refused once, and the call comes back with status::system, keeps
// nothing, and works the next time.
#include <dlfcn.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "fixtures.hpp"

// ---- A malloc that can be told to refuse -------------------------------------

namespace {

// volatile: to a compiler malloc changes nothing that the program can see.
volatile bool counting;
volatile long allocations, refused_one, unreleased;

template <typename Function>
Function *next_of(const char *name) {
  return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, name));
}

bool is_refused() {
  if (!counting) return false;
  const long number = allocations;
  allocations = number + 1;
  if (number != refused_one) {
    unreleased = unreleased + 1;
    return false;
  }
  errno = ENOMEM;
  return true;
}

}  // namespace

extern "C" {

void *malloc(std::size_t size) noexcept {
  static const auto next = next_of<void *(std::size_t)>("malloc");
  return is_refused() ? nullptr : next(size);
}

// The next calloc would be asked for by dlsym itself, so this one is malloc's.
void *calloc(std::size_t count, std::size_t size) noexcept {
  if (size != 0 && count > SIZE_MAX / size) return nullptr;
  void *memory = malloc(count * size);
  return memory == nullptr ? nullptr : std::memset(memory, 0, count * size);
}

void *realloc(void *memory, std::size_t size) noexcept {
  static const auto next = next_of<void *(void *, std::size_t)>("realloc");
  if (is_refused()) return nullptr;
  if (counting && memory != nullptr) unreleased = unreleased - 1;
  return next(memory, size);
}

void free(void *memory) noexcept {
  static const auto next = next_of<void(void *)>("free");
  if (counting && memory != nullptr) unreleased = unreleased - 1;
  next(memory);
}

}  // extern "C"

namespace {

using twsign::status;

// ---- The calls ---------------------------------------------------------------

const std::string long_text(9000, 'a');  // outgrows what a call keeps on the stack

twsign::request large_request() {
  twsign::request what = plain_request();
  what.content_type = long_text;
  return what;
}

twsign::status sign_once(twsign::request (*what)()) {
  const auto signer = twsign::signer::try_new(published_credentials());
  if (!signer) return signer.error().status();
  return signer->try_sign(what()).error().status();
}

twsign::status sign_into_string() {
  const auto signer = twsign::signer::try_new(published_credentials());
  if (!signer) return signer.error().status();
  std::string header;
  const status done = signer->try_sign_into(plain_request(), header).error().status();
  CHECK(header.empty() == (done != status::ok));
  return done;
}

twsign::status exchange_and_finish() {
  const auto call = twsign::exchange::try_new_bearer_token(published_app());
  if (!call) return call.error().status();
  return call->try_finish(200, R"({"token_type":"bearer","access_token":"A"})")
      .error()
      .status();
}

struct call {
  const char *name;
  twsign::status (*make)();
};

const call calls[] = {
    {"sign", [] { return sign_once(plain_request); }},
    {"sign a large request", [] { return sign_once(large_request); }},
    {"sign into a string", sign_into_string},
    {"sign_request",
     [] {
       return twsign::try_sign_request(published_credentials(), plain_request())
           .error()
           .status();
     }},
    {"canonical_url",
     [] { return twsign::try_canonical_url("https://a/?q=:").error().status(); }},
    {"explain",
     [] {
       return twsign::try_explain(published_credentials(), plain_request())
           .error()
           .status();
     }},
    {"an exchange", exchange_and_finish},
    {"authorize_url",
     [] { return twsign::try_authorize_url(long_text).error().status(); }},
    {"webhook_crc_response",
     [] {
       return twsign::try_webhook_crc_response("secret", long_text)
           .error()
           .status();
     }},
};

// One more allocation succeeds each time, until none is left to refuse.
void each_allocation_may_fail(const call &tested) {
  check::current_case = tested.name;
  for (long refusing = 0;; refusing++) {
    allocations = 0;
    unreleased = 0;
    refused_one = refusing;
    counting = true;
    const status done = tested.make();
    counting = false;
    CHECK_EQUAL(static_cast<long>(unreleased), 0);
    if (refusing >= allocations) {
      CHECK_EQUAL(done, status::ok);
      CHECK(refusing > 0);
      return;
    }
    CHECK_EQUAL(done, status::system);
  }
}

void signing_into_a_string_that_is_large_enough_allocates_nothing() {
  check::current_case = "no allocation";
  const twsign::signer signer(published_credentials());
  const twsign::request what = published_request();
  std::string header;
  signer.sign_into(what, header);
  allocations = 0;
  refused_one = -1;
  counting = true;
  for (int i = 0; i < 100; i++) signer.sign_into(what, header);
  counting = false;
  CHECK_EQUAL(static_cast<long>(allocations), 0);
}

void signing_allocates_once() {
  check::current_case = "one allocation";
  const twsign::signer signer(published_credentials());
  const twsign::request what = published_request();
  allocations = 0;
  refused_one = -1;
  counting = true;
  const std::string header = signer.sign(what);
  counting = false;
  CHECK_EQUAL(static_cast<long>(allocations), 1);
}

}  // namespace

int main() {
  for (const call &tested : calls) each_allocation_may_fail(tested);
  signing_into_a_string_that_is_large_enough_allocates_nothing();
  signing_allocates_once();
  return check::report();
}
