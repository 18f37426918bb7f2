//! Signs requests to the X (Twitter) API with an API Key and Secret.
//!
//! libtwsign is a C library first: `include/twsign.h` is its manual, and the
//! module `ffi` exports what that header declares. This is the Rust API beneath.
//! It does no I/O; all text is bytes, as it is in C.
//!
//! ```
//! use twsign::{Credentials, Request, Signer};
//!
//! let signer = Signer::new(&Credentials {
//!     api_key: b"xvz1evFS4wEEPTGEFPHBog",
//!     api_secret: b"kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
//!     token: None,
//!     token_secret: None,
//! })?;
//! let header = signer.sign(&Request::new(b"GET", b"https://api.x.com/2/users/me"))?;
//! assert!(header.starts_with("OAuth oauth_consumer_key="));
//! # Ok::<(), twsign::Error>(())
//! ```
#![deny(unsafe_code)]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::undocumented_unsafe_blocks
)]
#![cfg_attr(not(test), deny(clippy::disallowed_macros, clippy::disallowed_methods))]
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)
)]

mod authorize;
mod base_string;
mod clock;
mod credentials;
pub mod diagnose;
mod error;
mod exchange;
mod explain;
pub mod ffi;
mod header;
mod identity;
mod json;
mod marks;
mod media_type;
mod message;
mod nonce;
mod own;
mod params;
mod percent;
mod refusal;
mod reply;
mod room;
mod secret_text;
mod signer;
mod signing_key;
mod system;
mod text;
mod token;
mod url;
mod webhook;
mod wide;
mod wire_form;
mod x_rules;

pub use authorize::{authorize_url, callback_verifier, AuthorizeOptions};
pub use credentials::Credentials;
pub use error::{Error, Status};
pub use exchange::Exchange;
pub use explain::explain;
pub use message::{Param, Request};
pub use secret_text::SecretText;
pub use signer::{sign_request, signature_base_string, SignIntoError, Signer};
pub use token::Token;
pub use webhook::{webhook_crc_response, webhook_verify};
pub use wire_form::{canonical_url, form_encode};
pub use x_rules::Rules;
