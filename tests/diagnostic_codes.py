#!/usr/bin/env python3
"""diagnostic_codes.py ROOT: what the sources can report, what docs/diagnostics.md explains and what the tests expect are
the same codes; every entry has an example and a remedy."""
import re
import sys
from pathlib import Path

LAYERS = ("ontology", "import", "engine", "cli")
CODE = re.compile(r'"([a-z]+(?:-[a-z0-9]+)*)"')
# The call, and which of its arguments holds the code; after a severity it is the next one.
CALL = re.compile(r"(?P<method>(?:\.|->)(?:error|warning)\()|(?P<free>\b(?:error|fail)\()|Severity::\w+")
# What only the state of the machine brings about; a test cannot bring it about reliably.
UNTESTED = {"cannot-read", "internal", "out-of-memory", "prover-failed"}
ENTRY = re.compile(r"^### `([a-z0-9-]+)`", re.M)


def arguments(text, start):
    """The arguments from `start` up to the bracket or statement that ends them."""
    parts, depth, quoted, begin = [], 0, False, start
    for i in range(start, len(text)):
        c = text[i]
        if quoted:
            quoted = c != '"' or text[i - 1] == "\\"
        elif c == '"':
            quoted = True
        elif c in "({[":
            depth += 1
        elif c in ")}]":
            depth -= 1
        if depth < 0 or (depth == 0 and c == ";" and not quoted):
            return parts + [text[begin:i]]
        if c == "," and depth == 0 and not quoted:
            parts.append(text[begin:i])
            begin = i + 1
    return parts


def reported(root):
    """Every code with the file that reports it."""
    codes = {}
    sources = {path: re.sub(r"//[^\n]*", "", path.read_text())
               for layer in LAYERS for path in sorted((root / layer).rglob("*.[ch]pp"))}
    for path, text in sources.items():
        for call in CALL.finditer(text):
            parts = arguments(text, call.end())
            position = 0 if call["free"] else 1
            if position < len(parts):
                for code in CODE.findall(parts[position]):
                    codes.setdefault(code, path)
    # A table of names that is searched reports `unknown-` and what it is a table of.
    everything = "".join(sources.values())
    for name, what in re.findall(r'Symbols<[\w:]+> (\w+)\{"([a-z ]+)"\}', everything):
        if f"{name}.resolve(" in everything:
            codes.setdefault("unknown-" + what.replace(" ", "-"), root / "import/pack/symbols.hpp")
    return codes


def main():
    root = Path(sys.argv[1])
    failures = []
    codes = reported(root)
    document = (root / "docs/diagnostics.md").read_text()
    entries = ENTRY.findall(document)
    failures += [f"{code}: reported in {path.relative_to(root)}, not in docs/diagnostics.md"
                 for code, path in sorted(codes.items()) if code not in entries]
    failures += [f"{code}: in docs/diagnostics.md, reported nowhere" for code in entries if code not in codes]
    failures += [f"{code}: two entries" for code in set(entries) if entries.count(code) > 1]
    for code, text in zip(entries, ENTRY.split(document)[2::2]):
        failures += [f"{code}: its entry has no '{part}'" for part in ("Example:", "Remedy:") if part not in text]
    tests = "".join(path.read_text() for path in sorted((root / "tests").rglob("*"))
                    if path.suffix in (".c", ".cpp", ".hpp", ".py", ".sh"))
    fixtures = {path.name.split(".")[0] for path in (root / "tests/import/broken").glob("*.json")}
    failures += [f"{code}: no test expects it" for code in sorted(set(codes) - UNTESTED)
                 if code not in fixtures and not re.search(rf"(?<![a-z-]){code}(?![a-z-])", tests)]
    print(f"{len(codes)} codes")
    print("\n".join(failures))
    sys.exit(1 if failures or len(codes) < 100 else 0)


if __name__ == "__main__":
    main()
