#!/usr/bin/env bash
# The Debian packages hold what they say, name what they need, and work once unpacked.
. "$(dirname "$0")/common.bash"
cd "$work"
cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work/made" -D CPACK_DEBIAN_COMPRESSION_TYPE=gzip >cpack.log 2>&1 ||
  failed "cpack: $(tail -5 cpack.log)"
packages=$(for file in made/*.deb; do dpkg-deb -f "$file" Package; done | sort | tr '\n' ' ')
[ "$packages" = 'libnoso0 libnosograph-dev nosograph ' ] || failed "packages: $packages"
one() { ls made/"$1"_*.deb; }

contents() { dpkg-deb -c "$(one "$1")" | awk '{print $6}'; }
has() { grep -Eq "$2" <<<"$(contents "$1")" || failed "$1 has no $2"; }
has libnoso0 '/libnoso\.so\.0$'
has libnosograph-dev '/include/noso\.h$'
has libnosograph-dev '/include/noso/engine/engine\.hpp$'
has libnosograph-dev '/libnosograph\.a$'
has libnosograph-dev '/libnoso\.so$'
has libnosograph-dev '/cmake/nosograph/nosographConfig\.cmake$'
has libnosograph-dev '/pkgconfig/nosograph\.pc$'
has libnosograph-dev '/man3/noso\.3\.gz$'
has libnosograph-dev '/integration/cpp\.md$'
has nosograph '/bin/noso$'
has nosograph '/nosograph/heel-pain\.noso$'
has nosograph '/schema/pack\.schema\.json$'
has nosograph '/man1/noso\.1\.gz$'
has nosograph '/bash-completion/completions/noso$'
has nosograph '/zsh/vendor-completions/_noso$'
for package in $packages; do
  has "$package" "/doc/$package/copyright$"
  has "$package" "/doc/$package/sbom\.cdx\.json$"
  ! contents "$package" | grep -E '/(work|tmp|home|root)/' || failed "$package holds paths of this machine"
done
depends() { dpkg-deb -f "$(one "$1")" Depends | grep -Eq "$2" || failed "$1 does not depend on $2"; }
depends libnoso0 'libsqlite3-0'
depends libnoso0 'libssl3'
depends libnosograph-dev 'libnoso0 \(= [0-9.]+\)'
depends nosograph 'libz3-4'

# Unpacked as root would, in a folder of our own.
mkdir unpacked
for file in made/*.deb; do dpkg-deb -x "$file" unpacked; done
unpacked/usr/bin/noso --as-of 2026-01-31 assess --present heel-pain --json | python3 -m json.tool >/dev/null || failed 'the program'
gzip -dc unpacked/usr/share/man/man1/noso.1.gz | head -1 | grep -q '^.TH NOSO 1' || failed 'the manual page'

# The bill of materials: every library that is linked, in the version that was found.
python3 - unpacked/usr/share/doc/nosograph/sbom.cdx.json <<'P'
import json, re, sys
bill = json.load(open(sys.argv[1]))
assert bill['bomFormat'] == 'CycloneDX' and bill['specVersion'] == '1.5'
names = [c['name'] for c in bill['components']]
assert names == sorted(set(names)) and len(names) >= 14, names
for c in bill['components']:
    assert re.match(r'\d+(\.\d+)+$', c['version']) and c['licenses'] and c['purl'].endswith('@' + c['version']), c
P
linked=$(objdump -p unpacked/usr/bin/noso | awk '/NEEDED/ {print $2}')
for library in $linked; do
  case $library in
    libstdc++* | libgcc_s* | libc.so* | libm.so* | ld-linux*) continue ;;
    libcrypto*) name=openssl ;;
    libssl.so*) name=openssl ;;
    libedit*) name=libedit ;;
    libstemmer*) name=snowball ;;
    libz.so*) name=zlib ;;
    libsqlite3*) name=sqlite ;;
    *) name=$(sed -E 's/^lib([a-z0-9-]+)\.so.*/\1/' <<<"$library") ;;
  esac
  grep -q "\"name\": \"$name\"" unpacked/usr/share/doc/nosograph/sbom.cdx.json || failed "$library is not in the bill of materials"
done
