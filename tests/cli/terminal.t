# What only a terminal sees: the caret, colour, questions, progress.  `script` stands for one.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic
$ echo '{"id": "V-1", "patient": "P-1001", "provider": "hale", "date": "2026-11-02", "diagnoses": ["M54.59"], "services": [{"code": "97110", "minutes": 45, "units": 4}], "payments": [{"date": "2026-11-02", "amount": "250.00", "method": "cash"}]}' >bad.ndjson
$ script -qec 'superbill check bad.ndjson' /dev/null </dev/null | tr -d '\r'
| bad.ndjson:1:158: error: 97110: 4 units need 53 minutes, this visit has 45 [units-exceed-rule]
|     4
|     ^
|     lower the units, or correct the minutes
| 3 records: 1 error
$ TERM=xterm script -qec 'superbill check bad.ndjson' /dev/null </dev/null | tr -d '\r' | head -3 | cat -v
| bad.ndjson:1:158: ^[[1;31merror:^[[m 97110: 4 units need 53 minutes, this visit has 45 [units-exceed-rule]
|     4
|     ^[[32m^^[[m
$ TERM=xterm NO_COLOR=1 script -qec 'superbill check bad.ndjson' /dev/null </dev/null | grep -c '^.\[' 
| 0
? 1
$ TERM=xterm script -qec 'superbill check --color=never bad.ndjson' /dev/null </dev/null | cat -v | grep -c '\['
| 1
# a patient's value never shows
$ sed -i 's/1984-03-09/1984-03-32/' patients.json; script -qec 'superbill check' /dev/null </dev/null | tr -d '\r'
| patients.json:7:21: error: birth_date must be a real day YYYY-MM-DD (2 visits) [date-invalid]
|     give a real day as YYYY-MM-DD
| 6 records: 1 error (-v shows 1 note)
$ sed -i 's/1984-03-32/1984-03-09/' patients.json
# questions, with an answer that is not sound
$ (sleep 1; printf 'Elm PT\n123\n1234567893\n84-1234567\nJo Day, PT\n'; sleep 1) | TZ=UTC script -qec 'superbill init ../own --empty' /dev/null >/dev/null; grep -E '^(name|npi|tax_id)' ../own/superbill.ini
| name = Elm PT
| tax_id = 84-1234567
| name = Jo Day
| npi = 1234567893
$ (sleep 1; printf 'Ruth\n\nOkoye\n\n\n1990-02-30\n1990-02-11\nF\n\n\n\n\n\n\nuhc\nW1\n\n\nspouse\nSam\nOkoye\n1988-01-01\n\nes\n'; sleep 1) | script -qec 'superbill patient add P-1003' /dev/null >/dev/null; sed -n '/P-1003/,/language/p' patients.json
|       "id": "P-1003",
|       "name": {"first": "Ruth", "last": "Okoye"},
|       "birth_date": "1990-02-11",
|       "sex": "F",
|       "insurance": [
|         {
|           "payer": "uhc",
|           "member_id": "W1",
|           "relationship": "spouse",
|           "subscriber": {"name": {"first": "Sam", "last": "Okoye"}, "birth_date": "1988-01-01"}
|         }
|       ],
|       "language": "es"
$ (sleep 1; printf 'Ruth\n\004'; sleep 1) | script -qec 'superbill patient add P-1004' /dev/null | grep -c answered
| 1
# an unsound edit may be opened again
$ printf '%s\n' '#!/bin/sh' 'n=$(cat ../count 2>/dev/null || echo 0); echo $((n + 1)) >../count' 'if [ $n -eq 0 ]; then sed -i s/M54.59/M54.5/ "$1"; else sed -i s/M54.5\"/M54.51\"/ "$1"; fi' >../editor; chmod +x ../editor
$ (sleep 1; printf 'y\n'; sleep 1) | EDITOR=../editor script -qec 'superbill edit V-20261110-1002' /dev/null >/dev/null; cat ../count; grep -o 'M54.51' visits.ndjson; ls -A
| 2
| M54.51
| bad.ndjson
| patients.json
| superbill.ini
| visits.ndjson
# progress on a terminal's stderr, and nowhere else
$ for i in $(seq 300); do echo '{"id": "W-'$i'", "patient": "P-1002", "date": "2026-10-05", "services": [{"item": "band", "charge": "2.00"}]}'; done >many.ndjson; superbill check -q many.ndjson
$ script -qec 'superbill check many.ndjson' /dev/null </dev/null | tr '\r' '\n' | grep -c '^256 visits'
| 1
# a visit that is refused stands in no file: its words are shown as they were typed
$ script -qec 'superbill add --patient P-1002 --provider hole --dx m5459,M54.5 97110:30x4 --paid full --method cash' /dev/null </dev/null | tr -d '\r'
| --provider hole: error: there is no section [provider hole]; did you mean hale? [provider-unknown]
|     hole
|     ^~~~
|     name a [provider] section of the configuration
| --dx M54.5: error: M54.5 was billable until 2021-09-30 and is a header now; use M54.50, M54.51 or M54.59 [dx-not-valid-on-date]
|     M54.5
|     ^~~~~
|     use the code that was in force on the date of service
| 97110:30x4: error: 97110: 4 units need 53 minutes, this visit has 30 [units-exceed-rule]
|     97110:30x4
|     ^~~~~~~~~~
|     lower the units, or correct the minutes
| 3 errors
| superbill: refused; nothing was written
# what cannot be undone takes a yes: an empty answer is none
$ cd ../clinic; rm -f bad.ndjson; superbill issue -q; for answer in '' n y; do (sleep 1; echo "$answer"; sleep 2) | SOURCE_DATE_EPOCH=2100000000 script -qec 'superbill archive purge --before 2028-01-01' /dev/null | tr -d '\r' | grep ':.*purged\|removed'; superbill list | wc -l; done
| EXAMPLE-SB-2026-000001: would be purged
| EXAMPLE-SB-2026-000002: would be purged
| EXAMPLE-SB-2026-000003: would be purged
| EXAMPLE-SB-2026-000004: would be purged
| superbill: nothing was removed
| 4
| EXAMPLE-SB-2026-000001: would be purged
| EXAMPLE-SB-2026-000002: would be purged
| EXAMPLE-SB-2026-000003: would be purged
| EXAMPLE-SB-2026-000004: would be purged
| superbill: nothing was removed
| 4
| EXAMPLE-SB-2026-000001: would be purged
| EXAMPLE-SB-2026-000002: would be purged
| EXAMPLE-SB-2026-000003: would be purged
| EXAMPLE-SB-2026-000004: would be purged
| EXAMPLE-SB-2026-000001: purged
| EXAMPLE-SB-2026-000002: purged
| EXAMPLE-SB-2026-000003: purged
| EXAMPLE-SB-2026-000004: purged
| 0
! superbill: no superbill is selected
