#!/usr/bin/env bash
# The pages of docs/integration work when pasted, against an installation that was moved after it was made.
. "$(dirname "$0")/common.bash"
install_into "$work/first"
mv "$work/first" "$prefix"
export PKG_CONFIG_PATH=${PKG_CONFIG_PATH/first/root} LD_LIBRARY_PATH=${LD_LIBRARY_PATH/first/root} PATH=${PATH/first/root} PYTHONPATH=$source/engine/capi/python
for page in cpp c http; do
  mkdir "$work/$page"
  (cd "$work/$page" && python3 "$source/tests/install/page.py" "$source/docs/integration/$page.md") || failed "$page.md"
done
