# What was void stays void when it is purged: its visits are not issued again unasked.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill issue -q && superbill void EXAMPLE-SB-2026-000002 EXAMPLE-SB-2026-000004 --reason 'never took place' -q && cp -r ../clinic ../changed && superbill issue -v 2>&1 | grep void
| visits.ndjson:2:1: note: V-20261110-1002 stood on EXAMPLE-SB-2026-000002, which is void, and has not changed since [already-issued]
| visits.ndjson:4:1: note: V-20261117-1002 stood on EXAMPLE-SB-2026-000004, which is void, and has not changed since [already-issued]
$ SOURCE_DATE_EPOCH=2100000000 superbill archive purge --yes --before 2028-01-01 -q; superbill archive check | cut -d, -f1-3
| whole: 0 superbills, 10 entries, 4 purged
$ superbill issue -v; superbill month 2026-11 --so-far -q; superbill issue -q --json | grep -o '"documents": \[[^]]*\]'; superbill list
| "documents": []
! visits.ndjson:1:1: note: V-20261106-1001 stood on EXAMPLE-SB-2026-000001, which was purged [already-issued]
!     nothing to do; 'superbill issue --again --visit ID' gives the visit a new number
! visits.ndjson:2:1: note: V-20261110-1002 stood on EXAMPLE-SB-2026-000002, which is void and was purged, and has not changed since [already-issued]
!     change the record, or name it with 'superbill issue --again --visit ID'
! visits.ndjson:3:1: note: V-20261113-1001 stood on EXAMPLE-SB-2026-000003, which was purged [already-issued]
!     nothing to do; 'superbill issue --again --visit ID' gives the visit a new number
! visits.ndjson:4:1: note: V-20261117-1002 stood on EXAMPLE-SB-2026-000004, which is void and was purged, and has not changed since [already-issued]
!     change the record, or name it with 'superbill issue --again --visit ID'
! 4 visits stand on superbills already
! superbill: no superbill is selected
$ superbill verify out/EXAMPLE-SB-2026-000002.pdf
| out/EXAMPLE-SB-2026-000002.pdf: void EXAMPLE-SB-2026-000002: it was issued so, made void, and purged since
? 1
# among other numbers each is told why it is not there
$ superbill reprint EXAMPLE-SB-2026-000002 EXAMPLE-SB-2026-000099 V-20261110-1002
! superbill: EXAMPLE-SB-2026-000002 was purged: only its entry in the chain is left; 'superbill issue --again --visit ID' gives a visit of it a new number
! superbill: EXAMPLE-SB-2026-000099 is the number of no superbill
! superbill: V-20261110-1002 is the number of no superbill; the visit of that id was on EXAMPLE-SB-2026-000002, which was purged
? 1
# the way out is the same: the visit is named, once
$ superbill issue --again --visit V-20261110-1002; superbill issue -v --visit V-20261110-1002; superbill archive check | cut -d, -f1-3; superbill verify out/EXAMPLE-SB-2026-000002.pdf
| out/EXAMPLE-SB-2026-000005.pdf: charges 320.00, paid 320.00, balance 0.00
| whole: 1 superbills, 12 entries, 4 purged
| out/EXAMPLE-SB-2026-000002.pdf: void EXAMPLE-SB-2026-000002: it was issued so, made void, and purged since
! 1 document: charges 320.00, paid 320.00, balance 0.00
! visits.ndjson:2:1: note: V-20261110-1002 stands on EXAMPLE-SB-2026-000005 [already-issued]
!     nothing to do; 'superbill reprint' writes the document again
! 1 visit stands on a superbill already
? 1
# that one is void, too, and older purges say nothing of it any more
$ superbill void EXAMPLE-SB-2026-000005 --reason 'nor did this' -q; superbill issue -v 2>&1 | grep void; SOURCE_DATE_EPOCH=2100000000 superbill archive purge --yes --before 2028-01-01 -q; superbill issue -v 2>&1 | grep void; superbill archive check | cut -d, -f1-3
| visits.ndjson:2:1: note: V-20261110-1002 stood on EXAMPLE-SB-2026-000005, which is void, and has not changed since [already-issued]
| visits.ndjson:4:1: note: V-20261117-1002 stood on EXAMPLE-SB-2026-000004, which is void and was purged, and has not changed since [already-issued]
| visits.ndjson:2:1: note: V-20261110-1002 stood on EXAMPLE-SB-2026-000005, which is void and was purged, and has not changed since [already-issued]
| visits.ndjson:4:1: note: V-20261117-1002 stood on EXAMPLE-SB-2026-000004, which is void and was purged, and has not changed since [already-issued]
| whole: 0 superbills, 14 entries, 5 purged
# or its record changes: then it is issued unasked, as it would have been before the purge
$ sed -i '/"V-20261117-1002"/s/97110/97530/' visits.ndjson; superbill issue -q; superbill list; superbill archive check | cut -d, -f1-3; superbill archive export | grep -o '"event":"released".*"number":"[^"]*"' | cut -d, -f4
| EXAMPLE-SB-2026-000006 P-1002       2026-11-17 2026-11-17     262.00     255.00  issued
| whole: 1 superbills, 16 entries, 5 purged
| "number":"EXAMPLE-SB-2026-000002"
| "number":"EXAMPLE-SB-2026-000004"
# in what order they are purged makes no difference: of two void ones the last tells
$ cd ../changed && SOURCE_DATE_EPOCH=1900000000 superbill issue -q --again --visit V-20261110-1002 && superbill void EXAMPLE-SB-2030-000005 --reason 'nor did this' -q; for year in 2028 2032; do SOURCE_DATE_EPOCH=2200000000 superbill archive purge --yes --before $year-01-01 -q; superbill list | cut -d' ' -f1; superbill issue -v 2>&1 | grep V-20261110; done; superbill archive check | cut -d, -f1-3
| EXAMPLE-SB-2030-000005
| visits.ndjson:2:1: note: V-20261110-1002 stood on EXAMPLE-SB-2030-000005, which is void, and has not changed since [already-issued]
| visits.ndjson:2:1: note: V-20261110-1002 stood on EXAMPLE-SB-2030-000005, which is void and was purged, and has not changed since [already-issued]
| whole: 0 superbills, 13 entries, 5 purged
! superbill: no superbill is selected
# what was corrected, and whose correction is younger than the purge, leaves the visit to that
$ cd .. && TZ=America/Los_Angeles superbill init -q young && cd young && superbill issue -q && sed -i '1s/97110/97530/' visits.ndjson && SOURCE_DATE_EPOCH=1900000000 superbill correct EXAMPLE-SB-2026-000001 --reason 'the code' -q; SOURCE_DATE_EPOCH=2100000000 superbill archive purge --yes --before 2028-01-01 -q; superbill list; superbill issue -v --visit V-20261106-1001; superbill archive check | cut -d, -f1-3
| EXAMPLE-SB-2030-000005 P-1001       2026-11-06 2026-11-06     382.00     375.00  issued
| whole: 1 superbills, 9 entries, 4 purged
! visits.ndjson:1:1: note: V-20261106-1001 stands on EXAMPLE-SB-2030-000005 [already-issued]
!     nothing to do; 'superbill reprint' writes the document again
! 1 visit stands on a superbill already
$ superbill void EXAMPLE-SB-2030-000005 --reason 'never took place' -q; superbill issue -v --visit V-20261106-1001; SOURCE_DATE_EPOCH=2200000000 superbill archive purge --yes --before 2032-01-01 -q; superbill issue -v --visit V-20261106-1001; superbill archive check | cut -d, -f1-3
| whole: 0 superbills, 11 entries, 5 purged
! visits.ndjson:1:1: note: V-20261106-1001 stood on EXAMPLE-SB-2030-000005, which is void, and has not changed since [already-issued]
!     change the record, or name it with 'superbill issue --again --visit ID'
! 1 visit stands on a superbill already
! visits.ndjson:1:1: note: V-20261106-1001 stood on EXAMPLE-SB-2030-000005, which is void and was purged, and has not changed since [already-issued]
!     change the record, or name it with 'superbill issue --again --visit ID'
! 1 visit stands on a superbill already
# an archive of the first program, too
$ cd .. && TZ=America/Los_Angeles superbill init -q old && cd old && gunzip -c $SB_TOP/tests/archive/schema-1.db.gz >archive.db && cp $SB_TOP/tests/archive/schema-1.head archive.head; SOURCE_DATE_EPOCH=2100000000 superbill archive purge --yes --before 2028-01-01 -q; superbill issue -v --visit V-20261110-1002; superbill archive check | cut -d, -f1-3
| whole: 0 superbills, 11 entries, 5 purged
! visits.ndjson:2:1: note: V-20261110-1002 stood on EXAMPLE-SB-2026-000004, which is void and was purged, and has not changed since [already-issued]
!     change the record, or name it with 'superbill issue --again --visit ID'
! 1 visit stands on a superbill already
