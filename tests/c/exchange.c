/*
 * What the tw_exchange_new_ functions make: URL, Authorization, Content-Type
 * and body of each call to a token endpoint, and what they refuse.
 */
#include "exchanges.h"

/* The exchange of a row that has to succeed, or an end. */
static tw_exchange *needed_exchange(const struct call *call) {
  tw_error error;
  tw_exchange *exchange = made_exchange(call, TW_OK, &error);
  if (exchange == NULL) {
    fprintf(stderr, "  [%s] %s\n", check_case, error.message);
    exit(1);
  }
  return exchange;
}

/* ---- What is sent -------------------------------------------------------- */

static const struct {
  enum kind kind;
  const char *text, *access_type, *base_url;
  const char *url;
  const char *content_type;
  const char *body;
} sent[] = {
    {REQUEST_TOKEN, "oob", NULL, NULL, "https://api.x.com/oauth/request_token",
     NULL, ""},
    {REQUEST_TOKEN, "oob", "read", NULL,
     "https://api.x.com/oauth/request_token?x_auth_access_type=read", NULL, ""},
    {REQUEST_TOKEN, "oob", "write", NULL,
     "https://api.x.com/oauth/request_token?x_auth_access_type=write", NULL,
     ""},
    {REQUEST_TOKEN, "oob", NULL, "https://api.twitter.com",
     "https://api.twitter.com/oauth/request_token", NULL, ""},
    {REQUEST_TOKEN, "oob", "read", "https://api.twitter.com/",
     "https://api.twitter.com/oauth/request_token?x_auth_access_type=read",
     NULL, ""},
    {REQUEST_TOKEN, "oob", NULL, "http://127.0.0.1:8080",
     "http://127.0.0.1:8080/oauth/request_token", NULL, ""},
    {REQUEST_TOKEN, "oob", NULL, "http://[::1]:8080/x/",
     "http://[::1]:8080/x/oauth/request_token", NULL, ""},
    {ACCESS_TOKEN, "4868795", NULL, NULL,
     "https://api.x.com/oauth/access_token", NULL, ""},
    {ACCESS_TOKEN, "4868795", NULL, "http://localhost:1/",
     "http://localhost:1/oauth/access_token", NULL, ""},
    {BEARER_TOKEN, NULL, NULL, NULL, "https://api.x.com/oauth2/token",
     "application/x-www-form-urlencoded;charset=UTF-8",
     "grant_type=client_credentials"},
    {BEARER_TOKEN, NULL, NULL, "https://api.twitter.com/",
     "https://api.twitter.com/oauth2/token",
     "application/x-www-form-urlencoded;charset=UTF-8",
     "grant_type=client_credentials"},
    {TOKEN_INVALIDATION, NULL, NULL, NULL,
     "https://api.x.com/1.1/oauth/invalidate_token.json", NULL, ""},
    {TOKEN_INVALIDATION, NULL, NULL, "https://api.twitter.com",
     "https://api.twitter.com/1.1/oauth/invalidate_token.json", NULL, ""},
    {BEARER_INVALIDATION, "AAAA%2FAAA%3DAAAAAAAA", NULL, NULL,
     "https://api.x.com/oauth2/invalidate_token"
     "?access_token=AAAA%2FAAA%3DAAAAAAAA",
     NULL, ""},
    {BEARER_INVALIDATION, "aZ09-._~%2b", NULL, "https://api.twitter.com/",
     "https://api.twitter.com/oauth2/invalidate_token"
     "?access_token=aZ09-._~%2b",
     NULL, ""},
    {BEARER_INVALIDATION_BY_KEY, "AAAA%2FAAA%3DAAAAAAAA", NULL, NULL,
     "https://api.x.com/oauth2/invalidate_token",
     "application/x-www-form-urlencoded",
     "access_token=AAAA%2FAAA%3DAAAAAAAA"},
    {BEARER_INVALIDATION_BY_KEY, "aZ09-._~%2b", NULL, "http://127.0.0.1:8080/",
     "http://127.0.0.1:8080/oauth2/invalidate_token",
     "application/x-www-form-urlencoded", "access_token=aZ09-._~%2b"},
};

static struct call call_of_row(size_t i) {
  struct call call = call_of(sent[i].kind);
  call.text = sent[i].text;
  call.access_type = sent[i].access_type;
  call.base_url = sent[i].base_url;
  return call;
}

