/*
 * twsign.h - use an X (Twitter) API Key and Secret from any language.
 *
 * libtwsign signs requests to the X API by OAuth 1.0a (RFC 5849). It makes and
 * reads messages; sending them is up to the HTTP client of the program. This
 * header is its manual. C99 and C++11; made by cbindgen from src/ffi.
 *
 *   Sign a request            tw_sign_request, tw_signer_new, tw_signer_sign
 *   Encode a query or form    tw_form_encode, tw_canonical_url
 *   Find out why X says 401   tw_explain, tw_diagnose
 *   Log a user in             tw_exchange_new_request_token: the whole flow
 *   The App's Bearer Token    tw_exchange_new_bearer_token
 *   Revoke a token            tw_exchange_new_invalidation
 *   Answer X's webhooks       tw_webhook_crc_response, tw_webhook_verify
 *
 * What holds for every function:
 *   - Text is NUL-terminated bytes, UTF-8 where there is more than ASCII; a
 *     body is a pointer and a length, and (NULL, 0) is an empty body. An
 *     optional text may be NULL.
 *   - Inputs are read during the call and not kept. Outputs come after them,
 *     and last comes `error`, which may be NULL.
 *   - On any status but TW_OK each pointer output is NULL, each number 0
 *     (except *length under TW_ERR_BUFFER_TOO_SMALL).
 *   - A `char *` output is released with tw_free(), an object with its own
 *     _free(); all ignore NULL. A `const char *` from a getter is borrowed
 *     from its object. Memory that held a secret is wiped before it is
 *     released; a call that is given one wipes its stack before it returns.
 *   - A needed pointer that is NULL gives TW_ERR_NULL_ARGUMENT, never a crash.
 *   - No init function, no settings, no threads: any thread, any time, but not
 *     in a signal handler. One signer may serve many threads at once.
 *   - Also in a forked child. If the parent has threads, then, until exec, only
 *     what allocates nothing: tw_signer_sign_into(), tw_webhook_verify().
 *   - A nonce of ours is 128 random bits and never comes twice, in threads, in
 *     children of fork or clone, or after dlclose. Up to 64 are drawn ahead,
 *     for the running second, in memory that a fork wipes; so a machine that is
 *     restored from a snapshot, or copied, draws new ones in the next second.
 *   - No message, and no explanation, ever shows a secret.
 *
 * tw_credentials, tw_request, tw_attempt and tw_authorize_options begin with
 * struct_size, so that old programs work with newer libraries. Declare them
 * with their _INIT macro; or zero them and set struct_size to the sizeof.
 */

#ifndef TWSIGN_H
#define TWSIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The version that a program is compiled with; tw_version() tells the one that
/// it runs with.
#define TW_VERSION_MAJOR 0
#define TW_VERSION_MINOR 1
#define TW_VERSION_PATCH 0
#define TW_VERSION_STRING "0.1.0"
#define TW_VERSION_NUMBER \
  (TW_VERSION_MAJOR * 1000000 + TW_VERSION_MINOR * 1000 + TW_VERSION_PATCH)

/// The compiler warns where a status is thrown away.
#if defined(__GNUC__)
#define TW_NODISCARD __attribute__((warn_unused_result))
#else
#define TW_NODISCARD
#endif

/// The result of a call. Values are never reused; new ones are appended.
///
/// What to do: 1 to 8 say what is wrong with the input, and the message where;
/// 9 asks for a larger buffer; 10 is no reply that X gives: try again later;
/// 11, 12 and 13 are answers of X or of the user; 14 may pass; 15 is a bug, and
/// any function may give it.
typedef enum tw_status {
  /// Done.
  TW_OK = 0,
  /// A needed pointer was NULL.
  TW_ERR_NULL_ARGUMENT = 1,
  /// `struct_size` is unset or too small, or a field is set that this library
  /// is too old to know.
  TW_ERR_STRUCT_SIZE = 2,
  /// Credentials that are empty or incomplete, or have white space around or
  /// control characters in them.
  TW_ERR_INVALID_CREDENTIALS = 3,
  /// The method is not an HTTP token (RFC 9110, 5.6.2).
  TW_ERR_INVALID_METHOD = 4,
  /// Not an absolute http or https URL, no host, user info, a byte that must
  /// be escaped, or a broken escape.
  TW_ERR_INVALID_URL = 5,
  /// content_type says form, and the body is not one: a byte that must be
  /// escaped, or a broken escape.
  TW_ERR_INVALID_BODY = 6,
  /// A parameter, nonce, time, content type or rule that is not valid.
  TW_ERR_INVALID_PARAM = 7,
  /// X would read the request differently from RFC 5849: see tw_rules.
  TW_ERR_AMBIGUOUS = 8,
  /// Nothing was written; `*length` says what suffices.
  TW_ERR_BUFFER_TOO_SMALL = 9,
  /// A reply, a callback or a Date header that is not valid or not expected.
  TW_ERR_INVALID_RESPONSE = 10,
  /// The server said no: see `tw_error.api_code`.
  TW_ERR_REFUSED = 11,
  /// The user said no.
  TW_ERR_DENIED = 12,
  /// A webhook call not signed with this secret, or a callback for another
  /// token.
  TW_ERR_SIGNATURE_MISMATCH = 13,
  /// No memory, no randomness, or no usable clock.
  TW_ERR_SYSTEM = 14,
  /// A bug in twsign: a caught panic. Please report it.
  TW_ERR_INTERNAL = 15,
} tw_status;

