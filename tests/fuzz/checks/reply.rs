//! Any reply to any of the four token calls: a whole token or an error, in one
//! line that gives nothing of the request away.

use twsign::{Credentials, Error, Exchange, Status, Token};

const CREDENTIALS: Credentials = Credentials {
    api_key: b"api-key",
    api_secret: b"api-secret",
    token: Some(b"token"),
    token_secret: Some(b"token-secret"),
};
const APP: Credentials = Credentials {
    token: None,
    token_secret: None,
    ..CREDENTIALS
};

/// The first byte chooses the call and the HTTP status, the rest is the body.
pub fn check(data: &[u8]) {
    let Some((&choice, body)) = data.split_first() else {
        return;
    };
    let exchange = exchange(choice & 3);
    let http_status = [200, 400, 401, 403, 503, 302, 0, -1][usize::from(choice >> 2 & 7)];
    match exchange.finish(http_status, body) {
        Ok(token) => check_token(choice & 3, http_status, &token),
        Err(error) => check_error(&exchange, http_status, &error),
    }
}

fn exchange(kind: u8) -> Exchange {
    let made = match kind {
        0 => Exchange::new_request_token(&APP, b"oob", None, None),
        1 => Exchange::new_access_token(&CREDENTIALS, b"1234567", None),
        2 => Exchange::new_bearer_token(&APP, None),
        _ => Exchange::new_invalidation(&APP, Some(b"AAAA%2FBB%3D"), None),
    };
    made.unwrap()
}

fn check_token(kind: u8, http_status: i32, token: &Token) {
    assert_eq!(http_status, 200);
    assert_eq!(token.secret().is_some(), kind < 2);
    let texts = [
        Some(token.value()),
        token.secret(),
        token.user_id(),
        token.screen_name(),
    ];
    for text in texts.into_iter().flatten() {
        assert!(!text.is_empty() && text.iter().all(u8::is_ascii_graphic));
    }
}

fn check_error(exchange: &Exchange, http_status: i32, error: &Error) {
    let message = error.to_string();
    assert!(!message.chars().any(char::is_control));
    assert_eq!(
        error.status() == Status::Refused,
        message.starts_with("reply: HTTP ")
    );
    assert!(error.status() == Status::Refused || error.status() == Status::InvalidResponse);
    assert!((400..600).contains(&http_status) <= (error.status() == Status::Refused));
    if let Some(basic) = exchange.authorization().strip_prefix(b"Basic ") {
        assert!(!message.contains(std::str::from_utf8(basic).unwrap()));
    }
}
