"""A few of X's resources: enough to see how a request has been read."""

import json
from email import message_from_bytes
from urllib.parse import parse_qs

import replies
import x_reader
from registry import SCREEN_NAME, USER_ID
from signed_calls import Refused, check_resource_call

BEARER = "OAuth 2.0 Application-Only"
USER = "OAuth 1.0a User Context"


def users_me(call, registry):
    _check_user(call, registry)
    return replies.json_reply({"data": {"id": USER_ID, "name": "X API", "username": SCREEN_NAME}})


def verify_credentials(call, registry):
    _check_user(call, registry)
    return replies.json_reply({"id_str": USER_ID, "screen_name": SCREEN_NAME})


def search_recent(call, registry):
    """The query comes back as the text of the only Post found."""
    _check_user_or_bearer(call, registry)
    query = parse_qs(call.query)["query"][0]
    return replies.json_reply({"data": [{"id": "1", "text": query}], "meta": {"result_count": 1}})


def user_timeline(call, registry):
    _check_user_or_bearer(call, registry)
    return replies.json_reply([])


def webhooks(call, registry):
    """For the App alone."""
    if _is_signed(call):
        check_resource_call(call, registry)
        raise Refused(replies.unsupported_authentication(USER, BEARER))
    _check_bearer(call, registry)
    return replies.json_reply({"data": [], "meta": {"result_count": 0}})


def create_post(call, registry):
    _check_user(call, registry)
    text = json.loads(call.body)["text"]
    return replies.json_reply({"data": {"id": "1445880548472328192", "text": text}}, status=201)


def update_status(call, registry):
    _check_user(call, registry)
    assert x_reader.is_form(call.content_type), call.content_type
    status = parse_qs(call.body.decode())["status"][0]
    return replies.json_reply({"id_str": "1445880548472328192", "text": status})


def upload_media(call, registry):
    _check_user(call, registry)
    media = _parts(call)["media"]
    registry.uploads.append(media)
    return replies.json_reply({"data": {"id": "1880028106020515840", "size": len(media)}})


# ---- Who calls -----------------------------------------------------------------------------


def _check_user(call, registry):
    if not _is_signed(call):
        _check_bearer(call, registry)
        if call.path.startswith("/2/"):
            raise Refused(replies.unsupported_authentication(BEARER, USER, "OAuth 2.0 User Context"))
        raise Refused(replies.BEARER_NOT_ALLOWED.reply(call.path))
    check_resource_call(call, registry)


def _check_user_or_bearer(call, registry):
    if _is_signed(call):
        check_resource_call(call, registry)
    else:
        _check_bearer(call, registry)


def _is_signed(call):
    return not call.authorization.startswith("Bearer ")


def _check_bearer(call, registry):
    if registry.bearer is None or call.authorization != f"Bearer {registry.bearer}":
        raise Refused(replies.INVALID_BEARER.reply(call.path))


# ---- Multipart -----------------------------------------------------------------------------


def _parts(call):
    """The parts of a multipart body by their names, to the byte (RFC 7578)."""
    boundary = _message(b"Content-Type: " + call.content_type.encode()).get_boundary()
    delimiter = b"\r\n--" + boundary.encode()
    pieces = (b"\r\n" + call.body).split(delimiter)
    assert pieces[-1].strip() == b"--", "a multipart body without its end"
    return dict(map(_part, pieces[1:-1]))


def _part(piece):
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    return _message(head).get_param("name", header="Content-Disposition"), content


def _message(head):
    return message_from_bytes(head + b"\r\n\r\n")
