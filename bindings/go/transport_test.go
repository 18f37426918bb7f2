package twsign_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"twsign"
)

// finish reads a reply whole, and closes it.
func finish(t *testing.T, response *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func newRequest(t *testing.T, method, address, contentType string, body io.Reader) *http.Request {
	t.Helper()
	request, err := http.NewRequest(method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	return request
}

// aStream hides what it is, so that net/http can neither know its length nor have it again.
func aStream(content string) io.Reader {
	return io.MultiReader(strings.NewReader(content))
}

func TestTheQueryIsSentAsXReadsIt(t *testing.T) {
	for sent, want := range map[string]string{
		"/":                               "/",
		"/2/users/me":                     "/2/users/me",
		"/2/search?q=from:jack+(a%20b)":   "/2/search?q=from%3Ajack%20%28a%20b%29",
		"/2/search?q=100%25&&a=b=c#there": "/2/search?q=100%25&a=b%3Dc",
		"/a%2Fb":                          "/a%2Fb",
		"/ü?☃=é":                          "/%C3%BC?%E2%98%83=%C3%A9",
		"/a;b/(c)!?":                      "/a;b/(c)!?",
		"/?flag&empty=&%61=%7e":           "/?flag&empty=&a=~",
	} {
		s := newServer(t)
		response, err := s.client().Get(s.URL + sent)
		finish(t, response, err)
		calls := s.seen(1)
		if calls[0].target != want {
			t.Errorf("%s was sent as %s, not as %s", sent, calls[0].target, want)
		}
		s.expectSigned(calls...)
	}
}

func TestAURLIsSentAsItIsSignedHoweverItWasMade(t *testing.T) {
	for name, change := range map[string]func(*url.URL){
		"opaque path":      func(u *url.URL) { u.Opaque = "/2/a%2fb" },
		"opaque and query": func(u *url.URL) { u.Opaque = "/2/ab?q=a:b" },
		"opaque with host": func(u *url.URL) { u.Opaque = "//" + u.Host + "/2/a!b" },
		"raw query":        func(u *url.URL) { u.RawQuery = "q=a#b c" },
		"path to escape":   func(u *url.URL) { u.Path = "/2/{a} [b]" },
		"no path":          func(u *url.URL) { u.Path = "" },
		"question mark":    func(u *url.URL) { u.ForceQuery = true },
		"fragment":         func(u *url.URL) { u.Fragment = "a:b" },
	} {
		s := newServer(t)
		request := newRequest(t, "GET", s.URL, "", nil)
		change(request.URL)
		response, err := s.client().Do(request)
		if finish(t, response, err) != "done" {
			t.Errorf("%s: %v", name, response)
		}
		calls := s.seen(1)
		calls[0].target = strings.TrimPrefix(calls[0].target, s.URL)
		if strings.Contains(calls[0].target, "#") {
			t.Errorf("%s: a fragment was sent: %s", name, calls[0].target)
		}
		s.expectSigned(calls...)
	}
}

// The signature is for the host that the server is told.
func TestTheHostOfTheRequestIsSigned(t *testing.T) {
	s := newServer(t)
	request := newRequest(t, "GET", s.URL+"/2/users/me", "", nil)
	request.Host = "api.x.com"
	response, err := s.client().Do(request)
	finish(t, response, err)
	s.URL = "http://api.x.com"
	s.expectSigned(s.seen(1)...)
}

func TestAFormIsSignedAndSentWhole(t *testing.T) {
	form := url.Values{"status": {"Hello Ladies + Gentlemen, a signed OAuth request! 👋 !*'()"}, "a": {"", "b&c=d"}}.Encode()
	for _, contentType := range []string{twsign.FormType, twsign.FormType + "; charset=UTF-8"} {
		for _, body := range []io.Reader{strings.NewReader(form), aStream(form)} {
			s := newServer(t)
			response, err := s.client().Post(s.URL+"/1.1/update.json?b=c", contentType, body)
			finish(t, response, err)
			calls := s.seen(1)
			if string(calls[0].body) != form || calls[0].contentLength != int64(len(form)) {
				t.Errorf("sent %q with length %d", calls[0].body, calls[0].contentLength)
			}
			s.expectSigned(calls...)
		}
	}
}

func TestAnEmptyFormIsSentAsNothing(t *testing.T) {
	for _, body := range []io.Reader{nil, http.NoBody, strings.NewReader(""), aStream("")} {
		s := newServer(t)
		response, err := s.client().Post(s.URL, twsign.FormType, body)
		finish(t, response, err)
		calls := s.seen(1)
		if calls[0].contentLength != 0 {
			t.Errorf("length %d", calls[0].contentLength)
		}
		s.expectSigned(calls...)
	}
}

// It would be read into memory, or be at its end, if it were touched.
func TestAStreamOfAnotherTypeIsSentWhileItIsWritten(t *testing.T) {
	s := newServer(t)
	reader, writer := io.Pipe()
	chunk := bytes.Repeat([]byte("status=a!b&"), 1000)
	go func() {
		for range 50 {
			writer.Write(chunk)
		}
		writer.Close()
	}()
	response, err := s.client().Post(s.URL, "video/mp4", reader)
	finish(t, response, err)
	calls := s.seen(1)
	if len(calls[0].body) != 50*len(chunk) || calls[0].contentLength != -1 {
		t.Errorf("%d bytes came, with length %d", len(calls[0].body), calls[0].contentLength)
	}
	s.expectSigned(calls...)
}

func TestTheRequestOfTheCallerIsNotChanged(t *testing.T) {
	s := newServer(t)
	request := newRequest(t, "POST", s.URL+"/?q=a:b", twsign.FormType, strings.NewReader("a=b"))
	address, header, length := request.URL.String(), request.Header.Clone(), request.ContentLength
	response, err := s.client().Transport.RoundTrip(request)
	finish(t, response, err)
	if request.URL.String() != address || len(request.Header) != len(header) || request.ContentLength != length {
		t.Errorf("changed to %v", request)
	}
	if response.Request != request {
		t.Error("the reply is to another request, with the signature in it")
	}
	again, err := request.GetBody()
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(again); err != nil || string(body) != "a=b" {
		t.Errorf("the body can be had again as %q, error %v", body, err)
	}
}

// closings counts how often a body is closed.
type closings struct {
	io.Reader
	count int
}

func (c *closings) Close() error { c.count++; return nil }

func TestABodyIsClosedWhateverHappens(t *testing.T) {
	s := newServer(t)
	closed := newSigner(t)
	closed.Close()
	client := s.client()
	for name, try := range map[string]struct {
		transport http.RoundTripper
		address   string
		body      string
	}{
		"sent":              {client.Transport, s.URL, "a=b"},
		"ambiguous":         {client.Transport, s.URL, "a=!"},
		"no form":           {client.Transport, s.URL, "a=%"},
		"no URL to be sent": {client.Transport, "ftp://" + s.Listener.Addr().String(), "a=b"},
		"signer closed":     {&twsign.Transport{Signer: closed}, s.URL, "a=b"},
		"no signer":         {&twsign.Transport{}, s.URL, "a=b"},
	} {
		for _, contentType := range []string{twsign.FormType, "application/json"} {
			body := &closings{Reader: strings.NewReader(try.body)}
			response, err := try.transport.RoundTrip(newRequest(t, "POST", try.address, contentType, body))
			if err == nil {
				response.Body.Close()
			}
			if body.count == 0 {
				t.Errorf("%s, %s: not closed", name, contentType)
			}
		}
	}
}

func TestWhatCannotBeSignedIsNotSent(t *testing.T) {
	s := newServer(t)
	closed := newSigner(t)
	closed.Close()
	for name, try := range map[string]struct {
		transport http.RoundTripper
		target    string
		body      io.Reader
		want      error
	}{
		"a broken escape":       {nil, "/?q=100%", nil, twsign.ErrInvalidURL},
		"a parameter of OAuth":  {nil, "/?oauth_token=a", nil, twsign.ErrAmbiguous},
		"a form with a raw !":   {nil, "/", strings.NewReader("status=Hello!"), twsign.ErrAmbiguous},
		"a form with a space":   {nil, "/", strings.NewReader("status=Hello World"), twsign.ErrInvalidBody},
		"a form that ends":      {nil, "/", io.MultiReader(strings.NewReader("a="), failing{}), errUnreadable},
		"a signer that is gone": {&twsign.Transport{Signer: closed}, "/", nil, twsign.ErrClosed},
	} {
		client := s.client()
		if try.transport != nil {
			client.Transport = try.transport
		}
		response, err := client.Post(s.URL+try.target, twsign.FormType, try.body)
		if response != nil || !errors.Is(err, try.want) {
			t.Errorf("%s: %v, error %v", name, response, err)
		}
	}
	s.seen(0)
}

var errUnreadable = errors.New("unreadable")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errUnreadable }

func TestAFormOfAnotherLengthThanSaidIsAnError(t *testing.T) {
	s := newServer(t)
	request := newRequest(t, "POST", s.URL, twsign.FormType, strings.NewReader("a=b"))
	request.ContentLength = 5
	if response, err := s.client().Do(request); err == nil {
		t.Errorf("%v", response)
	}
}

func TestARequestWithAnAuthorizationIsSentAsItIs(t *testing.T) {
	s := newServer(t)
	request := newRequest(t, "POST", s.URL+"/?q=a:b", twsign.FormType, strings.NewReader("status=Hello!"))
	request.Header.Set("Authorization", "Bearer AAAA%2F")
	response, err := s.client().Do(request)
	finish(t, response, err)
	calls := s.seen(1)
	if calls[0].authorization != "Bearer AAAA%2F" || calls[0].target != "/?q=a:b" || string(calls[0].body) != "status=Hello!" {
		t.Errorf("sent %v", calls[0])
	}
}

func TestARedirectOnTheSameServerIsSignedAnew(t *testing.T) {
	for status, method := range map[int]string{301: "GET", 302: "GET", 303: "GET", 307: "POST", 308: "POST"} {
		s := newServer(t, redirectTo(status, func() string { return "/there?q=a:b" }))
		response, err := s.client().Post(s.URL+"/here", twsign.FormType, strings.NewReader("status=a%21"))
		finish(t, response, err)
		calls := s.seen(2)
		if calls[1].method != method || calls[1].target != "/there?q=a%3Ab" || (len(calls[1].body) > 0) != (method == "POST") {
			t.Errorf("%d: sent %v", status, calls[1])
		}
		s.expectSigned(calls...)
	}
}

// Elsewhere is the same machine under another name, or on another port.
func TestARedirectToAnotherServerIsNotSigned(t *testing.T) {
	home, elsewhere := newServer(t), newServer(t)
	otherName := strings.Replace(home.URL, "127.0.0.1", "localhost", 1)
	for _, address := range []string{elsewhere.URL + "/there?q=a:b", otherName + "/there?q=a:b"} {
		home.calls, elsewhere.calls = nil, nil
		home.answers = []http.HandlerFunc{redirectTo(307, func() string { return address })}
		response, err := home.client().Post(home.URL+"/here", twsign.FormType, strings.NewReader("status=a%21"))
		finish(t, response, err)
		calls := append(home.calls, elsewhere.calls...)
		if len(calls) != 2 || calls[1].authorization != "" || calls[1].target != "/there?q=a:b" {
			t.Errorf("%s: sent %v", address, calls)
		}
		home.expectSigned(calls[0])
	}
}

// Else a server could choose what its caller signs for another.
func TestARedirectBackFromAnotherServerIsNotSigned(t *testing.T) {
	home, elsewhere := newServer(t), newServer(t)
	home.answers = []http.HandlerFunc{redirectTo(307, func() string { return elsewhere.URL })}
	elsewhere.answers = []http.HandlerFunc{redirectTo(307, func() string { return home.URL + "/back" })}
	response, err := home.client().Post(home.URL, "application/json", strings.NewReader("{}"))
	finish(t, response, err)
	elsewhere.seen(1)
	calls := home.seen(2)
	home.expectSigned(calls[0])
	if calls[1].authorization != "" {
		t.Errorf("sent %v", calls[1])
	}
}

// chain is a request as a client makes it after redirects from each address to the next.
func chain(t *testing.T, addresses ...string) *http.Request {
	var last *http.Request
	for _, address := range addresses {
		request := newRequest(t, "GET", address, "", nil)
		if last != nil {
			request.Response = &http.Response{Request: last}
		}
		last = request
	}
	return last
}

type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }

