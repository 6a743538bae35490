#!/usr/bin/env bash
# The approved answers in tests/golden: CASE.json in, CASE.answer.json out. After a change that is meant, read the difference
# and approve it: NOSO_APPROVE=1 ctest -R golden  (or: bash tests/cli/golden.sh build/…/noso PACK --approve)
. "$(dirname "$0")/common.bash"
golden=$here/../golden
approve=${NOSO_APPROVE:-}
[ "${3:-}" = --approve ] && approve=1

# What changes with every release of program or content, but not in what is said.
normalised() { sed -E 's/"digest": "[0-9a-f]{64}"/"digest": "…"/; /"name": "nosograph"/,/\}/ s/"version": "[^"]*"/"version": "…"/'; }

accepted compile "$pack" -o pack.noso
count=0
for input in "$golden"/*.json; do
  case $input in *.answer.json) continue ;; esac
  count=$((count + 1))
  name=$(basename "$input" .json)
  accepted --kb pack.noso --as-of 2026-01-31 --json assess --case "$input"
  [ "$status" = 0 ] || continue
  normalised <<<"$out" >"$name.answer.json"
  if [ -n "$approve" ]; then
    cp "$name.answer.json" "$golden/$name.answer.json"
  elif ! diff -u "$golden/$name.answer.json" "$name.answer.json" >"$name.diff"; then
    fail "$name: the answer is another one than approved; NOSO_APPROVE=1 approves it"
    head -60 "$name.diff" >&2
  fi
done
[ "$count" -ge 6 ] || fail "only $count golden cases found"
finish
