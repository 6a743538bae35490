#!/usr/bin/env python3
"""table.py BUILD ROOT [DATA]: every figure that is asked of the program, measured now, beside what is asked and a baseline
of the same run, as a table in Markdown. BUILD is the folder of the bench preset. DATA is a folder with the public data that
docs/method.md names (HPO, Mondo, phenopackets, GSC+, GDL2); without it the rows that need it are left out."""
import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

build, root = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
data = Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else None
noso = build / "cli/noso"
work = Path(tempfile.mkdtemp(prefix="noso-bench-"))


def out(*command, check=True, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if check and done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr[-2000:]}")
    return done.stdout + done.stderr


def number(text, pattern):
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"nothing like {pattern} in:\n{text[-2000:]}")
    return found[1]


def row(what, asked, measured, beside=""):
    print(f"| {what} | {asked} | {measured} | {beside} |", flush=True)


def run(*command):
    """Seconds and MB of one process."""
    begin = time.perf_counter()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def whole_process(*command):
    """The median of 40 runs."""
    runs = sorted(run(*command) for _ in range(40))
    return f"{runs[20][0] * 1e3:.1f} ms, {runs[20][1]:.0f} MB"


def microbenchmarks(knowledge):
    text = subprocess.run([build / "tests/bench/noso_bench", "--benchmark_format=json",
                           "--benchmark_filter=assess|qmr|quickscore|ten_thousand|rank"],
                          capture_output=True, text=True, env=dict(os.environ, NOSO_BENCH_KB=knowledge)).stdout
    return {b["name"].removesuffix("/iterations:1"): b for b in json.loads(text)["benchmarks"]}


def micro(benchmarks):
    to_us = {"ns": 1e-3, "us": 1, "ms": 1e3}
    us = lambda name: f"{benchmarks[name]['cpu_time'] * to_us[benchmarks[name]['time_unit']]:.0f} µs"
    for count in ("two", "five", "ten"):
        row(f"heel pain, {count} findings, explained, with questions and care", "≤ 300 µs", us(f"assess_{count}_findings"))
    for count, asked, rival in ((10, "≤ 5 ms", "10/1000"), (16, "≤ 20 ms", "16/20"), (20, "≤ 300 ms", None)):
        b, q = benchmarks[f"qmr_revealed/{count}"], benchmarks.get(f"quickscore_revealed/{rival}")
        row(f"network of the size of QMR, {count} present", asked,
            f"{b['median_ms']:.3f} ms, frontier {b['largest_frontier']:.0f}, {b['peak_MB']:.0f} MB",
            f"quickscore {q['median_ms']:.2f} ms, {q['failures']:.1%} of its answers wrong" if q else "")
    b = benchmarks["qmr_all_revealed"]
    row("the same, all present", "exact or bounds, ≤ 1000 ms",
        f"median {b['median_ms']:.0f} ms, longest {b['longest_ms']:.0f}, {b['exact']:.1%} exact, "
        f"widest error {b['error_bound']:.1g}")
    b = benchmarks["ten_thousand_rules"]
    peer = ""
    if shutil.which("node") and (root / "build/peers/node_modules/json-rules-engine").is_dir():
        peer = out("node", root / "tests/bench/peers/json_rules_engine.mjs", cwd=root / "build/peers", check=False).strip()
    row("10,000 rules of 10 clauses", "≤ 5 ms", us("ten_thousand_rules"), peer.splitlines()[-1] if peer else "")
    if "rank_and_explain" in benchmarks and data:
        row("HPO: 20 present, 20 absent, all diseases, ten explained", "≤ 100 µs", us("rank_and_explain"))


def packs():
    text = out("bash", root / "tests/bench/validate_large.sh", noso, build / "large-pack", root / "ontology/packs/heel-pain")
    for found in re.finditer(r"validate \S*/(\S+): ([\d.]+) s \(at most (\S+)\), (\d+) MB", text):
        row(f"`noso validate`, {found[1]}", f"≤ {found[3]} s", f"{found[2]} s, {found[4]} MB")
    text = out(noso, "test", root / "ontology/packs/heel-pain", "--mutants", check=False)
    row("mutants of the heel pack caught", "≥ 90 %", number(text, r"mutants, (.+) caught"))
    row("`noso assess`, whole process", "≤ 20 ms, ≤ 30 MB", whole_process(noso, "assess", "--present", "first-step-pain"),
        "`noso --version` " + whole_process(noso, "--version"))


def service():
    few = {"NOSO_SMALL_REQUESTS": "20000", "NOSO_CHART_REQUESTS": "2000", "NOSO_SWAPS": "50"}
    text = out("bash", root / "tests/bench/serve.sh", noso, build / "tests/bench/serve_load", work / "serve",
               env={**few, **os.environ})
    load = re.findall(r"(\d+) requests/s, p50 [\d.]+ ms, p99 ([\d.]+) ms", text)
    row("service: small patient-view, 8 connections", "≥ 5000/s, p99 ≤ 5 ms", f"{load[0][0]}/s, {load[0][1]} ms")
    row("service: charts of 200 resources", "≥ 400/s, p99 ≤ 40 ms", f"{load[1][0]}/s, {load[1][1]} ms")
    row("service: p99 beside 64 slow connections", "within twice", f"{load[2][1]} ms", f"without them {load[3][1]} ms")