static int is_basic(enum kind kind) {
  return kind == BEARER_TOKEN || kind == BEARER_INVALIDATION_BY_KEY;
}

static void each_exchange_is_sent_as_x_documents(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(sent); i++) {
    struct call call = call_of_row(i);
    const char *scheme = is_basic(sent[i].kind) ? "Basic " : "OAuth ";
    const char *authorization, *content_type;
    tw_exchange *exchange;
    check_case = sent[i].url;
    exchange = needed_exchange(&call);
    authorization = tw_exchange_authorization(exchange);
    content_type = tw_exchange_content_type(exchange);
    CHECK_TEXT(tw_exchange_method(exchange), "POST");
    CHECK_TEXT(tw_exchange_url(exchange), sent[i].url);
    CHECK_TEXT(tw_exchange_body(exchange), sent[i].body);
    CHECK(strncmp(authorization, scheme, strlen(scheme)) == 0);
    CHECK((content_type == NULL) == (sent[i].content_type == NULL));
    if (content_type != NULL) CHECK_TEXT(content_type, sent[i].content_type);
    tw_exchange_free(exchange);
  }
}

/* The caller may overwrite what was given, and ask as often as it likes. */
static void an_exchange_keeps_nothing_of_the_callers(void) {
  char key[] = "key", secret[] = "secret", callback[] = "https://a/b";
  char base_url[] = "https://c.example", header[1024];
  struct call call = call_of(REQUEST_TOKEN);
  tw_exchange *exchange;
  const char *authorization;
  check_case = "overwritten";
  call.credentials.api_key = key;
  call.credentials.api_secret = secret;
  call.text = callback;
  call.base_url = base_url;
  exchange = needed_exchange(&call);
  authorization = tw_exchange_authorization(exchange);
  CHECK(strlen(authorization) < sizeof header);
  snprintf(header, sizeof header, "%s", authorization);
  memset(key, 'x', strlen(key));
  memset(secret, 'x', strlen(secret));
  memset(callback, 'x', strlen(callback));
  memset(base_url, 'x', strlen(base_url));
  CHECK(tw_exchange_authorization(exchange) == authorization);
  CHECK_TEXT(authorization, header);
  CHECK_TEXT(tw_exchange_url(exchange),
             "https://c.example/oauth/request_token");
  tw_exchange_free(exchange);
}

/* ---- The signature ------------------------------------------------------- */

/* Only for escapes of two hex digits, as they stand in a header. */
static void unescape(char *text) {
  char *to = text;
  for (; *text != '\0'; text++) {
    unsigned byte;
    if (*text == '%' && sscanf(text + 1, "%2x", &byte) == 1) {
      *to++ = (char)byte;
      text += 2;
    } else {
      *to++ = *text;
    }
  }
  *to = '\0';
}

struct signed_again {
  char nonce[128], timestamp[24], extra[256];
  tw_credentials credentials;
  tw_param param;
  tw_request request;
};

/* Reads the exchange as a receiver would: it takes the callback or verifier,
 * nonce and time from the header, and all else from what is sent. */
static void read_signed(const tw_exchange *exchange, const struct call *call,
                        struct signed_again *again) {
  const char *header = tw_exchange_authorization(exchange);
  tw_request request = plain_request();
  again->credentials = call->credentials;
  if (call->kind == REQUEST_TOKEN) {
    again->credentials.token = again->credentials.token_secret = NULL;
  }
  again->param.name =
      call->kind == REQUEST_TOKEN ? "oauth_callback" : "oauth_verifier";
  header_value(header, again->param.name, again->extra, sizeof again->extra);
  unescape(again->extra);
  again->param.value = again->extra;
  request.method = tw_exchange_method(exchange);
  request.url = tw_exchange_url(exchange);
  request.content_type = tw_exchange_content_type(exchange);
  request.body = tw_exchange_body(exchange);
  request.body_len = strlen(tw_exchange_body(exchange));
  request.nonce =
      header_value(header, "oauth_nonce", again->nonce, sizeof again->nonce);
  request.timestamp = strtoll(header_value(header, "oauth_timestamp",
                                           again->timestamp,
                                           sizeof again->timestamp),
                              NULL, 10);
  request.oauth_params = &again->param;
  request.oauth_params_len = again->extra[0] != '\0';
  again->request = request;
}