func TestSchemeHostAndPortDecideWhetherARedirectIsSigned(t *testing.T) {
	for _, try := range []struct {
		isSigned  bool
		addresses []string
	}{
		{true, []string{"https://api.x.com/", "https://API.X.com:443/a", "https://api.x.com/b"}},
		{true, []string{"http://api.x.com/", "https://api.x.com/"}},
		{true, []string{"http://127.0.0.1:8080/", "http://127.0.0.1:8080/a"}},
		{true, []string{"https://api.x.com/", "https://API.X.COM/"}},
		{false, []string{"https://api.x.com/", "http://api.x.com/"}},
		{false, []string{"https://api.x.com/", "http://api.x.com:443/"}},
		{false, []string{"http://api.x.com:8080/", "https://api.x.com/"}},
		{false, []string{"https://api.x.com/", "https://api.x.com:8443/"}},
		{false, []string{"https://x.com/", "https://api.x.com/"}},
		{false, []string{"https://api.x.com/", "https://evil.example/", "https://api.x.com/"}},
		{false, []string{"https://api.x.com/", "https://api.x.com/a", "https://api.x.com.evil.example/"}},
	} {
		authorization := "none"
		transport := twsign.Transport{Signer: newSigner(t), Base: roundTripper(func(r *http.Request) (*http.Response, error) {
			authorization = r.Header.Get("Authorization")
			return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
		})}
		response, err := transport.RoundTrip(chain(t, try.addresses...))
		finish(t, response, err)
		if (authorization != "") != try.isSigned {
			t.Errorf("%v: sent with %q", try.addresses, authorization)
		}
	}
}

