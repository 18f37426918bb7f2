package twsign_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"twsign"
)

const hidden = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"

// Everything of this package that holds a secret, in the ways in which programs keep it.
func holders(t *testing.T) map[string]any {
	secret := twsign.NewSecret(hidden)
	credentials := twsign.Credentials{APIKey: "key", APISecret: secret, Token: "token", TokenSecret: secret}
	token := twsign.Token{Value: "token", Secret: secret}
	signer, err := twsign.NewSigner(credentials)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { signer.Close() })
	exchange, err := twsign.NewBearerInvalidationExchange(credentials, secret, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { exchange.Close() })
	type app struct { // whose fields no method of another package is asked about
		secret      twsign.Secret
		credentials twsign.Credentials
		pointer     *twsign.Credentials
		token       twsign.Token
		tokens      map[string]twsign.Token
		list        []twsign.Secret
		signer      *twsign.Signer
		exchange    *twsign.Exchange
		handler     twsign.WebhookHandler
		any         any
	}
	handler := twsign.WebhookHandler{APISecrets: []twsign.Secret{secret}}
	whole := app{secret, credentials, &credentials, token, map[string]twsign.Token{"a": token}, handler.APISecrets,
		signer, exchange, handler, credentials}
	return map[string]any{
		"secret": secret, "pointer to secret": &secret,
		"credentials": credentials, "pointer to credentials": &credentials,
		"token": token, "tokens": []*twsign.Token{&token}, "map": whole.tokens,
		"signer": signer, "transport": &twsign.Transport{Signer: signer},
		"exchange": exchange, "handler": &handler,
		"unexported": whole, "pointer to unexported": &whole, "unexported in a list": []app{whole},
	}
}

// shows looks for the secret as text, in hexadecimal, as numbers, and as base64.
func shows(text string) bool {
	text = strings.ToLower(text)
	for _, form := range []string{"%s", "%x", "% x", "%d"} {
		for _, part := range []string{hidden[:8], hidden[len(hidden)-8:]} {
			if strings.Contains(text, strings.Trim(strings.ToLower(fmt.Sprintf(form, []byte(part))), "[]")) {
				return true
			}
		}
	}
	return false
}