static void each_signature_is_that_of_what_is_sent(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(sent); i++) {
    struct call call = call_of_row(i);
    struct signed_again again;
    long long before = time(NULL);
    tw_exchange *exchange;
    outcome done;
    if (is_basic(sent[i].kind)) continue;
    check_case = sent[i].url;
    exchange = needed_exchange(&call);
    read_signed(exchange, &call, &again);
    CHECK_NUMBER(strlen(again.nonce), 32);
    CHECK(is_since(before, again.request.timestamp));
    if (sent[i].kind <= ACCESS_TOKEN) CHECK_TEXT(again.extra, sent[i].text);
    CHECK((again.extra[0] != '\0') == (sent[i].kind <= ACCESS_TOKEN));
    done = made(&ways[0], &again.credentials, &again.request);
    CHECK_NUMBER(done.status, TW_OK);
    CHECK_TEXT(tw_exchange_authorization(exchange), done.text);
    free(done.text);
    tw_exchange_free(exchange);
  }
}

static void two_exchanges_have_two_nonces(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    tw_exchange *first, *second;
    int same;
    check_case = kind_names[kind];
    first = new_exchange(kind);
    second = new_exchange(kind);
    same = strcmp(tw_exchange_authorization(first),
                  tw_exchange_authorization(second)) == 0;
    CHECK(same == is_basic(kind));
    tw_exchange_free(first);
    tw_exchange_free(second);
  }
}

/* X's pages of 2010 and 2011, and further calls that Python's hmac, OpenSSL and
 * oauthlib signed alike. With their nonce and time an exchange's URL and header
 * come to their signature. */
static const struct {
  const char *source;
  enum kind kind;
  const char *api_key, *api_secret, *token, *token_secret;
  const char *text, *access_type, *base_url;
  const char *nonce;
  int64_t timestamp;
  const char *signature;
} published[] = {
    {"Log in with X, step 1", REQUEST_TOKEN, "cChZNFj6T5R0TigYB9yd1w",
     "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg", NULL, NULL,
     "http://localhost/sign-in-with-twitter/", NULL, "https://api.twitter.com",
     "ea9ec8429b68d6b77cd5600adbbb0456", 1318467427,
     "F1Li3tvehgcraF8DMJ7OyxO4w9Y%3D"},
    {"Log in with X, step 3", ACCESS_TOKEN, "cChZNFj6T5R0TigYB9yd1w",
     "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg",
     "NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0",
     "veNRnAWe6inFuo8o2u8SLLZLjolYDmDP7SzL0YfYI",
     "uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8BlYDhxEjIBY", NULL,
     "https://api.twitter.com", "a9900fe68e2573b27a37f10fbad6a755", 1318467427,
     "39cipBtIOHEEnybAR4sATQTpl2I%3D"},
    {"dev.twitter.com 2010, request token", REQUEST_TOKEN,
     "GDdmIQH6jhtmLUypg82g", "MCD8BKwGdgPHvAuvgvz4EQpqDAtx89grbuNMRd7Eh98",
     NULL, NULL,
     "http://localhost:3005/the_dance/process_callback?service_provider_id=11",
     NULL, "https://api.twitter.com",
     "QP70eNmVz8jvdPevU3oJD2AfF7R7odC2XJcn4XlZJqk", 1272323042,
     "8wUi7m5HFQy76nowoCThusfgB%2BQ%3D"},
    {"dev.twitter.com 2010, access token", ACCESS_TOKEN, "GDdmIQH6jhtmLUypg82g",
     "MCD8BKwGdgPHvAuvgvz4EQpqDAtx89grbuNMRd7Eh98",
     "8ldIZyxQeVrFZXFOZH5tAwj6vzJYuLQpl0WUEYtWc",
     "x6qpRnlEmW9JbQn4PQVVeVG8ZLPEx6A0TOebgwcuA",
     "pDNg57prOHapMbhv25RNf75lVRd6JDsni1AJJIDYoTY", NULL,
     "https://api.twitter.com", "9zWH6qe0qG7Lc1telCn7FhUbLyVdjEaL3MO5uHxn8",
     1272323047, "PUw%2FdHA4fnlJYM6RhXk5IU%2F0fCc%3D"},
    {"PIN, read only", REQUEST_TOKEN, "xvz1evFS4wEEPTGEFPHBog",
     "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", NULL, NULL, "oob", "read",
     NULL, "a3e5bcb3b0cf9d0f54d13c9e72a6a920", 1700000000,
     "T0RL2qnLO7qK3em5ztaStNlLEbI%3D"},
    {"callback with a query", REQUEST_TOKEN, "xvz1evFS4wEEPTGEFPHBog",
     "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", NULL, NULL,
     "https://client.example/cb?next=%2Fhome&tenant=a b", NULL, NULL,
     "bef8b34174852d1511285f75e23774b2", 1700000000,
     "BGQyxP1J0XTmphkyjpEU6CYhLAQ%3D"},
    {"PIN typed in", ACCESS_TOKEN, "xvz1evFS4wEEPTGEFPHBog",
     "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
     "9Npq8AAAAAAAx72QBRABZ4DAfY9", "Kd75W4OQfb2oJTV0vzGzeXftVAwgMnEK9MumzYcM",
     "4868795\n", NULL, NULL, "53596e2b43d18516acfe7e4755c31329", 1700000000,
     "q%2F0gdHeMnXLnvQqy08rFJV7DVPc%3D"},
    {"invalidate_token.json", TOKEN_INVALIDATION, "xvz1evFS4wEEPTGEFPHBog",
     "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
     "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
     "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE", NULL, NULL, NULL,
     "d7f47b68977ba085755563a54a400ac5", 1700000000,
     "Kt8%2FTxBqzaY0ZOfISBF8BUSLbdc%3D"},
    {"bearer revoked by OAuth 1.0a", BEARER_INVALIDATION,
     "xvz1evFS4wEEPTGEFPHBog", "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
     "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
     "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE", "AAAA%2FAAA%3DAAAAAAAA", NULL,
     NULL, "5bafea2139932149074513d442cd9f4e", 1700000000,
     "v2cNbI7ubN9rRsja%2BuVsXMdN5Dw%3D"},
};

