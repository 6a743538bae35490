#!/usr/bin/env bash
# Every call that writes, flushes or renames fails once, in each of four ways: what was there before is whole, or what is
# new is whole; a failure is told by name and place; nothing is left lying about unless the process was killed.
. "$(dirname "$0")/common.bash"
shim=${NOSO_FAULT_SHIM:-}
[ -n "$shim" ] || { echo 'no shim of failing calls: not built with sanitizers' >&2; exit 0; }

# under FAULT NUMBER ARGS…: runs the program with that fault.
under() {
  local fault=$1 number=$2
  shift 2
  said="noso ${*@Q} with call $number $fault"
  { NOSO_FAULT=$fault NOSO_FAULT_AT=$number LD_PRELOAD=$shim timeout 240 "$noso" "$@" >.out 2>.err </dev/null; } 2>/dev/null
  status=$?
}

count_calls() {  # ARGS…: how many calls the command makes when all goes well
  NOSO_FAULT_LOG=$work/.calls LD_PRELOAD=$shim "$noso" "$@" >/dev/null 2>&1 </dev/null
  cat "$work/.calls"
}

# each_fault FILE RESET ARGS…: runs the command with every fault. RESET is a function that puts FILE back.
each_fault() {
  local file=$1 reset=$2 calls old new fault number now
  shift 2
  $reset
  old=$(sha256sum <"$file")
  calls=$(count_calls "$@")
  [ "$calls" -gt 2 ] || fail "noso ${*@Q} makes only $calls calls: the shim sees nothing"
  new=$(sha256sum <"$file")
  [ "$old" != "$new" ] || fail "noso ${*@Q} changes nothing: the test proves nothing"
  for fault in full broken half kill; do
    for number in $(seq "$calls"); do
      $reset
      under "$fault" "$number" "$@"
      now=$(sha256sum <"$file")
      case $status in
        0) [ "$now" = "$new" ] || fail "$said: said to be done, but the file is not the new one" ;;
        137) [ "$fault" = kill ] || fail "$said: killed" ;;
        3) [ "$now" = "$old" ] || fail "$said: refused, but the file has changed"
          grep -Eq 'error\[cannot-[a-z]+\]' .err || fail "$said: no reason: $(cat .err)" ;;
        *) fail "$said: exit $status: $(cat .err)" ;;
      esac
      [ "$now" = "$old" ] || [ "$now" = "$new" ] || fail "$said: the file is half written"
      [ "$fault" = kill ] || [ -z "$(find . -name '.*.??????' -newer .start)" ] || fail "$said: leaves $(find . -name '.*.??????')"
      find . -name '.*.??????' -delete
    done
  done
}

touch .start
"$noso" new first -q >/dev/null 2>&1 && "$noso" -q compile first -o old.noso || fail 'a new pack does not compile'
cp -r first second && sed -i 's/"version": *"[0-9.]*"/"version": "9.9.9"/' second/pack.json
put_old_knowledge() { cp old.noso target.noso; }
each_fault target.noso put_old_knowledge -q compile second -o target.noso

# A pack in another form than the canonical one.
put_loose_pack() { sed 's/: /:    /' first/pack.json >loose/pack.json; }
cp -r first loose
each_fault loose/pack.json put_loose_pack format loose

# A folder that may not be written to, a link that leads nowhere, a folder that is gone.
mkdir sealed && chmod 555 sealed
[ -w sealed ] || refused 3 'error\[cannot-write\].*folder' compile first -o sealed/x.noso
ln -s /nowhere/x.noso dangling.noso
refused 3 'dangling.noso: error\[cannot-open\]' --kb dangling.noso assess --present heel-pain
refused 3 'error\[cannot-write\].*folder' compile first -o gone/x.noso
# A link is followed for reading; written is the link's place, and what it pointed to stays whole.
cp old.noso real.noso && ln -s real.noso link.noso
accepted verify link.noso
accepted compile second -o link.noso
cmp -s old.noso real.noso || fail 'writing through a link changed the file it pointed to'

# No locale, an unknown one, and a clock in another century change no answer.
accepted assess --present heel-pain --age 45 --as-of 2026-01-31 --json
usual=$out
for locale in C POSIX xx_YY.UTF-8 tr_TR.UTF-8; do
  out=$(env LC_ALL="$locale" LANG="$locale" "$noso" assess --present heel-pain --age 45 --as-of 2026-01-31 --json)
  [ "$out" = "$usual" ] || fail "the locale $locale changes the answer"
done
env -i "$noso" assess --present heel-pain --age 45 --as-of 2026-01-31 --json >.out 2>&1 || fail "without any environment: $(cat .out)"
[ "$(cat .out)" = "$usual" ] || fail 'an empty environment changes the answer'
finish
