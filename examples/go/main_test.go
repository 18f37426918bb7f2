package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const vector = "../../tests/vectors/signing/x-docs-creating-a-signature"

func read(t *testing.T, name string) string {
	content, err := os.ReadFile(filepath.Join(vector, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// documented is the request that X signs step by step in its documentation.
func documented(t *testing.T) (credentials, request) {
	field := map[string]string{}
	for _, line := range strings.Split(read(t, "request.txt"), "\n") {
		name, value, _ := strings.Cut(line, ": ")
		field[name] = value
	}
	timestamp, err := strconv.ParseInt(field["timestamp"], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return credentials{field["api_key"], field["api_secret"], field["token"], field["token_secret"]},
		request{field["method"], field["url"], field["content_type"], read(t, "body"), field["nonce"], timestamp}
}

func TestTheDocumentedRequestHasThePublishedSignature(t *testing.T) {
	c, r := documented(t)
	header, err := sign(c, r, false)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(header, `oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"`) || header != read(t, "header.txt") {
		t.Errorf("signed %s", header)
	}
}

func TestTheStepsShowNoSecret(t *testing.T) {
	c, r := documented(t)
	steps, err := sign(c, r, true)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(steps, read(t, "base_string.txt")) {
		t.Error("the base string is missing")
	}
	if strings.Contains(steps, c.apiSecret) || strings.Contains(steps, c.tokenSecret) {
		t.Error("a secret is shown")
	}
}

func TestTheErrorNamesTheField(t *testing.T) {
	c, r := documented(t)
	r.url = "/1.1/statuses/update.json"
	header, err := sign(c, r, false)
	if err == nil || !strings.HasPrefix(err.Error(), "request.url: ") {
		t.Errorf("signed %q, error %v", header, err)
	}
}

func TestANULInsideATextIsRefused(t *testing.T) {
	c, r := documented(t)
	r.url += "&a\x00b=1"
	if header, err := sign(c, r, false); err == nil {
		t.Errorf("signed %q", header)
	}
}
