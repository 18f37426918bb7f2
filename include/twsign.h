/*
 * twsign.h - use an X (Twitter) API Key and Secret from any language.
 *
 * libtwsign signs requests to the X API by OAuth 1.0a (RFC 5849). It makes and
 * reads messages; sending them is up to the HTTP client of the program. This
 * header is its manual. C99 and C++11; made by cbindgen from src/ffi.
 *
 * What holds for every function:
 *   - Text is NUL-terminated; a body is a pointer and a length, and (NULL, 0)
 *     is an empty body. An optional text may be NULL.
 *   - Inputs are read during the call and not kept. Outputs come after them,
 *     and last comes `error`, which may be NULL.
 *   - On any status but TW_OK each pointer output is NULL, each number 0
 *     (but for *length under TW_ERR_BUFFER_TOO_SMALL).
 *   - A `char *` output is released with tw_free(), an object with its own
 *     _free(); all ignore NULL. A `const char *` from a getter is borrowed
 *     from its object. Whatever held a secret is wiped before it is released.
 *   - A needed pointer that is NULL gives TW_ERR_NULL_ARGUMENT, never a crash.
 *   - No init function, no global state, no threads: any thread, any time,
 *     also in a forked child. One signer may serve many threads at once.
 *   - No message, and no explanation, ever shows a secret.
 *   - Text in and out is bytes: UTF-8 where there is more than ASCII.
 *
 * The structs tw_credentials, tw_request and so on begin with struct_size and
 * are made with their _INIT macro, so that old programs work with newer
 * libraries. To fill one in without the macro, zero it and set struct_size to
 * its sizeof.
 */


#ifndef TWSIGN_H
#define TWSIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The version that a program is compiled with; tw_version() is the one it runs with.
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

/// What became of a call. Values are never reused; new ones are appended.
typedef enum tw_status {
  /// Done.
  TW_OK = 0,
  /// A needed pointer was NULL.
  TW_ERR_NULL_ARGUMENT = 1,
  /// `struct_size` is unset, or the struct is newer than this library.
  TW_ERR_STRUCT_SIZE = 2,
  /// Credentials that are empty, half given, or with white space around or
  /// control characters in them.
  TW_ERR_INVALID_CREDENTIALS = 3,
  /// The method is not an HTTP token (RFC 9110, 5.6.2).
  TW_ERR_INVALID_METHOD = 4,
  /// Not an absolute http or https URL, no host, user info, a byte that must
  /// be escaped, or a broken escape.
  TW_ERR_INVALID_URL = 5,
  /// The body is said to be a form and is not one: a byte that must be
  /// escaped, or a broken escape.
  TW_ERR_INVALID_BODY = 6,
  /// A parameter, nonce, time, content type or rule that cannot be.
  TW_ERR_INVALID_PARAM = 7,
  /// X would read the request otherwise than RFC 5849 does: see tw_rules.
  TW_ERR_AMBIGUOUS = 8,
  /// Nothing was written; `*length` says what suffices.
  TW_ERR_BUFFER_TOO_SMALL = 9,
  /// A reply, or a header of one, that makes no sense.
  TW_ERR_INVALID_RESPONSE = 10,
  /// The server said no: see `tw_error.api_code`.
  TW_ERR_REFUSED = 11,
  /// The user said no.
  TW_ERR_DENIED = 12,
  /// A webhook call not signed with this secret, or a callback for another
  /// token.
  TW_ERR_SIGNATURE_MISMATCH = 13,
  /// No memory, no randomness or no clock.
  TW_ERR_SYSTEM = 14,
  /// A bug in twsign: a caught panic. Please report it.
  TW_ERR_INTERNAL = 15,
} tw_status;

