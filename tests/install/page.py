#!/usr/bin/env python3
"""page.py PAGE: does what a page of docs/integration says, in the current folder. Writes the blocks that follow
`<!-- file: NAME -->`, runs those that follow `<!-- run -->`, and looks in what they print for every line of the block that
follows `<!-- prints -->`."""
import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"<!-- (file: (?P<name>\S+)|run|prints) -->\n```\w*\n(?P<text>.*?)^```$", re.M | re.S)


def main():
    printed, runs, checks = "", 0, 0
    for block in BLOCK.finditer(Path(sys.argv[1]).read_text()):
        if block["name"]:
            Path(block["name"]).write_text(block["text"])
        elif block[1] == "run":
            done = subprocess.run(["bash", "-euc", block["text"]], capture_output=True, text=True, timeout=250)
            if done.returncode != 0:
                sys.exit(f"exit {done.returncode}:\n{block['text']}{done.stdout[-3000:]}{done.stderr[-3000:]}")
            printed, runs = done.stdout, runs + 1
        else:
            for line in block["text"].splitlines():
                checks += 1
                if line not in printed.splitlines():
                    sys.exit(f"not printed: {line}\n{printed[-3000:]}")
    if not runs or not checks:
        sys.exit("the page holds nothing to run")


if __name__ == "__main__":
    main()
