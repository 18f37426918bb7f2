//! The C ABI as a C program calls it: texts split at NUL, in the order of
//! [`FIELDS`], then oauth_params; the first byte says which are NULL and more.

use std::ffi::{c_char, CStr};
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
        call_all(&credentials, &request);
    }
}

type MakesText = unsafe extern "C" fn(
    *const tw_credentials,
    *const tw_request,
    *mut *mut c_char,
    *mut tw_error,
) -> tw_status;

unsafe fn call_all(credentials: &tw_credentials, request: &tw_request) {
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
    tw_signer_free(signer);

    let mut canonical = null_mut();
    let _ = tw_canonical_url(request.url, &mut canonical, null_mut());
    tw_free(canonical);
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
