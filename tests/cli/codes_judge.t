# Installed sets judge visits by their days: a made-up year, pairs and limits.
$ superbill init >/dev/null 2>&1; printf '\n[codes]\npath = sets.db\n' >>superbill.ini
$ python3 -c 'import string; d = string.digits + string.ascii_uppercase; [print("%05d %-7s 1 %-60s %s" % (i + 1, d[10 + i // 46656] + d[i // 1296 % 36] + d[i // 36 % 36] + d[i % 36], "Made up", "Made up, long"), end="\r\n") for i in range(60500)]' >icd10cm-order-2023.txt
$ cat >visits.ndjson <<'END'
> {"id": "V-1", "patient": "P-1001", "provider": "hale", "date": "2023-01-10", "diagnoses": ["Q99.99"], "services": [{"code": "97110", "minutes": 30}]}
> {"id": "V-2", "patient": "P-1001", "provider": "hale", "date": "2026-11-10", "diagnoses": ["M25.561"], "services": [{"code": "97110", "minutes": 45}, {"code": "97116", "minutes": 15}]}
> END
$ superbill check -q | grep -v balance-due
? 1
$ printf 'a\r\nb\r\nc\r\nd\r\ne\r\nf\r\n97110\t97116\t \t20260701\t*\t0\tMisuse\r\n' >ccipra-v322r0-f1.TXT
$ printf '"HCPCS/\r\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n97110,2,3 Date of Service Edit: Clinical,Clinical: Data\r\n' >MCR_MUE_PractitionerServices_Eff_07-01-2026.csv
$ superbill codes import icd10cm-order-2023.txt ccipra-v322r0-f1.TXT MCR_MUE_PractitionerServices_Eff_07-01-2026.csv | grep installed
| icd10cm-2023 installed
| pairs-2026q3-f1 installed
| limits-2026q3 installed
$ superbill check | grep -o '[^ ]*: \(error\|warning\): .*\(dx-unknown\|pair-never\|units-limit\)\]'
| visits.ndjson:1:92: error: Q99.99 is not in the tables [dx-unknown]
| visits.ndjson:2:146: warning: 97110: 3 units, above the daily limit of 2 [units-limit]
| visits.ndjson:2:160: warning: 97116 is not paid beside 97110 on one day [pair-never]
! 4 records: 1 error, 5 warnings
$ superbill explain V-1 | grep 'diagnoses: by'
|   diagnoses: by icd10cm-2023 (icd10cm-order-2023.txt)
! visits.ndjson:1:1: warning: 125.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! visits.ndjson:1:64: warning: the last day to file was 2024-01-10 [filing-deadline]
!     send the superbill to the insurer at once
! visits.ndjson:1:92: error: Q99.99 is not in the tables [dx-unknown]
!     look the code up with 'superbill codes search', or install the full set with 'superbill codes import'
$ superbill codes show A000 --date 2023-01-10
| A00.0  Made up, long
|   billable on 2023-01-10
$ superbill codes search made --date 2023-01-10 | head -1
| B02.2     Made up, long
$ superbill codes remove icd10cm-2023; superbill check --visit V-1 | grep dx-unknown
| icd10cm-2023 removed
| visits.ndjson:1:92: warning: Q99.99 is not in the tables [dx-unknown]
! 4 records: 3 warnings
# A level II code is judged by the days that the newest installed set gives it.
$ printf 'HCPC,SEQNUM,RECID,LONG DESCRIPTION,ADD DT,ACT EFF DT,TERM DT\r\n   A1,00100,7,"A modifier, said ""so""",20200101,20200101,\r\nG0283,00100,3,"Words, kept nowhere",20030101,20030101,20261031\r\nL1902,00100,3,Words,19960101,20200101,\r\nS8948,00100,3,Ended,20030101,20260101,20251231\r\nS9131,00100,3,Later,20270101,20270101,\r\n' >HCPC2026_JUL_ANWEB.csv
$ cat >hcpcs.ndjson <<'END'
> {"id": "H-1", "patient": "P-1001", "date": "2026-11-16", "diagnoses": ["M25.561"], "services": [{"code": "G0283"}, {"code": "L1902", "text": "Ankle brace", "charge": "40.00"}, {"code": "S8948", "text": "Light", "charge": "10.00"}, {"code": "S9131", "text": "At home", "charge": "10.00"}, {"code": "Q4049", "text": "Splint", "charge": "10.00"}]}
> {"id": "H-2", "patient": "P-1001", "date": "2025-10-06", "diagnoses": ["M25.561"], "services": [{"code": "G0283"}, {"code": "S8948", "text": "Light", "charge": "10.00"}]}
> END
$ superbill check hcpcs.ndjson | grep 'code-\(unknown\|retired\)'
| hcpcs.ndjson:1:125: warning: L1902 is not in the tables: its units, limits and dates are not checked [code-unknown]
| hcpcs.ndjson:1:298: warning: Q4049 is not in the tables: its units, limits and dates are not checked [code-unknown]
! 4 records: 4 errors, 3 warnings
$ superbill codes import HCPC2026_JUL_ANWEB.csv | grep kept
|   4 of its 4 rows kept
$ superbill check hcpcs.ndjson | grep 'code-\(unknown\|retired\)'
| hcpcs.ndjson:1:106: error: G0283 ended on 2026-10-31 (hcpcs-2026q3); it has no successor [code-retired]
| hcpcs.ndjson:1:125: warning: L1902 is known to hcpcs-2026q3 alone: its units and limits are not checked [code-unknown]
| hcpcs.ndjson:1:186: error: S8948 ended on 2025-12-31 (hcpcs-2026q3); it has no successor [code-retired]
| hcpcs.ndjson:1:241: error: S9131 begins on 2027-01-01 only (hcpcs-2026q3) [code-retired]
| hcpcs.ndjson:1:298: warning: Q4049 is neither in the tables nor in hcpcs-2026q3: its units, limits and dates are not checked [code-unknown]
! 4 records: 7 errors, 3 warnings
$ superbill codes show g0283 --date 2026-11-16; superbill codes show L1902 --date 2026-11-20; superbill codes show S8948 --date 2026-11-20 --json
| G0283  Unattended electrical stimulation, other than for a wound
|   not billable on 2026-11-16
|   from 2003-01-01
|   to 2026-10-31
|   Medicare's and UnitedHealthcare's code in place of 97014; never both.
| L1902  a HCPCS code that an installed set dates; its words are not kept
|   billable on 2026-11-20
|   from 1996-01-01
| {"schema": "superbill.code/1", "code": "S8948", "date": "2026-11-20", "billable": false, "title": "Low-level laser treatment", "from": "2003-01-01", "to": "2025-12-31", "successors": [], "children": [], "note": "For commercial payers only."}
# The same in the fixed columns of the text file.
$ python3 -c 'row = lambda code, ric, add, act, term: print((code + "00100" + ric + "Words").ljust(268) + add + act + term.ljust(8) + "N", end="\r\n"); row("   A1", "7", "20200101", "20200101", ""); row("G0283", "3", "20030101", "20030101", "20261130"); row("G0283", "4", "", "", ""); row("L1902", "3", "19960101", "20200101", "")' >HCPC2026_OCT_ANWEB.txt; superbill codes import HCPC2026_OCT_ANWEB.txt
| hcpcs-2026q4 installed
|   for services from 2026-10-01
|   from HCPC2026_OCT_ANWEB.txt, SHA-256 2eecefbf5415c7974244248c2ff195c44929e87d9a14441baadc1c901d8cac1d
|   2 of its 2 rows kept
$ superbill check hcpcs.ndjson --visit H-1 | grep 'code-\(unknown\|retired\)'
| hcpcs.ndjson:1:125: warning: L1902 is known to hcpcs-2026q4 alone: its units and limits are not checked [code-unknown]
| hcpcs.ndjson:1:298: warning: Q4049 is neither in the tables nor in hcpcs-2026q4: its units, limits and dates are not checked [code-unknown]
! 4 records: 2 errors, 2 warnings
# A store that is no store, or damaged, is said and judges nothing.
$ cp patients.json sets.db; superbill check 2>&1 | head -1
| sets.db: error: the file of code sets is not a database file; remove it, and install the sets again with 'superbill codes import'
