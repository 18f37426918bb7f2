package twsign_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"twsign"
)

const bearer = "AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid%2BULvsea4JtiGRiSDSJSI%3DEUifiRBkKG5E2XzMDjRfl76ZC9Ub0wnz4XsNiRVBChTYbJcE3F"

// The paths of X, and replies as X sends them.
func tokenEndpoints(t *testing.T) *server {
	s := newServer(t)
	reply := map[string]string{
		"/oauth/request_token":             "oauth_token=" + requestToken.Value + "&oauth_token_secret=" + requestToken.Secret.Reveal() + "&oauth_callback_confirmed=true",
		"/oauth/access_token":              "oauth_token=6253282-eWud&oauth_token_secret=2EEfA6BG&user_id=6253282&screen_name=xapi",
		"/oauth2/token":                    `{"token_type":"bearer","access_token":"` + bearer + `"}`,
		"/1.1/oauth/invalidate_token.json": `{"access_token":"` + accessToken + `"}`,
		"/oauth2/invalidate_token":         `{"access_token":"` + bearer + `"}`,
	}
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.answers = []http.HandlerFunc{refuse(200, reply[r.URL.Path])}
		s.ServeHTTP(w, r)
	})
	return s
}

func at(s *server) *twsign.ExchangeOptions { return &twsign.ExchangeOptions{BaseURL: s.URL} }

func app() twsign.Credentials {
	return twsign.Credentials{APIKey: apiKey, APISecret: twsign.NewSecret(apiSecret)}
}

// signed is who signed a call.
func signed(t *testing.T, s *server, c call, credentials twsign.Credentials, params ...twsign.Param) {
	t.Helper()
	header, err := twsign.SignRequest(credentials, twsign.Request{
		Method: c.method, URL: s.URL + c.target, ContentType: c.contentType, Body: c.body,
		Nonce: oauthParams(c.authorization)["oauth_nonce"], Timestamp: signedTime(t, c.authorization),
		OAuthParams: params,
	})
	if err != nil || header != c.authorization {
		t.Errorf("%s %s came with %q, error %v", c.method, c.target, c.authorization, err)
	}
}

func TestALoginFromTheFirstStepToTheLast(t *testing.T) {
	s := tokenEndpoints(t)
	callback := "https://app.example/signed-in?next=%2Fhome"
	got, err := twsign.RequestToken(t.Context(), s.Client(), app(), callback, at(s))
	if err != nil || got.Value != requestToken.Value || !got.Secret.Equal(requestToken.Secret) || got.UserID != "" {
		t.Fatalf("%+v, error %v", got, err)
	}
	signed(t, s, s.seen(1)[0], app(), twsign.Param{Name: "oauth_callback", Value: callback})

	verifier, err := twsign.CallbackVerifier(got, callback+"&oauth_token="+got.Value+"&oauth_verifier=uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8B")
	expect(t, verifier, err, "uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8B")

	token, err := twsign.AccessToken(t.Context(), s.Client(), app(), got, "  "+verifier+"\n", at(s))
	if err != nil || token.Value != "6253282-eWud" || token.Secret.Reveal() != "2EEfA6BG" || token.UserID != "6253282" || token.ScreenName != "xapi" {
		t.Fatalf("%+v, error %v", token, err)
	}
	signed(t, s, s.seen(2)[1], app().WithToken(got), twsign.Param{Name: "oauth_verifier", Value: verifier})
}

func TestABearerIsAskedForAndRevoked(t *testing.T) {
	s := tokenEndpoints(t)
	got, err := twsign.BearerToken(t.Context(), s.Client(), app(), at(s))
	if err != nil || got.Reveal() != bearer {
		t.Fatalf("%q, error %v", got.Reveal(), err)
	}
	for _, who := range []twsign.Credentials{app(), documentedCredentials()} {
		if err := twsign.InvalidateBearerToken(t.Context(), s.Client(), who, got, at(s)); err != nil {
			t.Error(err)
		}
	}
	calls := s.seen(3)
	// Base64 of the API Key and Secret, as curl -u would send it.
	basic := "Basic eHZ6MWV2RlM0d0VFUFRHRUZQSEJvZzprQWNTT3FGMjFGdTg1ZTd6ano3Wk4yVTRaUmhmVjNXcHdQQW9FM1o3a0J3"
	if calls[0].authorization != basic || string(calls[0].body) != "grant_type=client_credentials" {
		t.Errorf("sent %v", calls[0])
	}
	if calls[1].authorization != basic || string(calls[1].body) != "access_token="+bearer || !strings.HasPrefix(calls[1].contentType, twsign.FormType) {
		t.Errorf("sent %v", calls[1])
	}
	if calls[2].target != "/oauth2/invalidate_token?access_token="+bearer {
		t.Errorf("sent %v", calls[2])
	}
	signed(t, s, calls[2], documentedCredentials())
}

