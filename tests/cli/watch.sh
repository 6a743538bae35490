#!/usr/bin/env bash
# `validate --watch` checks again after every edit, takes several edits at once as one, and ends cleanly.
. "$(dirname "$0")/common.bash"
accepted new knee-pain
said='noso validate --watch'

# waits_for COUNT PATTERN: until the output has so many lines like this.
waits_for() {
  for _ in $(seq 200); do
    [ "$(grep -Ec -- "$2" watched)" -ge "$1" ] && return
    sleep 0.05
  done
  fail "$said: no $1 lines '$2' in: $(cat watched)"
}

"$noso" validate --watch knee-pain >watched 2>&1 &
watcher=$!
waits_for 1 '^-- watching'
waits_for 1 '^0 errors, 0 warnings'

cp knee-pain/rules.json rules.json
sed -i 's/"urgent"/"urgnt"/' knee-pain/rules.json
waits_for 1 'rules.json:[0-9]+:[0-9]+: error\[bad-word\].*urgnt'
waits_for 1 '^1 errors'

# Half a file, as an editor that was interrupted leaves it, is a finding and no end.
head -c 100 rules.json >knee-pain/rules.json
waits_for 1 'error\[json-syntax\]'

# A rename over the file, as most editors do; twenty edits at once are not twenty checks.
before=$(grep -c '^-- watching' watched)
python3 - <<'P'
import os, shutil
for i in range(20):
    shutil.copy("rules.json", ".rules")
    os.rename(".rules", "knee-pain/rules.json")
P
waits_for 2 '^0 errors, 0 warnings'
sleep 0.5
after=$(grep -c '^-- watching' watched)
[ $((after - before)) -le 5 ] || fail "$said: 20 edits at once were checked $((after - before)) times"

# What is no JSON file does not count, and the file of a vignette does.
before=$after
touch knee-pain/notes.txt
sleep 0.4
[ "$(grep -c '^-- watching' watched)" = "$before" ] || fail "$said: a text file was taken for a change"

! grep -q $'\033' watched || fail "$said: clears a screen that is none"
kill -INT "$watcher"
wait "$watcher"
status=$?
[ "$status" = 0 ] || fail "$said: exit $status after Ctrl-C, expected 0"

# The folder goes away.
"$noso" validate --watch knee-pain >watched 2>&1 &
watcher=$!
waits_for 1 '^-- watching'
mv knee-pain gone
for _ in $(seq 100); do kill -0 "$watcher" 2>/dev/null || break; sleep 0.05; done
kill -0 "$watcher" 2>/dev/null && { fail "$said: goes on without a folder"; kill "$watcher"; }
refused 3 "cannot-watch" validate --watch knee-pain
finish
