#!/usr/bin/env bash
# cppcheck.sh: cppcheck over all sources; anything that tests/cppcheck-exceptions.txt does not name is an error. It sees our
# headers only: it would take hours over those of the libraries, and learn nothing.
set -eu
cd "$(dirname "$0")/.."
headers=()
for folder in ontology/base/include ontology/include import/include engine/include engine/fhir engine import ontology ontology/base cli; do
  headers+=(-I "$folder")
done
# The cache makes the next run one of seconds.
mkdir -p build/cppcheck
cppcheck --quiet --std=c++20 --language=c++ --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
  --suppressions-list=tests/cppcheck-exceptions.txt --cppcheck-build-dir=build/cppcheck -j "$(nproc)" "${headers[@]}" \
  --template='{file}:{line}: {severity}[{id}] {message}' ontology import engine cli
