#!/usr/bin/env bash
# noso review: signing elements of a pack, and what a later change does to it.
. "$(dirname "$0")/common.bash"

cp -r "$pack" copy
accepted review status copy
printed '^rules: 0 signed, 0 void, [0-9]+ unsigned'
printed '^heel-pain .*\(draft\): 0 signed, 0 void, [0-9]+ unsigned'
accepted review list copy --json
json 'len(d["elements"]) > 1000 and all(e["state"] == "unsigned" and len(e["digest"]) == 64 for e in d["elements"])'
json 'len({e["element"].split("/")[0] for e in d["elements"]}) >= 15'

# Usage: a reviewer, a day, something to sign.
refused 2 'reviewer' review sign copy x01 --date 2026-11-22
refused 2 'date' review sign copy x01 --reviewer 'Dr A'
refused 2 'ELEMENT|all' review sign copy --reviewer 'Dr A' --date 2026-11-22
refused 2 'no date' review sign copy x01 --reviewer 'Dr A' --date yesterday
refused 2 'name' review sign copy x01 --reviewer '--' --date 2026-11-22
refused 3 "unknown-element.*'x999'" review sign copy x999 --reviewer 'Dr A' --date 2026-11-22
refused 3 'unknown-element' review sign copy --all --file none.json --reviewer 'Dr A' --date 2026-11-22
[ ! -e copy/reviews.json ] || fail 'a refused sign-off wrote a file'

# By id, by section, by file, and everything.
accepted review sign copy rules/x01 obesity --reviewer 'Dr A' --date 2026-11-22
accepted validate copy
printed '^0 errors, 0 warnings'
accepted review list copy --state signed
printed '^signed +rules/x01 .*red-flags.json:[0-9]+:[0-9]+  Dr A 2026-11-22'
printed '^signed +risk_factors/obesity '
accepted review sign copy cautions --reviewer 'Dr B' --as-of 2026-11-23
accepted review status copy --json
json 'd["sections"]["cautions"]["unsigned"] == 0 and d["sections"]["cautions"]["signed"] > 40'
accepted review sign copy --all --file treatments.json --reviewer 'Dr B' --as-of 2026-11-23
accepted review status copy --json
json 'd["sections"]["treatments"]["unsigned"] == 0 and d["unsigned"] > 0'
accepted format copy
not_printed 'reviews.json'

# A change voids it, with the place of what has changed; layout and the order of keys do not count.
python3 - <<'P'
import json
d = json.load(open("copy/red-flags.json"))
json.dump({k: [dict(reversed(e.items())) for e in v] if isinstance(v, list) else v for k, v in d.items()},
          open("copy/red-flags.json", "w"))
P
accepted review list copy --state void
[ -z "$out" ] || fail "$said: layout voided $out"
accepted format copy
sed -i 's/"label": "\([^"]*\)Achilles tendon rupture/"label": "\1rupture of the Achilles tendon/' copy/red-flags.json
run validate copy </dev/null
[ "$status" = 0 ] || fail "$said: exit $status, expected 0"
printed "copy/red-flags.json:[0-9]+:[0-9]+: warning\[void-review\]: 'rules/x01' has changed since Dr A"
accepted review list copy --state void
printed '^void +rules/x01 '

# An active pack wants everything signed.
sed -i 's/"status": "draft"/"status": "active"/' copy/pack.json
run review status copy </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
run validate copy </dev/null
[ "$status" = 0 ] || fail "$said: exit $status, expected 0"
printed 'warning\[unsigned-statement\]'
printed 'warning\[incomplete-metadata\]'
accepted review sign copy --all --reviewer 'Dr C' --date 2026-11-24
accepted review status copy
printed '\(active\): [0-9]+ signed, 0 void, 0 unsigned'
run validate copy </dev/null
not_printed 'unsigned-statement|void-review'

# A pack with errors is not signed.
before=$(sha256sum copy/reviews.json)
printf '{"sources": [{"id": "A", "citation": ""}]}' >copy/wrong.json
refused 3 'empty-text' review sign copy --all --reviewer 'Dr C' --date 2026-11-25
[ "$(sha256sum copy/reviews.json)" = "$before" ] || fail 'a pack with errors was signed'
refused 3 'no-pack' review status missing
finish
