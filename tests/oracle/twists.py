"""Twists that make a request hostile: what implementations are known to trip over, and what none may sign.

A twist takes the source of randomness, credentials and a request, and returns the latter two twisted.
"""

from dataclasses import replace

from rfc5849 import FORM

MULTIPART = b"multipart/form-data; boundary=x"


def among_the_pairs(*texts):
    """One of the texts somewhere in the query or in the form."""

    def twist(source, credentials, request):
        pairs = "&".join(filter(None, [source.pairs(), source.choice(texts), source.pairs()]))
        if source.one_in(2):
            return credentials, replace(request, url=source.url(pairs))
        return credentials, with_body(request, FORM, pairs.encode())

    return twist


def url_like(*templates):
    """A URL of one of these forms."""

    def twist(source, credentials, request):
        parts = {"host": source.host(), "port": source.port(), "path": source.path(), "pairs": source.pairs()}
        url = source.choice(templates).format(**parts)
        return credentials, replace(request, url=url.encode())

    return twist


def oauth_param_named(*names):
    def twist(source, credentials, request):
        param = (source.choice(names).encode(), source.parameter_value())
        return credentials, replace(request, oauth_params=(param,))

    return twist


def twice_in_the_list(*names):
    def twist(source, credentials, request):
        name = source.choice(names).encode()
        return credentials, replace(request, oauth_params=((name, b"1"), (name, b"2")))

    return twist


def method_like(*methods):
    def twist(source, credentials, request):
        return credentials, replace(request, method=source.choice(methods).encode())

    return twist


def body_of(content_types, bodies):
    def twist(source, credentials, request):
        return credentials, replace(
            request, content_type=source.choice(content_types), body=source.choice(bodies)
        )

    return twist


def dressed_form(*content_types):
    """A form whose media type has other letters or parameters."""

    def twist(source, credentials, request):
        raw = source.choice([b"", b'&say="hi"'])
        return credentials, with_body(request, source.choice(content_types), source.pairs().encode() + raw)

    return twist


def form_under_get(source, credentials, request):
    return credentials, replace(request, method=b"GET", content_type=FORM, body=source.pairs().encode())


def empty_token(_, credentials, request):
    credentials = replace(credentials, token=None, token_secret=None)
    return credentials, replace(request, oauth_params=((b"oauth_token", b""),))


def with_body(request, content_type, body):
    return replace(request, method=b"POST", content_type=content_type, body=body)


TWISTS = [
    # What the RFC can sign, and implementations trip over.
    among_the_pairs(*(f"a{byte}b={byte}" for byte in '"<>[]\\^`{|}')),
    among_the_pairs("%f8=1", "a=%FF%FE", "a=%C0%AF", "a=%ED%A0%80", "%E2%98=%83", "a=x%80y", "a=%C3&b=%A9"),
    among_the_pairs("oauth_x=%2541", "oauth_=%25", "oauth_y=a%252Bb%25zz", "oauth_z=%25C3%25A9%25ff"),
    dressed_form(FORM + b"; charset=UTF-8", FORM + b" ;x", b" " + FORM, b"\t" + FORM + b"\t"),
    dressed_form(FORM.upper(), FORM.title(), FORM.title() + b";charset=iso-8859-1"),
    form_under_get,
    body_of(
        [b"application/json", MULTIPART, FORM + b"ish", None],
        [b'{"text":"Hi & welcome, 100%"}', b"\xff\xfe\x00", b"--x\r\n\r\n--x--\r\n"],
    ),
    body_of([b"text/plain", MULTIPART, FORM + b"ish", None], [b"a=1&b=2"]),
    empty_token,
    oauth_param_named("scope", "x", "é", "Oauth_x"),
    oauth_param_named("oauth_é", "oauth_ ", "oauth_%41", 'oauth_"'),
    url_like(
        "https://[0:0::1]{port}{path}?{pairs}",
        "https://[2001:0DB8::0001]{port}{path}?{pairs}",
        "https://[::FFFF:1.2.3.4]{port}{path}",
        "https://[1:0:0:0:0:0:0:8]{port}{path}",
    ),
    url_like("https://{host}{port}{path}/;?{pairs}", "http://{host}/a;", "http://{host}{path}/a;v=1;b;;"),
    # What none may sign.
    among_the_pairs("oauth_nonce=x", "oauth%5Ftimestamp=", "oauth_signature", "%6Fauth_consumer_key=x"),
    among_the_pairs("a=%zz", "%=1", "a=%4", "a=100%", "%gg", "a=%%41", "a=%e9%"),
    among_the_pairs("a= b", "a=\tb", "a=\r\nb", "\x7f", "a=\x01", "é=1", "a=\u00a0", "a=☃"),
    twice_in_the_list("oauth_callback", "oauth_nonce", "oauth_version", "oauth_signature"),
    method_like("GE T", "", "G@T", "POST\r\nX: y", "GET/", "GÉT"),
    url_like(
        "https://@{host}{path}", "https://me@{host}", "https://me:pw@{host}{port}/", "https://a@b@{host}"
    ),
    url_like(
        *(f"https://api.example:{port}/" for port in ("0", "000", "65536", "99999", "http", "-1", "8 0"))
    ),
    url_like(
        "https://{host}{path}/%zz", "https://{host}/a%", "https://{host}/a%4", "https://{host}/%?{pairs}"
    ),
    url_like(
        "https://{host}/a b", "https://{host}/é", "https://{host}/\ta", " https://{host}", "https://{host}/\n"
    ),
    url_like("", "{path}", "{host}{path}", "//{host}/", "https:/{host}", "ftp://{host}/", "wss://{host}/"),
    url_like("https://", "http:///p", "https://?a", "https://:443/", "https://[::1", "https://[zz]/"),
    url_like(
        *(f"https://a{byte * 2}b.example/" for byte in "{}"), "https://a<b.example/", 'https://a"b.example/'
    ),
]
