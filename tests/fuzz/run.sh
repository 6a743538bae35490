#!/usr/bin/env bash
# run.sh BUILD_FOLDER SECONDS [TARGET…]: each target (without names: all) for so long, one after the other, started from
# the seeds beside this script and what earlier runs found. Inputs that fail stay in BUILD_FOLDER/findings, logs in
# BUILD_FOLDER/logs, the inputs that reached something new in BUILD_FOLDER/corpus. A target that stops early goes on for
# the rest of its time, until kMostFindings inputs have failed. Prints a table; fails when an input failed.
set -euo pipefail
build=$(realpath "$1")
seconds=$2
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kMostFindings=5
mkdir -p "$build"/{findings,unrepeated,logs}

[ $# -gt 0 ] || mapfile -t targets < <(sed -n 's/^\([a-z_]*\):.*/\1/p' "$here/targets.txt")
[ $# -eq 0 ] || targets=("$@")

# What failed once and not again was slow because the machine was (or the run was paused): it is set aside.
confirm() {
  local program=$1 file
  for file in "$build/findings/$2"-*; do
    [ -f "$file" ] || continue
    ! "$program" -timeout=10 -rss_limit_mb=4096 "$file" >/dev/null 2>&1 || mv "$file" "$build/unrepeated/"
  done
}

count() { find "$build/findings" -type f -name "$1-*" | wc -l; }

fuzz() {
  local name=$1 program="$build/tests/fuzz/fuzz_$1" log="$build/logs/$1.log" left=$seconds begin
  local corpus="$build/corpus/$name" inputs=() words=()
  [ -x "$program" ] || { echo "$program is not built" >&2; exit 2; }
  mkdir -p "$corpus"
  [ ! -d "$here/seeds/$name" ] || inputs=("$here/seeds/$name")
  [ ! -f "$here/dictionaries/$name.dict" ] || words=("-dict=$here/dictionaries/$name.dict")
  : >"$log"
  while [ "$left" -gt 0 ] && [ "$(count "$name")" -lt $kMostFindings ]; do
    begin=$SECONDS
    "$program" -max_total_time="$left" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 "${words[@]}" \
      -artifact_prefix="$build/findings/$name-" "$corpus" "${inputs[@]}" >>"$log" 2>&1 || true
    confirm "$program" "$name"
    left=$((left - (SECONDS - begin > 0 ? SECONDS - begin : 1)))
  done
  awk -v name="$name" -v seconds=$((seconds - (left > 0 ? left : 0))) -v findings="$(count "$name")" '
    /stat::number_of_executed_units/ { runs += $2 }
    END { printf "%-16s %8d %12d %9d\n", name, seconds, runs, findings }' "$log" | tee "$build/logs/$name.row"
}

printf '%-16s %8s %12s %9s\n' target seconds executions findings
for target in "${targets[@]}"; do fuzz "$target"; done
if compgen -G "$build/findings/*" >/dev/null; then
  echo "inputs that fail are in $build/findings"
  exit 1
fi
