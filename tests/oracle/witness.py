"""What oauthlib makes of a request: the base string and the signature, or its refusal."""

from dataclasses import dataclass

from oauthlib import oauth1
from oauthlib.oauth1.rfc5849.signature import sign_hmac_sha1_with_client

import rfc5849


@dataclass(frozen=True)
class Testimony:
    base_string: "bytes | None" = None
    signature: "bytes | None" = None
    refusal: "str | None" = None


def _sign(base_string, witness):
    witness.base_string = base_string
    witness.signature = sign_hmac_sha1_with_client(base_string, witness)
    return witness.signature


class Witness(oauth1.Client):
    """oauthlib's client, which also keeps what it signed and carries any protocol parameter."""

    SIGNATURE_METHODS = {**oauth1.Client.SIGNATURE_METHODS, oauth1.SIGNATURE_HMAC_SHA1: _sign}

    def __init__(self, credentials, request):
        texts = (credentials.api_key, credentials.api_secret, credentials.token, credentials.token_secret)
        super().__init__(*texts, nonce=request.nonce, timestamp=b"%d" % request.timestamp)
        self.added = [
            (name.decode(), value.decode()) for name, value in request.oauth_params if name != b"realm"
        ]

    def get_oauth_params(self, request):
        params = super().get_oauth_params(request)
        if ("oauth_version", "") in self.added:  # how libtwsign's callers leave this optional one out
            params = [pair for pair in params if pair[0] != "oauth_version"]
        return params + [pair for pair in self.added if pair != ("oauth_version", "")]


def ask(credentials, request):
    """Has oauthlib sign the request as its users would."""
    witness = Witness(credentials, request)
    headers = {"Content-Type": request.content_type.decode()} if request.content_type else {}
    realm = dict(request.oauth_params).get(b"realm", b"").decode()
    try:
        witness.sign(request.url.decode(), request.method.decode(), body_for(request), headers, realm)
    except ValueError as refusal:
        return Testimony(refusal=str(refusal))
    return Testimony(witness.base_string.encode(), witness.signature.encode())


def body_for(request):
    """An empty body is "" under a form's media type, else None: oauthlib tells the two apart."""
    return request.body or (b"" if request.content_type == rfc5849.FORM else None)
