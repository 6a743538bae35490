#!/usr/bin/env bash
# A pack with five different mistakes reports all five, each with its place and remedy, in one run.
. "$(dirname "$0")/common.bash"
mkdir sick
cat >sick/pack.json <<'J'
{"pack": {"id": "sick", "version": "1.0.0", "title": "t", "description": "t", "status": "draft", "date": "2026-01-31",
          "publisher": "t", "language": "en", "licence": "CC0-1.0"},
 "sources": [{"id": "T", "citation": "t"}],
 "scope": {"entry_findings": ["pain"], "outside": "outside", "basis": {"mark": "estimate", "sources": ["T"]}},
 "populations": [{"id": "all", "label": "all", "scale": 1, "none_share": 0.1, "shares": {"gout": 0.5},
                  "basis": {"mark": "estimate", "sources": ["T"]}}],
 "conditions": [{"id": "gout", "label": "Gout"}],
 "findings": [{"id": "pain", "label": "Pain"}, {"id": "Red Toe", "label": "Red toe"},
              {"id": "swelling", "label": "Swelling", "colour": "red"}],
 "finding_frequencies": [
   {"finding": "pian", "leak": 0.1, "conditions": {"gout": 0.9}, "basis": {"mark": "estimate", "sources": ["T"]}},
   {"finding": "swelling", "leak": 0.1, "conditions": {"gout": 1.9}, "basis": {"mark": "estimate", "sources": ["T"]}}],
 "rules": [{"id": "r1", "label": "r", "level": "urgnt", "action": "go", "when": "pain",
            "basis": {"mark": "estimate", "sources": ["T"]}}]}
J
run validate sick </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
# Bad id, unknown key, unknown finding (with the nearest), a probability above 1, an unknown word.
printed "sick/pack.json:8:[0-9]+: error.*Red Toe"
printed "sick/pack.json:9:[0-9]+: error\[unknown-key\].*colour"
printed "sick/pack.json:11:[0-9]+: error.*pian.*did you mean 'pain'"
printed "sick/pack.json:12:[0-9]+: error.*1.9"
printed "sick/pack.json:13:[0-9]+: error.*urgnt.*(urgent)"
printed '^5 errors'

run validate sick --format json </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
json 'len([x for x in d["diagnostics"] if x["severity"] == "error"]) == 5'
json 'all(x["line"] > 0 and x["column"] > 0 and x["message"] and x["code"] for x in d["diagnostics"] if x["severity"] == "error")'
json 'sorted(x["line"] for x in d["diagnostics"] if x["severity"] == "error") == [8, 9, 11, 12, 13]'

refused 3 'pack.json:8:' compile sick -o sick.noso
[ "$(grep -c 'error\[' <<<"$err")" = 5 ] || fail 'compile does not report all five'
[ ! -e sick.noso ] || fail 'a pack with errors was compiled'
finish
