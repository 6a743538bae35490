# Guidelines: listing, showing, running on a form and on a case, testing, compiling and finding them; what is refused.
source "$(dirname "${BASH_SOURCE[0]}")/common.bash"

seed=$here/../fuzz/seeds/guideline/small.gdl2.json
mkdir g && cp "$seed" g/
cat >g/small.test.yml <<'YAML'
guidelines:
  "1": small score.V1
test_cases:
- id: fast
  input:
    1:
      gt0003|Rate: 100,/min
  expected_output:
    1:
      gt0010|Score: 5.00,1
- id: broken
  input:
    1: [1, 2
  expected_output: {}
- id: nothing known
  input: {}
  expected_output: {}
- id: wrong
  input:
    1:
      gt0003|Rate: 100,/min
  expected_output:
    1:
      gt0010|Score: 6,1
YAML
printf 'guidelines: {1: Other.v1}\ntest_cases:\n- id: other\n' >g/other.yml

accepted guideline list g
printed 'Small_score.v1 +Small score'
accepted guideline show Small_score.v1 --from g
printed 'only if gt0003 above 0 /min'
accepted guideline run Small_score.v1 --from g
printed '"gt0003\|'
accepted --json guideline run Small_score.v1 --from g --input gt0003=100,/min
json 'd["outputs"][0]["value"] == "5.00,1" and d["fired"][0]["because"][0].startswith("gt0003 100")'
printf '{"guideline":"Small_score.v1","inputs":{"gt0003|Rate|":"100,/min"}}' >form.json
accepted guideline run Small_score.v1 --from g --form form.json
printed '5.00,1'

run --json guideline test g </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
json 'd["passed"] == 2 and d["failed"] == 1 and d["skipped"] == 2 and d["failures"][0]["id"] == "wrong"'
json '[s["code"] for s in d["skips"]] == ["unmatched-guideline", "unreadable-yaml"]'
json 'list(d)[-4:] == ["passed", "failed", "skipped", "failures"]'
run guideline test g --format junit </dev/null
printed '<testsuite name="guidelines" tests="5" failures="1" skipped="2"'

accepted -q compile g -o g.noso
accepted --kb g.noso search "small score" --kind guideline
printed 'Small_score.v1'
accepted --kb g.noso guideline run Small_score.v1 --input gt0003=100,/min
printed '5.00,1'

refused 3 'unknown-guideline.*did you mean .Small_score.v1' guideline show Small_scores.v1 --from g
refused 3 'unknown-guideline-element' guideline run Small_score.v1 --from g --input gt9=1
refused 3 'no-guidelines' guideline list
refused 3 'guideline-syntax' guideline list <(sed 's/>=90/>=/' "$seed")

cat >case.json <<'JSON'
{"age":{"years":45},"present":["heel-pain"],"measurements":[{"finding":"heart-rate","value":100,"unit":"/min"}]}
JSON
bindings() { printf '{"bindings":[{"guideline":"Small_score.v1","inputs":{%s}}]}' "$1" >bindings.json; }
bindings '"gt0003":{"measure":"heart-rate","unit":"/min"}'
accepted --json guideline run --from g --case case.json --bindings bindings.json
json 'd["results"][0]["outputs"][0]["value"] == "5.00,1"'
bindings '"gt0003":{"measure":"heart-rates","unit":"/min"}'
run guideline run --from g --case case.json --bindings bindings.json </dev/null
grep -q unmatched-binding <<<"$err" || fail "$said: the name is not reported"
bindings '"gt0003":{"measure":"heart-rate","age":true,"unit":"/min"}'
refused 3 'bad-binding' guideline run --from g --case case.json --bindings bindings.json

# What no case gives more than age and sex for is named only when it is asked for; what is not bound is said.
refused 3 'unbound-guideline' guideline run Small_score.v1 --from g --age 45 --bindings <(echo '{"bindings":[]}')

# A guideline that goes with a pack: its inputs come from the case or the chart, its result stands in the answer.
bindings '"gt0003":{"measure":"heart-rate","unit":"/min"}'
accepted -q compile "$pack" g --bindings bindings.json -o bound.noso
accepted --json --kb bound.noso assess --case case.json
json 'd["guidelines"][0]["outputs"][0]["value"] == "5.00,1" and d["guidelines"][0]["complete"]'
json 'd["guidelines"][0]["given"] == [{"id": "gt0003", "label": "", "type": "quantity", "value": "100,/min"}]'
json 'd["guidelines"][0]["fired"][0]["because"][0].startswith("gt0003 100")'
accepted --kb bound.noso assess --case case.json
printed '^GUIDELINES'
accepted --json --kb bound.noso assess --present heel-pain --age 45
json '"guidelines" not in d'
accepted --json assess --case case.json
json '"guidelines" not in d'
bindings '"gt0003":{"measure":"heart-rate","unit":"kg"}'
refused 3 'bad-binding' compile "$pack" g --bindings bindings.json -o never.noso
[ ! -e never.noso ] || fail "a refused compile left a file"

cat >bundle.json <<'JSON'
{"resourceType": "Bundle", "type": "collection", "entry": [
 {"resource": {"resourceType": "Patient", "id": "p", "birthDate": "1980-05-01", "gender": "female"}},
 {"resource": {"resourceType": "Condition", "code": {"text": "heel pain"}, "subject": {"reference": "Patient/p"}}},
 {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]}, "valueQuantity": {"value": 112, "system": "http://unitsofmeasure.org", "code": "/min"}}},
 {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": {"coding": [{"system": "http://loinc.org", "code": "9279-1"}]}, "valueQuantity": {"value": 22, "system": "http://unitsofmeasure.org", "code": "/min"}}},
 {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": {"coding": [{"system": "http://loinc.org", "code": "59408-5"}]}, "valueQuantity": {"value": 95, "system": "http://unitsofmeasure.org", "code": "%"}}},
 {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}, "valueQuantity": {"value": 105, "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}}},
 {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]}, "valueQuantity": {"value": 38.4, "system": "http://unitsofmeasure.org", "code": "Cel"}}},
 {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": {"text": "Supplemental oxygen"}, "valueBoolean": false}},
 {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-01-31", "code": {"text": "New confusion"}, "valueBoolean": false}},
 {"resource": {"resourceType": "Condition", "verificationStatus": {"coding": [{"code": "refuted"}]}, "code": {"text": "Hypercapnic respiratory failure"}, "subject": {"reference": "Patient/p"}}}
]}
JSON
accepted --json --as-of 2026-01-31 --kb bound.noso assess --case bundle.json
json 'd["guidelines"][0]["given"][0]["value"] == "112,/min"'
accepted --as-of 2026-01-31 --kb bound.noso assess --case bundle.json --fhir
json '[e["resource"]["status"] for e in d["entry"] if e["resource"]["resourceType"] == "Observation"] == ["final"]'

