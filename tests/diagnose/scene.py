"""A request as programs send it to X, the credentials it is signed with, and X's refusal."""

import base64
import hashlib
import hmac
import time
from dataclasses import replace

from diagnosis import Attempt, twsign
from naive_signer import RightSigner, header_pairs, header_text

NOW = int(time.time())
# In the shape that X's have today; made up.
CREDENTIALS = twsign.Credentials(
    api_key=b"Tp4xQ7zBv9Lk2Wm8Rn5Jc3Hd1",
    api_secret=b"aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3bC5dE7fG9hJ1kL3mN",
    token=b"1234567890123456789-Zx8Cv6Bn4Mq2Ws0Ed9Rf7Tg5Yh3Uj1",
    token_secret=b"Pl0Ok9Ij8Uh7Yg6Tf5Rd4Es3Wa2Qz1Xc0Vb9Nm8Lk7Jh6",
)
APP_ONLY = replace(CREDENTIALS, token=None, token_secret=None)
BEARER = (
    b"AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid%2BULvsea4JtiGRiSDSJSI%3DEUifiRBkKG5E2XzMDjRfl76ZC9Ub0wnz4X"
)
SEARCH = twsign.Request(
    method=b"GET",
    url=b"https://api.x.com/2/tweets/search/recent?query=hello%20world&max_results=10",
    nonce=b"kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgm",
    timestamp=NOW,
)
CODE_32 = b'{"errors":[{"code":32,"message":"Could not authenticate you."}]}'


def refused(header, received_at=NOW):
    """The attempt that X answered with code 32."""
    return Attempt(header, received_at=received_at, http_status=401, body=CODE_32)


def header_with(changes, credentials=CREDENTIALS, request=SEARCH, digest=hashlib.sha1):
    """A header with these parameters changed before they are signed, and signed rightly otherwise."""
    pairs = [(name, changes.get(name, value)) for name, value in header_pairs(credentials, request)]
    signer = RightSigner(credentials, request, pairs)
    mac = hmac.new(signer.key(), signer.base_string(), digest).digest()
    return header_text([*pairs, (b"oauth_signature", base64.b64encode(mac))])


def header_with_signature(written, credentials=CREDENTIALS, request=SEARCH):
    """A header in which the signature stands as `written` says, not escaped any more.

    `written` is given the right signature in base64.
    """
    pairs = header_pairs(credentials, request)
    signature = RightSigner(credentials, request, pairs).signature()
    return header_text(pairs) + b', oauth_signature="%s"' % written(signature)
