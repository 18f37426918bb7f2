// login - from an API Key and Secret to tokens, and to signed calls with them.
//
//     c++ -std=c++17 login.cpp $(pkg-config --cflags --libs twsign libcurl) -o login
//
//     export X_API_KEY=... X_API_SECRET=...
//     eval "$(./login pin)"       # sets X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET
//     ./login get '/2/users/me?user.fields=created_at'
//     ./login post-json /2/tweets '{"text":"Hello"}'
//     ./login revoke
//
// twsign makes and reads, libcurl sends. X_API_BASE_URL says where to, if it is
// not https://api.x.com.
#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <twsign.hpp>
#include <vector>

namespace {

constexpr std::string_view usage =
    "usage: login pin\n"
    "       login callback CALLBACK-URL\n"
    "       login bearer\n"
    "       login revoke [BEARER]\n"
    "       login get URL\n"
    "       login post URL NAME=VALUE...\n"
    "       login post-json URL JSON\n"
    "       login upload URL FILE\n";

using arguments = std::vector<std::string_view>;

struct app {
  twsign::credentials credentials;
  std::string_view base_url;
};

// ---- HTTP: what was signed is sent, byte for byte ----------------------------

constexpr std::size_t longest_reply = std::size_t{16} << 20;

struct reply {
  long status = 0;
  std::string date;  // the Date header
  std::string body;
};

template <auto Free>
struct releaser {
  template <typename T>
  void operator()(T *owned) const {
    Free(owned);
  }
};
using easy_handle = std::unique_ptr<CURL, releaser<curl_easy_cleanup>>;
using header_list = std::unique_ptr<curl_slist, releaser<curl_slist_free_all>>;
using mime_form = std::unique_ptr<curl_mime, releaser<curl_mime_free>>;

// No exception may pass through libcurl; any other count than `size` stops it.
std::size_t read_body(char *bytes, std::size_t, std::size_t size, void *to) {
  auto &body = static_cast<reply *>(to)->body;
  if (size > longest_reply - body.size()) return 0;
  try {
    body.append(bytes, size);
  } catch (const std::bad_alloc &) {
    return 0;
  }
  return size;
}

std::size_t read_header(char *bytes, std::size_t, std::size_t size, void *to) {
  constexpr std::string_view name = "Date:";
  if (size < name.size() || !curl_strnequal(bytes, name.data(), name.size())) {
    return size;
  }
  std::string_view value(bytes + name.size(), size - name.size());
  value = value.substr(std::min(value.find_first_not_of(' '), value.size()));
  value = value.substr(0, value.find_first_of("\r\n"));
  try {
    static_cast<reply *>(to)->date = value;
  } catch (const std::bad_alloc &) {
    return 0;
  }
  return size;
}

void check(CURLcode code) {
  if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
}

// An empty value takes away the header that curl would send by itself.
void add_header(header_list &headers, std::string_view name,
                std::string_view value) {
  std::string line(name);
  line.append(": ").append(value);
  curl_slist *longer = curl_slist_append(headers.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(headers.release());  // it is the beginning of the longer one
  headers.reset(longer);
}

// A file goes as multipart/form-data, which no signature covers.
mime_form form_with(CURL *curl, const char *file) {
  mime_form form(curl_mime_init(curl));
  curl_mimepart *part = curl_mime_addpart(form.get());
  check(curl_mime_name(part, "media"));
  check(curl_mime_filedata(part, file));
  check(curl_easy_setopt(curl, CURLOPT_MIMEPOST, form.get()));
  return form;
}

void set_body(CURL *curl, std::string_view body) {
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(body.size()));
  check(curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS,
                         body.empty() ? "" : body.data()));
}

reply perform(CURL *curl, const twsign::request &request) {
  reply received;
  const std::string url(request.url), method(request.method);
  check(curl_easy_setopt(curl, CURLOPT_URL, url.c_str()));
  check(curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str()));
  // A signature is for one URL as it stands: no "..", no redirects.
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 120L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "twsign-login");
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, read_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &received);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, read_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
  check(curl_easy_perform(curl));
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &received.status);
  return received;
}

