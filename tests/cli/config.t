# Which configuration holds, and what is said of a bad one.
$ superbill check
! superbill: no superbill.ini here or in a folder above; 'superbill init DIR' makes one, --config FILE names one
? 3
$ superbill check --json
| {"schema": "superbill.error/1", "error": {"status": "read", "source": null, "line": 0, "column": 0, "path": null, "text": "no superbill.ini here or in a folder above; 'superbill init DIR' makes one, --config FILE names one"}}
? 3
$ TZ=America/Los_Angeles superbill init -q clinic && mkdir clinic/deep && cd clinic/deep && superbill check
! 6 records: nothing wrong (-v shows 1 note)
$ cd ../.. && superbill check --config clinic/superbill.ini
! 6 records: nothing wrong (-v shows 1 note)
$ SUPERBILL_CONFIG=clinic/superbill.ini superbill check
! 6 records: nothing wrong (-v shows 1 note)
$ mkdir -p home/.config && cp -r clinic home/.config/superbill && HOME=$PWD/home superbill check
! 6 records: nothing wrong (-v shows 1 note)
$ XDG_CONFIG_HOME=$PWD/home/.config superbill check
! 6 records: nothing wrong (-v shows 1 note)
$ superbill check --config nowhere.ini
! nowhere.ini: error: cannot be read: no such file or directory
? 3
$ cd clinic && sed 's/^timezone.*/timezone = Mars\/Phobos/' superbill.ini >zone.ini && superbill check --config zone.ini
| zone.ini:19:12: error: timezone must be a zone of the IANA database, such as America/Los_Angeles [ini-value]
|     give a value of the form named
? 3
$ sed '/^timezone/d' superbill.ini >none.ini && superbill check --config none.ini
| none.ini:4:1: warning: the practice has no timezone, so the machine's decides what day it is (4 visits) [timezone-missing]
|     write [practice] timezone, as America/Los_Angeles, so that today is the practice's day
! 6 records: 1 warning (-v shows 1 note)
$ sed 's/^add_gp.*/add_gp = perhaps/; s/^accent/acent/' superbill.ini >two.ini && superbill render --config two.ini
! two.ini:34:10: error: add_gp must be yes or no [ini-value]
!     give a value of the form named
! two.ini:38:9: error: key acent is not known in [document]; did you mean accent? [ini-unknown-key]
!     correct the name of the key
? 3
# a colour that is not seen on paper
$ sed 's/^accent.*/accent = #fffff0/' superbill.ini >pale.ini && superbill check --config pale.ini
| pale.ini:38:10: error: accent must be a darker colour, such as #1f4e5f: on paper this one is not seen (its contrast with white is below 3:1) [ini-value]
|     give a value of the form named
? 3
$ superbill codes show 97110 --config two.ini --json | cut -c1-160
| {"schema": "superbill.findings/1", "findings": [{"rule": "ini-value", "severity": "error", "file": "two.ini", "line": 34, "column": 10, "path": "[billing] add_g
$ sed 's/^npi = 1003000126/npi = 1003000127/' superbill.ini >npi.ini && superbill check --config npi.ini
| npi.ini:15:7: error: the check digit of the practice's NPI is wrong (4 visits) [npi-check-digit]
|     compare the NPI with npiregistry.cms.hhs.gov: a digit is wrong or two are swapped
! 6 records: 1 error (-v shows 1 note)
? 1
$ sed '/^visits/d' superbill.ini >files.ini && superbill check --config files.ini
! files.ini: error: [files] visits is not set, and no file was given
? 3
$ superbill check visits.ndjson --config files.ini
! 6 records: nothing wrong (-v shows 1 note)
# today is the practice's day: in Kiritimati it is tomorrow already
$ sed 's/^timezone.*/timezone = Pacific\/Kiritimati/' superbill.ini >east.ini && superbill add --config east.ini -n --patient P-1001 --dx M25.561 97110:30 | head -1
| would add V-20261121-1001: María T Ellison-Núñez
! V-20261121-1001: warning: 125.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 warning
$ superbill add -n --patient P-1001 --dx M25.561 97110:30 --like last | head -1
| would add V-20261120-1001: María T Ellison-Núñez
! V-20261120-1001: warning: 125.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 warning
# a stranger's file is passed over, and named; only root can make one here
$ mkdir stranger && cp superbill.ini stranger && cd stranger && if [ "$(id -u)" = 0 ]; then chown 12345 superbill.ini; superbill check -q 2>&1; else echo 'superbill: passed over superbill.ini: it belongs to another user; name it with --config to use it'; fi
| superbill: passed over superbill.ini: it belongs to another user; name it with --config to use it
$ if [ "$(id -u)" = 0 ]; then superbill check; else echo 'superbill: passed over superbill.ini: it belongs to another user; name it with --config to use it' >&2; echo '6 records: nothing wrong (-v shows 1 note)' >&2; fi
! superbill: passed over superbill.ini: it belongs to another user; name it with --config to use it
! 6 records: nothing wrong (-v shows 1 note)
