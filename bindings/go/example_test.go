package twsign_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"twsign"
)

// The credentials that X published with its documentation, and has disabled. A program takes its own
// from the environment.
var credentials = twsign.Credentials{
	APIKey:      "xvz1evFS4wEEPTGEFPHBog",
	APISecret:   twsign.NewSecret("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"),
	Token:       "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
	TokenSecret: twsign.NewSecret("LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"),
}

func ExampleSigner_Sign() {
	signer, err := twsign.NewSigner(credentials)
	if err != nil {
		log.Fatal(err)
	}
	defer signer.Close()
	header, err := signer.Sign(twsign.Request{
		Method:      "POST",
		URL:         "https://api.x.com/1.1/statuses/update.json?include_entities=true",
		ContentType: twsign.FormType,
		Body:        []byte("status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21"),
		// Those of X's documentation; a program leaves them out.
		Nonce:     "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
		Timestamp: time.Unix(1318622958, 0),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(strings.ReplaceAll(header, ", ", ",\n      "))
	// Output:
	// OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog",
	//       oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
	//       oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D",
	//       oauth_signature_method="HMAC-SHA1",
	//       oauth_timestamp="1318622958",
	//       oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
	//       oauth_version="1.0"
}

func ExampleSigner_AppendHeader() {
	signer, err := twsign.NewSigner(credentials)
	if err != nil {
		log.Fatal(err)
	}
	defer signer.Close()
	line := make([]byte, 0, 1000)
	line = append(line, "Authorization: "...)
	line, err = signer.AppendHeader(line, twsign.Request{Method: "GET", URL: "https://api.x.com/2/users/me"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.20s\n", line)
	// Output: Authorization: OAuth
}

func ExampleTransport() {
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		fmt.Fprintf(w, "signed by %s: %s", scheme, r.RequestURI)
	}))
	defer api.Close()

	signer, err := twsign.NewSigner(credentials)
	if err != nil {
		log.Fatal(err)
	}
	defer signer.Close()
	client := &http.Client{Transport: &twsign.Transport{Signer: signer}}
	response, err := client.Get(api.URL + "/2/tweets/search/recent?query=from:jack has:media")
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fmt.Println(string(body), err)
	// Output: signed by OAuth: /2/tweets/search/recent?query=from%3Ajack%20has%3Amedia <nil>
}

func ExampleFormEncode() {
	form, err := twsign.FormEncode(
		twsign.Param{Name: "status", Value: "Hello Ladies + Gentlemen!"},
		twsign.Param{Name: "trim_user", Value: "true"},
	)
	fmt.Println(form, err)
	// Output: status=Hello%20Ladies%20%2B%20Gentlemen%21&trim_user=true <nil>
}

func ExampleCanonicalURL() {
	url, err := twsign.CanonicalURL("https://api.x.com/2/tweets/search/recent?query=from:jack+(a b)")
	fmt.Println(url, err)
	// Output: https://api.x.com/2/tweets/search/recent?query=from%3Ajack%20%28a%20b%29 <nil>
}

func ExampleError() {
	_, err := twsign.SignRequest(credentials, twsign.Request{
		Method: "GET",
		URL:    "https://api.x.com/2/tweets/search/recent?query=from:jack",
	})
	fmt.Println(errors.Is(err, twsign.ErrAmbiguous))
	var refusal *twsign.Error
	if errors.As(err, &refusal) {
		field, _, _ := strings.Cut(refusal.Message, ";")
		fmt.Println(field)
	}
	// Output:
	// true
	// request.url: raw ':' at byte 51
}

func ExampleSignatureBaseString() {
	text, err := twsign.SignatureBaseString(credentials, twsign.Request{
		Method:    "GET",
		URL:       "https://api.x.com/2/users/me",
		Nonce:     "76efe2495440668f9548d2068c68806e",
		Timestamp: time.Unix(1700000000, 0),
	})
	fmt.Println(strings.ReplaceAll(text, "%26", "\n  %26"), err)
	// Output:
	// GET&https%3A%2F%2Fapi.x.com%2F2%2Fusers%2Fme&oauth_consumer_key%3Dxvz1evFS4wEEPTGEFPHBog
	//   %26oauth_nonce%3D76efe2495440668f9548d2068c68806e
	//   %26oauth_signature_method%3DHMAC-SHA1
	//   %26oauth_timestamp%3D1700000000
	//   %26oauth_token%3D370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb
	//   %26oauth_version%3D1.0 <nil>
}

func ExampleSecret() {
	fmt.Printf("%+v\n", credentials)
	fmt.Println(len(credentials.APISecret.Reveal()))
	// Output:
	// {APIKey:xvz1evFS4wEEPTGEFPHBog APISecret:*** Token:370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb TokenSecret:***}
	// 43
}

// A login, from the first step to the last. What stands here for X answers with the tokens of X's
// documentation.
func ExampleRequestToken() {
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth/request_token" {
			io.WriteString(w, "oauth_token=NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0"+
				"&oauth_token_secret=veNRnAWe6inFuo8o2u8SLLZLjolYDmDP7SzL0YfYI&oauth_callback_confirmed=true")
			return
		}
		io.WriteString(w, "oauth_token=6253282-eWudHldSbIaelX7swmsiHImEL4KinwaGloHANdrY"+
			"&oauth_token_secret=2EEfA6BG3ly3sR3RjE0IBSnlQu4ZrUzPiYKmrkVU&user_id=6253282&screen_name=xapi")
	}))
	defer api.Close()
	ctx := context.Background()
	options := &twsign.ExchangeOptions{BaseURL: api.URL} // A program passes nil.

	// Step 1: keep the Request Token in the user's session.
	requestToken, err := twsign.RequestToken(ctx, http.DefaultClient, credentials, "https://app.example/signed-in", options)
	if err != nil {
		log.Fatal(err)
	}
	// Step 2: send the user's browser there. It comes back with this URL.
	page, err := twsign.AuthorizeURL(requestToken, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page)
	cameBack := "/signed-in?oauth_token=" + requestToken.Value + "&oauth_verifier=uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8B"
	verifier, err := twsign.CallbackVerifier(requestToken, cameBack)
	if err != nil {
		log.Fatal(err)
	}
	// Step 3: keep the Access Token, its secret and the user's id.
	token, err := twsign.AccessToken(ctx, http.DefaultClient, credentials, requestToken, verifier, options)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(token.ScreenName, token.UserID, token.Value)
	// Output:
	// https://api.x.com/oauth/authorize?oauth_token=NPcudxy0yU5T3tBzho7iCotZ3cnetKwcTIRlX0iwRl0
	// xapi 6253282 6253282-eWudHldSbIaelX7swmsiHImEL4KinwaGloHANdrY
}

