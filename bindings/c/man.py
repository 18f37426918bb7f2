#!/usr/bin/env python3
"""Makes the man pages from twsign.h: man.py HEADER FOLDER

Each function and each type gets a page of section 3, and twsign(7) says what
holds for all of them. Nothing is written here but what the header says.
"""

import pathlib
import re
import sys
import textwrap


def blocks(lines):
    """The header's paragraphs, list items and lines of code, each with its kind."""
    found, fresh = [], True
    for line in lines:
        text = line.strip()
        item = re.match(r" *- (.*)", line)
        kind = found[-1][0] if found else None
        if not text:
            fresh = True
        elif item:
            found.append(("item", item[1]))
            fresh = False
        elif line.startswith("  ") and not (kind == "item" and not fresh):
            if kind == "code":
                text = "\n" * (1 + fresh) + line.rstrip()
                found[-1] = ("code", found[-1][1] + text)
            else:
                found.append(("code", line.rstrip()))
            fresh = False
        elif fresh or kind == "code":
            found.append(("text", text))
            fresh = False
        else:
            found[-1] = (kind, found[-1][1] + " " + text)
    return found


def escape(text):
    text = text.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"^(?=[.'])", r"\&", text, flags=re.M)


def inline(text):
    """Code in bold, and functions as man pages name each other."""
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", text.replace("\\", r"\e"))
    text = re.sub(r"\b(tw_\w+)\(\)", r"\\fB\1\\fR(3)", text)
    return re.sub(r"^(?=[.'])", r"\&", text)


def body(lines):
    out = []
    for kind, text in blocks(lines):
        if kind == "code":
            out += [".PP", ".RS 4", ".nf", escape(textwrap.dedent(text)), ".fi", ".RE"]
        else:
            out += [".IP \\(bu 2" if kind == "item" else ".PP", *textwrap.wrap(
                inline(text), 78, break_long_words=False, break_on_hyphens=False)]
    # A line that began anew may begin with what roff takes for a request.
    return [line if line.startswith((".PP", ".IP", ".RS", ".RE", ".nf", ".fi"))
            else re.sub(r"^(?=[.'])", r"\&", line) for line in out]


def page(name, section, brief, parts, version):
    out = [f'.TH {name} {section} "" "libtwsign {version}" "libtwsign"', ".nh", ".ad l", ".SH NAME",
           f"{name} \\- {brief}"]
    for heading, lines in parts:
        if lines:
            out += [f".SH {heading}", *lines]
    return "\n".join(out) + "\n"


def declarations(header):
    """(section's heading, comment, declaration) of every function and type."""
    heading, comment, found = "Types", [], []
    lines = iter(header.splitlines())
    for line in lines:
        if match := re.match(r"/\* ---- (.*?) -*\*/", line):
            heading, comment = match[1], []
        elif line.startswith("///"):
            comment.append(line[4:])
        elif line.startswith("#") or not line:
            comment = []
        elif comment and line != "TW_NODISCARD":
            code = [line]
            end = r"^\}" if line.endswith("{") else r";$"
            while not re.search(end, code[-1]):
                code.append(next(lines))
            found.append((heading, comment, "\n".join(code)))
            comment = []
    return found


def members(code):
    """The fields of a struct or the values of an enum, each with its comment."""
    out, comment = [], []
    for line in code.splitlines()[1:-1]:
        if line.strip().startswith("///"):
            comment.append(line.strip()[4:])
        else:
            out += [".TP", f".B {escape(line.strip().rstrip(',;'))}", *body(comment)[1:]]
            comment = []
    return out


def name_of(code):
    return re.search(r"^[^/]*?\b(tw_\w+)(?:;$|\()", code.splitlines()[-1 if "{" in code else 0])[1]


def brief_of(comment):
    """The first sentence, as apropos(1) lists it, and what comes after it."""
    first, *rest = blocks(comment)
    sentence = re.match(r".*?[.:](?= |$)|.*", first[1])[0]
    return inline(sentence.rstrip(".:")), sentence


def main():
    header = pathlib.Path(sys.argv[1]).read_text()
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    version = re.search(r'TW_VERSION_STRING "(.*)"', header)[1]
    all_of_them = declarations(header)
    by_heading = {}
    for heading, _, code in all_of_them:
        by_heading.setdefault(heading, []).append(name_of(code))
    include = [".nf", ".B #include <twsign.h>", ".PP"]
    for heading, comment, code in all_of_them:
        name = name_of(code)
        prototype = re.sub(r"^ *///.*\n", "", code, flags=re.M)
        others = [other for other in by_heading[heading] if other != name]
        see = [f".BR {other} (3)," for other in others] + [".BR twsign (7)"]
        (folder / f"{name}.3").write_text(page(name, 3, brief_of(comment)[0], [
            ("SYNOPSIS", [*include, escape(prototype), ".fi", ".PP",
                          "Compile and link with \\fB$(pkg\\-config \\-\\-cflags \\-\\-libs twsign)\\fR."]),
            ("DESCRIPTION", body(comment)),
            ("MEMBERS" if "struct" in code else "VALUES", members(code) if "{" in code else []),
            ("SEE ALSO", see)], version))
    preamble = [line[3:] for line in header.split("*/")[0].splitlines()[1:]]
    contents = []
    for heading, names in by_heading.items():
        contents += [".SS " + escape(heading)]
        for other in names:
            comment = next(c for _, c, code in all_of_them if name_of(code) == other)
            contents += [".TP", f".BR {other} (3)", brief_of(comment)[0]]
    first = preamble[0].split(" - ")[1].rstrip(".")
    (folder / "twsign.7").write_text(page("twsign", 7, first, [
        ("SYNOPSIS", [*include, "cc app.c $(pkg\\-config \\-\\-cflags \\-\\-libs twsign)", ".fi"]),
        ("DESCRIPTION", body(preamble[1:])), ("FUNCTIONS AND TYPES", contents)], version))


if __name__ == "__main__":
    main()
