#!/usr/bin/env bash
# validate_large.sh NOSO FOLDER HEEL_PACK: seconds and memory of `noso validate` on a generated pack of 100,000 concepts
# and 1,000,000 statements (written to FOLDER when it is not there), at most 10 s and 2 GB, and on the heel pack, at most
# 100 ms.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ -f "$2/rules.json" ] || python3 "$here/large_pack.py" "$2"
exec python3 - "$@" <<'PY'
import resource, subprocess, sys, time

def measure(noso, pack, seconds, megabytes):
    begin = time.perf_counter()
    done = subprocess.run([noso, "validate", pack], capture_output=True, text=True)
    took = time.perf_counter() - begin
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"validate {pack}: {took:.3f} s (at most {seconds}), {most:.0f} MB (at most {megabytes}); {done.stdout.splitlines()[-1]}")
    return done.returncode == 0 and took <= seconds and most <= megabytes

noso, large, heel = sys.argv[1:4]
good = measure(noso, heel, 0.1, 2000)  # first: the memory is that of the largest so far
good = measure(noso, large, 10, 2000) and good
sys.exit(0 if good else 1)
PY
