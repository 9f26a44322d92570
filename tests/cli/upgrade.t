# An archive of the first program, opened by this one.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && gunzip -c $SB_TOP/tests/archive/schema-1.db.gz >archive.db && cp $SB_TOP/tests/archive/schema-1.head archive.head
$ superbill list
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  superseded by EXAMPLE-SB-2026-000003
| EXAMPLE-SB-2026-000002 P-1001       2026-11-13 2026-11-13     252.50     252.50  issued
| EXAMPLE-SB-2026-000003 P-1001       2026-11-06 2026-11-06     437.50     375.00  issued
| EXAMPLE-SB-2026-000004 P-1002       2026-11-10 2026-11-10     320.00     320.00  void
| EXAMPLE-SB-2026-000005 P-1002       2026-11-17 2026-11-17     255.00     255.00  issued
# every row, document and link of the chain is as it was written then; the head did not move
$ superbill archive check
|* whole: 5 superbills, 6 entries, 5 not drawn again: by another program or layout, * bytes, * a superbill, head bb306d0f8ab925a1fb99aafa7e12bc31d5d5e623e63b89541fc9f1ea5c81bd6b
$ cmp archive.head $SB_TOP/tests/archive/schema-1.head
# the very bytes of then, by their hashes, and the views of their records
$ superbill reprint --superseded -q --year 2026 && for f in reprints/*; do sha256sum <$f | cut -c1-12; done; superbill verify reprints/*
| 2f7c272132e5
| 623a1a27e81f
| 9813956ec8a1
| dfc984b5700b
| 7934a7654ef9
| reprints/EXAMPLE-SB-2026-000001.pdf: superseded EXAMPLE-SB-2026-000001: it was issued so, and replaced by EXAMPLE-SB-2026-000003
| reprints/EXAMPLE-SB-2026-000002.pdf: genuine EXAMPLE-SB-2026-000002: the very bytes that were issued
| reprints/EXAMPLE-SB-2026-000003.pdf: genuine EXAMPLE-SB-2026-000003: the very bytes that were issued
| reprints/EXAMPLE-SB-2026-000004.pdf: void EXAMPLE-SB-2026-000004: it was issued so, and made void
| reprints/EXAMPLE-SB-2026-000005.pdf: genuine EXAMPLE-SB-2026-000005: the very bytes that were issued
? 1
$ superbill reprint EXAMPLE-SB-2026-000003 --document receipt
| reprints/EXAMPLE-SB-2026-000003-receipt.pdf: charges 437.50, paid 375.00, balance 62.50
! 1 document: charges 437.50, paid 375.00, balance 62.50
# nothing is issued twice; what is new goes on behind it and is drawn again by the check
$ superbill issue -q; superbill add -q --patient P-1002 --dx M54.59 97110:30 --date 2026-11-18 --paid full --method card --issue; superbill list | tail -1; superbill archive check | cut -d, -f1-4
| V-20261118-1002: Daniel Kowalski
|   97110    30 min   2 units     125.00
|   charges 125.00, paid 125.00, balance 0.00
| EXAMPLE-SB-2026-000006 P-1002       2026-11-18 2026-11-18     125.00     125.00  issued
| whole: 6 superbills, 7 entries, 1 drawn again, 5 not drawn again: by another program or layout
! visits.ndjson:1:1: error: V-20261106-1001 stands on EXAMPLE-SB-2026-000003, and differs from what was issued in services [changed-after-issue]
!     issue the change with 'superbill correct EXAMPLE-SB-2026-000003 --reason TEXT', or restore the record
$ superbill show EXAMPLE-SB-2026-000003 | grep 'minutes were wrong'
|   entry 3, 2026-11-20: corrected: minutes were wrong
$ superbill archive backup ../copy.db && superbill archive export | wc -l
| ../copy.db: 6 superbills, 7 entries, proven
| 32
# a copy that the older program made can be put back
$ gunzip -c $SB_TOP/tests/archive/schema-1.db.gz >../old.db; rm archive.db; superbill archive restore ../old.db; superbill archive check | cut -d, -f1,2; gunzip -c $SB_TOP/tests/archive/schema-1.db.gz | cmp - ../old.db
| restored: 5 superbills
| example number 6 is marked as lost, and never given again: the next 'superbill issue' gives what stood on it a new number
| whole: 5 superbills, 7 entries
| example number 6: lost by the restore of 2026-11-20