func TestATokenIsRevoked(t *testing.T) {
	s := tokenEndpoints(t)
	if err := twsign.InvalidateToken(t.Context(), s.Client(), documentedCredentials(), at(s)); err != nil {
		t.Error(err)
	}
	signed(t, s, s.seen(1)[0], documentedCredentials())
	if err := twsign.InvalidateToken(t.Context(), s.Client(), app(), at(s)); !errors.Is(err, twsign.ErrInvalidCredentials) {
		t.Errorf("without a token: %v", err)
	}
}

func TestAnAccessTypeIsAskedFor(t *testing.T) {
	s := tokenEndpoints(t)
	options := at(s)
	options.AccessType = "read"
	if _, err := twsign.RequestToken(t.Context(), s.Client(), app(), "oob", options); err != nil {
		t.Error(err)
	}
	if call := s.seen(1)[0]; call.target != "/oauth/request_token?x_auth_access_type=read" {
		t.Errorf("sent %v", call)
	}
}

func TestAnExchangeTellsWhatToSend(t *testing.T) {
	exchange, err := twsign.NewBearerInvalidationExchange(app(), twsign.NewSecret(bearer), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer exchange.Close()
	got := []string{exchange.Method(), exchange.URL(), exchange.ContentType(), exchange.Body(), exchange.Authorization()[:6]}
	want := []string{"POST", "https://api.x.com/oauth2/invalidate_token", twsign.FormType, "access_token=" + bearer, "Basic "}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%q", got)
	}
	token, err := exchange.Finish(200, []byte(`{"access_token":"`+bearer+`"}`))
	if err != nil || token.Secret.Reveal() != bearer || token.Value != "" {
		t.Errorf("%v, error %v", token, err)
	}
}

func TestAnExchangeWithoutABodyHasNoContentType(t *testing.T) {
	exchange, err := twsign.NewInvalidationExchange(documentedCredentials(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer exchange.Close()
	request, err := exchange.Request(t.Context())
	if err != nil || request.ContentLength != 0 || request.Header.Get("Content-Type") != "" || exchange.Body() != "" {
		t.Errorf("%v, error %v", request, err)
	}
	token, err := exchange.Finish(200, []byte(`{"access_token":"`+accessToken+`"}`))
	if err != nil || token.Value != accessToken || !token.Secret.IsZero() {
		t.Errorf("%v, error %v", token, err)
	}
}

// It was signed for one URL.
func TestAnExchangeFollowsNoRedirect(t *testing.T) {
	s := newServer(t, redirectTo(307, func() string { return "/there" }))
	client := &http.Client{}
	_, err := twsign.BearerToken(t.Context(), client, app(), at(s))
	if !errors.Is(err, twsign.ErrInvalidResponse) || client.CheckRedirect != nil {
		t.Error(err)
	}
	s.seen(1)
}

// A client that signs by itself leaves the header of the exchange alone.
func TestAnExchangeGoesThroughASigningClient(t *testing.T) {
	s := tokenEndpoints(t)
	if _, err := twsign.BearerToken(t.Context(), s.client(), app(), at(s)); err != nil {
		t.Error(err)
	}
	if call := s.seen(1)[0]; !strings.HasPrefix(call.authorization, "Basic ") {
		t.Errorf("sent %v", call)
	}
}

func TestAReplyIsReadUpToOneMebibyte(t *testing.T) {
	reply := `{"token_type":"bearer","access_token":"` + bearer + `"}`
	for size, want := range map[int]error{1 << 20: nil, 1<<20 + 1: twsign.ErrInvalidResponse, 3 << 20: twsign.ErrInvalidResponse} {
		s := newServer(t, refuse(200, reply+strings.Repeat(" ", size-len(reply))))
		if _, err := twsign.BearerToken(t.Context(), s.Client(), app(), at(s)); !errors.Is(err, want) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
}

func TestAReplyThatBreaksOffIsAnError(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=true")
	}))
	defer s.Close()
	options := &twsign.ExchangeOptions{BaseURL: s.URL}
	if token, err := twsign.RequestToken(t.Context(), nil, app(), "oob", options); err == nil {
		t.Errorf("%v", token)
	}
}

