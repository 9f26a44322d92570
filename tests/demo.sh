#!/bin/sh
# What `make demo` shows: a practice folder made by the program, and its documents.
set -eu
program=$(pwd)/build/superbill
test -x "$program" || { echo "the program is not there yet" >&2; exit 1; }
rm -rf build/demo
"$program" init build/demo
cd build/demo
# one patient gets a superbill a visit, the other one for the month
"$program" issue --patient P-1002 -o out
# the example's visits lie in the last weeks: in this month, or in the one before too
for month in $(grep -o '"date": "[0-9]*-[0-9]*' visits.ndjson | cut -d'"' -f4 | sort -u); do
    "$program" month "$month" --so-far
done
"$program" list
echo "the documents:"
find "$(pwd)/out" -name '*.pdf' | sort | sed 's/^/  /'
echo "the workbook, and the lists beside it:"
find "$(pwd)/out" -name '*.xlsx' -o -name '*.csv' | sort | sed 's/^/  /'