func ExampleBearerToken() {
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth2/token" {
			io.WriteString(w, `{"token_type":"bearer","access_token":"AAAA%2FAAA%3DAAAAAAAA"}`)
			return
		}
		fmt.Fprint(w, r.Header.Get("Authorization"))
	}))
	defer api.Close()
	ctx := context.Background()
	options := &twsign.ExchangeOptions{BaseURL: api.URL} // A program passes nil.

	bearer, err := twsign.BearerToken(ctx, http.DefaultClient, credentials, options)
	if err != nil {
		log.Fatal(err)
	}
	request, err := http.NewRequestWithContext(ctx, "GET", api.URL+"/2/tweets/search/recent?query=xdevelopers", nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+bearer.Reveal())
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fmt.Println(bearer, string(body), err)
	// Output: *** Bearer AAAA%2FAAA%3DAAAAAAAA <nil>
}

func ExampleWebhookHandler() {
	secret := twsign.NewSecret("L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg")
	handler := &twsign.WebhookHandler{
		APISecrets: []twsign.Secret{secret},
		Event: func(_ context.Context, body []byte) error {
			fmt.Printf("event: %s\n", body)
			return nil
		},
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	// As X does: a check, and an event.
	response, err := http.Get(server.URL + "/webhook?crc_token=challenge_string")
	if err != nil {
		log.Fatal(err)
	}
	answer, err := io.ReadAll(response.Body)
	fmt.Println(string(answer), err)

	event := `{"for_user_id":"2244994945","favorite_events":[{"id":"a1","created_at":"Mon Mar 26 16:33:26 +0000 2018"}]}`
	request, err := http.NewRequest("POST", server.URL+"/webhook", strings.NewReader(event))
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set(twsign.SignatureHeader, "sha256=weQg3TWsXbJaL6RzEoPaiTPFk7lkN5D/qwANhIgu9cw=")
	response, err = http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Status)
	// Output:
	// {"response_token":"sha256=7lSONeP10a3dQ92/V7IutTFT1KCPGNO6VFz1MnUM8YQ="} <nil>
	// event: {"for_user_id":"2244994945","favorite_events":[{"id":"a1","created_at":"Mon Mar 26 16:33:26 +0000 2018"}]}
	// 200 OK
}

func ExampleDiagnose() {
	// Another program has mixed up its settings.
	faulty := credentials
	faulty.APISecret, faulty.TokenSecret = faulty.TokenSecret, faulty.APISecret
	request := twsign.Request{Method: "GET", URL: "https://api.x.com/1.1/account/verify_credentials.json"}
	header, err := twsign.SignRequest(faulty, request)
	if err != nil {
		log.Fatal(err)
	}
	report, err := twsign.Diagnose(credentials, request, twsign.Attempt{
		Authorization: header,
		HTTPStatus:    401,
		Body:          []byte(`{"errors":[{"code":32,"message":"Could not authenticate you."}]}`),
	})
	if err != nil {
		log.Fatal(err)
	}
	cause, _, _ := strings.Cut(report, "\n")
	fmt.Println(cause)
	// Output: cause: secrets-swapped
}
