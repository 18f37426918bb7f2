// Package bench sets libtwsign beside gomodule/oauth1, in the same run: a complete signature with a
// fresh nonce and time, from the request as a program has it to the Authorization header.
package bench

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gomodule/oauth1/oauth"

	"twsign"
)

// The credentials that X published with its documentation, and has disabled.
const (
	apiKey      = "xvz1evFS4wEEPTGEFPHBog"
	apiSecret   = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"
	token       = "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"
	tokenSecret = "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"
)

const formText = "Hello 👋 Ladies & Gentlemen — a signed OAuth request, with emoji 🎉🚀, (brackets), 'quotes', " +
	"stars *, and bangs!! This text goes on for a while, until it has its 200 bytes: ünïcödé 🐦!!!"

// A workload in the form that each of the two wants: libtwsign takes the bytes that are sent,
// gomodule/oauth1 a URL and a form that are parsed already.
type workload struct {
	name    string
	request twsign.Request
	url     *url.URL
	form    url.Values
}

func workloads(b *testing.B) []workload {
	form := url.Values{"status": {formText}}
	return []workload{
		prepare(b, "W1-get", "GET", "https://api.x.com/2/users/me", nil, ""),
		prepare(b, "W2-query", "GET", "https://api.x.com/2/tweets/search/recent?query=ruby%20has%3Amedia%20-is%3Aretweet"+
			"&max_results=100&tweet.fields=created_at%2Cpublic_metrics&expansions=author_id", nil, ""),
		prepare(b, "W3-form", "POST", "https://api.x.com/1.1/statuses/update.json", form, twsign.FormType),
		prepare(b, "W4-json", "POST", "https://api.x.com/2/tweets", nil, "application/json"),
	}
}

func prepare(b *testing.B, name, method, address string, form url.Values, contentType string) workload {
	parsed, err := url.Parse(address)
	if err != nil {
		b.Fatal(err)
	}
	request := twsign.Request{Method: method, URL: address, ContentType: contentType, Body: []byte(form.Encode())}
	return workload{name, request, parsed, form}
}

func newSigner(b *testing.B) *twsign.Signer {
	signer, err := twsign.NewSigner(twsign.Credentials{
		APIKey: apiKey, APISecret: twsign.NewSecret(apiSecret),
		Token: token, TokenSecret: twsign.NewSecret(tokenSecret),
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { signer.Close() })
	return signer
}

func signWithTwsign(b *testing.B, signer *twsign.Signer, w *workload) {
	header, err := signer.Sign(w.request)
	if err != nil || !strings.HasPrefix(header, "OAuth ") {
		b.Error(header, err)
	}
}

func signWithGomodule(b *testing.B, client *oauth.Client, credentials *oauth.Credentials, w *workload) {
	header := http.Header{}
	if err := client.SetAuthorizationHeader(header, credentials, w.request.Method, w.url, w.form); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkTwsign(b *testing.B) {
	signer := newSigner(b)
	for _, w := range workloads(b) {
		b.Run(w.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				signWithTwsign(b, signer, &w)
			}
		})
	}
}

// As many goroutines as processors, on one signer.
func BenchmarkTwsignParallel(b *testing.B) {
	signer := newSigner(b)
	for _, w := range workloads(b) {
		b.Run(w.name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					signWithTwsign(b, signer, &w)
				}
			})
		})
	}
}

func BenchmarkGomodule(b *testing.B) {
	client := &oauth.Client{Credentials: oauth.Credentials{Token: apiKey, Secret: apiSecret}}
	credentials := &oauth.Credentials{Token: token, Secret: tokenSecret}
	for _, w := range workloads(b) {
		b.Run(w.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				signWithGomodule(b, client, credentials, &w)
			}
		})
	}
}
