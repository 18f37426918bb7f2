//! Is a body a form? Only then does it enter the signature (RFC 5849, 3.4.1.3.1).
#![forbid(unsafe_code)]

use crate::error::{Error, Field, Status};
use crate::x_rules::{ambiguous, Policy};

const FORM: &[u8] = b"application/x-www-form-urlencoded";
const FIELD: Field = Field::Named(&"request.content_type");

/// Decides by the media type alone: in any letter case, with any parameters.
///
/// X compares the beginning of the header's value, in lower case. Where that
/// comes out otherwise, `policy` decides; without a body it makes no difference.
pub(crate) fn is_form(
    content_type: Option<&[u8]>,
    has_body: bool,
    policy: &mut Policy<'_>,
) -> Result<bool, Error> {
    let Some(value) = content_type else {
        return Ok(false);
    };
    // What nearly all are.
    match value {
        FORM => return Ok(true),
        b"application/json" => return Ok(false),
        _ => {}
    }
    check_header_value(value)?;
    let skipped = value.iter().take_while(|byte| is_blank(byte)).count();
    let value = value.get(skipped..).unwrap_or_default();
    let is_form = media_type(value).eq_ignore_ascii_case(FORM);
    let is_form_to_x = value.starts_with(FORM);
    if has_body && is_form != is_form_to_x {
        let (what, mend) = if is_form {
            (
                &"media type not in lower case",
                &"X would not read the body as a form; send application/x-www-form-urlencoded",
            )
        } else {
            (
                &"media type that only begins like a form's",
                &"X would read the body as a form; send another media type",
            )
        };
        policy.found(ambiguous(FIELD, what, skipped, mend))?;
    }
    Ok(is_form)
}

fn media_type(value: &[u8]) -> &[u8] {
    let end = value.iter().position(|&byte| byte == b';');
    let mut media_type = value.get(..end.unwrap_or(value.len())).unwrap_or_default();
    while let Some((last, before)) = media_type.split_last() {
        if !is_blank(last) {
            break;
        }
        media_type = before;
    }
    media_type
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn check_header_value(value: &[u8]) -> Result<(), Error> {
    let bad = |&byte: &u8| byte.is_ascii_control() && byte != b'\t';
    match value.iter().enumerate().find(|(_, byte)| bad(byte)) {
        Some((at, &byte)) => {
            Err(Error::raw_byte(Status::InvalidParam, FIELD, byte, at)
                .mend(&"a header cannot hold it"))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_alone_decides() {
        for (value, expected) in [
            ("application/x-www-form-urlencoded", true),
            ("Application/X-WWW-Form-URLencoded", true),
            (" application/x-www-form-urlencoded ; charset=UTF-8", true),
            ("application/x-www-form-urlencoded;charset=UTF-8", true),
            ("application/x-www-form-urlencoded2", false),
            ("application/x-www-form-urlencoded, text/plain", false),
            ("application/json", false),
            ("multipart/form-data; boundary=a", false),
            ("", false),
        ] {
            let decided = is_form(Some(value.as_bytes()), true, &mut Policy::Sign);
            assert_eq!(decided, Ok(expected), "{value}");
        }
    }
}
