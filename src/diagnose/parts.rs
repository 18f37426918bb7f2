//! Method, base string URI (RFC 5849, 3.4.1.2) and signing key (3.4.2), the way a
//! variation says.
#![forbid(unsafe_code)]

use super::sent::Sent;
use super::variation::{Host, Kept, KeyAs, MethodAs, Path, Port, Secret, UriAs, Whose, Writing};
use super::Known;
use crate::percent::Component;
use crate::room::{reserve, NoMemory};
use crate::secret_text::SecretText;
use crate::url::Scheme;

pub(super) fn method(sent: &Sent<'_>, settings: &MethodAs) -> Result<Vec<u8>, NoMemory> {
    let name = settings.name.map_or(sent.request.method, str::as_bytes);
    let mut method = Vec::new();
    reserve(&mut method, name.len())?;
    method.extend_from_slice(name);
    if settings.lower_case {
        method.make_ascii_lowercase();
    } else {
        method.make_ascii_uppercase();
    }
    Ok(method)
}

pub(super) fn uri(sent: &Sent<'_>, settings: &UriAs) -> Result<Vec<u8>, NoMemory> {
    let mut plain = Vec::new();
    // Room for all that can be added: "https://", "twitter.com", a port, a slash.
    reserve(&mut plain, sent.request.url.len().saturating_add(32))?;
    put_scheme(sent, settings, &mut plain);
    put_host(sent, settings, &mut plain);
    put_port(sent, settings, &mut plain);
    put_path(sent, settings, &mut plain)?;
    for kept in settings.kept {
        match (kept, sent.url.query) {
            (Kept::Query, Some(query)) => {
                plain.push(b'?');
                plain.extend_from_slice(query);
            }
            (Kept::Fragment, _) => plain.extend_from_slice(sent.url.fragment),
            _ => {}
        }
    }
    let mut encoded = Vec::new();
    settings.whole.put(&plain, &mut encoded)?;
    Ok(encoded)
}

fn put_scheme(sent: &Sent<'_>, settings: &UriAs, text: &mut Vec<u8>) {
    let is_https = (sent.url.scheme == Scheme::Https) != settings.scheme_swapped;
    let scheme: &[u8] = if is_https { b"https://" } else { b"http://" };
    let as_sent = sent.request.url.get(..sent.url.authority_at);
    let keeps_case = settings.scheme_as_sent && !settings.scheme_swapped;
    text.extend_from_slice(as_sent.filter(|_| keeps_case).unwrap_or(scheme));
}

fn put_host(sent: &Sent<'_>, settings: &UriAs, text: &mut Vec<u8>) {
    let host = sent.url.host;
    let (front, domain) = match settings.host {
        Host::AsSent => return text.extend_from_slice(host),
        Host::Renamed => renamed(host).unwrap_or((host, "")),
        Host::LowerCase => (host, ""),
    };
    text.extend(front.iter().map(u8::to_ascii_lowercase));
    text.extend_from_slice(domain.as_bytes());
}

/// `api.` and `twitter.com` for `api.x.com`, and back.
fn renamed(host: &[u8]) -> Option<(&[u8], &'static str)> {
    for (from, to) in [("x.com", "twitter.com"), ("twitter.com", "x.com")] {
        let front_len = host.len().checked_sub(from.len());
        let parts = front_len.and_then(|len| host.split_at_checked(len));
        if let Some((front, end)) = parts {
            let is_whole_domain = front.is_empty() || front.ends_with(b".");
            if is_whole_domain && end.eq_ignore_ascii_case(from.as_bytes()) {
                return Some((front, to));
            }
        }
    }
    None
}

fn put_port(sent: &Sent<'_>, settings: &UriAs, text: &mut Vec<u8>) {
    let url = &sent.url;
    let port = match settings.port {
        Port::ByScheme => url.port,
        Port::Always => url.given_port.or(Some(url.scheme.default_port())),
        Port::IfGiven => url.given_port,
        Port::Never => None,
    };
    if let Some(port) = port {
        text.push(b':');
        text.extend_from_slice(itoa::Buffer::new().format(port).as_bytes());
    }
}

fn put_path(sent: &Sent<'_>, settings: &UriAs, text: &mut Vec<u8>) -> Result<(), NoMemory> {
    let path = sent.url.path;
    let path: &[u8] = if path.is_empty() { b"/" } else { path };
    let path = match settings.path {
        Path::WithoutSlash => path.strip_suffix(b"/").unwrap_or(path),
        Path::AsSent | Path::WithSlash => path,
    };
    if settings.path_decoded {
        Component::escaped(path).put_decoded(text)?;
    } else {
        text.extend_from_slice(path);
    }
    if settings.path == Path::WithSlash && !path.ends_with(b"/") {
        text.push(b'/');
    }
    Ok(())
}

/// The signing key.
pub(super) fn key(known: &Known<'_>, settings: &KeyAs) -> Result<SecretText, NoMemory> {
    let writing = Writing {
        encoded: settings.encoded,
        ..Writing::STRICT
    };
    let (first, second) = (
        secret(known, &settings.first)?,
        secret(known, &settings.second)?,
    );
    // Asked for once: growing would leave copies.
    let mut key = SecretText::default();
    let len = first.len().saturating_add(second.len());
    reserve(&mut key, len.saturating_mul(3).saturating_add(1))?;
    writing.put(&first, &mut key)?;
    if settings.ampersand {
        key.push(b'&');
    }
    // Nothing is put around a token secret that is not there.
    if !whose(known, settings.second.whose).is_empty() {
        writing.put(&second, &mut key)?;
    }
    Ok(key)
}

fn secret(known: &Known<'_>, settings: &Secret) -> Result<SecretText, NoMemory> {
    let bare = whose(known, settings.whose);
    let [(before, after), (further_before, further_after)] = settings.around;
    let mut secret = SecretText::default();
    reserve(&mut secret, bare.len().saturating_add(16))?;
    for piece in [further_before, before, bare, after, further_after] {
        secret.extend_from_slice(piece);
    }
    Ok(secret)
}

fn whose<'a>(known: &Known<'a>, whose: Whose) -> &'a [u8] {
    let text = match whose {
        Whose::Nobody => None,
        Whose::ApiKey => known.api_key,
        Whose::ApiSecret => known.api_secret,
        Whose::Token => known.token,
        Whose::TokenSecret => known.token_secret,
    };
    text.unwrap_or_default()
}
