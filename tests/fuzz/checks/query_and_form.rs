//! One text as a query and as a form body: the two are signed alike, X's rules
//! only ever refuse more, and the canonical form means the same.

use twsign::{canonical_url, signature_base_string, Credentials, Request, Rules, Status};

const CREDENTIALS: Credentials = Credentials {
    api_key: b"key",
    api_secret: b"secret",
    token: Some(b"token"),
    token_secret: Some(b"token-secret"),
};

pub fn check(data: &[u8]) {
    // A query ends at '#'; in a form it is one more raw byte.
    if data.contains(&b'#') {
        return;
    }
    let url = [b"https://api.x.com/?", data].concat();
    let query = base_string(&url, b"", Rules::Rfc5849);
    let form = base_string(b"https://api.x.com/", data, Rules::Rfc5849);
    assert_eq!(query.is_ok(), form.is_ok());
    let by_x = base_string(&url, b"", Rules::X);
    if let Ok(text) = &query {
        assert_eq!(form.as_ref(), Ok(text));
        assert!(by_x == Err(Status::Ambiguous) || by_x.as_ref() == Ok(text));
    } else {
        assert!(by_x.is_err());
    }
    if let (Ok(canonical), Ok(text)) = (canonical_url(&url), &query) {
        let canonical = canonical.as_bytes();
        assert_eq!(
            base_string(canonical, b"", Rules::Rfc5849).as_ref(),
            Ok(text)
        );
    }
}

fn base_string(url: &[u8], body: &[u8], rules: Rules) -> Result<String, Status> {
    let request = Request {
        content_type: Some(b"application/x-www-form-urlencoded"),
        body,
        nonce: Some(b"nonce"),
        timestamp: 1,
        rules,
        ..Request::new(b"POST", url)
    };
    signature_base_string(&CREDENTIALS, &request).map_err(|error| error.status())
}
