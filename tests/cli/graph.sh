#!/usr/bin/env bash
# Pictures: DOT that Graphviz reads, SVG, and what happens without Graphviz.
. "$(dirname "$0")/common.bash"
limit=${NOSO_TIME_LIMIT:-5}

accepted graph plantar-fasciitis
printed '^digraph noso \{'
printed 'label="Plantar fasciitis"'
accepted graph --present first-step-pain --absent numbness --age 45
printed '[×÷][0-9.]+'
not_printed '[×÷]1\.0'
refused 2 'budget-ms' graph --present first-step-pain --budget-ms -1
accepted graph
refused 3 'unknown-name' graph no-such-thing
refused 2 'format' graph gout --format gif

if command -v dot >/dev/null; then
  accepted graph gout --format svg
  printed '^<svg'
  python3 -c 'import sys, xml.dom.minidom as x; x.parseString(sys.stdin.buffer.read())' <"$work/.out" || fail 'the SVG is no XML'
  accepted graph --present first-step-pain -o why.svg
  grep -q 'Plantar' why.svg || fail 'why.svg shows no condition'
  [ "$(stat -c %a why.svg)" = 600 ] || fail 'a picture of a case is readable by others'
fi
refused 3 'cannot-write' graph gout -o /no/such/folder/x.dot

mkdir tools
real_path=$PATH
tool() { ln -sf "$(command -v "$1")" tools/; }
for t in timeout tr awk grep cat env bash; do tool $t; done
PATH=$work/tools
refused 3 'no-graphviz' graph gout --format svg
printf '#!/bin/sh\nexit 1\n' >tools/dot
PATH=$real_path chmod +x tools/dot
refused 3 'cannot-draw' graph gout --format svg
PATH=$real_path
finish
