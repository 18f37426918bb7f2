"""The example `webhook` of TWSIGN_WEBHOOK behind a web server, which X calls."""

import json
import unittest

import x_webhooks
from webhook_server import WebhookServer
from x_webhooks import signature

NEW = "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg"
OLD = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"
EVENT = b'{ "for_user_id" : "2244994945", "text" : "caf\xc3\xa9 \xe2\x98\x83 \\u2603 \xf0\x9f\x98\x80" }\n'
VERIFIED = "verified"


class Webhook(unittest.TestCase):
    def serve(self, **environment):
        return self.enterContext(WebhookServer(X_API_SECRET=NEW, **environment))

    def accepted(self, server, event, signed_with):
        """Whether it was taken; the program's words and its status have to agree."""
        status = x_webhooks.deliver(server.url, event, signed_with)
        self.assertEqual({VERIFIED: 200}.get(server.told[-1], 403), status)
        self.assertNotRegex(server.told[-1], f"{NEW}|{OLD}")
        return status == 200


class Checks(Webhook):
    def test_a_check_is_answered_for_any_token(self):
        server = self.serve()
        for token in ("foo", "MTcwMDAwMDAwMA+/==", 'a b&c=d%41"\\', "☃", "x" * 500):
            with self.subTest(token):
                self.assertTrue(x_webhooks.check(server.url, NEW, token))

    def test_the_answer_is_the_one_computed_for_the_documentation(self):
        # x-auth.md 4, crc-derived-challenge_string.
        server = self.serve()
        self.assertTrue(x_webhooks.check(server.url, NEW, "challenge_string"))
        token = "sha256=7lSONeP10a3dQ92/V7IutTFT1KCPGNO6VFz1MnUM8YQ="
        self.assertEqual(json.loads(server.told[-1]), {"response_token": token})

    def test_a_check_without_a_token_is_not_answered(self):
        server = self.serve()
        self.assertFalse(x_webhooks.check(server.url, NEW, ""))
        self.assertIn("crc_token", server.told[-1])

    def test_an_event_is_not_signed_for_whoever_asks(self):
        server = self.serve()
        for forged in (EVENT.decode(), '{"text":"forged"}', " [{}]"):
            with self.subTest(forged):
                reply = x_webhooks.ask(server.url, forged)
                self.assertNotEqual(reply.status, 200)
                self.assertNotIn(b"sha256", reply.body)
                self.assertIn("crc_token", server.told[-1])

    def test_with_an_old_secret_the_new_one_answers(self):
        server = self.serve(X_API_SECRET_OLD=OLD)
        self.assertTrue(x_webhooks.check(server.url, NEW, "foo"))
        self.assertFalse(x_webhooks.check(server.url, OLD, "foo"))


class Events(Webhook):
    def test_signed_events_are_taken_to_the_byte(self):
        server = self.serve()
        for event in (EVENT, b"", b"{}", b"\x00\xff\r\n\x00", b'{"text":"' + b"a" * 300_000 + b'"}'):
            with self.subTest(event[:20]):
                self.assertTrue(self.accepted(server, event, signature(NEW, event)))

    def test_an_event_changed_by_one_byte_is_refused(self):
        server = self.serve()
        right = signature(NEW, EVENT)
        for changed in (EVENT[:-1], EVENT + b"\n", EVENT[:-3] + b"!" + EVENT[-2:], b" " + EVENT, b""):
            with self.subTest(changed):
                self.assertFalse(self.accepted(server, changed, right))
        self.assertTrue(self.accepted(server, EVENT, right))

    def test_an_event_of_another_app_is_refused(self):
        self.assertFalse(self.accepted(self.serve(), EVENT, signature(OLD, EVENT)))

    def test_what_is_no_signature_is_refused(self):
        server = self.serve()
        right = signature(NEW, EVENT)
        spoiled = [None, "", "sha256=", right[:-1], right + "=", right.replace("sha256", "sha1"), right[7:]]
        for wrong in [*spoiled, right.swapcase(), f"{right}, {right}", right[:20]]:
            with self.subTest(wrong):
                self.assertFalse(self.accepted(server, EVENT, wrong))

    def test_while_the_secret_changes_both_are_taken(self):
        server = self.serve(X_API_SECRET_OLD=OLD)
        for secret in (NEW, OLD):
            self.assertTrue(self.accepted(server, EVENT, signature(secret, EVENT)))
        self.assertFalse(self.accepted(server, EVENT, signature("another", EVENT)))


if __name__ == "__main__":
    unittest.main()
