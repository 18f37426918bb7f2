"""The provider is a real peer: oauthlib's own client logs in, and what X refuses is refused."""

import base64
import json
import time
import unittest
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, quote, urlsplit

from oauthlib.oauth1 import Client
from oauthlib.oauth1.rfc5849.signature import sign_hmac_sha1_with_client

import user
from http_client import send
from oauthlib_login import FORM, access_token, authorize_url, call, form, log_in, request_token
from provider import Provider

COULD_NOT_AUTHENTICATE = b'{"errors":[{"code":32,"message":"Could not authenticate you."}]}'
INVALID_VERIFIER = b"Error processing your OAuth request: Invalid oauth_verifier parameter"
UNVERIFIED = b'{"errors":[{"code":99,"label":"authenticity_token_error",'
UNVERIFIED += b'"message":"Unable to verify your credentials"}]}'
VERIFY_CREDENTIALS = "/1.1/account/verify_credentials.json"
UPDATE = "/1.1/statuses/update.json"


def code(response):
    return json.loads(response.body)["errors"][0]["code"]


class WithProvider(unittest.TestCase):
    def setUp(self):
        self.provider = Provider()
        self.enterContext(self.provider)

    def at(self, path):
        return self.provider.url + path

    def bearer_call(self, method, path, bearer):
        return send(method, self.at(path), {"Authorization": f"Bearer {bearer}"})

    def basic(self, secret=Provider.API_SECRET):
        pair = f"{Provider.API_KEY}:{secret}".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode(), **FORM}

    def bearer(self):
        reply = send("POST", self.at("/oauth2/token"), self.basic(), "grant_type=client_credentials")
        self.assertEqual(reply.status, 200)
        return json.loads(reply.body)["access_token"]


class Login(WithProvider):
    def test_pin_flow(self):
        client = log_in(self.provider)
        reply = call(client, "GET", self.at("/2/users/me?user.fields=created_at"))
        self.assertEqual((reply.status, json.loads(reply.body)["data"]["username"]), (200, "xapi"))

    def test_callback_flow_keeps_what_the_callback_held(self):
        token = form(request_token(self.provider, Provider.CALLBACK))
        back = user.approve(authorize_url(self.provider, token))
        self.assertTrue(back.startswith(Provider.CALLBACK.partition("?")[0] + "?"))
        query = parse_qs(urlsplit(back).query)
        self.assertEqual((query["next"], query["oauth_token"]), (["/home"], [token["oauth_token"]]))
        members = form(access_token(self.provider, token, query["oauth_verifier"][0]))
        self.assertEqual((members["user_id"], members["screen_name"]), ("6253282", "xapi"))

    def test_tokens_come_as_a_form_under_text_html(self):
        reply = request_token(self.provider)
        self.assertEqual(reply.headers["content-type"], "text/html; charset=utf-8")
        pattern = r"\Aoauth_token=\w+&oauth_token_secret=\w+&oauth_callback_confirmed=true\Z"
        self.assertRegex(reply.text, pattern)

    def test_a_denial_comes_back_without_token_and_verifier(self):
        token = form(request_token(self.provider, Provider.CALLBACK))
        back = user.deny(authorize_url(self.provider, token))
        members = parse_qs(urlsplit(back).query)
        self.assertEqual(members, {"next": ["/home"], "denied": [token["oauth_token"]]})
        self.assertEqual(access_token(self.provider, token, "1234567").body, INVALID_VERIFIER)

    def test_the_user_decides_once_on_each_request_token(self):
        for decide in (user.approve, user.deny):
            token = form(request_token(self.provider))
            decide(authorize_url(self.provider, token))
            page = send("GET", authorize_url(self.provider, token))
            self.assertIn("Whoa there!", page.text)