/// By which reading of the request a signature has to hold.
///
/// X's published server code does not decode parameters and encode them again,
/// as RFC 5849 (3.4.1.3) says; it takes them as they stand on the wire. So some
/// requests have a signature that is right by the RFC and is still answered
/// with 401, code 32.
typedef enum tw_rules {
  /// The default: such a request is TW_ERR_AMBIGUOUS, with the place and the
  /// mend, so that a header which is made is one that X accepts. Refused are,
  /// in query and form: a reserved character raw (`q=from:jack`), an escaped
  /// letter or digit (`%61`), a second raw `=` (`q=a=b`), an empty name
  /// (`=v`), an `oauth_` parameter that the header carries too or that stands
  /// there twice; a form's content_type not in lower case, or one that only
  /// begins like it; a secret with anything but `A-Z a-z 0-9 - . _ ~` in it;
  /// and in oauth_params a name that does not begin with `oauth_`, or a realm
  /// with a comma, quote or backslash. Fine are strict percent-encoding in
  /// either letter case, `+` or `%20` for a space, raw `,` `[` `]`, duplicates,
  /// names without `=`, and escapes that are not UTF-8. tw_form_encode() and
  /// tw_canonical_url() give a form that is never refused.
  TW_RULES_X = 0,
  /// Any request that the RFC can sign is signed by the RFC. Only an `oauth_`
  /// parameter of the header that stands in query or body too stays an error,
  /// TW_ERR_INVALID_PARAM (3.1: no protocol parameter more than once).
  TW_RULES_RFC5849 = 1,
} tw_rules;

/// One call to a token endpoint: what to send, and the reader of what comes back.
///
/// Send what the getters give, once and soon: it was signed when the exchange was
/// made. Then hand status and body to tw_exchange_finish(). An exchange is not
/// changed by any of this and may be read by several threads.
typedef struct tw_exchange tw_exchange;

/// Credentials, checked and ready. Keeps the prepared states of the HMAC and the
/// encoded key and token, not the secrets.
///
/// One signer may sign in many threads at once, and in forked children.
typedef struct tw_signer tw_signer;

/// What such a call brought: a Request Token, an Access Token or a Bearer Token.
/// May be read by several threads.
typedef struct tw_token tw_token;

/// Who signs. Without a token (NULL) a request is signed for the App alone.
///
/// Each text is used as it is, any byte included; but an empty one, half a pair
/// (a token without its secret), white space at either end or a control
/// character anywhere is TW_ERR_INVALID_CREDENTIALS: it is a paste error, which
/// X would answer with 401, code 32.
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
#define TW_CREDENTIALS_INIT {sizeof(tw_credentials), NULL, NULL, NULL, NULL}
} tw_credentials;

/// A name and a value, not percent-encoded. Frozen, since arrays are made of it.
typedef struct tw_param {
  const char *name;
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
  /// The Content-Type header's value, or NULL.
  const char *content_type;
  /// The body as sent, or NULL with a length of 0. It is signed if
  /// content_type is application/x-www-form-urlencoded, in any letter case
  /// and with any parameters, whatever the method (3.4.1.3.1). Any other body
  /// (JSON, files) is not looked at and may be left out here.
  const void *body;
  size_t body_len;
  /// NULL: a fresh one, 128 random bits. Else printable ASCII, not empty.
  const char *nonce;
  /// Unix seconds, used as they are; 0: now, by the signer's clock.
  int64_t timestamp;
  /// TW_RULES_X or TW_RULES_RFC5849.
  int32_t rules;
  /// Parameters for the header: oauth_callback, oauth_verifier and the like,
  /// which are signed once with all others, and realm, which comes first and
  /// is never signed (3.5.1). At most 64, each name once, none that the
  /// signer sets itself; but `{"oauth_version", ""}` leaves the version out,
  /// and `{"oauth_token", ""}` sends an empty token if the credentials have
  /// none (3.1 allows both).
  const tw_param *oauth_params;
  size_t oauth_params_len;
#define TW_REQUEST_INIT \
  {sizeof(tw_request), NULL, NULL, NULL, NULL, 0, NULL, 0, TW_RULES_X, NULL, 0}
} tw_request;

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
  /// (counted from 0), and what to do. Never a secret. For people and logs:
  /// the wording may change, the statuses do not.
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
  size_t body_len;
#define TW_ATTEMPT_INIT {sizeof(tw_attempt), NULL, 0, 0, NULL, NULL, 0}
} tw_attempt;

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
#define TW_AUTHORIZE_OPTIONS_INIT \
  {sizeof(tw_authorize_options), false, false, NULL, NULL}
} tw_authorize_options;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/* ---- Version, errors, memory ----------------------------------------------*/

