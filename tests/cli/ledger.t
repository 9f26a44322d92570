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
| Charges and payments that stand on no superbill: no other total holds them
| Visit
| Patient
| Provider
| Date
| Charges
| Payments
| Why
| V-9
| P-1001
| hale
| 46335
| 375
| 375
| refused
| Total
| 375
| 375
# what is not care, whose minutes earn no unit, or who wants no superbill: in the ledger alone
$ printf '%s\n' '{"id": "L-1", "patient": "P-1001", "provider": "hale", "date": "2026-11-10", "services": [{"fee_type": "late cancellation", "charge": "75.00"}], "payments": [{"date": "2026-11-10", "amount": "75.00", "method": "cash"}]}' '{"id": "L-2", "patient": "P-1001", "provider": "hale", "date": "2026-11-11", "diagnoses": ["M25.561"], "services": [{"code": "97110", "minutes": 7}], "payments": [{"date": "2026-11-11", "amount": "30.00", "method": "cash"}]}' '{"id": "L-3", "patient": {"id": "P-3", "name": {"first": "No", "last": "Bill"}, "birth_date": "1990-01-01", "superbills": "none"}, "provider": "hale", "date": "2026-11-11", "diagnoses": ["M25.561"], "services": [{"code": "97110", "minutes": 30}, {"item": "Foam roller", "charge": "24.00"}], "payments": [{"date": "2026-11-11", "amount": "149.00", "method": "cash"}]}' '{"id": "L-4", "patient": "P-1002", "provider": "hale", "date": "2026-11-12", "diagnoses": ["M54.59"], "services": [{"code": "97110", "minutes": 30}, {"item": "Foam roller", "charge": "24.00"}], "payments": [{"date": "2026-11-12", "amount": "149.00", "method": "cash"}]}' >apart.ndjson
$ superbill issue apart.ndjson patients.json
| out/EXAMPLE-SB-2026-000005.pdf: charges 125.00, paid 125.00, balance 0.00
! apart.ndjson:2:146: warning: 97110: 7 minutes earn no unit by the AMA rule [units-zero]
!     leave it as documentation, or correct the minutes
! apart.ndjson:2:163: warning: 30.00 more is paid than charged [paid-exceeds]
!     check the payments; what is over shows as a credit
! apart.ndjson:3:26: warning: the patient has no address [address-missing]
!     add the patient's address as the insurer has it
! 1 document: charges 125.00, paid 125.00, balance 0.00; 3 warnings (-v shows 3 notes)
$ superbill issue apart.ndjson patients.json --visit L-2
! apart.ndjson:2:146: warning: 97110: 7 minutes earn no unit by the AMA rule [units-zero]
!     leave it as documentation, or correct the minutes
! apart.ndjson:2:163: warning: 30.00 more is paid than charged [paid-exceeds]
!     check the payments; what is over shows as a credit
! 6 records, no document: 2 warnings
$ superbill ledger 2026-11 apart.ndjson patients.json -o november.xlsx
| november.xlsx: 5 superbills, charges 1327.50, paid 1327.50, balance 0.00
$ unzip -p november.xlsx xl/worksheets/sheet9.xml | grep -o '<[tv][^>a-z]*>[^<]*</[tv]>' | sed 's/<[^>]*>//g; 1,/^Why$/d' | tr '\n' ' '
| L-1 P-1001 hale 46336 75 75 no care to bill L-2 P-1001 hale 46337 0 30 no care to bill L-3 P-3 hale 46337 149 149 no superbill yet, or none wished L-4 P-1002 hale 46338 24 beside the care, paid with it Total 248 254 {no line end}
$ unzip -p november.xlsx xl/worksheets/sheet1.xml | grep -o '<[tv][^>a-z]*>[^<]*</[tv]>' | sed 's/<[^>]*>//g' | sed -n '/^Received in the month, by/,/^By week/p' | tr '\n' ' '
| Received in the month, by payment date 1351.5 Applied to the month's visits 1327.5 On no superbill: charges 248 On no superbill: payments 254 By week {no line end}
# a changed visit stands on its superbill as it was, and is not counted twice; one of a void superbill stands nowhere
$ superbill void EXAMPLE-SB-2026-000005 --reason twice && sed -i '2s/"minutes": 23/"minutes": 38/' visits.ndjson
| EXAMPLE-SB-2026-000005: void
$ superbill ledger 2026-11 visits.ndjson apart.ndjson patients.json -o november.xlsx; unzip -p november.xlsx xl/worksheets/sheet9.xml | grep -o '<[tv][^>a-z]*>[^<]*</[tv]>' | sed 's/<[^>]*>//g; 1,/^Why$/d' | tr '\n' ' '
| november.xlsx: 4 superbills, charges 1202.50, paid 1202.50, balance 0.00
| V-9 P-1001 hale 46335 375 375 refused L-1 P-1001 hale 46336 75 75 no care to bill L-2 P-1001 hale 46337 0 30 no care to bill L-3 P-3 hale 46337 149 149 no superbill yet, or none wished L-4 P-1002 hale 46338 149 149 its superbill is void Total 748 778 {no line end}
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
