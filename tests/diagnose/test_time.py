"""How long a report takes when nothing fits, which is the longest way there is.

Instructions are counted by valgrind, which has no SHA-1 of the processor: hashing takes some 20
a byte there. The limits in seconds are there for what runs away. Prints what it measures.
"""

import os
import random
import re
import subprocess
import time
import unittest
from dataclasses import replace
from itertools import islice
from statistics import median

import random_requests_to_x
from diagnosis import Attempt, diagnose, twsign
from mistakes import MISTAKES
from naive_signer import FORM, sign
from scene import CREDENTIALS, SEARCH
from test_sign_program import C_PROGRAM, VARIABLES, build_c_program

USUAL_LIMIT = 1
HOSTILE_LIMIT = 30
# 50 ms of a processor that is not fast; and 64 MiB that are read, written or hashed.
USUAL_INSTRUCTIONS = 150_000_000
MOST_INSTRUCTIONS = 2_500_000_000
MEGABYTE = 1_000_000
PAIRS = b"&".join(b"name%d=value%%20%d" % (number, number) for number in range(48_000))
REPLY = b'{"errors":[%s{"code":32}]}' % (b'{"code":32,"message":"x"},' * 40_000)


def unfit(header):
    """The header with a signature that no recipe gives."""
    return re.sub(rb'oauth_signature="[^"]*"', b'oauth_signature="%s%%3D"' % (b"A" * 27), header)


HEADER = unfit(sign(CREDENTIALS, SEARCH))


def post(content_type, body):
    return {"request": replace(SEARCH, method=b"POST", content_type=content_type, body=body)}


def url(text):
    return {"request": replace(SEARCH, url=b"https://api.x.com/" + text)}


def reply(body):
    return {"attempt": Attempt(HEADER, http_status=401, body=body)}


HOSTILE = {
    "URL: 48,000 parameters": url(b"?" + PAIRS),
    "URL: 250,000 times a=1": url(b"?" + b"a=1&" * 250_000),
    "URL: 500,000 empty values": url(b"?" + b"a&" * 500_000),
    "URL: one value of 1 MB": url(b"?a=" + b"%20" * 333_333),
    "URL: 1 MB of path": url(b"a/%20" * 200_000),
    "form of 10 MB, 480,000 parameters": post(FORM, (PAIRS + b"&") * 10),
    "form of 10 MB, one value": post(FORM, b"a=" + b"%2B" * 3_333_333),
    "form of 10 MB of '&'": post(FORM, b"&" * 10_000_000),
    "JSON of 10 MB": post(b"application/json", b'{"a&b=c":1}' * 909_090),
    "bytes of 10 MB": post(b"image/png", bytes(range(256)) * 39_063),
    "header: 60,000 parameters": {
        "attempt": Attempt(HEADER + b"".join(b', oauth_x%d="y"' % n for n in range(60_000)))
    },
    "header: 80,000 times one parameter": {"attempt": Attempt(HEADER + b', oauth_x="y"' * 80_000)},
    "header: one value of 1 MB": {"attempt": Attempt(HEADER + b', oauth_x="%s"' % (b"%20" * 333_333))},
    "header: a realm of 1 MB": {
        "attempt": Attempt(HEADER.replace(b"OAuth ", b'OAuth realm="%s", ' % (b"x" * MEGABYTE)))
    },
    "header: 1 MB of commas": {"attempt": Attempt(b"OAuth " + b"," * MEGABYTE)},
    "header: a nonce of 1 MB": {"attempt": Attempt(HEADER.replace(SEARCH.nonce, b"n" * MEGABYTE))},
    "header: a signature of 1 MB": {"attempt": Attempt(HEADER.replace(b"AAA%3D", b"%41" * 333_333))},
    "credentials of 1 MB each": {
        "credentials": twsign.Credentials(*(letter * MEGABYTE for letter in (b"k", b"s", b"t", b"u")))
    },
    "content type of 1 MB": post(FORM + b";" * MEGABYTE, b"a=b"),
    "method of 1 MB": {"request": replace(SEARCH, method=b"M" * MEGABYTE)},
    "reply of 1 MiB: errors": reply(REPLY),
    "reply of 1 MiB: brackets": reply(b"[" * 2**20),
    "reply of 1 MiB: objects": reply(b'{"a":' * 209_715),
    "reply of 1 MiB: XML": reply(b"<error>" * 149_796),
    "reply of 1 MiB: a message": reply(b'{"errors":[{"code":32,"message":"%s"}]}' % (b"x" * MEGABYTE)),
    "reply of 1 MiB: noise": reply(random.Random("noise").randbytes(2**20)),
    "reply of 10 MB": reply(REPLY * 10),
    "Date of 1 MB": {"attempt": Attempt(HEADER, http_status=401, date=b"Sun, " * 200_000)},
}


