# Records changed: edit, pay, remove.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && cp visits.ndjson before
$ superbill pay V-20261106-1001 20.00 --method card
| V-20261106-1001: payment added, balance -20.00
! visits.ndjson:1:466: warning: 20.00 more is paid than charged [paid-exceeds]
!     check the payments; what is over shows as a credit
! 1 warning
$ superbill pay V-20261106-1001 20 --method cash --date 2026-11-07 -n
| V-20261106-1001: payment would be added, balance -40.00
! visits.ndjson:1:466: warning: 40.00 more is paid than charged [paid-exceeds]
!     check the payments; what is over shows as a credit
! 1 warning
$ head -1 visits.ndjson | grep -o '"payments.*'
| "payments": [{"date": "2026-11-06", "amount": "375.00", "method": "hsa card", "reference": "4242"}, {"date": "2026-11-20", "amount": "20.00", "method": "card"}]}
$ superbill pay V-20261106-1001 20 --method cash --date 2027-11-07
! visits.ndjson:1:466: warning: 40.00 more is paid than charged [paid-exceeds]
!     check the payments; what is over shows as a credit
! visits.ndjson:1:624: error: the date lies after the issue date 2026-11-20 [payment-date]
!     give the day the money was received
! 1 error, 1 warning
! superbill: refused; nothing was written
? 1
$ superbill pay V-20261106-1009 20 --method cash
! superbill: no visit has the id V-20261106-1009; did you mean V-20261106-1001?
? 1
$ superbill pay V-20261106-1001 0 --method cash
! superbill: a payment is more than 0.00; money given back goes to "refunds", with superbill edit
? 2
$ superbill pay V-20261106-1001 20
! superbill: say how it was paid: --method cash, check, card, hsa, fsa, ach or other
? 2
$ superbill pay V-20261106-1001 20 --method gold
! superbill: --method does not take 'gold'; it takes cash, check, card, hsa, hsa card, fsa, fsa card, ach or other
? 2
$ superbill pay V-20261106-1001 5 --method fsa --json
| {"schema": "superbill.run/1", "documents": [], "changed": "V-20261106-1001", "findings": [{"rule": "paid-exceeds", "severity": "warning", "file": "visits.ndjson", "line": 1, "column": 466, "path": "/payments", "record": "V-20261106-1001", "message": "25.00 more is paid than charged", "advice": "check the payments; what is over shows as a credit", "source": "superbill(5), RECORDS"}], "summary": {"records": 0, "selected": 1, "refused": 0, "kept": 0, "documents": 0, "charges": "0.00", "adjustments": "0.00", "paid": "0.00", "balance": "0.00", "errors": 0, "warnings": 1, "notes": 0}}
$ superbill add -q --patient P-1001 --dx M25.561 97116:15 --date 2026-11-16 >/dev/null && superbill pay V-20261116-1001 60.00 --method ach && tail -1 visits.ndjson
| V-20261116-1001: payment added, balance 0.00
| {"id": "V-20261116-1001", "patient": "P-1001", "provider": "hale", "date": "2026-11-16", "diagnoses": ["M25.561"], "services": [{"code": "97116", "minutes": 15, "fee": "60.00"}], "payments": [{"date": "2026-11-20", "amount": "60.00", "method": "ach"}]}
# the editor
$ EDITOR='sed -i s/"30/"35/' superbill edit V-20261113-1001
| V-20261113-1001: changed
$ EDITOR='sed -i s/30/35/' superbill edit V-20261113-1001
| V-20261113-1001: left as it was
$ EDITOR=cat superbill edit V-20261113-1001
| {
|   "id": "V-20261113-1001",
|   "patient": "P-1001",
|   "provider": "hale",
|   "date": "2026-11-13",
|   "diagnoses": ["M25.561", "M62.81"],
|   "services": [
|     {"code": "97110", "minutes": 35},
|     {"code": "97112", "minutes": 15},
|     {"code": "97140", "minutes": 15}
|   ],
|   "payments": [
|     {
|       "date": "2026-11-13",
|       "amount": "252.50",
|       "method": "hsa card",
|       "reference": "4242"
|     }
|   ]
| }
| V-20261113-1001: left as it was
$ EDITOR='sed -i s/M62.81/M62.8/' superbill edit V-20261113-1001
! V-20261113-1001:6:28: error: M62.8 is a header; billable below it: M62.81, M62.82, M62.830, M62.831, M62.838, M62.84, M62.85 or M62.89 [dx-not-billable]
!     use one of the codes below it that says more
! 1 error
! superbill: refused; nothing was written
? 1
$ EDITOR='sed -i 3d' superbill edit V-20261113-1001
! V-20261113-1001:1:1: error: patient is missing [key-missing]
!     add the key
! 1 error
! superbill: refused; nothing was written
? 1
$ EDITOR='sed -i 2d' superbill edit V-20261113-1001
! V-20261113-1001:1:1: error: an edited record keeps its id [value-range]
!     put the id back; another id is another record
! 1 error
! superbill: refused; nothing was written
? 1
$ EDITOR="sed -i '\$d'" superbill edit V-20261113-1001
! V-20261113-1001:20:1: error: the file ends inside a value [json-syntax]
!     correct the JSON at this place; any JSON editor shows it
! 1 error
! superbill: refused; nothing was written
? 1
$ VISUAL='sed -i s/35/36/' EDITOR=false superbill edit V-20261113-1001 --json
| {"schema": "superbill.run/1", "documents": [], "changed": "V-20261113-1001", "findings": [], "summary": {"records": 0, "selected": 1, "refused": 0, "kept": 0, "documents": 0, "charges": "0.00", "adjustments": "0.00", "paid": "0.00", "balance": "0.00", "errors": 0, "warnings": 0, "notes": 0}}
$ VISUAL='sed -i s/36/37/' superbill edit V-20261113-1001 -n
| V-20261113-1001: would be changed
$ EDITOR=false superbill edit V-20261113-1001
! superbill: the editor 'false' ended with a failure; nothing was changed
? 1
$ superbill edit V-2026111-1001
! superbill: no visit has the id V-2026111-1001; did you mean V-20261113-1001?
? 1
$ ls -A; diff before visits.ndjson | grep -c '^[<>]'
| before
| patients.json
| superbill.ini
| visits.ndjson
| 5
# out again
$ superbill remove V-20261116-1001 -n
| V-20261116-1001: would be removed
$ superbill remove V-20261116-1001
| V-20261116-1001: removed
$ superbill remove V-20261116-1001
! superbill: no visit has the id V-20261116-1001; did you mean V-20261106-1001?
? 1
$ superbill remove V-20261106-1001 --json
| {"schema": "superbill.run/1", "documents": [], "changed": "V-20261106-1001", "findings": [], "summary": {"records": 0, "selected": 1, "refused": 0, "kept": 0, "documents": 0, "charges": "0.00", "adjustments": "0.00", "paid": "0.00", "balance": "0.00", "errors": 0, "warnings": 0, "notes": 0}}
$ wc -l <visits.ndjson; superbill check -q
| 3
# two at once: the second one waits for the folder, ten seconds long
$ flock . superbill remove V-20261113-1001
! .: error: another program has been using it for 10 seconds
? 5
# what is owed is the whole of the visit, what is not care with it
$ TZ=America/Los_Angeles superbill init -q ../owed && cd ../owed; superbill add -q --patient P-1001 --dx M25.561 97110:30 --fee-item 'Foam roller=24' | tail -1
|   charges 125.00, other 24.00, paid 0.00, balance 149.00
$ V=$(sed -n '$s/{"id": "\([^"]*\).*/\1/p' visits.ndjson); for amount in 125 20 4; do superbill pay $V $amount --method cash; done
| V-20261120-1001: payment added, balance 24.00
| V-20261120-1001: payment added, balance 4.00
| V-20261120-1001: payment added, balance 0.00
