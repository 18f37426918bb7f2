// Checks that count and go on. One that fails says where, in which case, and what
// was wanted; CHECK_EQUAL shows both sides and is for texts that hold no secret.
#ifndef CHECK_HPP
#define CHECK_HPP

#include <iostream>
#include <string>
#include <string_view>
#include <type_traits>

namespace check {

inline unsigned long passed = 0, failed = 0;

// The row of a table or the folder of a vector that is being checked.
inline std::string current_case;

inline bool that(bool holds, const char *file, int line, const char *wanted) {
  if (holds) {
    passed++;
    return true;
  }
  failed++;
  std::cerr << file << ':' << line << ": [" << current_case
            << "] not so: " << wanted << '\n';
  return false;
}

template <typename T>
auto shown(const T &value) {
  if constexpr (std::is_enum_v<T>) {
    return static_cast<long long>(value);
  } else {
    return value;
  }
}

template <typename Got, typename Wanted>
void equal(const Got &got, const Wanted &wanted, const char *file, int line,
           const char *what) {
  if (!that(got == wanted, file, line, what)) {
    std::cerr << "  got    " << shown(got) << "\n  wanted " << shown(wanted)
              << '\n';
  }
}

// Ends main: the counts, and the exit status that goes with them.
inline int report() {
  std::cout << passed << " passed, " << failed << " failed\n";
  return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace check

#define CHECK(...) \
  check::that(static_cast<bool>(__VA_ARGS__), __FILE__, __LINE__, #__VA_ARGS__)
#define CHECK_EQUAL(got, wanted) \
  check::equal((got), (wanted), __FILE__, __LINE__, #got " == " #wanted)

#define FAIL(wanted) check::that(false, __FILE__, __LINE__, wanted)

#endif  // CHECK_HPP
