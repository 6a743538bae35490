#!/usr/bin/env bash
# run.sh BUILD_FOLDER SECONDS: every target for so long, started from the seeds beside this script. Findings stay in
# BUILD_FOLDER/findings.
set -euo pipefail
build=$(realpath "$1")
seconds=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$build/findings"
for program in "$build"/tests/fuzz/fuzz_*; do
  [ -x "$program" ] && [ -f "$program" ] || continue
  name=$(basename "$program" | sed 's/^fuzz_//')
  corpus="$build/corpus/$name"
  mkdir -p "$corpus"
  seeds=()
  [ -d "$here/seeds/$name" ] && seeds=("$here/seeds/$name")
  echo "== $name, $seconds s"
  "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
    -artifact_prefix="$build/findings/$name-" "$corpus" "${seeds[@]}" 2>&1 |
    grep -E 'ERROR|SUMMARY|stat::number_of_executed_units|Test unit written' || true
done
if compgen -G "$build/findings/*" >/dev/null; then
  echo "findings in $build/findings"
  exit 1
fi