func TestARedirectFromNobodyKnowsWhereIsNotSigned(t *testing.T) {
	s := newServer(t)
	request := newRequest(t, "GET", s.URL, "", nil)
	request.Response = &http.Response{}
	response, err := s.client().Transport.RoundTrip(request)
	finish(t, response, err)
	if calls := s.seen(1); calls[0].authorization != "" {
		t.Errorf("sent %v", calls[0])
	}
}

// A server an hour ahead, which looks at the time as X does.
func newServerAhead(t *testing.T, refusal string) *server {
	s := newServer(t)
	s.clock = func() time.Time { return time.Now().Add(time.Hour) }
	inTime := func(w http.ResponseWriter, r *http.Request) {
		if s.clock().Sub(signedTime(t, r.Header.Get("Authorization"))).Abs() > 5*time.Minute {
			refuse(401, refusal)(w, r)
			return
		}
		io.WriteString(w, "done")
	}
	for range 20 {
		s.answers = append(s.answers, inTime)
	}
	return s
}

const noCode = `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`

func TestTheClockIsLearnedFromARefusal(t *testing.T) {
	for name, refusal := range map[string]string{
		"code 135": refusal(135), "no code": noCode, "no words": "", "no list": `{"errors":"none"}`, "no number": `{"errors":[{}]}`,
	} {
		for contentType, body := range map[string]io.Reader{
			"": nil, "application/json": strings.NewReader(`{"text":"a"}`),
			twsign.FormType: strings.NewReader("status=a"), twsign.FormType + ";charset=utf-8": aStream("status=b"),
		} {
			s := newServerAhead(t, refusal)
			client := s.client()
			for _, callsMade := range []int{2, 3} { // The second request knows the time.
				response, err := client.Do(newRequest(t, "POST", s.URL, contentType, body))
				if finish(t, response, err) != "done" {
					t.Errorf("%s, %q: %v", name, contentType, response)
				}
				s.expectSigned(s.seen(callsMade)...)
				body = nil
			}
		}
	}
}