class RefusedTokens(WithProvider):
    def check(self, reply, status, body):
        self.assertEqual((reply.status, reply.body), (status, body))

    def test_a_wrong_api_secret_or_key(self):
        for key, secret in ((Provider.API_KEY, "wrong"), ("wrong", Provider.API_SECRET)):
            client = Client(key, secret, callback_uri="oob")
            with self.subTest(key=key), self.assertLogs("provider", "INFO") as logs:
                reply = call(client, "POST", self.at("/oauth/request_token"))
                self.check(reply, 401, COULD_NOT_AUTHENTICATE)
                self.assertIn("by oauthlib and X's reader", logs.output[-1])
        self.assertEqual(self.provider.registry.request_tokens, {})

    def test_no_authorization(self):
        reply = send("POST", self.at("/oauth/request_token"))
        self.check(reply, 400, b'{"errors":[{"code":215,"message":"Bad Authentication data."}]}')

    def test_a_callback_that_is_not_approved(self):
        reply = request_token(self.provider, "http://127.0.0.1:8080/other")
        self.assertEqual(reply.status, 403)
        self.assertIn(b'<error code="415">Callback URL not approved', reply.body)

    def test_a_callback_for_a_desktop_app(self):
        self.provider.registry.callbacks = ()
        reply = request_token(self.provider, Provider.CALLBACK)
        self.assertEqual(reply.status, 401)
        self.assertIn(b"<hash><error>Desktop applications only support", reply.body)

    def test_a_wrong_verifier_none_and_a_used_one(self):
        token = form(request_token(self.provider))
        pin = user.approve(authorize_url(self.provider, token))
        for verifier in ("0" + pin, None):
            self.check(access_token(self.provider, token, verifier), 401, INVALID_VERIFIER)
        form(access_token(self.provider, token, pin))
        self.check(access_token(self.provider, token, pin), 401, INVALID_VERIFIER)
        self.assertEqual(len(self.provider.registry.access_tokens), 1)

    def test_an_expired_request_token(self):
        token = form(request_token(self.provider))
        self.provider.registry.request_tokens[token["oauth_token"]].state = "expired"
        reply = access_token(self.provider, token, "1234567")
        self.assertEqual(reply.status, 401)
        self.assertIn(b"<error>Invalid / expired Token</error>", reply.body)

    def test_an_access_token_where_a_request_token_belongs(self):
        client = log_in(self.provider, verifier="1234567")
        self.check(call(client, "POST", self.at("/oauth/access_token")), 401, b"Request token missing")


