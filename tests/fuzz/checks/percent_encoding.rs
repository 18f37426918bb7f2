//! Names and values, split at NUL: what is encoded decodes to the same bytes.

use twsign::{form_encode, Param};

pub fn check(data: &[u8]) {
    let texts: Vec<&[u8]> = data.split(|&byte| byte == 0).collect();
    let params: Vec<Param> = texts
        .chunks_exact(2)
        .map(|pair| Param {
            name: pair[0],
            value: pair[1],
        })
        .collect();
    let Ok(form) = form_encode(&params) else {
        return;
    };
    let pieces = form.split('&').filter(|piece| !piece.is_empty());
    let decoded: Vec<(Vec<u8>, Vec<u8>)> = pieces
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap();
            (decode(name), decode(value))
        })
        .collect();
    assert_eq!(decoded.len(), params.len());
    for ((name, value), param) in decoded.iter().zip(&params) {
        assert_eq!(
            (name.as_slice(), value.as_slice()),
            (param.name, param.value)
        );
    }
}

fn decode(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
                assert!(!digits.iter().any(u8::is_ascii_lowercase));
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            byte => {
                assert!(byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
                byte
            }
        });
    }
    decoded
}
