"""What X answers: its formats, and its words of refusal (x-auth.md 2.1 to 2.8, 3 and 5)."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from http_server import Reply

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"  # under which X sends forms, too
XML = "application/xml; charset=utf-8"
PROBLEM = "application/problem+json"


def form(members):
    return Reply(200, HTML, urlencode(members).encode())


def json_reply(members, status=200):
    return Reply(status, JSON, _json(members))


def page(html, status=200):
    return Reply(status, HTML, f"<!DOCTYPE html><title>X</title>{html}\n".encode())


def redirection(url):
    return Reply(302, HTML, b"", headers=(("Location", url),))


# ---- Refusals ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """What is wrong with a call; how it is put depends on the path that was called."""

    status: int
    code: int
    message: str
    label: "str | None" = None

    def reply(self, path):
        if path.startswith("/2/"):
            return _problem(self)
        error = {"code": self.code, "label": self.label, "message": self.message}
        members = {"errors": [{name: value for name, value in error.items() if value is not None}]}
        return _with_challenge(Reply(self.status, JSON, _json(members)))


COULD_NOT_AUTHENTICATE = Fault(401, 32, "Could not authenticate you.")
NO_SUCH_PAGE = Fault(404, 34, "Sorry, that page does not exist.")
INVALID_TOKEN = Fault(401, 89, "Invalid or expired token.")
# X's page shows this one without the full stop (x-auth.md 3.1).
INVALID_BEARER = Fault(401, 89, "Invalid or expired token")
UNVERIFIED_CREDENTIALS = Fault(403, 99, "Unable to verify your credentials", "authenticity_token_error")
TIMESTAMP_OUT_OF_BOUNDS = Fault(401, 135, "Timestamp out of bounds.")
NO_GRANT_TYPE = Fault(403, 170, "Missing required parameter: grant_type", "forbidden_missing_parameter")
BAD_AUTHENTICATION_DATA = Fault(400, 215, "Bad Authentication data.")
BEARER_NOT_ALLOWED = Fault(403, 220, "Your credentials do not allow access to this resource")


def _problem(fault):
    """The second API tells no more than the status (x-auth.md 5.2), but for an unknown page."""
    status = 401 if fault.status == 400 else fault.status
    title = {401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}[status]
    members = {"title": title, "type": "about:blank", "status": status, "detail": title}
    return Reply(status, PROBLEM, _json(members))


def unsupported_authentication(used, *supported):
    """The second API's answer to the wrong kind of credentials."""
    detail = f"Authenticating with {used} is forbidden for this endpoint.  "
    detail += f"Supported authentication types are [{', '.join(supported)}]."
    problem = "https://api.twitter.com/2/problems/unsupported-authentication"
    members = {"title": "Unsupported Authentication", "detail": detail, "type": problem, "status": 403}
    return Reply(403, PROBLEM, _json(members))


def _with_challenge(reply):
    if reply.status != 401:
        return reply
    challenge = ("WWW-Authenticate", 'OAuth realm="https://api.twitter.com"')
    return Reply(401, reply.content_type, reply.body, (challenge,), "Authorization Required")


def callback_not_approved():
    words = "Callback URL not approved for this client application. "
    words += "Approved callback URLs can be adjusted in your application settings"
    xml = f"<?xml version='1.0' encoding='UTF-8'?><errors><error code=\"415\">{words}</error></errors>"
    return Reply(403, XML, xml.encode())


def xml_hash(words, path):
    """The elder XML form, which knows no code."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?><hash><error>{escape(words)}</error>'
    return Reply(401, XML, f"{xml}<request>{escape(path)}</request></hash>".encode())


def only_oob(path):
    return xml_hash("Desktop applications only support the oauth_callback value 'oob'", path)


def request_token_expired(path):
    return xml_hash("Invalid / expired Token", path)


INVALID_VERIFIER = Reply(401, HTML, b"Error processing your OAuth request: Invalid oauth_verifier parameter")
REQUEST_TOKEN_MISSING = Reply(401, HTML, b"Request token missing")


def _json(members):
    return json.dumps(members, separators=(",", ":"), ensure_ascii=False).encode()
