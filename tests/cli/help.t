# What the program says of itself, and wrong usage.
$ superbill --version
| superbill 0.1.0
$ superbill --help | head -8
| superbill turns physical-therapy visit records into superbills, offline.
|
|   superbill init clinic            a practice folder that works at once
|   superbill add --patient P-1001 --dx M25.561 97110:30 97140:15
|   superbill check                  every finding in every record
|   superbill render -o out          the documents, as drafts
|
| Commands (superbill COMMAND --help tells more):
$ superbill
! superbill turns physical-therapy visit records into superbills, offline.
!
!   superbill init clinic            a practice folder that works at once
!   superbill add --patient P-1001 --dx M25.561 97110:30 97140:15
!   superbill check                  every finding in every record
!   superbill render -o out          the documents, as drafts
!
! Commands (superbill COMMAND --help tells more):
!   init             write a starter practice folder
!   add              append one checked visit
!   patient add      add a checked patient; ask for what options leave open
!   patient edit     open one patient in $EDITOR; write it back when it is sound
!   patient find     find ids by name, birth date or member id
!   edit             open one visit in $EDITOR; write it back when it is sound
!   pay              add a payment to a visit
!   remove           take a visit out of its file
!   check            report every finding in every record; write nothing
!   render           draw each selected visit as a draft
!   issue            issue a numbered superbill for each selected visit that has none
!   month            issue a month: one superbill per patient, provider and payer
!   year             a statement of a year for each patient: taxes, FSA, HRA
!   ledger           the workbook of a month alone
!   list             what was issued: number, patient, dates, charges, paid, state
!   show             one issued superbill: lines, codes, money, history
!   reprint          write the very bytes that were issued
!   correct          issue the corrected superbill, the old one superseded
!   void             mark superbills void; nothing is deleted
!   verify           whether a file is what was issued
!   extract          the record inside a document
!   archive check    prove the archive whole: rows, chain, numbers, documents
!   archive backup   copy the archive safely while it is in use
!   archive restore  put a proven copy of the archive back
!   archive export   write all of the archive as NDJSON
!   archive purge    remove what is past its retention
!   archive key      make the key that signs what is issued
!   codes search     find codes by words or by their beginning
!   codes show       one code on a day: title, dates, successors, children
!   codes import     install official code files: all of them or none
!   codes list       the code sets that are installed, and for which days
!   codes remove     take an installed code set out
!   payers           payer profiles, and where each fact comes from
!   units            count units from minutes, with the reasoning
!   explain          why a visit is in, out or zero, and which rule says so
!   template check   try a layout; report its faults
!   template preview draw a layout with sample data
!   schema           print the JSON Schema (2020-12) of the record files
!   completion       print the completion script of a shell
!
! Exit status: 0 done, 1 refused or not found, 2 wrong usage, 3 input or configuration
! cannot be read, 4 output cannot be written, 5 archive, 70 out of memory or a defect.
! Manuals: superbill(1), superbill(5).
? 2
$ superbill check --help
| report every finding in every record; write nothing
|
|   superbill check
|   superbill check visits.ndjson patients.json
|   superbill check --month 2026-10 --json
|   superbill check --fix
|
| usage: superbill check [FILE...] [--all] [--fix [--write]] [filters]
|
| Without FILE the files are read that [files] names; with FILE these and
| [files] patients.  '-' is stdin.  Findings are on stdout.
| --fix prints repairs that can be made one way only (the dot, case and X of a
| diagnosis, an ended code with one successor, order of modifiers, GP where the payer
| wants it) as a patch; --write puts them in place.
|
| Options:
|       --all                          issued visits too
|       --fix                          propose mechanical repairs as a patch
|       --write                        with --fix: put the repairs in place
|
| Which visits:
|       --patient ID                   visits of this patient
|       --provider ID                  visits of this provider
|       --payer ID                     visits that this payer insures
|       --visit ID                     this visit
|       --since DATE                   visits from this day on
|       --until DATE                   visits up to this day
|       --month YYYY-MM                visits of this month
|       --year YYYY                    visits of this year
|       --unpaid                       visits with a balance due
|       --paid                         visits without a balance due
|       --deadline DAYS                visits whose last filing day is within DAYS
|
| Everywhere:
|       --config FILE                  the practice's configuration
|       --json                         one JSON document on stdout
|       --color WHEN                   auto, always or never
|   -q, --quiet                        errors only
|   -v, --verbose                      notes too
|   -h, --help                         how to use the command
|       --version                      the version of the program
$ superbill codes --help | grep usage
| usage: superbill codes search TEXT... [--date DATE] [--side SIDE] [--encounter WHICH]
| usage: superbill codes show CODE [--date DATE]
| usage: superbill codes import FILE... [--year YYYY]
| usage: superbill codes list 
| usage: superbill codes remove SET
$ superbill patient
! superbill: patient needs one more word; see superbill patient --help
? 2
$ superbill chekc
! superbill: there is no command 'chekc'; did you mean 'check'?
? 2
$ superbill codes serch x
! superbill: there is no command 'codes serch'; did you mean 'codes search'?
? 2
$ superbill check --jsn
! superbill: check has no option --jsn; did you mean --json?
? 2
$ superbill check --dx M25.561
! superbill: check has no option --dx
? 2
$ superbill check -x
! superbill: check has no option -x
? 2
$ superbill check --config
! superbill: --config needs a value
? 2
$ superbill check --json=yes --json
| {"schema": "superbill.error/1", "error": {"status": "usage", "source": null, "line": 0, "column": 0, "path": null, "text": "--json takes no value"}}
? 2
$ superbill --patient P-1001 check
! superbill: --patient stands behind its command
? 2
$ superbill check --color sometimes
! superbill: --color does not take 'sometimes'; it takes auto, always or never
? 2
$ superbill check --since 2026-02-30
! superbill: --since: '2026-02-30' is not a day; write it as 2026-10-05
? 2
$ superbill check --month 2026-10 --since 2026-10-05
! superbill: of --month, --year and --since or --until give one
? 2
$ superbill check --month 2026-13
! superbill: --month: there is no such month
? 2
$ superbill check --year 26
! superbill: --year: there is no such year
? 2
$ superbill check --unpaid --paid
! superbill: --unpaid and --paid leave nothing together
? 2
$ superbill check --deadline soon
! superbill: --deadline: 'soon' is not a number of days
? 2
$ superbill check --patient P-1001 --patient P-1002
! superbill: --patient is given twice
? 2
$ superbill remove
! superbill: usage: superbill remove VISIT
? 2
$ superbill remove V-1 V-2
! superbill: that is a word too many; usage: superbill remove VISIT
? 2
$ superbill units 97110:30 --json --rule amc
| {"schema": "superbill.error/1", "error": {"status": "usage", "source": null, "line": 0, "column": 0, "path": null, "text": "--rule does not take 'amc'; did you mean 'ama'?"}}
? 2
$ SOURCE_DATE_EPOCH=now superbill codes show 97110
! superbill: SOURCE_DATE_EPOCH is not a number of seconds
? 2
# the last act: did the output arrive?
$ superbill schema >/dev/full
! superbill: stdout cannot be written
? 4
$ superbill --help >/dev/full
! superbill: stdout cannot be written: No space left on device
? 4
