#!/usr/bin/env bash
# noso diff: what two versions of a pack state and answer differently.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-30}

accepted diff "$pack" "$pack"
printed '^0 changes in what is stated'
printed '^0 of [0-9]+ cases are answered differently'

# One threshold of one red flag moves: the rule is printed for people, and a case shows what it does.
cp -r "$pack" changed
python3 - changed <<'EOF' || fail "the pack has no rule with an age above 65"
import json, sys
path = sys.argv[1] + '/red-flags.json'
text = open(path).read()
new = text.replace('{"age": {"above": "65 a"}}', '{"age": {"above": "60 a"}}', 1)
assert new != text
open(path, 'w').write(new)
EOF
run diff "$pack" changed
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed '^~ escalation '
printed 'age above 65 a'
printed 'age above 60 a'
printed '^1 changes in what is stated'
run diff "$pack" changed --json
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
json 'len(d["changes"]) == 1 and d["changes"][0]["field"] == "when"'
json 'len(d["behaviour"]) > 0 and all(b["before"] != b["after"] for b in d["behaviour"])'
json 'any(b["before"]["level"] != b["after"]["level"] for b in d["behaviour"])'

# The case is a case, and answers as listed.
python3 -c 'import json, sys
b = next(b for b in json.load(sys.stdin)["behaviour"] if b["before"]["level"] != b["after"]["level"])
json.dump(b["case"], open("case.json", "w"))
print(b["before"]["level"], b["after"]["level"])' <<<"$out" >levels.txt
read -r before after <levels.txt
"$noso" --quiet compile "$pack" -o before.noso && "$noso" --quiet compile changed -o after.noso || fail "no knowledge files"
run escalate --kb before.noso --case case.json --json
json "d['escalation']['level'] == '$before'"
run escalate --kb after.noso --case case.json --json
json "d['escalation']['level'] == '$after'"

# Knowledge files can be compared too; they have no vignettes, but boundaries.
run diff before.noso after.noso --json
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
json 'len(d["changes"]) == 1 and len(d["behaviour"]) > 0'
accepted diff "$pack" before.noso

# Values, labels and doses.
changed() {  # FILE OLD NEW PYTHON
  rm -rf copy && cp -r "$pack" copy
  python3 - "copy/$1" "$2" "$3" <<'EOF' || fail "the pack has no $2 in $1"
import sys
path, old, new = sys.argv[1:]
text = open(path).read()
assert old in text
open(path, 'w').write(text.replace(old, new, 1))
EOF
  run diff "$pack" copy --json
  [ "$status" = 1 ] || fail "$said: exit $status, expected 1; ${err:0:300}"
  json "$4"
}
changed risk-effects.json '"odds_ratio": ' '"odds_ratio": 1' 'any(c["element"] == "statement" and c["field"] == "value" for c in d["changes"])'
changed conditions.json '"label": "' '"label": "So-called ' 'd["changes"][0]["field"] == "label" and len(d["changes"]) == 1'
changed interventions.json '"text": "' '"text": "Gently: ' 'any(c["field"] == "dose" for c in d["changes"])'

refused 3 'error\[no-pack\]' diff "$pack" missing
refused 2 'NEW|new' diff "$pack"

finish
