# The unit calculator, and why a visit is as it is.
$ superbill units 97110:33 97140:7
| 97110    33 min   2 units  midpoint: 33 minutes give 2 units of 15
| 97140     7 min   0 units  midpoint: 7 minutes are under 8, half of a unit passed
| AMA rule: 40 timed minutes, 2 timed units, 2 units in all
$ superbill units --rule cms 97110:33 97140:7
| 97110    33 min   2 units  CMS: the day's 40 timed minutes give 3 units; 33 minutes are 2 whole and 3 over, whose remainder is too small for one more
| 97140     7 min   1 unit   CMS: the day's 40 timed minutes give 3 units; 7 minutes are 0 whole and 7 over, whose remainder takes one more
| CMS rule: 40 timed minutes, 3 timed units, 3 units in all
$ superbill units --rule cms 97110:23 97112:12 97140:8 --json
| {"schema": "superbill.units/1", "rule": "cms", "lines": [{"code": "97110", "minutes": 23, "units": 2, "why": "CMS: the day's 43 timed minutes give 3 units; 23 minutes are 1 whole and 8 over, whose remainder takes one more"}, {"code": "97112", "minutes": 12, "units": 1, "why": "CMS: the day's 43 timed minutes give 3 units; 12 minutes are 0 whole and 12 over, whose remainder takes one more"}, {"code": "97140", "minutes": 8, "units": 0, "why": "CMS: the day's 43 timed minutes give 3 units; 8 minutes are 0 whole and 8 over, whose remainder is too small for one more"}], "timed_minutes": 43, "timed_units": 3, "total_units": 3, "tie": "97110 and 97140 are equal with 8 minutes over: 97110 takes the unit having more minutes"}
$ superbill units --rule ama 97110:10 97110:13 97161 97597x2
| 97110    23 min   2 units  midpoint: 23 minutes give 2 units of 15
| 97161             1 unit   not by time: one unit
| 97597             2 units  not by time: as stated
| AMA rule: 23 timed minutes, 2 timed units, 5 units in all
$ superbill units 97110:7
| 97110     7 min   0 units  midpoint: 7 minutes are under 8, half of a unit passed
| AMA rule: 7 timed minutes, 0 timed units, 0 units in all
$ superbill units 97110;
| 97110             1 unit   a timed code without minutes or units
| AMA rule: 0 timed minutes, 0 timed units, 0 units in all
$ superbill units 97110:x
! superbill: '97110:x': behind ':' stand the minutes, 0 to 1440
? 2
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && sed -i 's/^unit_rule = ama/unit_rule = cms/' superbill.ini && superbill units 97110:8 97140:8 | tail -1
| CMS rule: 16 timed minutes, 1 timed unit, 1 unit in all
$ superbill explain V-20261116-1002
! superbill: no visit has the id V-20261116-1002; did you mean V-20261110-1002?
? 1
$ superbill explain V-20261113-1001 V-20261106-1001 --json | tr '{' '\n' | cut -c1-60
|
| "schema": "superbill.explain/1", "visits": [
| "visit": "V-20261106-1001", "lines": ["V-20261106-1001 of 20
| "visit": "V-20261113-1001", "lines": ["V-20261113-1001 of 20
| "records": 6, "errors": 0, "warnings": 0, "notes": 0}}
$ superbill explain V-20261106-1001 V-20261106-1009
| V-20261106-1001 of 2026-11-06: in
|   payer: [payer aetna]
|   units: by CMS, the payer's unit_rule says so (Medicare Claims Processing Manual, Pub. 100-04, ch. 5, s. 20.2)
|   diagnoses: by the program's own table (FY2016 to FY2027)
|   pairs: by the program's own table (practitioner edition of 2024-07-01)
|   daily limits: by the program's own table (practitioner edition of 2024-07-01)
|   97161 x1
|     not by time: one unit
|     charge 185.00: 1 x 185.00, the fee of [fees]; paid 185.00
|   97110 x2, 24 minutes
|     CMS: the day's 40 timed minutes give 3 units; 24 minutes are 1 whole and 9 over, whose remainder takes one more
|     charge 125.00: 2 x 62.50, the fee of [fees]; paid 125.00
|   97140 x1, 16 minutes
|     CMS: the day's 40 timed minutes give 3 units; 16 minutes are 1 whole and 1 over, whose remainder is too small for one more
|     charge 65.00: 1 x 65.00, the fee of [fees]; paid 65.00
|   charges 375.00, adjustments 0.00, paid 375.00, balance 0.00
|   96 other rules found nothing (-v names them)
! superbill: no visit has the id V-20261106-1009; did you mean V-20261106-1001?
? 1
