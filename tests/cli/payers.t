# A payer's section comes, is renamed or goes: what was issued is found by what it said then, and by what the section says now.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && sed -i 's/"payer": "aetna"/"payer": "Blue Cross"/' patients.json && superbill issue -q --month 2026-11; superbill list | cut -c1-36
| EXAMPLE-SB-2026-000001 P-1001       
| EXAMPLE-SB-2026-000002 P-1002       
| EXAMPLE-SB-2026-000003 P-1001       
| EXAMPLE-SB-2026-000004 P-1002       
# a section for a name that stood in the records
$ printf '\n[payer bcbs]\nname = Blue Cross\n' >>superbill.ini; for p in 'Blue Cross' 'blue cross' bcbs; do superbill list --payer "$p" | wc -l; done; superbill list --payer bcbs --since 2026-11-10 | cut -c1-36; superbill reprint -q --payer bcbs -o again && ls again; superbill void --payer bcbs --since 2026-11-10 --reason none -n
| 2
| 2
| 2
| EXAMPLE-SB-2026-000003 P-1001       
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000003.pdf
| EXAMPLE-SB-2026-000003: would be void
# one renamed, whose name stays; its old id is what the archive says
$ superbill list --json | grep -o '"payer": "[^"]*"' | sort | uniq -c; sed -i 's/^.payer uhc.$/[payer united]/' superbill.ini; for p in uhc united UnitedHealthcare unitedhealthcare; do superbill list --payer $p | wc -l; done
|       2 "payer": "Blue Cross"
|       2 "payer": "uhc"
| 2
| 2
| 2
| 2
# and one whose name changes, too: both names of then, and the name of now by its own superbills alone
$ sed -i 's/^name = UnitedHealthcare/name = United/' superbill.ini; for p in uhc UnitedHealthcare; do superbill list --payer $p | wc -l; done; superbill list --payer united
| 2
| 2
! superbill: no superbill is selected
# the month's books hold the same ones
$ sed -i 's/^name = United$/name = UnitedHealthcare/' superbill.ini; SOURCE_DATE_EPOCH=1796385600 superbill month 2026-11 --payer bcbs -o month | sed -n '/^documents /p'; cut -d, -f1,4 month/2026-11/manifest.csv; SOURCE_DATE_EPOCH=1796385600 superbill ledger 2026-11 --payer united -o united.xlsx
| documents                 0              4
| number,payer
| EXAMPLE-SB-2026-000001,Blue Cross
| EXAMPLE-SB-2026-000002,uhc
| EXAMPLE-SB-2026-000003,Blue Cross
| EXAMPLE-SB-2026-000004,uhc
| united.xlsx: 2 superbills, charges 575.00, paid 575.00, balance 0.00
# what nobody is called is said, with the nearest name
$ superbill list --payer unitde; superbill list --payer 'Blue Crss'; superbill list --payer Medicare; superbill list --payer 'Medicare Part B'; superbill correct --payer 'Blu Cross' --reason x
! superbill: no payer has the id unitde; did you mean united?
! superbill: no payer has that id
! superbill: no superbill is selected
! superbill: no superbill is selected
! superbill: no payer has that id
? 1