/// The version of the library that is loaded, such as "0.1.0".
///
/// TW_VERSION_STRING is the one that a program was compiled with. The text is
/// the library's own and is not released.
const char *tw_version(void);

/// The same as a number: MAJOR * 1000000 + MINOR * 1000 + PATCH.
uint32_t tw_version_number(void);

/// A sentence about a status, for a log where there is no tw_error.
///
/// Any number is allowed: for one that this version does not know the sentence
/// says so. The text is the library's own and is not released.
const char *tw_status_message(int status);

/// Releases a text that a function of this library handed out as `char *`.
///
/// NULL is ignored. The text is wiped first. No other function releases it
/// rightly, free() of another C library least of all.
void tw_free(char *text);

/* ---- Signing --------------------------------------------------------------*/

/// Signs one request: `*header` becomes the Authorization header's value.
///
/// The signature (HMAC-SHA1, RFC 5849, 3.4) covers the method, the URL with its
/// query and, if content_type is a form's, the body. So send the request exactly
/// as it was signed, and sign anew for each attempt: X takes a nonce only once
/// and a time only for some minutes.
///
/// To sign more than once, a tw_signer is faster.
///
/// The caller releases `*header` with tw_free(). Fails with any status up to
/// TW_ERR_AMBIGUOUS but for TW_ERR_BUFFER_TOO_SMALL, as described there, and
/// with TW_ERR_SYSTEM or TW_ERR_INTERNAL.
///
///     tw_credentials credentials = TW_CREDENTIALS_INIT;
///     tw_request request = TW_REQUEST_INIT;
///     char *header;
///     tw_error error;
///     credentials.api_key = getenv("X_API_KEY");
///     credentials.api_secret = getenv("X_API_SECRET");
///     request.method = "GET";
///     request.url = "https://api.x.com/2/users/me";
///     if (tw_sign_request(&credentials, &request, &header, &error) != TW_OK)
///         return fail(error.message); // "request.url: no host at byte 8"
///     send_with("Authorization", header);
///     tw_free(header);
TW_NODISCARD
tw_status tw_sign_request(const tw_credentials *credentials,
                          const tw_request *request,
                          char **header,
                          tw_error *error);

/// Makes a signer: the credentials are checked, and their key is prepared.
///
/// The caller releases `*signer` with tw_signer_free(), when no call uses it any
/// more. Fails with TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE,
/// TW_ERR_INVALID_CREDENTIALS or TW_ERR_SYSTEM. Whether X can use a secret that
/// holds more than letters and digits is judged when a request is signed, by the
/// rules of that request.
TW_NODISCARD
tw_status tw_signer_new(const tw_credentials *credentials,
                        tw_signer **signer,
                        tw_error *error);

/// Signs one request: `*header` becomes the Authorization header's value.
///
/// As tw_sign_request(), with a signer's credentials and clock. The caller
/// releases `*header` with tw_free().
TW_NODISCARD
tw_status tw_signer_sign(const tw_signer *signer,
                         const tw_request *request,
                         char **header,
                         tw_error *error);

/// Signs into the caller's `buffer`, without allocating for a request of up to
/// 32 parameters.
///
/// TW_OK: the header's value and a NUL are in `buffer`, and `*length` is the
/// length without the NUL. TW_ERR_BUFFER_TOO_SMALL: nothing was written, and
/// `*length` is a capacity that suffices for this request, NUL included,
/// whatever the nonce turns out to be. `buffer` may be NULL if `capacity` is 0,
/// to ask for that size. Otherwise as tw_signer_sign().
TW_NODISCARD
tw_status tw_signer_sign_into(const tw_signer *signer,
                              const tw_request *request,
                              char *buffer,
                              size_t capacity,
                              size_t *length,
                              tw_error *error);

/// Corrects the clock of later signatures by this many seconds.
///
/// For a machine whose clock is wrong: X refuses a time that is some minutes off
/// with 401, code 135. A `request.timestamp` that is given is used as it is. Any
/// thread may call it while others sign. NULL is ignored.
void tw_signer_set_clock_offset(const tw_signer *signer,
                                int64_t seconds);