/// Which rules decide what is signed.
///
/// X's published server code (github.com/twitter/joauth at 3aab711, UrlCodec
/// and KeyValueParser) does not decode parameters and encode them again, as RFC
/// 5849 (3.4.1.3) says: it takes them as they stand on the wire. So a signature
/// can be right by the RFC and still be answered with 401, code 32.
typedef enum tw_rules {
  /// The default: what X reads differently is TW_ERR_AMBIGUOUS, and the message
  /// says where and gives the fix; so a header that is made is one X accepts.
  ///
  /// Refused, in a query or a form body:
  ///   - a reserved character that is not escaped: `q=from:jack`, `hi!`
  ///   - an escaped letter or digit: `%61`
  ///   - a second `=` that is not escaped: `q=a=b`
  ///   - a parameter without a name: `=v`; or named client_id or Bearer
  ///   - an `oauth_` parameter that the header carries too, or that comes twice
  ///
  /// Refused elsewhere:
  ///   - a form's media type that is not in lower case (what stands behind its
  ///     `;` may be), or a content_type that only begins like a form's
  ///   - a secret or a method with anything but `A-Z a-z 0-9 - . _ ~`
  ///   - in oauth_params a name that does not begin with `oauth_`, or a realm
  ///     with a comma, quote or backslash
  ///
  /// Accepted: escapes in either letter case, also such that are not UTF-8; `+`
  /// or `%20` for a space; `,` `[` `]` not escaped; the same name twice; names
  /// without `=`. tw_form_encode() and tw_canonical_url() write it so that both
  /// read the same.
  TW_RULES_X = 0,
  /// Whatever the RFC can sign is signed by the RFC. An `oauth_` parameter of
  /// the header that stands in query or body too is TW_ERR_INVALID_PARAM (3.1:
  /// no protocol parameter more than once).
  TW_RULES_RFC5849 = 1,
} tw_rules;

/// One call to a token endpoint: what to send, and the reader of what comes
/// back.
///
/// Send what the getters give, once and at once: it was signed for the time
/// at which the exchange was made. An exchange may be read by several threads.
typedef struct tw_exchange tw_exchange;

/// Credentials, checked and ready. Keeps the prepared states of the HMAC and
/// the encoded key and token, not the secrets.
///
/// One signer may sign in many threads at once, and in forked children.
typedef struct tw_signer tw_signer;

/// The result of an exchange: a Request, Access or Bearer Token. May be read by
/// several threads.
typedef struct tw_token tw_token;

/// Who signs. Without a token (NULL) a request is signed for the App alone.
///
/// Texts are used as they are, any byte included. TW_ERR_NULL_ARGUMENT: api_key
/// or api_secret is NULL. TW_ERR_INVALID_CREDENTIALS: a text is empty, a token
/// comes without its secret or the reverse, or there is white space at either
/// end or a control character anywhere. These are paste errors, which X would
/// answer with 401, code 32.
typedef struct tw_credentials {
  /// Set by TW_CREDENTIALS_INIT.
  size_t struct_size;
  /// API Key = Consumer Key.
  const char *api_key;
  /// API Secret = Consumer Secret.
  const char *api_secret;
  /// Access Token (or Request Token), or NULL.
  const char *token;
  /// Its secret, or NULL.
  const char *token_secret;
} tw_credentials;
#define TW_CREDENTIALS_INIT {sizeof(tw_credentials), NULL, NULL, NULL, NULL}

