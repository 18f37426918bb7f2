"""The example `login` of TWSIGN_LOGIN against the provider, as a user would run it."""

import json
import tempfile
import time
import unittest
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import oauthlib_login
import user
from http_client import send
from login_program import Login
from provider import Provider

VERIFY_CREDENTIALS = "/1.1/account/verify_credentials.json"
UPDATE = "/1.1/statuses/update.json"
TIMELINE = "/1.1/statuses/user_timeline.json"


class WithLogin(unittest.TestCase):
    def setUp(self):
        self.provider = Provider()
        self.enterContext(self.provider)
        self.registry = self.provider.registry
        self.app = Login(
            X_API_BASE_URL=self.provider.url,
            X_API_KEY=self.provider.API_KEY,
            X_API_SECRET=self.provider.API_SECRET,
        )

    def exports_of(self, outcome):
        self.assertEqual(outcome.status, 0, outcome)
        return outcome.exports()

    def logged_in(self):
        return self.app.with_environment(**self.exports_of(self.app.converse(["pin"], user.approve)))

    def refused(self, outcome, *words):
        """Status 1, nothing for the shell, and X's words for the user."""
        self.assertEqual((outcome.status, outcome.out), (1, ""), outcome)
        for word in words:
            self.assertIn(word, outcome.err)

    def paths_called(self):
        return [call.path for call in self.provider.calls]


class Flows(WithLogin):
    def test_pin(self):
        outcome = self.app.converse(["pin"], user.approve)
        exports = self.exports_of(outcome)
        self.assertEqual(set(exports), {"X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"})
        self.assertIn("# user: xapi (6253282)\n", outcome.out)
        me = self.app.with_environment(**exports).run("get", "/2/users/me?user.fields=created_at")
        self.assertEqual(json.loads(me.out)["data"]["username"], "xapi")

    def test_a_pin_with_white_space_around_it(self):
        exports = self.exports_of(self.app.converse(["pin"], lambda url: f"  {user.approve(url)}\t"))
        self.assertIn(exports["X_ACCESS_TOKEN"], self.registry.access_tokens)

    def test_callback(self):
        for callback in (Provider.CALLBACK, "twitterclient://callback"):
            with self.subTest(callback):
                exports = self.exports_of(self.app.converse(["callback", callback], user.approve))
                self.assertIn(exports["X_ACCESS_TOKEN"], self.registry.access_tokens)

    def test_a_token_of_the_environment_has_no_part_in_a_login(self):
        stale = self.app.with_environment(X_ACCESS_TOKEN="stale", X_ACCESS_TOKEN_SECRET="nothing")
        exports = self.exports_of(stale.converse(["pin"], user.approve))
        self.assertIn(exports["X_ACCESS_TOKEN"], self.registry.access_tokens)

    def test_a_base_url_with_a_slash_at_its_end(self):
        self.app = self.app.with_environment(X_API_BASE_URL=self.provider.url + "/")
        self.assertEqual(self.logged_in().run("get", "/2/users/me").status, 0)

    def test_bearer(self):
        bearer = self.exports_of(self.app.run("bearer"))["X_BEARER_TOKEN"]
        self.assertEqual(bearer, self.registry.bearer)
        reply = send("GET", self.provider.url + "/2/webhooks", {"Authorization": f"Bearer {bearer}"})
        self.assertEqual(reply.status, 200)


