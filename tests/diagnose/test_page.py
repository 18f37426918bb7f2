"""docs/diagnosis.md: its example and its forty ways into code 32 are what tw_diagnose prints.

TWSIGN_BLESS=1 writes the forty anew.
"""

import os
import re
import unittest

from diagnosis import Attempt, diagnose, twsign
from mistakes import MISTAKES
from naive_signer import sign
from test_vectors import VECTORS, Vector
from ways_into_code_32 import WAYS

PAGE = twsign.CHECKOUT / "docs" / "diagnosis.md"
START, END = "<!-- ways -->\n", "<!-- end of ways -->\n"


def rows():
    yield "| | what was done | what `tw_diagnose` prints |\n| --- | --- | --- |\n"
    for number, (what, inputs) in enumerate(WAYS, 1):
        yield f"| {number} | {what} | `{diagnose(*inputs).first_line}` |\n"


class Page(unittest.TestCase):
    def test_its_example_is_the_start_of_a_report(self):
        vector = Vector(VECTORS / "x-docs-creating-a-signature")
        credentials, request = vector.credentials(), vector.request(twsign.Rules.RFC5849)
        header = sign(credentials, request, *MISTAKES["other-host"])
        report = diagnose(credentials, request, Attempt(header, received_at=request.timestamp))
        example = re.search(r"```\n(cause: .*?)  \.\.\.\n```", PAGE.read_text(), re.DOTALL)[1]
        self.assertEqual(report.text[: len(example)], example)

    def test_it_has_forty_ways_and_none_of_them_is_left_unnamed(self):
        self.assertEqual(len(WAYS), 40)
        self.assertEqual(len({what for what, _ in WAYS}), 40)
        for what, inputs in WAYS:
            with self.subTest(what):
                self.assertNotIn(diagnose(*inputs).cause, ("none-found", "signature-refused"))

    def test_its_lines_are_those_that_are_printed(self):
        page = PAGE.read_text()
        before, _, rest = page.partition(START)
        committed, _, after = rest.partition(END)
        printed = "".join(rows())
        if os.environ.get("TWSIGN_BLESS"):
            PAGE.write_text(before + START + printed + END + after)
        else:
            self.assertEqual(committed, printed, "TWSIGN_BLESS=1 writes them into docs/diagnosis.md")


if __name__ == "__main__":
    unittest.main()