def compile_phenotypes(knowledge):
    seconds, megabytes = run(noso, "-q", "compile", data / "hpo/2025-05-06/hp.json.gz",
                             data / "hpo/2023-01-27/phenotype.hpoa.gz", *sorted((data / "mondo").glob("*.tsv")), "-o",
                             knowledge)
    row("HPO: compile", "≤ 6 s, ≤ 800 MB", f"{seconds:.1f} s, {megabytes:.0f} MB",
        f"the file is {os.path.getsize(knowledge) / 1e6:.1f} MB (asked ≤ 80)")


def phenotypes(knowledge):
    cases = data / "phenopackets/dev.jsonl.gz"
    text = out(noso, "--kb", knowledge, "eval", "--candidates", "OMIM", "--cases", cases, "--protocol", "clean",
               "--baselines", "--calibrate")
    macro = re.search(r"by diagnosis \(\d+\) +([\d.]+) .*? ([\d.]+) +[\d.]+ +[\d.]+$", text, re.M)
    row("HPO: clean cases, macro top-1 / top-10", "≥ 35 / 66 %", f"{macro[1]} / {macro[2]} %",
        "top-10 above LIRICAL, observed only: " + number(text, r"top-10 (\+\S+ \([^)]*\))"))
    row("HPO: calibration error, cross-validated", "≤ 0.05", number(text, r"cross-validated over diagnoses: (\S+)"))
    seconds, megabytes = run(noso, "--kb", knowledge, "eval", "--candidates", "OMIM", "--cases", cases)
    row("HPO: `eval` of 5869 cases", "≤ 3 s, ≤ 150 MB", f"{seconds:.1f} s, {megabytes:.0f} MB")
    row("HPO: from the file to the first answer, whole process", "≤ 60 ms, ≤ 150 MB",
        whole_process(noso, "--kb", knowledge, "assess", "--present", "HP:0001250", "--present", "HP:0004322"))
    text = out(build / "tests/bench/noso_search_figures", knowledge)
    line = lambda name: re.search(name + r".*?median ([\d.]+) ms +p99 ([\d.]+)", text)
    mine, fts = line("search, every name"), line("FTS5 words, every name")
    row("HPO: search", "median ≤ 1 ms, p99 ≤ 5", f"{mine[1]} ms, {mine[2]}", f"FTS5 as it comes {fts[1]} ms, {fts[2]}")
    row("HPO: one random edit, in the first 5", "≥ 95 %", number(text, r"search +\d+ of \d+ in the first 5: (\S+ %)"),
        "FTS5 trigrams " + number(text, r"FTS5 trigrams +\d+ of \d+ in the first 5: (\S+ %)"))
    text = out(noso, "--kb", knowledge, "eval", "--notes", data / "hpo-text/gsc-plus/GSC_plus/annotations")
    row("notes: GSC+, F1 of all terms", "≥ 0.66, ≥ 5 MB/s",
        number(text, r"all terms .*F1 (\S+)") + ", " + number(text, r"([0-9.]+ MB/s)"))


def guidelines():
    text = out(noso, "guideline", "test", data / "gdl2/guidelines", "--repeat", "20", check=False)
    passed, failed = number(text, r"(\d+) passed"), number(text, r"(\d+) failed")
    row("guidelines: published test cases", "≥ 98 %", f"{int(passed) / (int(passed) + int(failed)):.1%} of those judged")
    row("guidelines: evaluations a second", "≥ 20,000", number(text, r"(\d+) evaluations a second"))


def instructions():
    """Counts do not depend on what else the machine does."""
    if not shutil.which("valgrind"):
        return
    for what, command in (("assess", ["assess", "--present", "first-step-pain"]), ("search", ["search", "heel spur"]),
                          ("ask", ["ask", "45F runner, stabbing heel pain first steps x6wk, no fever"]),
                          ("compile", ["-q", "compile", root / "ontology/packs/heel-pain", "-o", work / "x.noso"])):
        text = out("valgrind", "--tool=callgrind", f"--callgrind-out-file={work}/cg", noso, *command, check=False)
        millions = int(number(text, r"Collected : (\d+)")) / 1e6
        row(f"instructions of `noso {what}`, whole process (callgrind)", "", f"{millions:.1f} million")


processor = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
print(f"{datetime.date.today()}, {processor[1] if processor else platform.processor()}, {os.cpu_count()} processors, "
      f"{number(out('c++', '--version'), '(.+)')}, load {os.getloadavg()[0]:.1f} at the start\n")
print("| what | asked | measured | beside it, in the same run |\n| --- | --- | --- | --- |")
try:
    large = work / "hpo.noso"
    if data:
        compile_phenotypes(large)
    micro(microbenchmarks(str(large)))
    packs()
    service()
    if data:
        phenotypes(large)
        guidelines()
    instructions()
finally:
    shutil.rmtree(work)
