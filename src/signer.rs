//! Credentials that are checked and ready, and the signatures they make.
#![forbid(unsafe_code)]

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::base_string::{Nonce, Stamp};
use crate::clock::{seconds_ahead, unix_time};
use crate::credentials::Credentials;
use crate::error::{Error, Field, Status};
use crate::header::{Header, InHeader, Signed};
use crate::identity::Identity;
use crate::message::{Message, Request};
use crate::nonce::{write_fresh_nonce, NONCE_LEN};
use crate::params::Pairs;
use crate::percent::Component;
use crate::signing_key::{Signature, SigningKey};
use crate::text::{ascii, Buffer, Room, Written};
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

/// For who has made the room as large as it had to be.
impl From<SignIntoError> for Error {
    fn from(error: SignIntoError) -> Self {
        match error {
            SignIntoError::Refused(error) => error,
            SignIntoError::BufferTooSmall(_) => {
                let field = Field::Named(&"twsign");
                Error::new(Status::Internal, field, &"header of another length")
            }
        }
    }
}

impl Signer {
    /// Checks the credentials and prepares their key.
    pub fn new(credentials: &Credentials<'_>) -> Result<Self, Error> {
        let credentials = credentials.check()?;
        Ok(Self {
            identity: Identity::new(credentials.api_key, credentials.token)?,
            key: SigningKey::new(credentials.api_secret, credentials.token_secret),
            odd_secret: credentials.odd_secret(),
            clock_offset: AtomicI64::new(0),
        })
    }

    /// The `Authorization` header's value for one sending of `request`.
    pub fn sign(&self, request: &Request<'_>) -> Result<String, Error> {
        self.sign_as_bytes(request).and_then(ascii)
    }

    pub(crate) fn sign_as_bytes(&self, request: &Request<'_>) -> Result<Vec<u8>, Error> {
        let mut text = Vec::new();
        let len = self.sign_to(request, &mut text)?;
        text.truncate(len);
        Ok(text)
    }

    /// As [`Signer::sign`], into the caller's buffer and without allocating
    /// (requests of more than 32 parameters or so excepted). Gives the length.
    pub fn sign_into(
        &self,
        request: &Request<'_>,
        mut buffer: &mut [u8],
    ) -> Result<usize, SignIntoError> {
        self.sign_to(request, &mut buffer)
    }

    /// The same, to any room; not inlined, so that it is compiled once.
    #[inline(never)]
    pub(crate) fn sign_to(
        &self,
        request: &Request<'_>,
        room: &mut dyn Room,
    ) -> Result<usize, SignIntoError> {
        let mut pairs = Pairs::new();
        let message = &self.read(request, &mut pairs)?;
        let mut fresh = Fresh::default();
        let header = self.header(message, self.stamp(request, &mut fresh)?);
        let mut hash = self.key.begin();
        header.base_string().write_to(&mut hash);
        let longest = header.longest();
        let room = room.of_len(longest).map_err(Error::from)?;
        if room.len() < longest {
            return self.sign_to_less(request, &header, self.key.end(&mut hash), room);
        }
        // Nothing fails from here on, so the room may be written to; and the processor
        // does that while it hashes: after the hash it would take 3 % longer.
        let mut buffer = Buffer::new(room);
        header.write_begin(&mut buffer);
        let signature = self.key.end(&mut hash);
        header.write_end(InHeader::Signature(&signature), &mut buffer);
        Ok(buffer.filled())
    }

    /// Signs to a room that suffices for most signatures, or for none.
    #[cold]
    fn sign_to_less(
        &self,
        request: &Request<'_>,
        header: &Header<'_, '_>,
        signature: Signature,
        room: &mut [u8],
    ) -> Result<usize, SignIntoError> {
        let signed = Signed {
            header: *header,
            signature,
        };
        if signed.written_len() > room.len() {
            return Err(SignIntoError::BufferTooSmall(longest(header, request)));
        }
        let mut buffer = Buffer::new(room);
        signed.write_to(&mut buffer);
        Ok(buffer.filled())
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

    pub(crate) fn odd_secret(&self) -> Option<OddSecret> {
        self.odd_secret
    }

    #[inline(always)]
    fn read<'p, 'r>(
        &self,
        request: &Request<'r>,
        pairs: &'p mut Pairs<'r>,
    ) -> Result<Message<'p, 'r>, Error> {
        if let (Rules::X, Some(odd)) = (request.rules, self.odd_secret) {
            return Err(odd.error());
        }
        let mut policy = request.rules.policy();
        Message::read(request, self.identity.has_token(), pairs, &mut policy)
    }

    #[inline]
    fn header<'s, 'r>(&'s self, message: &'s Message<'s, 'r>, stamp: Stamp<'s>) -> Header<'s, 'r> {
        Header {
            identity: &self.identity,
            message,
            stamp,
        }
    }

    #[inline(always)]
    fn stamp<'s>(&self, request: &Request<'s>, fresh: &'s mut Fresh) -> Result<Stamp<'s>, Error> {
        let nonce = match request.nonce {
            Some(nonce) => Nonce::Given(Component::text(nonce)),
            None => {
                write_fresh_nonce(&mut fresh.nonce)?;
                Nonce::Fresh(&fresh.nonce)
            }
        };
        let time = match request.timestamp {
            0 => unix_time(self.clock_offset.load(Ordering::Relaxed))?,
            given => given,
        };
        let timestamp = fresh.digits.format(time).as_bytes();
        Ok(Stamp { nonce, timestamp })
    }

    /// Stamps and signs what has been read.
    pub(crate) fn with_signed<T>(
        &self,
        message: &Message<'_, '_>,
        request: &Request<'_>,
        then: impl FnOnce(&Signed<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut fresh = Fresh::default();
        let header = self.header(message, self.stamp(request, &mut fresh)?);
        let signature = self.key.sign(&header.base_string());
        then(&Signed { header, signature })
    }
}

/// What a stamp is made of where the request does not give it.
struct Fresh {
    nonce: [u8; NONCE_LEN],
    digits: itoa::Buffer,
}

impl Default for Fresh {
    fn default() -> Self {
        Self {
            nonce: [0; NONCE_LEN],
            digits: itoa::Buffer::new(),
        }
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
    Header { stamp, ..*header }.longest()
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
    let mut pairs = Pairs::new();
    let message = signer.read(request, &mut pairs)?;
    let mut fresh = Fresh::default();
    let header = signer.header(&message, signer.stamp(request, &mut fresh)?);
    ascii(header.base_string().to_text()?)
}