func TestTheSecondTryHasTheSameBody(t *testing.T) {
	for contentType, content := range map[string]string{twsign.FormType: "status=a%21", "application/json": `{"text":"a"}`} {
		s := newServerAhead(t, refusal(135))
		response, err := s.client().Post(s.URL+"/?a=b", contentType, strings.NewReader(content))
		finish(t, response, err)
		for _, c := range s.seen(2) {
			if string(c.body) != content || c.target != "/?a=b" || c.contentLength != int64(len(content)) {
				t.Errorf("sent %v", c)
			}
		}
	}
}

// Else its connection would never be used again.
func TestARefusalThatIsFollowedByAnotherTryIsClosed(t *testing.T) {
	body := &closings{Reader: strings.NewReader(refusal(135))}
	date := http.Header{"Date": {"Sun, 06 Nov 1994 08:49:37 GMT"}}
	replies := []*http.Response{{StatusCode: 401, Header: date, Body: body}, {StatusCode: 200, Body: http.NoBody}}
	transport := twsign.Transport{Signer: newSigner(t), Base: roundTripper(func(*http.Request) (*http.Response, error) {
		reply := replies[0]
		replies = replies[1:]
		return reply, nil
	})}
	response, err := transport.RoundTrip(newRequest(t, "GET", getMe.URL, "", nil))
	finish(t, response, err)
	if len(replies) != 0 || body.count == 0 {
		t.Errorf("%d replies left, closed %d times", len(replies), body.count)
	}
}

