//! Sizes, offsets and numbers as Rust sees them: line by line tests/abi/layout.txt,
//! which tests/c/layout.c holds for C.
#![cfg(target_pointer_width = "64")]

use std::mem::offset_of;
use std::path::Path;

use twsign::ffi::*;

fn size_of_field<S, T>(_field: fn(&S) -> &T) -> usize {
    size_of::<T>()
}

macro_rules! layout {
    ($($struct:ident { $($field:ident),* })*) => {{
        let mut lines = Vec::new();
        $(
            lines.push(format!("{}: {} bytes", stringify!($struct), size_of::<$struct>()));
            $(
                let size = size_of_field(|given: &$struct| &given.$field);
                let at = offset_of!($struct, $field);
                let name = concat!(stringify!($struct), ".", stringify!($field));
                lines.push(format!("{name}: {size} bytes at {at}"));
            )*
        )*
        lines
    }};
}

macro_rules! numbers {
    ($enum:ident: $($name:ident)*) => {
        [$(format!("{}: {}", stringify!($name), $enum::$name as i32)),*]
    };
}

fn actual() -> Vec<String> {
    let mut lines = layout! {
        tw_credentials { struct_size, api_key, api_secret, token, token_secret }
        tw_param { name, value }
        tw_request {
            struct_size, method, url, content_type, body, body_len, nonce, timestamp, rules,
            oauth_params, oauth_params_len
        }
        tw_error { status, api_code, message }
        tw_attempt { struct_size, authorization, received_at, http_status, date, body, body_len }
        tw_authorize_options { struct_size, sign_in, force_login, screen_name, base_url }
        tw_status {}
        tw_rules {}
    };
    lines.extend(numbers!(tw_status:
        TW_OK TW_ERR_NULL_ARGUMENT TW_ERR_STRUCT_SIZE TW_ERR_INVALID_CREDENTIALS
        TW_ERR_INVALID_METHOD TW_ERR_INVALID_URL TW_ERR_INVALID_BODY TW_ERR_INVALID_PARAM
        TW_ERR_AMBIGUOUS TW_ERR_BUFFER_TOO_SMALL TW_ERR_INVALID_RESPONSE TW_ERR_REFUSED
        TW_ERR_DENIED TW_ERR_SIGNATURE_MISMATCH TW_ERR_SYSTEM TW_ERR_INTERNAL));
    lines.extend(numbers!(tw_rules: TW_RULES_X TW_RULES_RFC5849));
    lines
}

#[test]
fn structs_and_numbers_are_as_pinned() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/abi/layout.txt");
    let pinned = std::fs::read_to_string(path).unwrap();
    let words = "a layout or a number changed, which breaks programs that are compiled already: \
                 only add fields at the end of a struct with struct_size, and new numbers";
    assert_eq!(actual().join("\n"), pinned.trim_end(), "{words}");
}
