#!/usr/bin/env bash
# SARIF: what `validate --format sarif` prints fits the schema, says the same as the JSON, and marks what is accepted.
. "$(dirname "$0")/common.bash"

# fits: the last output is SARIF 2.1.0 in the form that noso writes.
fits() {
  python3 -c 'import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.Draft7Validator(schema).validate(json.load(sys.stdin))' "$here/sarif-subset.schema.json" <<<"$out" ||
    fail "$said: no SARIF"
}

accepted validate "$pack" --format sarif
fits
json 'all(r["level"] == "note" or r["suppressions"][0]["justification"] for r in d["runs"][0]["results"])'

# A folder whose name needs escaping, with an error, a warning and an accepted warning.
cp -r "$pack" 'a pack'
cat >'a pack/broken.json' <<'J'
{"findings": [{"id": "ache", "label": "Ache", "is_a": "heel-pian"}],
 "sources": [{"id": "NEW", "citation": "é"}]}
J
run validate 'a pack' --format sarif </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
fits
json '[(r["level"], r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], r["locations"][0]["physicalLocation"]["region"]) for r in d["runs"][0]["results"] if r["ruleId"] == "unknown-concept"] == [("error", "a%20pack/broken.json", {"startLine": 1, "startColumn": 55})]'
json 'any(r["ruleId"] == "unused-source" and r["level"] == "warning" and not r.get("suppressions") for r in d["runs"][0]["results"])'
json 'any(r["ruleId"] == "unused-source" and r.get("suppressions") for r in d["runs"][0]["results"])'
json 'all(d["runs"][0]["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in d["runs"][0]["results"])'
# A finding is known again when it has moved to another line.
prints() { python3 -c 'import json, sys
print(sorted(r["partialFingerprints"]["finding/v1"] for r in json.load(sys.stdin)["runs"][0]["results"]
             if r["ruleId"] == "unknown-concept" or r["ruleId"] == "unused-source"))' <<<"$out"; }
before=$(prints)
sed -i '1s/^/\n\n/' 'a pack/broken.json'
run validate 'a pack' --format sarif </dev/null
[ "$(prints)" = "$before" ] || fail "$said: another fingerprint after an edit above the finding"
json 'any(r["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 55} for r in d["runs"][0]["results"])'
sarif=$(grep -c '"ruleId"' <<<"$out")
run validate 'a pack' --format json </dev/null
json "len(d['diagnostics']) + len(d['accepted']) == $sarif"

printf '{' >'a pack/broken.json'
run validate "$PWD/a pack" --format sarif </dev/null
fits
json 'd["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")'
finish
