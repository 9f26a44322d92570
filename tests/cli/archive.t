# The archive: numbers, the same bytes again, correction, proof.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && ls
| patients.json
| superbill.ini
| visits.ndjson
# nothing is written before the first issue
$ superbill list
! superbill: no superbill is selected
$ superbill archive check; superbill issue -n --patient P-1001; ls archive.* out
| whole: 0 superbills, 0 entries
| would write out/EXAMPLE-SB-2026-000001.pdf: charges 375.00, paid 375.00, balance 0.00
| would write out/EXAMPLE-SB-2026-000002.pdf: charges 252.50, paid 252.50, balance 0.00
! 2 documents: charges 627.50, paid 627.50, balance 0.00
! ls: cannot access 'archive.*': No such file or directory
! ls: cannot access 'out': No such file or directory
? 2
$ superbill issue
| out/EXAMPLE-SB-2026-000001.pdf: charges 375.00, paid 375.00, balance 0.00
| out/EXAMPLE-SB-2026-000002.pdf: charges 320.00, paid 320.00, balance 0.00
| out/EXAMPLE-SB-2026-000003.pdf: charges 252.50, paid 252.50, balance 0.00
| out/EXAMPLE-SB-2026-000004.pdf: charges 255.00, paid 255.00, balance 0.00
! 4 documents: charges 1202.50, paid 1202.50, balance 0.00 (-v shows 1 note)
$ ls -l archive.db archive.head out | cut -c1-10 | grep -c '^-rw-------$'; ls -A
| 6
| archive.db
| archive.head
| out
| patients.json
| superbill.ini
| visits.ndjson
$ superbill issue
! 4 visits stand on superbills already (-v shows 4 notes)
$ superbill issue --json | sed 's/"findings".*"summary"/"summary"/'
| {"schema": "superbill.run/1", "documents": [], "summary": {"records": 6, "selected": 4, "refused": 0, "kept": 4, "documents": 0, "charges": "0.00", "adjustments": "0.00", "paid": "0.00", "balance": "0.00", "errors": 0, "warnings": 0, "notes": 4}}
$ superbill check
! 6 records: nothing wrong (-v shows 4 notes)
$ superbill check --all -q
# what a killed run left in the folder goes, though nothing is left to issue
$ mkdir out/.sb-0123456789abcdef.tmp && touch out/.sb-0123456789abcdef.tmp/SB.pdf out/.sb-0123456789abcdff.tmp; superbill issue -q; ls -A out | grep sb-
? 1
# a document that was delivered and moved elsewhere is not written again; the note of it is taken in
# by the next run that issues, and where it is torn the files are looked for
$ tail -1 archive.head; mv out moved; superbill issue -q; ls out; mv moved out
| {"delivered":{"first":1,"last":4}}
! ls: cannot access 'out': No such file or directory
$ cp archive.head kept.head; head -c 150 kept.head >archive.head; mv out/EXAMPLE-SB-2026-000002.pdf two.pdf; superbill issue -q; cmp out/EXAMPLE-SB-2026-000002.pdf two.pdf && rm two.pdf kept.head; superbill archive check | cut -d, -f1
| whole: 4 superbills
# what was issued
$ superbill list
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  issued
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-10     320.00     320.00  issued
| EXAMPLE-SB-2026-000003 P-1001       2026-11-13 2026-11-13     252.50     252.50  issued
| EXAMPLE-SB-2026-000004 P-1002       2026-11-17 2026-11-17     255.00     255.00  issued
$ superbill list --patient P-1002 --until 2026-11-12
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-10     320.00     320.00  issued
$ superbill list --visit V-20261113-1001 --json | sed 's/"sha256": "[0-9a-f]*"/"sha256": "..."/g'
| {"schema": "superbill.list/1", "superbills": [{"number": "EXAMPLE-SB-2026-000003", "patient": "P-1001", "provider": "hale", "payer": "aetna", "first_date": "2026-11-13", "last_date": "2026-11-13", "issued_on": "2026-11-20", "file_by": "2027-11-13", "charges": "252.50", "adjustments": "0.00", "paid": "252.50", "balance": "0.00", "state": "issued", "replaces": null, "replaced_by": null, "sha256": "..."}]}
$ superbill list --state void
! superbill: no superbill is selected
$ superbill list --state gone
! superbill: --state does not take 'gone'; it takes issued, superseded or void
? 2
$ superbill list --deadline 360
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  issued  file by 2027-11-06
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-10     320.00     320.00  issued  file by 2027-11-10
| EXAMPLE-SB-2026-000003 P-1001       2026-11-13 2026-11-13     252.50     252.50  issued  file by 2027-11-13
$ superbill show EXAMPLE-SB-2026-000003
| EXAMPLE-SB-2026-000003  issued
|   issued 2026-11-20, patient P-1001, provider hale, payer aetna
|   to be filed by 2027-11-13
|
|   date       at code              diagnoses                units     charge adjustment       paid
|   2026-11-13 11 97110             M25.561 M62.81               2     125.00       0.00     125.00
|   2026-11-13 11 97112             M25.561 M62.81               1      62.50       0.00      62.50
|   2026-11-13 11 97140             M25.561 M62.81               1      65.00       0.00      65.00
|   total                                                              252.50       0.00     252.50
|   balance                                                              0.00
|
|   2026-11-13 paid 252.50 by hsa card
|
|   entry 3, 2026-11-20: issued
$ superbill show EXAMPLE-SB-2026-000033
! superbill: no superbill has the number EXAMPLE-SB-2026-000033; did you mean EXAMPLE-SB-2026-000003?
? 1
# the very bytes, whatever changed since
$ cp -r out kept && rm -r out && sed -i 's/Harbor Lane/Other Street/' superbill.ini && sed -i 's/"last": "/"last": "X/' patients.json
$ superbill reprint EXAMPLE-SB-2026-000001 EXAMPLE-SB-2026-000002 && cd reprints && for f in *; do cmp $f ../kept/$f && echo $f; done; cd ..
| reprints/EXAMPLE-SB-2026-000001.pdf: charges 375.00, paid 375.00, balance 0.00
| reprints/EXAMPLE-SB-2026-000002.pdf: charges 320.00, paid 320.00, balance 0.00
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000002.pdf
! 2 documents: charges 695.00, paid 695.00, balance 0.00
$ superbill reprint --patient P-1001 --year 2026 -o for-P-1001 -q; ls for-P-1001
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000003.pdf
$ superbill reprint --patient P-1001 SB-1
! superbill: give numbers alone, or filters alone: they are not taken together
? 2
$ superbill reprint
! superbill: name superbills by number, or select them by a filter
? 2
$ superbill reprint --patient P-9
! superbill: no patient has the id P-9; superbill patient find looks for names
? 1
$ superbill reprint -n EXAMPLE-SB-2026-000001 -o nowhere; ls nowhere
| would write nowhere/EXAMPLE-SB-2026-000001.pdf: charges 375.00, paid 375.00, balance 0.00
! 1 document: charges 375.00, paid 375.00, balance 0.00
! ls: cannot access 'nowhere': No such file or directory
? 2
$ echo other >reprints/EXAMPLE-SB-2026-000001.pdf; superbill reprint EXAMPLE-SB-2026-000001
! reprints/EXAMPLE-SB-2026-000001.pdf: error: is there with other bytes, and is not replaced; -o DIR names another folder
? 4
# changed records
$ superbill issue -o out2; ls out2
! 4 visits stand on superbills already (-v shows 4 notes)
! ls: cannot access 'out2': No such file or directory
? 2
$ sed -i '1s/"minutes": 24/"minutes": 38/' visits.ndjson && superbill issue
! visits.ndjson:1:1: error: V-20261106-1001 stands on EXAMPLE-SB-2026-000001, and differs from what was issued in services [changed-after-issue]
!     issue the change with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT', or restore the record
! visits.ndjson:1:466: warning: 62.50 of the charges is not paid [balance-due]
!     add the payment once it is made
! 3 visits stand on superbills already; 1 error, 1 warning (-v shows 3 notes)
? 1
$ superbill pay V-20261113-1001 5.00 --method cash -q; superbill check
| visits.ndjson:1:1: error: V-20261106-1001 stands on EXAMPLE-SB-2026-000001, and differs from what was issued in services [changed-after-issue]
|     issue the change with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT', or restore the record
| visits.ndjson:1:466: warning: 62.50 of the charges is not paid [balance-due]
|     add the payment once it is made
| visits.ndjson:3:1: warning: V-20261113-1001 stands on EXAMPLE-SB-2026-000003; payments were added since [paid-after-issue]
|     issue today's state with 'superbill correct EXAMPLE-SB-2026-000003 --reason TEXT' where the patient needs it
! 6 records: 1 error, 2 warnings (-v shows 2 notes)
? 1
$ superbill remove V-20261113-1001
! superbill: V-20261113-1001 stands on EXAMPLE-SB-2026-000003: make that void first
! superbill: refused; nothing was written
? 1
# correction
$ superbill correct EXAMPLE-SB-2026-000001
! superbill: say why: --reason TEXT; it is kept in the archive
? 2
$ superbill correct EXAMPLE-SB-2026-000001 --reason ' '
! superbill: say why: --reason TEXT; it is kept in the archive
? 2
$ superbill correct EXAMPLE-SB-2026-000001 --reason 'minutes were wrong'
| out/EXAMPLE-SB-2026-000005.pdf: charges 437.50, paid 375.00, balance 62.50
! visits.ndjson:1:466: warning: 62.50 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 437.50, paid 375.00, balance 62.50; 1 warning
$ superbill show EXAMPLE-SB-2026-000005 | sed -n '/entry/,$p' | grep -v '/practice\|/patient'
|   entry 5, 2026-11-20: corrected: minutes were wrong
|
|   changed against EXAMPLE-SB-2026-000001:
|     /balance: "0.00" -> "62.50"
|     /charges: "375.00" -> "437.50"
|     /lines/1/charge: "125.00" -> "187.50"
|     /lines/1/minutes: 24 -> 38
|     /lines/1/paid: "125.00" -> "187.50"
|     /lines/1/units: 2 -> 3
|     /lines/2/paid: "65.00" -> "2.50"
$ superbill correct EXAMPLE-SB-2026-000005 --reason 'again'
! visits.ndjson:1:466: warning: 62.50 of the charges is not paid [balance-due]
!     add the payment once it is made
! superbill: EXAMPLE-SB-2026-000005 would not change: nothing on the page differs
! 6 records, no document: 1 warning
? 1
$ superbill correct EXAMPLE-SB-2026-000001 --reason 'again'
! superbill: EXAMPLE-SB-2026-000001 is superseded by EXAMPLE-SB-2026-000005
? 1
$ superbill reprint EXAMPLE-SB-2026-000001
! superbill: EXAMPLE-SB-2026-000001 is superseded by EXAMPLE-SB-2026-000005; --superseded writes it all the same
? 1
$ superbill reprint EXAMPLE-SB-2026-000001 --superseded -o old -q; cmp old/EXAMPLE-SB-2026-000001.pdf kept/EXAMPLE-SB-2026-000001.pdf
$ superbill reprint EXAMPLE-SB-2026-000001 --superseded --copy -o old -q; pdftotext -layout -l 1 old/EXAMPLE-SB-2026-000001-copy.pdf - | grep -o 'SUPERSEDED\|Superseded by.*'
| SUPERSEDED
| Superseded by               EXAMPLE-SB-2026-000005
$ superbill list --state superseded
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  superseded by EXAMPLE-SB-2026-000005
# void
$ superbill void EXAMPLE-SB-2026-000002 -n --reason 'never took place'
| EXAMPLE-SB-2026-000002: would be void
$ superbill void EXAMPLE-SB-2026-000002 --reason 'never took place'
| EXAMPLE-SB-2026-000002: void
$ superbill void EXAMPLE-SB-2026-000002 --reason 'never took place'
! superbill: EXAMPLE-SB-2026-000002 is void
? 1
$ superbill issue -v --patient P-1002 2>&1 | grep void
| visits.ndjson:2:1: note: V-20261110-1002 stood on EXAMPLE-SB-2026-000002, which is void, and has not changed since [already-issued]
$ superbill issue --again
! superbill: --again takes one visit: name it with --visit ID
? 2
$ superbill issue --again --visit V-20261110-1002
| out/EXAMPLE-SB-2026-000006.pdf: charges 320.00, paid 320.00, balance 0.00
! 1 document: charges 320.00, paid 320.00, balance 0.00
# added and issued at once
$ superbill add --patient P-1001 --dx M25.561 97110:30 --date 2026-11-16 --paid full --method card --issue
| V-20261116-1001: María T XEllison-Núñez
|   97110    30 min   2 units     125.00
|   charges 125.00, paid 125.00, balance 0.00
| out/EXAMPLE-SB-2026-000007.pdf: charges 125.00, paid 125.00, balance 0.00
! 1 document: charges 125.00, paid 125.00, balance 0.00
$ superbill add --patient P-1001 --dx M25.561 97110:30 --date 2026-11-17 --issue --json | sed 's/"sha256": "[0-9a-f]*"/"sha256": "..."/g; s/"findings".*"summary"/"summary"/'
| {"schema": "superbill.run/1", "documents": [{"number": "EXAMPLE-SB-2026-000008", "visits": ["V-20261117-1001"], "patient": "P-1001", "file": "out/EXAMPLE-SB-2026-000008.pdf", "charges": "125.00", "adjustments": "0.00", "paid": "0.00", "balance": "125.00", "sha256": "...", "pages": 1}], "summary": {"records": 8, "selected": 1, "refused": 0, "kept": 0, "documents": 1, "charges": "125.00", "adjustments": "0.00", "paid": "0.00", "balance": "125.00", "errors": 0, "warnings": 1, "notes": 0}}
# proof
$ superbill archive check | cut -d, -f1,2
| whole: 8 superbills, 9 entries
$ superbill archive backup ../copy.db
| ../copy.db: 8 superbills, 9 entries, proven
$ superbill archive backup visits.ndjson
! visits.ndjson: error: is there and is no copy of an archive: it is not replaced
? 4
$ superbill archive backup archive.db
! superbill: archive.db: this is the archive itself
? 1
$ superbill archive backup ../clinic/archive.db-journal
! superbill: ../clinic/archive.db-journal: this is a file of the archive itself
? 1
$ superbill archive backup out
! out: error: is a folder: name the copy in it, as archive-copy.db
? 4
$ superbill archive backup ''
! .: error: is a folder: name the copy in it, as archive-copy.db
? 4
# an older copy is replaced; another practice's archive, or a copy that knows more, is not
$ (cd ..; superbill init -q other; cd other; superbill issue -q; superbill void EXAMPLE-SB-2026-000001 --reason other -q); superbill archive backup ../other/archive.db; superbill archive backup ../copy.db
| ../copy.db: 8 superbills, 9 entries, proven
! ../other/archive.db: error: is there and is not an older copy of this archive: it is not replaced
$ superbill archive restore archive.db
! superbill: this is the archive itself, whole and not behind its head
? 1
$ superbill archive export | cut -d: -f1 | sort | uniq -c | grep -v piece
|       9 {"entry"
|       8 {"superbill"
$ cp archive.db sound.db; python3 $SB_TOP/tests/sql.py archive.db "UPDATE line SET charge = charge + 100 WHERE superbill = 1"; superbill archive check
| entry 1: EXAMPLE-SB-2026-000001: its rows were altered
| superbills whose lines do not add up: 1
! superbill: the archive is not as it was written: 2 faults
? 5
$ superbill archive check --json | sed -E 's/"([^"]*bytes|head)": "?[0-9a-f]+"?/"\1": .../g'
| {"schema": "superbill.archive/1", "entries": 9, "superbills": 8, "purged": 0, "bytes": ..., "file_bytes": ..., "mean_bytes": ..., "redrawn": 0, "unlike": 0, "head": ..., "head_found": true, "lost": [], "faults": [{"entry": 1, "number": "EXAMPLE-SB-2026-000001", "text": "its rows were altered"}, {"entry": 0, "number": null, "text": "superbills whose lines do not add up: 1"}]}
$ superbill archive restore archive.db
! archive.db: error: entry 1, EXAMPLE-SB-2026-000001: its rows were altered
? 5
$ cp sound.db archive.db
# a lost file, an old copy
$ superbill issue -q; superbill add -q --patient P-1002 --dx M54.59 97110:30 --date 2026-11-18 --issue; rm archive.db; superbill issue
| V-20261118-1002: Daniel XKowalski
|   97110    30 min   2 units     125.00
|   charges 125.00, paid 0.00, balance 125.00
! archive.db: error: the archive is missing, but its head is here: put a copy back with 'superbill archive restore FILE'
? 5
$ cp ../copy.db archive.db; superbill issue
! archive.db: error: the archive is older than its head: it lacks what was issued since; put a newer copy back with 'superbill archive restore FILE'
? 5
$ superbill list | wc -l
| 8
$ superbill archive restore ../copy.db
| restored: 8 superbills
| example number 9 is marked as lost, and never given again: the next 'superbill issue' gives what stood on it a new number
| what stood there is kept as archive.db.before-restore
$ superbill archive check | cut -d, -f1,2; superbill issue -q; superbill list | tail -1
| whole: 8 superbills, 10 entries
| example number 9: lost by the restore of 2026-11-20
| EXAMPLE-SB-2026-000010 P-1002       2026-11-18 2026-11-18     125.00       0.00  issued
# the number that was lost is known: asked for, on a document that turns up, in the proof
$ superbill show EXAMPLE-SB-2026-000009; superbill show EXAMPLE-SB-1999-000009; superbill verify out/EXAMPLE-SB-2026-000009.pdf
| out/EXAMPLE-SB-2026-000009.pdf: unknown EXAMPLE-SB-2026-000009: sound in itself; the archive knows its number, which the restore of 2026-11-20 lost, but not this document: it may be genuine, and only its signature can tell
! superbill: EXAMPLE-SB-2026-000009 was lost by the restore of 2026-11-20: the copy put back was older; 'superbill issue' gives its visits a new number
! superbill: no superbill has the number EXAMPLE-SB-1999-000009
? 1
$ superbill archive check --json | grep -o '"lost.*"faults'
| "lost": [{"first": 9, "last": 9, "example": true, "events": 0, "restored": "2026-11-20"}], "faults
# a new machine has no head: what was issued after the copy is not known there
$ mkdir ../new && cp superbill.ini patients.json visits.ndjson ../new && cd ../new && superbill archive restore ../copy.db && superbill archive restore ../copy.db --json 2>&1; grep -o '"last_example":8' archive.head; cp ../clinic/archive.head . && superbill archive restore ../copy.db | head -2; cd ../clinic
| restored: 8 superbills
| {"schema": "superbill.restore/1", "superbills": 8, "lost": {"first": 0, "last": 0}, "lost_examples": {"first": 0, "last": 0}, "lost_events": 0, "head_found": true, "kept": "archive.db.before-restore"}
| "last_example":8
| restored: 8 superbills
| example numbers 9 to 10 are marked as lost, and never given again: the next 'superbill issue' gives what stood on them a new number
! superbill: warning: no archive.head told what was issued after this copy was made
!     if anything was, elsewhere, put the archive.head from there beside the archive and run this again before you issue; where it is gone, give [numbering] another form: else number 9 and those after it are given twice
$ superbill archive restore ../copy.db
! superbill: the archive in place is sound and newer than the copy: to put the copy back all the same, move the archive away first
? 1
$ superbill archive restore gone.db
! gone.db: error: no such file
? 3
$ superbill archive restore patients.json
! patients.json: error: the copy is not a database file; take another copy
? 5
$ head -c 6000 ../copy.db >torn.db; superbill archive restore torn.db; superbill archive backup torn.db
! torn.db: error: the copy is damaged; take another copy
! torn.db: error: is there and is not an older copy of this archive: it is not replaced
? 4
# a copy that was put in place by hand; what an earlier restore kept stays
$ superbill archive backup now.db -q; cp now.db archive.db; superbill void EXAMPLE-SB-2026-000010 --reason 'never took place' -q; cp now.db archive.db; superbill issue
! archive.db: error: the archive is older than its head: it lacks what was issued since; put a newer copy back with 'superbill archive restore FILE'
? 5
$ superbill archive restore archive.db; ls archive.db.*
| restored: 9 superbills
| 1 event since the copy, as a void or a purge, is lost as well: what was made void then stands again; look through 'superbill list' and make it void anew
| what stood there is kept as archive.db.before-restore-2
| archive.db.before-restore
| archive.db.before-restore-2
# retention
$ superbill archive purge
! superbill: say how old: --before YYYY-MM-DD
? 2
$ superbill archive purge --before 2020-11-20
! superbill: what is younger than 7 years is kept ([archive] retention_years): --before takes no day after 2019-11-20
? 1
$ superbill archive purge --before 2019-11-20; superbill archive purge --yes --before 2019-11-20
! superbill: nothing is that old
! superbill: nothing is that old
$ SOURCE_DATE_EPOCH=2100000000 superbill archive purge -n --before 2028-01-01 | tail -1
| EXAMPLE-SB-2026-000010: would be purged
! superbill: archive.db.before-restore was moved aside by a restore and may hold them: remove it
! superbill: archive.db.before-restore-2 was moved aside by a restore and may hold them: remove it
! superbill: backups of the archive, and PDFs that were delivered, hold them too: remove those as well
# without consent it is a dry run
$ SOURCE_DATE_EPOCH=2100000000 superbill archive purge --before 2028-01-01 </dev/null
| EXAMPLE-SB-2026-000001: would be purged
| EXAMPLE-SB-2026-000002: would be purged
| EXAMPLE-SB-2026-000003: would be purged
| EXAMPLE-SB-2026-000004: would be purged
| EXAMPLE-SB-2026-000005: would be purged
| EXAMPLE-SB-2026-000006: would be purged
| EXAMPLE-SB-2026-000007: would be purged
| EXAMPLE-SB-2026-000008: would be purged
| EXAMPLE-SB-2026-000010: would be purged
! superbill: 9 superbills are that old; nothing was removed: --yes removes what -n lists, for good
? 1
$ SOURCE_DATE_EPOCH=2100000000 superbill archive purge --before 2028-01-01 --json; superbill list | wc -l
| {"schema": "superbill.error/1", "error": {"status": "refused", "source": null, "line": 0, "column": 0, "path": null, "text": "9 superbills are that old; nothing was removed: --yes removes what -n lists, for good"}}
| 9
$ SOURCE_DATE_EPOCH=2100000000 superbill archive purge --before 2028-01-01 --yes --json
| {"schema": "superbill.run/1", "documents": [], "changed": "EXAMPLE-SB-2026-000010", "numbers": ["EXAMPLE-SB-2026-000001", "EXAMPLE-SB-2026-000002", "EXAMPLE-SB-2026-000003", "EXAMPLE-SB-2026-000004", "EXAMPLE-SB-2026-000005", "EXAMPLE-SB-2026-000006", "EXAMPLE-SB-2026-000007", "EXAMPLE-SB-2026-000008", "EXAMPLE-SB-2026-000010"], "findings": [], "summary": {"records": 0, "selected": 9, "refused": 0, "kept": 0, "documents": 0, "charges": "0.00", "adjustments": "0.00", "paid": "0.00", "balance": "0.00", "errors": 0, "warnings": 0, "notes": 0}}
! superbill: archive.db.before-restore was moved aside by a restore and may hold them: remove it
! superbill: archive.db.before-restore-2 was moved aside by a restore and may hold them: remove it
! superbill: backups of the archive, and PDFs that were delivered, hold them too: remove those as well
$ superbill archive check | cut -d, -f1-3; superbill list; superbill issue -q
| whole: 0 superbills, 21 entries, 9 purged
| example number 9: lost by the restore of 2026-11-20
| 1 event of other numbers, as a void or a purge: lost by the restore of 2026-11-20
! superbill: no superbill is selected
! visits.ndjson:3:1: error: V-20261113-1001 stood on EXAMPLE-SB-2026-000003, which was purged, and differs from what was issued [changed-after-issue]
!     issue it under a new number with 'superbill issue --again --visit V-20261113-1001', or restore the record
? 1
$ superbill reprint EXAMPLE-SB-2026-000003
! superbill: EXAMPLE-SB-2026-000003 was purged: only its entry in the chain is left; 'superbill issue --again --visit ID' gives a visit of it a new number
? 1
# the entry that is left holds the hash of its document
$ cp out/EXAMPLE-SB-2026-000005.pdf touched.pdf; echo >>touched.pdf; superbill verify kept/EXAMPLE-SB-2026-00000[12].pdf out/EXAMPLE-SB-2026-000007.pdf touched.pdf; rm touched.pdf
| kept/EXAMPLE-SB-2026-000001.pdf: superseded EXAMPLE-SB-2026-000001: it was issued so, replaced by EXAMPLE-SB-2026-000005, and purged since
| kept/EXAMPLE-SB-2026-000002.pdf: void EXAMPLE-SB-2026-000002: it was issued so, made void, and purged since
| out/EXAMPLE-SB-2026-000007.pdf: genuine EXAMPLE-SB-2026-000007: the very bytes that were issued; the archive has purged them since
| touched.pdf: altered EXAMPLE-SB-2026-000005: other bytes were issued under its number
# what is left cannot be corrected: the visit is issued anew, once, and the chain says so
$ superbill correct EXAMPLE-SB-2026-000003 --reason 'the minutes'
! superbill: EXAMPLE-SB-2026-000003 was purged: only its entry in the chain is left; 'superbill issue --again --visit ID' gives a visit of it a new number
? 1
$ superbill issue --again --visit V-20261113-1001 2>/dev/null; superbill issue --again --visit V-20261113-1001; superbill list; superbill archive check | cut -d, -f1-3; superbill archive export | grep -o '"event":"released".*"number":"[^"]*"' | cut -d, -f4
| out/EXAMPLE-SB-2026-000011.pdf: charges 252.50, paid 257.50, balance -5.00
| EXAMPLE-SB-2026-000011 P-1001       2026-11-13 2026-11-13     252.50     257.50  issued
| whole: 1 superbills, 23 entries, 9 purged
| example number 9: lost by the restore of 2026-11-20
| 1 event of other numbers, as a void or a purge: lost by the restore of 2026-11-20
| "number":"EXAMPLE-SB-2026-000003"
! superbill: V-20261113-1001 stands on EXAMPLE-SB-2026-000011: issue a change with 'superbill correct EXAMPLE-SB-2026-000011 --reason TEXT', or make that void first
! 1 visit stands on a superbill already (-v shows 1 note)
$ superbill issue -q --again --visit V-20261116-1001 | cut -c1-30; superbill verify out/EXAMPLE-SB-2026-000007.pdf
| out/EXAMPLE-SB-2026-000007.pdf: superseded EXAMPLE-SB-2026-000007: it was issued so, purged since, and a visit of it was issued anew
? 1
$ superbill remove V-20261106-1001
| V-20261106-1001: removed
# what the check says of size is the file's
$ superbill archive check | tr -s ', ' '\n' >said; stat -c %s archive.db | grep -xf - said | wc -l; superbill archive check --json | python3 -c 'import json, os, sys; c = json.load(sys.stdin); print(c["file_bytes"] == os.stat("archive.db").st_size, c["mean_bytes"] == c["file_bytes"] // c["superbills"])'; rm said
| 1
| True True
# added, and not issued; a folder that cannot be had
$ mv archive.db away.db; superbill add --patient P-1002 --dx M54.59 97110:30 --date 2026-11-12 --issue; mv away.db archive.db; grep -c 2026-11-12 visits.ndjson; superbill remove V-20261112-1002
| V-20261112-1002: Daniel XKowalski
|   97110    30 min   2 units     125.00
|   charges 125.00, paid 0.00, balance 125.00
| 1
| V-20261112-1002: removed
! V-20261112-1002: warning: 125.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! archive.db: error: the archive is missing, but its head is here: put a copy back with 'superbill archive restore FILE'; V-20261112-1002 was added, and 'superbill issue' does what is left
$ mv reprints away; touch reprints; superbill reprint $(superbill list | cut -d' ' -f1 | head -1); rm reprints; mv away reprints
! reprints: error: is there, but is no folder; -o DIR names another folder
# two at once
$ cd ..; TZ=UTC superbill init -q two && cd two && (superbill issue -q & superbill issue -q & wait) && superbill list | cut -c1-22 && superbill archive check | cut -d, -f1
| EXAMPLE-SB-2026-000001
| EXAMPLE-SB-2026-000002
| EXAMPLE-SB-2026-000003
| EXAMPLE-SB-2026-000004
| whole: 4 superbills
# an archive of a newer program, of another one, damaged
$ python3 $SB_TOP/tests/sql.py archive.db 'PRAGMA user_version = 9'; superbill list
! archive.db: error: the archive was written by a newer superbill (schema 9, this one knows 3): install that version
? 5
$ python3 $SB_TOP/tests/sql.py archive.db 'PRAGMA user_version = 1; PRAGMA application_id = 7'; superbill list
! archive.db: error: the archive is a database of some other program; put a copy back with 'superbill archive restore FILE'
? 5
$ python3 $SB_TOP/tests/sql.py archive.db 'PRAGMA user_version = 2; PRAGMA application_id = 1396853836'; superbill list
! archive.db: error: the archive is not as it was made: its tables or its version were changed; put a copy back with 'superbill archive restore FILE'
? 5
$ head -c 9000 archive.db >cut; cp cut archive.db; superbill issue
! archive.db: error: the archive is damaged; put a copy back with 'superbill archive restore FILE'
? 5
$ echo text >archive.db; superbill list --json
| {"schema": "superbill.error/1", "error": {"status": "damaged", "source": "archive.db", "line": 0, "column": 0, "path": null, "text": "the archive is not a database file; put a copy back with 'superbill archive restore FILE'"}}
? 5
# a limit on the size of files is a failed write, whichever file reaches it: nothing is left half made
$ cd ..; TZ=UTC superbill init -q limit && cd limit && for size in 1 60 200; do (ulimit -f $size; superbill issue; echo $?; superbill issue -j2 2>&1 | grep -c written); ls -A; done; superbill issue | tail -1; superbill archive check | cut -d, -f1
| 4
| 1
| archive.db
| out
| patients.json
| superbill.ini
| visits.ndjson
| 4
| 1
| archive.db
| out
| patients.json
| superbill.ini
| visits.ndjson
| 4
| 1
| archive.db
| out
| patients.json
| superbill.ini
| visits.ndjson
| out/EXAMPLE-SB-2026-000004.pdf: charges 255.00, paid 255.00, balance 0.00
| whole: 4 superbills
! out/EXAMPLE-SB-2026-000001.pdf: error: V-20261106-1001: cannot be written: file too large
! archive.db: error: the archive cannot be written: the disk failed, or the size of files is limited (ulimit -f)
! archive.db: error: the archive cannot be written: the disk failed, or the size of files is limited (ulimit -f)
! 4 documents: charges 1202.50, paid 1202.50, balance 0.00 (-v shows 1 note)
# more paid than charged, more given back than paid: the archive is whole, and can be copied
$ cd ..; TZ=UTC superbill init -q credit && cd credit && sed -i '1s/"375.00"/"500.00"/; 2s/"payments": .*/"payments": [{"date": "2026-11-10", "amount": "5.00", "method": "cash"}], "refunds": [{"date": "2026-11-11", "amount": "20.00", "method": "cash"}]}/' visits.ndjson && superbill issue -q; superbill archive check | cut -d, -f1-3; superbill archive backup copy.db
| whole: 4 superbills, 4 entries, 4 drawn again
| copy.db: 4 superbills, 4 entries, proven
