# The workbook alone: what month writes, byte for byte, without issuing anything.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill ledger 2026-11 -o before.xlsx
| before.xlsx: 0 superbills, charges 0.00, paid 0.00, balance 0.00
$ superbill issue -q && superbill ledger 2026-11 -o november.xlsx; ls -A
| november.xlsx: 4 superbills, charges 1202.50, paid 1202.50, balance 0.00
| archive.db
| archive.head
| before.xlsx
| november.xlsx
| out
| patients.json
| superbill.ini
| visits.ndjson
$ unzip -l november.xlsx | grep -c 'worksheets/sheet[1-9].xml'; stat -c %a november.xlsx
| 9
| 600
$ SOURCE_DATE_EPOCH=1796385600 superbill month -q 2026-11 >/dev/null; SOURCE_DATE_EPOCH=1796385600 superbill ledger -q 2026-11 -o again.xlsx; cmp again.xlsx out/2026-11/ledger.xlsx && echo the same
| the same
$ superbill ledger 2026-11 -o aetna.xlsx --payer aetna --json
| {"schema": "superbill.ledger/1", "file": "aetna.xlsx", "superbills": 2, "exceptions": 0, "charges": "627.50", "adjustments": "0.00", "paid": "627.50", "balance": "0.00"}
# a visit that would be refused is on the last sheet, with its money in no other total
$ sed -n 1p visits.ndjson | sed 's/V-20261106-1001/V-9/; s/"M25.561"/"M54.5"/; s/2026-11-06/2026-11-09/g' >>visits.ndjson
$ superbill ledger 2026-11 -o november.xlsx
| november.xlsx: 4 superbills, charges 1202.50, paid 1202.50, balance 0.00
$ unzip -p november.xlsx xl/worksheets/sheet9.xml | grep -o '<[tv][^>a-z]*>[^<]*</[tv]>' | sed 's/<[^>]*>//g'
| Visit
| Patient
| Provider
| Date
| Rule
| Severity
| Place
| Message
| What to do
| V-9
| P-1001
| hale
| 46335
| dx-not-valid-on-date
| error
| visits.ndjson:5:126
| M54.5 was billable until 2021-09-30 and is a header now; use M54.50, M54.51 or M54.59
| use the code that was in force on the date of service
| V-9
| P-1001
| hale
| 46335
| dx-pointer
| error
| visits.ndjson:5:356
| M25.561 is none of the visit's diagnoses
| name up to four of the visit's diagnoses
| V-9
| P-1001
| hale
| 46335
| dx-pointer
| error
| visits.ndjson:5:426
| M25.561 is none of the visit's diagnoses
| name up to four of the visit's diagnoses
| Charges and payments of refused visits: no other total holds them
| Refused visit
| Patient
| Provider
| Date
| Charges
| Payments
| V-9
| P-1001
| hale
| 46335
| 375
| 375
| Total
| 375
| 375
# nothing is written over by mistake, and nothing torn is left
$ superbill ledger 2026-11 -o visits.ndjson
! superbill: -o FILE names the workbook, ending in .xlsx
? 2
$ superbill ledger 2026-13 -o x.xlsx
! superbill: '2026-13' is not a month; write it as 2026-10
? 2
$ superbill ledger 2026-11
! superbill: -o FILE names the workbook, ending in .xlsx
? 2
$ superbill ledger 2026-11 -o superbill.ini/x.xlsx
! superbill.ini: error: is there, but is no folder
? 4
$ mkdir d.xlsx && superbill ledger 2026-11 -o d.xlsx; ls -A d.xlsx; ls -A | grep -c '^\.sb'
| 0
! ./d.xlsx: error: cannot be put in place: is a directory
? 1
