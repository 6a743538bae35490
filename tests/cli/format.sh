#!/usr/bin/env bash
# `format` puts a pack in canonical form: the same meaning, the same numbers, and nothing to do the second time.
. "$(dirname "$0")/common.bash"

cp -r "$pack" copy
accepted format copy
accepted compile "$pack" -o before.noso
accepted compile copy -o after.noso
cmp before.noso after.noso || fail "format changed the meaning of $pack"
python3 - "$pack" copy <<'P' || fail "format changed content, or how a number is spelled"
import json, pathlib, sys
before, after = ({f.relative_to(folder): json.loads(f.read_text(), parse_float=str, parse_int=str)
                  for f in folder.rglob("*.json")} for folder in map(pathlib.Path, sys.argv[1:]))
sys.exit(before != after)
P
accepted format copy
[ -z "$out" ] || fail "a second format changes: $out"
accepted format --check copy

# --check changes nothing and names the files.
python3 -c '
import json
d = json.load(open("copy/red-flags.json"))
json.dump(d, open("copy/red-flags.json", "w"))'
before=$(sha256sum copy/red-flags.json)
run format --check copy </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
[ "$out" = copy/red-flags.json ] || fail "$said: named '$out'"
[ "$(sha256sum copy/red-flags.json)" = "$before" ] || fail "$said changed a file"

# Keys in another order, a number with a zero at the end, escapes, white space: one form.
mkdir one
cat >one/pack.json <<'J2'
{"sources":[{"citation":"caf\u00e9 \u0022x\u0022","id":"T"}],
"finding_frequencies":[{"conditions":{"b":0.50,"a":1e-3},"leak":0.10,"finding":"f"}],"pack":{"version":"1.0.0","id":"one"}}
J2
accepted format one
printed '^one/pack.json$'
diff - one/pack.json <<'J2' || fail 'the canonical form is another'
{
  "pack": {"id": "one", "version": "1.0.0"},
  "sources": [{"id": "T", "citation": "café \"x\""}],
  "finding_frequencies": [{"finding": "f", "leak": 0.10, "conditions": {"b": 0.50, "a": 1e-3}}]
}
J2

# A broken file: nothing is written, not even the files that are sound.
printf '{"findings": [,]}' >one/broken.json
printf '{ "rules" : [ ] }' >one/rules.json
refused 3 'one/broken.json:1:15: error\[json-syntax\]' format one
[ "$(cat one/rules.json)" = '{ "rules" : [ ] }' ] || fail "$said wrote a file"
refused 3 'no-pack' format missing
refused 3 'no-pack' format one/pack.json
finish
