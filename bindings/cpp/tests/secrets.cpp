// No secret is shown, and no copy of one is left behind: not in what a call gives
// back to malloc, and not where the binding copied it on the stack.
#include <dlfcn.h>
#include <pthread.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <ostream>
#include <type_traits>

#include "fixtures.hpp"

namespace {

// ---- Nothing prints ----------------------------------------------------------

template <typename T, typename = void>
struct can_be_printed : std::false_type {};
template <typename T>
struct can_be_printed<T, std::void_t<decltype(std::declval<std::ostream &>()
                                              << std::declval<const T &>())>>
    : std::true_type {};

static_assert(can_be_printed<std::string_view>::value);
static_assert(!can_be_printed<twsign::credentials>::value);
static_assert(!can_be_printed<twsign::request>::value);
static_assert(!can_be_printed<twsign::attempt>::value);
static_assert(!can_be_printed<twsign::signer>::value);
static_assert(!can_be_printed<twsign::exchange>::value);
static_assert(!can_be_printed<twsign::token>::value);
static_assert(!can_be_printed<twsign::result<std::string>>::value);

// ---- A secret to look for, and where -----------------------------------------

// Kept reversed, so that the test's own memory does not hold what it looks for.
constexpr char reversed[] = "TERCES-OT-DNIF-YSAE-SI-HCIHW";

std::string secret(std::size_t length = sizeof reversed - 1) {
  std::string made(length, 's');
  for (std::size_t i = 0; i < sizeof reversed - 1; i++) {
    made[made.size() - 1 - i] = reversed[i];
  }
  return made;
}

// Half of it is enough to be told.
bool holds_secret(const unsigned char *bytes, std::size_t size) {
  constexpr std::size_t part = (sizeof reversed - 1) / 2;
  for (std::size_t at = 0; at + part <= size; at++) {
    std::size_t same = 0;
    while (same < part &&
           bytes[at + same] == static_cast<unsigned char>(reversed[part - 1 - same])) {
      same++;
    }
    if (same == part) return true;
  }
  return false;
}

// ---- free() looks at what it is given ----------------------------------------

volatile bool looking;
volatile int freed, freed_with_secret;

}  // namespace

extern "C" void free(void *memory) noexcept {
  static const auto next =
      reinterpret_cast<void (*)(void *)>(dlsym(RTLD_NEXT, "free"));
  static const auto size_of =
      reinterpret_cast<std::size_t (*)(void *)>(dlsym(RTLD_NEXT, "malloc_usable_size"));
  if (looking && memory != nullptr) {
    freed = freed + 1;
    if (holds_secret(static_cast<unsigned char *>(memory), size_of(memory))) {
      freed_with_secret = freed_with_secret + 1;
    }
  }
  next(memory);
}

namespace {

// ---- The calls that are given one --------------------------------------------

struct given {
  std::string secret, with_nul;
  std::string request_token_reply, bearer_reply;
};

struct call {
  const char *name;
  void (*make)(const given &);
};

void sign(const given &texts) {
  const twsign::signer signer({"key", texts.secret, "token", texts.secret});
  CHECK(signer.try_sign(plain_request()));
}

void trade(const given &texts) {
  auto request = twsign::exchange::new_request_token({"key", texts.secret}, "oob");
  const twsign::token token = request.finish(200, texts.request_token_reply);
  const twsign::exchange access = twsign::exchange::new_access_token(
      {"key", texts.secret, token.value(), token.secret()}, texts.secret);
  const twsign::exchange moved = std::move(request);
  CHECK(moved && access);
}

void revoke(const given &texts) {
  const auto call = twsign::exchange::new_bearer_token({"key", texts.secret});
  const twsign::token bearer = call.finish(200, texts.bearer_reply);
  CHECK(twsign::exchange::try_new_invalidation({"key", texts.secret},
                                               bearer.value()));
}

void answer(const given &texts) {
  CHECK(twsign::try_webhook_crc_response(texts.secret, "token"));
  CHECK(!twsign::try_webhook_verify(texts.secret, "{}", "sha256="));
}

void explain(const given &texts) {
  const twsign::credentials who{"key", texts.secret, "token", texts.secret};
  CHECK(twsign::try_explain(who, plain_request()));
  CHECK(twsign::try_sign_request(who, plain_request()));
}

// These end before the library sees the copies, whose last one is refused.
void refuse_credentials(const given &texts) {
  CHECK(!twsign::signer::try_new({"key", texts.secret, "t", texts.with_nul}));
}

void refuse_request(const given &texts) {
  twsign::request what = plain_request();
  what.nonce = texts.with_nul;
  CHECK(!twsign::try_sign_request({"key", texts.secret}, what));
}

// The secret lies on the stack, what comes after it does not fit there.
void refuse_long_request(const given &texts) {
  const std::string long_text(2000, 'a');
  twsign::request what = plain_request();
  what.content_type = long_text;
  what.nonce = texts.with_nul;
  CHECK(!twsign::try_sign_request({"key", texts.secret}, what));
}

void refuse_verifier(const given &texts) {
  CHECK(!twsign::exchange::try_new_access_token({"key", "s", "t", texts.secret},
                                                texts.secret, texts.with_nul));
}

void refuse_signature(const given &texts) {
  CHECK(!twsign::try_webhook_verify(texts.secret, "{}", texts.with_nul));
}

constexpr call calls[] = {
    {"sign", sign},     {"trade", trade},     {"revoke", revoke},
    {"answer", answer}, {"explain", explain},
};

constexpr call refusals[] = {
    {"refuse credentials", refuse_credentials},
    {"refuse request", refuse_request},
    {"refuse long request", refuse_long_request},
    {"refuse verifier", refuse_verifier},
    {"refuse signature", refuse_signature},
};

given texts_of(std::size_t length) {
  given made{secret(length), "", "", ""};
  made.with_nul = made.secret + '\0';
  made.request_token_reply = "oauth_token=t&oauth_callback_confirmed=true&"
                             "oauth_token_secret=" + made.secret;
  made.bearer_reply =
      R"({"token_type":"bearer","access_token":")" + made.secret + "\"}";
  return made;
}