/// A name and a value, not percent-encoded. Its layout never changes.
typedef struct tw_param {
  /// Such as `oauth_callback` or `query`.
  const char *name;
  /// May be empty.
  const char *value;
} tw_param;

/// What is signed, exactly as it is sent. Fields are only added at the end, and
/// zero in one always means that it is not given.
typedef struct tw_request {
  /// Set by TW_REQUEST_INIT.
  size_t struct_size;
  /// `"GET"`, `"POST"`, ...; signed in upper case (RFC 5849, 3.4.1.1).
  const char *method;
  /// Absolute, with the query as it is sent. The base string URI (3.4.1.2)
  /// has scheme and host in lower case, no default port, and the path as sent
  /// (`/` if there is none); a fragment is neither sent nor signed. Refused
  /// are user info, escapes in the host, and every byte that has to be escaped
  /// in a URL: spaces, controls, non-ASCII.
  const char *url;
  /// The Content-Type header as it will be sent, or NULL if none is. Many
  /// clients, libcurl among them, add application/x-www-form-urlencoded to a
  /// POST by themselves: name it here then, or the body is not signed.
  const char *content_type;
  /// The body as sent, or NULL with a length of 0. It is signed if content_type
  /// is application/x-www-form-urlencoded, in any letter case and with any
  /// parameters, whatever the method (3.4.1.3.1). Any other body (JSON, files)
  /// is not looked at and may be left out here.
  const void *body;
  /// In bytes.
  size_t body_len;
  /// NULL: a fresh one, 128 random bits. Else printable ASCII, not empty.
  const char *nonce;
  /// Unix seconds, used as they are; 0: now, by the signer's clock.
  int64_t timestamp;
  /// A tw_rules value.
  int32_t rules;
  /// Parameters for the header: oauth_callback, oauth_verifier and the like,
  /// which are signed with all others, and realm, which comes first and is
  /// never signed (3.5.1). At most 64, each name once, and none that the signer
  /// sets itself; except that `{"oauth_version", ""}` leaves the version out,
  /// and `{"oauth_token", ""}` sends an empty token if the credentials have
  /// none (3.1 allows both).
  const tw_param *oauth_params;
  /// How many there are.
  size_t oauth_params_len;
} tw_request;
#define TW_REQUEST_INIT \
  {sizeof(tw_request), NULL, NULL, NULL, NULL, 0, NULL, 0, TW_RULES_X, NULL, 0}

/// Details of a failure, in the caller's memory. Its layout never changes.
///
/// Every call that is given one fills it, also on success (status TW_OK and an
/// empty message); it needs no initialisation and no freeing.
typedef struct tw_error {
  /// The status that the call returned.
  int32_t status;
  /// X's own error code (32, 89, 215, ...), or 0.
  int32_t api_code;
  /// One NUL-terminated line: which field, what trouble, at which byte
  /// (counted from 0), and the fix. Words of X's are shortened to fit. It never
  /// holds a secret of yours. For people and logs: the wording may change, the
  /// statuses do not.
  char message[248];
} tw_error;

/// A call that failed: what was sent and what came back, as far as known.
typedef struct tw_attempt {
  /// Set by TW_ATTEMPT_INIT.
  size_t struct_size;
  /// The value of the Authorization header that was sent, by whatever program.
  const char *authorization;
  /// Unix seconds by the local clock; 0: now.
  int64_t received_at;
  /// 0 if there was no reply.
  int http_status;
  /// The value of the reply's Date header.
  const char *date;
  /// The reply's body, or NULL with a length of 0.
  const void *body;
  /// In bytes.
  size_t body_len;
} tw_attempt;
#define TW_ATTEMPT_INIT {sizeof(tw_attempt), NULL, 0, 0, NULL, NULL, 0}

/// How to ask the user: step 2 of the three-legged flow.
typedef struct tw_authorize_options {
  /// Set by TW_AUTHORIZE_OPTIONS_INIT.
  size_t struct_size;
  /// oauth/authenticate instead of oauth/authorize: X does not ask again whom
  /// it has asked before, if the App may do "Log in with X".
  bool sign_in;
  /// The user has to log in, whoever is logged in now.
  bool force_login;
  /// Fills in the login form, or NULL.
  const char *screen_name;
  /// NULL: https://api.x.com
  const char *base_url;
} tw_authorize_options;
#define TW_AUTHORIZE_OPTIONS_INIT \
  {sizeof(tw_authorize_options), false, false, NULL, NULL}

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/* ---- Version, errors, memory ----------------------------------------------*/