func TestAContextEndsAnExchange(t *testing.T) {
	s := tokenEndpoints(t)
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := twsign.BearerToken(ended, s.Client(), app(), at(s)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	s.seen(0)
}

func TestABaseURLThatGoWouldSendOtherwiseIsRefused(t *testing.T) {
	options := &twsign.ExchangeOptions{BaseURL: "http://127.0.0.1:1/{version}"}
	_, err := twsign.BearerToken(t.Context(), nil, app(), options)
	if !errors.Is(err, twsign.ErrInvalidURL) || !strings.Contains(err.Error(), "base_url") {
		t.Error(err)
	}
}

func TestAClosedExchangeGivesAnErrorAndNoCrash(t *testing.T) {
	exchange, err := twsign.NewBearerTokenExchange(app(), nil)
	if err != nil {
		t.Fatal(err)
	}
	exchange.Close()
	exchange.Close()
	if _, err := exchange.Finish(200, nil); err != twsign.ErrClosed {
		t.Error(err)
	}
	if _, err := exchange.Send(t.Context(), nil); err != twsign.ErrClosed {
		t.Error(err)
	}
	if got := exchange.Method() + exchange.URL() + exchange.Authorization() + exchange.ContentType() + exchange.Body(); got != "" {
		t.Errorf("%q", got)
	}
}

func TestClosingAnExchangeMayRaceWithReadingIt(t *testing.T) {
	for range 200 {
		exchange, err := twsign.NewBearerTokenExchange(app(), nil)
		if err != nil {
			t.Fatal(err)
		}
		methods := []func(){
			func() { exchange.Request(t.Context()) },
			func() { exchange.Finish(200, []byte(`{"token_type":"bearer","access_token":"a"}`)) },
			func() { exchange.Close() },
		}
		inGoroutines(len(methods), func(i int) { methods[i]() })
	}
	runtime.GC()
}

func TestTheUserIsSentToX(t *testing.T) {
	for want, options := range map[string]*twsign.AuthorizeOptions{
		"https://api.x.com/oauth/authorize?oauth_token=" + requestToken.Value: nil,
		"https://api.x.com/oauth/authenticate?oauth_token=" + requestToken.Value + "&force_login=true&screen_name=x%20api": {
			SignIn: true, ForceLogin: true, ScreenName: "x api",
		},
		"http://127.0.0.1:8080/oauth/authorize?oauth_token=" + requestToken.Value: {BaseURL: "http://127.0.0.1:8080/"},
	} {
		url, err := twsign.AuthorizeURL(requestToken, options)
		expect(t, url, err, want)
	}
	if _, err := twsign.AuthorizeURL(twsign.Token{}, nil); !errors.Is(err, twsign.ErrInvalidParam) {
		t.Errorf("without a token: %v", err)
	}
}

func TestACallbackIsReadOrRefused(t *testing.T) {
	token := "oauth_token=" + requestToken.Value
	for _, callback := range []string{"https://app.example/a?" + token + "&oauth_verifier=v", "/a?oauth_verifier=v&" + token, token + "&oauth_verifier=v#there"} {
		verifier, err := twsign.CallbackVerifier(requestToken, callback)
		expect(t, verifier, err, "v")
	}
	for callback, want := range map[string]error{
		"/?denied=" + requestToken.Value:                    twsign.ErrDenied,
		"/?denied=another":                                  twsign.ErrSignatureMismatch,
		"/?oauth_token=another&oauth_verifier=v":            twsign.ErrSignatureMismatch,
		"/?" + token:                                        twsign.ErrInvalidResponse,
		"/?oauth_verifier=v":                                twsign.ErrInvalidResponse,
		"/?" + token + "&oauth_verifier=v&oauth_verifier=w": twsign.ErrInvalidResponse,
		"": twsign.ErrInvalidResponse,
	} {
		if verifier, err := twsign.CallbackVerifier(requestToken, callback); !errors.Is(err, want) || verifier != "" {
			t.Errorf("%s: %q, error %v", callback, verifier, err)
		}
	}
}
