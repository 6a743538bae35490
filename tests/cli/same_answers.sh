#!/usr/bin/env bash
# same_answers.sh NOSO PACK [NOSO…]: the same bytes whatever run, number of threads, copy of the knowledge file, order of the
# pack's files, and, where further programs are named, whatever the compiler made of the sources.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-60}
programs=("$noso")
for other in "${@:3}"; do
  other=$(cd "$OLDPWD" && realpath -- "$other")
  [ -x "$other" ] || fail "there is no program '$other'"
  programs+=("$other")
done

# Cases from what the pack knows: the golden ones and 300 drawn ones, many of them contradictory or of another age group.
python3 - "$pack" "$here/../golden" <<'P'
import json, pathlib, random, sys
pack, golden = map(pathlib.Path, sys.argv[1:])
sections = {}
for path in sorted(pack.glob('*.json')):
    for name, value in json.loads(path.read_text()).items():
        if isinstance(value, list):
            sections.setdefault(name, []).extend(value)
findings = [f['id'] for f in sections['findings']]
risks = [r['id'] for r in sections['risk_factors']]
draw = random.Random(7)
lines = [p.read_text() for p in sorted(golden.glob('*.json')) if '.answer.' not in p.name]
lines = [json.dumps(json.loads(text)) for text in lines]
for _ in range(300):
    case = {'present': draw.sample(findings, draw.randrange(1, 8)) + ['heel-pain'] * draw.randrange(2),
            'absent': draw.sample(findings, draw.randrange(8)), 'risk_factors': draw.sample(risks, draw.randrange(4))}
    if draw.random() < 0.9:
        case['age'] = draw.randrange(8, 95)
    if draw.random() < 0.7:
        case['sex'] = draw.choice(['female', 'male'])
    lines.append(json.dumps(case))
pathlib.Path('cases.ndjson').write_text('\n'.join(lines) + '\n')
P

notes=('45F runner, stabbing heel pain first steps x6wk, BMI 31, no fever' '72M diabetes, red swollen warm foot, temp 38.9 C')
# everything PROGRAM KNOWLEDGE THREADS: all that the program says of all cases, on standard output.
everything() {
  local program=$1 knowledge=(--kb "$2" --as-of 2026-01-31) note
  "$program" "${knowledge[@]}" batch cases.ndjson --jobs "$3" 2>&1
  for note in "${notes[@]}"; do "$program" "${knowledge[@]}" ask "$note" 2>&1; done
  "$program" "${knowledge[@]}" --json explain --condition heel-fat-pad-syndrome --present first-step-pain --age 45 2>&1
  "$program" "${knowledge[@]}" --json search 'plantr fascitis' 2>&1
  "$program" "${knowledge[@]}" --json verify "$2" 2>&1 | sed "s:$2:FILE:g"
}

mkdir -p elsewhere/deeper
"$noso" -q compile "$pack" -o first.noso || fail 'the pack does not compile'
everything "$noso" first.noso 1 >expected
[ "$(grep -c '"escalation"' expected)" -ge 100 ] || fail "only $(grep -c '"escalation"' expected) cases were answered"
same() { cmp -s expected got || fail "$1: other bytes: $(diff expected got | head -5 | cut -c1-200)"; }

for threads in 1 2 8 32; do
  everything "$noso" first.noso "$threads" >got
  same "another run with $threads threads"
done
cp first.noso elsewhere/deeper/copy.noso && touch -d 2001-01-01 elsewhere/deeper/copy.noso
everything "$noso" elsewhere/deeper/copy.noso 2 >got
same 'a copy of the knowledge file'

# A copy of the pack whose files were made in another order, at another time, compiles to the same bytes.
mkdir copied
for file in $(ls -r "$pack"/*.json); do cp "$file" copied/ && touch -d 2001-01-01 "copied/$(basename "$file")"; done
"$noso" -q compile copied -o copied.noso || fail 'the copy of the pack does not compile'
"$noso" -q compile "$pack" -o again.noso || fail 'the pack does not compile again'
cmp -s first.noso again.noso || fail 'two compilations of one pack differ'
cmp -s first.noso copied.noso || fail 'a copy of the pack compiles to other bytes'

for program in "${programs[@]:1}"; do
  "$program" -q compile "$pack" -o other.noso || fail "$program does not compile the pack"
  cmp -s first.noso other.noso || fail "$program compiles the pack to other bytes"
  everything "$program" first.noso 2 >got
  same "$program"
done
finish