/// The version of the library that is loaded, such as "0.1.0".
///
/// TW_VERSION_STRING is the one that a program was compiled with. The text is
/// the library's own and is not released.
const char *tw_version(void);

/// The loaded library's version as a number: MAJOR * 1000000 + MINOR * 1000 +
/// PATCH.
uint32_t tw_version_number(void);

/// A sentence about a status, for a log where there is no tw_error.
///
/// Any number is allowed: for one that this version does not know the sentence
/// says so. The text is the library's own and is not released.
const char *tw_status_message(int status);

/// Releases a text that a function of this library handed out as `char *`.
///
/// Use it for every such text; free() must not be used. The text is wiped
/// first. NULL is ignored.
void tw_free(char *text);

/* ---- Signing --------------------------------------------------------------*/

/// Signs one request: `*header` becomes the Authorization header's value.
///
/// The signature (HMAC-SHA1, RFC 5849, 3.4) covers the method, the URL with its
/// query and, if content_type is a form's, the body. So the request has to be
/// sent exactly as it was signed: do not let the HTTP client encode the URL
/// again, and do not let it follow redirects with this header. Sign anew for
/// each attempt: X takes a nonce only once, and a time for some minutes only.
///
/// To sign more than once, a tw_signer is faster. The caller releases `*header`
/// with tw_free(). Fails with any of TW_ERR_NULL_ARGUMENT (1) to
/// TW_ERR_AMBIGUOUS (8), as described there, with TW_ERR_SYSTEM or with
/// TW_ERR_INTERNAL.
///
///     tw_credentials credentials = TW_CREDENTIALS_INIT;
///     tw_request request = TW_REQUEST_INIT;
///     char *header;
///     tw_error error;
///     credentials.api_key = getenv("X_API_KEY");
///     credentials.api_secret = getenv("X_API_SECRET");
///     request.method = "GET";
///     request.url = "https://api.x.com/2/users/me";
///     if (tw_sign_request(&credentials, &request, &header, &error) != TW_OK) {
///       fprintf(stderr, "%s\n", error.message); // "credentials.api_key: NULL"
///       return 1;
///     }
///     printf("Authorization: %s\n", header);
///     tw_free(header);
TW_NODISCARD
tw_status tw_sign_request(const tw_credentials *credentials,
                          const tw_request *request,
                          char **header,
                          tw_error *error);

/// Makes a signer: the credentials are checked, and their key is prepared.
///
/// The credentials are not kept and may be wiped at once. The caller releases
/// `*signer` with tw_signer_free(), when no call uses it any more. Fails with
/// TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE, TW_ERR_INVALID_CREDENTIALS or
/// TW_ERR_SYSTEM. Whether X can use a secret that holds more than letters and
/// digits is judged when a request is signed, by the rules of that request.
TW_NODISCARD
tw_status tw_signer_new(const tw_credentials *credentials,
                        tw_signer **signer,
                        tw_error *error);

/// Signs one request with a signer's credentials and clock, as
/// tw_sign_request().
///
/// The caller releases `*header` with tw_free(). Fails with the same statuses
/// but for TW_ERR_INVALID_CREDENTIALS. Any number of threads may sign at once.
TW_NODISCARD
tw_status tw_signer_sign(const tw_signer *signer,
                         const tw_request *request,
                         char **header,
                         tw_error *error);

/// Signs into the caller's `buffer`, without allocating for a request of up to
/// 32 parameters.
///
/// TW_OK: the header's value and a NUL are in `buffer`, and `*length` is the
/// length without the NUL. TW_ERR_BUFFER_TOO_SMALL: `*length` is a capacity
/// that suffices for this request, NUL included, whatever the nonce turns out
/// to be. On any failure `buffer` is left as it was. It may be NULL if
/// `capacity` is 0, to ask for the size; `length` is needed. Otherwise as
/// tw_signer_sign().
TW_NODISCARD
tw_status tw_signer_sign_into(const tw_signer *signer,
                              const tw_request *request,
                              char *buffer,
                              size_t capacity,
                              size_t *length,
                              tw_error *error);

