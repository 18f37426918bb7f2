package twsign

// #include "abi.h"
//
// #cgo noescape twgo_diagnose
// #cgo nocallback twgo_diagnose
import "C"

import "time"

// An Attempt is a call that failed: what was sent and what came back, as far as known.
type Attempt struct {
	// Authorization is the value of the header that was sent, by whatever program.
	Authorization string
	// ReceivedAt is when the reply came, by the local clock; zero: now.
	ReceivedAt time.Time
	// HTTPStatus is 0 if there was no reply.
	HTTPStatus int
	// Date is the value of the reply's Date header.
	Date string
	// Body is the reply's body.
	Body []byte
}

// Diagnose names the mistake in a request that was refused, whoever signed it.
//
// The first line of the report is "cause: " and one of the identifiers in docs/diagnosis.md, which
// stay as they are ("cause: none-found" too); the lines after it are for people: what was wrong and
// where, the base string as it was signed and as it should have been, what to change, and whether
// trying again can help. Secrets are masked.
//
// Only the request is needed. With credentials, which may be faulty or given in part, and the header
// in the attempt, the signature is built anew under each known wrong recipe, alone and two at a time,
// until one gives the signature that was sent: that mistake is proven. Without a header, credentials
// and request are looked at and the reply is read. The request's Nonce, Timestamp, Rules and
// OAuthParams are not looked at: the header has its own.
//
// It takes some milliseconds, and some tenths of a second at most. Fails with [ErrInvalidMethod],
// [ErrInvalidURL], [ErrInvalidBody] or [ErrInvalidParam] for a request that cannot be sent, and with
// [ErrSystem].
func Diagnose(c Credentials, r Request, a Attempt) (string, error) {
	t := newTexts(nil)
	defer t.wipe()
	who := t.partOfCredentials(&c)
	what := t.request(&Request{Method: r.Method, URL: r.URL, ContentType: r.ContentType})
	how := C.twgo_attempt{
		authorization: t.option("attempt.authorization", ErrInvalidParam, a.Authorization),
		date:          t.option("attempt.date", ErrInvalidParam, a.Date),
		received_at:   t.timestamp("attempt.received_at", a.ReceivedAt),
		http_status:   C.int(a.HTTPStatus),
	}
	if t.err != nil {
		return "", t.err
	}
	body, bodySize := bytesOf(r.Body)
	reply, replySize := bytesOf(a.Body)
	var failure C.tw_error
	return taken(C.twgo_diagnose(t.start(), who, &what, body, bodySize, &how, reply, replySize, &failure), &failure)
}
