#!/bin/sh
# The month's workbook: part by part, cell by cell, and recalculated by LibreOffice.  Prints TAP.
cd "$(dirname "$0")/../.." || exit 2
exec "${PYTHON:-/usr/bin/python3}" -B tests/workbook/workbook.py "$@"
