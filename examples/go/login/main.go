// Command login goes from an API Key and Secret to tokens, and to signed calls with them.
//
//	export X_API_KEY=... X_API_SECRET=...
//	eval "$(./login pin)"       # sets X_ACCESS_TOKEN, X_ACCESS_TOKEN_SECRET
//	./login get '/2/users/me?user.fields=created_at'
//	./login post-json /2/tweets '{"text":"Hello"}'
//	./login revoke
//
// twsign makes and reads, net/http sends. X_API_BASE_URL says where to, if it is not
// https://api.x.com.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"twsign"
)

const usage = `usage: login pin
       login callback CALLBACK-URL
       login bearer
       login revoke [BEARER]
       login get URL
       login post URL NAME=VALUE...
       login post-json URL JSON
       login upload URL FILE
`

const longestReply = 16 << 20

// An app is who calls, and where to.
type app struct {
	credentials twsign.Credentials
	baseURL     string
	client      *http.Client
}

func newApp() (*app, error) {
	a := &app{
		credentials: twsign.Credentials{
			APIKey:      os.Getenv("X_API_KEY"),
			APISecret:   twsign.NewSecret(os.Getenv("X_API_SECRET")),
			Token:       os.Getenv("X_ACCESS_TOKEN"),
			TokenSecret: twsign.NewSecret(os.Getenv("X_ACCESS_TOKEN_SECRET")),
		},
		baseURL: os.Getenv("X_API_BASE_URL"),
		client:  &http.Client{Timeout: 2 * time.Minute},
	}
	if a.baseURL == "" {
		a.baseURL = "https://api.x.com"
	}
	if a.credentials.APIKey == "" || a.credentials.APISecret.IsZero() {
		return nil, errors.New("X_API_KEY and X_API_SECRET are not both set")
	}
	return a, nil
}

func (a *app) options() *twsign.ExchangeOptions {
	return &twsign.ExchangeOptions{BaseURL: a.baseURL}
}

// ---- Tokens ----------------------------------------------------------------

// isPlain: a shell will read what is printed, and has to find nothing to run in it.
func isPlain(text string) bool {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._%+/="
	return strings.Trim(text, plain) == ""
}

func printExport(name, value string) error {
	if !isPlain(value) {
		return errors.New("a token that is not safe in a shell")
	}
	_, err := fmt.Printf("export %s=%s\n", name, value)
	return err
}

func printAccessToken(token twsign.Token) error {
	if err := printExport("X_ACCESS_TOKEN", token.Value); err != nil {
		return err
	}
	if err := printExport("X_ACCESS_TOKEN_SECRET", token.Secret.Reveal()); err != nil {
		return err
	}
	if isPlain(token.ScreenName) && isPlain(token.UserID) {
		fmt.Printf("# user: %s (%s)\n", token.ScreenName, token.UserID)
	}
	return nil
}

// askUser is step 2: the user says yes in the browser, and types what came of it.
func (a *app) askUser(requestToken twsign.Token, question string) (string, error) {
	url, err := twsign.AuthorizeURL(requestToken, &twsign.AuthorizeOptions{BaseURL: a.baseURL})
	if err != nil {
		return "", err
	}
	fmt.Fprintf(os.Stderr, "Open %s\n%s\n", url, question)
	answer, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && answer == "" {
		return "", errors.New("no answer")
	}
	return strings.TrimRight(answer, "\r\n"), nil
}

// trade is step 3: with the verifier, the request token becomes an access token.
func (a *app) trade(ctx context.Context, requestToken twsign.Token, verifier string) error {
	token, err := twsign.AccessToken(ctx, a.client, a.credentials, requestToken, verifier, a.options())
	if err != nil {
		return err
	}
	return printAccessToken(token)
}

func (a *app) pin(ctx context.Context, _ []string) error {
	requestToken, err := twsign.RequestToken(ctx, a.client, a.credentials, "oob", a.options())
	if err != nil {
		return err
	}
	pin, err := a.askUser(requestToken, "Then type the PIN:")
	if err != nil {
		return err
	}
	return a.trade(ctx, requestToken, pin)
}

