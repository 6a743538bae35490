#!/usr/bin/env python3
"""coverage.py BUILD_FOLDER [CORPUS_FOLDER [TARGET...]]: what the inputs of each fuzz target reach.

BUILD_FOLDER is that of the preset `coverage`, with `noso_fuzz_replay` built. Replays the committed seeds of each target,
then also what runs have found (CORPUS_FOLDER/TARGET), and prints for both the share of the lines that were run of the
sources named in targets.txt. Lines are those that gcov counts. Fails where a target stays below the bound.
"""
import glob
import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BOUND = 80  # per cent
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def targets():
    """Name -> the sources that it is to reach."""
    out = {}
    for line in (HERE / "targets.txt").read_text().splitlines():
        match = re.match(r"([a-z_]+): (.*)", line)
        if match:
            out[match[1]] = sorted(
                {path for pattern in match[2].split() for path in glob.glob(str(ROOT / pattern))})
    return out


def replay(build, target, folders, counts):
    """Runs the inputs; their counts go below `counts`. None where an input fails or there is none."""
    inputs = [str(f) for f in folders if f.is_dir() and any(f.iterdir())]
    command = [str(build / "tests/fuzz/noso_fuzz_replay"), target, *inputs]
    environment = {**os.environ, "GCOV_PREFIX": str(counts)}
    return bool(inputs) and subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode == 0


def lines_run(build, counts, source):
    """Line -> whether it was run."""
    for notes in build.rglob(os.path.relpath(source, ROOT).split("/")[-1] + ".gcno"):
        place = counts / str(notes.with_suffix(".gcda")).lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(notes, place.parent)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["gcov", "--json-format", str(place.with_suffix(".gcno"))], cwd=folder, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            reports = [json.load(gzip.open(f)) for f in pathlib.Path(folder).glob("*.gcov.json.gz")]
        out = {}
        for report in reports:
            for entry in report["files"]:
                if (pathlib.Path(report["current_working_directory"]) / entry["file"]).resolve() != pathlib.Path(source):
                    continue
                for line in entry["lines"]:
                    number = line["line_number"]
                    out[number] = out.get(number, False) or line["count"] > 0
        if out:
            return out
    return {}


def measure(build, target, sources, folders):
    """(lines run, lines) of the sources by inputs; what was not run by source."""
    with tempfile.TemporaryDirectory() as counts:
        if not replay(build, target, folders, pathlib.Path(counts)):
            return 0, 1, {}
        found = {source: lines_run(build, pathlib.Path(counts), source) for source in sources}
    missed = {source: sorted(n for n, run in lines.items() if not run) for source, lines in found.items()}
    return (sum(sum(lines.values()) for lines in found.values()), sum(map(len, found.values())), missed)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    corpus = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    named = sys.argv[3:]
    details = os.environ.get("NOSO_FUZZ_MISSED")  # lists the lines that were not reached
    good = True
    print(f"{'target':<16} {'lines':>6} {'seeds':>7} {'corpus':>7}")
    for target, sources in targets().items():
        if named and target not in named:
            continue
        seeds = HERE / "seeds" / target
        run, lines, missed = measure(build, target, sources, [seeds])
        best = run
        shown = "-"
        if corpus and (corpus / target).is_dir():
            best, lines, missed = measure(build, target, sources, [seeds, corpus / target])
            shown = f"{100 * best / lines:.1f} %"
        print(f"{target:<16} {lines:>6} {100 * run / lines:>5.1f} % {shown:>7}", flush=True)
        good = good and 100 * max(best, run) >= BOUND * lines
        for source, numbers in missed.items() if details else ():
            print(f"  {os.path.relpath(source, ROOT)}: {' '.join(map(str, numbers))}")
    if not good:
        sys.exit(f"a target reaches less than {BOUND} % of its lines")


if __name__ == "__main__":
    main()
