#!/usr/bin/env bash
# memcheck.sh NOSO PACK: a sample of what the program does, under Valgrind's memcheck. Any access that is not allowed, any
# decision on a value that was never set and any block that is lost ends it with an error.
set -u
noso=$(realpath -- "$1")
pack=$(realpath -- "$2")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

# checked STATUS ARGS…: exits with STATUS, and memcheck has nothing to say.
checked() {
  local expected=$1 status
  shift
  valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect "$noso" "$@" >out 2>err </dev/null
  status=$?
  [ "$status" = "$expected" ] && return
  failures=$((failures + 1))
  printf 'FAILED: noso %s: exit %s, expected %s\n' "${*@Q}" "$status" "$expected" >&2
  head -40 err >&2
}

"$noso" -q new small && "$noso" -q compile "$pack" -o large.noso || exit 1
echo '{"present": ["first-step-pain"], "age": 45' >cut.json
printf '{"present": ["first-step-pain"], "age": 45}\nno case\n' >cases.ndjson
head -c 20000 large.noso >cut.noso

checked 0 -q compile small -o small.noso
checked 0 verify small.noso
checked 0 --kb large.noso assess --present first-step-pain --absent numbness --age 45 --risk obesity
checked 0 --kb large.noso ask "45F runner, stabbing heel pain first steps x6wk, BMI 31, no fever, no numbness"
checked 0 --kb large.noso --json explain --condition plantar-fasciitis --present first-step-pain --age 45
checked 0 --kb large.noso search "plantar fasc"
checked 3 --kb large.noso batch cases.ndjson
checked 3 --kb large.noso assess --case cut.json
checked 3 --kb cut.noso assess --present heel-pain
[ "$failures" = 0 ]
