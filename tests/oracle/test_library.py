"""What a caller who is not C relies on: fresh nonces, versions, sentences, threads and forks."""

import os
import re
import unittest
from concurrent.futures import ThreadPoolExecutor

import twsign
from twsign import Credentials, Request, Signer, library

CREDENTIALS = Credentials(b"key", b"secret", b"token", b"tokensecret")
REQUEST = Request(b"GET", b"https://api.x.com/2/users/me")


def nonce_of(header):
    return re.search(rb'oauth_nonce="([^"]*)"', header)[1]


class Library(unittest.TestCase):
    def test_version_string_and_number_agree(self):
        major, minor, patch = map(int, library.tw_version().split(b"."))
        self.assertEqual(library.tw_version_number(), major * 1_000_000 + minor * 1_000 + patch)

    def test_every_number_has_a_sentence(self):
        for status in [*range(-5, 21), 2**31 - 1, -(2**31)]:
            with self.subTest(status=status):
                sentence = library.tw_status_message(status)
                self.assertIsNotNone(sentence)
                self.assertRegex(sentence.decode("ascii"), r"\A[ -~]+\Z")

    def test_each_status_has_a_sentence_of_its_own(self):
        sentences = {library.tw_status_message(status) for status in twsign.Status}
        self.assertEqual(len(sentences), len(twsign.Status))

    def test_two_signatures_of_one_request_have_different_nonces(self):
        first, second = (nonce_of(twsign.sign_request(CREDENTIALS, REQUEST)) for _ in range(2))
        self.assertNotEqual(first, second)
        self.assertRegex(first, rb"\A[0-9a-f]{32}\Z")

    def test_eight_threads_share_one_signer(self):
        fixed = Request(REQUEST.method, REQUEST.url, nonce=b"n", timestamp=1)
        expected = twsign.sign_request(CREDENTIALS, fixed)

        def work(signer):
            return [(signer.sign(fixed), nonce_of(signer.sign(REQUEST))) for _ in range(250)]

        with Signer(CREDENTIALS) as signer, ThreadPoolExecutor(8) as threads:
            jobs = [threads.submit(work, signer) for _ in range(8)]
            signed = [pair for job in jobs for pair in job.result()]
        self.assertEqual({header for header, _ in signed}, {expected})
        self.assertEqual(len({nonce for _, nonce in signed}), 8 * 250)

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_a_forked_child_has_nonces_of_its_own(self):
        with Signer(CREDENTIALS) as signer:
            signer.sign(REQUEST)
            children = [nonce_in_child(signer) for _ in range(2)]
            nonces = {*children, nonce_of(signer.sign(REQUEST))}
        self.assertEqual(len(nonces), 3)
        self.assertNotIn(b"", nonces)


def nonce_in_child(signer):
    """The nonce that a forked child gets from the signer it inherits; b"" if the child failed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, nonce_of(signer.sign(REQUEST)))
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        nonce = pipe.read()
    os.waitpid(child, 0)
    return nonce


if __name__ == "__main__":
    unittest.main()
