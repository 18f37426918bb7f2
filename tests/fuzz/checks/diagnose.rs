//! A header, a URL, a form body and a reply, split at NUL: a report that names one
//! cause of the page, and gives no secret away.

use twsign::diagnose::causes::all;
use twsign::diagnose::{diagnose, Attempt, Known};
use twsign::Request;

const SECRETS: [&str; 2] = ["hL8qq9PZyRg6ieKGEKhZolGC", "vJWLw8iEJ88DRdyOgLswwdoU"];

pub fn check(data: &[u8]) {
    let mut texts = data.splitn(4, |&byte| byte == 0);
    let mut text = || texts.next().unwrap_or_default();
    let attempt = Attempt {
        authorization: Some(text()),
        received_at: 1_700_000_000,
        http_status: 401,
        ..Attempt::default()
    };
    let request = Request {
        content_type: Some(b"application/x-www-form-urlencoded"),
        ..Request::new(b"POST", text())
    };
    let request = Request {
        body: text(),
        ..request
    };
    let attempt = Attempt {
        body: text(),
        ..attempt
    };
    let known = Known {
        api_key: Some(b"key"),
        api_secret: Some(SECRETS[0].as_bytes()),
        token: Some(b"token"),
        token_secret: Some(SECRETS[1].as_bytes()),
    };
    let is_given_away = |text: &str| SECRETS.iter().any(|secret| text.contains(secret));
    if is_given_away(&String::from_utf8_lossy(data)) {
        return;
    }
    if let Ok(report) = diagnose(&known, &request, &attempt) {
        let cause = report.strip_prefix("cause: ").unwrap();
        let cause = cause.split('\n').next().unwrap();
        assert!(cause == "none-found" || all().any(|known| known.id == cause));
        assert!(!is_given_away(&report));
    }
}
