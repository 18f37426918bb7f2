//! The C ABI as a C program calls it: texts split at NUL, in the order of
//! [`FIELDS`], then oauth_params; the first byte says which are NULL and more.
//!
//! Every function is called, and what one gives out goes into the next.

use std::ffi::{c_char, c_int, CStr};
use std::ptr::{null, null_mut};

use twsign::ffi::*;

/// What a seed holds, in this order, after the first byte.
pub const FIELDS: [&str; 9] = [
    "api_key",
    "api_secret",
    "token",
    "token_secret",
    "method",
    "url",
    "content_type",
    "nonce",
    "body",
];

pub fn check(data: &[u8]) {
    let Some((&choices, rest)) = data.split_first() else {
        return;
    };
    let texts: Vec<Vec<u8>> = rest
        .split(|&byte| byte == 0)
        .map(|text| [text, b"\0"].concat())
        .collect();
    let text = |index: usize| texts.get(index).map_or(null(), |text| text.as_ptr());
    let optional = |index: usize, bit: u8| {
        if choices & bit == 0 {
            null()
        } else {
            text(index)
        }
    };
    let credentials = tw_credentials {
        struct_size: size_of::<tw_credentials>(),
        api_key: text(0).cast(),
        api_secret: text(1).cast(),
        token: optional(2, 1).cast(),
        token_secret: optional(3, 1).cast(),
    };
    let params: Vec<tw_param> = texts
        .get(FIELDS.len()..)
        .unwrap_or_default()
        .chunks_exact(2)
        .map(|pair| tw_param {
            name: pair[0].as_ptr().cast(),
            value: pair[1].as_ptr().cast(),
        })
        .collect();
    let body = texts.get(8).map_or(&[][..], |body| &body[..body.len() - 1]);
    let request = tw_request {
        struct_size: size_of::<tw_request>(),
        method: text(4).cast(),
        url: text(5).cast(),
        content_type: optional(6, 2).cast(),
        body: body.as_ptr().cast(),
        body_len: body.len(),
        nonce: optional(7, 4).cast(),
        timestamp: i64::from(choices & 8),
        rules: i32::from(choices >> 4 & 1),
        oauth_params: params.as_ptr(),
        oauth_params_len: params.len(),
    };
    // SAFETY: all pointers are NULL or to texts that live to the end.
    unsafe {
        sign_all(&credentials, &request);
        exchange_all(&credentials, &request);
        answer_all(&credentials, &request);
        if choices & 32 != 0 {
            diagnose(&credentials, &request);
        }
        if choices & 64 != 0 {
            refuse_size(&credentials, &request, usize::from(choices));
        }
    }
}

type MakesText = unsafe extern "C" fn(
    *const tw_credentials,
    *const tw_request,
    *mut *mut c_char,
    *mut tw_error,
) -> tw_status;

unsafe fn sign_all(credentials: &tw_credentials, request: &tw_request) {
    let made = |call: MakesText| {
        let mut text: *mut c_char = null_mut();
        let mut error = unset_error();
        let status = call(credentials, request, &mut text, &mut error);
        assert_eq!(error.status, status as i32);
        assert_eq!(status == tw_status::TW_OK, !text.is_null());
        assert_ne!(status, tw_status::TW_ERR_INTERNAL);
        check_message(&error);
        tw_free(text);
        status
    };
    let signed = made(tw_sign_request);
    assert_eq!(made(tw_signature_base_string), signed);
    made(tw_explain);

    let mut signer = null_mut();
    let status = tw_signer_new(credentials, &mut signer, null_mut());
    assert_eq!(status == tw_status::TW_OK, !signer.is_null());
    let (mut length, mut small) = (0, [0 as c_char; 1]);
    let into = tw_signer_sign_into(
        signer,
        request,
        small.as_mut_ptr(),
        1,
        &mut length,
        null_mut(),
    );
    if into == tw_status::TW_ERR_BUFFER_TOO_SMALL {
        let mut buffer = vec![0 as c_char; length];
        let capacity = length;
        let again = tw_signer_sign_into(
            signer,
            request,
            buffer.as_mut_ptr(),
            capacity,
            &mut length,
            null_mut(),
        );
        assert_eq!(again, tw_status::TW_OK);
        assert_eq!(CStr::from_ptr(buffer.as_ptr()).count_bytes(), length);
    }
    let mut offset = 12345;
    let learnt = tw_signer_learn_clock(signer, request.nonce, &mut offset, null_mut());
    assert!(learnt == tw_status::TW_OK || offset == 0);
    tw_signer_set_clock_offset(signer, offset);
    if learnt == tw_status::TW_OK && request.timestamp == 0 {
        let mut header = null_mut();
        let _ = tw_signer_sign(signer, request, &mut header, null_mut());
        tw_free(header);
    }
    tw_signer_free(signer);
}

/// Checks what holds for every call, and gives back whether it succeeded.
unsafe fn checked<T>(call: impl FnOnce(*mut *mut T, *mut tw_error) -> tw_status) -> *mut T {
    let mut output = 1 as *mut T;
    let mut error = unset_error();
    let status = call(&mut output, &mut error);
    assert_eq!(error.status, status as i32);
    assert_eq!(status == tw_status::TW_OK, !output.is_null());
    assert_ne!(status, tw_status::TW_ERR_INTERNAL);
    check_message(&error);
    output
}