class SignedCalls(WithProvider):
    def setUp(self):
        super().setUp()
        self.client = log_in(self.provider)

    def log_of(self, client, method, url, body=None, headers=None):
        """Code 32 it has to be; why, by the provider's log."""
        with self.assertLogs("provider", "INFO") as logs:
            reply = call(client, method, url, body, headers)
        self.assertEqual((reply.status, reply.body), (401, COULD_NOT_AUTHENTICATE))
        return "\n".join(logs.output)

    def test_form_json_and_multipart_are_read(self):
        text = "!*'() ☃ 😀 & = + %"
        encoded = "status=%21%2A%27%28%29%20%E2%98%83%20%F0%9F%98%80%20%26%20%3D%20%2B%20%25"
        reply = call(self.client, "POST", self.at(UPDATE), encoded, FORM)
        self.assertEqual(json.loads(reply.body)["text"], text)
        body, headers = json.dumps({"text": text}), {"Content-Type": "application/json"}
        reply = call(self.client, "POST", self.at("/2/tweets"), body, headers)
        self.assertEqual((reply.status, json.loads(reply.body)["data"]["text"]), (201, text))
        media = bytes(range(256)) + b"\r\n--b0undar\r\n\r\n"
        head = b'--b0undary\r\nContent-Disposition: form-data; name="media"; filename="a"\r\n\r\n'
        _, headers, _ = self.client.sign(self.at("/2/media/upload"), "POST")
        headers["Content-Type"] = "multipart/form-data; boundary=b0undary"
        reply = send("POST", self.at("/2/media/upload"), headers, head + media + b"\r\n--b0undary--\r\n")
        self.assertEqual((reply.status, self.provider.registry.uploads), (200, [media]))

    def test_what_only_the_rfc_reads_so_is_refused_by_xs_reader(self):
        why = self.log_of(self.client, "GET", self.at(VERIFY_CREDENTIALS + "?q=from:jack"))
        self.assertTrue(why.endswith("its signature, by X's reader"), why)

    def test_what_only_x_reads_so_is_refused_by_oauthlib(self):
        url = self.at(VERIFY_CREDENTIALS)
        headers = {"Authorization": signed_with_query_as_it_stands(self.client, url, "q=from:jack")}
        with self.assertLogs("provider", "INFO") as logs:
            reply = send("GET", url + "?q=from:jack", headers)
        self.assertEqual(reply.body, COULD_NOT_AUTHENTICATE)
        self.assertTrue(logs.output[-1].endswith("its signature, by oauthlib"), logs.output)

    def test_any_change_on_the_way_is_noticed_by_both_readers(self):
        url = self.at(UPDATE + "?trim_user=1")
        other_host = url.replace("127.0.0.1", "localhost")
        for sent_url, sent_body in ((url, "status=b"), (url + "&b=1", "status=a"), (other_host, "status=a")):
            _, headers, _ = self.client.sign(url, "POST", "status=a", FORM)
            with self.subTest(url=sent_url), self.assertLogs("provider", "INFO") as logs:
                self.assertEqual(send("POST", sent_url, headers, sent_body).body, COULD_NOT_AUTHENTICATE)
                self.assertIn("by oauthlib and X's reader", logs.output[-1])

    def test_a_nonce_is_taken_once(self):
        url, headers, _ = self.client.sign(self.at(VERIFY_CREDENTIALS))
        self.assertEqual(send("GET", url, headers).status, 200)
        with self.assertLogs("provider", "INFO") as logs:
            self.assertEqual(send("GET", url, headers).body, COULD_NOT_AUTHENTICATE)
        self.assertIn("a nonce used twice", logs.output[-1])

    def test_a_clock_off_by_more_than_300_seconds_comes_before_a_wrong_signature(self):
        right, wrong = self.client.resource_owner_secret, "wrong"
        cases = [(-330, wrong, 135), (330, right, 135), (-270, right, None), (270, wrong, 32)]
        for seconds, secret, wanted in cases:
            with self.subTest(seconds=seconds):
                self.client.timestamp = str(int(time.time()) + seconds)
                self.client.resource_owner_secret = secret
                reply = call(self.client, "GET", self.at(VERIFY_CREDENTIALS))
                self.assertEqual(None if reply.status == 200 else code(reply), wanted)
        self.client.timestamp = str(int(time.time() * 1000))
        self.assertEqual(code(call(self.client, "GET", self.at(VERIFY_CREDENTIALS))), 135)

    def test_the_date_header_tells_the_shifted_clock(self):
        self.provider.registry.clock_offset = 3600
        reply = call(self.client, "GET", self.at(VERIFY_CREDENTIALS))
        self.assertEqual(code(reply), 135)
        told = parsedate_to_datetime(reply.headers["date"]).timestamp()
        self.assertAlmostEqual(told - time.time(), 3600, delta=5)

    def test_an_unknown_token_and_a_revoked_one(self):
        revoked = call(self.client, "POST", self.at("/1.1/oauth/invalidate_token.json"))
        self.assertEqual(json.loads(revoked.body), {"access_token": self.client.resource_owner_key})
        unknown = Client(Provider.API_KEY, Provider.API_SECRET, "unknown", "secret")
        for client in (self.client, unknown):
            reply = call(client, "GET", self.at(VERIFY_CREDENTIALS))
            self.assertEqual((reply.status, code(reply)), (401, 89))
        self.client.resource_owner_secret = "wrong"  # the signature comes before the token
        self.assertEqual(code(call(self.client, "GET", self.at(VERIFY_CREDENTIALS))), 32)

    def test_without_a_token_or_a_header_the_authentication_data_are_bad(self):
        for client in (Client(Provider.API_KEY, Provider.API_SECRET), None):
            url = self.at(VERIFY_CREDENTIALS)
            reply = call(client, "GET", url) if client else send("GET", url)
            self.assertEqual((reply.status, code(reply)), (400, 215))

    def test_the_second_api_tells_the_status_alone(self):
        self.client.resource_owner_secret = "wrong"
        reply = call(self.client, "GET", self.at("/2/users/me"))
        problem = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
        self.assertEqual((reply.status, json.loads(reply.body)), (401, problem))
        self.assertEqual(reply.headers["content-type"], "application/problem+json")

    def test_an_unknown_page(self):
        reply = call(self.client, "POST", self.at("/oauth/invalidate_token.json"))
        self.assertEqual((reply.status, code(reply)), (404, 34))


