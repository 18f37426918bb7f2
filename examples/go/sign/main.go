// Command sign prints the Authorization header for a request to X.
//
//	export X_API_KEY=... X_API_SECRET=...
//	export X_ACCESS_TOKEN=... X_ACCESS_TOKEN_SECRET=...
//	curl -H "Authorization: $(./sign GET "$url")" "$url"
//
// Without the two access token variables the request is signed for the App alone. Send the URL and
// the form body exactly as they were given here.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"twsign"
)

var (
	explain    = flag.Bool("explain", false, "print the steps of the signing")
	baseString = flag.Bool("base-string", false, "print the signature base string")
	nonce      = flag.String("nonce", "", "the nonce; random if not given")
	timestamp  = flag.Int64("timestamp", 0, "Unix seconds; now if not given")
)

func usage() {
	fmt.Fprintln(flag.CommandLine.Output(), "usage: sign [flags] METHOD URL [FORM-BODY]")
	flag.PrintDefaults()
}

func credentials() (twsign.Credentials, error) {
	c := twsign.Credentials{
		APIKey:      os.Getenv("X_API_KEY"),
		APISecret:   twsign.NewSecret(os.Getenv("X_API_SECRET")),
		Token:       os.Getenv("X_ACCESS_TOKEN"),
		TokenSecret: twsign.NewSecret(os.Getenv("X_ACCESS_TOKEN_SECRET")),
	}
	if c.APIKey == "" || c.APISecret.IsZero() {
		return c, errors.New("X_API_KEY and X_API_SECRET are not both set")
	}
	return c, nil
}

func request() twsign.Request {
	r := twsign.Request{Method: flag.Arg(0), URL: flag.Arg(1), Nonce: *nonce}
	if *timestamp != 0 {
		r.Timestamp = time.Unix(*timestamp, 0)
	}
	if flag.NArg() == 3 {
		r.ContentType = twsign.FormType
		r.Body = []byte(flag.Arg(2))
	}
	return r
}

func run() error {
	c, err := credentials()
	if err != nil {
		return err
	}
	describe := twsign.SignRequest
	if *explain {
		describe = twsign.Explain
	} else if *baseString {
		describe = twsign.SignatureBaseString
	}
	text, err := describe(c, request())
	if err != nil {
		return err
	}
	_, err = fmt.Println(text)
	return err
}

func main() {
	flag.Usage = usage
	flag.Parse()
	if flag.NArg() < 2 || flag.NArg() > 3 {
		usage()
		os.Exit(2)
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "sign:", err)
		os.Exit(1)
	}
}
