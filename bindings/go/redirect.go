package twsign

import (
	"net/http"
	"net/url"
	"strings"
)

// staysOnServer tells whether a request is no redirect, or one of a chain that never left the server
// which the first request was for. A server that sends its caller elsewhere and from there back must
// not choose what the caller signs.
func staysOnServer(request *http.Request) bool {
	for r := request; r.Response != nil; r = r.Response.Request {
		if r.Response.Request == nil || !isSameServer(r.Response.Request.URL, request.URL) {
			return false
		}
	}
	return true
}

// isSameServer allows for the step from http to https, and not for the one back.
func isSameServer(from, to *url.URL) bool {
	if !strings.EqualFold(from.Hostname(), to.Hostname()) {
		return false
	}
	if from.Scheme == to.Scheme {
		return port(from) == port(to)
	}
	return to.Scheme == "https" && port(from) == "80" && port(to) == "443"
}

func port(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}