func TestNoVerbShowsASecret(t *testing.T) {
	if !shows(fmt.Sprintf("%v %+v %x", struct{ s string }{hidden}, []byte(hidden), hidden)) {
		t.Fatal("the test is blind")
	}
	for name, holder := range holders(t) {
		for _, verb := range "vsqxXdtbocUeEfFgGpT" {
			for _, flags := range []string{"", "+", "#", "-", " ", "0", "30", ".3", "+#", "#30"} {
				if text := fmt.Sprintf("%"+flags+string(verb), holder); shows(text) {
					t.Errorf("%%%s%c of %s: %s", flags, verb, name, text)
				}
			}
		}
		if text := fmt.Sprint(holder) + fmt.Sprintln(holder); shows(text) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestNoLogShowsASecret(t *testing.T) {
	for name, holder := range holders(t) {
		var log bytes.Buffer
		options := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}
		for _, handler := range []slog.Handler{slog.NewTextHandler(&log, options), slog.NewJSONHandler(&log, options)} {
			logger := slog.New(handler).With("with", holder)
			logger.Info("message", "value", holder, slog.Group("group", slog.Any("inside", holder)))
		}
		if log.Len() == 0 || shows(log.String()) {
			t.Errorf("%s: %s", name, log.String())
		}
	}
}

func TestNoEncoderShowsASecret(t *testing.T) {
	for name, holder := range holders(t) {
		text, _ := json.Marshal(holder)
		if shows(string(text)) {
			t.Errorf("JSON of %s: %s", name, text)
		}
		text, _ = xml.Marshal(holder)
		if shows(string(text)) {
			t.Errorf("XML of %s: %s", name, text)
		}
	}
}

func TestCredentialsShowWhatIsNoSecret(t *testing.T) {
	got := fmt.Sprintf("%+v", documentedCredentials())
	want := "{APIKey:" + apiKey + " APISecret:*** Token:" + accessToken + " TokenSecret:***}"
	if got != want {
		t.Errorf("%s", got)
	}
	if got := fmt.Sprintf("%+v", twsign.Credentials{APIKey: "key"}); got != "{APIKey:key APISecret: Token: TokenSecret:}" {
		t.Errorf("what is missing cannot be seen: %s", got)
	}
	if got := fmt.Sprintf("%#v %#v", twsign.NewSecret("s"), twsign.Secret{}); got != `twsign.NewSecret("***") twsign.Secret{}` {
		t.Errorf("%s", got)
	}
}

func TestASecretGivesItsTextWhenAsked(t *testing.T) {
	for _, text := range []string{"", "s", hidden, "***"} {
		secret := twsign.NewSecret(text)
		if secret.Reveal() != text || secret.IsZero() != (text == "") {
			t.Errorf("%q: %q, zero %v", text, secret.Reveal(), secret.IsZero())
		}
		for _, other := range []string{"", "s", hidden, hidden[1:], "***"} {
			if secret.Equal(twsign.NewSecret(other)) != (text == other) {
				t.Errorf("%q equals %q: %v", text, other, text != other)
			}
			if reflect.DeepEqual(secret, twsign.NewSecret(other)) != (text == other) {
				t.Errorf("%q equals %q deeply: %v", text, other, text != other)
			}
		}
	}
}

func TestAConfigurationIsReadAndAMaskedOneIsNot(t *testing.T) {
	var credentials twsign.Credentials
	err := json.Unmarshal([]byte(`{"APIKey":"key","APISecret":"`+hidden+`"}`), &credentials)
	if err != nil || credentials.APISecret.Reveal() != hidden || !credentials.TokenSecret.IsZero() {
		t.Errorf("%v: %v", credentials, err)
	}
	masked, err := json.Marshal(credentials)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(masked, &credentials); err == nil {
		t.Errorf("%s was read", masked)
	}
}

func TestASecretMayBeAFlag(t *testing.T) {
	var secret twsign.Secret
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.TextVar(&secret, "secret", twsign.Secret{}, "")
	if err := flags.Parse([]string{"-secret", hidden}); err != nil || secret.Reveal() != hidden {
		t.Errorf("%v: %v", secret, err)
	}
}

func TestNoErrorShowsASecret(t *testing.T) {
	secret := twsign.NewSecret(hidden)
	app := twsign.Credentials{APIKey: apiKey, APISecret: secret}
	user := twsign.Credentials{APIKey: apiKey, APISecret: secret, Token: accessToken, TokenSecret: twsign.NewSecret(hidden + "!")}
	padded := twsign.Credentials{APIKey: apiKey, APISecret: twsign.NewSecret(hidden + " ")}
	dead := &twsign.ExchangeOptions{BaseURL: "http://127.0.0.1:1"}
	_, signError := twsign.SignRequest(user, getMe)
	_, signerError := twsign.NewSigner(padded)
	for name, err := range map[string]error{
		"a secret that X cannot use": signError,
		"a secret with a space":      signerError,
		"a bearer by Basic":          twsign.InvalidateBearerToken(t.Context(), nil, app, secret, dead),
		"a bearer by OAuth":          twsign.InvalidateBearerToken(t.Context(), nil, app.WithToken(requestToken), secret, dead),
		"a broken bearer":            twsign.InvalidateBearerToken(t.Context(), nil, app, twsign.NewSecret(hidden+"/"), dead),
		"a webhook":                  twsign.WebhookVerify(secret, []byte("{}"), "sha256="+hidden),
	} {
		var details *twsign.Error
		if err == nil || shows(err.Error()) || (errors.As(err, &details) && shows(fmt.Sprintf("%#v", details))) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
