package twsign

// #include "abi.h"
//
// #cgo noescape twgo_request_token
// #cgo nocallback twgo_request_token
// #cgo noescape twgo_access_token
// #cgo nocallback twgo_access_token
// #cgo noescape twgo_bearer_token
// #cgo nocallback twgo_bearer_token
// #cgo noescape twgo_invalidation
// #cgo nocallback twgo_invalidation
// #cgo noescape twgo_finish
// #cgo nocallback twgo_finish
import "C"

import (
	"runtime"
	"sync"
)

// An Exchange is one call to a token endpoint: what to send, and the reader of what comes back.
//
// It is for programs with an HTTP client of their own: they send what the getters give, once and
// soon, since it was signed when the exchange was made, and hand status and body to
// [Exchange.Finish]. With a [net/http.Client], [Exchange.Send] does that, and [RequestToken],
// [AccessToken], [BearerToken], [InvalidateToken] and [InvalidateBearerToken] do all of it.
//
// Several goroutines may read one. What an Exchange holds stays in C's memory and is wiped when it
// is closed; one that is forgotten is closed some time after the last use.
type Exchange struct {
	open     sync.RWMutex   // held for reading by each call into C, for writing by Close
	exchange *C.tw_exchange // NULL after Close
	cleanup  runtime.Cleanup
	isBearer bool // a bearer is what it brings
}

// ExchangeOptions are what is seldom needed; nil stands for none.
type ExchangeOptions struct {
	// BaseURL is where the API is, without query and fragment; empty: https://api.x.com
	BaseURL string
	// AccessType is "read" or "write", for a Request Token that asks for less than the App may
	// have; else empty.
	AccessType string
}

// NewRequestTokenExchange makes the call of [RequestToken].
func NewRequestTokenExchange(c Credentials, callback string, o *ExchangeOptions) (*Exchange, error) {
	t := newTexts(nil)
	defer t.wipe()
	who, callbackAt := t.credentials(&c), t.add("callback", ErrInvalidParam, callback)
	accessType, baseURL := t.exchangeOptions(o)
	if t.err != nil {
		return nil, t.err
	}
	var failure C.tw_error
	return newExchange(C.twgo_request_token(t.start(), who, callbackAt, accessType, baseURL, &failure), false, &failure)
}

// NewAccessTokenExchange makes the call of [AccessToken].
func NewAccessTokenExchange(c Credentials, requestToken Token, verifier string, o *ExchangeOptions) (*Exchange, error) {
	c = c.WithToken(requestToken)
	t := newTexts(nil)
	defer t.wipe()
	who, verifierAt := t.credentials(&c), t.add("verifier", ErrInvalidParam, verifier)
	baseURL := t.baseURL(o)
	if t.err != nil {
		return nil, t.err
	}
	var failure C.tw_error
	return newExchange(C.twgo_access_token(t.start(), who, verifierAt, baseURL, &failure), false, &failure)
}

// NewBearerTokenExchange makes the call of [BearerToken]. The bearer will be the [Token].Secret.
func NewBearerTokenExchange(c Credentials, o *ExchangeOptions) (*Exchange, error) {
	t := newTexts(nil)
	defer t.wipe()
	who, baseURL := t.credentials(&c), t.baseURL(o)
	if t.err != nil {
		return nil, t.err
	}
	var failure C.tw_error
	return newExchange(C.twgo_bearer_token(t.start(), who, baseURL, &failure), true, &failure)
}

// NewInvalidationExchange makes the call of [InvalidateToken]. The [Token].Value will be the token
// that is no more.
func NewInvalidationExchange(c Credentials, o *ExchangeOptions) (*Exchange, error) {
	return newInvalidation(&c, nil, o)
}

// NewBearerInvalidationExchange makes the call of [InvalidateBearerToken]. The [Token].Secret will
// be the bearer that is no more.
func NewBearerInvalidationExchange(c Credentials, bearer Secret, o *ExchangeOptions) (*Exchange, error) {
	return newInvalidation(&c, &bearer, o)
}

