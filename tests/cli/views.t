# Receipts and private copies are drawn of a number, and nobody keeps their bytes: whether the number stands the archive knows.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill issue -q; superbill reprint -q EXAMPLE-SB-2026-000001 EXAMPLE-SB-2026-000002 EXAMPLE-SB-2026-000003 --document receipt -o sent; superbill reprint -q EXAMPLE-SB-2026-000002 --document private -o sent; superbill verify sent/*.pdf
| sent/EXAMPLE-SB-2026-000001-receipt.pdf: unknown EXAMPLE-SB-2026-000001: a view, sound in itself: no archive keeps its bytes
| sent/EXAMPLE-SB-2026-000002-private.pdf: unknown EXAMPLE-SB-2026-000002: a view, sound in itself: no archive keeps its bytes
| sent/EXAMPLE-SB-2026-000002-receipt.pdf: unknown EXAMPLE-SB-2026-000002: a view, sound in itself: no archive keeps its bytes
| sent/EXAMPLE-SB-2026-000003-receipt.pdf: unknown EXAMPLE-SB-2026-000003: a view, sound in itself: no archive keeps its bytes
? 1
# a number that was made void or replaced since is told, beside what stands
$ superbill void EXAMPLE-SB-2026-000002 --reason x -q; sed -i '3s/97112/97530/' visits.ndjson; superbill correct EXAMPLE-SB-2026-000003 --reason x -q; superbill verify sent/*.pdf
| sent/EXAMPLE-SB-2026-000001-receipt.pdf: unknown EXAMPLE-SB-2026-000001: a view, sound in itself: no archive keeps its bytes
| sent/EXAMPLE-SB-2026-000002-private.pdf: void EXAMPLE-SB-2026-000002: a view of a number that was made void
| sent/EXAMPLE-SB-2026-000002-receipt.pdf: void EXAMPLE-SB-2026-000002: a view of a number that was made void
| sent/EXAMPLE-SB-2026-000003-receipt.pdf: superseded EXAMPLE-SB-2026-000003: a view of a number that was replaced by EXAMPLE-SB-2026-000005
? 1
# so with a key, and with one drawn since
$ superbill archive key -q practice.key >key; sed -i 's/^.archive.$/&\nsigning_key_file = practice.key/' superbill.ini; superbill reprint -q EXAMPLE-SB-2026-000001 EXAMPLE-SB-2026-000002 EXAMPLE-SB-2026-000003 --superseded --document receipt -o signed; superbill verify signed/*.pdf
| signed/EXAMPLE-SB-2026-000001-receipt.pdf: genuine EXAMPLE-SB-2026-000001: its record is signed with the key, and its pages agree with it
| signed/EXAMPLE-SB-2026-000002-receipt.pdf: void EXAMPLE-SB-2026-000002: a view of a number that was made void
| signed/EXAMPLE-SB-2026-000003-receipt.pdf: superseded EXAMPLE-SB-2026-000003: a view of a number that was replaced by EXAMPLE-SB-2026-000005
? 1
# what is drawn of it since says so, large; one that stands says nothing
$ for f in signed/*.pdf; do pdftotext -layout $f - | grep -A1 -o 'VOID\|SUPERSEDED by\|EXAMPLE-SB-2026-000005'; superbill extract $f | grep -o '"replaced_by":"[^"]*"\|"void":true'; done; superbill reprint -q EXAMPLE-SB-2026-000002 --superseded --document private -o again && pdftotext again/*.pdf - | grep VOID
| VOID
| "void":true
| SUPERSEDED by
| EXAMPLE-SB-2026-000005
| "replaced_by":"EXAMPLE-SB-2026-000005"
| VOID
# what was changed in it is told first
$ qpdf --qdf --object-streams=disable signed/EXAMPLE-SB-2026-000002-receipt.pdf plain.pdf; perl -pe 's/320\.00/920.00/' plain.pdf >changed.pdf; superbill verify plain.pdf changed.pdf
| plain.pdf: void EXAMPLE-SB-2026-000002: a view of a number that was made void
| changed.pdf: altered EXAMPLE-SB-2026-000002: its signature is not one of its record
? 1
# an archive that does not know the number says no more than the signature; an archive that purged it says as much
$ mkdir ../other && (cd ../other && cp ../clinic/superbill.ini ../clinic/practice.key ../clinic/*json . && superbill issue -q --visit V-20261106-1001; superbill verify ../clinic/signed/EXAMPLE-SB-2026-000003-receipt.pdf); SOURCE_DATE_EPOCH=2100000000 superbill archive purge --yes --before 2028-01-01 -q; superbill verify signed/*.pdf sent/*1-receipt.pdf
| ../clinic/signed/EXAMPLE-SB-2026-000003-receipt.pdf: genuine EXAMPLE-SB-2026-000003: its record is signed with the key, and its pages agree with it
| signed/EXAMPLE-SB-2026-000001-receipt.pdf: genuine EXAMPLE-SB-2026-000001: its record is signed with the key, and its pages agree with it
| signed/EXAMPLE-SB-2026-000002-receipt.pdf: void EXAMPLE-SB-2026-000002: a view of a number that was made void, and purged since
| signed/EXAMPLE-SB-2026-000003-receipt.pdf: superseded EXAMPLE-SB-2026-000003: a view of a number that was replaced by EXAMPLE-SB-2026-000005, and purged since
| sent/EXAMPLE-SB-2026-000001-receipt.pdf: unknown EXAMPLE-SB-2026-000001: a view, sound in itself: no archive keeps its bytes
? 1