func TestAStreamThatIsGoneIsNotSentAgainButTheClockIsLearned(t *testing.T) {
	s := newServerAhead(t, refusal(135))
	client := s.client()
	response, err := client.Post(s.URL, "video/mp4", aStream("frames"))
	if body := finish(t, response, err); response.StatusCode != 401 || body != refusal(135) {
		t.Errorf("status %d, body %q", response.StatusCode, body)
	}
	s.seen(1)
	response, err = client.Post(s.URL, "video/mp4", aStream("frames"))
	if finish(t, response, err) != "done" {
		t.Errorf("%v", response)
	}
	s.seen(2)
}

func TestABodyThatCannotBeHadAgainLeavesTheRefusal(t *testing.T) {
	s := newServerAhead(t, refusal(135))
	request := newRequest(t, "POST", s.URL, "application/json", strings.NewReader("{}"))
	request.GetBody = func() (io.ReadCloser, error) { return nil, os.ErrNotExist }
	response, err := s.client().Do(request)
	if body := finish(t, response, err); response.StatusCode != 401 || body != refusal(135) {
		t.Errorf("status %d, body %q", response.StatusCode, body)
	}
}

func TestOtherRefusalsAreNotTriedAgain(t *testing.T) {
	late := func(s *server) { s.clock = func() time.Time { return time.Now().Add(time.Hour) } }
	onTime := func(*server) {}
	dateless := func(s *server) {
		s.answers[0] = func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Date"] = nil
			refuse(401, refusal(135))(w, r)
		}
	}
	for name, try := range map[string]struct {
		status int
		body   string
		change func(*server)
	}{
		"a wrong signature":                   {401, refusal(32), onTime},
		"a wrong signature with a wrong Date": {401, refusal(32), late},
		"a dead token with a wrong Date":      {401, refusal(89), late},
		"no code, and the time is right":      {401, noCode, onTime},
		"a code that is not of the clock":     {401, `{"errors":[{"code":0},{"code":32}]}`, late},
		"another status":                      {403, refusal(135), late},
		"success":                             {200, refusal(135), late},
		"no Date to learn from":               {401, refusal(135), dateless},
	} {
		s := newServer(t, refuse(try.status, try.body))
		try.change(s)
		response, err := s.client().Get(s.URL)
		if body := finish(t, response, err); response.StatusCode == 200 && try.status != 200 || body == "done" {
			t.Errorf("%s: status %d, body %q", name, response.StatusCode, body)
		}
		s.seen(1)
	}
}

func TestAClockThatIsRefusedTwiceIsNotTriedAThirdTime(t *testing.T) {
	s := newServer(t, refuse(401, refusal(135)), refuse(401, refusal(135)))
	response, err := s.client().Get(s.URL)
	if body := finish(t, response, err); response.StatusCode != 401 || body != refusal(135) {
		t.Errorf("status %d, body %q", response.StatusCode, body)
	}
	s.expectSigned(s.seen(2)...)
}

func TestALongRefusalIsReadWhole(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	s := newServer(t, refuse(401, long))
	response, err := s.client().Get(s.URL)
	if body := finish(t, response, err); body != long {
		t.Errorf("%d bytes", len(body))
	}
	s.seen(1)
}

// A retry stands around the Transport, and has each of its attempts signed.
func TestARetryIsSignedAnew(t *testing.T) {
	s := newServer(t, refuse(503, ""), refuse(503, ""))
	transport := s.client().Transport
	retrying := http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		for range 2 {
			response, err := transport.RoundTrip(r)
			if err != nil || response.StatusCode != 503 {
				return response, err
			}
			response.Body.Close()
		}
		return transport.RoundTrip(r)
	})}
	response, err := retrying.Get(s.URL)
	finish(t, response, err)
	s.expectSigned(s.seen(3)...)
}

func TestManyGoroutinesShareATransport(t *testing.T) {
	s := newServerAhead(t, refusal(135))
	client := s.client()
	client.Transport.(*twsign.Transport).Base = &http.Transport{MaxIdleConnsPerHost: 20}
	inGoroutines(20, func(int) {
		response, err := client.PostForm(s.URL, url.Values{"status": {"a!"}})
		finish(t, response, err)
	})
	client.CloseIdleConnections()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.expectSigned(s.calls...)
}

func TestIdleConnectionsOfTheBaseAreClosed(t *testing.T) {
	base := &closingBase{}
	client := http.Client{Transport: &twsign.Transport{Base: base}}
	client.CloseIdleConnections()
	if !base.isClosed {
		t.Error("not closed")
	}
}

type closingBase struct {
	http.RoundTripper
	isClosed bool
}

func (b *closingBase) CloseIdleConnections() { b.isClosed = true }
