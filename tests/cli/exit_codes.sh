#!/usr/bin/env bash
# The exit codes of the contract, for each command: 0 done, 1 the answer is "no", 2 wrong usage, 3 invalid input.
. "$(dirname "$0")/common.bash"

# 0
accepted --help
printed 'assess'
accepted --version
printed '^noso [0-9]+\.[0-9]+\.[0-9]+'
for command in assess differential escalate next care; do
  accepted "$command" --present heel-pain --age 45
  accepted "$command" --help
  accepted "$command" --present heel-pain --age 45 --json
  is_json
  accepted "$command"  # an empty case is a case
done
accepted assess --present 'first-step pain' --present 'medial heel tenderness' --age 45 --risk 'high BMI' --json
json 'd["differential"]["conditions"][0]["id"] == "plantar-fasciitis"'
accepted escalate --present 'heard a pop' --present heel-pain --json
json 'd["escalation"]["level"] == "urgent"'
accepted search plantar
accepted show plantar-fasciitis
accepted compile "$pack" -o pack.noso
accepted verify pack.noso
accepted --kb pack.noso assess --present heel-pain
accepted validate "$pack"

# 1
refused_politely() {
  run "$@" </dev/null
  [ "$status" = 1 ] || fail "$said: exit $status, expected 1"
}
refused_politely search qqqqzzzz
refused_politely search ''
cp -r "$pack" broken && echo '{' >broken/zzz.json
refused_politely validate broken

# 2
refused 2 'subcommand' # nothing at all
refused 2 '.' frobnicate
refused 2 'frobnicate' assess --frobnicate
refused 2 '.' assess --age
refused 2 'color' --color sometimes assess
refused 2 '2026-01-31' --as-of yesterday assess
refused 2 '2026-01-31' assess --as-of 2026-02-30
refused 2 '.' show
refused 2 '.' search
refused 2 'kind' search heel --kind disease
refused 2 'limit' search heel --limit 0
refused 2 'output' compile "$pack"
refused 2 '.' compile
refused 2 '.' validate
refused 2 'format' validate "$pack" --format xml

# 3
for command in assess differential escalate next care; do
  refused 3 "no finding 'heel pian'.*did you mean 'heel pain'" "$command" --present 'heel pian'
  refused 3 'missing.json.*cannot' "$command" --case missing.json
  refused 3 'missing.noso.*cannot' --kb missing.noso "$command"
done
refused 3 "no concept 'plantar facsiitis'.*did you mean 'plantar fasciitis'" show 'plantar facsiitis'
refused 3 'missing.noso' --kb missing.noso search heel
refused 3 'missing.noso' --kb missing.noso show heel-pain
refused 3 'missing.noso' verify missing.noso
refused 3 'missing.*folder' compile missing -o x.noso
refused 3 'missing.*folder' validate missing
refused 3 'file' compile "$pack/pack.json" -o x.noso
[ ! -e x.noso ] || fail 'a failed compile wrote x.noso'
finish
