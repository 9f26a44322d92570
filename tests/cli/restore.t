# An older copy takes back what befell the numbers that it holds: how much is said, at once and later.
$ superbill init -q clinic && cd clinic && superbill issue -q && superbill archive backup -q ../old.db && superbill void EXAMPLE-SB-2026-000002 --reason 'never took place' -q && rm archive.db && superbill archive restore ../old.db; superbill archive check | sed 's/, [0-9]* bytes.*//'; superbill archive check --json | grep -o '"lost": .*\], "faults'
| restored: 4 superbills
| 1 event since the copy, as a void or a purge, is lost as well: what was made void then stands again; look through 'superbill list' and make it void anew
| whole: 4 superbills, 5 entries, 4 drawn again
| 1 event of other numbers, as a void or a purge: lost by the restore of 2026-11-20
| "lost": [{"first": 0, "last": 0, "example": false, "events": 1, "restored": "2026-11-20"}], "faults
$ superbill void EXAMPLE-SB-2026-000002 --reason 'never took place' -q; superbill void EXAMPLE-SB-2026-000003 --reason 'nor did this' -q; sed -i '1s/97110/97530/' visits.ndjson; superbill correct EXAMPLE-SB-2026-000001 --reason 'the code' -q; rm archive.db; superbill archive restore ../old.db --json; superbill archive restore ../old.db; superbill archive check | sed 's/, [0-9]* bytes.*//'; superbill list
| {"schema": "superbill.restore/1", "superbills": 4, "lost": {"first": 0, "last": 0}, "lost_examples": {"first": 5, "last": 5}, "lost_events": 3, "head_found": true, "kept": null}
| restored: 4 superbills
| example number 5 is marked as lost, and never given again: the next 'superbill issue' gives what stood on it a new number
| 3 events since the copy, as a void or a purge, are lost as well: what was made void then stands again; look through 'superbill list' and make it void anew
| what stood there is kept as archive.db.before-restore
| whole: 4 superbills, 5 entries, 4 drawn again
| example number 5: lost by the restore of 2026-11-20
| 3 events of other numbers, as a void or a purge: lost by the restore of 2026-11-20
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  issued
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-10     320.00     320.00  issued
| EXAMPLE-SB-2026-000003 P-1001       2026-11-13 2026-11-13     252.50     252.50  issued
| EXAMPLE-SB-2026-000004 P-1002       2026-11-17 2026-11-17     255.00     255.00  issued
# without its head nothing tells whether something was lost
$ mv archive.head ../kept.head; superbill archive check | sed 's/, [0-9]* bytes.*//'; superbill archive check --json | grep -o '"head_found": false'; mv ../kept.head archive.head; superbill archive check --json | grep -o '"head_found": true'
| whole: 4 superbills, 5 entries, 4 drawn again
| no archive.head stands beside it, so nothing tells whether entries behind the last one were lost: put it back where it was moved or deleted; else the next command that issues writes it
| example number 5: lost by the restore of 2026-11-20
| 3 events of other numbers, as a void or a purge: lost by the restore of 2026-11-20
| "head_found": false
| "head_found": true
# what is no file is never waited for, and the way out is said
$ mkfifo archive.db-journal; for what in list issue 'archive check'; do timeout 20 superbill $what; done; rm archive.db-journal
! archive.db: error: what stands beside it as -journal is not a regular file: move it away
! archive.db: error: what stands beside it as -journal is not a regular file: move it away
! archive.db: error: what stands beside it as -journal is not a regular file: move it away
$ mkfifo archive.db-wal; timeout 20 superbill list; rm archive.db-wal
! archive.db: error: what stands beside it as -wal is not a regular file: move it away
$ mkdir ../away; mv archive.db ../away; mkfifo archive.db; timeout 20 superbill list; rm archive.db; ln -s /dev/null archive.db; superbill list; rm archive.db; mkdir archive.db; superbill list; rmdir archive.db
! archive.db: error: the archive is not a regular file: move away what is there, and put a copy back with 'superbill archive restore FILE'
! archive.db: error: the archive is not a regular file: move away what is there, and put a copy back with 'superbill archive restore FILE'
! archive.db: error: the archive is not a regular file: move away what is there, and put a copy back with 'superbill archive restore FILE'
$ superbill archive restore ../away/archive.db -q; superbill archive check | cut -d, -f1-2
| whole: 4 superbills, 5 entries
| example number 5: lost by the restore of 2026-11-20
| 3 events of other numbers, as a void or a purge: lost by the restore of 2026-11-20
