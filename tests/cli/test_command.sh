#!/usr/bin/env bash
# noso test: a pack held against its vignettes. The small pack has planted faults; the given one must be testable at all.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-30}

# A rule that may fire at 38 Cel, seen only far from it; a level that the second vignette rightly wants higher.
mkdir -p small/vignettes
cat >small/pack.json <<'EOF'
{"pack": {"id": "small", "version": "1.0.0", "title": "Small <pack> & \"more\"", "description": "for tests", "status": "draft",
  "date": "2026-01-31", "publisher": "tests", "language": "en", "licence": "CC0-1.0"},
 "scope": {"entry_findings": ["heel-pain"], "outside": "not about heels", "basis": {"mark": "estimate", "sources": ["T"]}},
 "sources": [{"id": "T", "citation": "the test itself"}],
 "conditions": [{"id": "infection", "label": "Infection"}, {"id": "strain", "label": "Strain"}],
 "findings": [{"id": "heel-pain", "label": "Heel pain"}, {"id": "rash", "label": "Rash"},
  {"id": "body-temperature", "label": "Body temperature", "quantity": {"unit": "Cel", "min": 25, "max": 45}}],
 "finding_frequencies": [{"finding": "rash", "leak": 0.01, "conditions": {"infection": 0.5},
  "basis": {"mark": "estimate", "sources": ["T"]}}],
 "rules": [
  {"id": "hot", "label": "hot", "level": "soon", "action": "act",
   "when": {"measure": {"of": "body-temperature", "at_least": "38 Cel"}}, "basis": {"mark": "read", "sources": ["T"]}}],
 "populations": [{"id": "everyone", "label": "everyone", "scale": 0.5, "floor": 0.01, "none_share": 0.1,
  "shares": {"infection": 0.3, "strain": 0.6}, "basis": {"mark": "estimate", "sources": ["T"]}}]}
EOF
cat >small/vignettes/all.json <<'EOF'
{"vignettes": [
 {"id": "hot", "title": "hot & <red>", "source": "T",
  "case": {"present": ["heel-pain", "rash"], "measurements": [{"finding": "body-temperature", "value": 39}]},
  "expect": {"top": "infection", "urgency": "soon", "fires": ["hot"]}},
 {"id": "cool", "title": "cool", "source": "T",
  "case": {"present": ["heel-pain"], "measurements": [{"finding": "body-temperature", "value": 36.5}]},
  "expect": {"does_not_fire": ["hot"], "urgency": "none"}},
 {"id": "open", "title": "not measured", "source": "T", "case": {"present": ["heel-pain"]}, "expect": {"undetermined": ["hot"]}}]}
EOF

# All pass; exactly the three mutants around the threshold survive.
accepted test small
printed '^3 vignettes: 3 passed, 0 failed'
accepted test small --mutants
printed '^6 mutants, 3 of 6 \(50 %\) caught'
printed 'survives: Body temperature at least 38 Cel: at least becomes above'
printed 'survives: .*: 38 Cel becomes 37.9 Cel'
printed 'survives: .*: 38 Cel becomes 38.1 Cel'
accepted test small --mutants --min-caught 50
run test small --mutants --min-caught 90
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
accepted test small --boundaries
printed 'at 38 Cel: true; level soon'
printed '^1 thresholds, 3 cases; 0 do not flip'
accepted test small --coverage
printed 'statements that no vignette touches: 0 of 1'
accepted test small --format json --coverage --boundaries --mutants
json 'd["passed"] == 3 and d["failed"] == 0 and d["under_triage"] == 0'
json 'd["mutants"]["count"] == 6 and len(d["mutants"]["survivors"]) == 3'
json '[c["value"] for c in d["boundaries"][0]["cases"]] == ["37.9 Cel", "38 Cel", "38.1 Cel"]'
json 'd["coverage"]["unranked_conditions"] == []'

# The boundary cases are cases.
python3 -c 'import json, sys; [print(json.dumps(c["case"])) for c in json.load(sys.stdin)["boundaries"][0]["cases"]]' \
  <<<"$out" >cases.txt
"$noso" --quiet compile small -o small.noso || fail "the small pack does not compile"
while read -r told; do
  run assess --kb small.noso --case - <<<"$told"
  [ "$status" = 0 ] || fail "$said <<< $told: exit $status"
done <cases.txt

# Planted under-triage: one vignette wants more than the rule gives, one less.
cp -r small wrong
cat >wrong/vignettes/wrong.json <<'EOF'
{"vignettes": [
 {"id": "too-low", "title": "a < b", "source": "T",
  "case": {"present": ["heel-pain"], "measurements": [{"finding": "body-temperature", "value": 40}]}, "expect": {"urgency": "emergency"}},
 {"id": "too-high", "title": "t", "source": "T",
  "case": {"present": ["heel-pain"], "measurements": [{"finding": "body-temperature", "value": 40}]}, "expect": {"urgency": "routine"}}]}
