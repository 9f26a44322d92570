#!/bin/sh
# Statements of generated years against the superbills of the same visits; see reconcile.py.
exec "${PYTHON:-/usr/bin/python3}" -B "$(dirname "$0")/reconcile.py"
