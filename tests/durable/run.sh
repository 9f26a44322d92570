#!/bin/sh
# What issues is failed and killed wherever it writes, then killed at random moments: SB_KILLS
# says how often (`make kills`: 1000, and every place of every case).  What the manual promises of
# it stands, sentence by sentence with its test, in tests/durable/promise.py.
python=${PYTHON:-/usr/bin/python3}
"$python" -B tests/durable/archive.py "$SB_BUILD/fault.so"
first=$?
"$python" -B tests/durable/crew.py "$SB_BUILD/fault.so" || first=1
"$python" -B tests/durable/beside.py "$SB_BUILD/fault.so" || first=1
"$python" -B tests/durable/twins.py "$SB_BUILD/fault.so" || first=1
"$python" -B tests/durable/promise.py "$SB_BUILD/fault.so" src/cli/superbill.1 || first=1
# shellcheck disable=SC2086 # the seed may be absent
"$python" -B tests/durable/kills.py "${SB_KILLS:-12}" ${SB_SEED:-} && exit $first
exit 1
