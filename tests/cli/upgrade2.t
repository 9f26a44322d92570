# An archive that keeps its documents in pieces, opened by this program.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && gunzip -c $SB_TOP/tests/archive/schema-2.db.gz >archive.db && cp $SB_TOP/tests/archive/schema-2.head archive.head
$ superbill list
| EXAMPLE-SB-2026-000001 P-1001       2026-11-13 2026-11-13     375.00     375.00  superseded by EXAMPLE-SB-2026-000005
| EXAMPLE-SB-2026-000002 P-1002       2026-11-16 2026-11-16     320.00     320.00  issued
| EXAMPLE-SB-2026-000003 P-1001       2026-11-20 2026-11-20     252.50     252.50  issued
| EXAMPLE-SB-2026-000004 P-1002       2026-11-23 2026-11-23     255.00     255.00  void
| EXAMPLE-SB-2026-000005 P-1001       2026-11-13 2026-11-13     437.50     375.00  issued
# whole, and the head did not move
$ superbill archive check
|* whole: 5 superbills, 6 entries, 5 not drawn again: by another program or layout, * bytes, * a superbill, head 41041025d0ab670c6071afe5ede294b53b103f94d7bbb2f6dffef6718e895e22
$ cmp archive.head $SB_TOP/tests/archive/schema-2.head
# the very bytes of then, by their hashes
$ superbill reprint --superseded -q --year 2026 && for f in reprints/*; do sha256sum <$f | cut -c1-12; done; superbill verify reprints/*
| 0ca46b379bb3
| 3d09c5c0ce34
| dd991a205917
| d1644a1fd7ee
| 4ae9102acd23
| reprints/EXAMPLE-SB-2026-000001.pdf: superseded EXAMPLE-SB-2026-000001: it was issued so, and replaced by EXAMPLE-SB-2026-000005
| reprints/EXAMPLE-SB-2026-000002.pdf: genuine EXAMPLE-SB-2026-000002: the very bytes that were issued
| reprints/EXAMPLE-SB-2026-000003.pdf: genuine EXAMPLE-SB-2026-000003: the very bytes that were issued
| reprints/EXAMPLE-SB-2026-000004.pdf: void EXAMPLE-SB-2026-000004: it was issued so, and made void
| reprints/EXAMPLE-SB-2026-000005.pdf: genuine EXAMPLE-SB-2026-000005: the very bytes that were issued
? 1
$ superbill reprint EXAMPLE-SB-2026-000005 --document receipt
| reprints/EXAMPLE-SB-2026-000005-receipt.pdf: charges 437.50, paid 375.00, balance 62.50
! 1 document: charges 437.50, paid 375.00, balance 62.50
# what is new goes on behind it, and both kinds are proven, exported and copied
$ superbill add -q --patient P-1002 --dx M54.59 97110:30 --date 2026-11-18 --paid full --method card --issue; superbill list | tail -1; superbill archive check | cut -d, -f1-4
| V-20261118-1002: Daniel Kowalski
|   97110    30 min   2 units     125.00
|   charges 125.00, paid 125.00, balance 0.00
| EXAMPLE-SB-2026-000006 P-1002       2026-11-18 2026-11-18     125.00     125.00  issued
| whole: 6 superbills, 7 entries, 1 drawn again, 5 not drawn again: by another program or layout
$ superbill archive backup ../copy.db && superbill archive export | wc -l
| ../copy.db: 6 superbills, 7 entries, proven
| 32
$ rm archive.db archive.head reprints/*; superbill archive restore ../copy.db 2>&1 | head -1; superbill reprint EXAMPLE-SB-2026-000001 --superseded -q; sha256sum <reprints/EXAMPLE-SB-2026-000001.pdf | cut -c1-12
| superbill: warning: no archive.head told what was issued after this copy was made
| 0ca46b379bb3
