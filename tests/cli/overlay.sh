#!/usr/bin/env bash
# A local overlay of the pack works in every command, and nothing of the base is replaced or weakened in silence.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-30}

cp -r "$pack" base
mkdir -p ward/vignettes
cat >ward/pack.json <<'J'
{"pack": {"id": "ward", "version": "1.0.0", "title": "Heel pain on the ward", "description": "An overlay for tests.",
          "status": "draft", "date": "2026-11-22", "publisher": "tests", "language": "en", "licence": "Apache-2.0",
          "extends": {"id": "heel-pain", "version": ">=0.1.0 <0.2.0", "path": "../base"}},
 "sources": [{"id": "WARD", "citation": "Pathway of the ward"}],
 "replaces": [{"at": "interventions/calf-stretch", "reason": "held for 30 s here"}],
 "withdraws": [{"at": "treatments/ice:plantar-fasciitis", "reason": "there is no ice"}],
 "rules": [{"id": "w01", "label": "Any fever goes to the duty doctor", "level": "urgent", "when": "fever",
            "action": "Call the duty doctor.", "basis": {"mark": "read", "sources": ["WARD"]}}]}
J
# The replacement: that of the base with another label.
python3 - <<'P'
import json, pathlib
for file in pathlib.Path("base").glob("*.json"):
    for element in json.loads(file.read_text()).get("interventions", []):
        if element["id"] == "calf-stretch":
            element["label"] = "Calf stretch of the ward"
            json.dump({"interventions": [element]}, open("ward/care.json", "w"))
P
cat >ward/vignettes/ward.json <<'J'
{"vignettes": [{"id": "W01-fires", "title": "Fever", "case": {"age": 50, "present": ["heel-pain", "fever"]},
  "expect": {"fires": ["w01"], "not_below": "urgent"}, "source": "pathway of the ward"}]}
J

accepted validate ward
printed "note\[overlay-replaces\].*'interventions/calf-stretch' of heel-pain 0.1.0 .*held for 30 s here"
printed "note\[overlay-withdraws\].*there is no ice"
printed '^0 errors, 0 warnings'
accepted validate ward --format json
json 'sum(d["code"].startswith("overlay-") for d in d["diagnostics"]) == 2'
accepted compile ward -o ward.noso
accepted show calf-stretch --kb ward.noso
printed 'Calf stretch of the ward'
accepted show plantar-fasciitis --kb ward.noso --json
json 'not any(s["object"] == "ice" for s in d["statements"])'

# The vignettes of both are run; one of the base that does not hold here is replaced or withdrawn with a reason.
accepted test base --json
base_count=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["vignettes"])' <<<"$out" 2>/dev/null || true)
accepted test ward
printed 'W01|passed|pass'
[ -z "$base_count" ] || printed "$((base_count + 1))"
python3 - <<'P'
import json
d = json.load(open("ward/vignettes/ward.json"))
d["vignettes"][0]["id"] = json.load(open("base/vignettes/open.json"))["vignettes"][0]["id"]
json.dump(d, open("ward/vignettes/ward.json", "w"))
print(d["vignettes"][0]["id"])
P
id=$(python3 -c 'import json; print(json.load(open("ward/vignettes/ward.json"))["vignettes"][0]["id"])')
refused 3 "duplicate-id" test ward
sed -i "s|\"withdraws\": \[|\"withdraws\": [{\"at\": \"vignettes/none\", \"reason\": \"r\"}, |" ward/pack.json
refused 3 "replaces-nothing.*no vignette 'none'" test ward
sed -i "s|vignettes/none\", \"reason\": \"r\"}, |vignettes/$id\", \"reason\": \"r\"}, |" ward/pack.json
accepted test ward

# diff lists what is replaced, and what that changes.
run diff base ward
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed 'overlay-replaces'
printed 'Calf stretch of the ward'
run diff base ward --json
json 'any(d["code"] == "overlay-withdraws" for d in d["diagnostics"])'
json 'any(c["id"] == "w01" and c["change"] == "added" for c in d["changes"])'

# format changes the overlay only.
before=$(cat base/*.json | sha256sum)
accepted format ward
printed '^ward/pack.json$'
not_printed '^base'
[ "$(cat base/*.json | sha256sum)" = "$before" ] || fail "$said changed the base"
accepted validate ward

# A red flag of the base: withdrawn or lowered with a reason is a warning, without one an error.
cp ward/pack.json pack.json
python3 - <<'P'
import json
d = json.load(open("ward/pack.json"))
d["withdraws"].append({"at": "rules/x01", "reason": "seen elsewhere"})
json.dump(d, open("ward/pack.json", "w"))
P
run validate ward </dev/null
printed "warning\[weaker-safety\]: the overlay withdraws the red flag 'x01': seen elsewhere"
sed -i 's/, "reason": "seen elsewhere"//' ward/pack.json
run validate ward </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed "error\[missing-key\].*'reason'"
cp pack.json ward/pack.json

# A new version of the base has to be looked at; a base that is gone, or extends the overlay, is an error with its place.
sed -i 's/"version": "0.1.0"/"version": "0.2.0"/' base/pack.json
run validate ward </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed '^ward/pack.json:[0-9]+:[0-9]+: error\[wrong-base-version\]'
refused 3 'wrong-base-version' compile ward -o none.noso
refused 3 'wrong-base-version' test ward
sed -i 's/"version": "0.2.0"/"version": "0.1.0", "extends": {"id": "ward", "version": "1.0.0", "path": "..\/ward"}/' base/pack.json
run validate ward </dev/null
printed '^base/pack.json:[0-9]+:[0-9]+: error\[extends-in-circles\]: ward extends base extends ward'
mv base gone
run validate ward </dev/null
printed '^ward/pack.json:[0-9]+:[0-9]+: error\[no-base\]'
mv gone base
cp "$pack/pack.json" base/pack.json

# --watch follows the base too.
"$noso" validate --watch ward >watched 2>&1 &
watcher=$!
for _ in $(seq 200); do grep -q '^-- watching' watched && break; sleep 0.05; done
sed -i 's/"version": "0.1.0"/"version": "0.3.0"/' base/pack.json
for _ in $(seq 200); do grep -q 'wrong-base-version' watched && break; sleep 0.05; done
grep -q 'wrong-base-version' watched || fail 'validate --watch: an edit of the base is not seen'
kill -INT "$watcher"
wait "$watcher"

# The life cycle: a status never goes back, a version rises.
cp -r "$pack" later
sed -i 's/"status": "draft"/"status": "retired"/' later/pack.json
run diff later "$pack" </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed 'status-goes-back'
sed -i 's/"label": "Fever"/"label": "High temperature"/' later/*.json
run diff "$pack" later </dev/null
printed 'version-not-raised'
not_printed 'status-goes-back'
finish
