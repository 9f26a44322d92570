# The month: one superbill per patient, treating provider and payer.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && cut -c1-90 visits.ndjson
| {"id": "V-20261106-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-06", "
| {"id": "V-20261110-1002", "patient": "P-1002", "provider": "hale", "date": "2026-11-10", "
| {"id": "V-20261113-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-13", "
| {"id": "V-20261117-1002", "patient": "P-1002", "provider": "hale", "date": "2026-11-17", "
# a month that is not over is refused, and nothing is written
$ superbill month 2026-11; ls
| patients.json
| superbill.ini
| visits.ndjson
! superbill: 2026-11 is not over; --so-far issues what there is of it
$ superbill month 2026-11 --so-far -n
| would write out/2026-11/EXAMPLE-SB-2026-000001.pdf: charges 627.50, paid 627.50, balance 0.00
| would write out/2026-11/EXAMPLE-SB-2026-000002.pdf: charges 575.00, paid 575.00, balance 0.00
|                    this run      the month
| documents                 2              0
| charges             1202.50           0.00
| adjustments            0.00           0.00
| paid                1202.50           0.00
| balance                0.00           0.00
| refused                   0
| warnings                  0
# what issue issued stands, and comes into the month's folder; the rest becomes one superbill
$ superbill issue -q --patient P-1002
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11
| out/2026-11/EXAMPLE-SB-2026-000003.pdf: charges 627.50, paid 627.50, balance 0.00
|                    this run      the month
| documents                 1              3
| charges              627.50        1202.50
| adjustments            0.00           0.00
| paid                 627.50        1202.50
| balance                0.00           0.00
| refused                   0
| warnings                  0
| 2 issued before were put in the folder
| documents, archive, ledger and manifest agree to the cent; 0 exceptions
|* chain: 3 entries, head *
$ ls out out/2026-11; superbill archive check -q | cut -c1-32
| out:
| 2026-11
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000002.pdf
|
| out/2026-11:
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000002.pdf
| EXAMPLE-SB-2026-000003.pdf
| exceptions.csv
| ledger.xlsx
| manifest.csv
| whole: 3 superbills, 3 entries, 
$ cmp out/EXAMPLE-SB-2026-000001.pdf out/2026-11/EXAMPLE-SB-2026-000001.pdf
$ superbill show EXAMPLE-SB-2026-000003 | head -3
| EXAMPLE-SB-2026-000003  issued
|   issued 2026-12-04, patient P-1001, provider hale, payer aetna
|   to be filed by 2027-11-06
# again: nothing is issued, no document is touched, the books are the same bytes
$ find out -type f | xargs touch -t 202001010000; sha256sum out/2026-11/* >sums
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -v; find out -name '*.pdf' -newermt 2021-01-01; sha256sum --quiet -c sums
|                    this run      the month
| documents                 0              3
| charges                0.00        1202.50
| adjustments            0.00           0.00
| paid                   0.00        1202.50
| balance                0.00           0.00
| refused                   0
| warnings                  0
| documents, archive, ledger and manifest agree to the cent; 0 exceptions
|* chain: 3 entries, head *
! visits.ndjson:1:1: note: V-20261106-1001 stands on EXAMPLE-SB-2026-000003 [already-issued]
!     nothing to do; 'superbill reprint' writes the document again
! visits.ndjson:2:1: note: V-20261110-1002 stands on EXAMPLE-SB-2026-000001 [already-issued]
!     nothing to do; 'superbill reprint' writes the document again
! visits.ndjson:3:1: note: V-20261113-1001 stands on EXAMPLE-SB-2026-000003 [already-issued]
!     nothing to do; 'superbill reprint' writes the document again
! visits.ndjson:4:1: note: V-20261117-1002 stands on EXAMPLE-SB-2026-000002 [already-issued]
!     nothing to do; 'superbill reprint' writes the document again
# a document that was lost comes back
$ rm out/2026-11/EXAMPLE-SB-2026-000003.pdf; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 | tail -3 | cut -c1-40; ls out/2026-11
| 1 issued before was put in the folder
| documents, archive, ledger and manifest 
|* chain: 3 entries, head *
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000002.pdf
| EXAMPLE-SB-2026-000003.pdf
| exceptions.csv
| ledger.xlsx
| manifest.csv
# a filter takes part of the month; the books stay those of all of it
$ cat out/2026-11/* | sha256sum >../before
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 --patient P-1001 | cut -c1-42
|                    this run      the month
| documents                 0              3
| charges                0.00        1202.50
| adjustments            0.00           0.00
| paid                   0.00        1202.50
| balance                0.00           0.00
| refused                   0
| warnings                  0
| documents, archive, ledger and manifest ag
|* chain: 3 entries, head *
$ cat out/2026-11/* | sha256sum | cmp - ../before
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 --patient P-1009
! superbill: no patient has the id P-1009; did you mean P-1001?
? 1
# a visit that is refused does not keep the others; with --whole its patient waits
$ cp -r ../clinic ../other; cd ../other; rm -r archive.* out; sed -i '3s/"M25.561"/"M25.56"/' visits.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 --whole -q
! visits.ndjson:3:104: error: M25.56 is a header; billable below it: M25.561, M25.562 or M25.569 [dx-not-billable]
!     use one of the codes below it that says more
! superbill: P-1001 waits: a visit of the month is refused (--whole)
? 1
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 --whole | cut -c1-50
|                    this run      the month
| documents                 0              1
| charges                0.00         575.00
| adjustments            0.00           0.00
| paid                   0.00         575.00
| balance                0.00           0.00
| refused                   1
| waiting                   1
| warnings                  0
| documents, archive, ledger and manifest agree to t
|* chain: 1 entry, head *
! visits.ndjson:3:104: error: M25.56 is a header; billable below it: M25.561, M25.562 or M25.569 [dx-not-billable]
!     use one of the codes below it that says more
! superbill: P-1001 waits: a visit of the month is refused (--whole)
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 --json | sed 's/"findings".*"summary"/"summary"/; s/"sha256": "[0-9a-f]*"/"sha256": "..."/g; s/"head": "[0-9a-f]*"/"head": "..."/'
| {"schema": "superbill.run/1", "documents": [{"number": "EXAMPLE-SB-2026-000002", "visits": ["V-20261106-1001"], "patient": "P-1001", "file": "out/2026-11/EXAMPLE-SB-2026-000002.pdf", "charges": "375.00", "adjustments": "0.00", "paid": "375.00", "balance": "0.00", "sha256": "...", "pages": 1}], "summary": {"records": 6, "selected": 4, "refused": 1, "kept": 2, "documents": 1, "charges": "375.00", "adjustments": "0.00", "paid": "375.00", "balance": "0.00", "errors": 1, "warnings": 0, "notes": 2, "month": {"documents": 2, "delivered": 0, "waiting": 0, "exceptions": 1, "proven": true, "charges": "950.00", "adjustments": "0.00", "paid": "950.00", "balance": "0.00"}, "chain": {"entries": 2, "head": "..."}}}
# what is refused of others stays listed when a filter leaves them out
$ cat out/2026-11/* | sha256sum >../before; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 --patient P-1002 -q && cat out/2026-11/* | sha256sum | cmp - ../before; cut -d, -f1-2,5-6 out/2026-11/exceptions.csv
| visit,patient_id,rule,severity
| V-20261113-1001,P-1001,dx-not-billable,error
# a month without visits leaves nothing
$ superbill month 2026-02 && ls out
|                    this run      the month
| documents                 0              0
| charges                0.00           0.00
| adjustments            0.00           0.00
| paid                   0.00           0.00
| balance                0.00           0.00
| refused                   0
| warnings                  0
|* chain: 2 entries, head *
| 2026-11
# half a month is none
$ cd ../clinic; rm -r archive.* out; printf '{"visits": [%s,\n{"id": ]}' "$(head -1 visits.ndjson)" >half.json; superbill month 2026-10 half.json; echo $?; ls
|                    this run      the month
| documents                 0              0
| charges                0.00           0.00
| adjustments            0.00           0.00
| paid                   0.00           0.00
| balance                0.00           0.00
| refused                   1
| warnings                  0
| 3
| half.json
| patients.json
| sums
| superbill.ini
| visits.ndjson
! half.json:2:8: error: a value was expected [json-syntax]
!     correct the JSON at this place; any JSON editor shows it
! superbill: nothing was issued: half a month is none; correct the file first
# from stdin
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 - -o piped <visits.ndjson | cut -c1-70
| piped/2026-11/EXAMPLE-SB-2026-000001.pdf: charges 627.50, paid 627.50,
| piped/2026-11/EXAMPLE-SB-2026-000002.pdf: charges 575.00, paid 575.00,
|                    this run      the month
| documents                 2              2
| charges             1202.50        1202.50
| adjustments            0.00           0.00
| paid                1202.50        1202.50
| balance                0.00           0.00
| refused                   0
| warnings                  0
| documents, archive, ledger and manifest agree to the cent; 0 exception
|* chain: 2 entries, head *
$ ls -A piped piped/2026-11
| piped:
| 2026-11
|
| piped/2026-11:
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000002.pdf
| exceptions.csv
| ledger.xlsx
| manifest.csv
# what was refused, then what was warned of; the money of neither is in another total
$ cd ../other; rm -r archive.* out; sed -i '1s/"amount": "[0-9.]*"/"amount": "100.00"/' visits.ndjson; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q; cut -d, -f1-7 out/2026-11/exceptions.csv; cut -d, -f1,2,5-10 out/2026-11/manifest.csv
| visit,patient_id,provider,date,rule,severity,place
| V-20261113-1001,P-1001,hale,2026-11-13,dx-not-billable,error,visits.ndjson:3:104
| V-20261106-1001,P-1001,hale,2026-11-06,balance-due,warning,V-20261106-1001 /payments
| number,patient_id,first_date,last_date,charges,adjustments,paid,balance
| EXAMPLE-SB-2026-000001,P-1001,2026-11-06,2026-11-06,375.00,0.00,100.00,275.00
| EXAMPLE-SB-2026-000002,P-1002,2026-11-10,2026-11-17,575.00,0.00,575.00,0.00
! visits.ndjson:3:104: error: M25.56 is a header; billable below it: M25.561, M25.562 or M25.569 [dx-not-billable]
!     use one of the codes below it that says more
# for the printer
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 --merge --patient P-1002 -q 2>&1; pdfinfo out/2026-11/print.pdf | grep Pages
| Pages:           1
# wrong usage
$ superbill month
! superbill: usage: superbill month YYYY-MM [FILE...] [-o DIR] [--merge] [--split-codes] [--so-far] [--whole] [filters]
? 2
$ superbill month 2026-13
! superbill: '2026-13' is not a month; write it as 2026-10
? 2
$ superbill month visits.ndjson
! superbill: 'visits.ndjson' is not a month; write it as 2026-10
? 2