static void published_calls_get_the_published_signature(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(published); i++) {
    struct call call = call_of(published[i].kind);
    struct signed_again again;
    tw_exchange *exchange;
    outcome done;
    char signature[64];
    check_case = published[i].source;
    call.credentials.api_key = published[i].api_key;
    call.credentials.api_secret = published[i].api_secret;
    call.credentials.token = published[i].token;
    call.credentials.token_secret = published[i].token_secret;
    call.text = published[i].text;
    call.access_type = published[i].access_type;
    call.base_url = published[i].base_url;
    exchange = needed_exchange(&call);
    read_signed(exchange, &call, &again);
    again.request.nonce = published[i].nonce;
    again.request.timestamp = published[i].timestamp;
    done = made(&ways[0], &again.credentials, &again.request);
    CHECK_NUMBER(done.status, TW_OK);
    if (done.text != NULL) {
      CHECK_TEXT(header_value(done.text, "oauth_signature", signature,
                              sizeof signature),
                 published[i].signature);
    }
    free(done.text);
    tw_exchange_free(exchange);
  }
}

/* A token left over from before has no part in asking for a new one. */
static void a_request_token_is_asked_for_by_the_app_alone(void) {
  struct call call = call_of(REQUEST_TOKEN);
  tw_exchange *exchange;
  check_case = "token left over";
  exchange = needed_exchange(&call);
  CHECK(strstr(tw_exchange_authorization(exchange), "oauth_token") == NULL);
  CHECK(!holds(tw_exchange_authorization(exchange), call.credentials.token));
  tw_exchange_free(exchange);
}

static void white_space_around_a_verifier_is_cut(void) {
  static const char *const verifiers[] = {"4868795", " 4868795", "4868795\n",
                                          "\t 4868795\r\n", "4868795 \t"};
  size_t i;
  for (i = 0; i < LENGTH_OF(verifiers); i++) {
    struct call call = call_of(ACCESS_TOKEN);
    tw_exchange *exchange;
    char verifier[64];
    check_case = verifiers[i];
    call.text = verifiers[i];
    exchange = needed_exchange(&call);
    CHECK_TEXT(header_value(tw_exchange_authorization(exchange),
                            "oauth_verifier", verifier, sizeof verifier),
               "4868795");
    tw_exchange_free(exchange);
  }
}

