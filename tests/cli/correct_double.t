# A correction that makes a visit the double of one that stands issued is refused as issue refuses one, in its words.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill issue -q; sed -n 2p visits.ndjson | sed 's/V-20261110-1002/EXPORT-77/; s/2026-11-10/2026-11-12/g' >export.ndjson; superbill issue export.ndjson -q; superbill list | cut -c1-58
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06 
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-10 
| EXAMPLE-SB-2026-000003 P-1001       2026-11-13 2026-11-13 
| EXAMPLE-SB-2026-000004 P-1002       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000005 P-1002       2026-11-12 2026-11-12 
$ sed -i 's/2026-11-12/2026-11-10/g' export.ndjson; superbill correct EXAMPLE-SB-2026-000005 --from export.ndjson --reason 'the day was wrong'; superbill correct EXAMPLE-SB-2026-000005 --from export.ndjson --reason 'the day was wrong' -n -q
! export.ndjson:1:122: error: 97162 of this patient and day stands on EXAMPLE-SB-2026-000002 already, as visit V-20261110-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! export.ndjson:1:141: error: 97110 of this patient and day stands on EXAMPLE-SB-2026-000002 already, as visit V-20261110-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! 3 records, no document: 2 errors
! export.ndjson:1:122: error: 97162 of this patient and day stands on EXAMPLE-SB-2026-000002 already, as visit V-20261110-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! export.ndjson:1:141: error: 97110 of this patient and day stands on EXAMPLE-SB-2026-000002 already, as visit V-20261110-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
? 1
$ superbill correct EXAMPLE-SB-2026-000005 --from export.ndjson --reason 'the day was wrong' --json | python3 -c 'import json, sys; run = json.load(sys.stdin); print(len(run["documents"]), [(f["rule"], f["record"], f["path"]) for f in run["findings"] if f["severity"] == "error"], run["summary"]["refused"])'
| 0 [('duplicate-service', 'EXPORT-77', '/services/0'), ('duplicate-service', 'EXPORT-77', '/services/1')] 1
$ superbill list | cut -c1-58; superbill archive check | cut -d, -f1,2
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06 
| EXAMPLE-SB-2026-000002 P-1002       2026-11-10 2026-11-10 
| EXAMPLE-SB-2026-000003 P-1001       2026-11-13 2026-11-13 
| EXAMPLE-SB-2026-000004 P-1002       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000005 P-1002       2026-11-12 2026-11-12 
| whole: 5 superbills, 5 entries
# another day, another session and the double of a void one are none
$ sed -i 's/2026-11-10/2026-11-11/g' export.ndjson; superbill correct EXAMPLE-SB-2026-000005 --from export.ndjson --reason 'the day was wrong' -q | cut -c1-35; sed 's/2026-11-11/2026-11-10/g; s/"97110"/"97110", "modifiers": ["59"]/; s/"97162"/"97164"/' export.ndjson >other.ndjson; superbill correct EXAMPLE-SB-2026-000006 --from other.ndjson --reason 'a second session' -q -n; superbill void EXAMPLE-SB-2026-000002 --reason 'never took place' -q; sed -i 's/2026-11-11/2026-11-10/g' export.ndjson; superbill correct EXAMPLE-SB-2026-000006 --from export.ndjson --reason 'the day was wrong' -q; superbill list --state issued --patient P-1002 | cut -c1-58
| EXAMPLE-SB-2026-000004 P-1002       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000007 P-1002       2026-11-10 2026-11-10 
# two visits whose patients were mixed up: each alone would be the other's double, both in one command are none
$ cd .. && TZ=America/Los_Angeles superbill init -q mixed && cd mixed && for p in 1001 1002; do sed -n 4p visits.ndjson | sed "s/V-20261117-1002/V-$p/; s/P-1002/P-$p/"; done >today.ndjson; superbill issue -q today.ndjson; sed -i 's/P-1001/P-x/; s/P-1002/P-1001/; s/P-x/P-1002/' today.ndjson; superbill list | cut -c1-58
| EXAMPLE-SB-2026-000001 P-1001       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000002 P-1002       2026-11-17 2026-11-17 
$ superbill correct EXAMPLE-SB-2026-000001 --from today.ndjson --reason 'mixed up' -q
! today.ndjson:2:1: error: V-1002 was changed, and stands on EXAMPLE-SB-2026-000002, which is not to be corrected [on-another-superbill]
!     name that superbill's number too, or leave the visit out
! today.ndjson:1:119: error: 97110 of this patient and day stands on EXAMPLE-SB-2026-000002 already, as visit V-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! today.ndjson:1:153: error: 97140 of this patient and day stands on EXAMPLE-SB-2026-000002 already, as visit V-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
? 1
$ superbill correct EXAMPLE-SB-2026-000001 EXAMPLE-SB-2026-000002 --from today.ndjson --reason 'mixed up' -q -n; superbill correct EXAMPLE-SB-2026-000001 EXAMPLE-SB-2026-000002 --from today.ndjson --reason 'mixed up' -q; superbill list | cut -c1-58; superbill archive check | cut -d, -f1,2
| EXAMPLE-SB-2026-000001 P-1001       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000002 P-1002       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000003 P-1002       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000004 P-1001       2026-11-17 2026-11-17 
| whole: 4 superbills, 4 entries
# where the other one is not to change after all it counts
$ sed -i '1s/"patient": *"P-1002"/"patient": "P-1001"/' today.ndjson; superbill correct EXAMPLE-SB-2026-000003 EXAMPLE-SB-2026-000004 --from today.ndjson --reason 'not mixed up' -q; superbill list | cut -c1-58
| EXAMPLE-SB-2026-000001 P-1001       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000002 P-1002       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000003 P-1002       2026-11-17 2026-11-17 
| EXAMPLE-SB-2026-000004 P-1001       2026-11-17 2026-11-17 
! today.ndjson:2:119: error: 97110 stands on another visit of this patient and day too [duplicate-service]
!     remove the second one, or tell them apart with 59, an X modifier or 76
! today.ndjson:2:153: error: 97140 stands on another visit of this patient and day too [duplicate-service]
!     remove the second one, or tell them apart with 59, an X modifier or 76
! today.ndjson:1:119: error: 97110 of this patient and day stands on EXAMPLE-SB-2026-000004 already, as visit V-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! today.ndjson:1:153: error: 97140 of this patient and day stands on EXAMPLE-SB-2026-000004 already, as visit V-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
