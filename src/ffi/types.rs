//! The structs and numbers of the header.
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int, c_void};

use crate::error::Status;

/// The result of a call. Values are never reused; new ones are appended.
///
/// What to do: 1 to 8 say what is wrong with the input, and the message where;
/// 9 asks for a larger buffer; 10 is no reply that X gives: try again later;
/// 11, 12 and 13 are answers of X or of the user; 14 may pass; 15 is a bug, and
/// any function may give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub enum tw_status {
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
}

/// Details of a failure, in the caller's memory. Its layout never changes.
///
/// Every call that is given one fills it, also on success (status TW_OK and an
/// empty message); it needs no initialisation and no freeing.
#[repr(C)]
pub struct tw_error {
    /// The status that the call returned.
    pub status: i32,
    /// X's own error code (32, 89, 215, ...), or 0.
    pub api_code: i32,
    /// One NUL-terminated line: which field, what trouble, at which byte
    /// (counted from 0), and the fix. Words of X's are shortened to fit. It never
    /// holds a secret of yours. For people and logs: the wording may change, the
    /// statuses do not.
    pub message: [c_char; 248],
}

/// Who signs. Without a token (NULL) a request is signed for the App alone.
///
/// Texts are used as they are, any byte included. TW_ERR_NULL_ARGUMENT: api_key
/// or api_secret is NULL. TW_ERR_INVALID_CREDENTIALS: a text is empty, a token
/// comes without its secret or the reverse, or there is white space at either
/// end or a control character anywhere. These are paste errors, which X would
/// answer with 401, code 32.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tw_credentials {
    /// Set by TW_CREDENTIALS_INIT.
    pub struct_size: usize,
    /// API Key = Consumer Key.
    pub api_key: *const c_char,
    /// API Secret = Consumer Secret.
    pub api_secret: *const c_char,
    /// Access Token (or Request Token), or NULL.
    pub token: *const c_char,
    /// Its secret, or NULL.
    pub token_secret: *const c_char,
}

/// A name and a value, not percent-encoded. Its layout never changes.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tw_param {
    /// Such as `oauth_callback` or `query`.
    pub name: *const c_char,
    /// May be empty.
    pub value: *const c_char,
}

/// Which rules decide what is signed.
///
/// X's published server code (github.com/twitter/joauth at 3aab711, UrlCodec
/// and KeyValueParser) does not decode parameters and encode them again, as RFC
/// 5849 (3.4.1.3) says: it takes them as they stand on the wire. So a signature
/// can be right by the RFC and still be answered with 401, code 32.
#[derive(Clone, Copy)]
#[repr(C)]
pub enum tw_rules {
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
}

/// What is signed, exactly as it is sent. Fields are only added at the end, and
/// zero in one always means that it is not given.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tw_request {
    /// Set by TW_REQUEST_INIT.
    pub struct_size: usize,
    /// `"GET"`, `"POST"`, ...; signed in upper case (RFC 5849, 3.4.1.1).
    pub method: *const c_char,
    /// Absolute, with the query as it is sent. The base string URI (3.4.1.2)
    /// has scheme and host in lower case, no default port, and the path as sent
    /// (`/` if there is none); a fragment is neither sent nor signed. Refused
    /// are user info, escapes in the host, and every byte that has to be escaped
    /// in a URL: spaces, controls, non-ASCII.
    pub url: *const c_char,
    /// The Content-Type header as it will be sent, or NULL if none is. Many
    /// clients, libcurl among them, add application/x-www-form-urlencoded to a
    /// POST by themselves: name it here then, or the body is not signed.
    pub content_type: *const c_char,
    /// The body as sent, or NULL with a length of 0. It is signed if content_type
    /// is application/x-www-form-urlencoded, in any letter case and with any
    /// parameters, whatever the method (3.4.1.3.1). Any other body (JSON, files)
    /// is not looked at and may be left out here.
    pub body: *const c_void,
    /// In bytes.
    pub body_len: usize,
    /// NULL: a fresh one, 128 random bits. Else printable ASCII, not empty.
    pub nonce: *const c_char,
    /// Unix seconds, used as they are; 0: now, by the signer's clock.
    pub timestamp: i64,
    /// A tw_rules value.
    pub rules: i32,
    /// Parameters for the header: oauth_callback, oauth_verifier and the like,
    /// which are signed with all others, and realm, which comes first and is
    /// never signed (3.5.1). At most 64, each name once, and none that the signer
    /// sets itself; except that `{"oauth_version", ""}` leaves the version out,
    /// and `{"oauth_token", ""}` sends an empty token if the credentials have
    /// none (3.1 allows both).
    pub oauth_params: *const tw_param,
    /// How many there are.
    pub oauth_params_len: usize,
}

/// A call that failed: what was sent and what came back, as far as known.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tw_attempt {
    /// Set by TW_ATTEMPT_INIT.
    pub struct_size: usize,
    /// The value of the Authorization header that was sent, by whatever program.
    pub authorization: *const c_char,
    /// Unix seconds by the local clock; 0: now.
    pub received_at: i64,
    /// 0 if there was no reply.
    pub http_status: c_int,
    /// The value of the reply's Date header.
    pub date: *const c_char,
    /// The reply's body, or NULL with a length of 0.
    pub body: *const c_void,
    /// In bytes.
    pub body_len: usize,
}

/// How to ask the user: step 2 of the three-legged flow.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tw_authorize_options {
    /// Set by TW_AUTHORIZE_OPTIONS_INIT.
    pub struct_size: usize,
    /// oauth/authenticate instead of oauth/authorize: X does not ask again whom
    /// it has asked before, if the App may do "Log in with X".
    pub sign_in: bool,
    /// The user has to log in, whoever is logged in now.
    pub force_login: bool,
    /// Fills in the login form, or NULL.
    pub screen_name: *const c_char,
    /// NULL: https://api.x.com
    pub base_url: *const c_char,
}

impl From<Status> for tw_status {
    fn from(status: Status) -> Self {
        use tw_status::*;
        match status {
            Status::NullArgument => TW_ERR_NULL_ARGUMENT,
            Status::StructSize => TW_ERR_STRUCT_SIZE,
            Status::InvalidCredentials => TW_ERR_INVALID_CREDENTIALS,
            Status::InvalidMethod => TW_ERR_INVALID_METHOD,
            Status::InvalidUrl => TW_ERR_INVALID_URL,
            Status::InvalidBody => TW_ERR_INVALID_BODY,
            Status::InvalidParam => TW_ERR_INVALID_PARAM,
            Status::Ambiguous => TW_ERR_AMBIGUOUS,
            Status::BufferTooSmall => TW_ERR_BUFFER_TOO_SMALL,
            Status::InvalidResponse => TW_ERR_INVALID_RESPONSE,
            Status::Refused => TW_ERR_REFUSED,
            Status::Denied => TW_ERR_DENIED,
            Status::SignatureMismatch => TW_ERR_SIGNATURE_MISMATCH,
            Status::System => TW_ERR_SYSTEM,
            Status::Internal => TW_ERR_INTERNAL,
        }
    }
}
