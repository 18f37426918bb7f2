// Command webhook answers what X sends to a webhook, whatever the HTTP server is.
//
//	export X_API_SECRET=...
//	./webhook crc CRC_TOKEN             # the JSON that answers a check
//	./webhook event SIGNATURE < body    # "verified", or why not
//
// CRC_TOKEN is the query parameter crc_token, decoded; SIGNATURE is the header
// x-twitter-webhooks-signature; the body is taken as it came. Behind net/http, a
// twsign.WebhookHandler does both.
//
// Changing over to a new API Secret: X_API_SECRET is the new one at once, and X_API_SECRET_OLD the
// old one until no event signed with it is on its way.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"twsign"
)

const usage = `usage: webhook crc CRC_TOKEN
       webhook event SIGNATURE < body
`

const longestBody = 1 << 20

type secrets struct {
	now, old twsign.Secret // old may be none
}

// answerCheck is for a GET with a crc_token: answer 200, application/json and this JSON. Of the two
// secrets only the one of now can answer.
func (s secrets) answerCheck(crcToken string) error {
	json, err := twsign.WebhookCRCResponse(s.now, crcToken)
	if err != nil {
		return err
	}
	_, err = fmt.Println(json)
	return err
}

// verify is for a POST: without an error answer 200 and use the event; else answer 403 and drop it.
func (s secrets) verify(body []byte, signature string) error {
	err := twsign.WebhookVerify(s.now, body, signature)
	if errors.Is(err, twsign.ErrSignatureMismatch) && !s.old.IsZero() {
		err = twsign.WebhookVerify(s.old, body, signature)
	}
	return err
}

func (s secrets) takeEvent(signature string) error {
	body, err := io.ReadAll(io.LimitReader(os.Stdin, longestBody+1))
	if err != nil {
		return err
	}
	if len(body) > longestBody {
		return errors.New("the body is too long")
	}
	if err := s.verify(body, signature); err != nil {
		return err
	}
	_, err = fmt.Println("verified")
	return err
}

func run(command, argument string) error {
	s := secrets{
		now: twsign.NewSecret(os.Getenv("X_API_SECRET")),
		old: twsign.NewSecret(os.Getenv("X_API_SECRET_OLD")),
	}
	if s.now.IsZero() {
		return errors.New("X_API_SECRET is not set")
	}
	if command == "crc" {
		return s.answerCheck(argument)
	}
	return s.takeEvent(argument)
}

func main() {
	if len(os.Args) != 3 || (os.Args[1] != "crc" && os.Args[1] != "event") {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "webhook:", err)
		os.Exit(1)
	}
}
