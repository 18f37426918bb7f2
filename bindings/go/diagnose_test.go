package twsign_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"twsign"
)

func cause(t *testing.T, report string, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(report, "\n")
	for _, secret := range []string{apiSecret, tokenSecret} {
		if strings.Contains(report, secret) {
			t.Error("a secret is shown")
		}
	}
	return strings.TrimPrefix(first, "cause: ")
}

func TestTheMistakeInARefusedRequestIsNamed(t *testing.T) {
	request := documentedRequest()
	header, err := twsign.SignRequest(documentedCredentials(), request)
	if err != nil {
		t.Fatal(err)
	}
	swapped := documentedCredentials()
	swapped.APISecret, swapped.TokenSecret = swapped.TokenSecret, swapped.APISecret
	wrongHeader, err := twsign.SignRequest(swapped, request)
	if err != nil {
		t.Fatal(err)
	}
	received := time.Unix(documentedTime, 0)
	refused := twsign.Attempt{Authorization: header, ReceivedAt: received, HTTPStatus: 401, Body: []byte(refusal(32))}
	swappedReport, err := twsign.Diagnose(documentedCredentials(), request, with(refused, wrongHeader))
	swappedCause := cause(t, swappedReport, err)
	rightReport, err := twsign.Diagnose(documentedCredentials(), request, refused)
	if rightCause := cause(t, rightReport, err); swappedCause != "secrets-swapped" || rightCause == swappedCause {
		t.Errorf("%s and %s", rightCause, swappedReport)
	}
	late := refused
	late.Body, late.Date = []byte(refusal(135)), received.Add(time.Hour).UTC().Format(http.TimeFormat)
	lateReport, err := twsign.Diagnose(documentedCredentials(), request, late)
	if lateCause := cause(t, lateReport, err); !strings.Contains(lateCause, "clock") {
		t.Errorf("%s", lateReport)
	}
}

func with(attempt twsign.Attempt, header string) twsign.Attempt {
	attempt.Authorization = header
	return attempt
}

func TestADiagnosisNeedsTheRequestAlone(t *testing.T) {
	report, err := twsign.Diagnose(twsign.Credentials{}, twsign.Request{Method: "GET", URL: "https://api.x.com/"}, twsign.Attempt{})
	if cause(t, report, err) == "" {
		t.Errorf("%s", report)
	}
	if report, err = twsign.Diagnose(twsign.Credentials{}, twsign.Request{}, twsign.Attempt{}); !errors.Is(err, twsign.ErrInvalidMethod) {
		t.Errorf("%q, error %v", report, err)
	}
}
