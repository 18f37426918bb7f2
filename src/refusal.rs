//! What X says when it refuses: five syntaxes, one code and a few words.
#![forbid(unsafe_code)]

use xmlparser::{ElementEnd, Token, Tokenizer};

use crate::error::Words;
use crate::json::Json;
use crate::room::NoMemory;

/// X's own error code, or 0, and X's words.
#[derive(Default)]
pub(crate) struct Refusal {
    pub(crate) api_code: i32,
    pub(crate) words: Words,
}

impl Refusal {
    /// Reads the body of a refused call. A body in no known syntax has no words.
    pub(crate) fn read(body: &[u8]) -> Result<Self, NoMemory> {
        if let Some(json) = Json::parse(body) {
            return Ok(Self::from_json(json)?.unwrap_or_default());
        }
        match std::str::from_utf8(body).map(str::trim) {
            Ok(text) if text.starts_with('<') => Ok(Self::from_xml(text)?.unwrap_or_default()),
            Ok(text) if text.starts_with(['{', '[']) => Ok(Self::default()),
            Ok(text) => Ok(Self {
                api_code: 0,
                words: Words::new(text.lines().next().unwrap_or_default().as_bytes())?,
            }),
            Err(_) => Ok(Self::default()),
        }
    }

    /// `{"errors":[{"code":32,"message":"..."}]}`, a problem (RFC 9457) with
    /// `title` and `detail`, or `{"error":"..."}`; in this order.
    pub(crate) fn from_json(json: Json<'_>) -> Result<Option<Self>, NoMemory> {
        let first = json.member("errors").and_then(Json::first_item);
        let places = [
            first.and_then(|error| error.member("message")),
            json.member("detail"),
            json.member("title"),
            json.member("error"),
        ];
        let code = first.and_then(|error| error.member("code"));
        let api_code = code
            .and_then(Json::integer)
            .and_then(|code| i32::try_from(code).ok());
        for place in places.into_iter().flatten() {
            let mut words = Words::default();
            let mut outcome = Ok(());
            let is_string = place.string(|piece| {
                if outcome.is_ok() {
                    outcome = words.add(piece);
                }
            });
            if is_string {
                outcome?;
                return Ok(Some(Self {
                    api_code: api_code.unwrap_or(0),
                    words,
                }));
            }
        }
        Ok(api_code.map(|api_code| Self {
            api_code,
            words: Words::default(),
        }))
    }

    /// `<errors><error code="415">...</error></errors>` or
    /// `<hash><error>...</error><request>...</request></hash>`.
    fn from_xml(text: &str) -> Result<Option<Self>, NoMemory> {
        let mut found: Option<Self> = None;
        let mut tag = "";
        for token in Tokenizer::from(text).map_while(Result::ok) {
            match (token, &mut found) {
                (Token::ElementStart { local, .. }, None) => tag = local.as_str(),
                (
                    Token::ElementEnd {
                        end: ElementEnd::Open,
                        ..
                    },
                    None,
                ) if tag == "error" => {
                    found = Some(Self::default());
                }
                (Token::Attribute { local, value, .. }, None)
                    if tag == "error" && local.as_str() == "code" =>
                {
                    let api_code = value.as_str().parse().unwrap_or(0);
                    found = Some(Self {
                        api_code,
                        words: Words::default(),
                    });
                }
                (Token::Text { text } | Token::Cdata { text, .. }, Some(found)) => {
                    add_unescaped(&mut found.words, text.as_str())?;
                }
                (
                    Token::ElementEnd {
                        end: ElementEnd::Close(..),
                        ..
                    },
                    Some(_),
                ) => break,
                _ => {}
            }
        }
        Ok(found)
    }
}

/// The five entities of XML; any other stays as it is.
fn add_unescaped(words: &mut Words, text: &str) -> Result<(), NoMemory> {
    const ENTITIES: [(&str, &str); 5] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    let mut rest = text;
    while let Some((before, _)) = rest.split_once('&') {
        words.add(before.as_bytes())?;
        rest = rest.get(before.len()..).unwrap_or_default();
        let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (entity, character) = entity.copied().unwrap_or(("&", "&"));
        words.add(character.as_bytes())?;
        rest = rest.strip_prefix(entity).unwrap_or_default();
    }
    words.add(rest.as_bytes())
}
