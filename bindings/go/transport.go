package twsign

import (
	"errors"
	"net/http"
)

// A Transport signs the requests of a [net/http.Client]:
//
//	client := &http.Client{Transport: &twsign.Transport{Signer: signer}}
//
// Each request is signed when it is sent: a redirect is signed anew, and so is a retry by whatever
// stands around the Transport. What is sent is what was signed:
//
//   - The query is sent in the form of [CanonicalURL], so that X reads it as everyone does.
//   - A form body is read, signed and sent from memory. A body of another type (JSON, files) is not
//     signed and not touched, but streamed.
//   - On a redirect to another host, to another port or from https to http, and from there on, the
//     request goes out without a signature.
//   - A request that has an Authorization header already is sent as it is, not signed: with the
//     header of an [Exchange], say, or with a Bearer Token.
//
// If the clock is wrong, the Transport sets the signer's right by the Date header of the refusal and
// sends the request once more, if its body can be had again ([net/http.Request].GetBody). It knows by
// X's code 135 or, where X gives no code, by a Date more than a minute away from the signed time.
//
// What cannot be signed is not sent: the error, inside the [net/url.Error] of the client, is one of
// [CanonicalURL] or [Signer.Sign]. A Transport may be used by many goroutines at once.
type Transport struct {
	// Signer signs. It stays the caller's, to be closed when the Transport is no longer used.
	Signer *Signer
	// Base sends; nil: [net/http.DefaultTransport].
	Base http.RoundTripper
}

// RoundTrip signs and sends a request. It does not change it.
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL == nil || request.Header.Get("Authorization") != "" || !staysOnServer(request) {
		return t.base().RoundTrip(request)
	}
	if t.Signer == nil {
		closeBody(request)
		return nil, errors.New("twsign: Transport without a Signer")
	}
	out, err := newOutgoing(request)
	if err != nil {
		closeBody(request)
		return nil, err
	}
	response, err := t.send(out)
	if err == nil && isClockRefusal(response, out.signedAt) {
		response, err = t.sendInTime(out, response)
	}
	if err != nil {
		return nil, err
	}
	response.Request = request // which is without the signature
	return response, nil
}

func (t *Transport) send(out *outgoing) (*http.Response, error) {
	if err := out.sign(t.Signer); err != nil {
		closeBody(out.request)
		return nil, err
	}
	return t.base().RoundTrip(out.request)
}

// sendInTime learns X's clock from a refusal. The refusal stays the answer if no second try can be
// made.
func (t *Transport) sendInTime(out *outgoing, refusal *http.Response) (*http.Response, error) {
	if _, err := t.Signer.LearnClock(refusal.Header.Get("Date")); err != nil {
		return refusal, nil
	}
	again, err := out.again()
	if err != nil {
		return refusal, nil
	}
	refusal.Body.Close()
	return t.send(again)
}

// CloseIdleConnections is for [net/http.Client.CloseIdleConnections].
func (t *Transport) CloseIdleConnections() {
	if base, ok := t.base().(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

func (t *Transport) base() http.RoundTripper {
	if t.Base == nil {
		return http.DefaultTransport
	}
	return t.Base
}

func closeBody(request *http.Request) {
	if request.Body != nil {
		request.Body.Close()
	}
}
