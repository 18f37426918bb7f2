//go:build !race

// The race detector allocates and keeps memory of its own.

package twsign_test

import (
	"errors"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"twsign"
)

// The four requests of the benchmarks, and one of many kilobytes.
func usualRequests() map[string]twsign.Request {
	return map[string]twsign.Request{
		"get": getMe,
		"query": {Method: "GET", URL: "https://api.x.com/2/tweets/search/recent?query=ruby%20has%3Amedia%20-is%3Aretweet" +
			"&max_results=100&tweet.fields=created_at%2Cpublic_metrics&expansions=author_id"},
		"form":        documentedRequest(),
		"json":        {Method: "POST", URL: "https://api.x.com/2/tweets", ContentType: "application/json", Body: []byte(`{"text":"a"}`)},
		"large query": {Method: "GET", URL: "https://api.x.com/?q=" + strings.Repeat("%2C", 5000)},
		"large form":  {Method: "POST", URL: "https://api.x.com/", ContentType: twsign.FormType, Body: []byte("a=" + strings.Repeat("%2C", 100_000))},
	}
}

func TestASignatureAllocatesTheHeaderAndNothingElse(t *testing.T) {
	signer := newSigner(t)
	for name, request := range usualRequests() {
		if allocations := testing.AllocsPerRun(1000, func() { signer.Sign(request) }); allocations != 1 {
			t.Errorf("%s: %v allocations", name, allocations)
		}
		buffer := make([]byte, 0, 1000)
		if allocations := testing.AllocsPerRun(1000, func() { signer.AppendHeader(buffer, request) }); allocations != 0 {
			t.Errorf("%s into a buffer: %v allocations", name, allocations)
		}
	}
}

// residentMemory is in bytes.
func residentMemory(t *testing.T) int {
	runtime.GC()
	debug.FreeOSMemory()
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip(err) // not Linux
	}
	var pages int
	for _, digit := range strings.Fields(string(statm))[1] {
		pages = pages*10 + int(digit-'0')
	}
	return pages * os.Getpagesize()
}

// expectNoGrowth calls as often as it is told, after a while to warm up; most is in bytes.
func expectNoGrowth(t *testing.T, most, count int, call func() error) {
	t.Helper()
	repeat := func(count int) {
		for range count {
			if err := call(); err != nil {
				t.Fatal(err)
			}
		}
	}
	repeat(count / 4)
	before := residentMemory(t)
	repeat(count)
	grown := residentMemory(t) - before
	t.Logf("%d bytes more than %d after %d calls", grown, before, count)
	if grown > most {
		t.Errorf("grown by %d bytes", grown)
	}
}

// A leak of four bytes a signature would be 4 MB.
func TestMemoryDoesNotGrowOverAMillionSignatures(t *testing.T) {
	signer := newSigner(t)
	request, refused := documentedRequest(), twsign.Request{Method: "GET", URL: "https://api.x.com/?q=from:jack"}
	request.OAuthParams = []twsign.Param{{Name: "oauth_callback", Value: "oob"}}
	expectNoGrowth(t, 3<<20, 1_000_000, func() error {
		signer.Sign(refused)
		_, err := signer.Sign(request)
		return err
	})
}

// A leak of one forgotten text or object in a hundred would be 4 MB or more.
func TestMemoryDoesNotGrowOverTheOtherCalls(t *testing.T) {
	credentials, request := documentedCredentials(), documentedRequest()
	signature := hmacOf(newSecret, event)
	expectNoGrowth(t, 3<<20, 50_000, func() error {
		signer, errSigner := twsign.NewSigner(credentials)
		errClose := signer.Close()
		_, errExplain := twsign.Explain(credentials, request)
		_, errBase := twsign.SignatureBaseString(credentials, request)
		_, errForm := twsign.FormEncode(twsign.Param{Name: "status", Value: hardText})
		_, errURL := twsign.CanonicalURL("https://api.x.com/?q=from:jack")
		_, errAuthorize := twsign.AuthorizeURL(requestToken, nil)
		_, errCallback := twsign.CallbackVerifier(requestToken, "/?oauth_verifier=v&oauth_token="+requestToken.Value)
		_, errCheck := twsign.WebhookCRCResponse(newSecret, "foo")
		return errors.Join(errSigner, errClose, errExplain, errBase, errForm, errURL, errAuthorize, errCallback, errCheck,
			twsign.WebhookVerify(newSecret, event, signature), exchangeOnce(credentials))
	})
}

func exchangeOnce(credentials twsign.Credentials) error {
	exchange, err := twsign.NewInvalidationExchange(credentials, nil)
	if err != nil {
		return err
	}
	defer exchange.Close()
	_, err = exchange.Finish(200, []byte(`{"access_token":"`+accessToken+`"}`))
	return err
}

// Some thousand may wait for the collector; all of them would be 80 MB.
func TestMemoryDoesNotGrowOverForgottenSignersAndExchanges(t *testing.T) {
	calls := 0
	expectNoGrowth(t, 8<<20, 50_000, func() error {
		if calls++; calls%1000 == 0 {
			runtime.GC()
		}
		_, errSigner := twsign.NewSigner(documentedCredentials())
		_, errExchange := twsign.NewInvalidationExchange(documentedCredentials(), nil)
		return errors.Join(errSigner, errExchange)
	})
}