reply send(const twsign::request &request, std::string_view authorization,
           const char *file = nullptr) {
  const easy_handle curl(curl_easy_init());
  if (!curl) throw std::runtime_error("no libcurl");
  header_list headers;
  add_header(headers, "Authorization", authorization);
  add_header(headers, "Expect", "");
  mime_form form;
  if (file != nullptr) {
    form = form_with(curl.get(), file);
  } else {
    add_header(headers, "Content-Type", request.content_type.value_or(""));
    if (request.method != "GET") set_body(curl.get(), request.body);
  }
  check(curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get()));
  return perform(curl.get(), request);
}

// ---- Tokens: make an exchange, send it, finish it ----------------------------

twsign::token perform(const twsign::exchange &exchange) {
  const twsign::request request{exchange.method(), exchange.url(),
                                exchange.content_type(), exchange.body()};
  const reply received = send(request, exchange.authorization());
  return exchange.finish(static_cast<int>(received.status), received.body);
}

// A shell will read what is printed, and has to find nothing to run in it.
bool is_plain(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._%+/=";
  return text.find_first_not_of(plain) == std::string_view::npos;
}

std::string_view checked(std::string_view text) {
  if (is_plain(text)) return text;
  throw std::runtime_error("a token that is not safe in a shell");
}

void print_access_token(const twsign::token &token) {
  const auto name = token.screen_name(), id = token.user_id();
  // Both or none: they are checked before anything is printed.
  const std::string_view value = checked(token.value());
  const std::string_view secret = checked(token.secret().value());
  std::cout << "export X_ACCESS_TOKEN=" << value << '\n'
            << "export X_ACCESS_TOKEN_SECRET=" << secret << '\n';
  if (name && id && is_plain(*name) && is_plain(*id)) {
    std::cout << "# user: " << *name << " (" << *id << ")\n";
  }
}

// Step 3: with the verifier, the request token becomes an access token.
void trade(const app &app, const twsign::token &request_token,
           std::string_view verifier) {
  twsign::credentials temporary = app.credentials;
  temporary.token = request_token.value();
  temporary.token_secret = request_token.secret();
  print_access_token(perform(twsign::exchange::new_access_token(
      temporary, verifier, app.base_url)));
}

void trade_callback(const app &app, const twsign::token &request_token,
                    std::string_view url) {
  trade(app, request_token,
        twsign::callback_verifier(request_token.value(), url));
}

// Step 2: the user says yes in the browser, and types what came of it.
std::string ask_user(const app &app, const twsign::token &request_token,
                     std::string_view question) {
  twsign::authorize_options options;
  options.base_url = app.base_url;
  std::cerr << "Open " << twsign::authorize_url(request_token.value(), options)
            << '\n'
            << question << '\n';
  std::string answer;
  if (!std::getline(std::cin, answer)) throw std::runtime_error("no answer");
  return answer.substr(0, answer.find('\r'));
}

// Step 1, and then the others.
void log_in(const app &app, std::string_view callback,
            std::string_view question, decltype(trade) trade_answer) {
  const auto request_token =
      perform(twsign::exchange::new_request_token(
          app.credentials, callback, std::nullopt, app.base_url));
  trade_answer(app, request_token, ask_user(app, request_token, question));
}

void pin(const app &app, const arguments &) {
  log_in(app, "oob", "Then type the PIN:", trade);
}

void callback(const app &app, const arguments &given) {
  log_in(app, given[0], "Then paste the URL that it ended at:", trade_callback);
}

void bearer(const app &app, const arguments &) {
  const auto token = perform(
      twsign::exchange::new_bearer_token(app.credentials, app.base_url));
  std::cout << "export X_BEARER_TOKEN=" << checked(token.value()) << '\n';
}

void revoke(const app &app, const arguments &given) {
  std::optional<std::string_view> bearer;
  if (!given.empty()) bearer = given[0];
  perform(twsign::exchange::new_invalidation(app.credentials, bearer,
                                             app.base_url));
  std::cout << "revoked\n";
}

// ---- Signed calls ------------------------------------------------------------

// As it is signed and sent; a URL that begins with '/' is the API's.
std::string read_url(const app &app, std::string_view text) {
  std::string absolute;
  if (text.substr(0, 1) == "/") {
    absolute = app.base_url.substr(0, app.base_url.find_last_not_of('/') + 1);
  }
  return twsign::canonical_url(absolute.append(text));
}

