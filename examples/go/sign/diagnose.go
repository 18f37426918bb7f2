package main

import (
	"io"
	"os"
	"strconv"
	"strings"

	"twsign"
)

// diagnose reads what `curl -sv` printed on standard input, and says why X refused the request.
func diagnose(c twsign.Credentials, r twsign.Request) (string, error) {
	transcript, err := io.ReadAll(os.Stdin)
	if err != nil {
		return "", err
	}
	var attempt twsign.Attempt
	left := string(transcript)
	for left != "" {
		line, rest, _ := strings.Cut(left, "\n")
		if attempt.HTTPStatus != 0 && isOfTheBody(line) {
			break
		}
		readLine(strings.TrimSuffix(line, "\r"), &r, &attempt)
		left = rest
	}
	// A body without a line's end has curl's next remark behind it.
	body, _, _ := strings.Cut(left, "* Connection #")
	attempt.Body = []byte(body)
	return twsign.Diagnose(c, r, attempt)
}

func readLine(line string, sent *twsign.Request, attempt *twsign.Attempt) {
	if value, ok := behind("> authorization:", line); ok {
		attempt.Authorization = value
	} else if value, ok := behind("> content-type:", line); ok {
		sent.ContentType = value
	} else if value, ok := behind("< date:", line); ok {
		attempt.Date = value
	} else if value, ok := behind("< http/", line); ok {
		_, status, _ := strings.Cut(value, " ")
		status, _, _ = strings.Cut(status, " ")
		attempt.HTTPStatus, _ = strconv.Atoi(status)
	}
}

// behind returns what stands behind a prefix in lower case, in whatever case it is.
func behind(prefix, line string) (string, bool) {
	if len(line) < len(prefix) || !strings.EqualFold(line[:len(prefix)], prefix) {
		return "", false
	}
	return strings.TrimLeft(line[len(prefix):], " "), true
}

// isOfTheBody says whether a line is none of curl itself: remarks, headers, "{ [64 bytes data]", progress.
func isOfTheBody(line string) bool {
	for _, start := range []string{"* ", "< ", "> ", "{ [", "} [", "\r"} {
		if strings.HasPrefix(line, start) {
			return false
		}
	}
	return true
}