func (a *app) callback(ctx context.Context, arguments []string) error {
	requestToken, err := twsign.RequestToken(ctx, a.client, a.credentials, arguments[0], a.options())
	if err != nil {
		return err
	}
	url, err := a.askUser(requestToken, "Then paste the URL that it ended at:")
	if err != nil {
		return err
	}
	verifier, err := twsign.CallbackVerifier(requestToken, url)
	if err != nil {
		return err
	}
	return a.trade(ctx, requestToken, verifier)
}

func (a *app) bearer(ctx context.Context, _ []string) error {
	bearer, err := twsign.BearerToken(ctx, a.client, a.credentials, a.options())
	if err != nil {
		return err
	}
	return printExport("X_BEARER_TOKEN", bearer.Reveal())
}

func (a *app) revoke(ctx context.Context, arguments []string) error {
	var err error
	if len(arguments) == 1 {
		bearer := twsign.NewSecret(arguments[0])
		err = twsign.InvalidateBearerToken(ctx, a.client, a.credentials, bearer, a.options())
	} else {
		err = twsign.InvalidateToken(ctx, a.client, a.credentials, a.options())
	}
	if err != nil {
		return err
	}
	_, err = fmt.Println("revoked")
	return err
}

// ---- Signed calls ----------------------------------------------------------

// call prints what comes. A URL that begins with '/' is the API's. The Transport signs, and once
// more if the clock was wrong.
func (a *app) call(ctx context.Context, method, url, contentType string, body io.Reader) error {
	if strings.HasPrefix(url, "/") {
		url = strings.TrimRight(a.baseURL, "/") + url
	}
	signer, err := twsign.NewSigner(a.credentials)
	if err != nil {
		return err
	}
	defer signer.Close()
	a.client.Transport = &twsign.Transport{Signer: signer}

	request, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	response, err := a.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return printReply(response)
}

func printReply(response *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, longestReply))
	if err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("HTTP %d: %s", response.StatusCode, body)
	}
	_, err = os.Stdout.Write(body)
	return err
}

func (a *app) get(ctx context.Context, arguments []string) error {
	return a.call(ctx, "GET", arguments[0], "", nil)
}

func (a *app) post(ctx context.Context, arguments []string) error {
	var params []twsign.Param
	for _, pair := range arguments[1:] {
		name, value, found := strings.Cut(pair, "=")
		if !found {
			return errors.New("a parameter without '='")
		}
		params = append(params, twsign.Param{Name: name, Value: value})
	}
	form, err := twsign.FormEncode(params...)
	if err != nil {
		return err
	}
	return a.call(ctx, "POST", arguments[0], twsign.FormType, strings.NewReader(form))
}

func (a *app) postJSON(ctx context.Context, arguments []string) error {
	return a.call(ctx, "POST", arguments[0], "application/json", strings.NewReader(arguments[1]))
}

// upload sends a file as multipart/form-data, which no signature covers.
func (a *app) upload(ctx context.Context, arguments []string) error {
	content, err := os.ReadFile(arguments[1])
	if err != nil {
		return err
	}
	var form bytes.Buffer
	writer := multipart.NewWriter(&form)
	part, err := writer.CreateFormFile("media", filepath.Base(arguments[1]))
	if err != nil {
		return err
	}
	part.Write(content) // A bytes.Buffer takes everything.
	writer.Close()
	return a.call(ctx, "POST", arguments[0], writer.FormDataContentType(), &form)
}

// ---- The command line ------------------------------------------------------

type command struct {
	fewest, most int // arguments
	run          func(*app, context.Context, []string) error
}

var commands = map[string]command{
	"pin":       {0, 0, (*app).pin},
	"callback":  {1, 1, (*app).callback},
	"bearer":    {0, 0, (*app).bearer},
	"revoke":    {0, 1, (*app).revoke},
	"get":       {1, 1, (*app).get},
	"post":      {2, 1000, (*app).post},
	"post-json": {2, 2, (*app).postJSON},
	"upload":    {2, 2, (*app).upload},
}

func main() {
	var arguments []string
	var chosen command
	if len(os.Args) > 1 {
		chosen, arguments = commands[os.Args[1]], os.Args[2:]
	}
	if chosen.run == nil || len(arguments) < chosen.fewest || len(arguments) > chosen.most {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	a, err := newApp()
	if err == nil {
		err = chosen.run(a, context.Background(), arguments)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "login:", err)
		os.Exit(1)
	}
}
