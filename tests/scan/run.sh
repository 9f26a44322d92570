#!/bin/sh
# What a scanner makes of the page: 200 dots an inch, black and white, read by tesseract.
cd "$(dirname "$0")/../.." || exit 2
command -v tesseract >/dev/null 2>&1 || {
    echo "1..0 # SKIP tesseract is absent (package tesseract-ocr)"
    exit 0
}
exec "${PYTHON:-/usr/bin/python3}" -B tests/scan/scan.py
