#!/usr/bin/env bash
# The facts of the source article in the heel-pain pack: none lost, and the numbers those of the article. The numbers
# stand here a second time, as the article has them.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-30}

accepted compile "$pack" -o pack.noso --quiet

# Facts S001 to S298, each once; left out is only what says something of the article itself (S291 to S298).
python3 - "$pack/article-facts.json" <<'EOF' || fail "$pack: facts lost, doubled or left out"
import json, sys
facts = json.load(open(sys.argv[1]))['article_facts']
assert [f['fact'] for f in facts] == ['S%03d' % n for n in range(1, 299)]
omitted = [f['fact'] for f in facts if not f.get('elements')]
assert all(f['omitted'] for f in facts if not f.get('elements'))
assert len(omitted) <= 15 and min(omitted) >= 'S291', omitted
assert all(f.get('value') for f in facts if f.get('elements'))
EOF

# dose ID KEY VALUE: the dose of the intervention has this value, as JSON.
dose() {
  accepted show --kb pack.noso "$1" --json
  json "d['dose']['$2'] == $3"
}
dose calf-stretch hold_seconds 60                          # S135
dose calf-stretch repetitions '[2, 3]'                     # S136
dose seated-achilles-plantar-stretch hold_seconds 60       # S146
dose seated-achilles-plantar-stretch repetitions '[2, 3]'  # S147
dose intrinsic-foot-exercise minutes '[3, 5]'              # S156
dose intrinsic-foot-exercise days_per_week 7               # S157
dose four-way-ankle-strengthening repetitions '[10, 15]'   # S165
dose four-way-ankle-strengthening sets '[2, 3]'            # S166
dose eccentric-heel-raise hold_seconds 1                   # S191
dose eccentric-heel-raise repetitions '[10, 15]'           # S192
dose eccentric-heel-raise sets '[2, 3]'                    # S193
dose single-leg-balance hold_seconds 30                    # S207
dose single-leg-balance sets '[2, 3]'                      # S208
dose warm-up-and-stretch minutes '[5, 10]'                 # S224
accepted show --kb pack.noso gradual-progression --json
json '"no more than 10 % increase" in d["dose"]["text"] and "no period" in d["dose"]["text"]'  # S231

# steps ID KEY COUNT WORD…: so many entries, the first ones with these words in them.
steps() {
  local id=$1 key=$2 count=$3 at=0 word
  shift 3
  accepted show --kb pack.noso "$id" --json
  json "len(d['dose']['$key']) == $count"
  for word; do
    json "'$word' in d['dose']['$key'][$at]"
    at=$((at + 1))
  done
}
steps calf-stretch steps 4 'front leg' 'flat on the floor' 'bend the front knee' 'gentle stretch'    # S131 to S134
steps seated-achilles-plantar-stretch steps 3 'around the toes' 'towards the shins' 'sole and the calf'  # S143 to S145
steps intrinsic-foot-exercise steps 4 'scrunch' 'lift the toes' 'marbles' 'alphabet'                 # S152 to S155
steps eccentric-heel-raise steps 3 'rise onto the toes' 'without touching' 'lowest point'            # S188 to S190
steps eccentric-heel-raise progression 3 'step or a book' 'with both legs, lower with one' 'single leg'  # S195 to S197
steps single-leg-balance steps 4 'weight to one foot' 'arch lifted' 'bending the knee' 'steady'      # S203 to S206
steps single-leg-balance progression 3 'softer surface' 'eyes closed' 'throw a ball'                 # S209 to S211
steps functional-exercise steps 5 'lunge' 'jump lunge' 'jump squat' 'skater hop' 'high knees'        # S214 to S218
steps self-massage equipment 3 'foam roller' 'lacrosse ball' 'frozen water bottle'                   # S070 to S072
steps surface-variation steps 3 'grass' 'dirt trail' 'running track'                                 # S227 to S229
steps tissue-health-lifestyle steps 4 'balanced diet' 'fluids' 'stress' 'rest'                       # S242 to S245

accepted show --kb pack.noso calf-stretch
printed 'hold 60 seconds or more, 2-3 repetitions on each side'
printed '1\. put the front leg slightly forward'
printed 'basis:.*ARTICLE'

# Every frequency, share and kind that a fact names is that of the pack.
python3 - "$pack" <<'EOF' || fail "$pack: a fact names another value than the pack has"
import glob, json, re, sys
pack = {}
for name in glob.glob(sys.argv[1] + '/*.json'):
    for key, entries in json.load(open(name)).items():
        if isinstance(entries, list): pack.setdefault(key, []).extend(entries)
def number(cell, key): return cell[key] if isinstance(cell, dict) else cell
frequency = {(c, row['finding']): number(cell, 'frequency')
             for row in pack['finding_frequencies'] for c, cell in row['conditions'].items()}
share = {(c, p['id']): number(cell, 'share') for p in pack['populations'] for c, cell in p['shares'].items()}
is_a = {x['id']: x.get('is_a', []) for key in ('findings', 'risk_factors', 'interventions') for x in pack[key]}
checked = 0
for fact in pack['article_facts']:
    value, elements = fact.get('value', ''), fact.get('elements', [])
    parts = [e.split('/') for e in elements]
    for said in re.findall(r'frequency ([0-9.]+)', value):
        found = [frequency[p[0], p[2]] for p in parts if p[1:2] == ['has-finding']]
        assert float(said) in found, (fact, found)
        checked += 1
    for said in re.findall(r'\b(0\.[0-9]+)(?= in runners| \(adult\))', value):
        found = [share[p[0], p[2]] for p in parts if p[1:2] == ['share']]
        assert float(said) in found, (fact, found)
        checked += 1
    for kind in re.findall(r'is_a ([a-z-]+)', value):
        assert any(kind in is_a.get(p[0], []) for p in parts), fact
        checked += 1
assert checked >= 20, checked
EOF

# A number that differs from its fact, and a fact that points nowhere, are errors of the pack.
spoiled() {  # CODE FILE SED-EXPRESSION
  rm -rf spoiled && cp -r "$pack" spoiled
  sed -i "$3" "spoiled/$2"
  ! cmp -s "$pack/$2" "spoiled/$2" || fail "$3 changes nothing"
  run validate spoiled
  [ "$status" = 1 ] || fail "$said after $3: exit $status, expected 1"
  printed "error\\[$1\\]"
}
spoiled fact-value-differs article-facts.json 's/dose.hold_seconds = 60/dose.hold_seconds = 45/'
spoiled fact-value-differs interventions.json 's/"hold_seconds": 60/"hold_seconds": 45/'
spoiled fact-without-element article-facts.json 's/calf-stretch#dose.position/calf-stretch#dose.posture/'
spoiled fact-without-element article-facts.json 's|plantar-fasciitis/note/4|plantar-fasciitis/note/99|'

finish
