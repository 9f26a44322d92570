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
| A00.0     Made up, long
$ superbill codes remove icd10cm-2023; superbill check --visit V-1 | grep dx-unknown
| icd10cm-2023 removed
| visits.ndjson:1:92: warning: Q99.99 is not in the tables [dx-unknown]
! 4 records: 3 warnings
# A store that is no store, or damaged, is said and judges nothing.
$ cp patients.json sets.db; superbill check 2>&1 | head -1
| sets.db: error: the file of code sets is not a database file
