//! F1, the floor: HMAC-SHA1 by `hmac` and `sha1` over a base string that is
//! finished already, with a key that is prepared already.

use std::hint::black_box;

use base64::engine::general_purpose::STANDARD;
use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::load::{self, Load};

pub struct Floor {
    key: Hmac<Sha1>,
    base_string: Vec<u8>,
}

impl Floor {
    pub fn new(load: &Load) -> Self {
        // Nothing in these two has to be escaped.
        let key = format!("{}&{}", load::API_SECRET, load::TOKEN_SECRET);
        Self {
            key: Hmac::new_from_slice(key.as_bytes()).expect("any key"),
            base_string: load.base_string().into_bytes(),
        }
    }

    pub fn hash(&self) -> [u8; 20] {
        let mut hmac = self.key.clone();
        hmac.update(black_box(&self.base_string));
        hmac.finalize().into_bytes().into()
    }

    /// It is the floor of this request: both come to the same signature.
    pub fn assert_signs_alike(&self, load: &Load) {
        let header = twsign::sign_request(&load::credentials(), &load.stamped()).expect("signed");
        let signature = STANDARD.encode(self.hash());
        let sent = signature.replace('+', "%2B").replace('/', "%2F");
        let sent = sent.replace('=', "%3D");
        let parameter = format!("oauth_signature=\"{sent}\"");
        assert!(header.contains(&parameter), "{}", load.name);
    }
}