/// Learns that offset from the Date header of a reply that has just come.
///
/// `http_date` is the header's value, in any of the three forms of RFC 9110,
/// 5.6.7. `*offset` becomes the seconds by which the server is ahead, which the
/// signer from now on adds to its clock. Fails with TW_ERR_INVALID_RESPONSE if
/// it is no date; the signer then keeps the offset it had.
TW_NODISCARD
tw_status tw_signer_learn_clock(const tw_signer *signer,
                                const char *http_date,
                                int64_t *offset,
                                tw_error *error);

/// Releases a signer; what it kept of the key is wiped. NULL is ignored.
void tw_signer_free(tw_signer *signer);

/* ---- The form that goes over the wire -------------------------------------*/

/// Encodes names and values as a query or a form body that X reads as the RFC
/// does: strict percent-encoding (RFC 5849, 3.6), `%20` for a space.
///
/// The order is kept, and so are duplicates; without parameters the form is "".
/// The caller releases `*form` with tw_free(). Fails with TW_ERR_NULL_ARGUMENT,
/// TW_ERR_SYSTEM, and with TW_ERR_AMBIGUOUS for an empty name, which X drops,
/// and for those that only the header may carry: oauth_consumer_key,
/// oauth_nonce, oauth_signature, oauth_signature_method, oauth_timestamp,
/// oauth_token and oauth_version.
TW_NODISCARD
tw_status tw_form_encode(const tw_param *params,
                         size_t params_len,
                         char **form,
                         tw_error *error);

/// The same URL with its query in that encoding; raw bytes are escaped.
///
/// `?q=from:jack+(a b)` becomes `?q=from%3Ajack%20%28a%20b%29`: a `+` is read as
/// a space, an escape as its byte. Empty pairs (`a&&b`) vanish. Scheme, host, path
/// and fragment stay as they are, but for bytes that may not stand in a URL.
///
/// The caller releases `*canonical` with tw_free(). Fails as tw_form_encode()
/// does, and with TW_ERR_INVALID_URL for what is no absolute http or https URL
/// or holds a broken escape (`100%`), which could mean two things.
TW_NODISCARD
tw_status tw_canonical_url(const char *url,
                           char **canonical,
                           tw_error *error);

/* ---- Why does the server answer 401? --------------------------------------*/

/// The signature base string (RFC 5849, 3.4.1): what the signature signs.
///
/// With the nonce and timestamp of a header that was sent, it can be compared
/// with what another program or X's documentation says it should be. The caller
/// releases `*text` with tw_free(). Fails as tw_sign_request() does, by the
/// request's rules.
TW_NODISCARD
tw_status tw_signature_base_string(const tw_credentials *credentials,
                                   const tw_request *request,
                                   char **text,
                                   tw_error *error);

/// Every step of the signing, for people: secrets masked, wording not fixed.
///
/// What tw_sign_request() would refuse as TW_ERR_AMBIGUOUS is marked in the text
/// and not refused. The caller releases `*text` with tw_free(). Otherwise fails
/// as tw_sign_request() does.
TW_NODISCARD
tw_status tw_explain(const tw_credentials *credentials,
                     const tw_request *request,
                     char **text,
                     tw_error *error);

/// Names the mistake in a request that was refused, whoever signed it.
///
/// The first line of `*report` is `cause: ` and one of the identifiers in
/// docs/diagnosis.md, which stay as they are (`cause: none-found` too); the lines
/// after it are for people: what was wrong and where, the base string as it was
/// signed and as it should have been, what to change, and whether trying again
/// can help. Secrets are masked.
///
/// Only `request` is needed. With `credentials` (which may be faulty, and any of
/// which may be NULL) and the header in `attempt`, the signature is built anew
/// under each known wrong recipe, alone and two at a time, until one gives the
/// signature that was sent: that mistake is proven. Without a header, credentials
/// and request are looked at and the reply is read. `request->nonce`, `timestamp`,
/// `rules` and `oauth_params` are not looked at: the header has its own.
///
/// It takes some milliseconds, and stops trying after 32 MiB of text, which is
/// some tenths of a second. The caller releases `*report` with tw_free(). Fails
/// with TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE, TW_ERR_INVALID_METHOD,
/// TW_ERR_INVALID_URL, TW_ERR_INVALID_BODY or TW_ERR_INVALID_PARAM for a request
/// that cannot be sent, with the place, and with TW_ERR_SYSTEM.
TW_NODISCARD
tw_status tw_diagnose(const tw_credentials *credentials,
                      const tw_request *request,
                      const tw_attempt *attempt,
                      char **report,
                      tw_error *error);

