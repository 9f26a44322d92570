# People: added, found, edited.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic
$ superbill patient add P-1003 --first Ruth --middle B --last Okoye --suffix Jr --birth-date 1990-02-11 --sex F --line1 '12 Elm St' --line2 'Apt 4' --city Salem --state OR --zip 97301 --phone 503-555-0199 --email ruth@mail.example --payer uhc --member-id W987 --group 77 --plan Choice --relationship spouse --subscriber-first Sam --subscriber-last Okoye --subscriber-birth-date 1988-01-01 --medicare none --language es
| P-1003: added
$ sed -n '/P-1003/,$p' patients.json
|       "id": "P-1003",
|       "name": {"first": "Ruth", "middle": "B", "last": "Okoye", "suffix": "Jr"},
|       "birth_date": "1990-02-11",
|       "sex": "F",
|       "address": {
|         "line1": "12 Elm St",
|         "line2": "Apt 4",
|         "city": "Salem",
|         "state": "OR",
|         "zip": "97301"
|       },
|       "phone": "503-555-0199",
|       "email": "ruth@mail.example",
|       "insurance": [
|         {
|           "payer": "uhc",
|           "member_id": "W987",
|           "group": "77",
|           "plan": "Choice",
|           "relationship": "spouse",
|           "subscriber": {"name": {"first": "Sam", "last": "Okoye"}, "birth_date": "1988-01-01"}
|         }
|       ],
|       "language": "es",
|       "medicare": "none"
|     }
|   ]
| }
$ superbill patient add P-1004 --first Ann --last Lee --birth-date 1990-01-01
| P-1004: added
! patients.json:58:5: warning: the patient has no address [address-missing]
!     add the patient's address as the insurer has it
! 1 warning
$ superbill patient add P-1005 --first 张 --last 伟 --birth-date 1990-01-01 -q
! patients.json:65:25: error: "张" (U+5F20) in the patient's name cannot be printed [name-not-printable]
!     add 'printed_name' to the patient, in Latin, Greek or Cyrillic letters
! superbill: refused; nothing was written
? 1
$ superbill patient add P-1005 --first 张 --last 伟 --printed-name 'Zhang Wei' --birth-date 1990-01-01 -q
$ superbill patient add P-1006 --first Bo --last Ek --birth-date 2027-01-01 -q
! patients.json: error: the day of birth lies in the future [birth-date-after-service]
!     correct the birth date or the date of service
! superbill: refused; nothing was written
? 1
$ superbill patient add P-1006 --first Bo --last Ek --birth-date 1990-01-01 --payer uhc --relationship child -q
! patients.json:73:21: error: insurance 1 is held by somebody else, who is not named [subscriber-missing]
!     add subscriber with the name of the person who holds the policy
! superbill: refused; nothing was written
? 1
$ superbill patient add P-1006 --first Bo --last Ek --birth-date 1990-01-01 -n --json | cut -c1-80
| {"schema": "superbill.run/1", "documents": [], "changed": "P-1006", "findings": 
$ superbill patient add P-1065 --first Bo --last Ek --birth-date 1950-01-01 --payer medicare --member-id 1EG4 --line1 '1 Elm' --city Salem --state OR --zip 97301
| P-1065: added
! patients.json:74:31: warning: the patient has Medicare Part B, which only Medicare is billed for [payer-medicare]
!     bill Medicare; a cash superbill for a covered service is not allowed, and exceptions need counsel
! 1 warning
$ superbill patient add P-1001 --first Bo --last Ek --birth-date 1990-01-01
! patients.json: error: a patient with the id P-1001 is there already; 'patient edit' changes it
? 1
$ superbill patient add P/7 --first Bo --last Ek --birth-date 1990-01-01
! superbill: an id has letters, digits, dot, hyphen and underscore, at most 64, and begins with a letter or digit
? 2
$ superbill patient add P-7 --first Bo --last Ek </dev/null
! superbill: --birth-date is needed, where there is no terminal to ask on
? 2
$ superbill patient add P-7 --first Bo --last Ek --birth-date 1990-1-1
! superbill: --birth-date: a day is written 1984-03-09
? 2
$ superbill patient add P-7 --first Bo --last Ek --birth-date 1990-01-01 --sex Q
! superbill: --sex: F, M, X or U
? 2
$ superbill patient add P-7 --first Bo --last Ek --birth-date 1990-01-01 --member-id 7
! superbill: --member-id goes with --payer
? 2
# by name in any case and without accents, by birth date, by member id
$ superbill patient find NUNEZ
| P-1001       1984-03-09  María T Ellison-Núñez
$ superbill patient find 'ruth okoye'
| P-1003       1990-02-11  Ruth B Okoye Jr
$ superbill patient find 1979-11-02
| P-1002       1979-11-02  Daniel Kowalski
$ superbill patient find w123456789
| P-1001       1984-03-09  María T Ellison-Núñez
$ superbill patient find kowalski --json
| {"schema": "superbill.patients/1", "patients": [{"id": "P-1002", "name": {"first": "Daniel", "middle": null, "last": "Kowalski", "suffix": null}, "birth_date": "1979-11-02"}]}
$ superbill patient find nobody
! superbill: nobody found
? 1
$ superbill patient find ''
! superbill: say a part of the name, a birth date or a member id
? 2
# in the editor
$ EDITOR='sed -i s/97202/97203/' superbill patient edit P-1001; grep -c 97203 patients.json
| P-1001: changed
| 1
$ EDITOR='sed -i s/1984-03-09/1984-13-09/' superbill patient edit P-1001
! P-1001:4:17: error: birth_date must be a real day YYYY-MM-DD [date-invalid]
!     give a real day as YYYY-MM-DD
! 1 error
! superbill: refused; nothing was written
? 1
$ EDITOR='sed -i s/P-1001/P-1010/' superbill patient edit P-1001
! P-1001:1:1: error: an edited record keeps its id [value-range]
!     put the id back; another id is another record
! 1 error
! superbill: refused; nothing was written
? 1
$ superbill patient edit P-1010
! superbill: no patient has the id P-1010; did you mean P-1001?
? 1
$ superbill check -q
