#!/usr/bin/env bash
# `ask` reads a note, says where it read what, and refuses what is no text; `eval --notes` counts.
. "$(dirname "$0")/common.bash"
note='45F runner, stabbing heel pain first steps x6wk, no fever, tried stretching 2 mo'
accepted ask "$note"
printed 'age 45, female'
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
refused 2 'give one of --cases FILE, --notes DIR\|FILE' eval
finish
