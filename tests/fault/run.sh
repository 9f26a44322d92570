#!/bin/sh
# Fails and kills the writing commands at every call; see run.py.
SB_TOP=$(pwd)
export SB_TOP
exec "${PYTHON:-/usr/bin/python3}" -B tests/fault/run.py "$SB_BUILD/fault.so" tests/fault/cases.ini
