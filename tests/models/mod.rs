//! What the tests hold the library against: two readers of a signed request,
//! written from their specifications and not from our code.

// Every test program uses only a part of the models.
#![allow(dead_code)]

pub mod refusals;
pub mod rfc5849;
pub mod x_reader;

use std::fmt;
use twsign::{Credentials, Param, Request, Rules};

/// A name and its value, decoded.
pub type Pair = (Vec<u8>, Vec<u8>);

/// One request and who signs it, owning its bytes.
#[derive(Clone)]
pub struct Call {
    pub api_key: Vec<u8>,
    pub api_secret: Vec<u8>,
    pub token: Option<Vec<u8>>,
    pub token_secret: Option<Vec<u8>>,
    pub method: Vec<u8>,
    pub url: Vec<u8>,
    pub content_type: Option<Vec<u8>>,
    pub body: Vec<u8>,
    pub nonce: Option<Vec<u8>>,
    pub timestamp: i64,
    pub oauth_params: Vec<Pair>,
}

impl Call {
    /// A plain GET that both readings sign: a start for single changes.
    pub fn to(url: &str) -> Call {
        Call {
            api_key: b"apikey".to_vec(),
            api_secret: b"apisecret".to_vec(),
            token: Some(b"token".to_vec()),
            token_secret: Some(b"tokensecret".to_vec()),
            method: b"GET".to_vec(),
            url: url.as_bytes().to_vec(),
            content_type: None,
            body: Vec::new(),
            nonce: Some(b"nonce".to_vec()),
            timestamp: 1_700_000_000,
            oauth_params: Vec::new(),
        }
    }

    /// The same call in the library's own types.
    pub fn lend<T>(&self, rules: Rules, use_it: impl FnOnce(&Credentials, &Request) -> T) -> T {
        let credentials = Credentials {
            api_key: &self.api_key,
            api_secret: &self.api_secret,
            token: self.token.as_deref(),
            token_secret: self.token_secret.as_deref(),
        };
        let oauth_params: Vec<Param> = self
            .oauth_params
            .iter()
            .map(|(name, value)| Param { name, value })
            .collect();
        let mut request = Request::new(&self.method, &self.url);
        request.content_type = self.content_type.as_deref();
        request.body = &self.body;
        request.nonce = self.nonce.as_deref();
        request.timestamp = self.timestamp;
        request.rules = rules;
        request.oauth_params = &oauth_params;
        use_it(&credentials, &request)
    }

    /// The request as it goes over the wire with this header.
    pub fn sent_with<'a>(&'a self, authorization: &'a str) -> Received<'a> {
        Received {
            method: &self.method,
            url: &self.url,
            content_type: self.content_type.as_deref(),
            body: &self.body,
            authorization,
        }
    }
}

/// What a server sees of a request.
pub struct Received<'a> {
    pub method: &'a [u8],
    pub url: &'a [u8],
    pub content_type: Option<&'a [u8]>,
    pub body: &'a [u8],
    pub authorization: &'a str,
}

/// What a server knows of the client.
pub struct Secrets<'a> {
    pub api_secret: &'a [u8],
    pub token_secret: &'a [u8],
}

impl Call {
    pub fn secrets(&self) -> Secrets<'_> {
        Secrets {
            api_secret: &self.api_secret,
            token_secret: self.token_secret.as_deref().unwrap_or(b""),
        }
    }
}

/// Pairs that a failure's report shows as text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pairs(pub Vec<Pair>);

impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.0.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{}: {}", shown(name), shown(value)))
            .collect();
        write!(f, "[{}]", pairs.join(", "))
    }
}

/// Bytes that a failure's report shows as text.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(pub Vec<u8>);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.0))
    }
}

/// Bytes as text that can be read in a failure's report.
fn shown(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii())
}

fn shown_if_given(bytes: &Option<Vec<u8>>) -> String {
    bytes.as_deref().map_or("None".into(), shown)
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Call {{")?;
        writeln!(f, "  api_key:      {}", shown(&self.api_key))?;
        writeln!(f, "  api_secret:   {}", shown(&self.api_secret))?;
        writeln!(f, "  token:        {}", shown_if_given(&self.token))?;
        writeln!(f, "  token_secret: {}", shown_if_given(&self.token_secret))?;
        writeln!(f, "  method:       {}", shown(&self.method))?;
        writeln!(f, "  url:          {}", shown(&self.url))?;
        writeln!(f, "  content_type: {}", shown_if_given(&self.content_type))?;
        writeln!(f, "  body:         {}", shown(&self.body))?;
        writeln!(f, "  nonce:        {}", shown_if_given(&self.nonce))?;
        writeln!(f, "  timestamp:    {}", self.timestamp)?;
        writeln!(f, "  oauth_params: {:?}", Pairs(self.oauth_params.clone()))?;
        write!(f, "}}")
    }
}
