#!/bin/sh
# The QR code of a page after a black-and-white scan, read by another program.  Prints TAP.
cd "$(dirname "$0")/../.." || exit 2
superbill=$SB_BUILD/superbill
if ! command -v zbarimg >/dev/null 2>&1; then
    echo "1..0 # SKIP zbarimg is absent: make deps installs zbar-tools"
    exit 0
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
case=tests/golden/cases/evaluation
export SOURCE_DATE_EPOCH=1795960000
count=0
say() { # status name
    count=$((count + 1))
    [ "$1" = 0 ] && echo "ok $count - $2" || echo "not ok $count - $2"
}
scan() { # document resolution -> what the code says
    pdftoppm -r "$2" -mono -singlefile "$1" "$work/scan" &&
        zbarimg -q --nodbus --raw "$work/scan.pbm" 2>/dev/null
}

cp $case/superbill.ini $case/patients.json $case/visits.ndjson "$work"
# [document] stands once: its key goes behind it
sed -i 's/^\[document\]$/[document]\nqr = yes/' "$work/superbill.ini"
grep -q '^qr = yes' "$work/superbill.ini" || printf '\n[document]\nqr = yes\n' >>"$work/superbill.ini"
$VALGRIND "$superbill" render --config "$work/superbill.ini" --reference 2019-A_0042 -o "$work" \
    "$work/visits.ndjson" >/dev/null
say $? "a document with a code is drawn"
document=$work/2019-A_0042.pdf
hash=$("$superbill" extract "$document" | tr -d '\n' | sha256sum | cut -c1-32 | tr a-f A-F)
expected="SUPERBILL/1 2019-A_0042 $hash"
for resolution in 150 200 300; do
    [ "$(scan "$document" $resolution)" = "$expected" ]
    say $? "read at $resolution dots an inch: number and hash, nothing else"
done
"$superbill" verify --config "$work/superbill.ini" "$document" | grep -q 'unknown\|sound'
say $? "the page still agrees with its record"
qpdf --check "$document" >/dev/null
say $? "the file is sound"
pdfinfo -struct-text "$document" | grep -q Figure
say $? "the code is a figure of the tag tree"
echo "1..$count"
