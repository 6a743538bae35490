#!/usr/bin/env python3
"""The console on a real (pseudo) terminal: line editing, completion, colour, width, signals, what is kept.

    terminal.py NOSO
"""
import errno
import fcntl
import os
import pty
import re
import select
import signal
import stat
import struct
import sys
import tempfile
import termios
import time

NOSO = os.path.realpath(sys.argv[1])
PATIENCE = 60  # seconds for one answer of a busy machine
PROMPT = b"noso> "


class Terminal:
    """The console behind a terminal of `columns`; what it prints since the last wait is in `seen`."""

    def __init__(self, *arguments, columns=100, **environment):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            for name in ("NO_COLOR", "COLUMNS", "LINES", "NOSO_HISTORY"):
                os.environ.pop(name, None)
            os.environ.update(TERM="xterm", LC_ALL="C.UTF-8", **environment)
            os.umask(0)  # what is kept must be private whatever the mask
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            os.execv(NOSO, [NOSO, "console", *arguments])
        self.seen = b""

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            more = os.read(self.fd, 1 << 16)
        except OSError as why:
            if why.errno != errno.EIO:
                raise
            more = b""
        self.seen += more
        return bool(more)

    def wait(self, text):
        """All that is printed up to `text`, and without it."""
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            if time.monotonic() > end or not self.read(0.5):
                sys.exit(f"no {text!r} in {self.seen[-800:]!r}")
        before, _, self.seen = self.seen.partition(text)
        return before.decode()

    def type(self, keys):
        """Once a line is edited: before that the terminal itself would take Ctrl-D and rubbing out."""
        end = time.monotonic() + PATIENCE
        while termios.tcgetattr(self.fd)[3] & termios.ICANON:
            if time.monotonic() > end or not self.read(0.02):
                sys.exit(f"it edits no line: {self.seen[-400:]!r}")
        os.write(self.fd, keys)

    def say(self, line):
        """A line and its answer, up to the next prompt."""
        self.type(line + b"\n")
        self.wait(b"\n")
        return self.wait(PROMPT)

    def ended(self):
        """Its exit status, once it has ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read(0.1)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                return status
        sys.exit(f"it goes on: {self.seen[-400:]!r}")


def check(truth, what):
    if not truth:
        sys.exit(f"FAILED: {what}")


def plain(text):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def completes_and_edits():
    t = Terminal(NO_COLOR="1")
    t.wait(PROMPT)
    t.type(b"add first-step mo\t")
    t.wait(b"rning pain")
    t.type(b"\n")
    check("URGENCY" in t.wait(PROMPT), "no urgency after an added finding")
    t.type(b"den\t")
    t.wait(b"y")
    t.type(b" fev\t\n")
    t.wait(b"URGENCY")
    t.wait(PROMPT)
    check("absent:" in t.say(b"case") , "the denied finding is not in the case")

    # Several names: they are listed, the line stays and can be gone on with.
    t.type(b"why not Plantar fa\t\t")
    t.wait(b"Plantar fascia rupture")
    t.type(b"sciitis\n")
    t.wait(PROMPT)  # the line, drawn again below the list
    t.wait(PROMPT)
    # A note completes the name that its last words begin.
    t.type(b"seen today with tarsal tunnel synd\t")
    t.wait(b"rome")
    t.type(b"\x15")  # Ctrl-U

    # Editing: arrow keys, to the beginning and the end of the line, rubbing out, the line before.
    t.type(b"ad feve" + b"\x1b[D" * 5 + b"d\x05r\n")
    check("URGENCY" in t.wait(PROMPT), "the letters set in do not arrive")
    t.type(b"ase\x01c\n")
    check("present:" in t.wait(PROMPT), "the letter set in at the beginning does not arrive")
    t.type(b"case limp\x7f\x7f\x7f\x7f\x7f\n")
    check("present:" in t.wait(PROMPT), "rubbing out does not work")
    t.type(b"\x1b[A\n")
    check("present:" in t.wait(PROMPT), "the line before does not come back")
    t.type(b"\x04")
    check(t.ended() == 0, "Ctrl-D does not end it well")


def escapes(color, **environment):
    t = Terminal(*color, **environment)
    t.wait(PROMPT)
    answer = t.say(b"62M fell off a ladder, heel pain, cannot bear weight")
    t.type(b"\x04")
    t.ended()
    return "\x1b[3" in answer or "\x1b[1m" in answer


def colours():
    check(escapes([]), "no colour on a terminal")
    check(not escapes([], NO_COLOR="1"), "colour although NO_COLOR is set")


def widths():
    for columns in (40, 60, 100):
        t = Terminal(columns=columns, NO_COLOR="1")
        t.wait(PROMPT)
        t.say(b"45F heel pain, first step pain, no fever")
        answer = t.say(b"all")
        lines = answer.replace("\r", "").split("\n")
        check(len(lines) > 20, "the whole answer is short")
        widest = max(lines, key=len)
        check(len(widest) <= columns, f"a line of {len(widest)} columns on {columns}: {widest!r}")
        t.type(b"\x04")
        t.ended()


def interrupts():
    t = Terminal(NO_COLOR="1")
    t.wait(PROMPT)
    t.say(b"add heel pain")
    t.type(b"add fev\x03")
    told = t.say(b"case")
    check("Heel pain" in told, "Ctrl-C loses the case")
    check("Fever" not in told, "Ctrl-C takes the line that was begun")
    t.type(b"half a line\x04")  # not at the beginning of a line
    t.type(b"\x15")
    check("Heel pain" in t.say(b"case"), "Ctrl-D within a line ends it")
    t.type(b"\x04")
    check(t.ended() == 0, "Ctrl-D does not end it well")

    t = Terminal(NO_COLOR="1")
    t.wait(PROMPT)
    os.kill(t.pid, signal.SIGWINCH)
    check("URGENCY" in t.say(b"add heel pain"), "a change of the window ends it")
    os.close(t.fd)  # the terminal is closed
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if os.waitpid(t.pid, os.WNOHANG)[0]:
            return
        time.sleep(0.1)
    sys.exit("it goes on without a terminal")


def keeps():
    before = set(os.listdir("."))
    t = Terminal(NO_COLOR="1", HOME=os.getcwd())
    t.wait(PROMPT)
    t.say(b"45F heel pain")
    t.type(b"quit\n")
    t.ended()
    check(set(os.listdir(".")) == before, "something is kept without being asked for")

    t = Terminal("--history-file", "typed.txt", NO_COLOR="1")
    t.wait(PROMPT)
    t.say(b"45F heel pain")
    t.say(b"save told.json")
    t.type(b"quit\n")
    t.ended()
    for name in ("typed.txt", "told.json"):
        check(mode(name) == 0o600, f"{name} has mode {mode(name):o}")
    t = Terminal("--history-file", "typed.txt", NO_COLOR="1")
    t.wait(PROMPT)
    t.type(b"\x1b[A\x1b[A\x1b[A\n")
    check("READ IN THE NOTE" in t.wait(PROMPT), "the history does not come back")
    check("heel-pain" in open("told.json").read(), "the saved case does not hold what was told")
    check("Heel pain" in t.say(b"load told.json") + t.say(b"case"), "the saved case is not loaded")
    t.type(b"\x04")
    t.ended()


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for part in (completes_and_edits, colours, widths, interrupts, keeps):
        part()
        print(f"{part.__name__}: well")
