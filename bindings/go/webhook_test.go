package twsign_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"twsign"
)

var (
	newSecret = twsign.NewSecret("L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg")
	oldSecret = twsign.NewSecret(apiSecret)
	event     = []byte("{ \"text\" : \"café ☃ \\u2603\" }\n")
)

// hmacOf is what X would send, by Go's own HMAC.
func hmacOf(secret twsign.Secret, message []byte) string {
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	mac.Write(message)
	return "sha256=" + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func TestACheckIsAnsweredWithTheHMACOfItsToken(t *testing.T) {
	for _, token := range []string{"foo", "challenge_string", "MTcwMDAwMDAwMA+/==", "a b&\"\\", "☃"} {
		answer, err := twsign.WebhookCRCResponse(newSecret, token)
		expect(t, answer, err, `{"response_token":"`+hmacOf(newSecret, []byte(token))+`"}`)
	}
}

func TestAnEventIsVerifiedToTheByte(t *testing.T) {
	for _, body := range [][]byte{event, nil, []byte("{}"), []byte("\x00\xff\r\n\x00"), bytes.Repeat([]byte("a"), 1<<20)} {
		if err := twsign.WebhookVerify(newSecret, body, hmacOf(newSecret, body)); err != nil {
			t.Errorf("%.20q: %v", body, err)
		}
		if err := twsign.WebhookVerify(newSecret, append(bytes.Clone(body), '\n'), hmacOf(newSecret, body)); !errors.Is(err, twsign.ErrSignatureMismatch) {
			t.Errorf("%.20q with a line end: %v", body, err)
		}
	}
}

// A webhook is the handler, and what it has been given.
type webhook struct {
	twsign.WebhookHandler
	events []string
	err    error
}

func newWebhook(secrets ...twsign.Secret) *webhook {
	w := &webhook{}
	w.APISecrets = secrets
	w.Event = func(_ context.Context, body []byte) error {
		w.events = append(w.events, string(body))
		return w.err
	}
	return w
}

func (w *webhook) answer(method, target string, body io.Reader, signature string) *http.Response {
	request := httptest.NewRequest(method, target, body)
	if signature != "" {
		request.Header.Set("x-twitter-webhooks-signature", signature)
	}
	recorder := httptest.NewRecorder()
	w.ServeHTTP(recorder, request)
	return recorder.Result()
}

func TestTheHandlerAnswersAsXWantsIt(t *testing.T) {
	w := newWebhook(newSecret, oldSecret)
	for _, token := range []string{"foo", "MTcwMDAwMDAwMA+/==", `a b&"\`, "☃", strings.Repeat("x", 500)} {
		response := w.answer("GET", "/webhook?crc_token="+url.QueryEscape(token)+"&nonce=a", nil, "")
		body, err := io.ReadAll(response.Body)
		expect(t, string(body), err, `{"response_token":"`+hmacOf(newSecret, []byte(token))+`"}`)
		if response.StatusCode != 200 || response.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%v", response)
		}
	}
}

// The answer is signed as an event is; the library refuses what could be one.
func TestTheHandlerDoesNotSignWhatCouldBeAnEvent(t *testing.T) {
	w := newWebhook(newSecret)
	for _, forged := range []string{`{"text":"forged"}`, ` [{}]`, "{}"} {
		if answer, err := twsign.WebhookCRCResponse(newSecret, forged); !errors.Is(err, twsign.ErrInvalidParam) || answer != "" {
			t.Errorf("%s: %v", forged, err)
		}
		response := w.answer("GET", "/?crc_token="+url.QueryEscape(forged), nil, "")
		body, _ := io.ReadAll(response.Body)
		if response.StatusCode != 400 || bytes.Contains(body, []byte("sha256")) {
			t.Errorf("%s: %d %s", forged, response.StatusCode, body)
		}
	}
}

func TestTheHandlerHandsOverVerifiedEvents(t *testing.T) {
	w := newWebhook(newSecret, oldSecret)
	for _, secret := range w.APISecrets {
		response := w.answer("POST", "/", bytes.NewReader(event), hmacOf(secret, event))
		if response.StatusCode != 200 {
			t.Errorf("%v", response)
		}
	}
	if len(w.events) != 2 || w.events[0] != string(event) || w.events[1] != string(event) {
		t.Errorf("%q", w.events)
	}
}

func TestTheHandlerDropsWhatIsNotX(t *testing.T) {
	right := hmacOf(newSecret, event)
	for name, try := range map[string]struct {
		status                    int
		method, target, signature string
		body                      io.Reader
	}{
		"no signature":         {403, "POST", "/", "", bytes.NewReader(event)},
		"another secret":       {403, "POST", "/", hmacOf(twsign.NewSecret("another"), event), bytes.NewReader(event)},
		"another body":         {403, "POST", "/", right, strings.NewReader("{}")},
		"a cut signature":      {403, "POST", "/", right[:20], bytes.NewReader(event)},
		"a body that is long":  {413, "POST", "/", right, io.LimitReader(zeros{}, 1<<20+1)},
		"a body that breaks":   {400, "POST", "/", right, io.MultiReader(bytes.NewReader(event), failing{})},
		"a check without any":  {400, "GET", "/", "", nil},
		"a check with nothing": {400, "GET", "/?crc_token=", "", nil},
		"a check with a NUL":   {400, "GET", "/?crc_token=a%00b", "", nil},
		"another method":       {405, "PUT", "/", right, bytes.NewReader(event)},
	} {
		w := newWebhook(newSecret, oldSecret)
		if response := w.answer(try.method, try.target, try.body, try.signature); response.StatusCode != try.status {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
		if len(w.events) != 0 {
			t.Errorf("%s: took %q", name, w.events)
		}
	}
}

type zeros struct{}

func (zeros) Read(buffer []byte) (int, error) { return len(buffer), nil }

func TestTheHandlerTakesAsMuchAsItIsTold(t *testing.T) {
	body := bytes.Repeat([]byte("a"), 100)
	for most, want := range map[int64]int{99: 413, 100: 200, 0: 200} {
		w := newWebhook(newSecret)
		w.MaxBody = most
		if response := w.answer("POST", "/", bytes.NewReader(body), hmacOf(newSecret, body)); response.StatusCode != want {
			t.Errorf("at most %d: %d", most, response.StatusCode)
		}
	}
}

func TestTheHandlerTellsXOfItsOwnTrouble(t *testing.T) {
	failing := newWebhook(newSecret)
	failing.err = errors.New("no disk")
	silent := newWebhook(newSecret)
	silent.Event = nil
	for name, w := range map[string]*webhook{
		"an event that fails": failing,
		"no one to take it":   silent,
		"no secret":           newWebhook(),
		"a secret of nothing": newWebhook(twsign.Secret{}),
	} {
		if response := w.answer("POST", "/", bytes.NewReader(event), hmacOf(newSecret, event)); response.StatusCode != 500 {
			t.Errorf("%s: %d to an event", name, response.StatusCode)
		}
	}
	for name, w := range map[string]*webhook{"no secret": newWebhook(), "a secret of nothing": newWebhook(twsign.Secret{})} {
		if response := w.answer("GET", "/?crc_token=foo", nil, ""); response.StatusCode != 500 {
			t.Errorf("%s: %d to a check", name, response.StatusCode)
		}
	}
}
