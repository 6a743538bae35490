#!/usr/bin/env bash
# batch: one answer a line, in order, the same whatever the number of threads; a refused line in its place.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-60}

python3 - "$here/../golden" <<'P'
import json, pathlib, sys
cases = [json.loads(p.read_text()) for p in sorted(pathlib.Path(sys.argv[1]).glob('*.json')) if '.answer.' not in p.name]
with open('cases.ndjson', 'w') as out:
    for i in range(200):
        out.write(json.dumps({**cases[i % len(cases)], 'id': f'c{i}'}) + '\n')
P
accepted --as-of 2026-01-31 batch cases.ndjson --jobs 1
one=$out
[ "$(wc -l <<<"$one")" = 200 ] || fail "200 cases, $(wc -l <<<"$one") answers"
for jobs in 2 7 64; do
  accepted --as-of 2026-01-31 batch cases.ndjson --jobs "$jobs"
  [ "$out" = "$one" ] || fail "with $jobs threads the answers are others"
done
run --as-of 2026-01-31 batch - <cases.ndjson
[ "$status" = 0 ] && [ "$out" = "$one" ] || fail 'from standard input the answers are others'

# Each answer is that of assess.
for line in 1 57 200; do
  sed -n "${line}p" cases.ndjson >case.json
  accepted --as-of 2026-01-31 assess --json --case case.json
  sed -n "${line}p" <<<"$one" | python3 -c 'import json, sys
sys.exit(0 if json.load(sys.stdin) == json.load(open(sys.argv[1])) else 1)' <(echo "$out") || fail "line $line is not the answer of assess"
done

# What is refused says so in its place, and the rest goes on; blank lines are none.
{ sed -n 1p cases.ndjson; echo '{"present": ["first-step-pian"]}'; printf '\n \t\r\n'; echo '{'; sed -n 2p cases.ndjson; } >mixed.ndjson
run batch mixed.ndjson </dev/null
[ "$status" = 3 ] || fail "with refused lines: exit $status"
python3 -c 'import json, sys
lines = [json.loads(l) for l in sys.stdin]
assert len(lines) == 4, len(lines)
assert "escalation" in lines[0] and "escalation" in lines[3]
assert lines[1]["line"] == 2 and lines[1]["diagnostics"][0]["code"] == "unknown-name", lines[1]
assert lines[2]["line"] == 5 and lines[2]["diagnostics"][0]["code"] == "json-syntax", lines[2]
assert lines[2]["diagnostics"][0]["line"] == 5 and lines[2]["diagnostics"][0]["file"] == "mixed.ndjson"' <<<"$out" || fail 'refusals'
grep -q '2 answered, 2 refused' <<<"$err" || fail "counts: $err"

# Charts and phenopackets stand beside native cases.
cat >shapes.ndjson <<'N'
{"resourceType": "Patient", "id": "p", "birthDate": "1980-05-01"}
{"id": "x", "subject": {"id": "s"}, "phenotypicFeatures": []}
N
accepted batch shapes.ndjson
[ "$(grep -c '"scope":"outside"' <<<"$out")" = 2 ] || fail "shapes: $out"

# Larger than any case: refused by line, the next one answered.
{ python3 -c 'print("[" * (17 << 20))'; sed -n 1p cases.ndjson; } >large.ndjson
run batch large.ndjson </dev/null
[ "$status" = 3 ] || fail "too large: exit $status"
grep -q '"too-large"' <<<"$out" || fail 'too large: not said'
[ "$(wc -l <<<"$out")" = 2 ] || fail 'too large: the next case is not answered'

# Whoever waits for each answer before the next case gets it.
coproc batch { exec "$noso" -q batch; }
for id in first second; do
  echo '{"id": "'$id'", "present": ["heel-pain"]}' >&"${batch[1]}"
  read -r -t 20 answer <&"${batch[0]}" || { fail "no answer to the $id case while the input is open"; break; }
  grep -q '"escalation"' <<<"$answer" || fail "to the $id case: ${answer:0:100}"
done
kill "$batch_PID" 2>/dev/null

run batch </dev/null
[ "$status" = 0 ] && [ -z "$out" ] || fail 'no cases, no answers'
refused 3 'cannot-open' batch no-such-file
refused 3 'is-a-directory' batch .
refused 2 'jobs' batch --jobs 0
"$noso" batch cases.ndjson >/dev/full 2>err
[ $? = 4 ] || fail 'a full disk is not told'
finish