/* ---- Token endpoints: make, send with any HTTP client, finish -------------*/

/// Step 1 of the three-legged flow: asks for a Request Token.
///
/// `callback` is the URL to which X sends the user back, which has to be on the
/// App's list, or "oob": then X shows a PIN. `access_type` is NULL, "read" or
/// "write" and asks for less than the App may have. A token in `credentials` is
/// not used. A `base_url` of NULL stands for https://api.x.com; else it is where
/// the API is, without query and fragment.
///
/// The caller releases `*exchange` with tw_exchange_free(). Fails as
/// tw_sign_request() does, with TW_ERR_INVALID_URL for the base_url, and with
/// TW_ERR_INVALID_PARAM for a callback or access_type that cannot be. X may say
/// no to the callback, in tw_exchange_finish(), with code 415 or 417.
///
/// Source: docs.x.com, "POST oauth/request_token"; RFC 5849, 2.1.
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
/// token_secret; `verifier` is what tw_callback_verifier() gave, or the PIN that
/// the user typed in (white space around it is cut off). Otherwise as
/// tw_exchange_new_request_token(); without a token in `credentials`
/// TW_ERR_INVALID_CREDENTIALS.
///
/// Source: docs.x.com, "POST oauth/access_token"; RFC 5849, 2.3.
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
/// Source: docs.x.com, "POST oauth2/token"; RFC 6749, 4.4.
TW_NODISCARD
tw_status tw_exchange_new_bearer_token(const tw_credentials *credentials,
                                       const char *base_url,
                                       tw_exchange **exchange,
                                       tw_error *error);

/// Revokes `bearer_token` or, if that is NULL, the token in `credentials`.
///
/// X's pages describe two ways to revoke a bearer: in the name of the App's
/// owner, if `credentials` hold a token (it has to be the owner's), and by API
/// Key and Secret alone, if they hold none. The bearer is given as it was
/// received, not decoded. On success tw_token_value() is the token that is no
/// more. Otherwise as tw_exchange_new_request_token(); with neither a bearer nor
/// a token TW_ERR_INVALID_CREDENTIALS.
///
/// Source: docs.x.com, "POST oauth/invalidate_token", "POST
/// oauth2/invalidate_token" and "App-only authentication".
TW_NODISCARD
tw_status tw_exchange_new_invalidation(const tw_credentials *credentials,
                                       const char *bearer_token,
                                       const char *base_url,
                                       tw_exchange **exchange,
                                       tw_error *error);

/// The method to send, "POST". Borrowed from `exchange`, as are the next four;
/// NULL for NULL.
const char *tw_exchange_method(const tw_exchange *exchange);

/// The URL, with its query, to be sent as it is.
const char *tw_exchange_url(const tw_exchange *exchange);

/// The value of the Authorization header. A secret: do not log it.
const char *tw_exchange_authorization(const tw_exchange *exchange);

/// The value of the Content-Type header, or NULL if there is no body.
const char *tw_exchange_content_type(const tw_exchange *exchange);

/// The body, or "" if there is none.
const char *tw_exchange_body(const tw_exchange *exchange);

/// Reads the reply; the exchange knows which kind of reply to expect.
///
/// `http_status` is the reply's status, `body` its body, whatever its media
/// type. On TW_OK the caller releases `*token` with tw_token_free(). Otherwise:
///
/// - TW_ERR_REFUSED, for a status of 400 to 599: X's own code is in
///   `error->api_code` (0 if there is none), X's words are in `error->message`.
///   32: the signature, or the keys, are wrong; 89: the token is dead; 135: the
///   clock is wrong; 99: API Key or Secret are wrong; 415: the callback is not
///   on the App's list; 417: the App has no callback, only "oob" works.
/// - TW_ERR_INVALID_RESPONSE, for a reply that makes no sense: another status
///   but 200, more than 1 MiB, a member that is missing, empty, given twice or
///   of the wrong type, or `oauth_callback_confirmed` that is not true.
///
/// Source: docs.x.com, as above; X sends refusals as JSON in three forms, as XML
/// in two, and as plain text.
TW_NODISCARD
tw_status tw_exchange_finish(const tw_exchange *exchange,
                             int http_status,
                             const void *body,
                             size_t body_len,
                             tw_token **token,
                             tw_error *error);