EOF
run test wrong
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed '^FAIL too-low'
printed 'wrong/vignettes/wrong.json:2'
printed 'urgency: expected emergency, soon'
printed 'under-triage 1, over-triage 1'
run test wrong --format junit
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
python3 - "$work/.out" <<'EOF' || fail "$said: not the JUnit XML that was expected"
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
assert root.tag == 'testsuites' and root.get('tests') == '5' and root.get('failures') == '2'
names = [case.get('name') for case in root.iter('testcase')]
assert 'hot hot & <red>' in names and 'too-low a < b' in names
assert [f.get('message') for f in root.iter('failure')] == ['urgency: expected emergency, soon', 'urgency: expected routine, soon']
EOF

# What cannot be read is refused with its place.
spoiled() {  # REGEX SED-EXPRESSION: the vignettes changed by the expression
  rm -rf spoiled && cp -r small spoiled
  sed -i "$2" spoiled/vignettes/all.json
  refused 3 "$1" test spoiled
}
spoiled 'all.json:[0-9]+:[0-9]+: error\[unknown-rule\].*did you mean .hot' 's/"fires": \["hot"\]/"fires": ["hott"]/'
spoiled 'all.json:3:[0-9]+: error\[unknown-name\].*did you mean' 's/"rash"\], "meas/"rush"], "meas/'
spoiled 'all.json:4:[0-9]+: error\[unknown-key\]' 's/"top": "infection"/"tops": "infection"/'
spoiled 'all.json:[0-9]+:[0-9]+: error\[json-syntax\]' 's/^{"vignettes"/{vignettes/'
refused 3 'error\[no-pack\]' test missing
refused 2 'PACK|pack' test
refused 2 'min-caught' test small --min-caught 50

# A pack without vignettes passes, and says that it has none.
cp -r small bare && rm -r bare/vignettes
accepted test bare
grep -q 'no-vignettes' <<<"$err" || fail "$said: does not say that there are no vignettes"

# Same input, same output.
run test small --format json --coverage --boundaries --mutants
first=$out
run test small --format json --coverage --boundaries --mutants
[ "$out" = "$first" ] || fail "$said: another output the second time"

# The given pack: every vignette passes, every threshold has its cases and flips where its operator says, the vignettes
# notice nine of ten mutants.
accepted test "$pack" --format json --coverage --boundaries --mutants --min-caught 90
json 'd["failed"] == 0 and d["under_triage"] == 0'
json 'all(b["as_stated"] and not b["missing"] for b in d["boundaries"])'
json 'd["coverage"]["silent_rules"] == []'
python3 -c 'import json, sys
m = json.load(sys.stdin)["mutants"]
print("{} mutants, {} caught ({:.1f} %)".format(m["count"], m["caught"], 100 * m["caught"] / m["count"]))
for s in m["survivors"]: print("survives:", s["rule"], "-", s["change"])' <<<"$out" || fail "$said: no report"

# The 15 open vignettes: all in the first three, 13 first, 14 exactly as urgent, none less urgent than stated.
json 'sum(r["id"].startswith("HEEL-") for r in d["results"]) == 15'
places='[c["actual"] for r in d["results"] if r["id"].startswith("HEEL-") for c in r["checks"] if c["expectation"] == "top"]'
json "len($places) == 15 and all(p in ('place 1', 'place 2', 'place 3') for p in $places)"
json "$places.count('place 1') >= 13"
urgency='[c["passed"] for r in d["results"] if r["id"].startswith("HEEL-") for c in r["checks"] if c["expectation"] == "urgency"]'
json "len($urgency) == 15 and sum($urgency) >= 14"

# Every red flag and every caution has a vignette in which it fires, one in which it does not, one that leaves it open.
python3 - "$pack" <<'EOF' || fail "$pack: a rule without its three vignettes"
import glob, json, sys
read = lambda pattern: [json.load(open(name)) for name in sorted(glob.glob(sys.argv[1] + pattern))]
rules = [rule['id'] for file in read('/*.json') for key in ('rules', 'cautions') for rule in file.get(key, [])]
expected = [v['expect'] for file in read('/vignettes/*.json') for v in file['vignettes']]
missing = [(rule, key) for rule in rules for key in ('fires', 'does_not_fire', 'undetermined')
           if not any(rule in e.get(key, []) for e in expected)]
print(missing)
assert len(rules) > 80 and not missing
EOF

finish
