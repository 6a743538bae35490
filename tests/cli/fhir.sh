#!/usr/bin/env bash
# A chart in FHIR through the program: answer, ledger, resources, NDJSON.
. "$(dirname "$0")/common.bash"

cat >chart.json <<'JSON'
{"resourceType": "Bundle", "type": "collection", "entry": [
 {"resource": {"resourceType": "Patient", "id": "7", "gender": "female", "birthDate": "1981"}},
 {"resource": {"resourceType": "Condition", "code": {"text": "Heel pain"}, "onsetDateTime": "2025-12"}},
 {"resource": {"resourceType": "Condition", "code": {"coding": [{"system": "http://snomed.info/sct", "code": "29857009"}]},
   "verificationStatus": {"coding": [{"code": "refuted"}]}}},
 {"resource": {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
   "medicationCodeableConcept": {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1364430"}]}}},
 {"resource": {"resourceType": "Condition", "code": {"text": "Hammer toe"}}}]}
JSON
python3 - <<'PY'
import json
with open("bulk.ndjson", "w") as out:
    for entry in json.load(open("chart.json"))["entry"]:
        print(json.dumps(entry["resource"]), file=out)
PY
cp bulk.ndjson two.ndjson
echo '{"resourceType": "Patient", "id": "8"}' >>two.ndjson
day=(--as-of 2026-01-31)

accepted assess --case chart.json "${day[@]}" --json
json 'next(f for f in d["case"]["findings"] if f["id"] == "chest-pain") == {"id": "chest-pain", "label": "Chest pain", "state": "absent", "from": "Bundle.entry[2].resource.code"}'
json '"Hammer toe" in d["case"]["unrecognized"]'
json 'any("apixaban" in str(c).lower() for c in d["care"]["caution"])'

accepted assess --case chart.json "${day[@]}" --ledger
printed '^used          Bundle.entry\[2\].resource.verificationStatus.coding\[0\].code: ruled out: absent$'
printed '^unmapped      Bundle.entry\[4\].resource.code.text: no concept has this name$'
accepted assess --case chart.json "${day[@]}" --ledger --json
json 'sum(d["counts"].values()) == len(d["elements"]) == 20'

accepted assess --case chart.json "${day[@]}" --fhir
json '{e["resource"]["resourceType"] for e in d["entry"]} >= {"RiskAssessment", "GuidanceResponse", "DetectedIssue", "CarePlan", "Device", "Provenance"}'
json 'all(e["resource"].get("subject", {"reference": "Patient/7"}) == {"reference": "Patient/7"} for e in d["entry"])'

accepted assess --case bulk.ndjson "${day[@]}" --json
json 'any(f["from"] == "%lines[2].code" for f in d["case"]["findings"])'
accepted assess --case two.ndjson --patient-id 7 "${day[@]}" --json
refused 3 'unclear-patient' assess --case two.ndjson
refused 3 'other-patient' assess --case chart.json --patient-id 8
finish
