#!/bin/sh
# What `make demo` shows: a practice folder made by the program, and its documents.
set -eu
program=$(pwd)/build/superbill
test -x "$program" || { echo "the program is not there yet" >&2; exit 1; }
rm -rf build/demo
"$program" init build/demo
cd build/demo
"$program" issue -o out
"$program" list
echo "the documents:"
find "$(pwd)/out" -name '*.pdf' | sort | sed 's/^/  /'
