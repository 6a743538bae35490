#!/usr/bin/env bash
# noso validate --prove: the heel-pain pack is proved; a planted fault is refuted by a case that the program confirms.
source "$(dirname "$0")/common.bash"
limit=60  # the whole pack has a minute

# The pack as it is.
accepted validate "$pack" --prove
printed '^proved: p-hot-heel: '
not_printed '^(refuted|undecided)'
first=$out
accepted validate "$pack" --prove
[ "$first" = "$out" ] || fail "$said: two runs differ"
accepted validate "$pack" --prove --json
json 'all(p["outcome"] == "proved" for p in d["properties"]) and len(d["properties"]) >= 8'

# A planted fault: the rule of suspected infection becomes routine.
mkdir faulty
cp "$pack"/*.json faulty/
python3 - <<'PY'
import json
content = json.load(open("faulty/red-flags.json"))
for rule in content["rules"]:
    if rule["id"] in ("x05", "x06"): rule["level"] = "routine"
json.dump(content, open("faulty/red-flags.json", "w"))
PY
run validate faulty --prove --format json
[ "$status" = 1 ] || fail "$said: exit $status, expected 1 for a refuted property"
json '{p["outcome"] for p in d["properties"] if p["id"] == "p-hot-heel"} == {"refuted"}'
json 'all(d_["line"] > 0 and d_["file"].endswith("properties.json") for d_ in d["diagnostics"] if d_["code"] == "property-refuted")'
python3 - <<PY
import json
found = [d for d in json.load(open("$work/.out"))["diagnostics"] if d["code"] == "property-refuted" and "'p-hot-heel'" in d["message"]]
json.dump(found[0]["counterexamples"][0]["case"], open("case.json", "w"))
PY
accepted compile faulty -o faulty.noso
accepted --kb faulty.noso escalate --case case.json --json
json 'd["escalation"]["level"] == "routine" and d["escalation"]["at_most"] in ("routine", "soon")'

# For people the patient stands below the diagnostic, with the rules that fire.
run validate faulty --prove
[ "$status" = 1 ] || fail "$said: exit $status, expected 1 for a refuted property"
printed '^refuted: p-hot-heel: '
printed 'error\[property-refuted\].*p-hot-heel'
printed '^    fires: x05 \(routine\)'

# Nothing is proved of a pack with errors.
echo '{"rules": [{}]}' >faulty/zz.json
run validate faulty --prove
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed 'nothing is proved'
finish
