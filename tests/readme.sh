#!/bin/sh
# What README.md shows is what the program does.
exec "${PYTHON:-/usr/bin/python3}" -B tests/run-transcripts.py README.md
