#!/bin/sh
# Golden documents: drawn by the program, judged clause by clause, compared with what is kept.
cd "$(dirname "$0")/../.." || exit 2
exec "${PYTHON:-/usr/bin/python3}" -B tests/golden/golden.py "$@"
