# extract: the record inside a document.
$ superbill init -q clinic && cd clinic && superbill issue -q
$ superbill extract out/EXAMPLE-SB-2026-000003.pdf | cut -c 1-97
| {"adjustments":"0.00","audience":"superbill","balance":"0.00","charges":"252.50","diagnoses":[{"c
$ superbill extract out/EXAMPLE-SB-2026-000003.pdf | /usr/bin/python3 -c 'import json, sys; r = json.load(sys.stdin); print(r["schema"], r["number"], r["charges"], [l["code"] for l in r["lines"]])'
| superbill.document/1 EXAMPLE-SB-2026-000003 252.50 ['97110', '97112', '97140']
# what is printed is what was hashed: the file's metadata names the same hash
$ hash=$(superbill extract out/EXAMPLE-SB-2026-000003.pdf | tr -d '\n' | sha256sum | cut -c 1-64); grep -a -c "<sb:payloadHash>$hash<" out/EXAMPLE-SB-2026-000003.pdf
| 1
$ cmp <(superbill extract --json out/EXAMPLE-SB-2026-000003.pdf) <(superbill extract out/EXAMPLE-SB-2026-000003.pdf)
# no configuration is needed
$ (mkdir ../away && cp out/EXAMPLE-SB-2026-000003.pdf ../away && cd ../away && superbill extract *.pdf | wc -l)
| 1
# what is none
$ head -c 9000 out/EXAMPLE-SB-2026-000003.pdf >cut.pdf; superbill extract cut.pdf
! cut.pdf: error: it is no PDF, or is damaged or cut short
? 3
$ echo text >text.pdf; superbill extract text.pdf
! text.pdf: error: it is no PDF, or is damaged or cut short
? 3
$ : >empty.pdf; superbill extract empty.pdf
! empty.pdf: error: it is no PDF, or is damaged or cut short
? 3
$ qpdf --empty foreign.pdf; superbill extract foreign.pdf
! foreign.pdf: error: it holds no record of superbill
? 1
$ qpdf --encrypt secret1 secret2 256 -- out/EXAMPLE-SB-2026-000003.pdf locked.pdf; superbill extract locked.pdf
! locked.pdf: error: it is encrypted: take its password off first
? 3
$ superbill extract gone.pdf
! gone.pdf: error: cannot be read: no such file or directory
? 3
$ superbill extract .
! .: error: is a directory; a file was expected
? 3
$ superbill extract --json foreign.pdf
| {"schema": "superbill.error/1", "error": {"status": "absent", "source": "foreign.pdf", "line": 0, "column": 0, "path": null, "text": "it holds no record of superbill"}}
? 1
$ superbill extract
! superbill: usage: superbill extract FILE.pdf
? 2
$ superbill extract a.pdf b.pdf
! superbill: that is a word too many; usage: superbill extract FILE.pdf
? 2
$ superbill extract out/EXAMPLE-SB-2026-000003.pdf >/dev/full
! superbill: stdout cannot be written: No space left on device
? 4
# the record says which tables judged it: the program's own, and the installed sets of its days
$ superbill extract out/EXAMPLE-SB-2026-000003.pdf | grep -o '"tables":"[^"]*"'
| "tables":"embedded FY2016-FY2027"
$ for m in 04-01-2026 10-01-2026 01-01-2027; do printf '"NOTICE"\n"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n97110,6,3 Date of Service Edit: Clinical,Clinical: Data\n' >MCR_MUE_PractitionerServices_Eff_$m.csv; XDG_DATA_HOME=$PWD/data superbill codes import MCR_MUE_PractitionerServices_Eff_$m.csv >/dev/null; done; XDG_DATA_HOME=$PWD/data superbill render -q -o now; superbill extract now/V-20261113-1001-draft.pdf | grep -o '"tables":"[^"]*"'
| "tables":"embedded FY2016-FY2027, limits-2026q4"
$ superbill show EXAMPLE-SB-2026-000003 --json | grep -o '"tables": "[^"]*"'
| "tables": "embedded FY2016-FY2027"
# One of several pages.
$ superbill template preview standard -o pages.pdf && superbill extract pages.pdf | grep -o '"audience":"[^"]*"'
| pages.pdf: 2 pages of sample data
| "audience":"superbill"
