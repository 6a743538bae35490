#!/usr/bin/env python3
"""limits.py ROOT: docs/limits.md states the constants of the code as they are, and every constant that bounds what comes from
outside stands there."""
import re
import sys
from pathlib import Path

ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<most>\d+)(?: (?P<unit>[KMG]iB))? \| [^|]+ \| `(?P<file>[^`]+)` `(?P<name>\w+)` \|$", re.M)
UNITS = {None: 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
BOUND = re.compile(r"\b(kMa?(?:x|ost)\w*)\s*[={]")

def value(root, file, name):
    """The number that the source gives the constant."""
    found = re.search(rf"\b{name}\s*(?:=\s*|\{{)([^;,}}]+(?:\}}[^;,]*)?)", (root / file).read_text())
    if not found:
        return None
    text = re.sub(r"std::\w+\{(\d+)\}", r"\1", found[1].replace("'", ""))
    text = re.sub(r"(\d)u\b", r"\1", text.split("//")[0]).strip()
    return eval(text, {"__builtins__": {}}) if re.fullmatch(r"[\d\s.e<*+]+", text) else None


def main():
    root = Path(sys.argv[1])
    text = (root / "docs/limits.md").read_text()
    rows = list(ROW.finditer(text))
    failures = []
    if len(rows) < 30 or len(rows) != len(re.findall(r"^\| .*`k?\w+` \|$", text, re.M)):
        failures.append(f"only {len(rows)} rows can be read")
    for row in rows:
        stated = int(row["most"]) * UNITS[row["unit"]]
        there = value(root, row["file"], row["name"])
        if there != stated:
            failures.append(f"{row['file']} {row['name']} is {there}, docs/limits.md says {stated}")
    listed = set(re.findall(r"`(\w+)`", text))
    for layer in ("ontology", "import", "engine", "cli"):
        for path in sorted((root / layer).rglob("*.[ch]pp")):
            for name in BOUND.findall(path.read_text()):
                if name not in listed:
                    failures.append(f"{path.relative_to(root)}: {name} is not in docs/limits.md")
    print("\n".join(failures) or f"{len(rows)} limits")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
