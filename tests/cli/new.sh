#!/usr/bin/env bash
# `new` starts a pack that validates without a note, passes its vignettes, is in canonical form, and never overwrites.
. "$(dirname "$0")/common.bash"
accepted new knee-pain --as-of 2026-01-31
grep -q 'noso validate knee-pain' <<<"$err" || fail "$said does not say how to go on"
grep -q '"date": "2026-01-31"' knee-pain/pack.json || fail "$said has not today's date"
accepted -v validate knee-pain
[ "$out" = '0 errors, 0 warnings' ] || fail "$said: $out"
accepted test knee-pain
printed '^3 vignettes: 3 passed'
accepted format --check knee-pain
python3 -W ignore - "$(dirname "$here")/schema" knee-pain <<'P' || fail 'the new pack names a schema that is not there'
import json, pathlib, sys
for file in pathlib.Path(sys.argv[2]).rglob("*.json"):
    if file.parent.name != "schema":
        assert (file.parent / json.loads(file.read_text())["$schema"]).is_file(), file
P

# It never overwrites, and leaves nothing behind when it fails.
refused 3 'knee-pain: error\[already-there\]' new knee-pain
touch file
refused 3 'already-there' new file
refused 3 "error\[bad-id\].*'Knee Pain'" new 'Knee Pain'
refused 3 'cannot-write' new missing/hip-pain
refused 2 'pack is required' new
accepted new ./hip-pain/
[ -f hip-pain/vignettes/first.json ] || fail "$said made no vignettes"
[ -z "$(ls -A | grep -F .new)" ] || fail 'something is left behind'
finish
