#!/usr/bin/env bash
# hardening.sh FILE…: programs and shared libraries that were built with every protection of cmake/Hardening.cmake; an
# archive (.a) can become part of a shared object.
set -u
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0
fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s\n' "$*" >&2
}

# has WHAT PATTERN TEXT · has_not WHAT PATTERN TEXT: extended regular expressions.
has() { grep -Eq -- "$2" <<<"$3" || fail "$binary: no $1"; }
has_not() { ! grep -Eq -- "$2" <<<"$3" || fail "$binary: $1"; }

# marked CODE: every function that others call begins with the mark of -fcf-protection.
marked() {
  local functions marks
  functions=$(grep -cE '<(main|noso_[a-z_]+)>:$' <<<"$1")
  marks=$(grep -A1 -E '<(main|noso_[a-z_]+)>:$' <<<"$1" | grep -c endbr64)
  [ "$functions" -gt 0 ] && [ "$functions" = "$marks" ] ||
    fail "$binary: $marks of $functions functions begin with the mark of indirect jumps (-fcf-protection)"
}

check() {
  binary=$1
  local header segments dynamic symbols code
  header=$(readelf -hW "$binary") segments=$(readelf -lW "$binary") dynamic=$(readelf -dW "$binary")
  symbols=$(readelf -W --dyn-syms "$binary") code=$(objdump -d --no-show-raw-insn "$binary")

  has 'independence of its position (PIE, PIC)' 'Type: +DYN' "$header"
  has_not 'relocations in the code' 'TEXTREL' "$dynamic"
  has 'read-only relocations (RELRO)' 'GNU_RELRO' "$segments"
  has 'immediate binding (BIND_NOW), without which RELRO is partial' 'FLAGS_1.*\bNOW\b' "$dynamic"
  has 'stack without execution' 'GNU_STACK .* RW +0x' "$segments"
  has_not 'a segment that is writable and executable' 'LOAD .* RWE ' "$segments"
  has_not 'a search path for libraries outside the system' '\((RPATH|RUNPATH)\).*\[[^]]' "$dynamic"
  has 'guard of the stack (-fstack-protector-strong)' '__stack_chk_fail' "$symbols"
  has 'checked calls of the C library (_FORTIFY_SOURCE)' '__[a-z]+_chk@GLIBC' "$symbols"
  if grep -q 'X86-64' <<<"$header"; then
    has 'probes of large stack frames (-fstack-clash-protection)' 'or[lq] +\$0x0,\(%rsp\)' "$code"
    marked "$code"
  fi
}

# A shared object of all that is in an archive; the linker refuses code that needs a fixed position.
check_archive() {
  "${CXX:-c++}" -shared -Wl,-z,text -Wl,--whole-archive "$1" -Wl,--no-whole-archive -o "$scratch/whole.so" 2>"$scratch/said" ||
    fail "$1: not independent of its position: $(head -3 "$scratch/said")"
}

[ $# -gt 0 ] || { echo 'usage: hardening.sh FILE…' >&2; exit 2; }
for file in "$@"; do
  [ -f "$file" ] || { fail "there is no '$file'"; continue; }
  case $file in
    *.a) check_archive "$file" ;;
    *) check "$file" ;;
  esac
done
[ "$failures" = 0 ]
