# A practice folder that works at once.
$ TZ=America/Los_Angeles superbill init clinic
| clinic/superbill.ini
| clinic/patients.json
| clinic/visits.ndjson
! next: cd clinic, then superbill check and superbill render
$ stat -c %A clinic/*
| -rw-------
| -rw-------
| -rw-------
$ grep -E 'timezone|example' clinic/superbill.ini
| ; superbill.ini - an example practice.  Put your own in its place, then delete "example".
| ; While this stands, superbills are numbered EXAMPLE-... and say that they are examples.
| example = yes
| email = billing@harborlane.example
| timezone = America/Los_Angeles
$ cut -c1-60 clinic/visits.ndjson
| {"id": "V-20261106-1001", "patient": "P-1001", "provider": "
| {"id": "V-20261110-1002", "patient": "P-1002", "provider": "
| {"id": "V-20261113-1001", "patient": "P-1001", "provider": "
| {"id": "V-20261117-1002", "patient": "P-1002", "provider": "
# nothing is overwritten
$ superbill init clinic
! clinic/superbill.ini: error: is there already; init overwrites nothing
? 4
$ echo mine >other && superbill init --json .
| {"schema": "superbill.init/1", "files": ["superbill.ini", "patients.json", "visits.ndjson"]}
$ superbill init . -n
! superbill.ini: error: is there already; init overwrites nothing
? 4
$ cd clinic && superbill check
! 6 records: nothing wrong (-v shows 1 note)
$ superbill render --quiet && ls out
| V-20261106-1001-draft.pdf
| V-20261110-1002-draft.pdf
| V-20261113-1001-draft.pdf
| V-20261117-1002-draft.pdf
# the same day, the same bytes; another umask too
$ cd .. && rm superbill.ini patients.json visits.ndjson && (umask 0 && TZ=America/Los_Angeles superbill init again -q)
$ for f in superbill.ini patients.json visits.ndjson; do cmp clinic/$f again/$f; done; stat -c %A again again/*
| drwx------
| -rw-------
| -rw-------
| -rw-------
# a practice of one's own
$ superbill init own --empty </dev/null
! superbill: --practice is needed, where there is no terminal to ask on
? 2
$ superbill init own --npi 1234567893
! superbill: --practice, --npi, --tax-id and --therapist go with --empty
? 2
$ superbill init own --empty --practice 'Elm PT' --npi 1234567890 --tax-id 84-1234567 --therapist 'Jo Day, PT'
! superbill: --npi: an NPI has ten digits, begins with 1 or 2 and has a check digit
? 2
$ superbill init own --empty --practice 'Elm PT' --npi 1234567893 --tax-id 123-45-6789 --therapist 'Jo Day, PT'
! superbill: --tax-id: a tax id is written NN-NNNNNNN; a social security number is not taken
? 2
$ TZ=America/New_York superbill init own --empty --practice 'Elm PT' --npi 1234567893 --tax-id 84-1234567 --therapist 'Jo Day, PT, DPT' --json
| {"schema": "superbill.init/1", "files": ["own/superbill.ini", "own/patients.json", "own/visits.ndjson"]}
$ cd own && superbill check
! no records
$ superbill patient add P-1 --first Ann --last Lee --birth-date 1990-01-02 --line1 '1 Elm' --city Salem --state OR --zip 97301
| P-1: added
$ superbill add --patient P-1 --dx M25.561 --total 150.00 --paid full --method cash 97110:30
| V-20261120-1: Ann Lee
|   97110    30 min   2 units     150.00
|   charges 150.00, paid 150.00, balance 0.00
! superbill.ini:35:1: warning: provider day has no license [license-missing]
!     write the licence with its state to the provider's section, as license = OR PT-60123
! 1 warning
$ superbill check
| superbill.ini:35:1: warning: provider day has no license [license-missing]
|     write the licence with its state to the provider's section, as license = OR PT-60123
! 2 records: 1 warning
