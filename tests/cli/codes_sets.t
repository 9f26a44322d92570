# Official code sets: what is no code file is refused with what it seems to be; nothing changes.
$ printf '%%PDF-1.7\n%%\n' >a.pdf; XDG_DATA_HOME=$PWD/data superbill codes import a.pdf
! a.pdf: error: this seems to be a PDF document; expected an ICD-10-CM order file, codes file or addenda, its conversion table as text, an NCCI pair file, an MUE or a HCPCS file, or a zip of one
? 3
$ printf '1\tB90.0\tSequelae of central nervous system tuberculosis\r\n2\tB90.1\tSequelae\r\n' >poa.txt; XDG_DATA_HOME=$PWD/data superbill codes import poa.txt
!* poa.txt: error: this seems to be a list of codes exempt from POA reporting; expected an ICD-10-CM order file*
? 3
$ printf '00001 001     0 Central Nervous System and Cranial Nerves                    Central Nervous System and Cranial Nerves\r\n' >pcs.txt; XDG_DATA_HOME=$PWD/data superbill codes import pcs.txt
!* pcs.txt: error: this seems to be an ICD-10-PCS order file (procedures of hospitals); expected*
? 3
$ printf '0010  Cholera due to vibrio cholerae\r\n0011  Cholera due to vibrio cholerae el tor\r\n' >icd9.txt; XDG_DATA_HOME=$PWD/data superbill codes import icd9.txt
!* icd9.txt: error: this seems to be a list of ICD-9 codes; expected*
? 3
$ printf '<?xml version="1.0"?>\n<ICD10CM.tabular>\n' >t.xml; XDG_DATA_HOME=$PWD/data superbill codes import t.xml
!* t.xml: error: this seems to be the tabular list as XML; expected*
? 3
$ printf '<!DOCTYPE html><html><body>Not found</body></html>\n' >t.htm; XDG_DATA_HOME=$PWD/data superbill codes import t.htm
!* t.htm: error: this seems to be a web page (a download that was not the file?); expected*
? 3
$ printf 'Dear Sir,\nplease find enclosed\n' >letter.txt; XDG_DATA_HOME=$PWD/data superbill codes import letter.txt
!* letter.txt: error: this seems to be some other text; expected*
? 3
$ : >empty.txt; XDG_DATA_HOME=$PWD/data superbill codes import empty.txt
!* empty.txt: error: this seems to be an empty file; expected*
? 3
$ python3 -c 'import zipfile; z = zipfile.ZipFile("book.xlsx", "w"); z.writestr("[Content_Types].xml", "<?xml?>"); z.writestr("xl/workbook.xml", "<?xml?>")'; XDG_DATA_HOME=$PWD/data superbill codes import book.xlsx
!* book.xlsx: error: this seems to be an Excel workbook: open it, save its sheet as CSV, and import that file; expected*
? 3
$ python3 -c 'import zipfile; z = zipfile.ZipFile("docs.zip", "w"); z.writestr("guide.pdf", "%PDF-1.7")'; XDG_DATA_HOME=$PWD/data superbill codes import docs.zip
!* docs.zip: error: a zip that holds a PDF document; expected*
? 3
$ head -c 200 docs.zip | head -c 60 >cut.zip; XDG_DATA_HOME=$PWD/data superbill codes import cut.zip
! cut.zip: error: a zip that is cut short or damaged: get the file again
? 3
$ printf '00001 A00     0 Cholera                                                      Cholera\r\n00002 A000    1 Cholera due to' >icd10cm-order-2026.txt; XDG_DATA_HOME=$PWD/data superbill codes import icd10cm-order-2026.txt
! icd10cm-order-2026.txt:2: error: not a row of an order file, or one that is cut short
? 3
$ printf '00001 A00     0 Cholera                                                      Cholera\r\n00002 A000    1 Cholera                                                      Cholera\r\n' >icd10cm-order-2026.txt; XDG_DATA_HOME=$PWD/data superbill codes import icd10cm-order-2026.txt
! icd10cm-order-2026.txt: error: an ICD-10-CM order file that is cut short: 1 codes, where every year has over 70000
? 3
$ printf '00001 A00     0 Cholera                                                      Cholera\r\n00003 A000    1 Cholera                                                      Cholera\r\n' >gap-2026.txt; XDG_DATA_HOME=$PWD/data superbill codes import gap-2026.txt
! gap-2026.txt:2: error: row 2 is missing: the file is damaged
? 3
$ cp gap-2026.txt noyear.txt; XDG_DATA_HOME=$PWD/data superbill codes import noyear.txt
! noyear.txt: error: an ICD-10-CM order file, but no name says of which year: give --year
? 3
$ printf 'Add:         1 B8801   Infestation by Demodex mites                                 Infestation by Demodex mites\r\n' >icd10cm-order-addenda-2026.txt; XDG_DATA_HOME=$PWD/data superbill codes import icd10cm-order-addenda-2026.txt
! icd10cm-order-addenda-2026.txt: error: these addenda change the codes of FY2025, which are not installed: import its order file first
? 3
$ ls data/superbill
$ XDG_DATA_HOME=$PWD/data superbill codes list
| embedded               2015-10-01 to 2027-09-30  the program's own: what therapists bill
! superbill: no official set is installed; 'codes import FILE' installs one
# Addenda without a change are a file like others: nothing to do.
$ printf '\r\nHeaders\r\n  23467 headers in a.txt\r\n  23467 headers in b.txt\r\n    0 additions\r\n    0 deletions\r\n    0 revisions\r\n\r\nCodes\r\n  74719 codes in a.txt\r\n  74719 codes in b.txt\r\n    0 additions\r\n      0 deletions\r\n      0 revisions\r\n' >addenda-april.txt; XDG_DATA_HOME=$PWD/data superbill codes import addenda-april.txt
| no changes: nothing to install (addenda-april.txt)
# Pairs, limits, HCPCS.
$ printf 'a\r\nb\r\nc\r\nd\r\ne\r\nColumn 1\tColumn 2\t\t\t\t\t\r\n97110\t97124\t \t20260701\t*\t0\tMisuse\r\n97110\t97116\t \t20200101\t20211231\t1\tMisuse\r\n00100\t00102\t \t20200101\t*\t0\tMisuse\r\n' >ccipra-v322r0-f1.TXT
$ printf '"Notice\r\nof seven\r\nlines, and a comma",,,\r\n"HCPCS/\r\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n97110,2,3 Date of Service Edit: Clinical,Clinical: Data\r\n97535,8,3 Date of Service Edit: Clinical,Clinical: Data\r\n' >MCR_MUE_PractitionerServices_Eff_07-01-2026.csv
$ printf 'HCPC,SEQNUM,RECID,LONG DESCRIPTION,ADD DT,ACT EFF DT,TERM DT\r\n   A1,00100,7,"A modifier, said ""so""",20200101,20200101,\r\nG0283,00100,3,"Words, kept nowhere",20030101,20030101,\r\nG9999,00100,3,Ended,20030101,20260101,20251231\r\n' >HCPC2026_JUL_ANWEB.csv
$ XDG_DATA_HOME=$PWD/data superbill codes import ccipra-v322r0-f1.TXT MCR_MUE_PractitionerServices_Eff_07-01-2026.csv HCPC2026_JUL_ANWEB.csv | grep -v SHA
| pairs-2026q3-f1 installed
|   for services from 2026-07-01
|   2 of its 3 rows kept
| limits-2026q3 installed
|   for services from 2026-07-01
|   2 of its 2 rows kept
| hcpcs-2026q3 installed
|   for services from 2026-07-01
|   2 of its 2 rows kept
$ XDG_DATA_HOME=$PWD/data superbill codes list --json | head -c 120
|* {"schema": "superbill.sets/1", "sets": [{"name": "pairs-2026q3-f1", "kind": "pairs", "from": "2026-07-01", "to": null,*
$ XDG_DATA_HOME=$PWD/data superbill codes import ccipra-v322r0-f1.TXT letter.txt
!* letter.txt: error: this seems to be some other text; expected*
? 3
$ grep -c "kept nowhere" data/superbill/codes.db
| 0
? 1
$ XDG_DATA_HOME=$PWD/data superbill codes remove pairs-2026q3f1
! superbill: no set 'pairs-2026q3f1' is installed; did you mean pairs-2026q3-f1?
? 1
$ XDG_DATA_HOME=$PWD/data superbill codes remove pairs-2026q3-f1
| pairs-2026q3-f1 removed
$ XDG_DATA_HOME=$PWD/data superbill codes list
| limits-2026q3          2026-07-01 to next             2 rows  MCR_MUE_PractitionerServices_Eff_07-01-2026.csv
| hcpcs-2026q3           2026-07-01 to next             2 rows  HCPC2026_JUL_ANWEB.csv
| embedded               2015-10-01 to 2027-09-30  the program's own: what therapists bill
$ python3 -c 'import sqlite3; sqlite3.connect("data/superbill/codes.db").execute("PRAGMA user_version=9")'; XDG_DATA_HOME=$PWD/data superbill codes list
!* *data/superbill/codes.db: error: the file of code sets was made by a newer program
? 5
