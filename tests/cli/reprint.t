# Copies and views of what was issued: behind a cover, for another reader, all in one file.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && rm visits.ndjson && cat >visits.ndjson
< {"visit": {"id": "V-1", "patient": "P-1001", "date": "2026-11-06", "diagnoses": ["M25.561"], "services": [{"code": "97110", "minutes": 30, "fee": "62.50"}, {"item": "Foam roller", "charge": "24.00"}, {"fee_type": "late cancellation", "charge": "50.00"}], "payments": [{"date": "2026-11-06", "amount": "140.00", "method": "hsa card"}, {"date": "2026-11-07", "amount": "20.00", "method": "card", "reference": "4242"}], "refunds": [{"date": "2026-11-08", "amount": "5.00", "method": "card", "reason": "twice"}]}}
< {"visit": {"id": "V-2", "patient": "P-1002", "date": "2026-11-07", "diagnoses": ["M54.50", "R26.89"], "services": [{"code": "97110", "minutes": 30, "fee": "62.50"}], "payments": [{"date": "2026-11-07", "amount": "125.00", "method": "check"}]}}
$ superbill render -q --document receipt -o then && superbill issue -q && ls out
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000002.pdf
# years later: other fees, another address, the records gone
$ sed -i 's/Harbor Lane/Other Street/; s/62.50/99.00/' superbill.ini && rm visits.ndjson patients.json
$ superbill reprint --patient P-1001 --document receipt && cd reprints && ls
| reprints/EXAMPLE-SB-2026-000001-receipt.pdf: charges 199.00, paid 155.00, balance 44.00
| EXAMPLE-SB-2026-000001-receipt.pdf
! 1 document: charges 199.00, paid 155.00, balance 44.00
# page and record say as the line above what is owed, and for what; it is not paid in full
$ pdftotext -layout EXAMPLE-SB-2026-000001-receipt.pdf - | sed 's/  */ /g' | grep -o 'Care, .*\|Other, .*\|.* due .*\|.* in full'; superbill extract EXAMPLE-SB-2026-000001-receipt.pdf | grep -o '"\(item_\)\?balance":"[0-9.]*"'
| Care, charges $125.00
| Care, paid $125.00
| Care, balance $0.00
| Other, charges $74.00
| Other, paid $30.00
| Other, balance $44.00
| "balance":"0.00"
| "item_balance":"44.00"
# the record is that of the receipt as it was drawn then, but for its number, which its pages show
$ superbill extract ../then/V-1-draft-receipt.pdf | sed 's/"draft":true/"draft":false/; s/"pages_sha256"/"number":"EXAMPLE-SB-2026-000001",&/; s/"pages_sha256":"[0-9a-f]*",//' >../a; superbill extract EXAMPLE-SB-2026-000001-receipt.pdf | sed 's/"pages_sha256":"[0-9a-f]*",//' >../b; cmp ../a ../b
$ pdftotext -layout EXAMPLE-SB-2026-000001-receipt.pdf - | grep -c 'Harbor Lane\|Foam roller\|Superbill number *EXAMPLE-SB-2026-000001'
| 5
$ cd ..; pdftotext reprints/EXAMPLE-SB-2026-000001-receipt.pdf - | grep -c M25
| 0
? 1
# once more it is the same file
$ cp reprints/EXAMPLE-SB-2026-000001-receipt.pdf first.pdf; SOURCE_DATE_EPOCH=1900000000 superbill reprint EXAMPLE-SB-2026-000001 --document receipt -q; cmp first.pdf reprints/EXAMPLE-SB-2026-000001-receipt.pdf
$ superbill verify first.pdf
| first.pdf: unknown EXAMPLE-SB-2026-000001: a view, sound in itself: no archive keeps its bytes
? 1
# a private copy has codes without their words
$ superbill reprint EXAMPLE-SB-2026-000002 --document private -q; pdftotext reprints/EXAMPLE-SB-2026-000002-private.pdf - | grep -c 'M54.50\|R26.89'
| 2
$ superbill extract reprints/EXAMPLE-SB-2026-000002-private.pdf | grep -o '"diagnoses":[^]]*]' | head -1
| "diagnoses":[{"code":"M54.50"},{"code":"R26.89"}]
# a copy: a cover page, then the pages that were issued
$ superbill reprint EXAMPLE-SB-2026-000001 --copy && qpdf --check reprints/EXAMPLE-SB-2026-000001-copy.pdf >check.txt && tail -1 check.txt
| reprints/EXAMPLE-SB-2026-000001-copy.pdf: charges 125.00, paid 125.00, balance 0.00
| errors that qpdf cannot detect
! 1 document: charges 125.00, paid 125.00, balance 0.00
$ pdftotext -f 1 -l 1 reprints/EXAMPLE-SB-2026-000001-copy.pdf - | grep -cx COPY; pdftotext -layout -f 2 reprints/EXAMPLE-SB-2026-000001-copy.pdf a.txt; pdftotext -layout out/EXAMPLE-SB-2026-000001.pdf b.txt; cmp a.txt b.txt
| 1
$ pdfinfo reprints/EXAMPLE-SB-2026-000001-copy.pdf | grep 'Title\|Pages\|Tagged'; grep -ac pdfaid reprints/EXAMPLE-SB-2026-000001-copy.pdf
| Title:           Copy of EXAMPLE-SB-2026-000001
| Tagged:          yes
| Pages:           2
| 2
# another day's copy takes the place of the first; what was issued never gives way
$ SOURCE_DATE_EPOCH=1900000000 superbill reprint EXAMPLE-SB-2026-000001 --copy --json | sed 's/"sha256": "[0-9a-f]*"/"sha256": "..."/; s/"findings".*//'
| {"schema": "superbill.run/1", "documents": [{"number": "EXAMPLE-SB-2026-000001", "visits": [], "patient": "P-1001", "file": "reprints/EXAMPLE-SB-2026-000001-copy.pdf", "charges": "125.00", "adjustments": "0.00", "paid": "125.00", "balance": "0.00", "sha256": "...", "pages": 2}], 
# all in one file
$ superbill reprint --year 2026 --merge sent/all.pdf && pdfinfo sent/all.pdf | grep 'Title\|Pages'; ls -l sent | grep -c '^-rw-------'
| sent/all.pdf: charges 125.00, paid 125.00, balance 0.00
| sent/all.pdf: charges 125.00, paid 125.00, balance 0.00
| Title:           Copies of 2 documents
| Pages:           2
| 1
! 2 documents: charges 250.00, paid 250.00, balance 0.00
$ cp sent/all.pdf first.pdf; superbill reprint --year 2026 --merge sent/all.pdf -q; cmp first.pdf sent/all.pdf
$ superbill reprint --year 2026 --merge receipts.pdf --document receipt --copy -q; pdfinfo receipts.pdf | grep Pages; qpdf --check receipts.pdf | tail -1
| Pages:           4
| errors that qpdf cannot detect
$ superbill reprint --year 2026 --merge none.pdf -n; ls none.pdf
| would write none.pdf: charges 125.00, paid 125.00, balance 0.00
| would write none.pdf: charges 125.00, paid 125.00, balance 0.00
! 2 documents: charges 250.00, paid 250.00, balance 0.00
! ls: cannot access 'none.pdf': No such file or directory
? 2
# what is refused
$ superbill reprint --year 2026 --merge patients.json
! superbill: --merge takes the name of a PDF: FILE.pdf
? 2
$ superbill reprint --year 2026 --merge a.pdf -o out
! superbill: --merge names its file; -o is not taken with it
? 2
$ superbill reprint --year 2026 --document claim
! superbill: --document does not take 'claim'; it takes superbill, receipt or private
? 2
$ superbill void EXAMPLE-SB-2026-000002 --reason test -q; superbill reprint EXAMPLE-SB-2026-000002 --document receipt; superbill reprint EXAMPLE-SB-2026-000002 --document receipt --superseded -q
! superbill: EXAMPLE-SB-2026-000002 is void; --superseded writes it all the same
# a copy of what no longer stands says so on its first page
$ superbill reprint EXAMPLE-SB-2026-000002 --copy --superseded -q; pdftotext -l 1 reprints/EXAMPLE-SB-2026-000002-copy.pdf - | grep -x 'COPY\|VOID'
| COPY
| VOID
$ (umask 077; echo blue-heron-42 >../password); superbill reprint EXAMPLE-SB-2026-000001 --merge a.pdf --password-file ../password
! superbill: --merge and --password-file are not taken together
? 2
# a copy may be locked like any other document
$ superbill reprint EXAMPLE-SB-2026-000001 --copy --password-file ../password; qpdf --password=blue-heron-42 --show-npages reprints/EXAMPLE-SB-2026-000001-copy-encrypted.pdf
| reprints/EXAMPLE-SB-2026-000001-copy.pdf: charges 125.00, paid 125.00, balance 0.00
| reprints/EXAMPLE-SB-2026-000001-copy-encrypted.pdf: encrypted copy
| 2
! 1 document: charges 125.00, paid 125.00, balance 0.00
# a number given twice is taken once; one that is not there is told, and the others are written
$ superbill reprint EXAMPLE-SB-2026-000001 EXAMPLE-SB-2026-000001 -o twice; superbill reprint EXAMPLE-SB-2026-000009 EXAMPLE-SB-2026-000001 SB-9 -o others; ls others
| twice/EXAMPLE-SB-2026-000001.pdf: charges 125.00, paid 125.00, balance 0.00
| others/EXAMPLE-SB-2026-000001.pdf: charges 125.00, paid 125.00, balance 0.00
| EXAMPLE-SB-2026-000001.pdf
! 1 document: charges 125.00, paid 125.00, balance 0.00
! superbill: EXAMPLE-SB-2026-000009 is the number of no superbill; did you mean EXAMPLE-SB-2026-000001?
! superbill: SB-9 is the number of no superbill
! 1 document: charges 125.00, paid 125.00, balance 0.00
$ superbill reprint SB-9; superbill reprint SB-8 SB-9
! superbill: no superbill has the number SB-9
! superbill: SB-8 is the number of no superbill
! superbill: SB-9 is the number of no superbill
? 1
# a name that nothing has is told with the nearest; an insurer has its section's id and name; an empty list is an answer
$ superbill list --patient P-9; superbill list --patient p-1001 --json; superbill list --payer unitedhealthcare --state void; superbill list --payer aetnna; superbill list --provider nobody -q; superbill list --patient P-1001 --unpaid
| {"schema": "superbill.list/1", "superbills": []}
| EXAMPLE-SB-2026-000002 P-1002       2026-11-07 2026-11-07     125.00     125.00  void
! superbill: no patient has the id P-9; superbill patient find looks for names
! superbill: no patient has the id p-1001; did you mean P-1001?
! superbill: no payer has the id aetnna; did you mean aetna?
! superbill: no provider has the id nobody
! superbill: no superbill is selected
$ superbill reprint --patient p-1001; superbill reprint --patient Maria; superbill reprint --patient 'Maria Nunez'
! superbill: no patient has the id p-1001; did you mean P-1001?
! superbill: no patient has the id Maria; superbill patient find looks for names
! superbill: no patient has that id; superbill patient find looks for names
? 1
$ superbill reprint --payer uhc
! superbill: no superbill is selected: what the filter takes is void or superseded; --superseded writes it all the same
? 1
# the name of a file is its number; a visit is told with its superbill, a day with the options that take one
$ superbill reprint out/EXAMPLE-SB-2026-000001.pdf EXAMPLE-SB-2026-000001 reprints/EXAMPLE-SB-2026-000001-receipt.pdf -o named; superbill show EXAMPLE-SB-2026-000001.pdf | head -1; superbill reprint EXAMPLE-SB-2026-00001.pdf
| named/EXAMPLE-SB-2026-000001.pdf: charges 125.00, paid 125.00, balance 0.00
| EXAMPLE-SB-2026-000001  issued
! 1 document: charges 125.00, paid 125.00, balance 0.00
! superbill: no superbill has the number EXAMPLE-SB-2026-00001.pdf; did you mean EXAMPLE-SB-2026-000001?
? 1
$ superbill show V-1
! superbill: no superbill has the number V-1; the visit of that id is on EXAMPLE-SB-2026-000001
? 1
$ superbill reprint --patient P-1001 --date 2026-11-06
! superbill: reprint has no option --date; days are selected by --since and --until, or --month
? 2
$ superbill reprint EXAMPLE-SB-2026-000001 --patient P-1001
! superbill: give numbers alone, or filters alone: they are not taken together
? 2
