package twsign

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// RequestToken is step 1 of the three-legged flow: it asks for a Request Token.
//
// callback is the URL to which X sends the user back, which has to be on the App's list, or "oob":
// then X shows a PIN. A token in the credentials is checked and not sent. A nil client is
// [net/http.DefaultClient]. Fails with [ErrInvalidCredentials], [ErrInvalidURL] (the base URL),
// [ErrInvalidParam] (another argument) or [ErrAmbiguous] (a secret that X cannot use), with what the
// client fails with, and as [Exchange.Finish] does. It signs by this machine's clock: if that is
// wrong (code 135), set it.
func RequestToken(ctx context.Context, client *http.Client, c Credentials, callback string, o *ExchangeOptions) (Token, error) {
	x, err := NewRequestTokenExchange(c, callback, o)
	return sendNew(ctx, client, x, err)
}

// AccessToken is step 3: it turns a Request Token into the user's Access Token.
//
// verifier is what [CallbackVerifier] gave, or the PIN that the user typed in (white space around
// it is cut off). Otherwise as [RequestToken].
func AccessToken(ctx context.Context, client *http.Client, c Credentials, requestToken Token, verifier string, o *ExchangeOptions) (Token, error) {
	x, err := NewAccessTokenExchange(c, requestToken, verifier, o)
	return sendNew(ctx, client, x, err)
}

// BearerToken asks for the App's own Bearer Token, by API Key and Secret.
//
// X gives the same one until it is revoked: keep it. It is sent as "Bearer " and the secret exactly
// as received. Otherwise as [RequestToken].
func BearerToken(ctx context.Context, client *http.Client, c Credentials, o *ExchangeOptions) (Secret, error) {
	x, err := NewBearerTokenExchange(c, o)
	token, err := sendNew(ctx, client, x, err)
	return token.Secret, err
}

// InvalidateToken revokes the token in the credentials. Without one it fails with
// [ErrInvalidCredentials]. Otherwise as [RequestToken].
func InvalidateToken(ctx context.Context, client *http.Client, c Credentials, o *ExchangeOptions) error {
	x, err := NewInvalidationExchange(c, o)
	_, err = sendNew(ctx, client, x, err)
	return err
}

// InvalidateBearerToken revokes a Bearer Token, given as it was received.
//
// X's pages describe two ways: in the name of the App's owner, if the credentials hold a token (it
// has to be the owner's), and by API Key and Secret alone, if they hold none. Otherwise as
// [RequestToken].
func InvalidateBearerToken(ctx context.Context, client *http.Client, c Credentials, bearer Secret, o *ExchangeOptions) error {
	x, err := NewBearerInvalidationExchange(c, bearer, o)
	_, err = sendNew(ctx, client, x, err)
	return err
}

// sendNew takes what a New...Exchange function gave.
func sendNew(ctx context.Context, client *http.Client, x *Exchange, err error) (Token, error) {
	if err != nil {
		return Token{}, err
	}
	defer x.Close()
	return x.Send(ctx, client)
}

// Send sends the exchange and reads the reply. A nil client is [net/http.DefaultClient]; redirects
// are not followed. Fails with what the client fails with, and as [Exchange.Finish] does.
func (x *Exchange) Send(ctx context.Context, client *http.Client) (Token, error) {
	request, err := x.Request(ctx)
	if err != nil {
		return Token{}, err
	}
	if client == nil {
		client = http.DefaultClient
	}
	stayingHere := *client
	stayingHere.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := stayingHere.Do(request)
	if err != nil {
		return Token{}, withoutQuery(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20+1))
	if err != nil {
		return Token{}, err
	}
	return x.Finish(response.StatusCode, body)
}

// Request is the exchange as a [net/http.Request], to be sent by Do or a RoundTripper.
func (x *Exchange) Request(ctx context.Context) (*http.Request, error) {
	address := x.URL()
	if address == "" {
		return nil, ErrClosed
	}
	request, err := http.NewRequestWithContext(ctx, x.Method(), address, strings.NewReader(x.Body()))
	if err != nil {
		return nil, withoutQuery(err)
	}
	if request.URL.String() != address {
		return nil, &Error{Status: ErrInvalidURL, Message: "base_url: net/http would send it in another form, which is not signed"}
	}
	request.Header.Set("Authorization", x.Authorization())
	if contentType := x.ContentType(); contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	return request, nil
}

// withoutQuery keeps a bearer that is to be revoked out of the message.
func withoutQuery(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		failed.URL, _, _ = strings.Cut(failed.URL, "?")
	}
	return err
}