class RefusedLogins(WithLogin):
    def test_a_denial_in_the_callback_flow(self):
        outcome = self.app.converse(["callback", Provider.CALLBACK], user.deny)
        self.refused(outcome, "callback_url: the user refused")
        self.assertNotIn("/oauth/access_token", self.paths_called())

    def test_a_denial_in_the_pin_flow_leaves_nothing_to_type(self):
        def denying(url):
            self.assertIsNone(user.deny(url))
            return ""

        self.refused(self.app.converse(["pin"], denying), "verifier")
        self.assertNotIn("/oauth/access_token", self.paths_called())

    def test_a_wrong_pin(self):
        outcome = self.app.converse(["pin"], lambda url: user.approve(url)[::-1] + "0")
        words = "Error processing your OAuth request: Invalid oauth_verifier parameter"
        self.refused(outcome, f"HTTP 401: {words}")

    def test_a_callback_for_another_token(self):
        def forging(_):
            other = oauthlib_login.form(oauthlib_login.request_token(self.provider, Provider.CALLBACK))
            return user.approve(oauthlib_login.authorize_url(self.provider, other))

        self.refused(self.app.converse(["callback", Provider.CALLBACK], forging), "callback_url")
        self.assertNotIn("/oauth/access_token", self.paths_called())

    def test_a_request_token_that_expires_meanwhile(self):
        def slow(url):
            pin = user.approve(url)
            self.registry.request_tokens[parse_qs(urlsplit(url).query)["oauth_token"][0]].state = "expired"
            return pin

        self.refused(self.app.converse(["pin"], slow), "HTTP 401: Invalid / expired Token")

    def test_a_callback_that_is_not_approved(self):
        outcome = self.app.converse(["callback", "http://127.0.0.1:8080/other"], user.approve)
        self.refused(outcome, "HTTP 403, code 415: Callback URL not approved")

    def test_a_callback_for_a_desktop_app(self):
        self.registry.callbacks = ()
        outcome = self.app.converse(["callback", Provider.CALLBACK], user.approve)
        self.refused(outcome, "HTTP 401: Desktop applications only support the oauth_callback value 'oob'")

    def test_another_api_secret(self):
        self.registry.api_secret = "another"
        outcome = self.app.converse(["pin"], user.approve)
        self.refused(outcome, "HTTP 401, code 32: Could not authenticate you.")
        self.refused(self.app.run("bearer"), "HTTP 403, code 99: Unable to verify your credentials")

    def test_a_clock_off_by_an_hour(self):
        self.registry.clock_offset = 3600
        outcome = self.app.converse(["pin"], user.approve)
        self.refused(outcome, "HTTP 401, code 135: Timestamp out of bounds.")


class Revocation(WithLogin):
    def test_a_revoked_token_is_dead(self):
        login = self.logged_in()
        self.assertEqual(login.run("revoke").out, "revoked\n")
        self.refused(login.run("get", VERIFY_CREDENTIALS), "401", "89", "Invalid or expired token.")
        self.refused(login.run("revoke"), "HTTP 401, code 89: Invalid or expired token.")

    def test_a_bearer_is_revoked_by_the_owner_and_by_the_app_alone(self):
        for login in (self.logged_in(), self.app):
            bearer = self.exports_of(self.app.run("bearer"))["X_BEARER_TOKEN"]
            self.assertEqual(login.run("revoke", bearer).out, "revoked\n")
            headers = {"Authorization": f"Bearer {bearer}"}
            self.assertEqual(send("GET", self.provider.url + TIMELINE, headers).status, 401)
            self.refused(login.run("revoke", bearer), "HTTP 403, code 99: Unable to verify your credentials")
        schemes = [call.authorization.split()[0] for call in self.calls_to("/oauth2/invalidate_token")]
        self.assertEqual(schemes, ["OAuth", "OAuth", "Basic", "Basic"])

    def calls_to(self, path):
        return [call for call in self.provider.calls if call.path == path]


