package twsign

// #include "abi.h"
//
// #cgo noescape twgo_describe
// #cgo nocallback twgo_describe
import "C"

// SignRequest gives the value of the Authorization header for one request by the system's clock.
// To sign more than once, a [Signer] is faster. Fails as [NewSigner] and [Signer.Sign] do.
func SignRequest(c Credentials, r Request) (string, error) {
	return describe(C.TWGO_HEADER, &c, &r)
}

// SignatureBaseString gives the signature base string (RFC 5849, 3.4.1): what the signature signs.
//
// With the nonce and timestamp of a header that was sent, it can be compared with what another
// program or X's documentation says it should be. Fails as [SignRequest] does.
func SignatureBaseString(c Credentials, r Request) (string, error) {
	return describe(C.TWGO_BASE_STRING, &c, &r)
}

// Explain gives every step of the signing, for people: secrets masked, wording not fixed.
//
// What [SignRequest] would refuse as [ErrAmbiguous] is marked in the text and not refused.
// Otherwise fails as SignRequest does.
func Explain(c Credentials, r Request) (string, error) {
	return describe(C.TWGO_EXPLANATION, &c, &r)
}

func describe(make C.int, c *Credentials, r *Request) (string, error) {
	t := newTexts(nil)
	defer t.wipe()
	who, what := t.credentials(c), t.request(r)
	if t.err != nil {
		return "", t.err
	}
	body, bodySize := bytesOf(r.Body)
	var failure C.tw_error
	return taken(C.twgo_describe(make, t.start(), who, &what, body, bodySize, &failure), &failure)
}