static void callbacks_of_any_scheme_are_sent_as_they_are(void) {
  static const char *const callbacks[] = {
      "oob",
      "https://yourCallbackUrl.com",
      "http://127.0.0.1:3000/cb?a=b&c=%20#d",
      "twitterclient://callback",
      "a+b-c.d:e",
      "https://client.example/\xc3\xa9",
  };
  size_t i;
  for (i = 0; i < LENGTH_OF(callbacks); i++) {
    struct call call = call_of(REQUEST_TOKEN);
    tw_exchange *exchange;
    char callback[128];
    check_case = call.text = callbacks[i];
    exchange = needed_exchange(&call);
    header_value(tw_exchange_authorization(exchange), "oauth_callback",
                 callback, sizeof callback);
    unescape(callback);
    CHECK_TEXT(callback, callbacks[i]);
    tw_exchange_free(exchange);
  }
}

/* ---- Basic --------------------------------------------------------------- */

/* RFC 1738 encodes key and secret first; X's own need no escapes. */
static const struct {
  const char *api_key, *api_secret;
  const char *authorization;
} basics[] = {
    {"xvz1evFS4wEEPTGEFPHBog", "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg",
     "Basic eHZ6MWV2RlM0d0VFUFRHRUZQSEJvZzpMOHFxOVBaeVJnNmllS0dFS2hab2xHQzB2Sl"
     "dMdzhpRUo4OERSZHlPZw=="},
    {"k:e y", "s/e+c%ret&\"\xc3\xa9",
     "Basic ayUzQWUlMjB5OnMlMkZlJTJCYyUyNXJldCUyNiUyMiVDMyVBOQ=="},
    {"a", "b", "Basic YTpi"},
    {"a", "bc", "Basic YTpiYw=="},
    {"ab", "cd", "Basic YWI6Y2Q="},
};

static void basic_is_key_and_secret_in_base64(void) {
  static const enum kind kinds[] = {BEARER_TOKEN, BEARER_INVALIDATION_BY_KEY};
  size_t i, k;
  for (i = 0; i < LENGTH_OF(basics); i++) {
    for (k = 0; k < LENGTH_OF(kinds); k++) {
      struct call call = call_of(kinds[k]);
      tw_exchange *exchange;
      check_case = kind_names[kinds[k]];
      call.credentials.api_key = basics[i].api_key;
      call.credentials.api_secret = basics[i].api_secret;
      exchange = needed_exchange(&call);
      CHECK_TEXT(tw_exchange_authorization(exchange), basics[i].authorization);
      tw_exchange_free(exchange);
    }
  }
}

/* The Content-Lengths that X's page prints beside them. */
static void published_bodies_have_the_published_length(void) {
  static const char bearer[] =
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%2FAAAAAAAAAAAAAAAAAAAA%3DAAAAAAAA"
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  struct call call = call_of(BEARER_TOKEN);
  tw_exchange *exchange = needed_exchange(&call);
  check_case = "Content-Length";
  CHECK_NUMBER(strlen(tw_exchange_body(exchange)), 29);
  tw_exchange_free(exchange);
  call = call_of(BEARER_INVALIDATION_BY_KEY);
  call.text = bearer;
  exchange = needed_exchange(&call);
  CHECK_NUMBER(strlen(tw_exchange_body(exchange)), 119);
  tw_exchange_free(exchange);
}

/* ---- Refusals ------------------------------------------------------------ */

/* At this byte of the text, or at none that is told. */
enum { NO_BYTE = -1 };

static void check_refused(const struct call *call, tw_status status,
                          const char *field, int byte) {
  tw_error error;
  tw_exchange *exchange = made_exchange(call, status, &error);
  if (exchange != NULL) {
    tw_exchange_free(exchange);
    return;
  }
  check_message(&error, field);
  if (byte != NO_BYTE) CHECK(tells_byte(error.message, (size_t)byte));
}

