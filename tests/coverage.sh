#!/usr/bin/env bash
# coverage.sh BUILD_FOLDER: what the tests that ran in a build with --coverage reached, lines and branches, by folder. A
# branch is one that a condition takes; the ways of exceptions and what the compiler knows to be out of reach do not count.
# Afterwards BUILD_FOLDER/coverage.txt lists the lines that nothing reached. Exit 1 below the aim in one of the layers.
set -eu
build=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$build"
gcovr --root "$root" --filter "$root/ontology/" --filter "$root/import/" --filter "$root/engine/" --filter "$root/cli/" \
  --exclude-throw-branches --exclude-unreachable-branches --gcov-ignore-parse-errors -j "$(nproc)" \
  --json-summary coverage.json --txt coverage.txt . >/dev/null
python3 - "$root" <<'P'
import json, os, sys
AIM = {"ontology": (92, 80), "import": (92, 80), "engine": (92, 80)}  # per cent of lines, of branches
files = json.load(open("coverage.json"))["files"]
folders = {}
for file in files:
    path = os.path.relpath(os.path.join(sys.argv[1], file["filename"]), sys.argv[1]).split("/")
    inner = [p for p in path[:-1] if p not in ("include", "noso")][:2]
    for folder in {path[0], "/".join(inner)}:
        sums = folders.setdefault(folder, [0, 0, 0, 0])
        for i, key in enumerate(("line_covered", "line_total", "branch_covered", "branch_total")):
            sums[i] += file[key]
print(f"{'folder':24} {'lines':>7} {'reached':>9} {'branches':>9} {'reached':>9}")
missed = False
for folder in sorted(folders):
    reached, lines, taken, branches = folders[folder]
    percent = (100 * reached / max(lines, 1), 100 * taken / max(branches, 1))
    below = folder in AIM and any(p < aim for p, aim in zip(percent, AIM[folder]))
    missed |= below
    print(f"{folder:24} {lines:7} {percent[0]:7.1f} % {branches:9} {percent[1]:7.1f} %{'   below the aim' if below else ''}")
sys.exit(missed)
P
