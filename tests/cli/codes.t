# The code tables asked.
$ superbill codes show M54.5
| M54.5  Low back pain
|   not billable on 2026-11-20
|   to 2021-09-30
|   use instead: M54.50 M54.51 M54.59
|   billable below it: M54.50 M54.51 M54.59
$ superbill codes show m25561
| M25.561  Pain in right knee
|   billable on 2026-11-20
$ superbill codes show M72.2 --date 2026-09-30 --json
| {"schema": "superbill.code/1", "code": "M72.2", "date": "2026-09-30", "billable": true, "title": "Plantar fascial fibromatosis", "from": null, "to": "2026-09-30", "successors": ["M67.A01", "M67.A02", "M67.A09", "M72.20", "M72.21", "M72.22"], "children": []}
$ superbill codes show M72.2 --json
| {"schema": "superbill.code/1", "code": "M72.2", "date": "2026-11-20", "billable": false, "title": "Plantar fascial fibromatosis", "from": null, "to": "2026-09-30", "successors": ["M67.A01", "M67.A02", "M67.A09", "M72.20", "M72.21", "M72.22"], "children": ["M72.20", "M72.21", "M72.22"]}
$ superbill codes show S83.511 --json
| {"schema": "superbill.code/1", "code": "S83.511", "date": "2026-11-20", "billable": false, "title": "Sprain of anterior cruciate ligament of right knee", "from": null, "to": null, "successors": [], "children": ["S83.511A", "S83.511D", "S83.511S"]}
$ superbill codes show 97110
| 97110  Exercise for strength and motion
|   billable on 2026-11-20
$ superbill codes show 97001 --json
| {"schema": "superbill.code/1", "code": "97001", "date": "2026-11-20", "billable": false, "title": "PT evaluation (code of before 2017)", "from": null, "to": "2016-12-31", "successors": ["97161", "97162", "97163"], "children": []}
$ superbill codes show g0283
| G0283  Unattended electrical stimulation, other than for a wound
|   billable on 2026-11-20
|   from 2003-01-01
|   Medicare's and UnitedHealthcare's code in place of 97014; never both.
$ superbill codes show M25.569999
! superbill: there is no code M25.569999 in the tables; 'codes search' finds one
? 1
$ superbill codes show M99.99
! superbill: there is no code M99.99; look at M99.9
? 1
$ superbill codes show hello --json
| {"schema": "superbill.error/1", "error": {"status": "absent", "source": null, "line": 0, "column": 0, "path": null, "text": "there is no code hello in the tables; 'codes search' finds one"}}
? 1
$ superbill codes show M54.5 --date yesterday
! superbill: --date: 'yesterday' is not a day; write it as 2026-10-05
? 2
$ superbill codes search right knee pain | head -3
| M25.561   Pain in right knee
$ superbill codes search M54.5 --json
| {"schema": "superbill.codes/1", "codes": [{"code": "M54.50", "title": "Low back pain, unspecified", "billable": true}, {"code": "M54.51", "title": "Vertebrogenic low back pain", "billable": true}, {"code": "M54.59", "title": "Other low back pain", "billable": true}, {"code": "M54.5", "title": "Low back pain", "billable": false}]}
$ superbill codes search plantar fasciitis --date 2026-09-30 | head -2
| M72.2     Plantar fascial fibromatosis
$ superbill codes search "runner's knee" --side left
| M22.2X2   Patellofemoral disorders, left knee
| M22.2     Patellofemoral disorders (not billable: see codes show)
| M22.2X    Patellofemoral disorders (not billable: see codes show)
$ superbill codes search whiplash --encounter initial | head -1
| S13.4XXA  Sprain of ligaments of cervical spine, initial encounter
$ superbill codes search tenis elbow | head -1
| M77.11    Lateral epicondylitis, right elbow
$ superbill codes search knee --encounter first
! superbill: --encounter does not take 'first'; it takes any, initial, subsequent or sequela
? 2
$ superbill codes search walking training | head -1
| 97116     Walking and stair training
$ superbill codes search xyzzy
! superbill: no code found
? 1
$ superbill codes search xyzzy --json
| {"schema": "superbill.codes/1", "codes": []}
? 1
