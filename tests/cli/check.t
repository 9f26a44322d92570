# Findings: where they stand, how they are selected, in every shape of input.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill check
! 6 records: nothing wrong (-v shows 1 note)
$ superbill check -v
| visits.ndjson:4:127: note: the minutes give 4 units by CMS and 3 by AMA; CMS counts here [units-rules-differ]
|     check that the payer's unit_rule is the one it uses
! 6 records: nothing wrong
$ cat >bad.ndjson <<'END'
> {"id": "V-1", "patient": "P-1001", "provider": "hale", "date": "2026-11-02", "diagnoses": ["M54.5"], "services": [{"code": "97110", "minutes": 45, "units": 4}]}
> {"id": "V-2", "patient": "P-1009", "provider": "hale", "date": "2026-11-03", "diagnoses": ["M54.59"], "services": [{"code": "97110", "minutes": 30}]}
> {"id": "V-3", "patient": "P-1002"
> {"id": "V-4", "patient": "P-1002", "provider": "hale", "date": "2026-11-05", "diagnoses": ["M54.59"], "servces": [], "services": [{"code": "97110", "minutes": 30}]}
> END
$ superbill check bad.ndjson
| bad.ndjson:1:92: error: M54.5 was billable until 2021-09-30 and is a header now; use M54.50, M54.51 or M54.59 [dx-not-valid-on-date]
|     use the code that was in force on the date of service
| bad.ndjson:1:157: error: 97110: 4 units need 53 minutes, this visit has 45 [units-exceed-rule]
|     lower the units, or correct the minutes
| bad.ndjson:2:1: warning: 125.00 of the charges is not paid [balance-due]
|     add the payment once it is made
| bad.ndjson:2:26: error: no record describes this patient [patient-unknown]
|     add the patient to the patients file, or correct the id
| bad.ndjson:3:34: error: the line ends inside a value [json-syntax]
|     correct the JSON at this place; any JSON editor shows it
| bad.ndjson:4:1: warning: 125.00 of the charges is not paid [balance-due]
|     add the payment once it is made
| bad.ndjson:4:114: warning: key "servces" is not known here; did you mean "services"? [key-unknown]
|     correct the spelling, or begin a key of your own with x-
! 5 records: 4 errors, 3 warnings
? 1
$ superbill check bad.ndjson --quiet
| bad.ndjson:1:92: error: M54.5 was billable until 2021-09-30 and is a header now; use M54.50, M54.51 or M54.59 [dx-not-valid-on-date]
|     use the code that was in force on the date of service
| bad.ndjson:1:157: error: 97110: 4 units need 53 minutes, this visit has 45 [units-exceed-rule]
|     lower the units, or correct the minutes
| bad.ndjson:2:26: error: no record describes this patient [patient-unknown]
|     add the patient to the patients file, or correct the id
| bad.ndjson:3:34: error: the line ends inside a value [json-syntax]
|     correct the JSON at this place; any JSON editor shows it
? 1
$ superbill check bad.ndjson --visit V-1 --json
| {"schema": "superbill.findings/1", "findings": [{"rule": "dx-not-valid-on-date", "severity": "error", "file": "bad.ndjson", "line": 1, "column": 92, "path": "/diagnoses/0", "record": "V-1", "message": "M54.5 was billable until 2021-09-30 and is a header now; use M54.50, M54.51 or M54.59", "advice": "use the code that was in force on the date of service", "source": "ICD-10-CM addenda; 45 CFR 162.1011"}, {"rule": "units-exceed-rule", "severity": "error", "file": "bad.ndjson", "line": 1, "column": 157, "path": "/services/0/units", "record": "V-1", "message": "97110: 4 units need 53 minutes, this visit has 45", "advice": "lower the units, or correct the minutes", "source": "Medicare Claims Processing Manual, Pub. 100-04, ch. 5, s. 20.2; CPT, time rule"}, {"rule": "json-syntax", "severity": "error", "file": "bad.ndjson", "line": 3, "column": 34, "path": "", "record": null, "message": "the line ends inside a value", "advice": "correct the JSON at this place; any JSON editor shows it", "source": "RFC 8259, s. 2 to 7"}], "summary": {"records": 5, "errors": 3, "warnings": 0, "notes": 0}}
? 1
$ superbill check bad.ndjson --patient P-1002 --color always --visit V-4 -q
| bad.ndjson:3:34: [1;31merror:[m the line ends inside a value [json-syntax]
|     correct the JSON at this place; any JSON editor shows it
? 1
$ superbill check --visit V-9 bad.ndjson
| bad.ndjson:3:34: error: the line ends inside a value [json-syntax]
|     correct the JSON at this place; any JSON editor shows it
! superbill: no visit has the id V-9; did you mean V-1?
? 1
$ superbill check --patient P-1003
! superbill: no patient has the id P-1003; did you mean P-1001?
? 1
$ superbill check --provider hall
! superbill: no provider has the id hall; did you mean hale?
? 1
$ superbill check --payer aetn
! superbill: no payer has the id aetn; did you mean aetna?
? 1
$ superbill check --month 2026-11 --provider hale --payer uhc
! 6 records: nothing wrong (-v shows 1 note)
$ superbill check --since 2026-11-15 --until 2026-11-30 --paid
! 6 records: nothing wrong (-v shows 1 note)
$ superbill check --year 2026 --unpaid
! 6 records: nothing wrong
$ superbill check --deadline 400 --all
! 6 records: nothing wrong (-v shows 1 note)
# records on stdin, in a document, in a list
$ superbill check - --json <bad.ndjson | grep -o '"line": [0-9]*' | tr '\n' ' '
| "line": 1 "line": 1 "line": 2 "line": 2 "line": 3 "line": 4 "line": 4 {no line end}
$ (echo '{"visits": ['; sed '$!s/$/,/' visits.ndjson; echo ']}') >document.json; superbill check document.json
! 6 records: nothing wrong (-v shows 1 note)
$ (echo '['; sed '$!s/$/,/' visits.ndjson; echo ']') >list.json; superbill check list.json
! 6 records: nothing wrong (-v shows 1 note)
$ superbill check patients.json visits.ndjson
! 6 records: nothing wrong (-v shows 1 note)
# what cannot be read
$ superbill check missing.ndjson
! missing.ndjson: error: cannot be read: no such file or directory
? 3
$ superbill check missing.ndjson --json
| {"schema": "superbill.error/1", "error": {"status": "read", "source": "missing.ndjson", "line": 0, "column": 0, "path": null, "text": "cannot be read: no such file or directory"}}
? 3
$ superbill check .
! .: error: is a directory; a file of visits was expected
? 3
$ superbill check /dev/zero
! /dev/zero: error: is a device; a file of visits was expected
? 3
$ printf '{"visits": [{"id": 1,}]}' >broken.json; superbill check broken.json
| broken.json:1:22: error: a key was expected after the comma [json-syntax]
|     correct the JSON at this place; any JSON editor shows it
! 2 records: 1 error
? 3
$ superbill check broken.json --json | cut -c1-220
| {"schema": "superbill.findings/1", "findings": [{"rule": "json-syntax", "severity": "error", "file": "broken.json", "line": 1, "column": 22, "path": "", "record": null, "message": "a key was expected after the comma", "a
$ : >empty.ndjson; superbill check empty.ndjson
! 2 records: nothing wrong
$ mkfifo pipe; cat visits.ndjson >pipe & superbill check pipe
! 6 records: nothing wrong (-v shows 1 note)
# one visit is judged by those before it, and hears what is said once a run
$ (sed -n 1p bad.ndjson | sed 's/2026-11-02/2014-11-02/'; sed -n 2p bad.ndjson | sed 's/2026-11-03/2014-11-02/; s/P-1009/P-1001/') >past.ndjson; superbill check past.ndjson --visit V-2
| past.ndjson:2:64: warning: the last day to file was 2015-11-02 [filing-deadline]
|     send the superbill to the insurer at once
| past.ndjson:2:64: warning: diagnoses of this date are judged by the nearest year: the tables cover 2015-10-01 to 2027-09-30 [dx-year-missing]
|     install the set of that year with 'superbill codes import'
| past.ndjson:2:92: error: M54.59 is billable from 2021-10-01 on only; use M54.5 [dx-not-valid-on-date]
|     use the code that was in force on the date of service
| past.ndjson:2:116: error: 97110 stands on another visit of this patient and day too [duplicate-service]
|     remove the second one, or tell them apart with 59, an X modifier or 76
! 4 records: 2 errors, 2 warnings
? 1
# people without visits are judged too
$ echo '{"patients": [{"id": "P-7", "name": {"first": "Bo", "last": "Ek"}, "birth_date": "1990-01-01", "insurance": [{"payer": "uhc", "relationship": "child"}]}]}' >people.json; superbill check people.json
| people.json:1:15: warning: the patient has no address [address-missing]
|     add the patient's address as the insurer has it
| people.json:1:110: warning: insurance 1 of the patient has no member id [member-id-missing]
|     copy the member id from the insurance card
| people.json:1:110: error: insurance 1 is held by somebody else, who is not named [subscriber-missing]
|     add subscriber with the name of the person who holds the policy
! 3 records: 1 error, 2 warnings
? 1
$ superbill check people.json --month 2026-11
! 3 records: nothing wrong
