//! Text in the wider registers that a processor may have.
//!
//! Each function does what its caller does too, in a fraction of the time, or gives
//! None where there are no such registers; the tests compare the two.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod inserting;
#[cfg(target_arch = "x86_64")]
mod marking;

use crate::marks::{Marks, WINDOW};

/// Whether all are unreserved.
#[inline]
pub(crate) fn is_plain(text: &[u8]) -> Option<bool> {
    /// Where it does not fill a register, starting wider ones costs more.
    const SHORT: usize = 16;
    #[cfg(target_arch = "x86_64")]
    if text.len() >= SHORT && has_avx2() {
        // SAFETY: this processor has AVX2.
        return Some(unsafe { marking::is_plain(text) });
    }
    let _ = text;
    None
}

/// See [`Marks`].
#[inline]
pub(crate) fn marks(window: &[u8; WINDOW]) -> Option<Marks> {
    #[cfg(target_arch = "x86_64")]
    if has_avx2() {
        // SAFETY: this processor has AVX2.
        return Some(unsafe { marking::marks(window) });
    }
    let _ = window;
    None
}

#[cfg(target_arch = "x86_64")]
#[inline]
fn has_avx2() -> bool {
    // All that have AVX2 can count ones, too; the compiler does not know it.
    std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("popcnt")
}

/// How much of a text [`encode_strict`] takes at a time, and the room that needs.
pub(crate) const TAKEN: usize = 64;
pub(crate) const ROOM: usize = 2 * TAKEN;

/// Encodes strict text once more: `%` becomes `%25`, and `=`, of which there may be one,
/// `%3D`. Takes up to [`TAKEN`] bytes, and leaves a multiple of that; gives how many it
/// took and wrote, or None for a text that is too short or a processor that cannot.
#[inline]
pub(crate) fn encode_strict(text: &[u8], room: &mut [u8; ROOM]) -> Option<(usize, usize)> {
    #[cfg(target_arch = "x86_64")]
    if text.len() >= inserting::EIGHT && has_avx2() {
        // SAFETY: this processor has AVX2 and counts ones.
        return Some(unsafe { inserting::encode_strict(text, room) });
    }
    let _ = (text, room);
    None
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::percent::{is_unreserved, ONCE};
    use crate::text::Sink;

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let plain = "[-._~a-zA-Z0-9]{1,9}".prop_map(String::into_bytes);
        let escape = any::<u8>().prop_map(|byte| format!("%{byte:02X}").into_bytes());
        let wire = prop_oneof![
            Just(b"&".to_vec()),
            Just(b"=".to_vec()),
            vec(any::<u8>(), 1),
            "%[0-9A-Fa-f]{0,3}".prop_map(String::into_bytes),
        ];
        vec(prop_oneof![plain, escape, wire], 0..30).prop_map(|pieces| pieces.concat())
    }

    /// What encoding makes of any bytes, with one `=` or none.
    fn strict_text() -> impl Strategy<Value = Vec<u8>> {
        let component = vec(any::<u8>(), 0..60).prop_map(|bytes| {
            let mut text = Vec::new();
            text.put_encoded(&bytes, &ONCE);
            text
        });
        prop_oneof![
            component.clone(),
            (component.clone(), component).prop_map(|pair| [pair.0, pair.1].join(&b'=')),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn wide_encoding_is_the_narrow_one(text in strict_text()) {
            let (mut wide, mut narrow) = (Vec::new(), Vec::new());
            let mut rest = &text[..];
            while !rest.is_empty() {
                let mut room = [0; ROOM];
                let Some((taken, written)) = encode_strict(rest, &mut room) else {
                    wide.put_encoded(rest, &ONCE);
                    break;
                };
                wide.put(&room[..written]);
                rest = &rest[taken..];
            }
            narrow.put_encoded(&text, &ONCE);
            prop_assert_eq!(wide, narrow);
        }

        #[test]
        fn wide_judgement_is_the_narrow_one(text in "[-._~a-zA-Z0-9]{0,99}", odd in any::<u8>(), at in 0..99usize) {
            let mut text = text.into_bytes();
            if let Some(byte) = text.get_mut(at) {
                *byte = odd;
            }
            if let Some(plain) = is_plain(&text) {
                prop_assert_eq!(plain, text.iter().all(|&byte| is_unreserved(byte)));
            }
        }

        #[test]
        fn wide_marks_are_the_narrow_ones(text in bytes()) {
            for at in 0..text.len() {
                let mut window = [0; WINDOW];
                for (to, byte) in window.iter_mut().zip(&text[at..]) {
                    *to = *byte;
                }
                if let Some(marks) = marks(&window) {
                    prop_assert_eq!(marks, Marks::narrowly(&window), "at {}", at);
                }
            }
        }
    }
}
