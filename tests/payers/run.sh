#!/bin/sh
# Each fact of a payer profile changes what check says of a visit.  Prints TAP.
cd "$(dirname "$0")/../.." || exit 2
exec "${PYTHON:-/usr/bin/python3}" -B tests/payers/facts.py