# Broken in five ways: each message has the file, the rule and what to do.
broken() {
  mkdir -p broken && python3 - "$seed" "broken/$1.gdl2.json" "$2" "$3" <<'PYTHON' || fail "$1: nothing was broken"
import sys
text = open(sys.argv[1]).read()
assert sys.argv[3] in text
open(sys.argv[2], "w").write(text.replace(sys.argv[3], sys.argv[4]))
PYTHON
  refused 3 "broken/$1.gdl2.json:[0-9]+:[0-9]+: error\[$4\]: $5.*; " guideline list "broken/$1.gdl2.json"
}
broken syntax '>=90,/min||' '>=||' guideline-syntax "rule 'gt0030': a value is expected at character"
broken element '$gt0003==1|' '$gt0033==1|' guideline-unknown-name "rule 'gt0031': '.gt0033' is no element"
broken rule 'fired($gt0031)' 'fired($gt0099)' guideline-unknown-name "rule 'gt0030': fired\(\) asks for 'gt0099'"
broken function 'log10(' 'log3(' guideline-unsupported "rule 'gt0030': the function 'log3' is not supported"
broken statement "\"\$gt0010=\$gt0001.term+' '+\$gt0003.unit\"" '"use_template($gt0050)"' guideline-unsupported \
  "rule 'gt0031': the statement 'use_template"

