# A document that cannot be put in its folder is safe in the archive, and holds up nothing else.
$ superbill init -q clinic && cd clinic && sed -n 3,4p visits.ndjson >later && sed -i 3,4d visits.ndjson && mkdir usb && ln -s nowhere usb/EXAMPLE-SB-2026-000001.pdf && ln -s nowhere usb/EXAMPLE-SB-2026-000002.pdf && superbill issue -j1 -o usb
! usb/EXAMPLE-SB-2026-000001.pdf: error: is there with other bytes, and is not replaced; EXAMPLE-SB-2026-000001 is issued and safe in the archive: 'superbill reprint EXAMPLE-SB-2026-000001' writes it
? 4
# its folder is gone for good: what is left is issued, said, and the exit status tells of the older
$ rm -r usb; touch usb; head -1 later >>visits.ndjson; superbill issue; ls out
| out/EXAMPLE-SB-2026-000003.pdf: charges 252.50, paid 252.50, balance 0.00
| EXAMPLE-SB-2026-000003.pdf
! 1 document: charges 252.50, paid 252.50, balance 0.00 (-v shows 2 notes)
! {DIR}/clinic/usb: error: is there, but is no folder; EXAMPLE-SB-2026-000001 and 1 more are safe in the archive: 'superbill reprint', by number or with --year, writes them
$ superbill add --patient P-1001 --like last --date 2026-11-19 --issue -q; superbill issue -q --json | grep -o '"status": "write"'
| V-20261119-1001: María T Ellison-Núñez
|   97110    30 min   2 units     125.00
|   97112    15 min   1 unit       62.50
|   97140    15 min   1 unit       65.00
|   charges 252.50, paid 0.00, balance 252.50
| "status": "write"
! {DIR}/clinic/usb: error: is there, but is no folder; EXAMPLE-SB-2026-000001 and 1 more are safe in the archive: 'superbill reprint', by number or with --year, writes them; V-20261119-1001 was added and issued
$ superbill correct EXAMPLE-SB-2026-000003 --reason 'the code' -q; sed -i '/V-20261113-1001/s/97110/97530/' visits.ndjson; superbill correct EXAMPLE-SB-2026-000003 --reason 'the code'
| out/EXAMPLE-SB-2026-000005.pdf: charges 259.50, paid 252.50, balance 7.00
! superbill: EXAMPLE-SB-2026-000003 would not change: nothing on the page differs
! {DIR}/clinic/usb: error: is there, but is no folder; EXAMPLE-SB-2026-000001 and 1 more are safe in the archive: 'superbill reprint', by number or with --year, writes them
! visits.ndjson:3:254: warning: 7.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 259.50, paid 252.50, balance 7.00; 1 warning
! {DIR}/clinic/usb: error: is there, but is no folder; EXAMPLE-SB-2026-000001 and 1 more are safe in the archive: 'superbill reprint', by number or with --year, writes them
? 4
# and the month has its documents and its books
$ superbill month 2026-11 --so-far; ls out/2026-11
|                    this run      the month
| documents                 0              4
| charges                0.00        1207.00
| adjustments            0.00           0.00
| paid                   0.00         947.50
| balance                0.00         259.50
| refused                   0
| warnings                  0
| 4 issued before were put in the folder
| documents, archive, ledger and manifest agree to the cent; 2 exceptions
|* chain: 5 entries, head *
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000002.pdf
| EXAMPLE-SB-2026-000004.pdf
| EXAMPLE-SB-2026-000005.pdf
| exceptions.csv
| ledger.xlsx
| manifest.csv
! {DIR}/clinic/usb: error: is there, but is no folder; EXAMPLE-SB-2026-000001 and 1 more are safe in the archive: 'superbill reprint', by number or with --year, writes them
# what is written elsewhere is delivered, one after the other; copies and one file of many are not that
$ superbill reprint EXAMPLE-SB-2026-000001 -q; superbill issue -q
! {DIR}/clinic/usb: error: is there, but is no folder; EXAMPLE-SB-2026-000002 is safe in the archive: 'superbill reprint EXAMPLE-SB-2026-000002' writes it
? 4
$ superbill reprint EXAMPLE-SB-2026-000002 -q --copy; superbill reprint EXAMPLE-SB-2026-000002 -q --merge all.pdf; superbill reprint EXAMPLE-SB-2026-000002 -q -n; superbill issue -q
! {DIR}/clinic/usb: error: is there, but is no folder; EXAMPLE-SB-2026-000002 is safe in the archive: 'superbill reprint EXAMPLE-SB-2026-000002' writes it
? 4
$ superbill reprint --year 2026 -q; superbill issue -q; superbill month 2026-11 --so-far -q; superbill archive check | cut -d, -f1-2
| whole: 5 superbills, 5 entries
