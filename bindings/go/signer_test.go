package twsign_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"twsign"
)

var oauthParam = regexp.MustCompile(`(oauth_[a-z_]+)="([^"]*)"`)

// oauthParams are the parameters of a header, as they stand there.
func oauthParams(header string) map[string]string {
	params := map[string]string{}
	for _, found := range oauthParam.FindAllStringSubmatch(header, -1) {
		params[found[1]] = found[2]
	}
	return params
}

func signedTime(t *testing.T, header string) time.Time {
	t.Helper()
	seconds, err := strconv.ParseInt(oauthParams(header)["oauth_timestamp"], 10, 64)
	if err != nil {
		t.Fatalf("%q: %v", header, err)
	}
	return time.Unix(seconds, 0)
}

var getMe = twsign.Request{Method: "GET", URL: "https://api.x.com/2/users/me"}

func TestTheDocumentedRequestHasThePublishedSignature(t *testing.T) {
	header, err := newSigner(t).Sign(documentedRequest())
	if err != nil || !strings.Contains(header, documentedSignature) {
		t.Errorf("signed %q, error %v", header, err)
	}
}

func TestAThousandGoroutinesSignWithDifferentNonces(t *testing.T) {
	const goroutines, each = 1000, 20
	signer := newSigner(t)
	headers := make(chan string, goroutines*each)
	inGoroutines(goroutines, func(int) {
		for range each {
			header, err := signer.Sign(getMe)
			if err != nil {
				t.Error(err)
			}
			headers <- header
		}
	})
	close(headers)
	nonces := map[string]bool{}
	for header := range headers {
		nonces[oauthParams(header)["oauth_nonce"]] = true
	}
	if len(nonces) != goroutines*each {
		t.Errorf("%d nonces for %d signatures", len(nonces), goroutines*each)
	}
}

// Each goroutine has its own request, which is compared with what one alone would have signed.
func TestGoroutinesDoNotMixUpTheirRequests(t *testing.T) {
	signer := newSigner(t)
	inGoroutines(100, func(i int) {
		request := documentedRequest()
		request.URL = fmt.Sprintf("https://api.x.com/2/tweets?ids=%s", strings.Repeat(strconv.Itoa(i), 1+i*7))
		want, err := twsign.SignRequest(documentedCredentials(), request)
		for range 50 {
			header, signErr := signer.Sign(request)
			if err != nil || signErr != nil || header != want {
				t.Errorf("signed %q, errors %v and %v, want %q", header, err, signErr, want)
				return
			}
		}
	})
}

func TestAHeaderOfAnyLengthFits(t *testing.T) {
	signer := newSigner(t)
	for _, size := range []int{1, 100, 400, 512, 600, 5000, 100_000} {
		request := documentedRequest()
		request.OAuthParams = []twsign.Param{{Name: "oauth_callback", Value: strings.Repeat("☃", size)}}
		want, err := twsign.SignRequest(documentedCredentials(), request)
		if err != nil {
			t.Fatal(err)
		}
		header, err := signer.Sign(request)
		expect(t, header, err, want)
		for _, room := range []int{0, len(want) - 1, len(want), len(want) + 1, 2 * len(want)} {
			appended, err := signer.AppendHeader(append(make([]byte, 0, room+2), "> "...), request)
			expect(t, string(appended), err, "> "+want)
		}
	}
}

func TestAppendHeaderGivesBackWhatItWasGivenWhenItFails(t *testing.T) {
	dst, err := newSigner(t).AppendHeader([]byte("before"), twsign.Request{Method: "GET", URL: "nowhere"})
	if string(dst) != "before" || !errors.Is(err, twsign.ErrInvalidURL) {
		t.Errorf("gave back %q, error %v", dst, err)
	}
}

func TestTheClockIsTheSystemsUnlessItIsSet(t *testing.T) {
	signer := newSigner(t)
	for _, offset := range []time.Duration{0, time.Hour, -90 * time.Minute, 1999 * time.Millisecond} {
		if err := signer.SetClockOffset(offset); err != nil {
			t.Fatal(err)
		}
		header, err := signer.Sign(getMe)
		if err != nil {
			t.Fatal(err)
		}
		off := time.Since(signedTime(t, header).Add(-offset.Truncate(time.Second)))
		if off < 0 || off > 3*time.Second {
			t.Errorf("offset %v: off by %v", offset, off)
		}
	}
}

