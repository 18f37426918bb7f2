//! The requests that are signed, by credentials that X published and disabled.

use std::ffi::{c_void, CString};
use std::ptr;

use twsign::ffi::{tw_credentials, tw_request};
use twsign::{form_encode, signature_base_string, Credentials, Param, Request};

pub const API_KEY: &str = "xvz1evFS4wEEPTGEFPHBog";
pub const API_SECRET: &str = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw";
pub const TOKEN: &str = "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb";
pub const TOKEN_SECRET: &str = "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE";

const FORM: &str = "application/x-www-form-urlencoded";
const UPDATE: &str = "https://api.x.com/1.1/statuses/update.json";
const SEARCH: &str = "https://api.x.com/2/tweets/search/recent";

/// 200 bytes.
const TEXT: &str = "Hello 👋 Ladies & Gentlemen: here is a signed request with emoji 🎉🚀, \
    (brackets), 'quotes', stars * and bangs! The text flows on for some time, until it has two \
    hundred bytes: ünïcödé 🐦.";

/// A nonce and a time as long as fresh ones, for the base string of the floor.
pub const NONCE: &[u8] = b"0123456789abcdef0123456789abcdef";
pub const TIMESTAMP: i64 = 1_700_000_000;

pub struct Load {
    pub name: String,
    method: CString,
    url: CString,
    content_type: Option<CString>,
    body: Vec<u8>,
}

impl Load {
    fn new(
        name: String,
        method: &str,
        url: String,
        content_type: Option<&str>,
        body: Vec<u8>,
    ) -> Self {
        let c_text = |text: &str| CString::new(text).expect("no NUL");
        Self {
            name,
            method: c_text(method),
            url: c_text(&url),
            content_type: content_type.map(c_text),
            body,
        }
    }

    pub fn request(&self) -> Request<'_> {
        Request {
            content_type: self.content_type.as_ref().map(|text| text.as_bytes()),
            body: &self.body,
            ..Request::new(self.method.as_bytes(), self.url.as_bytes())
        }
    }

    pub fn c_request(&self) -> tw_request {
        let content_type = self.content_type.as_ref();
        tw_request {
            struct_size: size_of::<tw_request>(),
            method: self.method.as_ptr(),
            url: self.url.as_ptr(),
            content_type: content_type.map_or(ptr::null(), |text| text.as_ptr()),
            body: self.body.as_ptr().cast::<c_void>(),
            body_len: self.body.len(),
            nonce: ptr::null(),
            timestamp: 0,
            rules: 0,
            oauth_params: ptr::null(),
            oauth_params_len: 0,
        }
    }

    /// With a nonce and a time of our own, so that it can be signed twice.
    pub fn stamped(&self) -> Request<'_> {
        Request {
            nonce: Some(NONCE),
            timestamp: TIMESTAMP,
            ..self.request()
        }
    }

    pub fn base_string(&self) -> String {
        signature_base_string(&credentials(), &self.stamped()).expect("X reads it as we do")
    }
}

pub fn credentials() -> Credentials<'static> {
    Credentials {
        api_key: API_KEY.as_bytes(),
        api_secret: API_SECRET.as_bytes(),
        token: Some(TOKEN.as_bytes()),
        token_secret: Some(TOKEN_SECRET.as_bytes()),
    }
}

/// The same for C; the texts have to outlive what is made of them.
pub fn c_credentials(texts: &[CString; 4]) -> tw_credentials {
    let [api_key, api_secret, token, token_secret] = texts.each_ref().map(|text| text.as_ptr());
    tw_credentials {
        struct_size: size_of::<tw_credentials>(),
        api_key,
        api_secret,
        token,
        token_secret,
    }
}

/// The text as the value of a form.
fn encoded_text() -> String {
    let status = Param {
        name: b"status",
        value: TEXT.as_bytes(),
    };
    let form = form_encode(&[status]).expect("a name and a value");
    form["status=".len()..].to_owned()
}

/// W1 to W4, with the lengths of their base strings: 6, 8, 14 and 6 blocks of SHA-1
/// with the pads.
pub fn four() -> [(Load, usize); 4] {
    let load = |name: &str, method, url: &str, content_type, body: &str| {
        Load::new(
            name.to_owned(),
            method,
            url.to_owned(),
            content_type,
            body.as_bytes().to_vec(),
        )
    };
    let search = format!(
        "{SEARCH}?query=rails%20has%3Ahashtags&max_results=100&tweet.fields=created_at\
         &expansions=author_id"
    );
    let form = format!("status={}", encoded_text());
    let json = r#"{"text":"Hello"}"#;
    let (tweets, me) = ("https://api.x.com/2/tweets", "https://api.x.com/2/users/me");
    [
        (load("W1", "GET", me, None, ""), 294),
        (load("W2", "GET", &search, None, ""), 418),
        (load("W3", "POST", UPDATE, Some(FORM), &form), 801),
        (
            load("W4", "POST", tweets, Some("application/json"), json),
            291,
        ),
    ]
}

/// So many short query parameters, in an order far from the sorted one.
pub fn with_parameters(count: usize) -> Load {
    // A prime, so that each of them comes once.
    let pairs: Vec<String> = (0..count)
        .map(|i| format!("p{:05}=v{i}", i * 7919 % count))
        .collect();
    let url = format!("{SEARCH}?{}", pairs.join("&"));
    Load::new(format!("{count} parameters"), "GET", url, None, Vec::new())
}

/// A form whose only value is the text, again and again.
pub fn with_body(name: &str, size: usize) -> Load {
    let text = encoded_text();
    let mut body = String::from("status=");
    while body.len() + text.len() <= size {
        body.push_str(&text);
    }
    let padding = size - body.len();
    body.extend(std::iter::repeat_n('a', padding));
    let name = format!("{name} of form");
    Load::new(
        name,
        "POST",
        UPDATE.to_owned(),
        Some(FORM),
        body.into_bytes(),
    )
}
