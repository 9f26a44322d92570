# Statements of a year: by date of payment for taxes, by date of service for an FSA or HRA.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill year 2026
| out/2026-P-1001.pdf: charges 627.50, paid 627.50, balance 0.00
| out/2026-P-1002.pdf: charges 575.00, paid 575.00, balance 0.00
! 2 documents: charges 1202.50, paid 1202.50, balance 0.00
$ superbill year 2026 --by service -o service -q && pdftotext -layout service/2026-P-1001.pdf - | sed 's/  */ /g' | grep '^Statement\|Listed\|Care, \|not over\|^Date'
| billing@harborlane.example Listed by date of service
| The year is not over: this is what was on record on 11/20/2026.
| Date of service Treated by Code Description Charge Adjustment Paid
|  Care, charges $627.50
|  Care, paid $627.50
|  Care, balance $0.00
| Date paid Method Reference Date of service Treated by For care Other Amount
$ stat -c %A out out/*
| drwx------
| -rw-------
| -rw-------
# The sums of the statements are those of the superbills, and of their payments.
$ superbill issue -q && superbill list --json | tr '{' '\n' | sed -n 's/.*"patient": "\(P-100.\)".*"charges": "\([0-9.]*\)".*"paid": "\([0-9.]*\)".*/\1 \2 \3/p' | tr -d . | awk '{c[$1] += $2; p[$1] += $3} END {for (i in c) print i, c[i], p[i]}' | sort >issued; cat issued
| P-1001 62750 62750
| P-1002 57500 57500
$ for by in payment service; do superbill year 2026 --by $by --json | tr '{' '\n' | sed -n 's/.*"patient": "\(P-100.\)".*"charges": "\([0-9.]*\)".*"paid": "\([0-9.]*\)".*/\1 \2 \3/p' | tr -d . | sort | cmp - issued && echo $by; done
| payment
| service
# Paid in two years, an item, a refund: the tax year takes what was paid in it.
$ cat >two.ndjson <<'END'
> {"id": "V-1", "patient": "P-1001", "provider": "hale", "date": "2025-12-29", "diagnoses": ["M25.561"], "services": [{"code": "97110", "minutes": 30}, {"item": "Foam roller", "charge": "24.00"}], "payments": [{"date": "2025-12-29", "amount": "100.00", "method": "cash"}, {"date": "2026-01-05", "amount": "49.00", "method": "card"}], "refunds": [{"date": "2026-01-09", "amount": "4.00", "method": "card"}]}
> END
$ superbill year 2025 two.ndjson --json | sed 's/, "sha256.*//'; echo; pdftotext -layout out/2025-P-1001.pdf - | sed 's/  */ /g' | grep 'Cash\|Paid'
| {"schema": "superbill.run/1", "documents": [{"number": null, "visits": ["V-1"], "patient": "P-1001", "file": "out/2025-P-1001.pdf", "charges": "149.00", "adjustments": "0.00", "paid": "100.00", "balance": "4.00"
|
| 12/29/2025 Cash 12/29/2025 Rowan Hale $100.00 $0.00 $100.00
|  Paid for care $100.00
|  Paid for other items $0.00
|  Paid in the year $100.00
$ superbill year 2026 two.ndjson -q; pdftotext -layout out/2026-P-1001.pdf - | sed 's/  */ /g' | grep '^01/\|Paid'
| 01/05/2026 Card 12/29/2025 Rowan Hale $25.00 $24.00 $49.00
| 01/09/2026 Refund, card 12/29/2025 Rowan Hale $0.00 -$4.00 -$4.00
|  Paid for care $25.00
|  Paid for other items $20.00
|  Paid in the year $45.00
$ superbill year 2025 two.ndjson -q --by service; pdftotext -layout out/2025-P-1001.pdf - | sed 's/  */ /g' | grep '^12/\|^01/\|Care\|Other'
| Care
| 12/29/2025 Rowan Hale 97110 Exercise for strength and motion $125.00 $0.00 $125.00
|  Care, charges $125.00
|  Care, paid $125.00
|  Care, balance $0.00
| Other items
| 12/29/2025 Foam roller $24.00 $20.00
|  Other, charges $24.00
|  Other, paid $20.00
|  Other, balance $4.00
| Date paid Method Reference Date of service Treated by For care Other Amount
| 12/29/2025 Cash 12/29/2025 Rowan Hale $100.00 $0.00 $100.00
| 01/05/2026 Card 12/29/2025 Rowan Hale $25.00 $24.00 $49.00
| 01/09/2026 Refund, card 12/29/2025 Rowan Hale $0.00 -$4.00 -$4.00
# A visit that is refused is left out, and the page says so; no diagnosis is on it or in it.
$ sed -i '1s/"minutes": 24/"minutes": 24, "units": 9/' visits.ndjson && superbill year 2026
| out/2026-P-1001.pdf: charges 252.50, paid 252.50, balance 0.00
| out/2026-P-1002.pdf: charges 575.00, paid 575.00, balance 0.00
! visits.ndjson:1:365: error: 97110: 9 units need 128 minutes, this visit has 24 [units-exceed-rule]
!     lower the units, or correct the minutes
! 2 documents: charges 827.50, paid 827.50, balance 0.00; 1 error
? 1
$ pdftotext -layout out/2026-P-1001.pdf - | grep INCOMPLETE; pdftotext out/2026-P-1002.pdf - | grep -c INCOMPLETE
| INCOMPLETE: visits left out of this statement: 1. Their records must be put right first.
| 0
? 1
$ superbill extract out/2026-P-1001.pdf | grep -c 'M25\|M62'
| 0
? 1
# A filter, and what the page says of it.
$ superbill year 2026 --patient P-1002 --until 2026-11-12 --json -o some | grep -o '"visits": [^]]*]'; pdftotext some/2026-P-1002.pdf - | grep selection
| "visits": ["V-20261110-1002"]
| This statement holds a selection of the visits, not all of them.
$ superbill year 2026 --patient P-102
! superbill: no patient has the id P-102; did you mean P-1002?
? 1
# In Spanish where the patient wants it.
$ sed -i 's/"id": "P-1002",/"id": "P-1002", "language": "es",/' patients.json && superbill year 2026 --patient P-1002 -q && pdftotext -layout out/2026-P-1002.pdf - | sed 's/  */ /g' | grep 'Estado\|Pago\|Pagado en'
| Harbor Lane Physical Therapy Estado anual
| Pagos recibidos
|  Pagado en el año $575.00
| Harbor Lane Physical Therapy | Estado anual 2026 | Daniel Kowalski | Fecha de nacimiento 11/02/1979 Página 1 de 1
# Nothing to say, nothing yet, and nonsense.
$ superbill year 2024; superbill year 2027
! no payment of 2024 is on record
! 6 records, no document: nothing wrong
! superbill: the year 2027 has not begun
? 1
$ superbill year 26
! superbill: '26' is not a year; write it as 2026
? 2
$ superbill year 2026 --by visit
! superbill: --by does not take 'visit'; it takes payment or service
? 2
$ superbill year 2026 -n -o never; test ! -e never
| would write never/2026-P-1001.pdf: charges 252.50, paid 252.50, balance 0.00
| would write never/2026-P-1002.pdf: charges 575.00, paid 575.00, balance 0.00
! visits.ndjson:1:365: error: 97110: 9 units need 128 minutes, this visit has 24 [units-exceed-rule]
!     lower the units, or correct the minutes
! 2 documents: charges 827.50, paid 827.50, balance 0.00; 1 error
