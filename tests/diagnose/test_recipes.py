"""Requests that are signed wrongly in each of the ways that mistakes.py knows: all are named."""

import unittest
from itertools import islice

import random_requests_to_x
import table
from diagnosis import Attempt, diagnose, twsign
from mistakes import MISTAKES
from naive_signer import sign, signature
from test_vectors import VECTORS, Vector

AT_LEAST = 20
POOL = list(islice(random_requests_to_x.generate("recipes"), 4000))
RIGHT = [signature(*request) for request in POOL]


def gives(identifier, credentials, request, wrong):
    """Whether one of the ways to make this mistake gives this signature."""
    return any(signature(credentials, request, way) == wrong for way in MISTAKES.get(identifier, ()))


class Recipes(unittest.TestCase):
    def test_each_recipe_of_the_table_is_a_mistake_here(self):
        self.assertEqual({cause.identifier for cause in table.RECIPES}, set(MISTAKES))

    def test_each_way_to_make_each_mistake_is_named(self):
        for identifier, ways in MISTAKES.items():
            for way in ways:
                with self.subTest(identifier, way=way.__name__):
                    self.check_random_requests(identifier, way)

    def check_random_requests(self, identifier, way):
        """Twenty requests where only this mistake gives the signature."""
        named = 0
        for (credentials, request), right in zip(POOL, RIGHT):
            if signature(credentials, request, way) != right:
                named += self.is_named(identifier, way, credentials, request)
            if named == AT_LEAST:
                return
        self.fail(f"only {named} requests in which {identifier} differs from all other mistakes")

    def is_named(self, identifier, way, credentials, request):
        """True if it is; False if the report names another mistake that gives this signature too."""
        header = sign(credentials, request, way)
        attempt = Attempt(header, received_at=request.timestamp, http_status=401)
        report = diagnose(credentials, request, attempt)
        wrong = signature(credentials, request, way)
        if report.cause != identifier and gives(report.cause, credentials, request, wrong):
            return False
        self.assertEqual(report.cause, identifier, f"{credentials}\n{request}\n{header.decode()}")
        self.assertRegex(report.text, "(?m)^Proven")
        return True

    def test_each_mistake_that_shows_in_a_vector_is_named(self):
        vectors = [Vector(folder) for folder in sorted(VECTORS.iterdir())]
        requests = [(vector.credentials(), vector.request(twsign.Rules.RFC5849)) for vector in vectors]
        for identifier, ways in MISTAKES.items():
            for way in ways:
                with self.subTest(identifier, way=way.__name__):
                    for request in requests:
                        if signature(*request, way) != signature(*request):
                            self.is_named(identifier, way, *request)


if __name__ == "__main__":
    unittest.main()
