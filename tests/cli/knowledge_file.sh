#!/usr/bin/env bash
# Damaged, cut off and foreign knowledge files are refused by name; the whole file is guarded.
. "$(dirname "$0")/common.bash"

accepted compile "$pack" -o good.noso
accepted verify good.noso
size=$(stat -c %s good.noso)

flip() {  # FILE OFFSET: all bits of one byte
  python3 - "$1" "$2" <<'P'
import sys
with open(sys.argv[1], 'r+b') as f:
    f.seek(int(sys.argv[2])); byte = f.read(1)[0]
    f.seek(int(sys.argv[2])); f.write(bytes([byte ^ 0xFF]))
P
}

# Any flipped byte is found by `verify`; whatever `assess` reads is right or refused.
accepted assess --present heel-pain --age 45 --as-of 2026-01-31 --json --kb good.noso
good_answer=$out
RANDOM=1
offsets="0 1 16 17 18 24 40 60 99 100 $((size - 1)) $((size / 2))"
for _ in $(seq 40); do offsets+=" $(((RANDOM * 32768 + RANDOM) % size))"; done
for offset in $offsets; do
  cp good.noso bad.noso && flip bad.noso "$offset"
  run verify bad.noso </dev/null
  [ "$status" = 3 ] || fail "byte $offset flipped, but verify exits with $status"
  grep -q 'bad.noso' <<<"$err" || fail "byte $offset flipped: the message does not name the file: $err"
  run assess --present heel-pain --age 45 --as-of 2026-01-31 --json --kb bad.noso </dev/null
  case $status in
    0) [ "$out" = "$good_answer" ] || fail "byte $offset flipped, and the answer is another one" ;;
    3) [ -z "$out" ] || fail "byte $offset flipped: refused, but something was printed" ;;
    *) fail "byte $offset flipped: exit $status: $err" ;;
  esac
done

for bytes in 1 50 100 4096 $((size / 2)) $((size - 4096)) $((size - 1)); do
  head -c "$bytes" good.noso >cut.noso
  refused 3 'cut.noso: error\[(truncated-file|not-a-knowledge-file|damaged-file)\]' --kb cut.noso assess --present heel-pain
  refused 3 'cut.noso: error' verify cut.noso
done
cat good.noso good.noso >double.noso
refused 3 'double.noso: error' verify double.noso

# Another format version, as a later program would write it (the page checksums would tell it anyway).
python3 - <<'P'
import sqlite3
c = sqlite3.connect('plain.noso')
c.execute('create table t(x)'); c.commit()
P
refused 3 'plain.noso: error\[not-a-knowledge-file\].*compile' --kb plain.noso assess --present heel-pain
python3 - <<'P'
# SQLite keeps the user version, in which the format version stands, at byte 60 of the file.
import struct
data = bytearray(open('good.noso', 'rb').read())
version = struct.unpack('>I', data[60:64])[0]
data[60:64] = struct.pack('>I', version + 1)
open('later.noso', 'wb').write(data)
P
refused 3 'later.noso: error\[wrong-format-version\].*version.*compile' --kb later.noso assess --present heel-pain

# Writing is all or nothing: however often it is killed, the old file stays whole.
cp good.noso target.noso
before=$(sha256sum <target.noso)
cp -r "$pack" changed
sed -i 's/"version": *"[0-9.]*"/"version": "9.9.9"/' changed/pack.json
"$noso" -q compile changed -o new.noso || fail 'the changed pack does not compile'
after=$(sha256sum <new.noso)
[ "$before" != "$after" ] || fail 'the changed pack compiles to the same file'
for try in $(seq 25); do
  "$noso" -q compile changed -o target.noso &
  pid=$!
  sleep "0.0$((try % 10))$((try % 7))"
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  now=$(sha256sum <target.noso)
  [ "$now" = "$before" ] || [ "$now" = "$after" ] || fail "try $try: half a file"
  [ "$now" = "$before" ] || cp good.noso target.noso
done
accepted compile changed -o target.noso
[ "$(sha256sum <target.noso)" = "$after" ] || fail 'after killed runs the next one writes something else'

# Equal content, equal bytes; a pack with an error leaves the old file.
accepted compile "$pack" -o again.noso
cmp -s good.noso again.noso || fail 'two compilations of one pack differ'
echo '{"findings": [{"id": "Bad Id"}]}' >changed/zzz.json
refused 3 'zzz.json:1:' compile changed -o again.noso
cmp -s good.noso again.noso || fail 'a failed compilation changed the old file'
finish
