#!/usr/bin/env python3
"""The code in docs/ is built and run as it stands there, and links lead somewhere: docs.py GO

A program in C whose block is followed by one of `text` has to print just that.
"""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGES = ["signing", "credentials", "webhooks", "errors", "embedding", "moving", "diagnosis"]
VECTOR = ROOT / "tests/vectors/signing/x-docs-creating-a-signature/request.txt"
FIELDS = dict(line.split(": ", 1) for line in VECTOR.read_text().splitlines())
CREDENTIALS = {"X_API_KEY": "api_key", "X_API_SECRET": "api_secret", "X_ACCESS_TOKEN": "token",
               "X_ACCESS_TOKEN_SECRET": "token_secret"}


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise SystemExit(f"docs: {shlex.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def flags(option):
    return shlex.split(run("pkg-config", option, "twsign"))


def check_c(place, code, printed, environment):
    source = pathlib.Path("page.c")
    source.write_text(code)
    strict = ["cc", "-std=c99", "-D_POSIX_C_SOURCE=200112L", "-Wall", "-Wextra", "-pedantic", "-Werror", "-pthread"]
    if "int main(" not in code:
        run(*strict, *flags("--cflags"), "-c", source)
        return
    run(*strict, *flags("--cflags"), source, *flags("--libs"), "-o", "page")
    told = run("./page", env=environment)
    if printed is not None and told != printed:
        raise SystemExit(f"docs: {place} prints\n{told}not\n{printed}")


def check_go(go, code, environment):
    os.makedirs("go", exist_ok=True)
    pathlib.Path("go/main.go").write_text(code)
    pathlib.Path("go/go.mod").write_text("module page\n\ngo 1.24\n\nrequire twsign v0.0.0\n\n"
                                         f"replace twsign => {ROOT}/bindings/go\n")
    run(go, "build", "-o", "../page-go", ".", cwd="go", env=environment | {
        "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOCACHE": f"{ROOT}/target/go-cache"})


def check_links():
    """Each link into the checkout leads somewhere, its #heading too."""
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for link in re.findall(r"\]\(([^)#:]*(?:#[^)]*)?)\)", page.read_text()):
            file, _, heading = link.partition("#")
            target = (page.parent / file).resolve() if file else page
            if not target.exists():
                raise SystemExit(f"docs: {page.name} links to {link}, which is not there")
            headings = re.findall(r"^#+ (.*)", target.read_text(), re.M) if heading else []
            if heading and heading not in [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]:
                raise SystemExit(f"docs: {page.name} links to {link}, a heading that is not there")


def main():
    check_links()
    go = os.path.abspath(sys.argv[1])
    environment = os.environ | {name: FIELDS[field] for name, field in CREDENTIALS.items()}
    environment["LD_LIBRARY_PATH"] = run("pkg-config", "--variable=libdir", "twsign").strip()
    checked = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for page in PAGES:
            text = (ROOT / f"docs/{page}.md").read_text()
            blocks = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)
            for number, (language, code) in enumerate(blocks):
                place = f"docs/{page}.md, block {number + 1}"
                following = blocks[number + 1] if number + 1 < len(blocks) else ("", "")
                if language == "c":
                    check_c(place, code, following[1] if following[0] == "text" else None, environment)
                elif language == "go":
                    check_go(go, code, environment)
                elif language == "ruby":
                    run("ruby", f"-I{ROOT}/bindings/ruby/lib", "-e", code, env=environment)
                elif language == "python":
                    run("python3", "-c", code, env=environment)
                else:
                    continue
                checked += 1
    print(f"docs: {checked} pieces of code do as their page says")


if __name__ == "__main__":
    main()
