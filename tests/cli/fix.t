# Repairs that can be made one way only: a patch, put in place only with --write.
$ superbill init >/dev/null 2>&1; sed -i 's/^add_gp = yes/add_gp = no/' superbill.ini
$ cat >visits.ndjson <<'END'
> {"id": "V-1", "patient": "P-1002", "provider": "hale", "date": "2026-11-09", "diagnoses": ["m25561", {"code": "S13.4D"}], "services": [{"code": "97110", "minutes": 30, "diagnoses": ["m25561"]}, {"code": "97140", "minutes": 15, "modifiers": ["GP", "59"]}]}
> {"id": "V-2", "patient": "P-1001", "provider": "hale", "date": "2026-11-10", "diagnoses": ["M25.561"], "services": [{"code": "97110", "minutes": 30}]}
> {"id": "V-3", "patient": "P-1001", "provider": "hale", "date": "2026-11-11", "diagnoses": ["M54.5", "S83.511", "M72.2"], "services": [{"code": "97762", "minutes": 15}, {"code": "97001"}]}
> END
$ cp visits.ndjson before.ndjson; superbill check --fix
| --- visits.ndjson
| +++ visits.ndjson
| @@ -1,3 +1,3 @@
| -{"id": "V-1", "patient": "P-1002", "provider": "hale", "date": "2026-11-09", "diagnoses": ["m25561", {"code": "S13.4D"}], "services": [{"code": "97110", "minutes": 30, "diagnoses": ["m25561"]}, {"code": "97140", "minutes": 15, "modifiers": ["GP", "59"]}]}
| +{"id": "V-1", "patient": "P-1002", "provider": "hale", "date": "2026-11-09", "diagnoses": ["M25.561", {"code": "S13.4XXD"}], "services": [{"code": "97110", "modifiers": ["GP"], "minutes": 30, "diagnoses": ["M25.561"]}, {"code": "97140", "minutes": 15, "modifiers": ["59", "GP"]}]}
|  {"id": "V-2", "patient": "P-1001", "provider": "hale", "date": "2026-11-10", "diagnoses": ["M25.561"], "services": [{"code": "97110", "minutes": 30}]}
| -{"id": "V-3", "patient": "P-1001", "provider": "hale", "date": "2026-11-11", "diagnoses": ["M54.5", "S83.511", "M72.2"], "services": [{"code": "97762", "minutes": 15}, {"code": "97001"}]}
| +{"id": "V-3", "patient": "P-1001", "provider": "hale", "date": "2026-11-11", "diagnoses": ["M54.5", "S83.511", "M72.2"], "services": [{"code": "97763", "minutes": 15}, {"code": "97001"}]}
! superbill: 6 repairs; --write makes them
$ cmp visits.ndjson before.ndjson
$ superbill check --fix --json | head -c 80
| {"schema": "superbill.fixes/1", "written": false, "files": [{"repairs": 6, "patc{no line end}
$ superbill check --fix >fix.patch 2>/dev/null; cp visits.ndjson copy.ndjson; patch -s -o patched.ndjson copy.ndjson <fix.patch; superbill check --fix --write >/dev/null; cmp patched.ndjson visits.ndjson
! superbill: 6 repairs, in place
# A choice is left to its author; so is what stands well.
$ diff before.ndjson visits.ndjson | grep -c '^>'
| 2
$ superbill check --fix
! superbill: 0 repairs
$ superbill check --write
! superbill: --write belongs to --fix
? 2
$ superbill check --fix - </dev/null
! -: error: what comes through a pipe cannot be repaired: name the file
? 3
# A document of several lines, with changes far from each other.
$ python3 -c 'import json; print(json.dumps({"visits": [{"id": "W-%d" % i, "patient": "P-1001", "provider": "hale", "date": "2026-11-%02d" % (i + 1), "diagnoses": ["m25561" if i in (1, 3) else "M25.561"], "services": [{"code": "97110", "minutes": 30}]} for i in range(5)]}, indent=2))' >many.json
$ cp many.json was.json; superbill check --fix many.json patients.json >many.patch; grep -c '^@@' many.patch
| 2
! superbill: 2 repairs; --write makes them
$ superbill check --fix --write many.json patients.json >/dev/null; patch -s was.json many.patch; cmp was.json many.json
! superbill: 2 repairs, in place
$ grep -c 'M25.561' many.json
| 5
