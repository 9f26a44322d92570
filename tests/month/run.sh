#!/bin/sh
# A month of many visits, some broken in every way; worker counts, kills.  SB_MONTH says how many
# visits (`make month-big`: 10000).
exec "${PYTHON:-/usr/bin/python3}" -B tests/month/month.py "${SB_MONTH:-1000}"