/// Sets by how many seconds later signatures correct the clock.
///
/// Positive if the local clock is slow; it replaces the offset there was. X
/// refuses a time that is some minutes off with 401, code 135. A
/// `request.timestamp` that is given is used as it is. An offset that leads out
/// of all time makes signing fail with TW_ERR_SYSTEM. Any thread may call this
/// while others sign. NULL is ignored.
void tw_signer_set_clock_offset(const tw_signer *signer,
                                int64_t seconds);

/// Learns that offset from the Date header of a reply that has just come.
///
/// `http_date` is the header's value, in any of the three forms of RFC 9110,
/// 5.6.7. `*offset` becomes the seconds by which the server is ahead, negative
/// if it is behind, and replaces the signer's offset. Fails with
/// TW_ERR_NULL_ARGUMENT, with TW_ERR_SYSTEM (no clock), or with
/// TW_ERR_INVALID_RESPONSE if it is no date: `*offset` is 0 then, and the
/// signer keeps the offset it had. Any thread may call this while others sign.
TW_NODISCARD
tw_status tw_signer_learn_clock(const tw_signer *signer,
                                const char *http_date,
                                int64_t *offset,
                                tw_error *error);

/// Releases a signer; what it kept of the key is wiped. NULL is ignored.
void tw_signer_free(tw_signer *signer);

/* ---- The form that goes over the wire -------------------------------------*/

/// Encodes names and values as a query or a form body that X and the RFC read
/// the same way: strict percent-encoding (RFC 5849, 3.6), `%20` for a space.
///
/// The order is kept, and so are duplicates; without parameters the form is "".
/// The caller releases `*form` with tw_free(). Fails with TW_ERR_NULL_ARGUMENT,
/// with TW_ERR_SYSTEM, and with TW_ERR_AMBIGUOUS for a name that no encoding
/// makes X read as the RFC does: an empty one, client_id, Bearer, an `oauth_`
/// name that comes twice, and those that only the header may carry
/// (oauth_consumer_key, oauth_nonce, oauth_signature, oauth_signature_method,
/// oauth_timestamp, oauth_token, oauth_version).
TW_NODISCARD
tw_status tw_form_encode(const tw_param *params,
                         size_t params_len,
                         char **form,
                         tw_error *error);

/// Rewrites a URL so that its query is encoded as tw_form_encode() does it.
///
/// `?q=from:jack+(a b)` becomes `?q=from%3Ajack%20%28a%20b%29`: a `+` is read
/// as a space, an escape as its byte. Empty pairs (`a&&b`) vanish. Scheme,
/// host, path and fragment stay as they are, except for bytes that may not
/// stand in a URL: those are escaped in path and fragment (RFC 3986, 3.3). Send
/// what comes out.
///
/// The caller releases `*canonical` with tw_free(). Fails as tw_form_encode()
/// does, and with TW_ERR_INVALID_URL for what is no absolute http or https URL,
/// for user info or a bad byte in the host, and for a broken escape (`100%`),
/// which could mean two things.
TW_NODISCARD
tw_status tw_canonical_url(const char *url,
                           char **canonical,
                           tw_error *error);

/* ---- Why does the server answer 401? --------------------------------------*/

/// The signature base string (RFC 5849, 3.4.1): what the signature signs.
///
/// With the nonce and timestamp of a header that was sent, it can be compared
/// with what another program or X's documentation says it should be. The caller
/// releases `*text` with tw_free(). Fails as tw_sign_request() does.
TW_NODISCARD
tw_status tw_signature_base_string(const tw_credentials *credentials,
                                   const tw_request *request,
                                   char **text,
                                   tw_error *error);

/// Every step of the signing, for people: secrets masked, wording not fixed.
///
/// What tw_sign_request() would refuse as TW_ERR_AMBIGUOUS is marked in the
/// text instead. The caller releases `*text` with tw_free(). Otherwise fails as
/// tw_sign_request() does.
TW_NODISCARD
tw_status tw_explain(const tw_credentials *credentials,
                     const tw_request *request,
                     char **text,
                     tw_error *error);

