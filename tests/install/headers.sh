#!/usr/bin/env bash
# Every installed header compiles alone, and reads nothing but the standard library and its own kind.
. "$(dirname "$0")/common.bash"
install_into "$prefix"
cd "$prefix/include"
headers=$(find noso -name '*.hpp' | sort)
[ "$(wc -l <<<"$headers")" -ge 40 ] || failed "only these headers: $headers"
check() {
  local seen
  seen=$(c++ -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -MD -MF /dev/stdout -I . -include "$1" -x c++ /dev/null) || {
    echo "$1 does not compile alone"
    return 1
  }
  ! grep -Eo '[^ ]*(boost|rapidjson|sqlite|openssl|spdlog|utf8proc|xxhash|zlib|z3)[^ ]*\.h(pp)?' <<<"$seen" || return 1
}
export -f check
xargs -P 2 -n 1 bash -c 'check "$0"' <<<"$headers" || failed "headers"
[ -z "$(find . -path '*audit*')" ] || failed "headers without a library are installed"

# The C header in the oldest C that has its types, and in C++; nothing else is exported.
for standard in c90 c99 c17; do
  printf '#include <noso.h>\nint main(void) { return noso_abi_version() != NOSO_ABI_VERSION; }\n' >"$work/probe.c"
  cc -std=$standard -Wall -Wextra -Wpedantic -Werror -I . "$work/probe.c" -o "$work/probe" -L "$LD_LIBRARY_PATH" -lnoso
  "$work/probe" || failed "the library has another ABI than its header"
done
c++ -std=c++20 -Wall -Werror -I . -x c++ -fsyntax-only "$work/probe.c"
library=$(readlink -f "$LD_LIBRARY_PATH/libnoso.so")
foreign=$(nm -D --defined-only "$library" | awk '{print $3}' | grep -Ev '^(noso_[a-z_]+(@@NOSO_0)?|NOSO_0)$' || true)
[ -z "$foreign" ] || failed "exported: $foreign"
exported=$(nm -D --defined-only "$library" | grep -Eo 'noso_[a-z_]+' | sort -u)
declared=$(grep -Eo 'noso_[a-z_]+\(' noso.h | tr -d '(' | sort -u)
[ "$exported" = "$declared" ] || failed "exported and declared differ: $(diff <(echo "$exported") <(echo "$declared"))"
objdump -p "$library" | grep -q 'SONAME *libnoso.so.0$' || failed "soname"
