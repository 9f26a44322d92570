# Visits added after a session.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic
$ superbill add --patient P-1001 --dx m25561,M62.81 97110:30 97140:15 --paid full --method hsa
| V-20261120-1001: María T Ellison-Núñez
|   97110    30 min   2 units     125.00
|   97140    15 min   1 unit       65.00
|   charges 190.00, paid 190.00, balance 0.00
$ tail -1 visits.ndjson
| {"id": "V-20261120-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-20", "diagnoses": ["M25.561", "M62.81"], "services": [{"code": "97110", "minutes": 30, "fee": "62.50"}, {"code": "97140", "minutes": 15, "fee": "65.00"}], "payments": [{"date": "2026-11-20", "amount": "190.00", "method": "hsa card"}]}
$ superbill add --patient P-1001 --like last --date 2026-11-18 --paid 50 --method check
| V-20261118-1001: María T Ellison-Núñez
|   97110    30 min   2 units     125.00
|   97112    15 min   1 unit       62.50
|   97140    15 min   1 unit       65.00
|   charges 252.50, paid 50.00, balance 202.50
! --paid 50: warning: 202.50 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 warning
$ superbill add --patient P-1002 --dx M54.59 --date 2026-11-19 --total 140.00 97110:24x2+GP 97140:15 --place 12 -v
| V-20261119-1002: Daniel Kowalski
|   97110    24 min   2 units      92.11
|   97140    15 min   1 unit       47.89
|   charges 140.00, paid 0.00, balance 140.00
! V-20261119-1002: warning: 140.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 warning
$ superbill add --patient P-1001 --date 2026-11-17 --fee-item 'late cancellation=75.00'
| V-20261117-1001: María T Ellison-Núñez
|   not care                    75.00  late cancellation
|   charges 0.00, other 75.00, paid 0.00, balance 75.00
$ superbill add -n --patient P-1002 --dx M54.59 --date 2026-11-17 97110:30
! 97110:30: error: 97110 stands on another visit of this patient and day too [duplicate-service]
!     remove the second one, or tell them apart with 59, an X modifier or 76
! 1 error
! superbill: refused; nothing was written
? 1
$ cut -c1-70 visits.ndjson | tail -4
| {"id": "V-20261120-1001", "patient": "P-1001", "provider": "hale", "da
| {"id": "V-20261118-1001", "patient": "P-1001", "provider": "hale", "da
| {"id": "V-20261119-1002", "patient": "P-1002", "provider": "hale", "da
| {"id": "V-20261117-1001", "patient": "P-1001", "provider": "hale", "da
# nothing wrong is written
$ superbill add --patient P-1002 --dx M54.59 97110:30x4
! 97110:30x4: error: 97110: 4 units need 53 minutes, this visit has 30 [units-exceed-rule]
!     lower the units, or correct the minutes
! 1 error
! superbill: refused; nothing was written
? 1
$ superbill add --patient P-1002 --dx M54.5 97110:30 --json
| {"schema": "superbill.run/1", "documents": [], "findings": [{"rule": "balance-due", "severity": "warning", "file": null, "line": 0, "column": 0, "path": "/payments", "record": "V-20261120-1002", "message": "125.00 of the charges is not paid", "advice": "add the payment once it is made", "source": "payers' member claim forms: proof of payment"}, {"rule": "dx-not-valid-on-date", "severity": "error", "file": null, "line": 0, "column": 0, "path": "/diagnoses/0", "record": "V-20261120-1002", "message": "M54.5 was billable until 2021-09-30 and is a header now; use M54.50, M54.51 or M54.59", "advice": "use the code that was in force on the date of service", "source": "ICD-10-CM addenda; 45 CFR 162.1011"}], "summary": {"records": 0, "selected": 1, "refused": 1, "kept": 0, "documents": 0, "charges": "0.00", "adjustments": "0.00", "paid": "0.00", "balance": "0.00", "errors": 1, "warnings": 1, "notes": 0}}
? 1
$ superbill add --patient P-1001 --dx M25.561 97110:30 --date 2027-01-01
! V-20270101-1001: warning: 125.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! --date 2027-01-01: error: the date lies after the issue date 2026-11-20 [date-in-future]
!     correct the date; care is billed after it was given
! 1 error, 1 warning
! superbill: refused; nothing was written
? 1
$ superbill add --patient P-1002 --provider hole --dx M54.59 97110:30
! V-20261120-1002: warning: 125.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! --provider hole: error: there is no section [provider hole]; did you mean hale? [provider-unknown]
!     name a [provider] section of the configuration
! 1 error, 1 warning
! superbill: refused; nothing was written
? 1
$ superbill add --patient P-1002 --assistant lee --dx M54.59 97110:30
! V-20261120-1002: warning: 125.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! --assistant lee: error: there is no section [provider lee] [provider-unknown]
!     name a [provider] section of the configuration
! 1 error, 1 warning
! superbill: refused; nothing was written
? 1
$ superbill add --patient P-1011 --dx M54.59 97110:30
! superbill: no patient has the id P-1011; did you mean P-1001?
? 1
$ wc -l <visits.ndjson
| 8
# usage
$ superbill add 97110:30
! superbill: say whose visit it is: --patient ID
? 2
$ superbill add --patient P-1001 --dx M25.561
! superbill: say what was done, as 97110:30 97140:15, or --like last
? 2
$ superbill add --patient P-1001 --dx M25.561 97110:
! superbill: '97110:': behind ':' stand the minutes, 0 to 1440
? 2
$ superbill add --patient P-1001 --dx M25.561 97110:30 --paid 50
! superbill: --paid and --method go together
? 2
$ superbill add --patient P-1001 --dx M25.561 97110:30 --method cash
! superbill: --paid and --method go together
? 2
$ superbill add --patient P-1001 --dx M25.561 97110:30 --paid 5o --method cash
! superbill: --paid: '5o' is not an amount; write it as 185.00
? 2
$ superbill add --patient P-1001 --dx M25.561 97110:30 --paid 50 --method bitcoin
! superbill: --method does not take 'bitcoin'; it takes cash, check, card, hsa, hsa card, fsa, fsa card, ach or other
? 2
$ superbill add --patient P-1001 --dx , 97110:30
! superbill: --dx takes codes with commas between, as M25.561,M62.81
? 2
$ superbill add --patient P-1001 --fee-item roller
! superbill: --fee-item takes TEXT=AMT, as 'late cancellation=75.00'
? 2
$ superbill add --patient P-1001 --like first
! superbill: --like does not take 'first'; it takes last
? 2
# the same day again gets an id of its own; visits in a document
$ superbill add --patient P-1002 --dx M54.59 97530:30
| V-20261120-1002: Daniel Kowalski
|   97530    30 min   2 units     132.00
|   charges 132.00, paid 0.00, balance 132.00
! V-20261120-1002: warning: 132.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 warning
$ superbill add --patient P-1002 --dx M54.59 97035:15
| V-20261120-1002-2: Daniel Kowalski
|   97035    15 min   1 unit       30.00
|   charges 30.00, paid 0.00, balance 30.00
! V-20261120-1002-2: warning: 30.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 warning
$ (echo '{"visits": ['; sed '$!s/$/,/' visits.ndjson; echo ']}') >visits.json; sed -i 's/visits.ndjson/visits.json/' superbill.ini
$ superbill add --patient P-1001 --dx M25.561 97116:15 --date 2026-11-16 --json
| {"schema": "superbill.run/1", "documents": [{"number": null, "visits": ["V-20261116-1001"], "patient": "P-1001", "file": null, "charges": "60.00", "paid": "0.00", "balance": "60.00", "sha256": null, "lines": [{"code": "97116", "minutes": 15, "units": 1, "charge": "60.00"}]}], "findings": [{"rule": "balance-due", "severity": "warning", "file": null, "line": 0, "column": 0, "path": "/payments", "record": "V-20261116-1001", "message": "60.00 of the charges is not paid", "advice": "add the payment once it is made", "source": "payers' member claim forms: proof of payment"}], "summary": {"records": 0, "selected": 1, "refused": 0, "kept": 0, "documents": 1, "charges": "60.00", "adjustments": "0.00", "paid": "0.00", "balance": "60.00", "errors": 0, "warnings": 1, "notes": 0}}
$ tail -25 visits.json | head -12; superbill check -q
| {"visits": [
| {"id": "V-20261106-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-06", "start": "09:00", "end": "10:15", "diagnoses": ["M25.561", "M62.81"], "onset_date": "2026-10-09", "referral": {"name": "Dana Okafor, MD", "npi": "1558598797", "date": "2026-10-21", "qualifier": "DN"}, "services": [{"code": "97161"}, {"code": "97110", "minutes": 24, "diagnoses": ["M25.561", "M62.81"]}, {"code": "97140", "minutes": 16, "diagnoses": ["M25.561"]}], "payments": [{"date": "2026-11-06", "amount": "375.00", "method": "hsa card", "reference": "4242"}]},
| {"id": "V-20261110-1002", "patient": "P-1002", "provider": "hale", "date": "2026-11-10", "diagnoses": ["M54.59"], "services": [{"code": "97162"}, {"code": "97110", "minutes": 23}], "payments": [{"date": "2026-11-10", "amount": "320.00", "method": "card", "reference": "1881"}]},
| {"id": "V-20261113-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-13", "diagnoses": ["M25.561", "M62.81"], "services": [{"code": "97110", "minutes": 30}, {"code": "97112", "minutes": 15}, {"code": "97140", "minutes": 15}], "payments": [{"date": "2026-11-13", "amount": "252.50", "method": "hsa card", "reference": "4242"}]},
| {"id": "V-20261117-1002", "patient": "P-1002", "provider": "hale", "date": "2026-11-17", "diagnoses": ["M54.59"], "services": [{"code": "97110", "minutes": 33}, {"code": "97140", "minutes": 20}], "payments": [{"date": "2026-11-17", "amount": "255.00", "method": "card", "reference": "1881"}]},
| {"id": "V-20261120-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-20", "diagnoses": ["M25.561", "M62.81"], "services": [{"code": "97110", "minutes": 30, "fee": "62.50"}, {"code": "97140", "minutes": 15, "fee": "65.00"}], "payments": [{"date": "2026-11-20", "amount": "190.00", "method": "hsa card"}]},
| {"id": "V-20261118-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-18", "diagnoses": ["M25.561", "M62.81"], "services": [{"code": "97110", "minutes": 30, "fee": "62.50"}, {"code": "97112", "minutes": 15, "fee": "62.50"}, {"code": "97140", "minutes": 15, "fee": "65.00"}], "payments": [{"date": "2026-11-18", "amount": "50.00", "method": "check"}]},
| {"id": "V-20261119-1002", "patient": "P-1002", "provider": "hale", "date": "2026-11-19", "place_of_service": "12", "diagnoses": ["M54.59"], "services": [{"code": "97110", "minutes": 24, "units": 2, "modifiers": ["GP"]}, {"code": "97140", "minutes": 15}], "total": "140.00"},
| {"id": "V-20261117-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-17", "services": [{"fee_type": "late cancellation", "charge": "75.00"}]},
| {"id": "V-20261120-1002", "patient": "P-1002", "provider": "hale", "date": "2026-11-20", "diagnoses": ["M54.59"], "services": [{"code": "97530", "minutes": 30, "fee": "66.00"}]},
| {"id": "V-20261120-1002-2", "patient": "P-1002", "provider": "hale", "date": "2026-11-20", "diagnoses": ["M54.59"], "services": [{"code": "97035", "minutes": 15, "fee": "30.00"}]},
|     {
# an empty folder has no earlier visit
$ echo '[]' >visits.json; superbill add --patient P-1001 --like last
! superbill: patient P-1001 has no earlier visit to take over
? 1
# a group may share the files
$ sed -i "s/^visits = .*/&\ngroup = $(id -gn)/" superbill.ini; superbill add -q --patient P-1001 --dx M25.561 97116:15 --paid full --method cash >/dev/null; stat -c %A visits.json
| -rw-rw----
$ superbill render -q -o shared; stat -c %A shared shared/V-20261120-1001-draft.pdf
| drwxrwx---
| -rw-rw----
$ sed -i 's/^group = .*/group = nobodys-group/' superbill.ini; superbill check
| superbill.ini:24:9: error: this system has no group of that name [ini-value]
|     give a value of the form named
? 3
# codes may stand apart by blanks too, and a word is never left out unsaid; a price needs what costs it
$ TZ=America/Los_Angeles superbill init -q ../apart && cd ../apart
$ superbill add -n --patient P-1002 --dx 'M54.59  M62.81, M25.561' 97110:30 | head -1; superbill add -n --patient P-1002 --dx 'M25.561 knee' 97110:30 2>&1 | grep -c 'dx knee'
| would add V-20261120-1002: Daniel Kowalski
| 1
! V-20261120-1002: warning: 125.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 warning
$ superbill add --patient P-1002 --dx , 97110:30
! superbill: --dx takes codes with commas between, as M25.561,M62.81
? 2
$ superbill add --patient P-1002 --dx M54.59 97110:7 --total 100 --paid full --method cash
! 97110:7: warning: 97110: 7 minutes earn no unit by the CMS rule [units-zero]
!     leave it as documentation, or correct the minutes
! --total 100: error: the total is 100.00, and the minutes of the visit earn no unit that could cost it [charge-mismatch]
!     correct one of the two, or take it away
! 1 error, 1 warning
! superbill: refused; nothing was written
? 1
$ superbill add --patient P-1002 --dx M54.59 97110:30 --paid full --method visa
! superbill: --method does not take 'visa'; it takes cash, check, card, hsa, hsa card, fsa, fsa card, ach or other
? 2
$ superbill add --patient kowalski --dx M54.59 97110:30
! superbill: no patient has the id kowalski; superbill patient find looks for names
? 1
# a visits file that is not there is named, not a visit that may be in it
$ superbill init -q lost && cd lost && mv visits.ndjson away.ndjson; superbill pay V-1 1.00 --method cash; EDITOR=true superbill edit V-1
! visits.ndjson: error: cannot be read: no such file or directory
! visits.ndjson: error: cannot be read: no such file or directory
? 3
$ superbill remove V-1; superbill pay V-1 1.00 --method cash --json
| {"schema": "superbill.error/1", "error": {"status": "read", "source": "visits.ndjson", "line": 0, "column": 0, "path": null, "text": "cannot be read: no such file or directory"}}
! visits.ndjson: error: cannot be read: no such file or directory
? 3
$ EDITOR=true superbill patient edit P-1001; cd ..
| P-1001: left as it was
