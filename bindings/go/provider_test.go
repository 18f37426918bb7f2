package twsign_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"twsign"
)

const python = "../../target/venv/bin/python" // which `make setup` has made

// A provider is one that oauthlib is the OAuth of, with X's paths and words, in another process.
type provider struct {
	t        *testing.T
	url      string
	commands io.Writer
	answers  *bufio.Scanner
}

func startProvider(t *testing.T) *provider {
	process := exec.Command(python, "testdata/provider.py")
	commands, errIn := process.StdinPipe()
	answers, errOut := process.StdoutPipe()
	process.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	var complaints bytes.Buffer
	process.Stderr = &complaints
	if err := errors.Join(errIn, errOut, process.Start()); err != nil {
		t.Fatalf("%v: run `make setup` first", err)
	}
	t.Cleanup(func() {
		commands.Close()
		if err := process.Wait(); err != nil {
			t.Errorf("%v: %s", err, &complaints)
		}
	})
	p := &provider{t: t, commands: commands, answers: bufio.NewScanner(answers)}
	p.url = p.answer()
	return p
}

func (p *provider) answer() string {
	p.t.Helper()
	if !p.answers.Scan() {
		p.t.Fatalf("the provider has nothing to say: %v", p.answers.Err())
	}
	return p.answers.Text()
}

func (p *provider) tell(command, argument string) string {
	p.t.Helper()
	fmt.Fprintln(p.commands, command, argument)
	return p.answer()
}

func (p *provider) options() *twsign.ExchangeOptions {
	return &twsign.ExchangeOptions{BaseURL: p.url}
}

// logIn is the flow with a PIN.
func (p *provider) logIn() twsign.Credentials {
	p.t.Helper()
	requestToken, err := twsign.RequestToken(p.t.Context(), nil, app(), "oob", p.options())
	if err != nil {
		p.t.Fatal(err)
	}
	page, err := twsign.AuthorizeURL(requestToken, &twsign.AuthorizeOptions{BaseURL: p.url})
	if err != nil {
		p.t.Fatal(err)
	}
	token, err := twsign.AccessToken(p.t.Context(), nil, app(), requestToken, p.tell("approve", page), p.options())
	if err != nil || token.ScreenName != "xapi" || token.UserID != "6253282" {
		p.t.Fatalf("%v, error %v", token, err)
	}
	return app().WithToken(token)
}

func (p *provider) client(credentials twsign.Credentials) *http.Client {
	signer, err := twsign.NewSigner(credentials)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { signer.Close() })
	return &http.Client{Transport: &twsign.Transport{Signer: signer}}
}

func expectCode(t *testing.T, err error, code int) {
	t.Helper()
	var refusal *twsign.Error
	if !errors.As(err, &refusal) || refusal.Status != twsign.ErrRefused || refusal.APICode != code {
		t.Errorf("not refused with %d: %v", code, err)
	}
}

func TestProviderLogsInByPIN(t *testing.T) {
	p := startProvider(t)
	client := p.client(p.logIn())
	response, err := client.Get(p.url + "/2/users/me?user.fields=created_at,public_metrics")
	if body := finish(t, response, err); !strings.Contains(body, `"username":"xapi"`) {
		t.Error(body)
	}
}

func TestProviderLogsInByCallback(t *testing.T) {
	p := startProvider(t)
	requestToken, err := twsign.RequestToken(t.Context(), nil, app(), "twitterclient://callback", p.options())
	if err != nil {
		t.Fatal(err)
	}
	page, err := twsign.AuthorizeURL(requestToken, &twsign.AuthorizeOptions{BaseURL: p.url, SignIn: true})
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := twsign.CallbackVerifier(requestToken, p.tell("approve", page))
	if err != nil {
		t.Fatal(err)
	}
	token, err := twsign.AccessToken(t.Context(), nil, app(), requestToken, verifier, p.options())
	if err != nil || token.ScreenName != "xapi" {
		t.Errorf("%v, error %v", token, err)
	}
}

func TestProviderTellsADenial(t *testing.T) {
	p := startProvider(t)
	requestToken, err := twsign.RequestToken(t.Context(), nil, app(), "twitterclient://callback", p.options())
	if err != nil {
		t.Fatal(err)
	}
	page, err := twsign.AuthorizeURL(requestToken, &twsign.AuthorizeOptions{BaseURL: p.url})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := twsign.CallbackVerifier(requestToken, p.tell("deny", page)); !errors.Is(err, twsign.ErrDenied) {
		t.Error(err)
	}
}