func TestTheClockIsLearnedFromADateInAnyForm(t *testing.T) {
	signer := newSigner(t)
	ahead := time.Now().UTC().Add(3 * time.Hour)
	for _, form := range []string{http.TimeFormat, "Monday, 02-Jan-06 15:04:05 GMT", time.ANSIC} {
		offset, err := signer.LearnClock(ahead.Format(form))
		if err != nil || (offset-3*time.Hour).Abs() > 3*time.Second {
			t.Errorf("%s: learned %v, error %v", form, offset, err)
		}
	}
	header, err := signer.Sign(getMe)
	if err != nil || signedTime(t, header).Sub(ahead).Abs() > 5*time.Second {
		t.Errorf("signed %q, error %v", header, err)
	}
}

func TestADateThatIsNoneLeavesTheClockAlone(t *testing.T) {
	signer := newSigner(t)
	if err := signer.SetClockOffset(time.Hour); err != nil {
		t.Fatal(err)
	}
	if offset, err := signer.LearnClock("yesterday"); offset != 0 || !errors.Is(err, twsign.ErrInvalidResponse) {
		t.Errorf("learned %v, error %v", offset, err)
	}
	header, err := signer.Sign(getMe)
	if err != nil || time.Until(signedTime(t, header)) < 59*time.Minute {
		t.Errorf("signed %q, error %v", header, err)
	}
}

// 8,000 years are more than a time.Duration can be.
func TestADateFarAheadIsTheLongestDuration(t *testing.T) {
	offset, err := newSigner(t).LearnClock("Fri, 31 Dec 9999 23:59:59 GMT")
	if err != nil || offset < 290*365*24*time.Hour {
		t.Errorf("learned %v, error %v", offset, err)
	}
}

func TestAClosedSignerGivesAnErrorAndNoCrash(t *testing.T) {
	signer := newSigner(t)
	for range 2 {
		if err := signer.Close(); err != nil {
			t.Error(err)
		}
	}
	header, err := signer.Sign(getMe)
	if header != "" || err != twsign.ErrClosed {
		t.Errorf("signed %q, error %v", header, err)
	}
	if _, err := signer.AppendHeader(nil, getMe); err != twsign.ErrClosed {
		t.Error(err)
	}
	if err := signer.SetClockOffset(time.Second); err != twsign.ErrClosed {
		t.Error(err)
	}
	if _, err := signer.LearnClock(time.Now().UTC().Format(http.TimeFormat)); err != twsign.ErrClosed {
		t.Error(err)
	}
}

func TestASignerThatWasNeverMadeIsClosed(t *testing.T) {
	var signer twsign.Signer
	if _, err := signer.Sign(getMe); err != twsign.ErrClosed {
		t.Error(err)
	}
	var exchange twsign.Exchange
	if _, err := exchange.Finish(200, nil); err != twsign.ErrClosed {
		t.Error(err)
	}
	if err := errors.Join(signer.Close(), exchange.Close()); err != nil {
		t.Error(err)
	}
}

func TestCloseMayRaceWithEveryMethod(t *testing.T) {
	for range 200 {
		signer := newSigner(t)
		methods := []func() error{
			func() error { _, err := signer.Sign(documentedRequest()); return err },
			func() error { _, err := signer.AppendHeader(nil, getMe); return err },
			func() error { return signer.SetClockOffset(time.Second) },
			func() error { _, err := signer.LearnClock("Sun, 06 Nov 1994 08:49:37 GMT"); return err },
			signer.Close,
		}
		inGoroutines(len(methods), func(i int) {
			for range 20 {
				if err := methods[i](); err != nil && err != twsign.ErrClosed {
					t.Error(err)
				}
			}
		})
	}
}

// Half of the signers are closed, half forgotten; the cleanup must not free what Close has freed.
func TestForgottenSignersAreClosedByTheCollector(t *testing.T) {
	for i := range 2000 {
		signer, err := twsign.NewSigner(documentedCredentials())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := signer.Sign(getMe); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			signer.Close()
		}
		if i%100 == 0 {
			runtime.GC()
		}
	}
}

func TestTheVersionAndItsNumberAgree(t *testing.T) {
	var major, minor, patch int
	if _, err := fmt.Sscanf(twsign.Version(), "%d.%d.%d", &major, &minor, &patch); err != nil {
		t.Fatal(err)
	}
	if twsign.VersionNumber() != major*1_000_000+minor*1_000+patch {
		t.Errorf("%s is not %d", twsign.Version(), twsign.VersionNumber())
	}
}