/// Names the mistake in a request that was refused, whoever signed it.
///
/// The first line of `*report` is `cause: ` and one of the identifiers in
/// docs/diagnosis.md, which stay as they are (`cause: none-found` too); the
/// lines after it are for people: what was wrong and where, the base string as
/// it was signed and as it should have been, what to change, and whether trying
/// again can help. Secrets are masked.
///
/// Only `request` is needed. With `credentials` (which may be faulty, and any
/// of which may be NULL) and the header in `attempt`, the signature is built
/// anew under each known wrong recipe, alone and two at a time, until one gives
/// the signature that was sent: that mistake is proven. Without a header,
/// credentials and request are looked at and the reply is read.
/// `request->nonce`, `timestamp`, `rules` and `oauth_params` are not looked at:
/// the header has its own.
///
/// A usual request takes some milliseconds. The search stops, and the report
/// says so, after a fixed amount of work, one or two tenths of a second. To
/// read 10 MB and to write the report, which quotes the base string whole,
/// takes a second more, and some seconds if that is a form of 500,000
/// parameters.
///
/// The caller releases `*report` with tw_free(). Fails with
/// TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE, TW_ERR_INVALID_METHOD,
/// TW_ERR_INVALID_URL, TW_ERR_INVALID_BODY or TW_ERR_INVALID_PARAM for a
/// request that cannot be sent, with the place, and with TW_ERR_SYSTEM.
TW_NODISCARD
tw_status tw_diagnose(const tw_credentials *credentials,
                      const tw_request *request,
                      const tw_attempt *attempt,
                      char **report,
                      tw_error *error);

/* ---- Token endpoints: make, send with any HTTP client, finish -------------*/

/// Step 1 of the three-legged flow: asks for a Request Token.
///
/// The whole flow with a PIN, error checks left out:
///     tw_exchange_new_request_token(&app, "oob", NULL, NULL, &x, &e);
///     /* send method, url, Authorization, Content-Type (if any) and body */
///     tw_exchange_finish(x, http_status, body, body_len, &request_token, &e);
///     tw_authorize_url(tw_token_value(request_token), NULL, &url, &e);
///     /* the user opens the url, says yes, and types in the PIN */
///     app.token = tw_token_value(request_token);
///     app.token_secret = tw_token_secret(request_token);
///     tw_exchange_new_access_token(&app, pin, NULL, &x2, &e);
///     /* send as before */
///     tw_exchange_finish(x2, http_status, body, body_len, &access_token, &e);
/// With a callback URL for "oob", the browser comes back there, and
/// tw_callback_verifier() gives what the PIN is here. A web server keeps the
/// Request Token and its secret in the user's session between the two steps.
///
/// `callback` is a URL on the App's list, or "oob". `access_type` is NULL,
/// "read" or "write", and asks for less than the App may have. `base_url` is
/// where the API is, without query and fragment; NULL stands for
/// https://api.x.com. A token in `credentials` is checked and not sent.
///
/// All four exchanges: the caller releases `*exchange` with tw_exchange_free().
/// They fail with TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE,
/// TW_ERR_INVALID_CREDENTIALS, TW_ERR_INVALID_URL (base_url),
/// TW_ERR_INVALID_PARAM (another argument), TW_ERR_AMBIGUOUS (a secret that X
/// cannot use, see tw_rules; not where the API Secret is sent by Basic) or
/// TW_ERR_SYSTEM. They sign by this machine's clock: if that is wrong (code
/// 135), set it.
///
/// Source: docs.x.com/fundamentals/authentication/api-reference, "POST
/// oauth/request_token"; RFC 5849, 2.1.
TW_NODISCARD
tw_status tw_exchange_new_request_token(const tw_credentials *credentials,
                                        const char *callback,
                                        const char *access_type,
                                        const char *base_url,
                                        tw_exchange **exchange,
                                        tw_error *error);

/// Step 3: turns a Request Token into the user's Access Token.
///
/// `credentials` hold the Request Token and its secret as token and
/// token_secret (none is TW_ERR_INVALID_CREDENTIALS); `verifier` is what
/// tw_callback_verifier() gave, or the PIN: white space around it is cut off,
/// inside it is TW_ERR_INVALID_PARAM. Otherwise as
/// tw_exchange_new_request_token().
///
/// Source: as there, "POST oauth/access_token"; RFC 5849, 2.3.
TW_NODISCARD
tw_status tw_exchange_new_access_token(const tw_credentials *credentials,
                                       const char *verifier,
                                       const char *base_url,
                                       tw_exchange **exchange,
                                       tw_error *error);

