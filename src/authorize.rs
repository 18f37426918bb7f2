//! Step 2 of the three-legged flow: sending the user to X, and reading what
//! comes back through the browser.
#![forbid(unsafe_code)]

use ctutils::CtEq;

use crate::error::{Error, Field, Fixed, Status};
use crate::exchange::{check_base_url, write_base_url};
use crate::params::find_once;
use crate::percent::{Component, Times};
use crate::secret_text::SecretText;
use crate::text::{ascii, Sink, Written};

/// How to ask the user.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuthorizeOptions<'a> {
    /// `oauth/authenticate` instead of `oauth/authorize`.
    pub sign_in: bool,
    pub force_login: bool,
    /// Fills in the login form.
    pub screen_name: Option<&'a [u8]>,
    /// `None`: `https://api.x.com`.
    pub base_url: Option<&'a [u8]>,
}

/// Where to send the user with a Request Token.
pub fn authorize_url(
    request_token: &[u8],
    options: &AuthorizeOptions<'_>,
) -> Result<String, Error> {
    check_request_token(request_token)?;
    check_base_url(options.base_url)?;
    let url = AuthorizeUrl {
        request_token,
        options,
    };
    ascii(url.to_text()?)
}

fn check_request_token(request_token: &[u8]) -> Result<(), Error> {
    if request_token.is_empty() || !request_token.iter().all(u8::is_ascii_graphic) {
        let field = Field::Named(&"request_token");
        let what = &"empty, or with bytes that no token holds";
        return Err(Error::new(Status::InvalidParam, field, what));
    }
    Ok(())
}

struct AuthorizeUrl<'a> {
    request_token: &'a [u8],
    options: &'a AuthorizeOptions<'a>,
}

impl Written for AuthorizeUrl<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        write_base_url(self.options.base_url, sink);
        sink.put(if self.options.sign_in {
            b"/oauth/authenticate?oauth_token="
        } else {
            b"/oauth/authorize?oauth_token="
        });
        Component::text(self.request_token).write(Times::Once, sink);
        if self.options.force_login {
            sink.put(b"&force_login=true");
        }
        if let Some(screen_name) = self.options.screen_name {
            sink.put(b"&screen_name=");
            Component::text(screen_name).write(Times::Once, sink);
        }
    }
}

/// The verifier in a callback's URL or query, for the Request Token it was asked for.
pub fn callback_verifier(request_token: &[u8], callback_url: &[u8]) -> Result<SecretText, Error> {
    check_request_token(request_token)?;
    let query = query_of(callback_url);
    // X sends `denied=` and the request token, and nothing else (x-auth 2.3).
    if let Some(denied) = member(query, "denied")? {
        check_same(&denied, request_token)?;
        return Err(Error::new(Status::Denied, CALLBACK, &"the user refused"));
    }
    let Some(token) = member(query, "oauth_token")? else {
        return Err(bad(&"no oauth_token"));
    };
    check_same(&token, request_token)?;
    member(query, "oauth_verifier")?.ok_or_else(|| bad(&"no oauth_verifier"))
}

const CALLBACK: Field = Field::Named(&"callback_url");

fn bad(what: Fixed) -> Error {
    Error::new(Status::InvalidResponse, CALLBACK, what)
}

/// The query of a URL or of a path; a text without `?` is taken for a query.
fn query_of(callback_url: &[u8]) -> &[u8] {
    let mut before_fragment = callback_url.split(|&byte| byte == b'#');
    let url = before_fragment.next().unwrap_or_default();
    match url.iter().position(|&byte| byte == b'?') {
        Some(at) => url.get(at.saturating_add(1)..).unwrap_or_default(),
        None => url,
    }
}

fn member(query: &[u8], name: &str) -> Result<Option<SecretText>, Error> {
    let value = find_once(query, name, bad)?;
    let Some(value) = value else { return Ok(None) };
    let text = SecretText::decoded(value)?;
    if text.is_empty() || !text.iter().all(u8::is_ascii_graphic) {
        return Err(bad(
            &"a parameter that is empty or holds bytes that no token holds",
        ));
    }
    Ok(Some(text))
}

/// In constant time: the callback is what an attacker would try tokens on.
fn check_same(token: &[u8], request_token: &[u8]) -> Result<(), Error> {
    if token.ct_eq(request_token).to_bool() {
        return Ok(());
    }
    let what = &"for another request token";
    Err(Error::new(Status::SignatureMismatch, CALLBACK, what))
}
