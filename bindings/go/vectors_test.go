package twsign_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"twsign"
)

const vectors = "../../tests/vectors/signing"

// A vector is a folder with a request and what comes of it.
type vector struct {
	folder      string
	credentials twsign.Credentials
	request     twsign.Request
	isAmbiguous bool // to X
}

func (v vector) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(v.folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func readVector(t *testing.T, folder string) vector {
	v := vector{folder: folder}
	for line := range strings.Lines(v.read(t, "request.txt")) {
		name, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !found || !v.set(name, value) {
			t.Fatalf("a line that is not understood: %q", line)
		}
	}
	body, err := os.ReadFile(filepath.Join(folder, "body"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	v.request.Body = body
	return v
}

func (v *vector) set(name, value string) bool {
	switch name {
	case "method":
		v.request.Method = value
	case "url":
		v.request.URL = value
	case "content_type":
		v.request.ContentType = value
	case "nonce":
		v.request.Nonce = value
	case "timestamp":
		seconds, err := strconv.ParseInt(value, 10, 64)
		v.request.Timestamp = time.Unix(seconds, 0)
		return err == nil
	case "oauth_param":
		name, value, found := strings.Cut(value, "=")
		v.request.OAuthParams = append(v.request.OAuthParams, twsign.Param{Name: name, Value: value})
		return found
	case "api_key":
		v.credentials.APIKey = value
	case "api_secret":
		v.credentials.APISecret = twsign.NewSecret(value)
	case "token":
		v.credentials.Token = value
	case "token_secret":
		v.credentials.TokenSecret = twsign.NewSecret(value)
	case "x_rules":
		v.isAmbiguous = value == "ambiguous"
		return v.isAmbiguous || value == "signed"
	default:
		return false
	}
	return true
}

func forEachVector(t *testing.T, test func(*testing.T, vector)) {
	entries, err := os.ReadDir(vectors)
	if err != nil || len(entries) < 70 {
		t.Fatalf("%d vectors, %v", len(entries), err)
	}
	for _, entry := range entries {
		t.Run(entry.Name(), func(t *testing.T) {
			test(t, readVector(t, filepath.Join(vectors, entry.Name())))
		})
	}
}

func TestEachVectorHasItsBaseStringAndHeader(t *testing.T) {
	forEachVector(t, func(t *testing.T, v vector) {
		v.request.Rules = twsign.RulesRFC5849
		base, err := twsign.SignatureBaseString(v.credentials, v.request)
		expect(t, base, err, v.read(t, "base_string.txt"))
		header := v.read(t, "header.txt")
		signed, err := twsign.SignRequest(v.credentials, v.request)
		expect(t, signed, err, header)

		signer, err := twsign.NewSigner(v.credentials)
		if err != nil {
			t.Fatal(err)
		}
		defer signer.Close()
		signed, err = signer.Sign(v.request)
		expect(t, signed, err, header)
		appended, err := signer.AppendHeader([]byte("Authorization: "), v.request)
		expect(t, string(appended), err, "Authorization: "+header)
	})
}

func TestEachVectorIsSignedOrRefusedByTheRulesOfX(t *testing.T) {
	forEachVector(t, func(t *testing.T, v vector) {
		header, err := twsign.SignRequest(v.credentials, v.request)
		if v.isAmbiguous {
			if header != "" || !errors.Is(err, twsign.ErrAmbiguous) {
				t.Errorf("signed %q, error %v", header, err)
			}
			return
		}
		expect(t, header, err, v.read(t, "header.txt"))
	})
}

func TestEachExplanationHoldsTheBaseString(t *testing.T) {
	forEachVector(t, func(t *testing.T, v vector) {
		text, err := twsign.Explain(v.credentials, v.request)
		if err != nil || !strings.Contains(text, v.read(t, "base_string.txt")) {
			t.Errorf("%v: %s", err, text)
		}
		for _, secret := range []twsign.Secret{v.credentials.APISecret, v.credentials.TokenSecret} {
			if !secret.IsZero() && strings.Contains(text, secret.Reveal()) {
				t.Error("a secret is shown")
			}
		}
	})
}

func expect(t *testing.T, got string, err error, want string) {
	t.Helper()
	if err != nil || got != want {
		t.Errorf("got %q, error %v, want %q", got, err, want)
	}
}