/// Asks for the App's own Bearer Token, by API Key and Secret.
///
/// X gives the same one until it is revoked: keep it. It is sent as
/// `Authorization: Bearer` and the value exactly as received. Otherwise as
/// tw_exchange_new_request_token().
///
/// Source: docs.x.com/fundamentals/authentication/oauth-2-0/application-only;
/// RFC 6749, 4.4.
TW_NODISCARD
tw_status tw_exchange_new_bearer_token(const tw_credentials *credentials,
                                       const char *base_url,
                                       tw_exchange **exchange,
                                       tw_error *error);

/// Revokes a token; on success tw_token_value() is the revoked one.
///
///   - bearer_token NULL: the token in `credentials`
///   - bearer_token, and a token in `credentials`: the bearer, in the name of
///     that token's user, who has to be the App's owner
///   - bearer_token, and no token in `credentials`: the bearer, by API Key and
///     Secret
///   - neither: TW_ERR_INVALID_CREDENTIALS
///
/// X's pages describe both ways to revoke a bearer. It is given as it was
/// received, not decoded (else TW_ERR_INVALID_PARAM). Otherwise as
/// tw_exchange_new_request_token().
///
/// Source: docs.x.com/fundamentals/authentication/api-reference, "POST
/// oauth/invalidate_token", "POST oauth2/invalidate_token".
TW_NODISCARD
tw_status tw_exchange_new_invalidation(const tw_credentials *credentials,
                                       const char *bearer_token,
                                       const char *base_url,
                                       tw_exchange **exchange,
                                       tw_error *error);

/// The method to send, "POST". Borrowed from `exchange`; NULL for NULL.
const char *tw_exchange_method(const tw_exchange *exchange);

/// The URL with its query, to be sent as it is. Borrowed from `exchange`.
const char *tw_exchange_url(const tw_exchange *exchange);

/// The value of the Authorization header. A secret: do not log it. Borrowed
/// from `exchange`.
const char *tw_exchange_authorization(const tw_exchange *exchange);

/// The value of the Content-Type header, or NULL without a body. Borrowed from
/// `exchange`.
const char *tw_exchange_content_type(const tw_exchange *exchange);

/// The body, a text: send strlen() bytes. "" if there is none: send
/// Content-Length: 0. Borrowed from `exchange`.
const char *tw_exchange_body(const tw_exchange *exchange);

/// Reads the reply; the exchange knows which kind of reply to expect.
///
/// `http_status` is the reply's status, `body` its body, whatever its media
/// type. On TW_OK the caller releases `*token` with tw_token_free(). Otherwise:
///
///   - TW_ERR_REFUSED: the status is 400 to 599, or X sent errors with 200. X's
///     own code is in `error->api_code` (0 if there is none), X's words are in
///     `error->message`. 32: the signature or the keys are wrong; 89: the token
///     is dead; 99: API Key or Secret are wrong; 135: the clock is wrong; 415:
///     the callback is not on the App's list; 417: the App has no callback,
///     only "oob" works.
///   - TW_ERR_INVALID_RESPONSE: another status except 200, such as 0 where no
///     reply came; or, with 200, a body of more than 1 MiB, a member that is
///     missing, empty, repeated or of the wrong type, or
///     oauth_callback_confirmed that is not true.
///   - TW_ERR_NULL_ARGUMENT, TW_ERR_SYSTEM.
///
/// A token comes as `oauth_token=...&oauth_token_secret=...`, with
/// `oauth_callback_confirmed=true` or user_id and screen_name, or as JSON,
/// `{"token_type":"bearer","access_token":"..."}`. X refuses in JSON of three
/// forms, in XML of two, and in plain text; all are read. Source: as for the
/// exchange that was made.
TW_NODISCARD
tw_status tw_exchange_finish(const tw_exchange *exchange,
                             int http_status,
                             const void *body,
                             size_t body_len,
                             tw_token **token,
                             tw_error *error);

/// Releases an exchange when nobody uses it any more; it is wiped. NULL is
/// ignored.
void tw_exchange_free(tw_exchange *exchange);

/// The token, exactly as it was received: for `credentials.token`, or to stand
/// behind `Bearer`. Borrowed from `token`: keep that until the last call which
/// uses the text, or copy it. NULL for NULL.
const char *tw_token_value(const tw_token *token);

/// Its secret, for `credentials.token_secret`; NULL for a bearer, which has
/// none. Borrowed from `token`.
const char *tw_token_secret(const tw_token *token);

/// The id of the user that an Access Token is for, or NULL. Borrowed from
/// `token`.
const char *tw_token_user_id(const tw_token *token);