static const struct {
  enum kind kind;
  const char *text;
} bad_texts[] = {
    {REQUEST_TOKEN, ""},
    {REQUEST_TOKEN, "OOB"},
    {REQUEST_TOKEN, "oob "},
    {REQUEST_TOKEN, "client.example/callback"},
    {REQUEST_TOKEN, "/callback"},
    {REQUEST_TOKEN, "//client.example/callback"},
    {REQUEST_TOKEN, ":"},
    {REQUEST_TOKEN, "://client.example"},
    {REQUEST_TOKEN, "1a://callback"},
    {REQUEST_TOKEN, "a_b://callback"},
    {REQUEST_TOKEN, " https://client.example/"},
    {REQUEST_TOKEN, "https://client.example/\r\nX: y"},
    {REQUEST_TOKEN, "https://client.example/\t"},
    {REQUEST_TOKEN, "https://client.example/\x7f"},
    {ACCESS_TOKEN, ""},
    {ACCESS_TOKEN, " "},
    {ACCESS_TOKEN, "\r\n"},
    {ACCESS_TOKEN, "48\n68795"},
    {ACCESS_TOKEN, "48\x01" "68795"},
    {ACCESS_TOKEN, "4868795\x7f"},
    {ACCESS_TOKEN, "48\xc3\xa9"},
};

static void callbacks_and_verifiers_that_cannot_be_are_refused(void) {
  size_t i;
  for (i = 0; i < LENGTH_OF(bad_texts); i++) {
    struct call call = call_of(bad_texts[i].kind);
    check_case = call.text = bad_texts[i].text;
    check_refused(&call, TW_ERR_INVALID_PARAM,
                  call.kind == REQUEST_TOKEN ? "callback" : "verifier",
                  NO_BYTE);
  }
}

static void access_types_are_read_or_write(void) {
  static const char *const types[] = {"", "READ", "read ", "readwrite",
                                      "write&a=b", "dm"};
  size_t i;
  for (i = 0; i < LENGTH_OF(types); i++) {
    struct call call = call_of(REQUEST_TOKEN);
    check_case = call.access_type = types[i];
    check_refused(&call, TW_ERR_INVALID_PARAM, "access_type", NO_BYTE);
  }
}

static void a_bearer_is_taken_as_received_or_not_at_all(void) {
  static const struct {
    const char *bearer;
    int byte;
  } rows[] = {
      {"", NO_BYTE},
      {"AAAA/BBB", 4},
      {"AAAA+BBB", 4},
      {"AAAA=", 4},
      {" AAAA", 0},
      {"AAAA\n", 4},
      {"AA%2FA%", 6},
      {"AA%2", 2},
      {"AA%zzBB", 2},
      {"AA&access_token=B", 2},
      {"AA#B", 2},
      {"\xc3\xa9", 0},
      {"AAAA" SECRET " ", 10},
  };
  static const enum kind kinds[] = {BEARER_INVALIDATION,
                                    BEARER_INVALIDATION_BY_KEY};
  size_t i, k;
  for (i = 0; i < LENGTH_OF(rows); i++) {
    for (k = 0; k < LENGTH_OF(kinds); k++) {
      struct call call = call_of(kinds[k]);
      check_case = kind_names[kinds[k]];
      call.text = rows[i].bearer;
      check_refused(&call, TW_ERR_INVALID_PARAM, "bearer_token",
                    rows[i].byte);
    }
  }
}

static void base_urls_that_cannot_be_are_refused(void) {
  static const char *const urls[] = {
      "",
      "api.x.com",
      "/oauth",
      "//api.x.com",
      "ftp://api.x.com",
      "https://",
      "https:///",
      "https://api.x.com?",
      "https://api.x.com/?a=b",
      "https://api.x.com#a",
      "https://api.x.com/#",
      "https://api.x.com/a b",
      " https://api.x.com",
      "https://api.x.com\r\n",
      "https://api.x.com/%zz",
      "https://api.x.com:0",
      "https://api.x.com:99999",
      "https://jack@api.x.com",
      "https://jack:" SECRET "@api.x.com",
      "https://[::1",
      "https://api.x.com/\xc3\xa9",
  };
  size_t i;
  int kind;
  for (i = 0; i < LENGTH_OF(urls); i++) {
    for (kind = 0; kind < KINDS; kind++) {
      struct call call = call_of(kind);
      check_case = call.base_url = urls[i];
      check_refused(&call, TW_ERR_INVALID_URL, "base_url", NO_BYTE);
    }
  }
}

