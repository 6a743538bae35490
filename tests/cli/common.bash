# Shared by the command-line tests: source it with the arguments of the script (the program, a pack).
# Each check prints what failed and goes on; `finish` exits non-zero when anything did.
set -u
noso=$(realpath -- "$1")
pack=$(realpath -- "$2")
[ -x "$noso" ] || { echo "there is no program '$noso'" >&2; exit 1; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0
# Processor seconds a command may take; sanitizers and valgrind want more.
limit=${NOSO_TIME_LIMIT:-2}

fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s\n' "$*" >&2
}

# run ARGS…: the program with these arguments and the standard input of the caller (nothing, unless redirected). Leaves
# `status`, `out` and `err` (texts), and `said`, the command for messages. It must end, and fast.
run() {
  said="noso ${*@Q}"
  local TIMEFORMAT='%U %S'
  { time timeout 240 "$noso" "$@" >"$work/.out" 2>"$work/.err"; } 2>"$work/.time"
  status=$?
  out=$(tr -d '\0' <"$work/.out")
  err=$(tr -d '\0' <"$work/.err")
  awk -v limit="$limit" '{exit !($1 + $2 < limit)}' "$work/.time" || fail "$said took $(cat "$work/.time") seconds"
  [ "$status" -lt 124 ] || fail "$said ended with $status: crashed or never ended"
}

# refused STATUS REGEX ARGS…: exits with STATUS, says REGEX (extended) on stderr, and nothing on stdout.
refused() {
  local expected=$1 pattern=$2
  shift 2
  run "$@" </dev/null
  check_refusal "$expected" "$pattern"
}

check_refusal() {
  [ "$status" = "$1" ] || fail "$said: exit $status, expected $1; it said: ${err:0:300}"
  grep -Eq -- "$2" <<<"$err" || fail "$said: no '$2' in: ${err:0:300}"
  [ -z "$out" ] || fail "$said: refused, but printed ${out:0:100}"
}

# accepted ARGS…: exits with 0.
accepted() {
  run "$@" </dev/null
  [ "$status" = 0 ] || fail "$said: exit $status, expected 0; it said: ${err:0:300}"
}

printed() { grep -Eq -- "$1" <<<"$out" || fail "$said: no '$1' in what it printed"; }
not_printed() { ! grep -Eq -- "$1" <<<"$out" || fail "$said: '$1' in what it printed"; }
is_json() { python3 -m json.tool <<<"$out" >/dev/null || fail "$said: what it printed is no JSON"; }

# json EXPRESSION: a Python expression over the printed JSON `d` that must be true.
json() {
  python3 -c 'import json, sys
d = json.loads(sys.stdin.read())
sys.exit(0 if eval(sys.argv[1]) else 1)' "$1" <<<"$out" || fail "$said: not so: $1"
}

finish() {
  [ "$failures" = 0 ] || { printf '%d checks failed\n' "$failures" >&2; exit 1; }
  exit 0
}