/// That user's name as it is now, or NULL; it may change, the id does not.
/// Borrowed from `token`.
const char *tw_token_screen_name(const tw_token *token);

/// Releases a token when nobody uses it any more; it is wiped. NULL is ignored.
void tw_token_free(tw_token *token);

/* ---- The user's browser ---------------------------------------------------*/

/// Step 2 of the three-legged flow: where to send the user with a Request
/// Token.
///
/// `options` may be NULL for none. The caller releases `*url` with tw_free().
/// Fails with TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE, TW_ERR_INVALID_URL
/// (base_url), TW_ERR_INVALID_PARAM (a request_token that is empty or not
/// printable) or TW_ERR_SYSTEM.
///
/// Source: docs.x.com/fundamentals/authentication/api-reference, "GET
/// oauth/authorize", "GET oauth/authenticate".
TW_NODISCARD
tw_status tw_authorize_url(const char *request_token,
                           const tw_authorize_options *options,
                           char **url,
                           tw_error *error);

/// Reads the callback, and gives the verifier for step 3.
///
/// `callback_url` is what the browser was sent back to: the whole URL, its path
/// with the query, or the query alone. `request_token` is the one that this
/// user's session asked for: a callback for another one may be forged.
///
/// The caller releases `*verifier` with tw_free(). Fails with TW_ERR_DENIED if
/// the user refused (X sends `denied` and the request token), with
/// TW_ERR_SIGNATURE_MISMATCH if the callback belongs to another request token
/// (compared in constant time), with TW_ERR_INVALID_RESPONSE if it holds no
/// token or no verifier, or one twice, empty or not printable, with
/// TW_ERR_INVALID_PARAM for a request_token that is empty or not printable, and
/// with TW_ERR_NULL_ARGUMENT or TW_ERR_SYSTEM.
///
/// Source: docs.x.com/fundamentals/authentication/guides/log-in-with-x, step 2;
/// RFC 5849, 2.2.
TW_NODISCARD
tw_status tw_callback_verifier(const char *request_token,
                               const char *callback_url,
                               char **verifier,
                               tw_error *error);

/* ---- Webhooks -------------------------------------------------------------*/

/// The JSON that answers X's challenge-response check (CRC) of a webhook.
///
/// `api_secret` is the App's API Secret, `crc_token` the query parameter of
/// that name, decoded once. Answer with 200, `application/json` and this text,
/// within three seconds. The caller releases `*json` with tw_free(). Fails with
/// TW_ERR_NULL_ARGUMENT, TW_ERR_INVALID_CREDENTIALS (api_secret),
/// TW_ERR_INVALID_PARAM (a crc_token that is empty or holds a `{`) or
/// TW_ERR_SYSTEM.
///
/// The answer signs the token just as an event's signature signs the event, and
/// whoever reaches the webhook may ask: with a forged event for a token, its
/// signature would be the answer. So nothing with a `{` is signed, which every
/// event holds and no token of X's; answer such a call with 400. Let only X
/// reach the webhook if you can, and take nothing for an event that is no JSON
/// object.
///
/// Changing over to a new API Secret without losing events: X signs with the
/// new one as soon as it is made, and events signed with the old one may still
/// be on their way. Answer the CRC with the new one, take an event that either
/// of the two verifies, and drop the old one after some minutes.
///
/// Source: docs.x.com/x-api/webhooks/quickstart.
TW_NODISCARD
tw_status tw_webhook_crc_response(const char *api_secret,
                                  const char *crc_token,
                                  char **json,
                                  tw_error *error);

/// Whether a webhook call came from X: TW_OK if `signature` fits the body.
///
/// `signature` is the value of the header x-twitter-webhooks-signature,
/// "sha256=" and the base64 of an HMAC-SHA256; `body` is the body byte for byte
/// as it was received, before anything reads it as JSON. Takes constant time.
///
/// On anything but TW_OK do not trust the call, and answer it with 401 or 403:
/// TW_ERR_SIGNATURE_MISMATCH, also for a malformed signature;
/// TW_ERR_NULL_ARGUMENT, also if there was no such header;
/// TW_ERR_INVALID_CREDENTIALS (api_secret).
///
/// Source: docs.x.com/x-api/webhooks/quickstart.
TW_NODISCARD
tw_status tw_webhook_verify(const char *api_secret,
                            const void *body,
                            size_t body_len,
                            const char *signature,
                            tw_error *error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* TWSIGN_H */