# A test case that lacks the time of a guideline that asks for it is judged at the time that the others name, or not.
mkdir t && python3 - "$seed" <<'PYTHON'
import sys
text = open(sys.argv[1]).read()
open("t/age.gdl2.json", "w").write(text.replace("Small_score.v1", "Year.v1").replace(
    "$gt0010.magnitude=log10($gt0003.magnitude)^2-(-1)", "$gt0010.magnitude=$currentDateTime.year"))
PYTHON
year_test() {
  printf '%s\nguidelines: {1: Year.v1}\ntest_cases:\n- id: %s\n  input: {1: {gt0003: "100,/min"}}\n  expected_output: {1: {gt0010: "%s.00,1"}}\n' \
    "$2" "$1" "$3" >"t/$1.yml"
}
year_test named 'current_datetime: 2019-11-28T00:00:00+01:00' 2019
year_test common '' 2019
year_test other '' 2022
year_test never '' 1999
run --json guideline test t </dev/null
json '(d["passed"], d["failed"], d["skipped"]) == (2, 1, 1) and d["skips"][0]["code"] == "no-time"'
json 'd["skips"][0]["id"] == "other" and "2022-01-01" in d["skips"][0]["reason"] and d["failures"][0]["id"] == "never"'
run --json --as-of 2022-06-01 guideline test t </dev/null
json '(d["passed"], d["failed"], d["skipped"]) == (2, 2, 0)'

# The public corpus, where it is there.
corpus=${NOSO_GDL2_DIR:-}
if [ -d "$corpus" ]; then
  limit=60
  run --json guideline test "$corpus" </dev/null
  json 'd["passed"] >= 0.98 * (d["passed"] + d["failed"])'
  accepted -q compile "$pack" "$corpus" --bindings "$(dirname "$pack")/../bindings/heel-pain.json" -o corpus.noso
  [ -z "$(grep unmatched-binding <<<"$err")" ] || fail "a binding names what is not there: $err"
  accepted --json --kb corpus.noso search ottawa --kind guideline
  # NEWS2 from a chart: breaths 22 (2), saturation 95 % (1), pressure 105 (1), pulse 112 (2), 38.4 °C (1).
  accepted --json --as-of 2026-01-31 guideline run NEWS2.v1 --from "$corpus" --case bundle.json \
    --absent reduced-consciousness
  json '[o["value"] for o in d["results"][0]["outputs"] if o["label"] == "Total score"] == ["7"]'
  json '[o["value"] for o in d["results"][0]["outputs"] if o["label"] == "Clinical risk"] == ["local::at0060|High|"]'
  accepted --json --as-of 2026-01-31 --kb corpus.noso assess --case bundle.json
  json '[g["outputs"] for g in d["guidelines"] if g["guideline"] == "NEWS2.v1" and any(m["label"] == "Consciousness" for m in g["missing"])] != []'
  json 'not any(o["label"] == "Total score" for g in d["guidelines"] if g["guideline"] == "NEWS2.v1" for o in g["outputs"])'
  # The Ottawa rules for the foot: tender at the navicular after an injury of the midfoot.
  accepted --json --kb corpus.noso assess --age 30 --present heel-pain --present midfoot-zone-pain --present \
    navicular-tenderness --absent lateral-malleolus-tenderness --absent medial-malleolus-tenderness --absent \
    fifth-metatarsal-tenderness --absent cannot-bear-weight
  json '[o["value"] for g in d["guidelines"] if g["guideline"].startswith("Ottawa") for o in g["outputs"]] == ["local::at0008|Foot x-ray series indicated.|"]'
  # 94 % is 94 %, though the pack holds it as a share of 1.
  accepted --json guideline run NEWS2.v1 --from "$corpus" --value "oxygen-saturation=94%" \
    --absent hypercapnic-respiratory-failure
  json 'any(o["value"].startswith("1|local::at0031") for o in d["results"][0]["outputs"])'
else
  echo "the corpus of guidelines is not here (NOSO_GDL2_DIR): not tested"
fi
finish