// A length that stays on the stack, and one that does not.
constexpr std::size_t lengths[] = {sizeof reversed - 1, 3000};

void free_what_was_used(const call &tested, const given &texts) {
  check::current_case = tested.name;
  freed = 0;
  freed_with_secret = 0;
  looking = true;
  tested.make(texts);
  looking = false;
  CHECK_EQUAL(static_cast<int>(freed_with_secret), 0);
}

void nothing_is_left_in_freed_memory() {
  for (std::size_t length : lengths) {
    const given texts = texts_of(length);
    for (const call &tested : calls) {
      free_what_was_used(tested, texts);
      CHECK(freed > 0);
    }
    for (const call &tested : refusals) {
      free_what_was_used(tested, texts);
      CHECK(freed > 0 || length == lengths[0]);
    }
  }
  // That the search finds what is there.
  char *careless = ::strdup(secret().c_str());
  __asm__ __volatile__("" : : "r"(careless) : "memory");
  looking = true;
  std::free(careless);
  looking = false;
  CHECK_EQUAL(static_cast<int>(freed_with_secret), 1);
}

// ---- A thread on a stack that can be looked at -------------------------------

struct run {
  const call *tested;
  const given *texts;
};

void *run_call(void *argument) {
  const auto *asked = static_cast<const run *>(argument);
  asked->tested->make(*asked->texts);
  return nullptr;
}

// What a thread leaves on its stack when `start` has returned.
bool leaves_secret(void *(*start)(void *), run asked) {
  constexpr std::size_t size = 512 * 1024;
  void *stack = nullptr;
  if (posix_memalign(&stack, 4096, size) != 0) throw std::bad_alloc();
  std::memset(stack, 0, size);
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack, size);
  CHECK_EQUAL(pthread_create(&thread, &attributes, start, &asked), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  const bool left = holds_secret(static_cast<unsigned char *>(stack), size);
  std::free(stack);
  return left;
}

// That the search finds what is there.
void *careless(void *argument) {
  char copy[100] = "";
  const auto *asked = static_cast<const run *>(argument);
  std::memcpy(copy, asked->texts->secret.data(), 28);
  __asm__ __volatile__("" : : "r"(copy) : "memory");
  return nullptr;
}

void nothing_is_left_on_the_stack() {
  for (std::size_t length : lengths) {
    const given texts = texts_of(length);
    for (const call &tested : refusals) {
      check::current_case = tested.name;
      CHECK(!leaves_secret(run_call, {&tested, &texts}));
    }
  }
  check::current_case = "careless";
  const given texts = texts_of(lengths[0]);
  CHECK(leaves_secret(careless, {&refusals[0], &texts}));
}

void no_text_shows_one() {
  check::current_case = "texts";
  const std::string hidden = secret();
  const twsign::credentials who{"key", hidden, "token", hidden};
  const std::string pasted = hidden + " ";
  const twsign::credentials bad{"key", pasted, "token", hidden};
  const std::string texts[] = {
      twsign::sign_request(who, plain_request()),
      twsign::explain(who, plain_request()),
      twsign::diagnose(who, plain_request()),
      twsign::try_sign_request(bad, plain_request()).error().what(),
      twsign::try_callback_verifier("t", "?oauth_verifier=" + hidden)
          .error()
          .what(),
      twsign::try_webhook_verify(hidden, "", "").error().what(),
  };
  for (const std::string &text : texts) {
    CHECK(!text.empty());
    CHECK(!contains(text, hidden));
  }
}

}  // namespace

int main() {
  nothing_is_left_in_freed_memory();
  nothing_is_left_on_the_stack();
  no_text_shows_one();
  return check::report();
}
