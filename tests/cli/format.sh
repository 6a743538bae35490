#!/usr/bin/env bash
# `format` puts a pack in canonical form: the same meaning, the same numbers, and nothing to do the second time.
. "$(dirname "$0")/common.bash"

digest() { "$noso" compile "$1" -o d.noso -q && "$noso" --kb d.noso assess --present heel-pain --json --as-of 2026-01-31 |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["knowledge"]["digest"])'; }
numbers() { cat "$1"/*.json "$1"/vignettes/*.json | grep -oE -- '-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?' | sort; }

cp -r "$pack" copy
accepted format copy
[ "$(digest copy)" = "$(digest "$pack")" ] || fail "format changed the meaning of $pack"
[ "$(numbers copy)" = "$(numbers "$pack")" ] || fail "format changed how numbers of $pack are spelled"
for file in "$pack"/*.json "$pack"/vignettes/*.json; do
  python3 - "$file" "copy/${file#"$pack"/}" <<'P' || fail "format changed the content of $file"
import json, sys
sys.exit(json.load(open(sys.argv[1])) != json.load(open(sys.argv[2])))
P
done
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
