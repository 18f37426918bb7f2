// The mistake of a request that was refused is named, from whatever is known.
#include "fixtures.hpp"

namespace {

std::string cause(const std::string &report) {
  return report.substr(0, report.find('\n'));
}

void a_right_request_is_not_accused() {
  check::current_case = "right";
  const twsign::credentials who = published_credentials();
  const twsign::request what = plain_request();
  const std::string header = twsign::sign_request(who, what);
  twsign::attempt sent;
  sent.authorization = header;
  CHECK_EQUAL(cause(twsign::diagnose(who, what, sent)), "cause: none-found");
}

void a_wrong_recipe_is_proven() {
  check::current_case = "wrong";
  const twsign::credentials who = published_credentials();
  const twsign::request what = plain_request();
  twsign::request signed_as = what;
  signed_as.method = "POST";
  const std::string header = twsign::sign_request(who, signed_as);
  twsign::attempt sent;
  sent.authorization = header;
  sent.http_status = 401;
  sent.date = "Sun, 06 Nov 1994 08:49:37 GMT";
  sent.body = R"({"errors":[{"code":32,"message":"Could not authenticate you."}]})";
  const outcome made = both([&] { return twsign::diagnose(who, what, sent); },
                            twsign::try_diagnose(who, what, sent));
  CHECK(cause(made.text) != "cause: none-found");
  CHECK(contains(made.text, "POST"));
  CHECK(!contains(made.text, who.api_secret));
  CHECK(!contains(made.text, *who.token_secret));
}

// Each of these tells the cause by itself.
void all_that_is_known_of_the_attempt_is_looked_at() {
  const std::string header =
      twsign::sign_request(published_credentials(), published_request());
  const struct {
    std::string_view cause;
    void (*tell)(twsign::attempt &);
  } rows[] = {
      {"none-found", [](auto &) {}},
      {"clock-off", [](auto &sent) { sent.received_at = 1318622958 + 3600; }},
      {"none-found", [](auto &sent) { sent.received_at = 1318622958 + 5; }},
      {"clock-off",
       [](auto &sent) { sent.date = "Sun, 06 Nov 1994 08:49:37 GMT"; }},
      {"rate-limited", [](auto &sent) { sent.http_status = 429; }},
      {"clock-refused",
       [](auto &sent) {
         sent.body = R"({"errors":[{"code":135,"message":"Timestamp"}]})";
       }},
  };
  for (const auto &row : rows) {
    check::current_case = row.cause;
    twsign::attempt sent;
    sent.authorization = header;
    row.tell(sent);
    CHECK_EQUAL(cause(twsign::diagnose(published_credentials(),
                                       published_request(), sent)),
                "cause: " + std::string(row.cause));
  }
}

void only_the_request_is_needed() {
  check::current_case = "request alone";
  CHECK_EQUAL(cause(twsign::diagnose({}, plain_request())).substr(0, 7),
              "cause: ");
  CHECK_EQUAL(both([] { return twsign::diagnose({}, {}); },
                   twsign::try_diagnose({}, {}))
                  .status,
              twsign::status::invalid_method);
}

}  // namespace

int main() {
  a_right_request_is_not_accused();
  a_wrong_recipe_is_proven();
  all_that_is_known_of_the_attempt_is_looked_at();
  only_the_request_is_needed();
  return check::report();
}
