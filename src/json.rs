//! JSON of a reply, read in place: no copy, no allocation, bounded depth.
#![forbid(unsafe_code)]

use hifijson::escape::Lex as _;
use hifijson::num::{Lex as _, LexWrite as _};
use hifijson::str::{Error as StringError, Lex as _, LexWrite as _};
use hifijson::token::Lex as _;
use hifijson::{Error, Expect, Read as _, SliceLexer};

/// One value, known to be whole and valid.
#[derive(Clone, Copy)]
pub(crate) struct Json<'a>(&'a [u8]);

/// X's replies nest four deep at the most; a hostile one does not get the stack.
const DEEPEST: usize = 64;

impl<'a> Json<'a> {
    pub(crate) fn parse(text: &'a [u8]) -> Option<Self> {
        let mut lexer = SliceLexer::new(text);
        let whole = lexer.exactly_one(ws_peek, |next, lexer| skip_value(next, lexer, DEEPEST));
        whole.is_ok().then_some(Json(text))
    }

    /// The member of an object, if there is exactly one of that name.
    pub(crate) fn member(self, name: &str) -> Option<Json<'a>> {
        let mut lexer = SliceLexer::new(self.0);
        lexer.expect(ws_peek, b'{')?;
        let (mut found, mut times) = (None, 0_usize);
        let read = lexer.seq(b'}', ws_peek, |next, lexer| {
            let is_name = read_name(next, lexer, name)?;
            let value = read_value(lexer)?;
            if is_name {
                found = Some(value);
                times = times.saturating_add(1);
            }
            Ok::<_, Error>(())
        });
        found.filter(|_| read.is_ok() && times == 1)
    }

    /// Hands over each member of an object: its name, which is a string, and value.
    pub(crate) fn members(self, mut on_member: impl FnMut(Json<'a>, Json<'a>)) {
        let mut lexer = SliceLexer::new(self.0);
        if lexer.expect(ws_peek, b'{').is_none() {
            return;
        }
        // The value is known to be valid: nothing ends the sequence early.
        let _ = lexer.seq(b'}', ws_peek, |_, lexer| {
            let name = read_value(lexer)?;
            lexer.expect(ws_peek, b':').ok_or(Expect::Colon)?;
            on_member(name, read_value(lexer)?);
            Ok::<_, Error>(())
        });
    }

    /// The value as it stands.
    pub(crate) fn raw(self) -> &'a [u8] {
        self.0
    }

    pub(crate) fn is_object(&self) -> bool {
        self.0.trim_ascii_start().starts_with(b"{")
    }

    pub(crate) fn is_array(&self) -> bool {
        self.0.trim_ascii_start().starts_with(b"[")
    }

    /// Hands over each item of an array.
    pub(crate) fn items(self, mut on_item: impl FnMut(Json<'a>)) {
        let mut lexer = SliceLexer::new(self.0);
        if lexer.expect(ws_peek, b'[').is_none() {
            return;
        }
        // The array is known to be valid: nothing ends the sequence early.
        let _ = lexer.seq(b']', ws_peek, |_, lexer| {
            on_item(read_value(lexer)?);
            Ok::<_, Error>(())
        });
    }

    /// The first item of an array.
    pub(crate) fn first_item(self) -> Option<Json<'a>> {
        let mut lexer = SliceLexer::new(self.0);
        lexer.expect(ws_peek, b'[')?;
        ws_peek(&mut lexer).filter(|&next| next != b']')?;
        read_value(&mut lexer).ok()
    }

    pub(crate) fn integer(self) -> Option<i64> {
        let mut lexer = SliceLexer::new(self.0);
        ws_peek(&mut lexer)?;
        let (digits, parts) = lexer.num_bytes().validated().ok()?;
        if parts.dot || parts.exp {
            return None;
        }
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    /// Hands over the pieces of a string, escapes replaced. False if it is none.
    pub(crate) fn string(self, mut on_piece: impl FnMut(&[u8])) -> bool {
        let mut lexer = SliceLexer::new(self.0);
        let starts = lexer.expect(ws_peek, b'"');
        starts.is_some() && read_string(&mut lexer, &mut on_piece).is_ok()
    }
}

/// What follows behind white space; compiled once, and asked for everywhere.
#[inline(never)]
fn ws_peek(lexer: &mut SliceLexer<'_>) -> Option<u8> {
    lexer.ws_peek()
}

