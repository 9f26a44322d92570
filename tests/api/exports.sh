#!/bin/sh
# What a shared library exports, a name a line: exports.sh LIBRARY.
nm -D --defined-only "$1" | awk '$2 != "A" { print $3 }' | LC_ALL=C sort
