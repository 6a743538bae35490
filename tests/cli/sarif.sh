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
sarif=$(grep -c '"ruleId"' <<<"$out")
run validate 'a pack' --format json </dev/null
json "len(d['diagnostics']) + len(d['accepted']) == $sarif"

printf '{' >'a pack/broken.json'
run validate "$PWD/a pack" --format sarif </dev/null
fits
json 'd["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")'
finish
