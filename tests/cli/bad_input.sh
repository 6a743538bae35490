#!/usr/bin/env bash
# Bad input of every sort: a clear message with place and remedy, exit 3, nothing written, and fast.
. "$(dirname "$0")/common.bash"

truncate -s 0 empty.json
truncate -s 1G huge.json
head -c 1000000 /dev/zero | tr '\0' '[' >deep.json
head -c 1000000 /dev/zero | tr '\0' '[' | sed 's/\[/{"a":/g' >deep_objects.json
head -c 3000 /dev/urandom >noise.json
printf '{"present":["heel-pain"' >cut.json
printf '{"present": ["heel-pain", "\xff\xfe"]}' >latin.json
mkdir folder.json
mkfifo pipe.json

# As a case
places=(
  "empty.json|empty.json:1:1: error\[json-syntax\].*empty"
  "huge.json|huge.json: error\[too-large\].*MiB"
  "deep.json|deep.json:1:[0-9]+: error\[json-too-deep\].*bracket"
  "deep_objects.json|deep_objects.json:1:[0-9]+: error\[json-too-deep\]"
  "noise.json|noise.json(:[0-9]+)*: error\[json-"
  "cut.json|cut.json:1:24: error\[json-syntax\]"
  "latin.json|latin.json:1:[0-9]+: error\[json-encoding\].*UTF-8"
  "folder.json|folder.json: error\[is-a-directory\].*name a file"
  "pipe.json|pipe.json"
  "/dev/zero|/dev/zero: error\[too-large\]"
  "missing.json|missing.json: error\[cannot-open\].*path"
)
for entry in "${places[@]}"; do
  refused 3 "${entry#*|}" assess --case "${entry%%|*}"
done
if [ "$(id -u)" != 0 ]; then
  touch secret.json && chmod 000 secret.json
  refused 3 'secret.json.*permission' assess --case secret.json
fi

# From standard input
run assess --case - <deep.json
check_refusal 3 '^<stdin>:1:[0-9]+: error\[json-too-deep\]'
run assess --case - </dev/null
check_refusal 3 '^<stdin>:1:1: error\[json-syntax\].*empty'
run assess --case - <huge.json
check_refusal 3 '^<stdin>: error\[too-large\]'
run assess --case - <&-
check_refusal 3 'error'
run assess --case - --json <<<'{"present": ["heel-pain"], "age": 45}'
[ "$status" = 0 ] || fail "$said: exit $status, expected 0"
json 'd["scope"] == "inside"'

# What stands in a case
case_refused() {  # JSON REGEX
  run assess --case - <<<"$1"
  said="$said <<< $1"
  check_refusal 3 "$2"
}
case_refused '[]' '^<stdin>:1:1: error\[wrong-type\]'
case_refused '{"present": "heel-pain"}' ':1:13: error\[wrong-type\]'
case_refused '{"present": [1]}' ':1:14: error\[wrong-type\]'
case_refused '{"presnt": []}' ":1:2: error\[unknown-key\].*'present'"
case_refused '{"age": {"years": -5}}' ':1:19: error\[bad-age\].*130'
case_refused '{"age": 200}' ':1:9: error\[bad-age\]'
case_refused '{"sex": "F"}' ':1:9: error\[bad-word\].*female'
case_refused '{"present": ["heel-pain"], "present": []}' ':1:28: error\[json-duplicate-key\]'
case_refused '{"present": ["heel pian"]}' "no finding 'heel pian'.*'heel pain'"
case_refused '{"present": ["heel-pain"], "absent": ["heel-pain"]}' 'error\[contradiction\].*Heel pain.*correct'
case_refused '{"present": ["plantar-heel-pain"], "absent": ["heel-pain"]}' 'error\[contradiction\].*Plantar heel pain'
case_refused '{"absent": ["fever"], "measurements": [{"finding": "body-temperature", "value": 39.5, "unit": "Cel"}]}' \
  'error\[contradiction\].*39.5 Cel'
case_refused '{"measurements": [{"finding": "body-temperature", "value": 389, "unit": "Cel"}]}' 'error\[implausible-value\].*389 Cel'
case_refused '{"measurements": [{"finding": "body-temperature", "value": 38, "unit": "kg"}]}' 'error\[unit-mismatch\].*Cel'
case_refused '{"population": "runers"}' "error\[unknown-population\].*'runner'"
case_refused '{"tried": ["calf-strech"]}' "error\[unknown-name\].*did you mean"

# Flags
refused 3 'bad-age' assess --age -3
refused 3 'bad-age' assess --age=-3
refused 3 'bad-age' assess --age 200
refused 3 'bad-age' assess --age old
refused 3 'error\[bad-flag\].*no sex' assess --sex it
refused 3 "did you mean" assess --present 'first step pian'
refused 3 'contradiction' assess --present fever --absent fever
refused 3 '=' assess --value temperature
refused 3 'number' assess --value body-temperature=hot
refused 3 'implausible' assess --value body-temperature=389Cel
refused 3 'response' assess --tried calf-stretch:8wk:great
refused 3 'error' assess --tried calf-stretch:long
refused 3 'population' assess --population martians

# As knowledge
for entry in \
  'empty.json|empty.json: error\[(not-a-knowledge-file|truncated-file)\]' \
  'huge.json|huge.json: error\[not-a-knowledge-file\].*compile' \
  'deep.json|deep.json: error\[not-a-knowledge-file\]' \
  'noise.json|noise.json: error\[not-a-knowledge-file\]' \
  'folder.json|folder.json: error\[is-a-directory\]' \
  'pipe.json|pipe.json: error' \
  '/dev/zero|/dev/zero: error'; do
  refused 3 "${entry#*|}" --kb "${entry%%|*}" assess --present heel-pain
  refused 3 "${entry#*|}" verify "${entry%%|*}"
done

# As a pack: what cannot be read is exit 3, broken content is a finding of `validate`, and nothing is written.
pack_with() { rm -rf sick && cp -r "$pack" sick && cp --sparse=always -r "$1" sick/zzz.json; }
for entry in 'empty.json|zzz.json:1:1: error\[json-syntax\]' 'deep.json|zzz.json:1:[0-9]+: error\[json-too-deep\]' \
  'noise.json|zzz.json(:[0-9]+)*: error\[json-' 'latin.json|zzz.json:1:[0-9]+: error\[json-encoding\]'; do
  pack_with "${entry%%|*}"
  run validate sick </dev/null
  [ "$status" = 1 ] || fail "$said with ${entry%%|*}: exit $status, expected 1"
  printed "${entry#*|}"
  refused 3 "${entry#*|}" compile sick -o sick.noso
done
for entry in 'huge.json|zzz.json: error\[too-large\]' 'folder.json|zzz.json: error\[is-a-directory\]'; do
  pack_with "${entry%%|*}"
  refused 3 "${entry#*|}" validate sick
  refused 3 "${entry#*|}" compile sick -o sick.noso
done
refused 3 'empty.json.*folder' validate empty.json
mkdir bare
refused 3 'pack.json' validate bare
refused 3 'pack.json' compile bare -o sick.noso
refused 3 '/nonexistent' compile "$pack" -o /nonexistent/sick.noso
refused 3 'directory' compile "$pack" -o folder.json
refused 3 'pipe.json.*not a file' compile "$pack" -o pipe.json
[ -p pipe.json ] || fail 'compile replaced a pipe by a file'
[ ! -e sick.noso ] || fail 'a failed compile wrote its file'
[ -z "$(find . -maxdepth 1 -name '.sick*' -o -maxdepth 1 -name '.pipe*')" ] || fail 'a failed compile left a temporary file'
finish
