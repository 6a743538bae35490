#!/usr/bin/env bash
# The console in a pipe: a case in conversation, taken back, saved and loaded; and on a terminal, where names complete.
. "$(dirname "$0")/common.bash"

talk() { # talk LINES…: the lines on standard input
  run console "${flags[@]}" < <(printf '%s\n' "$@")
}
flags=()

talk '45F runner, stabbing heel pain first steps x6wk, no fever' 'case'
[ "$status" = 0 ] || fail "$said: exit $status: $out"
printed 'READ IN THE NOTE'
printed 'absent: +Fever'
printed '^URGENCY routine, not excluded by what is unknown: emergency'
printed '1  .* Plantar fasciitis'
not_printed 'noso>'
not_printed $'\x1b'

# Urgency on top of every answer; what was said last counts; each change can be taken back.
talk 'add first-step pain' 'add fever' 'deny fever' 'case' 'undo' 'case' 'retract fever' 'case'
[ "$(grep -c '^URGENCY' <<<"$out")" = 8 ] || fail "$said: the urgency is not on top of each answer"
[ "$(grep -c 'absent: .*Fever' <<<"$out")" = 1 ] || fail "$said: fever absent not exactly once"
[ "$(grep -c 'present: .*Fever' <<<"$out")" = 1 ] || fail "$said: fever present not exactly once"

talk 'add heel pain' 'why' 'why not gout' 'why not calcaneal stres fracture' 'what if fever' 'what if no fever' 'next' 'care' 'differential' 'urgency' 'all' 'help'
[ "$status" = 0 ] || fail "$said: exit $status: $out"
printed "is taken for 'Calcaneal stress fracture'"
printed '^URGENCY now'
printed 'would be'
printed 'ASK NEXT'
printed 'WHAT TO DO'
printed 'why \[NAME\]'

# Misspelt names are taken where only one fits, and said so; doubtful ones are not.
talk 'add tenderness' 'add first-step morning pian' 'case'
printed "is taken for 'First-step morning pain'"
printed 'unknown-name'
[ "$status" = 3 ] || fail "$said: exit $status, a line was refused"

talk 'add' 'deny gout' 'hello there' 'why' 'undo' 'age 900' 'sex x'
for code in no-argument cannot-say nothing-read no-ranking nothing-to-undo bad-age bad-flag; do printed "\[$code\]"; done
printf 'heel \xff pain\n' >bytes.txt
run console <bytes.txt
printed 'bad-utf8'
[ "$status" = 3 ] || fail "$said: exit $status"

# Saved for the owner alone, whatever the mask; loaded again it answers the same.
(umask 000; talk '45F heel pain first steps x6wk, no fever, tried stretching 2 mo' 'save one.json')
[ "$(stat -c %a one.json)" = 600 ] || fail "the saved case has mode $(stat -c %a one.json)"
python3 -m json.tool one.json >/dev/null || fail 'the saved case is no JSON'
accepted assess --case one.json
accepted differential --json --case one.json
first=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["differential"]["conditions"][0])' <<<"$out")
talk 'load one.json' 'save two.json'
cmp -s one.json two.json || fail 'loading and saving changes the case'
flags=(--case one.json)
talk 'case'
printed 'tried: .*Stretching'
[ -n "$first" ] || fail 'no first condition'
flags=()
talk 'load missing.json'
printed 'cannot-open'
talk 'add heel pain' 'save /no/such/folder/x.json'
printed 'cannot-write'

# A command without argument is a note where more follows.
talk 'next to the heel pain there is a fever'
printed 'READ IN THE NOTE'

# No history unless it is asked for.
[ -z "$(ls -A "$HOME/.noso_history" 2>/dev/null)" ] || fail 'there is a history file'

# On a terminal: prompt, completion, history for the owner alone.
cat >terminal.py <<'P'
import os, pty, select, sys, time
noso, keep = sys.argv[1], sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", NO_COLOR="1", COLUMNS="100")
    os.umask(0)
    os.execv(noso, [noso, "console", *keep])
seen = b""
def wait(text):
    global seen
    end = time.time() + 40
    while text not in seen:
        if time.time() > end or not select.select([fd], [], [], 1)[0] and time.time() > end:
            sys.exit(f"no {text!r} in {seen[-600:]!r}")
        if select.select([fd], [], [], 1)[0]:
            try:
                seen += os.read(fd, 65536)
            except OSError:
                sys.exit(f"ended without {text!r}: {seen[-600:]!r}")
    at = seen.index(text) + len(text)
    seen = seen[at:]
wait(b"noso> ")
os.write(fd, b"add first-step mo\t")
wait(b"First-step morning pain")
os.write(fd, b"\n")
wait(b"URGENCY")
wait(b"noso> ")
os.write(fd, b"deny fev\t\n")
wait(b"URGENCY")
wait(b"noso> ")
os.write(fd, b"case\n")
wait(b"absent:")
wait(b"noso> ")
os.write(fd, b"\x04")
os.waitpid(pid, 0)
P
python3 terminal.py "$noso" --history-file typed.txt || fail 'the terminal conversation'
[ "$(stat -c %a typed.txt 2>/dev/null)" = 600 ] || fail 'the history is not readable by its owner alone'
grep -q 'add' typed.txt || fail 'the history does not hold what was typed'
finish