// newInvalidation tells no bearer, which revokes the user's token, from an empty one, which is a
// mistake.
func newInvalidation(c *Credentials, bearer *Secret, o *ExchangeOptions) (*Exchange, error) {
	t := newTexts(nil)
	defer t.wipe()
	who, baseURL := t.credentials(c), t.baseURL(o)
	var bearerAt C.twgo_offset
	if bearer != nil {
		bearerAt = t.secret("bearer_token", ErrInvalidParam, *bearer)
	}
	if t.err != nil {
		return nil, t.err
	}
	var failure C.tw_error
	return newExchange(C.twgo_invalidation(t.start(), who, bearerAt, baseURL, &failure), bearer != nil, &failure)
}

func (t *texts) exchangeOptions(o *ExchangeOptions) (accessType, baseURL C.twgo_offset) {
	if o == nil {
		return 0, 0
	}
	return t.option("access_type", ErrInvalidParam, o.AccessType), t.option("base_url", ErrInvalidURL, o.BaseURL)
}

// baseURL refuses the option that only a Request Token has.
func (t *texts) baseURL(o *ExchangeOptions) C.twgo_offset {
	accessType, baseURL := t.exchangeOptions(o)
	if accessType != 0 && t.err == nil {
		t.err = &Error{Status: ErrInvalidParam, Message: "access_type: only a request token can ask for one"}
	}
	return baseURL
}

func newExchange(made *C.tw_exchange, isBearer bool, failure *C.tw_error) (*Exchange, error) {
	if made == nil {
		return nil, newError(failure)
	}
	x := &Exchange{exchange: made, isBearer: isBearer}
	x.cleanup = runtime.AddCleanup(x, func(made *C.tw_exchange) { C.tw_exchange_free(made) }, made)
	return x, nil
}

// Close wipes and releases what the exchange holds. Its error is always nil.
func (x *Exchange) Close() error {
	x.open.Lock()
	defer x.open.Unlock()
	x.cleanup.Stop()
	C.tw_exchange_free(x.exchange)
	x.exchange = nil
	return nil
}

// Method is the method to send, "POST". It and the other getters give nothing after Close.
func (x *Exchange) Method() string {
	x.open.RLock()
	defer x.open.RUnlock()
	return C.GoString(C.tw_exchange_method(x.exchange))
}

// URL is to be sent as it is, with its query. One that revokes a bearer holds it: do not log it.
func (x *Exchange) URL() string {
	x.open.RLock()
	defer x.open.RUnlock()
	return C.GoString(C.tw_exchange_url(x.exchange))
}

// Authorization is the value of that header. A secret: do not log it.
func (x *Exchange) Authorization() string {
	x.open.RLock()
	defer x.open.RUnlock()
	return C.GoString(C.tw_exchange_authorization(x.exchange))
}

// ContentType is the value of the Content-Type header, or empty if there is no body.
func (x *Exchange) ContentType() string {
	x.open.RLock()
	defer x.open.RUnlock()
	return C.GoString(C.tw_exchange_content_type(x.exchange))
}

// Body is the body, or empty. One that revokes a bearer holds it: do not log it.
func (x *Exchange) Body() string {
	x.open.RLock()
	defer x.open.RUnlock()
	return C.GoString(C.tw_exchange_body(x.exchange))
}

// Finish reads the reply, whatever its media type. Fails with
//
//   - [ErrRefused] for a status of 400 to 599: X's own code is in [Error].APICode (0 if there is
//     none), X's words are in the message. 32: the signature, or the keys, are wrong; 89: the token
//     is dead; 135: the clock is wrong; 99: API Key or Secret are wrong; 415: the callback is not
//     on the App's list; 417: the App has no callback, only "oob" works;
//   - [ErrInvalidResponse] for a reply that makes no sense: another status but 200, more than
//     1 MiB, a member that is missing, empty, given twice or of the wrong type;
//   - [ErrClosed].
func (x *Exchange) Finish(httpStatus int, body []byte) (Token, error) {
	x.open.RLock()
	defer x.open.RUnlock()
	if x.exchange == nil {
		return Token{}, ErrClosed
	}
	start, size := bytesOf(body)
	var failure C.tw_error
	token := C.twgo_finish(x.exchange, C.int(httpStatus), start, size, &failure)
	if token == nil {
		return Token{}, newError(&failure)
	}
	return takenToken(token, x.isBearer), nil
}