// 401 with code 135: the signature's time is too far from X's.
bool is_clock_wrong(const reply &received) {
  constexpr std::string_view name = "\"code\"";
  const std::string_view body = received.body;
  if (received.status != 401) return false;
  for (auto at = body.find(name); at != body.npos; at = body.find(name, at + 1)) {
    const auto digits = body.find_first_not_of(" :", at + name.size());
    int code = 0;
    if (digits == body.npos) return false;
    std::from_chars(body.data() + digits, body.data() + body.size(), code);
    if (code == 135) return true;
  }
  return false;
}

// A signature is used once: the second try, by X's clock, is signed anew.
reply sign_and_send(const app &app, const twsign::request &request,
                    const char *file) {
  const twsign::signer signer(app.credentials);
  reply received = send(request, signer.sign(request), file);
  if (is_clock_wrong(received) && signer.try_learn_clock(received.date)) {
    received = send(request, signer.sign(request), file);
  }
  return received;
}

// Calls request.url as the command line has it, and prints what comes.
void call(const app &app, twsign::request request, const char *file = nullptr) {
  const std::string url = read_url(app, request.url);
  request.url = url;
  const reply received = sign_and_send(app, request, file);
  if (received.status / 100 != 2) {
    throw std::runtime_error("HTTP " + std::to_string(received.status) + ": " +
                             received.body);
  }
  std::cout << received.body;
}

void get(const app &app, const arguments &given) {
  call(app, {"GET", given[0]});
}

void post(const app &app, const arguments &given) {
  std::vector<twsign::param> params;
  for (auto pair = given.begin() + 1; pair != given.end(); ++pair) {
    const auto equals = pair->find('=');
    if (equals == pair->npos) {
      throw std::runtime_error("a parameter without '='");
    }
    params.push_back({pair->substr(0, equals), pair->substr(equals + 1)});
  }
  const std::string form = twsign::form_encode(params);
  call(app, {"POST", given[0], "application/x-www-form-urlencoded", form});
}

void post_json(const app &app, const arguments &given) {
  call(app, {"POST", given[0], "application/json", given[1]});
}

void upload(const app &app, const arguments &given) {
  const std::string file(given[1]);
  call(app, {"POST", given[0], "multipart/form-data"}, file.c_str());
}

// ---- The command line --------------------------------------------------------

struct command {
  std::string_view name;
  std::size_t fewest, most;  // arguments
  void (*run)(const app &, const arguments &);
};

constexpr command commands[] = {
    {"pin", 0, 0, pin},
    {"callback", 1, 1, callback},
    {"bearer", 0, 0, bearer},
    {"revoke", 0, 1, revoke},
    {"get", 1, 1, get},
    {"post", 2, std::numeric_limits<std::size_t>::max(), post},
    {"post-json", 2, 2, post_json},
    {"upload", 2, 2, upload},
};

const command *find_command(const arguments &given) {
  for (const command &known : commands) {
    if (!given.empty() && given[0] == known.name &&
        given.size() - 1 >= known.fewest && given.size() - 1 <= known.most) {
      return &known;
    }
  }
  return nullptr;
}

// An empty variable is as good as none.
std::optional<std::string_view> from_environment(const char *name) {
  const char *value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

app read_app() {
  const auto api_key = from_environment("X_API_KEY");
  const auto api_secret = from_environment("X_API_SECRET");
  if (!api_key || !api_secret) {
    throw std::runtime_error("X_API_KEY and X_API_SECRET are not both set");
  }
  return {{*api_key, *api_secret, from_environment("X_ACCESS_TOKEN"),
           from_environment("X_ACCESS_TOKEN_SECRET")},
          from_environment("X_API_BASE_URL").value_or("https://api.x.com")};
}

void run(const command &asked, const arguments &given) {
  const app app = read_app();
  check(curl_global_init(CURL_GLOBAL_DEFAULT));
  asked.run(app, given);
  curl_global_cleanup();
  if (!(std::cout << std::flush)) {
    throw std::runtime_error("standard output takes no more");
  }
}

}  // namespace

int main(int argc, char **argv) {
  arguments given(argv + (argc > 0), argv + argc);
  const command *asked = find_command(given);
  if (asked == nullptr) {
    std::cerr << usage;
    return 2;
  }
  given.erase(given.begin());
  try {
    run(*asked, given);
  } catch (const std::exception &error) {
    std::cerr << "login: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