/// Releases an exchange; what it held is wiped. NULL is ignored.
void tw_exchange_free(tw_exchange *exchange);

/// The token, exactly as it was received: `credentials.token`, or what stands
/// behind `Bearer`. Borrowed from `token`, as are the next three; NULL for NULL.
const char *tw_token_value(const tw_token *token);

/// Its secret: `credentials.token_secret`. NULL for a bearer, which has none.
const char *tw_token_secret(const tw_token *token);

/// The id of the user that an Access Token is for, or NULL.
const char *tw_token_user_id(const tw_token *token);

/// That user's name as it is now, or NULL; it may change, the id does not.
const char *tw_token_screen_name(const tw_token *token);

/// Releases a token; what it held is wiped. NULL is ignored.
void tw_token_free(tw_token *token);

/* ---- The user's browser ---------------------------------------------------*/

/// Step 2: where to send the user, with the Request Token of step 1.
///
/// `options` may be NULL for none. The caller releases `*url` with tw_free().
/// Fails with TW_ERR_NULL_ARGUMENT, TW_ERR_STRUCT_SIZE, TW_ERR_INVALID_URL (the
/// base_url), TW_ERR_INVALID_PARAM (no request token) or TW_ERR_SYSTEM.
///
/// Source: docs.x.com, "GET oauth/authorize", "GET oauth/authenticate".
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
/// The caller releases `*verifier` with tw_free(), which wipes it. Fails with
/// TW_ERR_DENIED if the user refused, with TW_ERR_SIGNATURE_MISMATCH if the
/// callback belongs to another request token (compared in constant time), with
/// TW_ERR_INVALID_RESPONSE if it holds no token or no verifier, or one twice,
/// and with TW_ERR_NULL_ARGUMENT, TW_ERR_INVALID_PARAM or TW_ERR_SYSTEM.
///
/// Source: docs.x.com, "Log in with X", step 2; RFC 5849, 2.2. X sends `denied`
/// and the request token if the user refuses.
TW_NODISCARD
tw_status tw_callback_verifier(const char *request_token,
                               const char *callback_url,
                               char **verifier,
                               tw_error *error);

/* ---- Webhooks -------------------------------------------------------------*/

/// The JSON that answers X's challenge-response check (CRC) of a webhook.
///
/// `crc_token` is the query parameter of that name, decoded once. Answer with
/// 200, `application/json` and this text, within three seconds.
///
/// The caller releases `*json` with tw_free(). Fails with TW_ERR_NULL_ARGUMENT,
/// TW_ERR_INVALID_CREDENTIALS (the api_secret), TW_ERR_INVALID_PARAM (an empty
/// crc_token) or TW_ERR_SYSTEM.
///
/// Changing over to a new API Secret: X signs with the new one as soon as it is
/// made, and events signed with the old one may still be on their way. Answer
/// the CRC with the new one; take an event that either of the two verifies; and
/// drop the old one after some minutes.
///
/// Source: docs.x.com, "Webhooks", "Quickstart".
TW_NODISCARD
tw_status tw_webhook_crc_response(const char *api_secret,
                                  const char *crc_token,
                                  char **json,
                                  tw_error *error);

/// Whether a webhook call came from X: TW_OK if `signature` fits the body.
///
/// `signature` is the value of the header x-twitter-webhooks-signature,
/// "sha256=" and the base64 of HMAC-SHA256; `body` is the body byte for byte as
/// it was received, before anything reads it as JSON. Takes the same time
/// wherever the two differ.
///
/// Fails with TW_ERR_SIGNATURE_MISMATCH: answer with 401 or 403 and drop the
/// call; and with TW_ERR_NULL_ARGUMENT, also if there is no such header, or
/// TW_ERR_INVALID_CREDENTIALS (the api_secret).
///
/// Source: docs.x.com, "Webhooks", "Quickstart".
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
