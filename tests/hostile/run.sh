#!/bin/sh
# Files that mean harm, given to verify and extract: each has its answer, within bounds.
cd "$(dirname "$0")/../.." || exit 2
exec "${PYTHON:-/usr/bin/python3}" -B tests/hostile/hostile.py
