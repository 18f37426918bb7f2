"""The token endpoints through the C ABI, where no example leads."""

import unittest

from exchange_abi import REFUSED, Exchange, Failed
from http_client import send
from http_server import Reply, Server
from provider import Provider

CALLBACK_NOT_APPROVED = (
    "Callback URL not approved for this client application. "
    "Approved callback URLs can be adjusted in your application settings"
)
ONLY_OOB = "Desktop applications only support the oauth_callback value 'oob'"
JSON, HTML = "application/json; charset=utf-8", "text/html; charset=utf-8"
XML, TEXT = "application/xml", "text/plain"

# x-auth.md 2.8: call, status, media type, body; then the code and the words that are to come out.
ROWS = [
    ("request_token", 401, JSON, '{"errors":[{"code":32,"message":"Could not authenticate you."}]}',
     32, "Could not authenticate you."),
    ("request_token", 400, JSON, '{"errors":[{"code":215,"message":"Bad Authentication data."}]}',
     215, "Bad Authentication data."),
    ("request_token", 403, XML, "<?xml version='1.0' encoding='UTF-8'?><errors><error code=\"415\">"
     + CALLBACK_NOT_APPROVED + "</error></errors>", 415, CALLBACK_NOT_APPROVED),
    ("request_token", 403, JSON, '{"errors":[{"code":415,"message":"' + CALLBACK_NOT_APPROVED + '"}]}',
     415, CALLBACK_NOT_APPROVED),
    ("request_token", 401, XML, '<?xml version="1.0" encoding="UTF-8"?><hash><error>' + ONLY_OOB
     + "</error><request>/oauth/request_token</request></hash>", 0, ONLY_OOB),
    ("request_token", 401, HTML, "Failed to validate oauth signature and token",
     0, "Failed to validate oauth signature and token"),
    ("access_token", 401, HTML, "Error processing your OAuth request: Invalid oauth_verifier parameter",
     0, "Error processing your OAuth request: Invalid oauth_verifier parameter"),
    ("access_token", 401, TEXT, "Request token missing", 0, "Request token missing"),
    ("access_token", 401, XML, '<?xml version="1.0" encoding="UTF-8"?><hash><error>Invalid / expired Token'
     "</error><request>/oauth/access_token</request></hash>", 0, "Invalid / expired Token"),
    ("bearer_token", 403, JSON, '{"errors":[{"code":99,"label":"authenticity_token_error",'
     '"message":"Unable to verify your credentials"}]}', 99, "Unable to verify your credentials"),
    ("bearer_token", 403, JSON, '{"errors":[{"code":170,"message":"Missing required parameter: grant_type",'
     '"label":"forbidden_missing_parameter"}]}', 170, "Missing required parameter: grant_type"),
    ("invalidation", 403, JSON, '{"errors":[{"code":99,"label":"authenticity_token_error",'
     '"message":"Unable to verify your credentials"}]}', 99, "Unable to verify your credentials"),
]  # fmt: skip

APP = (b"key", b"secret")
USER = (*APP, b"token", b"tokensecret")
BEARER = b"AAAA%2FAAA%3DAAAAAAAA"


def exchange(call, base_url):
    base_url = base_url.encode()
    return {
        "request_token": lambda: Exchange(call, APP, b"oob", None, base_url),
        "access_token": lambda: Exchange(call, USER, b"1234567", base_url),
        "bearer_token": lambda: Exchange(call, APP, base_url),
        "invalidation": lambda: Exchange(call, APP, BEARER, base_url),
    }[call]()


class Refusals(unittest.TestCase):
    def test_each_refusal_that_x_is_known_to_send(self):
        for call, status, media_type, body, code, words in ROWS:
            with self.subTest(call=call, words=words, media_type=media_type):
                reply = Reply(status, media_type, body.encode())
                with Server(lambda _, reply=reply: reply) as server, exchange(call, server.url) as made:
                    response = send(*made.request())
                    with self.assertRaises(Failed) as caught:
                        made.finish(response.status, response.body)
                self.assertEqual((caught.exception.status, caught.exception.api_code), (REFUSED, code))
                told = f"HTTP {status}, code {code}" if code else f"HTTP {status}"
                self.assertEqual(caught.exception.message, f"reply: {told}: {words}")


class AccessTypes(unittest.TestCase):
    def test_a_request_token_with_less_access_is_signed_with_its_query(self):
        credentials = (Provider.API_KEY.encode(), Provider.API_SECRET.encode())
        with Provider() as provider:
            for access_type in (b"read", b"write"):
                made = Exchange("request_token", credentials, b"oob", access_type, provider.url.encode())
                with self.subTest(access_type), made:
                    response = send(*made.request())
                    token = made.finish(response.status, response.body)
                    self.assertIn(token, provider.registry.request_tokens)
                    self.assertEqual(provider.calls[-1].query, f"x_auth_access_type={access_type.decode()}")


if __name__ == "__main__":
    unittest.main()
