package twsign

// #include "abi.h"
//
// #cgo noescape twgo_authorize_url
// #cgo nocallback twgo_authorize_url
// #cgo noescape twgo_callback_verifier
// #cgo nocallback twgo_callback_verifier
import "C"

// AuthorizeOptions say how to ask the user; nil stands for none.
type AuthorizeOptions struct {
	// SignIn is for oauth/authenticate instead of oauth/authorize: X does not ask again whom it has
	// asked before, if the App may do "Log in with X".
	SignIn bool
	// ForceLogin: the user has to log in, whoever is logged in now.
	ForceLogin bool
	// ScreenName fills in the login form, if it is not empty.
	ScreenName string
	// BaseURL is where the API is; empty: https://api.x.com
	BaseURL string
}

// AuthorizeURL is step 2 of the three-legged flow: where to send the user, with the Request Token
// of step 1. Fails with [ErrInvalidURL] (the base URL) or [ErrInvalidParam] (no request token).
func AuthorizeURL(requestToken Token, o *AuthorizeOptions) (string, error) {
	if o == nil {
		o = &AuthorizeOptions{}
	}
	t := newTexts(nil)
	token := t.add("request_token", ErrInvalidParam, requestToken.Value)
	screenName := t.option("screen_name", ErrInvalidParam, o.ScreenName)
	baseURL := t.option("base_url", ErrInvalidURL, o.BaseURL)
	if t.err != nil {
		return "", t.err
	}
	var failure C.tw_error
	return taken(C.twgo_authorize_url(t.start(), token, C.bool(o.SignIn), C.bool(o.ForceLogin),
		screenName, baseURL, &failure), &failure)
}

// CallbackVerifier reads the callback, and gives the verifier for [AccessToken].
//
// callbackURL is what the browser was sent back to: the whole URL, its path with the query, such as
// [net/http.Request].RequestURI, or the query alone. The Request Token is the one that this user's
// session asked for: a callback for another one may be forged.
//
// Fails with [ErrDenied] if the user refused, with [ErrSignatureMismatch] if the callback belongs
// to another Request Token (compared in constant time), and with [ErrInvalidResponse] if it holds
// no token or no verifier, or one twice.
func CallbackVerifier(requestToken Token, callbackURL string) (string, error) {
	t := newTexts(nil)
	defer t.wipe()
	token := t.add("request_token", ErrInvalidParam, requestToken.Value)
	callback := t.add("callback_url", ErrInvalidResponse, callbackURL)
	if t.err != nil {
		return "", t.err
	}
	var failure C.tw_error
	return taken(C.twgo_callback_verifier(t.start(), token, callback, &failure), &failure)
}