/// The method is the callback, the verifier and the bearer, the URL is the base,
/// the body is the reply.
unsafe fn exchange_all(credentials: &tw_credentials, request: &tw_request) {
    let (text, base_url) = (request.method, request.url);
    let access_type = request.content_type;
    for base_url in [null(), base_url] {
        let made = [
            checked(|x, e| {
                tw_exchange_new_request_token(credentials, text, access_type, base_url, x, e)
            }),
            checked(|x, e| tw_exchange_new_access_token(credentials, text, base_url, x, e)),
            checked(|x, e| tw_exchange_new_bearer_token(credentials, base_url, x, e)),
            checked(|x, e| tw_exchange_new_invalidation(credentials, null(), base_url, x, e)),
            checked(|x, e| tw_exchange_new_invalidation(credentials, text, base_url, x, e)),
        ];
        for exchange in made {
            finish(exchange, request);
        }
    }
}

unsafe fn finish(exchange: *mut tw_exchange, request: &tw_request) {
    let is_made = !exchange.is_null();
    assert_eq!(is_made, !tw_exchange_method(exchange).is_null());
    assert_eq!(is_made, !tw_exchange_url(exchange).is_null());
    assert_eq!(is_made, !tw_exchange_authorization(exchange).is_null());
    assert_eq!(is_made, !tw_exchange_body(exchange).is_null());
    if is_made {
        let has_body = *tw_exchange_body(exchange) != 0;
        let has_type = !tw_exchange_content_type(exchange).is_null();
        assert_eq!(has_body, has_type);
    }
    for http_status in [200, 401, c_int::MIN] {
        let token = checked(|t, e| {
            tw_exchange_finish(exchange, http_status, request.body, request.body_len, t, e)
        });
        let is_token = !token.is_null();
        assert!(is_made && http_status == 200 || !is_token);
        assert_eq!(is_token, !tw_token_value(token).is_null());
        for text in [
            tw_token_value(token),
            tw_token_secret(token),
            tw_token_user_id(token),
            tw_token_screen_name(token),
        ] {
            assert!(text.is_null() || !CStr::from_ptr(text).is_empty());
        }
        tw_token_free(token);
    }
    tw_exchange_free(exchange);
}

/// The wire form, the browser's way and webhooks.
unsafe fn answer_all(credentials: &tw_credentials, request: &tw_request) {
    tw_free(checked(|t, e| tw_canonical_url(request.url, t, e)));
    let (params, params_len) = (request.oauth_params, request.oauth_params_len);
    tw_free(checked(|t, e| tw_form_encode(params, params_len, t, e)));
    let options = tw_authorize_options {
        struct_size: size_of::<tw_authorize_options>(),
        sign_in: request.timestamp != 0,
        force_login: request.rules != 0,
        screen_name: request.content_type,
        base_url: request.url,
    };
    let token = credentials.token;
    tw_free(checked(|t, e| tw_authorize_url(token, &options, t, e)));
    tw_free(checked(|t, e| {
        tw_callback_verifier(token, request.url, t, e)
    }));
    let secret = credentials.api_secret;
    tw_free(checked(|t, e| {
        tw_webhook_crc_response(secret, request.nonce, t, e)
    }));
    let verified = tw_webhook_verify(
        secret,
        request.body,
        request.body_len,
        request.nonce,
        null_mut(),
    );
    assert_ne!(verified, tw_status::TW_ERR_INTERNAL);
}

/// The nonce is the header that was sent.
unsafe fn diagnose(credentials: &tw_credentials, request: &tw_request) {
    let attempt = tw_attempt {
        struct_size: size_of::<tw_attempt>(),
        authorization: request.nonce,
        received_at: request.timestamp,
        http_status: 401,
        date: request.content_type,
        body: request.body,
        body_len: request.body_len,
    };
    tw_free(checked(|t, e| {
        tw_diagnose(credentials, request, &attempt, t, e)
    }));
}

/// Structs that say they are smaller than they ever were, or no size at all.
unsafe fn refuse_size(credentials: &tw_credentials, request: &tw_request, size: usize) {
    let credentials = tw_credentials {
        struct_size: size % size_of::<tw_credentials>(),
        ..*credentials
    };
    let refused: *mut tw_signer = checked(|s, e| tw_signer_new(&credentials, s, e));
    assert!(refused.is_null());
    let request = tw_request {
        struct_size: usize::MAX - size,
        ..*request
    };
    let report = checked(|t, e| tw_diagnose(null(), &request, null(), t, e));
    assert!(report.is_null());
}

fn unset_error() -> tw_error {
    tw_error {
        status: -1,
        api_code: -1,
        message: [1; 248],
    }
}

fn check_message(error: &tw_error) {
    let message = error.message.map(|byte| byte as u8);
    let message = CStr::from_bytes_until_nul(&message).unwrap();
    assert_eq!(message.is_empty(), error.status == 0);
    assert!(!message.to_bytes().contains(&b'\n'));
}
