#!/usr/bin/env bash
# The service refuses to start unprotected or with what it may not serve; as a process it holds what docs/service.md says.
. "$(dirname "$0")/common.bash"

refused 3 'error\[draft-content\].*--allow-draft' serve --port 0
refused 2 'error\[unprotected\].*--jwks' serve --allow-draft --host 0.0.0.0 --port 0
refused 3 'error\[cannot-listen\]' serve --allow-draft --host nowhere --port 0
refused 3 'error\[cannot-listen\]' serve --allow-draft --host 192.0.2.1 --port 0 --allow-unauthenticated
echo x >no.noso
refused 3 'error\[not-a-knowledge-file\]' --kb no.noso serve --allow-draft --port 0
refused 3 'error\[cannot-open\]' serve --allow-draft --port 0 --jwks missing.json
echo '{"keys": []}' >none.json
refused 3 'error\[bad-key-set\]' serve --allow-draft --port 0 --jwks none.json
refused 3 'error\[bad-certificate\]' serve --allow-draft --port 0 --tls-cert none.json --tls-key none.json
refused 2 'tls-key' serve --allow-draft --port 0 --tls-cert none.json
mkdir folder
refused 3 'error\[cannot-write\]' serve --allow-draft --port 0 --log folder
refused 3 'error\[cannot-write\]' serve --allow-draft --port 0 --feedback folder

# cards lint
refused 3 'error\[cannot-fetch\]' cards lint http://127.0.0.1:1/cds-services
refused 3 'error\[cannot-fetch\]' cards lint http:///cds-services
refused 3 'error\[cannot-open\]' cards lint missing.json
echo '{"cards": []}' >good.json
accepted cards lint good.json
printed 'good response'
printf '{"cards": [\n  {"summary": "s", "indicator": "red", "source": {"label": "l"}}]}' >bad.json
run cards lint bad.json </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed 'bad.json:2:33: error\[bad-word\].*critical'
run --json cards lint bad.json </dev/null
json 'd["document"] == "response" and d["diagnostics"][0]["line"] == 2'
echo '{"cards": [' >cut.json
run cards lint cut.json </dev/null
[ "$status" = 1 ] || fail "$said: exit $status, expected 1"
printed 'error\[json-syntax\]'

# A process, with a public key of nobody: P-384, made for this test and thrown away.
cat >keys.json <<'JSON'
{"keys": [{"kty": "EC", "crv": "P-384", "kid": "k1",
  "x": "NmqFbZfUe9AwJl6rbB7M71NUWHof0klaPsm57Nm67iemnnvVE6D4s4CNHdBStTm1",
  "y": "nva3Kn6z1QImmGQoXTCnreMWtbDjQlI8JPPsRkXUioaw6hVoJZHa5TYYBynN6P0t"}]}
JSON
timeout 240 python3 "$here/serve_process.py" "$noso" "$pack" "$work" || fail "the service as a process"

# Published requests of another service, where they lie on this machine.
python3 "$here/cds_hooks_corpus.py" "$noso" "${NOSO_DATA_DIR:-no-data}" || fail "published requests"
finish
