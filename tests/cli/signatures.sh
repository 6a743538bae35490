#!/usr/bin/env bash
# sign, verify and --require-signature: whatever is altered, foreign or unsigned is refused by name.
. "$(dirname "$0")/common.bash"
command -v openssl >/dev/null || { echo 'openssl is not installed' >&2; exit 1; }
for who in author stranger; do
  openssl genpkey -algorithm ed25519 -out $who.pem 2>/dev/null
  openssl pkey -in $who.pem -pubout -out $who.pub 2>/dev/null
done
accepted compile "$pack" -o good.noso

# A knowledge file.
refused 3 'good.noso: error\[not-signed\].*noso sign' verify good.noso --require-signature author.pub
accepted sign good.noso --key author.pem
accepted verify good.noso --require-signature author.pub
accepted verify good.noso
accepted --require-signature author.pub --kb good.noso search heel
cat stranger.pub author.pub >both.pub
accepted --require-signature both.pub --kb good.noso search heel
refused 3 'good.noso: error\[untrusted-key\]' --require-signature stranger.pub --kb good.noso search heel
cp good.noso other.noso
refused 3 'other.noso: error\[not-signed\]' --require-signature author.pub --kb other.noso search heel

# Other content, and content that was altered with good checksums, under the signature of the first.
cp -r "$pack" changed
sed -i 's/"version": *"[0-9.]*"/"version": "9.9.9"/' changed/pack.json
accepted compile changed -o other.noso
cp good.noso.sig other.noso.sig
refused 3 'other.noso: error\[bad-signature\].*not what was signed' --require-signature author.pub --kb other.noso search heel
accepted --kb other.noso search heel

# A signature that says something else than what was signed.
alter() {  # MEMBER TEXT
  python3 -c 'import json, sys
d = json.load(open("good.noso.sig"))
d[sys.argv[1]] = sys.argv[2]
json.dump(d, open("altered.noso.sig", "w"))' "$1" "$2"
}
cp good.noso altered.noso
for change in "sha256 $(sha256sum <other.noso | cut -d' ' -f1)" 'kind pack' 'format nosograph-signature/2' "signature $(printf '00%.0s' $(seq 64))" 'signature zz' 'signature ' 'key 0000000000000000'; do
  alter ${change% *} "${change#* }"
  refused 3 'error\[(bad-signature|untrusted-key)\]' --require-signature author.pub --kb altered.noso search heel
done
echo '{' >altered.noso.sig
refused 3 'altered.noso.sig: error\[bad-signature\]' --require-signature author.pub --kb altered.noso search heel
head -c 5000 /dev/zero >altered.noso.sig
refused 3 'altered.noso.sig: error\[too-large\]' --require-signature author.pub --kb altered.noso search heel

# A pack: any file changed, added, removed or renamed.
cp -r "$pack" mine
refused 3 'mine: error\[no-trusted-keys\].*--require-signature' verify mine
accepted sign mine --key author.pem
accepted verify mine --require-signature author.pub
accepted --require-signature author.pub compile mine -o signed.noso
cmp -s signed.noso good.noso || fail 'the signature changes what is compiled'
accepted validate mine --require-signature author.pub
altered_pack() {
  refused 3 "error\\[bad-signature\\].*not what was signed" --require-signature author.pub compile mine -o never.noso
  refused 3 'error\[bad-signature\]' --require-signature author.pub verify mine
  refused 3 'error\[bad-signature\]' --require-signature author.pub validate mine
  refused 3 'error\[bad-signature\]' --require-signature author.pub test mine
  [ ! -e never.noso ] || fail 'a pack with a bad signature was compiled'
}
cp mine/care.json care.json; sed -i '1s/$/ /' mine/care.json; altered_pack; cp care.json mine/care.json
echo '{}' >mine/extra.json; altered_pack; rm mine/extra.json
mv mine/care.json mine/care2.json; altered_pack; mv mine/care2.json mine/care.json
mv mine/care.json care.json; altered_pack; mv care.json mine/care.json
accepted verify mine --require-signature author.pub
refused 3 'error\[untrusted-key\]' --require-signature stranger.pub compile mine -o never.noso
ln -s care.json mine/link.json
refused 3 'link.json: error\[not-a-plain-file\]' sign mine --key author.pem
rm mine/link.json

# Sources of ontologies are files like others.
printf 'format-version: 1.4\nontology: tiny\n\n[Term]\nid: T:1\nname: one\n' >tiny.obo
refused 3 'tiny.obo: error\[not-signed\]' --require-signature author.pub compile tiny.obo -o tiny.noso

# A service takes no other file either.
cp good.noso unsigned.noso
refused 3 'unsigned.noso: error\[not-signed\]' --require-signature author.pub --kb unsigned.noso serve --allow-draft --port 0

# Keys.
refused 3 'author.pub: error\[bad-key\].*openssl genpkey' sign good.noso --key author.pub
openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out rsa.pem 2>/dev/null
refused 3 'rsa.pem: error\[bad-key\]' sign good.noso --key rsa.pem
openssl pkey -in author.pem -aes256 -passout pass:secret -out locked.pem 2>/dev/null
refused 3 'locked.pem: error\[bad-key\].*passphrase' sign good.noso --key locked.pem
openssl pkey -in rsa.pem -pubout -out rsa.pub 2>/dev/null
cat author.pub rsa.pub >mixed.pub
for keys in rsa.pub mixed.pub author.pem good.noso.sig; do
  refused 3 "$keys: error\\[bad-key\\].*-pubout" --require-signature $keys --kb good.noso search heel
done
refused 3 'no-such.pub: error\[cannot-open\]' --require-signature no-such.pub --kb good.noso search heel
refused 3 'no-such: error\[cannot-open\]' sign no-such --key author.pem
finish
