package twsign

// #include "abi.h"
import "C"

import "time"

// FormType is the Content-Type of a form body, which is signed.
const FormType = "application/x-www-form-urlencoded"

// A Param is a name and a value, not percent-encoded.
type Param struct {
	Name, Value string
}

// Rules say by which reading of the request a signature has to hold.
//
// X's published server code does not decode parameters and encode them again, as RFC 5849
// (3.4.1.3) says; it takes them as they stand on the wire. So some requests have a signature that
// is right by the RFC and is still answered with 401, code 32.
type Rules int32

const (
	// RulesX is the default: such a request is [ErrAmbiguous], with the place and the mend, so that
	// a header which is made is one that X accepts. Refused are, in query and form: a reserved
	// character raw (q=from:jack), an escaped letter or digit (%61), a second raw = (q=a=b), an
	// empty name (=v), an oauth_ parameter that the header carries too or that stands there twice;
	// and elsewhere: a form's content type that is not in lower case or only begins like one, a
	// secret or a method with anything but A-Z a-z 0-9 - . _ ~ in it, in OAuthParams a name that
	// does not begin with oauth_ or a realm with a comma, quote or backslash. [FormEncode],
	// [CanonicalURL] and [net/url.Values.Encode] give a form that is never refused.
	RulesX Rules = C.TW_RULES_X
	// RulesRFC5849 signs by the RFC whatever the RFC can sign.
	RulesRFC5849 Rules = C.TW_RULES_RFC5849
)

// A Request is what is signed, exactly as it is sent.
type Request struct {
	// Method is "GET", "POST", ...
	Method string
	// URL is absolute, with the query as it is sent. A fragment is neither sent nor signed.
	URL string
	// ContentType is the value of the Content-Type header, or empty.
	ContentType string
	// Body is the body as sent. It is signed if ContentType is [FormType], in any letter case and
	// with any parameters. Any other body (JSON, files) is not looked at and may be left out.
	Body []byte
	// Nonce is printable ASCII; empty: a fresh one, 128 random bits.
	Nonce string
	// Timestamp is signed as whole seconds; zero: now, by the signer's clock.
	Timestamp time.Time
	// Rules are RulesX or RulesRFC5849.
	Rules Rules
	// OAuthParams go into the header: oauth_callback, oauth_verifier and the like, which are signed
	// once with all others, and realm, which comes first and is never signed. At most 64, each name
	// once, none that is set here anyway; but {"oauth_version", ""} leaves the version out, and
	// {"oauth_token", ""} sends an empty token if the credentials have none.
	OAuthParams []Param
}

func (t *texts) request(r *Request) C.twgo_request {
	return C.twgo_request{
		method:       t.add("request.method", ErrInvalidMethod, r.Method),
		url:          t.add("request.url", ErrInvalidURL, r.URL),
		content_type: t.option("request.content_type", ErrInvalidParam, r.ContentType),
		nonce:        t.option("request.nonce", ErrInvalidParam, r.Nonce),
		timestamp:    t.timestamp("request.timestamp", r.Timestamp),
		rules:        C.int32_t(r.Rules),
		oauth_params: t.params("request.oauth_params", ErrInvalidParam, r.OAuthParams),
	}
}

// timestamp gives 0, which means now, for no time.
func (t *texts) timestamp(field string, time time.Time) C.int64_t {
	if time.IsZero() {
		return 0
	}
	seconds := time.Unix()
	if seconds == 0 && t.err == nil {
		t.err = &Error{Status: ErrInvalidParam, Message: field + ": the first second of 1970, which stands for now"}
	}
	return C.int64_t(seconds)
}
