# Correction of superbills that stand for several visits.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && export SOURCE_DATE_EPOCH=1796385600 && superbill month 2026-11 | head -2; superbill list
| out/2026-11/EXAMPLE-SB-2026-000001.pdf: charges 627.50, paid 627.50, balance 0.00
| out/2026-11/EXAMPLE-SB-2026-000002.pdf: charges 575.00, paid 575.00, balance 0.00
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-13     627.50     627.50  issued
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-17     575.00     575.00  issued
# nothing changed; then one of two visits
$ SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000001 --reason none
! superbill: EXAMPLE-SB-2026-000001 would not change: nothing on the page differs
! 6 records, no document
? 1
$ cp visits.ndjson before.ndjson; sed -i '3s/"minutes": 30/"minutes": 38/' visits.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q
! visits.ndjson:3:1: error: V-20261113-1001 stands on EXAMPLE-SB-2026-000001, and differs from what was issued in services [changed-after-issue]
!     issue the change with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT', or restore the record
? 1
$ SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000001 --reason 'minutes were wrong'
| out/EXAMPLE-SB-2026-000003.pdf: charges 690.00, paid 627.50, balance 62.50
! visits.ndjson:3:254: warning: 62.50 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 690.00, paid 627.50, balance 62.50; 1 warning
$ superbill show EXAMPLE-SB-2026-000003 | sed -n '/changed/,$p'; superbill list
|   changed against EXAMPLE-SB-2026-000001:
|     /balance: "0.00" -> "62.50"
|     /charges: "627.50" -> "690.00"
|     /lines/3/charge: "125.00" -> "187.50"
|     /lines/3/minutes: 30 -> 38
|     /lines/3/paid: "125.00" -> "187.50"
|     /lines/3/units: 2 -> 3
|     /lines/5/paid: "65.00" -> "2.50"
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-13     627.50     627.50  superseded by EXAMPLE-SB-2026-000003
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-17     575.00     575.00  issued
| EXAMPLE-SB-2026-000003 P-1001       2026-11-06 2026-11-13     690.00     627.50  issued
# the month does not issue it again, and its books hold the corrected one
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q; cut -d, -f1,7 out/2026-11/manifest.csv; superbill archive check | cut -d, -f1,2
| number,charges
| EXAMPLE-SB-2026-000002,575.00
| EXAMPLE-SB-2026-000003,690.00
| whole: 3 superbills, 3 entries
# --from holds the changed visit alone: the other is as it was issued
$ sed -n 3p before.ndjson >fixed.ndjson; mv visits.ndjson gone.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000003 --from fixed.ndjson --reason 'they were right'; mv gone.ndjson visits.ndjson
| out/EXAMPLE-SB-2026-000004.pdf: charges 627.50, paid 627.50, balance 0.00
! 1 document: charges 627.50, paid 627.50, balance 0.00
$ superbill show EXAMPLE-SB-2026-000004 | sed -n '/changed/,$p'
|   changed against EXAMPLE-SB-2026-000003:
|     /balance: "62.50" -> "0.00"
|     /charges: "690.00" -> "627.50"
|     /lines/3/charge: "187.50" -> "125.00"
|     /lines/3/minutes: 38 -> 30
|     /lines/3/paid: "187.50" -> "125.00"
|     /lines/3/units: 3 -> 2
|     /lines/5/paid: "2.50" -> "65.00"
# a visit that is not there any more
$ sed -i 1d visits.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000004 --reason gone
! visits.ndjson:2:254: warning: 62.50 of the charges is not paid [balance-due]
!     add the payment once it is made
! superbill: EXAMPLE-SB-2026-000004 cannot be corrected: the records lack its visit V-20261106-1001
! 5 records, no document: 1 warning
? 1
$ cp before.ndjson visits.ndjson
# a visit that is refused keeps its superbill as it is; others are corrected
$ sed -i '1s/"97161"/"97999"/; 2s/"minutes": 23/"minutes": 38/' visits.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill correct --year 2026 --reason both
| out/EXAMPLE-SB-2026-000005.pdf: charges 637.50, paid 575.00, balance 62.50
! visits.ndjson:1:304: error: 97999 has no charge, and no fee is listed for it [charge-missing]
!     add the code to [fees], or a fee or charge to the service
! visits.ndjson:1:313: warning: 97999 is not in the tables: it needs text and a charge of its own [code-unknown]
!     check the code; a code of your own needs text and a charge
! visits.ndjson:2:194: warning: 62.50 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 637.50, paid 575.00, balance 62.50; 1 error, 2 warnings (-v shows 1 note)
? 1
$ cp before.ndjson visits.ndjson
# visits of two therapists do not belong on one page
$ printf '[provider lee]\nname = Jordan Lee\ncredentials = PT\nnpi = 1245319599\nlicense = OR PT-9917\n' >>superbill.ini; sed -i '3s/"provider": "hale"/"provider": "lee"/' visits.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000004 --reason therapist
! superbill: EXAMPLE-SB-2026-000004 has visits that no longer belong together: make it void, and issue them anew
! 6 records, no document
? 1
$ sed -n 3p visits.ndjson >fixed.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000004 --reason therapist --from fixed.ndjson
! superbill: EXAMPLE-SB-2026-000004 has visits that no longer belong together: make it void, and issue them anew
! 3 records, no document
? 1
# a changed visit of another superbill in --from
$ sed '2s/"minutes": 23/"minutes": 53/; 3s/"minutes": 30/"minutes": 38/' before.ndjson >fixed.ndjson; cp before.ndjson visits.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000004 --reason more --from fixed.ndjson; superbill archive check | cut -d, -f1,2
| out/EXAMPLE-SB-2026-000006.pdf: charges 690.00, paid 627.50, balance 62.50
| whole: 6 superbills, 6 entries
! fixed.ndjson:2:1: error: V-20261110-1002 was changed, and stands on EXAMPLE-SB-2026-000005, which is not to be corrected [on-another-superbill]
!     name that superbill's number too, or leave the visit out
! fixed.ndjson:3:254: warning: 62.50 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 690.00, paid 627.50, balance 62.50; 1 error, 1 warning
# programs are told everything
$ superbill show EXAMPLE-SB-2026-000006 | grep 'issued with'; superbill show EXAMPLE-SB-2026-000006 --json | python3 -c 'import json, sys
> shown = json.load(sys.stdin)
> print(" ".join(shown)); print(shown["lines"][1]["minutes"], shown["warnings"][0]["rule"], shown["history"][0]["reason"], len(shown["changes"]))'
|   issued with: 62.50 of the charges is not paid [balance-due]
| schema number state example replaces replaced_by patient provider payer visits first_date last_date issued_at issued_on file_by charges adjustments paid balance pages size sha256 record_sha256 template tables program undelivered lines payments warnings history changes record
| 24 balance-due more 9
$ SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000001 EXAMPLE-SB-2026-000006 --from fixed.ndjson --reason again --json | python3 -c 'import json, sys
> run = json.load(sys.stdin)
> print(run["refused"], [f["rule"] for f in run["findings"]])'
| [{'record': 'EXAMPLE-SB-2026-000001', 'text': 'is superseded by EXAMPLE-SB-2026-000003'}, {'record': 'EXAMPLE-SB-2026-000006', 'text': 'would not change: nothing on the page differs'}] ['on-another-superbill', 'balance-due']
$ superbill void EXAMPLE-SB-2026-000005 EXAMPLE-SB-2026-000006 EXAMPLE-SB-2026-000001 --reason 'never took place' --json | sed 's/"findings.*//'
| {"schema": "superbill.run/1", "documents": [], "changed": "EXAMPLE-SB-2026-000006", "numbers": ["EXAMPLE-SB-2026-000005", "EXAMPLE-SB-2026-000006"], "refused": [{"record": "EXAMPLE-SB-2026-000001", "text": "is superseded by EXAMPLE-SB-2026-000003"}], 
# a number given twice is corrected, or made void, once; of several runs at once one makes it void, and the others say that it is
$ TZ=America/Los_Angeles superbill init -q twice && cd twice && superbill issue -q && sed -i '1s/"minutes": 24/"minutes": 25/' visits.ndjson && superbill correct EXAMPLE-SB-2026-000001 EXAMPLE-SB-2026-000001 --reason twice -q; superbill void EXAMPLE-SB-2026-000002 EXAMPLE-SB-2026-000099 EXAMPLE-SB-2026-000002 --reason twice; superbill list
| EXAMPLE-SB-2026-000002: void
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  superseded by EXAMPLE-SB-2026-000005
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-10     320.00     320.00  void
| EXAMPLE-SB-2026-000003 P-1001       2026-11-13 2026-11-13     252.50     252.50  issued
| EXAMPLE-SB-2026-000004 P-1002       2026-11-17 2026-11-17     255.00     255.00  issued
| EXAMPLE-SB-2026-000005 P-1001       2026-11-06 2026-11-06     375.00     375.00  issued
! superbill: EXAMPLE-SB-2026-000099 is the number of no superbill; did you mean EXAMPLE-SB-2026-000001?
$ python3 -c 'import subprocess
> command = ["superbill", "void", "EXAMPLE-SB-2026-000003", "--reason", "at once"]
> runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for i in range(4)]
> print(sorted(run.wait() for run in runs))'; superbill list --state void
| [0, 1, 1, 1]
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-10     320.00     320.00  void
| EXAMPLE-SB-2026-000003 P-1001       2026-11-13 2026-11-13     252.50     252.50  void
# An address that no page prints is in no record; a layout of one's own may print it on superbills, and then it is.
$ cd .. && rm -rf clinic && TZ=America/Los_Angeles superbill init -q clinic && cd clinic && sed -i 's/"id": "P-1001",/"id": "P-1001", "email": "m@example.org",/' patients.json && superbill issue -q --visit V-20261106-1001 && sed -i 's/m@example/n@example/' patients.json && superbill correct EXAMPLE-SB-2026-000001 --reason address
! superbill: EXAMPLE-SB-2026-000001 would not change: nothing on the page differs
! 6 records, no document
? 1
$ for d in superbill receipt private; do superbill render -q --document $d --visit V-20261113-1001 -o as; done; superbill year 2026 --patient P-1001 -q -o as; for f in as/*.pdf; do superbill extract $f | grep -c 'example.org'; done
| 0
| 0
| 0
| 0
? 1
$ sed 's/^phone = Phone$/&\nemail = Email/' "$SB_TOP/templates/standard.ini" >own.ini && sed -i 's/^template = .*/template = own.ini/' superbill.ini && superbill correct EXAMPLE-SB-2026-000001 --reason address && superbill extract out/EXAMPLE-SB-2026-000002.pdf | grep -o '"email":"[a-z]*@example.org"'; pdftotext out/EXAMPLE-SB-2026-000002.pdf - | grep -c 'n@example.org'
| out/EXAMPLE-SB-2026-000002.pdf: charges 375.00, paid 375.00, balance 0.00
| "email":"n@example.org"
| 1
! 1 document: charges 375.00, paid 375.00, balance 0.00
$ superbill archive check -q | cut -d, -f1; superbill reprint EXAMPLE-SB-2026-000002 --document receipt -q; superbill extract reprints/EXAMPLE-SB-2026-000002-receipt.pdf | grep -c 'n@example'
| whole: 2 superbills
| 0
? 1
