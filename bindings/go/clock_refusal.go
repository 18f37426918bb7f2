package twsign

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

const codeClockIsWrong = 135

// isClockRefusal tells whether X refuses a request for the time that it was signed with.
//
// X's first API says so by a code. The second gives none, whatever is wrong with a signature; then
// it is the Date that tells.
func isClockRefusal(response *http.Response, signedAt time.Time) bool {
	if response.StatusCode != http.StatusUnauthorized {
		return false
	}
	if codes := apiCodes(peekBody(response)); len(codes) > 0 {
		for _, code := range codes {
			if code == codeClockIsWrong {
				return true
			}
		}
		return false
	}
	date, err := http.ParseTime(response.Header.Get("Date"))
	return err == nil && date.Sub(signedAt).Abs() > time.Minute
}

// apiCodes are X's own codes in {"errors":[{"code":32,"message":"..."}]}.
func apiCodes(body []byte) []int {
	var reply struct {
		Errors []struct {
			Code int `json:"code"`
		} `json:"errors"`
	}
	if json.Unmarshal(body, &reply) != nil {
		return nil
	}
	var codes []int
	for _, e := range reply.Errors {
		if e.Code != 0 {
			codes = append(codes, e.Code)
		}
	}
	return codes
}

// peekBody reads the beginning of a body, which can be read from there again.
func peekBody(response *http.Response) []byte {
	whole := response.Body
	beginning, err := io.ReadAll(io.LimitReader(whole, 64<<10))
	rest := io.Reader(whole)
	if err != nil {
		rest = failingReader{err}
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(beginning), rest), whole}
	return beginning
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
