package twsign_test

import (
	"errors"
	"net/url"
	"testing"

	"twsign"
)

const hardText = "!*'() ~-._ ☃ 😀 & = + % \" # ? / : ; @ , [ ] $ \\ ^ ` { | } < > é"

func TestAFormIsEncodedAsXReadsIt(t *testing.T) {
	form, err := twsign.FormEncode()
	expect(t, form, err, "")
	form, err = twsign.FormEncode(
		twsign.Param{Name: "status", Value: "Hello Ladies + Gentlemen!"}, twsign.Param{Name: "a"}, twsign.Param{Name: "a", Value: "~☃"})
	expect(t, form, err, "status=Hello%20Ladies%20%2B%20Gentlemen%21&a=&a=~%E2%98%83")
	for _, name := range []string{"", "oauth_nonce"} {
		if _, err := twsign.FormEncode(twsign.Param{Name: name, Value: "a"}); !errors.Is(err, twsign.ErrAmbiguous) {
			t.Errorf("name %q: %v", name, err)
		}
	}
}

func TestManyParametersAreEncodedInTheirOrder(t *testing.T) {
	var params []twsign.Param
	want := ""
	for range 10_000 {
		params = append(params, twsign.Param{Name: "b", Value: "1"}, twsign.Param{Name: "a", Value: ""})
		want += "&b=1&a="
	}
	form, err := twsign.FormEncode(params...)
	expect(t, form, err, want[1:])
}

func TestWhatGoEncodesIsNeverRefused(t *testing.T) {
	encoded := url.Values{hardText: {hardText, ""}, "q": {hardText}}.Encode()
	signer := newSigner(t)
	for _, request := range []twsign.Request{
		{Method: "GET", URL: "https://api.x.com/2/tweets/search/recent?" + encoded},
		{Method: "POST", URL: "https://api.x.com/", ContentType: twsign.FormType, Body: []byte(encoded)},
	} {
		if _, err := signer.Sign(request); err != nil {
			t.Error(err)
		}
	}
}

func TestAURLIsMadeCanonical(t *testing.T) {
	for given, want := range map[string]string{
		"https://api.x.com?q=from:jack+(a b)":   "https://api.x.com?q=from%3Ajack%20%28a%20b%29",
		"HTTPS://api.X.com/a b?a&&b=#c":         "HTTPS://api.X.com/a%20b?a&b=#c",
		"https://api.x.com/2/users/me?é=%7e%41": "https://api.x.com/2/users/me?%C3%A9=~A",
	} {
		got, err := twsign.CanonicalURL(given)
		expect(t, got, err, want)
		got, err = twsign.CanonicalURL(want)
		expect(t, got, err, want)
	}
	for given, want := range map[string]error{
		"":                              twsign.ErrInvalidURL,
		"/2/users/me":                   twsign.ErrInvalidURL,
		"https://api.x.com?q=100%":      twsign.ErrInvalidURL,
		"https://api.x.com?=v":          twsign.ErrAmbiguous,
		"https://api.x.com?oauth_token": twsign.ErrAmbiguous,
	} {
		if got, err := twsign.CanonicalURL(given); got != "" || !errors.Is(err, want) {
			t.Errorf("%s: %q, error %v", given, got, err)
		}
	}
}
