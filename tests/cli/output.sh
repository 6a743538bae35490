#!/usr/bin/env bash
# What is printed where: JSON, colours, closed pipes, full disks.
. "$(dirname "$0")/common.bash"
escape=$'\x1b'

# JSON wherever it is asked for, before or after the command.
for arguments in "assess --present heel-pain --age 45" "assess" "differential --present heel-pain" "escalate" "next --present heel-pain" \
  "care --present heel-pain" "search heel" "search zzzzqqq" "show plantar-fasciitis" "show calf-stretch" "show fever" "show obesity"; do
  # shellcheck disable=SC2086
  run $arguments --json </dev/null
  is_json
  [ "$status" -le 1 ] || fail "$said: exit $status"
  # shellcheck disable=SC2086
  run --json $arguments </dev/null
  is_json
done
run validate "$pack" --format json </dev/null
is_json
json 'all({"file", "line", "column", "severity", "code", "message", "help"} <= set(x) for x in d["diagnostics"])'

accepted search 'heel pain' --json --limit 3
json 'len(d["results"]) == 3'
json 'all({"id", "label", "kind", "score", "matched"} <= set(r) for r in d["results"])'
json 'd["results"][0]["id"] == "heel-pain"'
accepted search heel --kind intervention --json
json 'd["results"] and all(r["kind"] == "intervention" for r in d["results"])'
for query in '"' "'" '*' 'heel AND' 'NEAR(' 'a OR' '(' 'col:x' -heel $'heel\nheel' '%' 'héél' "$(head -c 5000 /dev/zero | tr '\0' a)"; do
  run search --json -- "$query" </dev/null
  [ "$status" -le 1 ] || fail "$said: exit $status: $err"
  is_json
done

accepted show plantar-fasciitis --json
json '{"id", "label", "kind", "synonyms", "codes", "statements"} <= set(d)'
json 'd["id"] == "plantar-fasciitis" and d["kind"] == "condition"'
json 'd["statements"] and all({"id", "relation", "object", "qualifiers", "sources"} <= set(s) for s in d["statements"])'
json 'all(s["sources"] for s in d["statements"])'
accepted show 'Plantar fasciitis' --json
json 'd["id"] == "plantar-fasciitis"'

accepted assess --present heel-pain --as-of 2026-01-31 --json
json 'd["as_of"] == "2026-01-31"'
first=$out
accepted assess --present heel-pain --as-of 2026-01-31 --json
[ "$first" = "$out" ] || fail 'the same case gave other bytes'
accepted assess --present heel-pain --json
json 'd["as_of"] == __import__("datetime").datetime.now(__import__("datetime").timezone.utc).strftime("%Y-%m-%d")'

# Every answer says that the content is not reviewed, and the urgency with both its ends.
for command in assess differential escalate next care; do
  accepted "$command" --present heel-pain --age 45
  printed 'not clinically reviewed'
  printed 'URGENCY .*emergency'
done
accepted assess
not_printed 'URGENCY routine'
printed 'emergency'

# Colours: none into a pipe, always on demand, never with NO_COLOR on its own.
accepted assess --present heel-pain --age 45
[[ $out != *"$escape"* ]] || fail 'colours into a pipe'
accepted --color always assess --present heel-pain --age 45
[[ $out == *"$escape"* ]] || fail '--color always printed no colours'
accepted --color never assess --present heel-pain --age 45
[[ $out != *"$escape"* ]] || fail '--color never printed colours'
accepted --color always --json assess --present heel-pain --age 45
[[ $out != *"$escape"* ]] || fail 'colours in JSON'
if command -v script >/dev/null; then
  terminal() { script -qec "$1" /dev/null </dev/null; }
  [[ $(terminal "$noso assess --present heel-pain") == *"$escape"* ]] || fail 'no colours on a terminal'
  [[ $(NO_COLOR=1 terminal "$noso assess --present heel-pain") != *"$escape"* ]] || fail 'NO_COLOR was not obeyed'
  [[ $(terminal "$noso --color never assess --present heel-pain") != *"$escape"* ]] || fail '--color never printed colours on a terminal'
fi

# Data on stdout, messages on stderr; -q silences all but errors.
accepted compile "$pack" -o x.noso
[ -z "$out" ] || fail 'compile printed a message on stdout'
accepted -q compile "$pack" -o x.noso
[ -z "$err" ] || fail "compile -q is not quiet: $err"

# A disk that is full is reported; a reader that has gone away ends the program without noise.
if [ -c /dev/full ]; then
  for arguments in "assess --present heel-pain" "assess --json" "search heel" "show fever" "validate $pack" "--version" "--help"; do
    # shellcheck disable=SC2086
    "$noso" $arguments >/dev/full 2>.err </dev/null
    status=$?
    [ "$status" = 4 ] || fail "noso $arguments >/dev/full: exit $status, expected 4"
    grep -q 'cannot write' .err || fail "noso $arguments >/dev/full: silent"
  done
fi
"$noso" assess --present heel-pain >&- 2>.err
[ $? = 4 ] || fail 'a closed standard output was not reported'
(trap '' PIPE; "$noso" show plantar-fasciitis --json; echo $? >.status) 2>.err | true
[ "$(cat .status)" != 0 ] || fail 'a write into a closed pipe counted as done'
"$noso" show plantar-fasciitis --json 2>.err | head -c 1 >/dev/null
[ ! -s .err ] || fail "head closed the pipe, and the program complained: $(cat .err)"
finish
