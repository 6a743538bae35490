#!/usr/bin/env bash
# The Python module builds as a wheel without network, and works from it.
. "$(dirname "$0")/common.bash"
install_into "$prefix"
cp -r "$source/engine/capi/python" "$work/python"
cd "$work/python"
# Debian's setuptools and wheel belong to Debian's Python.
python=/usr/bin/python3
[ -x $python ] || python=python3
$python -c 'from setuptools import build_meta
build_meta.build_wheel("..")' >"$work/wheel.log" 2>&1 || failed "wheel: $(tail -5 "$work/wheel.log")"
wheel=$(ls "$work"/nosograph-*-py3-none-any.whl)
version=$(sed -n 's/^project(nosograph VERSION \([0-9.]*\).*/\1/p' "$source/CMakeLists.txt")
[[ $wheel == *nosograph-$version-* ]] || failed "the wheel is not of version $version: $wheel"
unzip -l "$wheel" | grep -q nosograph/py.typed || failed 'the wheel does not say that it is typed'
cd "$work"
PYTHONPATH=$wheel python3 -c 'import nosograph, sys
with nosograph.Engine(sys.argv[1]) as engine:
    assert nosograph.version() == sys.argv[2], nosograph.version()
    assert engine.search("heel spur")' "$prefix/share/nosograph/heel-pain.noso" "$version" || failed 'the module in the wheel'