class Bearer(WithProvider):
    def test_an_app_has_one_bearer_until_it_is_revoked(self):
        first = self.bearer()
        self.assertRegex(first, r"\AA{20}[\w%]+%2F%3D\Z")
        self.assertEqual(self.bearer(), first)
        revoked = send("POST", self.at("/oauth2/invalidate_token"), self.basic(), f"access_token={first}")
        self.assertEqual(json.loads(revoked.body), {"access_token": first})
        self.assertNotEqual(self.bearer(), first)

    def test_a_bearer_opens_what_is_the_apps_until_it_is_revoked(self):
        bearer = self.bearer()
        for path in ("/2/webhooks", "/1.1/statuses/user_timeline.json", "/2/tweets/search/recent?query=a"):
            self.assertEqual(self.bearer_call("GET", path, bearer).status, 200, path)
        url = self.at(f"/oauth2/invalidate_token?access_token={bearer}")
        self.assertEqual(call(log_in(self.provider), "POST", url).status, 200)
        self.assertEqual(self.bearer_call("GET", "/2/webhooks", bearer).status, 401)
        reply = self.bearer_call("GET", "/1.1/statuses/user_timeline.json", bearer)
        self.assertEqual((reply.status, code(reply), len(reply.body)), (401, 89, 61))

    def test_a_bearer_does_not_stand_for_a_user(self):
        bearer = self.bearer()
        reply = self.bearer_call("GET", VERIFY_CREDENTIALS, bearer)
        self.assertEqual((reply.status, code(reply)), (403, 220))
        reply = self.bearer_call("GET", "/2/users/me", bearer)
        self.assertEqual((reply.status, json.loads(reply.body)["title"]), (403, "Unsupported Authentication"))
        reply = call(log_in(self.provider), "GET", self.at("/2/webhooks"))
        self.assertEqual((reply.status, json.loads(reply.body)["title"]), (403, "Unsupported Authentication"))

    def test_wrong_credentials_and_a_body_that_is_no_form(self):
        grant = "grant_type=client_credentials"
        reply = send("POST", self.at("/oauth2/token"), self.basic("wrong"), grant)
        self.assertEqual((reply.status, reply.body), (403, UNVERIFIED))
        no_form = {**self.basic(), "Content-Type": "application/json"}
        for headers, body in ((no_form, grant), (self.basic(), "")):
            reply = send("POST", self.at("/oauth2/token"), headers, body)
            self.assertEqual((reply.status, code(reply)), (403, 170))

    def test_a_bearer_that_is_encoded_again_is_another(self):
        body = "access_token=" + self.bearer().replace("%", "%25")
        reply = send("POST", self.at("/oauth2/invalidate_token"), self.basic(), body)
        self.assertEqual((reply.status, reply.body), (403, UNVERIFIED))


def signed_with_query_as_it_stands(client, url, query):
    """Signs a query that sorts last without decoding it, as X would read it."""
    oauth = {
        "oauth_consumer_key": client.client_key,
        "oauth_nonce": "asitstands",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(time.time())),
        "oauth_token": client.resource_owner_key,
    }
    parameters = "&".join([*(f"{name}={value}" for name, value in oauth.items()), query])
    base_string = f"GET&{quote(url, safe='')}&{quote(parameters, safe='')}"
    oauth["oauth_signature"] = quote(sign_hmac_sha1_with_client(base_string, client), safe="")
    return "OAuth " + ", ".join(f'{name}="{value}"' for name, value in oauth.items())


if __name__ == "__main__":
    unittest.main()
