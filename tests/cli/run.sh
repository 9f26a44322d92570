#!/bin/sh
# Every transcript of this folder.
exec "${PYTHON:-/usr/bin/python3}" -B tests/run-transcripts.py tests/cli/*.t