/* How credentials are spoiled. A NULL among them is in null_arguments.c. */
static const struct {
  const char *what;
  const char *field;
  tw_status status;
  const char *api_key, *api_secret, *token, *token_secret;
} bad_credentials[] = {
    {"no key", "credentials.api_key", TW_ERR_INVALID_CREDENTIALS, "", "s", "t",
     "ts"},
    {"no secret", "credentials.api_secret", TW_ERR_INVALID_CREDENTIALS, "k", "",
     "t", "ts"},
    {"white space", "credentials.api_secret", TW_ERR_INVALID_CREDENTIALS, "k",
     SECRET "\n", "t", "ts"},
    {"token without secret", "credentials.token_secret",
     TW_ERR_INVALID_CREDENTIALS, "k", "s", "t", NULL},
    {"secret without token", "credentials.token", TW_ERR_INVALID_CREDENTIALS,
     "k", "s", NULL, SECRET},
    {"empty token", "credentials.token", TW_ERR_INVALID_CREDENTIALS, "k", "s",
     "", "ts"},
    {"white space in the token secret", "credentials.token_secret",
     TW_ERR_INVALID_CREDENTIALS, "k", "s", "t", " " SECRET},
};

static void bad_credentials_are_refused_by_each_call(void) {
  size_t i;
  int kind;
  for (i = 0; i < LENGTH_OF(bad_credentials); i++) {
    for (kind = 0; kind < KINDS; kind++) {
      struct call call = call_of(kind);
      check_case = bad_credentials[i].what;
      call.credentials.api_key = bad_credentials[i].api_key;
      call.credentials.api_secret = bad_credentials[i].api_secret;
      call.credentials.token = bad_credentials[i].token;
      call.credentials.token_secret = bad_credentials[i].token_secret;
      check_refused(&call, bad_credentials[i].status, bad_credentials[i].field,
                    NO_BYTE);
    }
  }
}

static void what_a_token_does_needs_a_token(void) {
  static const enum kind kinds[] = {ACCESS_TOKEN, TOKEN_INVALIDATION};
  size_t k;
  for (k = 0; k < LENGTH_OF(kinds); k++) {
    struct call call = call_of(kinds[k]);
    check_case = kind_names[kinds[k]];
    call.credentials.token = call.credentials.token_secret = NULL;
    check_refused(&call, TW_ERR_INVALID_CREDENTIALS, "credentials.token",
                  NO_BYTE);
  }
}

/* X signs with secrets as they are, the RFC with encoded ones; Basic encodes.
 */
static void a_secret_that_x_encodes_otherwise_is_no_key_of_a_signature(void) {
  int kind;
  for (kind = 0; kind < KINDS; kind++) {
    struct call call = call_of(kind);
    check_case = kind_names[kind];
    call.credentials.api_secret = SECRET "/" SECRET;
    if (is_basic(kind)) {
      tw_exchange_free(needed_exchange(&call));
    } else {
      check_refused(&call, TW_ERR_AMBIGUOUS, "credentials.api_secret", NO_BYTE);
    }
  }
}

static void credentials_of_another_size_are_refused(void) {
  static const size_t sizes[] = {0, 1, sizeof(tw_credentials) - 1, 4097,
                                 SIZE_MAX};
  size_t i;
  int kind;
  for (i = 0; i < LENGTH_OF(sizes); i++) {
    for (kind = 0; kind < KINDS; kind++) {
      struct call call = call_of(kind);
      check_case = kind_names[kind];
      call.credentials.struct_size = sizes[i];
      check_refused(&call, TW_ERR_STRUCT_SIZE, "credentials", NO_BYTE);
    }
  }
}

int main(void) {
  each_exchange_is_sent_as_x_documents();
  an_exchange_keeps_nothing_of_the_callers();
  each_signature_is_that_of_what_is_sent();
  two_exchanges_have_two_nonces();
  published_calls_get_the_published_signature();
  a_request_token_is_asked_for_by_the_app_alone();
  white_space_around_a_verifier_is_cut();
  callbacks_of_any_scheme_are_sent_as_they_are();
  basic_is_key_and_secret_in_base64();
  published_bodies_have_the_published_length();
  callbacks_and_verifiers_that_cannot_be_are_refused();
  access_types_are_read_or_write();
  a_bearer_is_taken_as_received_or_not_at_all();
  base_urls_that_cannot_be_are_refused();
  bad_credentials_are_refused_by_each_call();
  what_a_token_does_needs_a_token();
  a_secret_that_x_encodes_otherwise_is_no_key_of_a_signature();
  credentials_of_another_size_are_refused();
  return check_report();
}
