package twsign_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"twsign"
)

// An attempt is a call that is refused. Where the calls of a table differ in one text, it is the
// argument.
type attempt = func(text string) error

func signWith(change func(*twsign.Request)) error {
	request := documentedRequest()
	change(&request)
	_, err := twsign.SignRequest(documentedCredentials(), request)
	return err
}

func newSignerWith(change func(*twsign.Credentials)) error {
	credentials := documentedCredentials()
	change(&credentials)
	signer, err := twsign.NewSigner(credentials)
	if err == nil {
		signer.Close()
	}
	return err
}

func requestTokenWith(callback string, o *twsign.ExchangeOptions) error {
	exchange, err := twsign.NewRequestTokenExchange(documentedCredentials(), callback, o)
	if err == nil {
		exchange.Close()
	}
	return err
}

var requestToken = twsign.Token{Value: "qLBVyoAAAAAAx72QAAATZxQWU6P", Secret: twsign.NewSecret("9Npq8AAAAAAAx72QBRABZ4DAfY9")}

func TestEachStatusIsTheErrorOfItsMistake(t *testing.T) {
	finished := func(status int, body string) error {
		exchange, err := twsign.NewBearerTokenExchange(documentedCredentials(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer exchange.Close()
		_, err = exchange.Finish(status, []byte(body))
		return err
	}
	refused := map[twsign.Status]error{
		twsign.ErrInvalidCredentials: newSignerWith(func(c *twsign.Credentials) { c.APIKey = " " + apiKey }),
		twsign.ErrInvalidMethod:      signWith(func(r *twsign.Request) { r.Method = "GET /" }),
		twsign.ErrInvalidURL:         signWith(func(r *twsign.Request) { r.URL = "/2/users/me" }),
		twsign.ErrInvalidBody:        signWith(func(r *twsign.Request) { r.Body = []byte("status=100%") }),
		twsign.ErrInvalidParam:       signWith(func(r *twsign.Request) { r.Rules = 2 }),
		twsign.ErrAmbiguous:          signWith(func(r *twsign.Request) { r.URL += "&q=from:jack" }),
		twsign.ErrInvalidResponse:    finished(200, "<html>"),
		twsign.ErrRefused:            finished(403, `{"errors":[{"code":99,"message":"Unable to verify your credentials"}]}`),
		twsign.ErrDenied:             callbackError("https://app.example/?denied=" + requestToken.Value),
		twsign.ErrSignatureMismatch:  twsign.WebhookVerify(twsign.NewSecret(apiSecret), []byte("{}"), "sha256="),
	}
	for status, err := range refused {
		for other := twsign.ErrNullArgument; other <= twsign.ErrInternal; other++ {
			if errors.Is(err, other) != (other == status) {
				t.Errorf("%v is %v: %v", err, other, other != status)
			}
		}
		var details *twsign.Error
		if !errors.As(err, &details) || details.Status != status || details.Message == "" {
			t.Errorf("%v: %#v", status, details)
		}
	}
}

func callbackError(callback string) error {
	_, err := twsign.CallbackVerifier(requestToken, callback)
	return err
}

// Some cannot be had from outside: no memory, a bug, a library of another age.
func TestEachStatusHasItsSentence(t *testing.T) {
	sentences := map[string]bool{}
	for status := twsign.ErrNullArgument; status <= twsign.ErrInternal; status++ {
		err := error(&twsign.Error{Status: status, Message: "field: trouble"})
		if !errors.Is(fmt.Errorf("around: %w", err), status) {
			t.Errorf("%d is not found inside another error", status)
		}
		sentences[status.Error()] = true
	}
	sentences[twsign.Status(4711).Error()] = true
	if len(sentences) != 16 || sentences["twsign: "] {
		t.Errorf("sentences: %v", sentences)
	}
}

func TestARefusalSaysWhereAndHowToMend(t *testing.T) {
	err := signWith(func(r *twsign.Request) { r.URL = "https://api.x.com/?q=from:jack" })
	for _, part := range []string{"twsign: request.url", "raw ':'", "byte 25", "%3A"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %q", part, err)
		}
	}
}

func TestARefusalByXHasItsCodeAndItsWords(t *testing.T) {
	exchange, err := twsign.NewRequestTokenExchange(documentedCredentials(), "oob", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer exchange.Close()
	_, err = exchange.Finish(401, []byte(`{"errors":[{"code":32,"message":"Could not authenticate you."}]}`))
	var refusal *twsign.Error
	if !errors.As(err, &refusal) || refusal.APICode != 32 || !strings.Contains(refusal.Message, "Could not authenticate you.") {
		t.Errorf("%v: %#v", err, refusal)
	}
}

func TestANULIsRefusedByTheNameOfItsField(t *testing.T) {
	secret := twsign.NewSecret(apiSecret)
	signer := newSigner(t)
	for field, try := range map[string]struct {
		status twsign.Status
		call   attempt
	}{
		"credentials.api_key": {twsign.ErrInvalidCredentials, func(text string) error {
			return newSignerWith(func(c *twsign.Credentials) { c.APIKey = text })
		}},
		"credentials.api_secret": {twsign.ErrInvalidCredentials, func(text string) error {
			return newSignerWith(func(c *twsign.Credentials) { c.APISecret = twsign.NewSecret(text) })
		}},
		"credentials.token": {twsign.ErrInvalidCredentials, func(text string) error {
			return newSignerWith(func(c *twsign.Credentials) { c.Token = text })
		}},
		"credentials.token_secret": {twsign.ErrInvalidCredentials, func(text string) error {
			return newSignerWith(func(c *twsign.Credentials) { c.TokenSecret = twsign.NewSecret(text) })
		}},
		"request.method": {twsign.ErrInvalidMethod, func(text string) error {
			return signWith(func(r *twsign.Request) { r.Method = text })
		}},
		"request.url": {twsign.ErrInvalidURL, func(text string) error {
			return signWith(func(r *twsign.Request) { r.URL = text })
		}},
		"request.content_type": {twsign.ErrInvalidParam, func(text string) error {
			return signWith(func(r *twsign.Request) { r.ContentType = text })
		}},
		"request.nonce": {twsign.ErrInvalidParam, func(text string) error {
			_, err := signer.Sign(twsign.Request{Method: "GET", URL: getMe.URL, Nonce: text})
			return err
		}},
		"request.oauth_params[1].name": {twsign.ErrInvalidParam, func(text string) error {
			return signWith(func(r *twsign.Request) { r.OAuthParams = []twsign.Param{{"realm", ""}, {text, "1"}} })
		}},
		"request.oauth_params[0].value": {twsign.ErrInvalidParam, func(text string) error {
			return signWith(func(r *twsign.Request) { r.OAuthParams = []twsign.Param{{"realm", text}} })
		}},
		"params[0].value": {twsign.ErrInvalidParam, func(text string) error {
			_, err := twsign.FormEncode(twsign.Param{Name: "a", Value: text}, twsign.Param{Name: text})
			return err
		}},
		"params[2].name": {twsign.ErrInvalidParam, func(text string) error {
			_, err := twsign.FormEncode(twsign.Param{Name: "a"}, twsign.Param{Name: "b"}, twsign.Param{Name: text})
			return err
		}},
		"url": {twsign.ErrInvalidURL, func(text string) error {
			_, err := twsign.CanonicalURL(text)
			return err
		}},
		"http_date": {twsign.ErrInvalidResponse, func(text string) error {
			_, err := signer.LearnClock(text)
			return err
		}},
		"attempt.authorization": {twsign.ErrInvalidParam, func(text string) error {
			_, err := twsign.Diagnose(documentedCredentials(), documentedRequest(), twsign.Attempt{Authorization: text})
			return err
		}},
		"attempt.date": {twsign.ErrInvalidParam, func(text string) error {
			_, err := twsign.Diagnose(documentedCredentials(), documentedRequest(), twsign.Attempt{Date: text})
			return err
		}},
		"callback": {twsign.ErrInvalidParam, func(text string) error {
			return requestTokenWith(text, nil)
		}},
		"access_type": {twsign.ErrInvalidParam, func(text string) error {
			return requestTokenWith("oob", &twsign.ExchangeOptions{AccessType: text})
		}},
		"base_url": {twsign.ErrInvalidURL, func(text string) error {
			return requestTokenWith("oob", &twsign.ExchangeOptions{BaseURL: text})
		}},
		"verifier": {twsign.ErrInvalidParam, func(text string) error {
			_, err := twsign.AccessToken(context.Background(), nil, documentedCredentials(), requestToken, text, nil)
			return err
		}},
		"bearer_token": {twsign.ErrInvalidParam, func(text string) error {
			return twsign.InvalidateBearerToken(context.Background(), nil, documentedCredentials(), twsign.NewSecret(text), nil)
		}},
		"request_token": {twsign.ErrInvalidParam, func(text string) error {
			_, err := twsign.AuthorizeURL(twsign.Token{Value: text}, nil)
			return err
		}},
		"screen_name": {twsign.ErrInvalidParam, func(text string) error {
			_, err := twsign.AuthorizeURL(requestToken, &twsign.AuthorizeOptions{ScreenName: text})
			return err
		}},
		"callback_url": {twsign.ErrInvalidResponse, callbackError},
		"api_secret": {twsign.ErrInvalidCredentials, func(text string) error {
			_, err := twsign.WebhookCRCResponse(twsign.NewSecret(text), "foo")
			return err
		}},
		"crc_token": {twsign.ErrInvalidParam, func(text string) error {
			_, err := twsign.WebhookCRCResponse(secret, text)
			return err
		}},
		"signature": {twsign.ErrSignatureMismatch, func(text string) error {
			return twsign.WebhookVerify(secret, nil, text)
		}},
	} {
		for _, text := range []string{"\x00", "four\x00", "four\x00 and more"} {
			err := try.call(text)
			if !errors.Is(err, try.status) || !strings.HasPrefix(err.Error(), "twsign: "+field+": NUL ") {
				t.Errorf("%s of %q: %v", field, text, err)
			}
			if strings.Contains(field, "secret") && strings.Contains(err.Error(), "byte") {
				t.Errorf("the position in a secret is shown: %v", err)
			}
		}
	}
}

// A body is no C string.
func TestABodyMayHoldNULs(t *testing.T) {
	if err := signWith(func(r *twsign.Request) { r.ContentType, r.Body = "image/png", []byte("\x00\x01\x00") }); err != nil {
		t.Error(err)
	}
}

func TestTheSecondThatStandsForNowIsRefused(t *testing.T) {
	err := signWith(func(r *twsign.Request) { r.Timestamp = time.Unix(0, 999) })
	if !errors.Is(err, twsign.ErrInvalidParam) || !strings.Contains(err.Error(), "request.timestamp") {
		t.Error(err)
	}
}

func TestOnlyARequestTokenHasAnAccessType(t *testing.T) {
	options := &twsign.ExchangeOptions{AccessType: "read"}
	if err := requestTokenWith("oob", options); err != nil {
		t.Error(err)
	}
	_, err := twsign.BearerToken(context.Background(), http.DefaultClient, documentedCredentials(), options)
	if !errors.Is(err, twsign.ErrInvalidParam) || !strings.Contains(err.Error(), "access_type") {
		t.Error(err)
	}
}

// Else a bearer that was lost on the way would revoke the user's token.
func TestAnEmptyBearerRevokesNothing(t *testing.T) {
	err := twsign.InvalidateBearerToken(context.Background(), http.DefaultClient, documentedCredentials(), twsign.Secret{}, nil)
	if !errors.Is(err, twsign.ErrInvalidParam) || !strings.Contains(err.Error(), "bearer_token") {
		t.Error(err)
	}
}

func TestCredentialsAreWholeOrRefused(t *testing.T) {
	for name, change := range map[string]func(*twsign.Credentials){
		"no key":             func(c *twsign.Credentials) { c.APIKey = "" },
		"no secret":          func(c *twsign.Credentials) { c.APISecret = twsign.Secret{} },
		"no token secret":    func(c *twsign.Credentials) { c.TokenSecret = twsign.Secret{} },
		"no token":           func(c *twsign.Credentials) { c.Token = "" },
		"a line end":         func(c *twsign.Credentials) { c.APISecret = twsign.NewSecret(apiSecret + "\n") },
		"nothing whatsoever": func(c *twsign.Credentials) { *c = twsign.Credentials{} },
	} {
		if err := newSignerWith(change); !errors.Is(err, twsign.ErrInvalidCredentials) {
			t.Errorf("%s: %v", name, err)
		}
	}
	app := func(c *twsign.Credentials) { c.Token, c.TokenSecret = "", twsign.Secret{} }
	if err := newSignerWith(app); err != nil {
		t.Errorf("the App alone: %v", err)
	}
}
