#!/usr/bin/env python3
"""cds_hooks_corpus.py NOSO DATA: the published requests of another service (DATA/cds-hooks/opioid-cds-r4). Those that
are no JSON get 400 with an OperationOutcome that says where; the others a valid answer, and no card of a heel."""
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

noso, data = sys.argv[1], Path(sys.argv[2]) / "cds-hooks/opioid-cds-r4"
if not data.is_dir():
    print("skipped: there is no", data)
    sys.exit(0)
service = subprocess.Popen([noso, "serve", "--allow-draft", "--port", "0", "--log", "/dev/null"],
                           stdout=subprocess.PIPE, text=True)
url = service.stdout.readline().split()[1]
counts, failures = {}, []


def post(hook, body):
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{url}/cds-services/{hook}", body)) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as e:
        return e.code, json.loads(e.read())


for file in sorted(data.glob("requests*/**/*.json")):
    body = file.read_bytes()
    hook = re.search(rb'"hook"\s*:\s*"([^"]*)"', body)[1].decode()
    status, answer = post(hook, body)
    try:
        json.loads(body)
        good = (status == 200 and answer["cards"] == []) or (status == 412 and answer["resourceType"] == "OperationOutcome")
        # One of them holds data about another patient, which is refused.
        good = good or (status == 400 and "two-patients" in json.dumps(answer))
        kind = f"JSON: {status}"
    except ValueError:
        where = answer.get("issue", [{}])[0].get("location", [""])[0]
        good = status == 400 and re.fullmatch(r"request:\d+:\d+", where)
        kind = f"no JSON: {status}"
    counts[kind] = counts.get(kind, 0) + 1
    if not good:
        failures.append(f"{file.relative_to(data)}: {status} {json.dumps(answer)[:250]}")
service.terminate()
service.wait(60)
print(counts)
print("\n".join(failures[:8]))
sys.exit(1 if failures else 0)