class SignedCalls(WithLogin):
    HARD = "!*'() ~-._ ☃ 😀 & = + % \" # ? / : ; @ , [ ] $ \\ ^ ` { | } < > é"

    def setUp(self):
        super().setUp()
        self.login = self.logged_in()
        self.provider.calls.clear()

    def done(self, *arguments):
        outcome = self.login.run(*arguments)
        self.assertEqual((outcome.status, outcome.err), (0, ""))
        return json.loads(outcome.out)

    def test_a_query_of_hard_characters(self):
        # Raw but for those with a meaning of their own in a URL.
        query = self.HARD.replace("%", "%25").replace("&", "%26").replace("#", "%23").replace("+", "%2b")
        for around in ("query={}&max_results=10", "&&query={}"):
            found = self.done("get", "/2/tweets/search/recent?" + around.replace("{}", query))
            self.assertEqual(found["data"][0]["text"], self.HARD)

    def test_json(self):
        text = json.dumps({"text": self.HARD + " a=1&b=2"}, ensure_ascii=False)
        self.assertEqual(self.done("post-json", "/2/tweets", text)["data"]["text"], self.HARD + " a=1&b=2")
        self.assertEqual(self.provider.calls[0].body, text.encode())

    def test_a_form(self):
        url = UPDATE + "?include_entities=true"
        reply = self.done("post", url, f"status={self.HARD}", "lat=-37.7", "empty=")
        self.assertEqual(reply["text"], self.HARD)
        self.assertIn(b"&empty=", b"&" + self.provider.calls[0].body)

    def test_a_file(self):
        content = bytes(range(256)) * 300 + b"\r\n--\r\n\r\n"
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "a b.png")
            file.write_bytes(content)
            reply = self.done("upload", "/2/media/upload?media_category=tweet_image", str(file))
        self.assertEqual(reply["data"]["size"], len(content))
        self.assertEqual(self.registry.uploads, [content])

    def test_a_whole_url(self):
        self.assertEqual(self.done("get", self.provider.url + "/2/users/me")["data"]["id"], "6253282")


class RefusedCalls(WithLogin):
    def setUp(self):
        super().setUp()
        self.login = self.logged_in()
        self.provider.calls.clear()

    def test_another_api_secret(self):
        self.registry.api_secret = "another"
        self.refused(self.login.run("get", VERIFY_CREDENTIALS), "401", "32", "Could not authenticate you.")
        self.refused(self.login.run("get", "/2/users/me"), "401", "Unauthorized")
        self.assertEqual(len(self.provider.calls), 2)

    def test_a_clock_off_by_an_hour_is_learned(self):
        for hour in (3600, -3600):
            self.registry.clock_offset = hour
            self.provider.calls.clear()
            outcome = self.login.run("get", VERIFY_CREDENTIALS)
            self.assertEqual((outcome.status, json.loads(outcome.out)["screen_name"]), (0, "xapi"))
            self.assertEqual(len(self.provider.calls), 2)
        posted = self.login.run("post", UPDATE, "status=late")
        self.assertEqual(json.loads(posted.out)["text"], "late")

    def test_a_clock_that_cannot_be_learned_is_tried_twice_and_no_more(self):
        self.registry.clock_offset = 3600
        self.registry.date_offset = -3600
        self.refused(self.login.run("get", VERIFY_CREDENTIALS), "401", "135", "Timestamp out of bounds.")
        self.assertEqual(len(self.provider.calls), 2)

    def test_a_captured_header_is_of_no_use(self):
        self.assertEqual(self.login.run("get", VERIFY_CREDENTIALS).status, 0)
        captured = self.provider.calls[0]
        reply = send(captured.method, captured.url, {"Authorization": captured.authorization})
        self.assertEqual(reply.status, 401)
        self.assertEqual(json.loads(reply.body)["errors"][0]["code"], 32)

    def test_no_one_at_home(self):
        login = self.login.with_environment(X_API_BASE_URL="http://127.0.0.1:1")
        started = time.monotonic()
        for outcome in (login.run("get", "/2/users/me"), login.converse(["pin"], user.approve)):
            self.refused(outcome)
            self.assertTrue(outcome.err)
        self.assertLess(time.monotonic() - started, 5)

    def test_no_api_key(self):
        self.refused(self.login.with_environment(X_API_KEY="").run("get", "/2/users/me"), "X_API_KEY")
        self.assertEqual(self.provider.calls, [])


if __name__ == "__main__":
    unittest.main()
