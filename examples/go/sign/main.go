// Command sign prints the Authorization header for a request to X.
//
//	export X_API_KEY=... X_API_SECRET=...
//	export X_ACCESS_TOKEN=... X_ACCESS_TOKEN_SECRET=...
//	curl -H "Authorization: $(./sign GET "$url")" "$url"
//
// Without the two access token variables the request is signed for the App alone. Send the URL and
// the form body exactly as they were given here.
//
// If X refuses a request, whoever signed it, let curl tell all and ask why:
//
//	curl -sv ... "$url" 2>&1 | ./sign --diagnose GET "$url"
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
	diagnosis  = flag.Bool("diagnose", false, "say why X refused the request")
	nonce      = flag.String("nonce", "", "the nonce; random if not given")
	timestamp  = flag.Int64("timestamp", 0, "Unix seconds; now if not given")
)

const usageText = `usage: sign [--explain | --base-string] [--nonce N] [--timestamp T]
            METHOD URL [FORM-BODY]
       sign --diagnose METHOD URL [BODY] < what-curl-sv-printed
`

func usage() {
	fmt.Fprint(flag.CommandLine.Output(), usageText)
	flag.PrintDefaults()
}

func credentials() twsign.Credentials {
	return twsign.Credentials{
		APIKey:      os.Getenv("X_API_KEY"),
		APISecret:   twsign.NewSecret(os.Getenv("X_API_SECRET")),
		Token:       os.Getenv("X_ACCESS_TOKEN"),
		TokenSecret: twsign.NewSecret(os.Getenv("X_ACCESS_TOKEN_SECRET")),
	}
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
	c := credentials()
	if !*diagnosis && (c.APIKey == "" || c.APISecret.IsZero()) {
		return errors.New("X_API_KEY and X_API_SECRET are not both set")
	}
	describe := twsign.SignRequest
	if *diagnosis {
		describe = diagnose
	} else if *explain {
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
