#!/bin/sh
# What issues is failed and killed wherever it writes, then killed at random moments: SB_KILLS
# says how often (`make kills`: 1000, and every place of every case).
python=${PYTHON:-/usr/bin/python3}
"$python" -B tests/durable/archive.py "$SB_BUILD/fault.so"
first=$?
# shellcheck disable=SC2086 # the seed may be absent
"$python" -B tests/durable/kills.py "${SB_KILLS:-12}" ${SB_SEED:-} && exit $first
exit 1
