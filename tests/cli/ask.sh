#!/usr/bin/env bash
# `ask` reads a note, says where it read what, and refuses what is no text; `eval --notes` counts.
. "$(dirname "$0")/common.bash"
note='45F runner, stabbing heel pain first steps x6wk, no fever, tried stretching 2 mo'
accepted ask "$note"
printed 'age 45 \("45"\), female \("F"\)'
printed 'First-step morning pain \("heel pain first steps"\) 6 wk'
printed 'absent +Fever'
printed 'tried +Stretching \("stretching"\) 2 mo'
printed 'not understood +stabbing'
accepted ask --json "$note"
python3 -c '
import json, sys
note = sys.argv[1].encode()
found = {f["id"]: f for f in json.load(sys.stdin)["case"]["findings"]}
begin, end = map(int, found["fever"]["from"].removeprefix("text ").split(".."))
assert found["fever"]["state"] == "absent" and note[begin:end] == b"fever", found
' "$note" <<<"$out" || fail "$said: wrong place of the fever"
printf 'heel \xff pain' >bytes.txt
run ask - <bytes.txt
check_refusal 3 'error\[bad-utf8\].*offset 5'

mkdir notes
echo '{"full_text": "Heel pain, no fever.", "annotations": [{"hpo_id": "heel-pain"}, {"hpo_id": "fever"}, {"hpo_id": "limp"}]}' >notes/one.json
accepted eval --notes notes
printed 'all terms +precision 1.000  recall 0.667  F1 0.800'
echo '{}' >notes/two.json
refused 3 'error\[bad-note-annotations\]' eval --notes notes
accepted ask --json '65M diabetic, R heel ulcer, insoles 3 wks no help, ?xyzitis. No fever.'
json 'd["note"]["not_understood"] == [{"text": "xyzitis", "from": "text 52..59"}]'
json '[r["state"] for r in d["note"]["read"] if r["id"] == "fever"] == ["absent"]'
json 'd["note"]["age_from"] == "text 0..2" and d["note"]["side_from"] == "text 14..15"'
note='65F T2DM, previous gout. Heel pain 7/10, temp 38.2C, insoles 3 wks no help.'
accepted ask --json "$note"
python3 -c '
import json, sys
note, told = sys.argv[1].encode(), json.load(sys.stdin)["case"]
def place(entry):
    begin, end = map(int, entry["from"].removeprefix("text ").split(".."))
    return note[begin:end].decode()
assert {m["id"]: (m["value"], m["unit"], place(m)) for m in told["measured"]} == {"body-temperature": ([38.2, 38.2], "Cel", "temp 38.2")}, told
assert [(t["id"], t["response"], place(t)) for t in told["tried"]] == [("foot-orthosis", "none", "insoles")], told
assert all(place(f) for f in told["findings"] + told["risk_factors"]), told
' "$note" <<<"$out" || fail "$said: wrong places"
accepted ask "$note"
printed 'measured +Body temperature 38.2 Cel \("temp 38.2"\)'
printed 'pain"\) 7/10'
accepted ask 'Heel pain. Calf squeeze test positive. Calf squeeze test negative.'
printed 'said both ways +Calf squeeze test positive'
accepted ask '58F heel pain 3 wk, wakes her at night, lost weight without trying. Cannot bear weight. No bony swelling, no numbness between the legs, no weakness of the legs, no leg swelling.'

echo '[{"id": "a", "text": "45F, first step pain, no fever", "sex": "female", "age": 45, "present": ["first-step-pain", "limp"],
  "absent": ["fever"], "top": ["plantar_fasciitis"], "urgency": "routine"}]' >cases.json
accepted eval --notes cases.json --misses
printed '^a +not understood: limp$'
printed '1 notes: right condition first 1, among the first three 1; under-triage 0, over-triage 0'
printed 'facts understood 2 of 3; age and sex 1'
echo '[{"text": "heel pain", "top": ["no-such-condition"]}]' >wrong.json
refused 3 'error\[bad-note-cases\].*no-such-condition' eval --notes wrong.json
refused 2 'give one of --cases FILE, --notes DIR\|FILE' eval
finish
