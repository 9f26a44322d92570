#!/bin/sh
# Generated documents, judged clause by clause and by independent readers; SB_DOCUMENTS of them.
cd "$(dirname "$0")/../.." || exit 2
exec "${PYTHON:-/usr/bin/python3}" -B tests/documents/documents.py
