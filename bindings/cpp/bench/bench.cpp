// What a signature costs from C++, over the C ABI and beside liboauth: complete
// signatures, each with a fresh nonce and time, to the whole header.
//
//     bench           the table: nanoseconds and ratios, medians of turns
//     bench --check   only whether all come to the same signatures
//
// Options of Google Benchmark may follow.
#include <benchmark/benchmark.h>

// liboauth's header says neither extern "C" nor const.
extern "C" {
#include <oauth.h>
}

#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <twsign.hpp>
#include <vector>

namespace {

// ---- The four requests -------------------------------------------------------

constexpr twsign::credentials who{
    "xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
    "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"};

constexpr std::string_view form_type = "application/x-www-form-urlencoded";

struct workload {
  std::string name, what;
  twsign::request request;
};

// 200 bytes of text, emoji among them.
std::string form() {
  std::string text =
      "Signed, sealed, sent: one hundred percent of it! 😀 What about (brackets), "
      "'quotes', commas & ampersands? ☃ A café, a naïve question, and 🚀🚀🚀: ";
  text.append(200 - text.size(), '.');
  return twsign::form_encode({{"status", text}});
}

const std::vector<workload> &workloads() {
  static const std::string body = form();
  static const std::vector<workload> all = {
      {"W1", "GET /2/users/me", {"GET", "https://api.x.com/2/users/me"}},
      {"W2", "GET, four query parameters",
       {"GET",
        "https://api.x.com/2/tweets/search/recent?query=from%3Axdevelopers"
        "&max_results=100&tweet.fields=created_at%2Cauthor_id"
        "&expansions=author_id"}},
      {"W3", "form POST, 200 bytes",
       {"POST", "https://api.x.com/1.1/statuses/update.json", form_type, body}},
      {"W4", "JSON POST",
       {"POST", "https://api.x.com/2/tweets", "application/json",
        R"({"text":"Hello"})"}},
  };
  return all;
}

// ---- The C ABI, as a C program would call it ---------------------------------

struct c_request {
  explicit c_request(const twsign::request &from)
      : method(from.method),
        url(from.url),
        content_type(from.content_type.value_or("")),
        body(from.body) {
    made.struct_size = sizeof made;
    made.method = method.c_str();
    made.url = url.c_str();
    made.content_type = content_type.empty() ? nullptr : content_type.c_str();
    made.body = body.data();
    made.body_len = body.size();
  }
  std::string method, url, content_type, body;
  tw_request made{};
};

tw_credentials c_credentials() {
  tw_credentials made{};
  made.struct_size = sizeof made;
  made.api_key = who.api_key.data();
  made.api_secret = who.api_secret.data();
  made.token = who.token->data();
  made.token_secret = who.token_secret->data();
  return made;
}

struct c_signer {
  c_signer() {
    const tw_credentials by = c_credentials();
    if (tw_signer_new(&by, &made, nullptr) != TW_OK) std::abort();
  }
  ~c_signer() { tw_signer_free(made); }
  c_signer(const c_signer &) = delete;
  c_signer &operator=(const c_signer &) = delete;
  tw_signer *made = nullptr;
};

void check(bool done, benchmark::State &state) {
  if (!done) state.SkipWithError("a signature could not be made");
}

void c_sign_into(benchmark::State &state, const workload &load) {
  const c_request request(load.request);
  const c_signer signer;
  char header[1024];
  tw_error error;
  for (auto _ : state) {
    std::size_t length;
    check(tw_signer_sign_into(signer.made, &request.made, header, sizeof header,
                              &length, &error) == TW_OK,
          state);
    benchmark::DoNotOptimize(header);
  }
}

void c_sign(benchmark::State &state, const workload &load) {
  const c_request request(load.request);
  const c_signer signer;
  tw_error error;
  for (auto _ : state) {
    char *header;
    check(tw_signer_sign(signer.made, &request.made, &header, &error) == TW_OK,
          state);
    benchmark::DoNotOptimize(header);
    tw_free(header);
  }
}

void c_sign_request(benchmark::State &state, const workload &load) {
  const c_request request(load.request);
  const tw_credentials by = c_credentials();
  tw_error error;
  for (auto _ : state) {
    char *header;
    check(tw_sign_request(&by, &request.made, &header, &error) == TW_OK, state);
    benchmark::DoNotOptimize(header);
    tw_free(header);
  }
}

// ---- The same from C++ -------------------------------------------------------

void cpp_sign_into(benchmark::State &state, const workload &load) {
  const twsign::signer signer(who);
  std::string header;
  for (auto _ : state) {
    signer.sign_into(load.request, header);
    benchmark::DoNotOptimize(header);
  }
}

void cpp_sign(benchmark::State &state, const workload &load) {
  const twsign::signer signer(who);
  for (auto _ : state) {
    std::string header = signer.sign(load.request);
    benchmark::DoNotOptimize(header);
  }
}

void cpp_try_sign(benchmark::State &state, const workload &load) {
  const twsign::signer signer(who);
  for (auto _ : state) {
    auto header = signer.try_sign(load.request);
    check(static_cast<bool>(header), state);
    benchmark::DoNotOptimize(header);
  }
}

void cpp_sign_request(benchmark::State &state, const workload &load) {
  for (auto _ : state) {
    std::string header = twsign::sign_request(who, load.request);
    benchmark::DoNotOptimize(header);
  }
}

// ---- liboauth, as its own examples make a header -----------------------------

std::string url_with_form(const twsign::request &request) {
  std::string url(request.url);
  if (request.content_type == form_type) url.append("?").append(request.body);
  return url;
}

char *sign_by_liboauth(const std::string &url, const char *method) {
  char **parameters = nullptr;
  char separator[] = ", ";
  int count = oauth_split_url_parameters(url.c_str(), &parameters);
  oauth_sign_array2_process(&count, &parameters, nullptr, OA_HMAC, method,
                            who.api_key.data(), who.api_secret.data(),
                            who.token->data(), who.token_secret->data());
  // Only what begins with oauth_, and in quotation marks.
  char *header = oauth_serialize_url_sep(count, 1, parameters, separator, 6);
  oauth_free_array(&count, &parameters);
  return header;
}

void liboauth(benchmark::State &state, const workload &load) {
  const std::string url = url_with_form(load.request);
  for (auto _ : state) {
    char *header = sign_by_liboauth(url, load.request.method.data());
    benchmark::DoNotOptimize(header);
    std::free(header);
  }
}

// ---- All come to the same signature ------------------------------------------

std::string value_of(const std::string &header, const std::string &name) {
  const auto at = header.find(name + "=\"");
  if (at == header.npos) return "";
  const auto from = at + name.size() + 2;
  return header.substr(from, header.find('"', from) - from);
}

bool signs_alike(const workload &load) {
  const std::unique_ptr<char, decltype(&std::free)> theirs(
      sign_by_liboauth(url_with_form(load.request), load.request.method.data()),
      std::free);
  const std::string header(theirs.get()), nonce = value_of(header, "oauth_nonce");
  twsign::request same = load.request;
  same.nonce = nonce;
  same.timestamp = std::stoll(value_of(header, "oauth_timestamp"));
  const std::string signature =
      value_of(twsign::sign_request(who, same), "oauth_signature");
  std::printf("%s %-27s base string of %zu bytes, %s\n", load.name.c_str(),
              load.what.c_str(), twsign::signature_base_string(who, same).size(),
              signature == value_of(header, "oauth_signature")
                  ? "all sign alike"
                  : "liboauth signs otherwise");
  return signature == value_of(header, "oauth_signature");
}

// ---- The table ---------------------------------------------------------------

struct contender {
  const char *name;
  void (*run)(benchmark::State &, const workload &);
  const char *over;  // whose time it is compared with
};

constexpr contender contenders[] = {
    {"C   tw_signer_sign_into", c_sign_into, nullptr},
    {"C++ signer::sign_into", cpp_sign_into, "C   tw_signer_sign_into"},
    {"C   tw_signer_sign", c_sign, nullptr},
    {"C++ signer::sign", cpp_sign, "C   tw_signer_sign"},
    {"C++ signer::try_sign", cpp_try_sign, "C   tw_signer_sign"},
    {"C   tw_sign_request", c_sign_request, nullptr},
    {"C++ sign_request", cpp_sign_request, "C   tw_sign_request"},
    {"liboauth", liboauth, "C++ signer::sign"},
};

// Gathers the medians; the table is printed when all have had their turns.
class ratios : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context &) override { return true; }

  void ReportRuns(const std::vector<Run> &runs) override {
    for (const Run &run : runs) {
      if (run.error_occurred) {
        std::printf("%s: %s\n", run.benchmark_name().c_str(),
                    run.error_message.c_str());
      } else if (run.aggregate_name == "median") {
        medians_[run.run_name.function_name] = run.GetAdjustedRealTime();
      }
    }
  }

  void Finalize() override {
    std::printf("\n%-25s", "ns (ratio)");
    for (const workload &load : workloads()) {
      std::printf("%17s", load.name.c_str());
    }
    std::printf("   ratio over\n");
    for (const contender &one : contenders) print(one);
  }

 private:
  void print(const contender &one) {
    std::printf("%-25s", one.name);
    for (const workload &load : workloads()) {
      const double time = medians_[load.name + " " + one.name];
      std::printf("%9.0f", time);
      if (one.over == nullptr) {
        std::printf("%8s", "");
      } else {
        const double ratio = time / medians_[load.name + " " + one.over];
        std::printf(" (%5.2f)", ratio);
      }
    }
    std::printf("   %s\n", one.over == nullptr ? "" : one.over);
  }

  std::map<std::string, double> medians_;
};

void register_all() {
  for (const workload &load : workloads()) {
    for (const contender &one : contenders) {
      benchmark::RegisterBenchmark((load.name + " " + one.name).c_str(),
                                   one.run, load)
          ->MinTime(0.02)
          ->Repetitions(15);
    }
  }
}

// Each repetition is a turn: they come in random order. The program's own options
// come after these, so that they prevail.
int run_all(int argc, char **argv) {
  char interleaved[] = "--benchmark_enable_random_interleaving=true";
  std::vector<char *> arguments(argv, argv + argc);
  arguments.insert(arguments.begin() + 1, interleaved);
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  ratios reporter;
  register_all();
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}

}  // namespace

int main(int argc, char **argv) {
  bool alike = true;
  for (const workload &load : workloads()) alike = signs_alike(load) && alike;
  if (!alike) return 1;
  if (argc == 2 && std::strcmp(argv[1], "--check") == 0) return 0;
  return run_all(argc, argv);
}