fn skip_value(next: u8, lexer: &mut SliceLexer<'_>, depth: usize) -> Result<(), Error> {
    let inner = depth.checked_sub(1).ok_or(Error::Depth)?;
    match next {
        b'a'..=b'z' => Ok(lexer.null_or_bool().map(|_| ()).ok_or(Expect::Value)?),
        b'0'..=b'9' | b'-' => Ok(lexer.num_ignore().validate().map(|_| ())?),
        b'"' => Ok(lexer.discarded().str_ignore()?),
        b'[' => lexer
            .discarded()
            .seq(b']', ws_peek, |next, lexer| skip_value(next, lexer, inner)),
        b'{' => lexer.discarded().seq(b'}', ws_peek, |next, lexer| {
            read_name(next, lexer, "")?;
            skip_value(ws_peek(lexer).ok_or(Expect::Value)?, lexer, inner)
        }),
        _ => Err(Expect::Value)?,
    }
}

/// Reads a member's name and the colon; whether it is `name`.
fn read_name(next: u8, lexer: &mut SliceLexer<'_>, name: &str) -> Result<bool, Error> {
    lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
    let mut left = Some(name.as_bytes());
    read_string(lexer, &mut |piece| {
        left = left.and_then(|left| left.strip_prefix(piece));
    })?;
    lexer.expect(ws_peek, b':').ok_or(Expect::Colon)?;
    Ok(left == Some(b""))
}

fn read_value<'a>(lexer: &mut SliceLexer<'a>) -> Result<Json<'a>, Error> {
    let next = ws_peek(lexer).ok_or(Expect::Value)?;
    let from = lexer.as_slice();
    skip_value(next, lexer, DEEPEST)?;
    let len = from.len().saturating_sub(lexer.as_slice().len());
    Ok(Json(from.get(..len).unwrap_or_default()))
}

/// Reads a string from behind its opening quote.
fn read_string(
    lexer: &mut SliceLexer<'_>,
    on_piece: &mut dyn FnMut(&[u8]),
) -> Result<(), StringError> {
    let on_string = |bytes: &mut &[u8], on_piece: &mut &mut dyn FnMut(&[u8])| {
        on_piece(bytes);
        Ok::<_, StringError>(())
    };
    let on_escape = |lexer: &mut SliceLexer<'_>, on_piece: &mut &mut dyn FnMut(&[u8])| {
        let kind = lexer.take_next().ok_or(hifijson::escape::Error::Eof)?;
        let character = lexer.escape(kind)?;
        on_piece(character.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    };
    lexer.str_fold(on_piece, on_string, on_escape).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: Json<'_>) -> Option<String> {
        let mut text = Vec::new();
        json.string(|piece| text.extend_from_slice(piece))
            .then(|| String::from_utf8_lossy(&text).into_owned())
    }

    #[test]
    fn members_are_found_by_their_decoded_name() {
        let json = Json::parse(br#" {"a":[1,{"b":2}],"\u0063":"x\n\u00e9\ud83d\ude00"} "#).unwrap();
        assert_eq!(
            json.member("c").and_then(text).unwrap(),
            "x\n\u{e9}\u{1f600}"
        );
        assert_eq!(
            json.member("a")
                .and_then(Json::first_item)
                .and_then(Json::integer),
            Some(1)
        );
        assert!(json.member("b").is_none());
    }

    #[test]
    fn what_stands_twice_is_not_there() {
        let json = Json::parse(br#"{"a":1,"a":2}"#).unwrap();
        assert!(json.member("a").is_none());
    }

    #[test]
    fn wrong_types_are_nothing() {
        let json = Json::parse(br#"{"a":null,"b":1.5,"c":"1","d":[]}"#).unwrap();
        let member = |name| json.member(name).unwrap();
        assert!(member("a").integer().is_none() && text(member("a")).is_none());
        assert!(member("b").integer().is_none() && member("c").integer().is_none());
        assert!(member("d").first_item().is_none() && member("d").member("x").is_none());
    }

    #[test]
    fn what_is_not_whole_or_too_deep_is_refused() {
        let deep = [vec![b'['; 1 << 20], vec![b']'; 1 << 20]].concat();
        assert!(Json::parse(&deep).is_none());
        let whole = br#"{"errors":[{"code":32,"message":"no"}]}"#;
        assert!(Json::parse(whole).is_some());
        for end in 0..whole.len() {
            assert!(Json::parse(&whole[..end]).is_none(), "{end}");
        }
    }
}
