# What is issued is issued once: each sentence of the promise, for `issue` and for `month`.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill issue -q --patient P-1001 && SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q && superbill list
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  issued
| EXAMPLE-SB-2026-000002 P-1001       2026-11-13 2026-11-13     252.50     252.50  issued
| EXAMPLE-SB-2026-000003 P-1002       2026-11-10 2026-11-17     575.00     575.00  issued
# twice is nothing, by either command
$ superbill issue; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 | grep documents | head -1; superbill issue -o elsewhere; superbill list | wc -l
| documents                 0              3
| 3
! 4 visits stand on superbills already (-v shows 4 notes)
! 4 visits stand on superbills already (-v shows 4 notes)
# renamed, moved, another form, another order, spelt another way, keys of one's own: the same visits
$ mkdir sub && mv visits.ndjson sub/november.ndjson && superbill issue sub/november.ndjson
! 4 visits stand on superbills already (-v shows 4 notes)
$ python3 -c 'import json
> visits = [json.loads(line) for line in open("sub/november.ndjson")]
> for v in visits:
>     v["x-ours"] = 7
>     v["diagnoses"] = [{"code": d.replace(".", "").lower()} for d in v["diagnoses"]]
>     for p in v["payments"]: p["amount"] = p["amount"].replace(".00", "") if p["amount"].endswith(".00") else p["amount"]
> people = json.load(open("patients.json"))["patients"]
> json.dump({"visits": list(reversed(visits)), "patients": people}, open("all.json", "w"), indent=3, sort_keys=True)'; superbill issue all.json; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 all.json -q; superbill list | wc -l
| 3
! 4 visits stand on superbills already (-v shows 4 notes)
# what a record says beyond what was issued, and no page shows: a default in so many words, a roller, and, beside new fees, the price of then
$ cp superbill.ini before.ini; sed -i 's/= 62.50/= 99.00/; s/= 65.00/= 77.00/' superbill.ini; python3 -c 'import json
> visits = [json.loads(line) for line in open("sub/november.ndjson")]
> fees = {"97161": "185.00", "97162": "195.00", "97110": "62.50", "97112": "62.50", "97140": "65.00"}
> for v in visits:
>     v["place_of_service"] = "11"
>     for s in v["services"]: s["fee"] = fees[s["code"]]; s.setdefault("diagnoses", v["diagnoses"])
> visits[1]["services"].append({"item": "Foam roller", "charge": "24.00"})
> open("says.ndjson", "w").write("".join(json.dumps(v) + chr(10) for v in visits))'; superbill issue says.ndjson; superbill issue -v says.ndjson 2>&1 | grep ' note: '; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 says.ndjson | sed -n '/^documents/p; /roller/p'; superbill list | wc -l; mv before.ini superbill.ini
| says.ndjson:1:1: note: V-20261106-1001 stands on EXAMPLE-SB-2026-000001; what changed since in place_of_service, services is not on it [already-issued]
| says.ndjson:2:1: note: V-20261110-1002 stands on EXAMPLE-SB-2026-000003; what changed since in place_of_service, services is not on it [already-issued]
| says.ndjson:3:1: note: V-20261113-1001 stands on EXAMPLE-SB-2026-000002; what changed since in place_of_service, services is not on it [already-issued]
| says.ndjson:4:1: note: V-20261117-1002 stands on EXAMPLE-SB-2026-000003; what changed since in place_of_service, services is not on it [already-issued]
| documents                 0              3
| documents, archive, ledger and manifest agree to the cent; 0 exceptions
| 3
! 4 visits stand on superbills already (-v shows 4 notes)
# the patient inside the visit, moved and insured by another
$ python3 -c 'import json
> all = json.load(open("all.json"))
> people = {p["id"]: p for p in all["patients"]}
> for p in people.values(): p["address"]["line1"] = "1 New St"; p["insurance"] = [{"payer": "uhc", "member_id": "N9"}]
> for v in all["visits"]: v["patient"] = people[v["patient"]]
> json.dump({"patients": list(people.values())}, open("patients.json", "w"))
> json.dump(all["visits"], open("inline.json", "w"))'; superbill issue inline.json -q; superbill list | wc -l
| 3
# new fees, payer sections, template, address and name of the practice
$ mv sub/november.ndjson visits.ndjson; sed -i 's/= 62.50/= 99.00/; s/Harbor Lane/Other Street/; s/^unit_rule = cms/unit_rule = ama/' superbill.ini; sed -i 's/^accent.*//; s/^template.*//; s/^.document.$/&\ntemplate = compact\naccent = #aa0000/' superbill.ini; superbill issue; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q; superbill list | wc -l
| 3
! 4 visits stand on superbills already (-v shows 4 notes)
# a payment and a refund added since: a warning, for a visit of one superbill and of a month's
$ superbill pay V-20261106-1001 5.00 --method cash -q; superbill pay V-20261110-1002 6.00 --method cash -q; superbill issue | grep -c .; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q; superbill list | wc -l
| 0
| 3
! visits.ndjson:1:1: warning: V-20261106-1001 stands on EXAMPLE-SB-2026-000001; payments were added since [paid-after-issue]
!     issue today's state with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT' where the patient needs it
! visits.ndjson:2:1: warning: V-20261110-1002 stands on EXAMPLE-SB-2026-000003; payments were added since [paid-after-issue]
!     issue today's state with 'superbill correct EXAMPLE-SB-2026-000003 --reason TEXT' where the patient needs it
! 4 visits stand on superbills already; 2 warnings (-v shows 2 notes)
# one visit of the month's superbill changed: an error by either command, until correct; the other stands
$ sed -i '4s/"minutes": 33/"minutes": 38/' visits.ndjson; superbill issue --patient P-1002
! visits.ndjson:2:1: warning: V-20261110-1002 stands on EXAMPLE-SB-2026-000003; payments were added since [paid-after-issue]
!     issue today's state with 'superbill correct EXAMPLE-SB-2026-000003 --reason TEXT' where the patient needs it
! visits.ndjson:4:1: error: V-20261117-1002 stands on EXAMPLE-SB-2026-000003, and differs from what was issued in services [changed-after-issue]
!     issue the change with 'superbill correct EXAMPLE-SB-2026-000003 --reason TEXT', or restore the record
! visits.ndjson:4:209: warning: 107.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 visit stands on a superbill already; 1 error, 2 warnings
? 1
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q; superbill list | wc -l
| 3
! visits.ndjson:4:1: error: V-20261117-1002 stands on EXAMPLE-SB-2026-000003, and differs from what was issued in services [changed-after-issue]
!     issue the change with 'superbill correct EXAMPLE-SB-2026-000003 --reason TEXT', or restore the record
$ SOURCE_DATE_EPOCH=1796385600 superbill correct EXAMPLE-SB-2026-000003 --reason 'minutes' -q; superbill issue; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q; superbill list
| EXAMPLE-SB-2026-000001 P-1001       2026-11-06 2026-11-06     375.00     375.00  issued
| EXAMPLE-SB-2026-000002 P-1001       2026-11-13 2026-11-13     252.50     252.50  issued
| EXAMPLE-SB-2026-000003 P-1002       2026-11-10 2026-11-17     575.00     575.00  superseded by EXAMPLE-SB-2026-000004
| EXAMPLE-SB-2026-000004 P-1002       2026-11-10 2026-11-17     755.00     581.00  issued
! visits.ndjson:1:1: warning: V-20261106-1001 stands on EXAMPLE-SB-2026-000001; payments were added since [paid-after-issue]
!     issue today's state with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT' where the patient needs it
! 4 visits stand on superbills already; 1 warning (-v shows 3 notes)
# the visits of a void one are left alone; until the record changes, or they are named
$ superbill void EXAMPLE-SB-2026-000004 --reason 'of another clinic' -q; superbill issue; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -q; superbill list | wc -l
| 4
! visits.ndjson:1:1: warning: V-20261106-1001 stands on EXAMPLE-SB-2026-000001; payments were added since [paid-after-issue]
!     issue today's state with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT' where the patient needs it
! 4 visits stand on superbills already; 1 warning (-v shows 3 notes)
$ sed -i '2s/"minutes": 23/"minutes": 24/' visits.ndjson; superbill issue; superbill issue --again --visit V-20261117-1002; superbill issue; superbill list --patient P-1002; superbill archive check | cut -d, -f1,2
| out/EXAMPLE-SB-2026-000005.pdf: charges 393.00, paid 326.00, balance 67.00
| out/EXAMPLE-SB-2026-000006.pdf: charges 362.00, paid 255.00, balance 107.00
| EXAMPLE-SB-2026-000003 P-1002       2026-11-10 2026-11-17     575.00     575.00  superseded by EXAMPLE-SB-2026-000004
| EXAMPLE-SB-2026-000004 P-1002       2026-11-10 2026-11-17     755.00     581.00  void
| EXAMPLE-SB-2026-000005 P-1002       2026-11-10 2026-11-10     393.00     326.00  issued
| EXAMPLE-SB-2026-000006 P-1002       2026-11-17 2026-11-17     362.00     255.00  issued
| whole: 6 superbills, 7 entries
! visits.ndjson:1:1: warning: V-20261106-1001 stands on EXAMPLE-SB-2026-000001; payments were added since [paid-after-issue]
!     issue today's state with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT' where the patient needs it
! visits.ndjson:2:194: warning: 67.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 393.00, paid 326.00, balance 67.00; 2 warnings (-v shows 2 notes)
! visits.ndjson:4:209: warning: 107.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 362.00, paid 255.00, balance 107.00; 1 warning
! visits.ndjson:1:1: warning: V-20261106-1001 stands on EXAMPLE-SB-2026-000001; payments were added since [paid-after-issue]
!     issue today's state with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT' where the patient needs it
! 4 visits stand on superbills already; 1 warning (-v shows 3 notes)
# a month's visit stands on one superbill: another run of it in another folder finds nothing
$ SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 -o elsewhere | grep '^documents '; ls elsewhere/2026-11 | wc -l; superbill list | wc -l
| documents                 0              4
| 7
| 6
! visits.ndjson:1:1: warning: V-20261106-1001 stands on EXAMPLE-SB-2026-000001; payments were added since [paid-after-issue]
!     issue today's state with 'superbill correct EXAMPLE-SB-2026-000001 --reason TEXT' where the patient needs it
# one visit from two files under two ids: the archive is asked too, by patient, day, code and modifiers; not of what is void, nor where 76 says that it is another session
$ sed -n 2p visits.ndjson | sed 's/V-20261110-1002/EXPORT-77/' > export.ndjson; superbill issue export.ndjson; sed 's/"97110"/"97110", "modifiers": ["76"]/; s/"97162"/"97164"/' export.ndjson > other.ndjson; superbill issue -q -n other.ndjson; superbill void EXAMPLE-SB-2026-000005 --reason 'of another clinic' -q; superbill issue -q export.ndjson; superbill issue --again --visit V-20261110-1002 -q; superbill correct EXAMPLE-SB-2026-000007 --from export.ndjson --reason none -q
! export.ndjson:1:122: error: 97162 of this patient and day stands on EXAMPLE-SB-2026-000005 already, as visit V-20261110-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! export.ndjson:1:141: error: 97110 of this patient and day stands on EXAMPLE-SB-2026-000005 already, as visit V-20261110-1002 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! 3 records, no document: 2 errors
! visits.ndjson:2:128: error: 97162 of this patient and day stands on EXAMPLE-SB-2026-000007 already, as visit EXPORT-77 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! visits.ndjson:2:147: error: 97110 of this patient and day stands on EXAMPLE-SB-2026-000007 already, as visit EXPORT-77 [duplicate-service]
!     leave the visit out where it is that one under another id, or make that superbill void; a second session of a day takes modifier 59 or 76
! superbill: EXAMPLE-SB-2026-000007 would not change: nothing on the page differs
? 1
# a visit that stands gets no second number, even where it is named
$ superbill issue --again --visit EXPORT-77 export.ndjson -q; superbill list --visit EXPORT-77 | wc -l
| 1
! superbill: EXPORT-77 stands on EXAMPLE-SB-2026-000007: issue a change with 'superbill correct EXAMPLE-SB-2026-000007 --reason TEXT', or make that void first
