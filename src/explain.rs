//! Every step of a signature as text for people, the secrets masked.
#![forbid(unsafe_code)]

use std::fmt::{self, Write};

use percent_encoding::percent_decode;

use crate::credentials::Credentials;
use crate::error::{mask, Error};
use crate::message::{Message, Request};
use crate::params::Pairs;
use crate::percent::{Component, Times};
use crate::room::NoMemory;
use crate::secret_text::SecretText;
use crate::signer::Signer;
use crate::signing_key::SIGNATURE_LEN;
use crate::text::{ascii, Sink, Written};
use crate::x_rules::Policy;

/// What was signed, step by step, and where X would read the request otherwise.
///
/// Such places are shown here and not refused, whatever `request.rules` says.
pub fn explain(credentials: &Credentials<'_>, request: &Request<'_>) -> Result<String, Error> {
    let signer = Signer::new(credentials)?;
    let mut places = Vec::new();
    let mut policy = Policy::Report(request.rules, &mut places);
    if let Some(odd) = signer.odd_secret() {
        policy.found(odd.error())?;
    }
    let mut pairs = Pairs::new();
    let has_token = credentials.token.is_some();
    let message = Message::read(request, has_token, &mut pairs, &mut policy)?;
    let text = signer.with_signed(&message, request, |signed| {
        let base_string = signed.header.base_string().to_text()?;
        let parameters = NormalizedParameters(&base_string).to_text()?;
        let explanation = Explanation {
            credentials,
            api_key: masked(encoded_once(credentials.api_key)?, credentials)?,
            token: masked(
                encoded_once(credentials.token.unwrap_or_default())?,
                credentials,
            )?,
            request,
            body_is_form: message.body_is_form,
            normalized_parameters: masked(parameters, credentials)?,
            uri: masked(message.url.to_text()?, credentials)?,
            signature: signed.signature.base64()?,
            header: masked(signed.to_text()?, credentials)?,
            base_string: masked(base_string, credentials)?,
            places: &places,
        };
        Ok(explanation.to_text()?)
    })?;
    ascii(text)
}

/// A part that the caller's texts stand in. The words around it are ours, and stay
/// legible where a secret is as common a word as "secret".
fn masked(mut text: Vec<u8>, credentials: &Credentials<'_>) -> Result<Vec<u8>, NoMemory> {
    mask_secret(&mut text, credentials.api_secret)?;
    mask_secret(&mut text, credentials.token_secret.unwrap_or_default())?;
    Ok(text)
}

/// Puts stars over a secret that the request itself holds, by mistake; encoded too.
pub(crate) fn mask_secret(text: &mut [u8], secret: &[u8]) -> Result<(), NoMemory> {
    mask(text, secret);
    for times in [Times::Once, Times::Twice] {
        let secret = Encoded(Component::text(secret), times).to_text()?;
        mask(text, &SecretText::new(secret));
    }
    Ok(())
}

/// The steps, with the secrets masked in each.
struct Explanation<'a> {
    credentials: &'a Credentials<'a>,
    api_key: Vec<u8>,
    token: Vec<u8>,
    request: &'a Request<'a>,
    body_is_form: bool,
    normalized_parameters: Vec<u8>,
    uri: Vec<u8>,
    base_string: Vec<u8>,
    signature: [u8; SIGNATURE_LEN],
    header: Vec<u8>,
    places: &'a [Error],
}

impl Written for Explanation<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        self.write_credentials(sink);
        self.write_body(sink);
        sink.put(b"\nNormalized parameters, one a line (RFC 5849, 3.4.1.3.2):\n");
        for pair in self.normalized_parameters.split(|&byte| byte == b'&') {
            sink.put(b"  ");
            sink.put(pair);
            sink.put(b"\n");
        }
        sink.put(b"\nBase string URI, encoded (3.4.1.2):\n  ");
        sink.put(&self.uri);
        sink.put(b"\n\nBase string (3.4.1.1):\n  ");
        sink.put(&self.base_string);
        sink.put(b"\n\nSigning key (3.4.2), api_secret&token_secret, each encoded:\n  ***&");
        sink.put(if self.credentials.token_secret.is_some() {
            b"***"
        } else {
            b""
        });
        sink.put(b"\n\nSignature, HMAC-SHA1 of the base string in base64:\n  ");
        sink.put(&self.signature);
        sink.put(b"\n\nAuthorization header (3.5.1):\n  ");
        sink.put(&self.header);
        sink.put(b"\n\n");
        self.write_places(sink);
    }
}

impl Explanation<'_> {
    fn write_credentials<S: Sink + ?Sized>(&self, sink: &mut S) {
        let Credentials {
            api_secret,
            token_secret,
            ..
        } = self.credentials;
        sink.put(b"Credentials:\n  api_key       ");
        sink.put(&self.api_key);
        put_text(
            sink,
            format_args!("\n  api_secret    ***, length {}\n", api_secret.len()),
        );
        let (Some(_), Some(token_secret)) = (self.credentials.token, token_secret) else {
            return sink.put(b"  token         none: signed for the App alone\n");
        };
        sink.put(b"  token         ");
        sink.put(&self.token);
        put_text(
            sink,
            format_args!("\n  token_secret  ***, length {}\n", token_secret.len()),
        );
    }

    fn write_body<S: Sink + ?Sized>(&self, sink: &mut S) {
        let bytes = self.request.body.len();
        let text = match (bytes, self.body_is_form) {
            (0, _) => "empty",
            (_, true) => "a form, signed",
            (_, false) => "not a form by its content_type, hence not signed",
        };
        put_text(
            sink,
            format_args!("\nBody (3.4.1.3.1):\n  {text}, length {bytes}\n"),
        );
    }

    fn write_places<S: Sink + ?Sized>(&self, sink: &mut S) {
        if self.places.is_empty() {
            return sink.put(b"X's server code reads this request as RFC 5849 does.");
        }
        sink.put(b"X's server code reads this request otherwise than RFC 5849 does,\n");
        sink.put(b"and answers this signature with 401, code 32:");
        for place in self.places {
            put_text(sink, format_args!("\n  ! {place}"));
        }
    }
}

struct Encoded<'a>(Component<'a>, Times);

fn encoded_once(text: &[u8]) -> Result<Vec<u8>, NoMemory> {
    Encoded(Component::text(text), Times::Once).to_text()
}

impl Written for Encoded<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        self.0.write(self.1, sink);
    }
}

/// The third part of a base string, decoded once.
struct NormalizedParameters<'a>(&'a [u8]);

impl Written for NormalizedParameters<'_> {
    fn write_to<S: Sink + ?Sized>(&self, sink: &mut S) {
        let encoded = self.0.rsplit(|&byte| byte == b'&').next();
        percent_decode(encoded.unwrap_or_default()).for_each(|byte| sink.put(&[byte]));
    }
}

fn put_text<S: Sink + ?Sized>(sink: &mut S, text: fmt::Arguments<'_>) {
    struct Adapter<'s, S: ?Sized>(&'s mut S);
    impl<S: Sink + ?Sized> Write for Adapter<'_, S> {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.put(text.as_bytes());
            Ok(())
        }
    }
    // A sink takes everything, and so does this.
    let _ = Adapter(sink).write_fmt(text);
}
