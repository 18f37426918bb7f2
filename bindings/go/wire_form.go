package twsign

// #include "abi.h"
//
// #cgo noescape twgo_form_encode
// #cgo nocallback twgo_form_encode
// #cgo noescape twgo_canonical_url
// #cgo nocallback twgo_canonical_url
import "C"

// FormEncode encodes names and values as a query or a form body that X reads as the RFC does:
// strict percent-encoding (RFC 5849, 3.6), %20 for a space.
//
// The order is kept, and so are duplicates. [net/url.Values.Encode] will do as well where the
// order does not matter. Fails with [ErrAmbiguous] for an empty name, which X drops, and for those
// that only the header may carry: oauth_consumer_key, oauth_nonce, oauth_signature,
// oauth_signature_method, oauth_timestamp, oauth_token and oauth_version; and with
// [ErrInvalidParam] for a NUL.
func FormEncode(params ...Param) (string, error) {
	t := newTexts(nil)
	at := t.params("params", ErrInvalidParam, params)
	if t.err != nil {
		return "", t.err
	}
	var failure C.tw_error
	return taken(C.twgo_form_encode(t.start(), at, &failure), &failure)
}

// CanonicalURL gives the same URL with its query in the encoding of [FormEncode]; raw bytes are
// escaped.
//
// ?q=from:jack+(a b) becomes ?q=from%3Ajack%20%28a%20b%29: a + is read as a space, an escape as
// its byte. Empty pairs (a&&b) vanish. Scheme, host, path and fragment stay as they are, but for
// bytes that may not stand in a URL. Fails as [FormEncode] does, and with [ErrInvalidURL] for what
// is no absolute http or https URL or holds a broken escape (100%), which could mean two things.
func CanonicalURL(url string) (string, error) {
	t := newTexts(nil)
	text := t.one("url", ErrInvalidURL, url)
	if t.err != nil {
		return "", t.err
	}
	var failure C.tw_error
	return taken(C.twgo_canonical_url(text, &failure), &failure)
}
