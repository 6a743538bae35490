#!/usr/bin/env bash
# The plan of care: for the clinician, for the patient, and against an earlier case.
. "$(dirname "$0")/common.bash"

cat >now.json <<'E'
{"id": "visit-2", "age": 52, "sex": "female", "medications": ["apixaban"],
 "present": [{"finding": "heel-pain", "duration": "9 mo", "severity": 6}, "plantar-heel-pain", "first-step-pain", "medial-tubercle-tenderness"],
 "tried": [{"intervention": "plantar-fascia-stretch", "duration": "8 wk", "response": "none"}, {"intervention": "taping", "duration": "4 wk"},
           {"intervention": "corticosteroid-injection", "duration": "12 wk", "response": "none"}]}
E
cat >before.json <<'E'
{"id": "visit-1", "age": 52, "sex": "female",
 "present": [{"finding": "heel-pain", "duration": "5 wk", "severity": 6}, "plantar-heel-pain", "first-step-pain", "medial-tubercle-tenderness"]}
E

accepted care --case now.json --as-of 2026-01-31
printed 'WHAT TO DO: Stage 3'
printed 'tried 8 wk without effect'
printed 'look again on 2026-03-14'
accepted care --case now.json --as-of 2026-01-31 --json
json 'd["care"]["stage_id"] == "stage-3"'
json 'all({"intervention", "dose", "why", "sources"} <= set(n) for n in d["care"]["next"])'
json 'all({"intervention", "because", "sources"} <= set(a) for a in d["care"]["avoid"] + d["care"]["caution"])'
json '{"oral-nsaid", "corticosteroid-injection"} <= {c["intervention"] for c in d["care"]["caution"] if "Apixaban" in str(c["facts"])}'
json 'all(isinstance(n["dose_details"], dict) for n in d["care"]["next"] if n["dose"])'
json 'd["care"]["come_back_if"] and d["care"]["recheck_on"] == "2026-03-14"'

accepted care --case now.json --as-of 2026-01-31 --patient
printed 'YOUR PLAN, 2026-01-31'
printed 'WHAT YOU CAN DO'
printed 'WHEN TO COME BACK'
printed 'draft and not clinically reviewed'
not_printed '[0-9] %|odds|probab'

accepted care --case now.json --before before.json --as-of 2026-01-31
printed 'SINCE visit-1: same'
printed 'moves up to'
printed 'taken from the course of the complaint'
accepted care --case now.json --before before.json --as-of 2026-01-31 --json
json 'd["since"]["overall"] == "same" and d["since"]["case"] == "visit-1"'
json '[s for s in d["since"]["stages"] if s["condition"] == "plantar-fasciitis"][0] == {"condition": "plantar-fasciitis", "before": "stage-1", "now": "stage-3"}'
refused 3 'no-such-file' care --case now.json --before no-such-file.json

# An urgent rule: its action first, nothing else before it, what to avoid still said.
accepted care --age 50 --present heel-pain --present calf-squeeze-positive --json
json 'd["care"]["first"][0]["rule"] == "x01" and not d["care"]["next"] and d["care"]["avoid"] and d["care"]["come_back_if"]'
accepted care --age 50 --present heel-pain --present calf-squeeze-positive --patient
printed 'A clinician needs to see you today'
not_printed 'WHAT YOU CAN DO'

# Left and right.
cat >sides.json <<'E'
{"age": 45, "present": [{"finding": "first-step-pain", "side": "left"}, {"finding": "medial-tubercle-tenderness", "side": "left"},
  {"finding": "achilles-insertion-pain", "side": "right"}, {"finding": "achilles-insertion-tenderness", "side": "right"}]}
E
accepted care --case sides.json --json
json '[p["side"] for p in d["problems"]] == ["left", "right"]'
json 'd["problems"][0]["differential"]["conditions"][0]["id"] == "plantar-fasciitis"'
json 'd["problems"][1]["differential"]["conditions"][0]["id"] != "plantar-fasciitis"'
json 'all(p["care"]["next"] and p["care"]["come_back_if"] for p in d["problems"])'
accepted care --case sides.json
printed '^LEFT'
printed '^RIGHT'

# Where the article and the evidence disagree, both stand in the answer, each with its source.
accepted care --age 45 --present "first-step-pain" --present medial-tubercle-tenderness
printed 'effect: .*satisfied at 2 years'
accepted care --age 45 --present first-step-pain --present medial-tubercle-tenderness --json
effect='" ".join(a["effect"] for a in d["care"]["next"] if a["intervention"] =='
json "all(x in $effect 'plantar-fascia-stretch') for x in ('10 x 10 s', 'article', '60 s', 'A70'))"
json "all(x in $effect 'education-and-load-management') for x in ('80 %', 'A05', '80.5 %', 'A66'))"
json "all(x in $effect 'ice') for x in ('article', 'inflammation', 'degenerative', 'A05'))"
finish