def seconds(credentials=CREDENTIALS, request=SEARCH, attempt=None):
    start = time.perf_counter()
    report = diagnose(credentials, request, attempt or Attempt(HEADER))
    return time.perf_counter() - start, report


# What an argument of a program may hold, as the method, the URL or the body.
LENGTH = 120_000
LONG = {
    "method": (b"M" * LENGTH, SEARCH.url),
    "parameters": (b"GET", b"https://api.x.com/?" + PAIRS[:LENGTH].rpartition(b"&")[0]),
    "path": (b"GET", b"https://api.x.com/" + b"a/%20" * (LENGTH // 5)),
    "form": (b"POST", SEARCH.url, PAIRS[:LENGTH].rpartition(b"&")[0]),
}


def instructions(*request):
    """What sign --diagnose takes for a request whose header does not fit."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", C_PROGRAM, "--diagnose"]
    transcript = b"> Authorization: %s\r\n< HTTP/1.1 401 \r\n< \r\n" % HEADER
    variables = {name: value.decode() for name, value in VARIABLES.items()}
    done = subprocess.run(
        [*command, *request],
        input=transcript,
        env={**os.environ, **variables},
        capture_output=True,
        timeout=300,
    )
    if not done.stdout.startswith(b"cause: signature-refused\n"):
        raise RuntimeError(f"no report: {done.stderr.decode()}")
    return int(re.search(rb"Collected : (\d+)", done.stderr)[1])


class Instructions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        build_c_program()

    def test_a_usual_request_takes_few(self):
        taken = instructions(b"GET", SEARCH.url)
        print(f"usual request: {taken:,} instructions")
        self.assertLess(taken, USUAL_INSTRUCTIONS)

    def test_a_long_one_takes_no_more_than_the_bound(self):
        for name, request in LONG.items():
            with self.subTest(name):
                taken = instructions(*request)
                print(f"{name} of {LENGTH:,} bytes: {taken:,} instructions")
                self.assertLess(taken, MOST_INSTRUCTIONS)


class Time(unittest.TestCase):
    def test_a_usual_request_takes_less_than_fifty_milliseconds(self):
        requests = islice(random_requests_to_x.generate("time", rough=False), 60)
        taken = []
        for credentials, request in requests:
            header = unfit(sign(credentials, request))
            taken.append(min(seconds(credentials, request, Attempt(header))[0] for _ in range(2)))
        print(f"usual requests: median {median(taken) * 1000:.0f} ms, longest {max(taken) * 1000:.0f} ms")
        self.assertLess(median(taken), USUAL_LIMIT)
        self.assertLess(max(taken), 3 * USUAL_LIMIT)

    def test_a_hostile_one_takes_bounded_time(self):
        for name, inputs in HOSTILE.items():
            with self.subTest(name):
                taken, report = seconds(**inputs)
                print(f"{name}: {taken * 1000:.0f} ms, report of {len(report.raw):,} bytes")
                self.assertLess(taken, HOSTILE_LIMIT)

    def test_a_film_hides_no_mistake(self):
        """A long body that is no form is read last; what does not need it is found before."""
        film = replace(SEARCH, method=b"POST", content_type=b"video/mp4", body=b"a=%20&" * 1_000_000)
        for made in (["secret-in-quotes"], ["space-as-plus", "other-host"]):
            header = sign(CREDENTIALS, film, *(MISTAKES[identifier][0] for identifier in made))
            self.assertEqual(diagnose(CREDENTIALS, film, Attempt(header)).causes, made)

    def test_a_long_request_is_searched_too(self):
        """The commonest mistake is found in a URL of 100 KB."""
        request = replace(SEARCH, url=b"https://api.x.com/?" + PAIRS[:100_000].rpartition(b"&")[0])
        way = MISTAKES["space-as-plus"][0]
        report = diagnose(CREDENTIALS, request, Attempt(sign(CREDENTIALS, request, way)))
        self.assertEqual(report.causes, ["space-as-plus"])


if __name__ == "__main__":
    unittest.main()