func TestProviderRefusesWithXsCodes(t *testing.T) {
	p := startProvider(t)
	other := app()
	other.APISecret = twsign.NewSecret("another")
	_, err := twsign.RequestToken(t.Context(), nil, other, "oob", p.options())
	expectCode(t, err, 32)
	_, err = twsign.BearerToken(t.Context(), nil, other, p.options())
	expectCode(t, err, 99)
	_, err = twsign.RequestToken(t.Context(), nil, app(), "https://other.example/", p.options())
	expectCode(t, err, 415)
	p.tell("clock", "3600")
	_, err = twsign.RequestToken(t.Context(), nil, app(), "oob", p.options())
	expectCode(t, err, 135)
}

func TestProviderRevokesTokens(t *testing.T) {
	p := startProvider(t)
	user := p.logIn()
	for _, who := range []twsign.Credentials{user, app()} {
		bearer, err := twsign.BearerToken(t.Context(), nil, app(), p.options())
		if err != nil {
			t.Fatal(err)
		}
		if err := twsign.InvalidateBearerToken(t.Context(), nil, who, bearer, p.options()); err != nil {
			t.Error(err)
		}
		expectCode(t, twsign.InvalidateBearerToken(t.Context(), nil, who, bearer, p.options()), 99)
	}
	if err := twsign.InvalidateToken(t.Context(), nil, user, p.options()); err != nil {
		t.Error(err)
	}
	expectCode(t, twsign.InvalidateToken(t.Context(), nil, user, p.options()), 89)
}

func TestProviderReadsWhatTheTransportSigns(t *testing.T) {
	p := startProvider(t)
	client := p.client(p.logIn())

	response, err := client.Get(p.url + "/2/tweets/search/recent?&&query=from:jack+(a%20b)!*'~☃")
	if body := finish(t, response, err); !strings.Contains(body, `"text":"from:jack (a b)!*'~☃"`) {
		t.Error(body)
	}
	response, err = client.PostForm(p.url+"/1.1/statuses/update.json?include_entities=true", url.Values{"status": {hardText}})
	expectText(t, finish(t, response, err), hardText)

	tweet, err := json.Marshal(map[string]string{"text": hardText + "&a=b"})
	if err != nil {
		t.Fatal(err)
	}
	response, err = client.Post(p.url+"/2/tweets", "application/json", bytes.NewReader(tweet))
	body := finish(t, response, err)
	var posted struct{ Data json.RawMessage }
	if err := json.Unmarshal([]byte(body), &posted); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	expectText(t, string(posted.Data), hardText+"&a=b")

	file, contentType := upload(t, bytes.Repeat([]byte("\x00\xff\r\n--&="), 10_000))
	response, err = client.Post(p.url+"/2/media/upload?media_category=tweet_image", contentType, file)
	if body := finish(t, response, err); !strings.Contains(body, `"size":80000`) {
		t.Error(body)
	}
}

func expectText(t *testing.T, body, want string) {
	t.Helper()
	var reply struct{ Text string }
	if err := json.Unmarshal([]byte(body), &reply); err != nil || reply.Text != want {
		t.Errorf("%q came as %q, error %v", want, body, err)
	}
}

func upload(t *testing.T, content []byte) (io.Reader, string) {
	t.Helper()
	var form bytes.Buffer
	writer := multipart.NewWriter(&form)
	part, errPart := writer.CreateFormFile("media", "a.png")
	_, errWrite := part.Write(content)
	if err := errors.Join(errPart, errWrite, writer.Close()); err != nil {
		t.Fatal(err)
	}
	return &form, writer.FormDataContentType()
}

// The first API names the reason, the second does not.
func TestProviderTeachesTheTransportItsClock(t *testing.T) {
	p := startProvider(t)
	user := p.logIn()
	for _, hour := range []string{"3600", "-3600"} {
		p.tell("clock", hour)
		for _, path := range []string{"/1.1/account/verify_credentials.json", "/2/users/me"} {
			response, err := p.client(user).Get(p.url + path)
			if body := finish(t, response, err); !strings.Contains(body, "xapi") {
				t.Errorf("%s, clock ahead by %s s: %s", path, hour, body)
			}
		}
	}
}
