#!/usr/bin/env bash
# all.sh: everything that can be held against the program, one kind after the other, and how long each took. It goes on
# after a failure. Logs stay in build/all/. `./dev test --all` calls it.
set -u
cd "$(dirname "$0")/.."
mkdir -p build/all
pack=ontology/packs/heel-pain
failed=()
table=()

# stage NAME COMMAND…
stage() {
  local name=$1 log=build/all/$1.log begin=$SECONDS result=passed
  shift
  printf '== %s\n' "$name"
  if ! "$@" >"$log" 2>&1; then
    result=FAILED
    failed+=("$name")
    tail -30 "$log"
  fi
  table+=("$(printf '%-12s %-7s %5d s' "$name" "$result" $((SECONDS - begin)))")
}

# built PRESET TARGET…
built() {
  local preset=$1 launcher
  shift
  launcher=$(command -v ccache || true)
  [ -f "build/$preset/build.ninja" ] ||
    cmake --preset "$preset" -DCMAKE_C_COMPILER_LAUNCHER="$launcher" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" || return
  cmake --build "build/$preset" --target "$@"
}

release() {
  built release noso noso_c nosograph &&
    tests/hardening.sh build/release/cli/noso build/release/engine/capi/libnoso.so build/release/libnosograph.a
}
levels() {
  built asan noso && built coverage noso &&
    NOSO_TIME_LIMIT=600 ASAN_OPTIONS=detect_leaks=0 tests/cli/same_answers.sh build/dev/cli/noso "$pack" \
      build/release/cli/noso build/asan/cli/noso build/coverage/cli/noso
}
worst() { python3 -B tests/worst/worst_cases.py build/release/cli/noso "$pack"; }
memcheck() { tests/memcheck.sh build/dev/cli/noso "$pack"; }

stage dev ./dev test
stage release release
stage worst worst
stage levels levels
stage memcheck memcheck
stage asan ./dev asan
stage tsan ./dev tsan
stage analyse ./dev analyse
stage fuzz ./dev fuzz 20
printf '\n'
printf '%s\n' "${table[@]}"
[ "${#failed[@]}" = 0 ]
