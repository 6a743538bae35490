#!/usr/bin/env python3
"""worst_cases.py NOSO PACK [NAME…]: for each algorithm the input that is hardest for it, through the whole program. It must
be answered, or refused with the code that is expected, within the processor time and the memory that stand beside it.
NOSO_TIME_LIMIT multiplies the time (sanitizers)."""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import inputs

SLOWER = float(os.environ.get("NOSO_TIME_LIMIT", "1"))
ANSWERED = 0


class Outcome:
    """What a run of the program came to."""

    def __init__(self, arguments, given=None, most_seconds=60.0):
        def limits():
            most = int(most_seconds * SLOWER) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))

        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(arguments, stdin=given or subprocess.DEVNULL, stdout=out, stderr=err, preexec_fn=limits)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
            self.status = os.waitstatus_to_exitcode(status)
            self.seconds = usage.ru_utime + usage.ru_stime
            self.mebibytes = usage.ru_maxrss / 1024
            out.seek(0), err.seek(0)
            self.printed, self.said = out.read(), err.read().decode(errors="replace")


def wrong(outcome, case):
    """What is not as it should be, in words; None when all is well."""
    if outcome.status != case.status:
        return f"exit {outcome.status}, expected {case.status}: {outcome.said[:300]}"
    if case.says not in outcome.said + outcome.printed.decode(errors="replace"):
        return f"does not say '{case.says}': {outcome.said[:300]}"
    if outcome.seconds > case.seconds * SLOWER:
        return f"more than {case.seconds * SLOWER:g} s"
    if SLOWER == 1 and outcome.mebibytes > case.mebibytes:
        return f"more than {case.mebibytes} MiB"
    if len(outcome.said) > 1 << 20:
        return f"says {len(outcome.said)} bytes"
    return None


def run(noso, case):
    """Runs the commands of a case, as long as each of them does what it should; the last outcome, and what is wrong."""
    for arguments in [case.arguments, *case.then]:
        given = open(case.given, "rb") if case.given and arguments[-1] == "-" else None
        outcome = Outcome([noso, *arguments], given, case.seconds * 4)
        trouble = wrong(outcome, case)
        if trouble:
            break
    return outcome, trouble


def main():
    noso, pack = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    wanted = set(sys.argv[3:])
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([noso, "-q", "compile", pack, "-o", "pack.noso"], check=True)
        for case in inputs.cases(pack):
            if wanted and case.name not in wanted:
                continue
            case.make()
            outcome, trouble = run(noso, case)
            failures += trouble is not None
            print(f"{outcome.seconds:7.2f} s of {case.seconds * SLOWER:4g} {outcome.mebibytes:6.0f} MiB of {case.mebibytes:5}"
                  f"  {case.name}: {trouble or ('answered' if case.status == ANSWERED else 'refused')}", flush=True)
            for path in Path(folder).iterdir():
                if path.name != "pack.noso":
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
