package twsign_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"twsign"
)

// A call is a request as it came over the wire.
type call struct {
	method, target, authorization, contentType string
	contentLength                              int64
	body                                       []byte
}

// A server keeps what comes in, checks each signature against what it got, and answers what is put
// on its list, then 200.
type server struct {
	*httptest.Server
	t       *testing.T
	mutex   sync.Mutex
	calls   []call
	answers []http.HandlerFunc
	clock   func() time.Time
}

func newServer(t *testing.T, answers ...http.HandlerFunc) *server {
	s := &server{t: t, answers: answers, clock: time.Now}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Error(err)
	}
	s.mutex.Lock()
	s.calls = append(s.calls, call{r.Method, r.RequestURI, r.Header.Get("Authorization"), r.Header.Get("Content-Type"),
		r.ContentLength, body})
	answer := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "done") })
	if len(s.answers) > 0 {
		answer, s.answers = s.answers[0], s.answers[1:]
	}
	s.mutex.Unlock()
	w.Header().Set("Date", s.clock().UTC().Format(http.TimeFormat))
	answer(w, r)
}

// seen is what came in, once it is known to be right.
func (s *server) seen(count int) []call {
	s.t.Helper()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.calls) != count {
		s.t.Fatalf("%d calls, not %d: %v", len(s.calls), count, s.calls)
	}
	return s.calls
}

// expectSigned holds each signature against what came in: signed again with the nonce and time of its
// header, it has to give that header.
func (s *server) expectSigned(calls ...call) {
	s.t.Helper()
	nonces := map[string]bool{}
	for _, c := range calls {
		nonce := oauthParams(c.authorization)["oauth_nonce"]
		header, err := twsign.SignRequest(documentedCredentials(), twsign.Request{
			Method:      c.method,
			URL:         s.URL + c.target,
			ContentType: c.contentType,
			Body:        c.body,
			Nonce:       nonce,
			Timestamp:   signedTime(s.t, c.authorization),
		})
		if err != nil || header != c.authorization {
			s.t.Errorf("%s %s came with %q, error %v", c.method, c.target, c.authorization, err)
		}
		if nonces[nonce] {
			s.t.Errorf("nonce %s came twice", nonce)
		}
		nonces[nonce] = true
	}
}

func (s *server) client() *http.Client {
	return &http.Client{Transport: &twsign.Transport{Signer: newSigner(s.t)}}
}

func redirectTo(status int, address func() string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", address())
		w.WriteHeader(status)
	}
}

func refuse(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func refusal(code int) string {
	return fmt.Sprintf(`{"errors":[{"message":"No.","code":%d}]}`, code)
}
