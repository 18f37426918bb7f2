//! Credentials that are checked and ready, and the signatures they make.
#![forbid(unsafe_code)]

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::base_string::{BaseString, Nonce, Stamp};
use crate::clock::{seconds_ahead, unix_time};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::header::Header;
use crate::identity::Identity;
use crate::message::{Message, Request};
use crate::nonce::fresh_nonce;
use crate::params::Pairs;
use crate::percent::Component;
use crate::signing_key::{Signature, SigningKey};
use crate::text::{ascii, Buffer, Written};
use crate::x_rules::{OddSecret, Rules};

/// Signs requests for one pair of credentials, from any number of threads.
///
/// It keeps the prepared states of the HMAC and the encoded key and token; the
/// secrets themselves it forgets once it is made.
pub struct Signer {
    identity: Identity,
    key: SigningKey,
    /// Why X would compute another key from these secrets (W8), if it would.
    odd_secret: Option<OddSecret>,
    clock_offset: AtomicI64,
}

/// Why [`Signer::sign_into`] wrote nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum SignIntoError {
    /// This size suffices for the request, whatever the nonce turns out to be.
    BufferTooSmall(usize),
    Refused(Error),
}

impl From<Error> for SignIntoError {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl Signer {
    /// Checks the credentials and prepares their key.
    pub fn new(credentials: &Credentials<'_>) -> Result<Self, Error> {
        credentials.check()?;
        let token_secret = credentials.token_secret.unwrap_or_default();
        Ok(Self {
            identity: Identity::new(credentials.api_key, credentials.token)?,
            key: SigningKey::new(credentials.api_secret, token_secret)?,
            odd_secret: credentials.odd_secret(),
            clock_offset: AtomicI64::new(0),
        })
    }

    /// The `Authorization` header's value for one sending of `request`.
    pub fn sign(&self, request: &Request<'_>) -> Result<String, Error> {
        self.text_of_header(request, &|header| header.to_text())
            .and_then(ascii)
    }

    /// As [`Signer::sign`], into the caller's buffer and without allocating
    /// (requests of more than 32 parameters or so excepted). Gives the length.
    pub fn sign_into(
        &self,
        request: &Request<'_>,
        buffer: &mut [u8],
    ) -> Result<usize, SignIntoError> {
        self.with_header(request, |header, capacity| {
            if header.written_len() > buffer.len() {
                return Err(SignIntoError::BufferTooSmall(capacity()));
            }
            let mut buffer = Buffer::new(buffer);
            header.write_to(&mut buffer);
            Ok(buffer.filled())
        })?
    }

    /// Corrects the clock of later signatures by this many seconds.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.clock_offset.store(seconds, Ordering::Relaxed);
    }

    /// Learns that offset from the `Date` header of a reply that has just come.
    pub fn learn_clock(&self, http_date: &[u8]) -> Result<i64, Error> {
        let offset = seconds_ahead(http_date)?;
        self.set_clock_offset(offset);
        Ok(offset)
    }

    /// Reads, stamps and signs; hands over the header and what bounds its length.
    /// Inlined where signing has to be fast; elsewhere see [`Signer::text_of_header`].
    #[inline(always)]
    pub(crate) fn with_header<T>(
        &self,
        request: &Request<'_>,
        finish: impl FnOnce(&Header<'_, '_>, &dyn Fn() -> usize) -> T,
    ) -> Result<T, Error> {
        if let (Rules::X, Some(odd)) = (request.rules, self.odd_secret) {
            return Err(odd.error());
        }
        let mut policy = request.rules.policy();
        let mut pairs = Pairs::new();
        let has_token = self.identity.has_token();
        let message = Message::read(request, has_token, &mut pairs, &mut policy)?;
        self.with_header_of(&message, request, |header| {
            finish(header, &|| longest(header, request))
        })
    }

    /// What `write` makes of the header; compiled once, for all who have time.
    #[inline(never)]
    pub(crate) fn text_of_header(
        &self,
        request: &Request<'_>,
        write: &dyn Fn(&Header<'_, '_>) -> Result<Vec<u8>, Error>,
    ) -> Result<Vec<u8>, Error> {
        self.with_header(request, |header, _| write(header))?
    }

    /// Stamps and signs what has been read.
    #[inline(always)]
    pub(crate) fn with_header_of<T>(
        &self,
        message: &Message<'_, '_>,
        request: &Request<'_>,
        finish: impl FnOnce(&Header<'_, '_>) -> T,
    ) -> Result<T, Error> {
        self.with_stamp(request, |stamp| {
            let identity = &self.identity;
            let signature = self.key.sign(&BaseString {
                identity,
                message,
                stamp,
            });
            Ok(finish(&Header {
                identity,
                message,
                stamp,
                signature: &signature,
                signature_in_header: &signature.in_header(),
            }))
        })
    }

    #[inline(always)]
    fn with_stamp<T>(
        &self,
        request: &Request<'_>,
        then: impl FnOnce(Stamp<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let fresh;
        let nonce = match request.nonce {
            Some(nonce) => Nonce::Given(Component::text(nonce)),
            None => {
                fresh = fresh_nonce()?;
                Nonce::Fresh(&fresh)
            }
        };
        let time = match request.timestamp {
            0 => unix_time(self.clock_offset.load(Ordering::Relaxed))?,
            given => given,
        };
        let mut digits = itoa::Buffer::new();
        let timestamp = digits.format(time).as_bytes();
        then(Stamp { nonce, timestamp })
    }
}

/// The greatest length that the header of this request can have.
fn longest(header: &Header<'_, '_>, request: &Request<'_>) -> usize {
    let mut digits = itoa::Buffer::new();
    let timestamp = match request.timestamp {
        0 => digits.format(i64::MAX).as_bytes(),
        _ => header.stamp.timestamp,
    };
    let stamp = Stamp {
        timestamp,
        ..header.stamp
    };
    Header {
        signature_in_header: &Signature::LONGEST.in_header(),
        stamp,
        ..*header
    }
    .written_len()
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}

/// Signs one request, without keeping a signer.
pub fn sign_request(credentials: &Credentials<'_>, request: &Request<'_>) -> Result<String, Error> {
    Signer::new(credentials)?.sign(request)
}

/// The signature base string of a request (RFC 5849, 3.4.1).
pub fn signature_base_string(
    credentials: &Credentials<'_>,
    request: &Request<'_>,
) -> Result<String, Error> {
    let signer = Signer::new(credentials)?;
    let base_string = signer.text_of_header(request, &|header| header.base_string().to_text())?;
    ascii(base_string)
}
