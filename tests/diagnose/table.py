"""The table of causes, as src/diagnose/causes.rs writes it down."""

import re
from dataclasses import dataclass

from diagnosis import twsign

SOURCE = twsign.CHECKOUT / "src" / "diagnose" / "causes.rs"
TEXT = r'"((?:[^"\\]|\\.)*)"'


@dataclass(frozen=True)
class Cause:
    identifier: str
    what: str
    mend: str


def read(name):
    """The causes of one of the two constants of the source."""
    block = re.search(rf"const {name}: .*?\n}};\n", SOURCE.read_text(), re.DOTALL)[0]
    entries = re.findall(rf"^    {TEXT}: {TEXT},\s+{TEXT}[,;]", block, re.MULTILINE)
    return [Cause(*(part.replace('\\"', '"') for part in entry)) for entry in entries]


RECIPES = read("RECIPES")
OTHERS = read("OTHERS")
