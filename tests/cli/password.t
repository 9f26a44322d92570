# --password-file: a copy that opens with the patient's password alone.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && printf 'P-1001 blue-heron-42\n' >pw && chmod 600 pw
$ superbill issue --password-file pw -n --patient P-1001
| would write out/EXAMPLE-SB-2026-000001.pdf: charges 375.00, paid 375.00, balance 0.00
| would write out/EXAMPLE-SB-2026-000001-encrypted.pdf: encrypted copy
| would write out/EXAMPLE-SB-2026-000002.pdf: charges 252.50, paid 252.50, balance 0.00
| would write out/EXAMPLE-SB-2026-000002-encrypted.pdf: encrypted copy
! 2 documents: charges 627.50, paid 627.50, balance 0.00
$ superbill issue --password-file pw; ls out
| out/EXAMPLE-SB-2026-000001.pdf: charges 375.00, paid 375.00, balance 0.00
| out/EXAMPLE-SB-2026-000001-encrypted.pdf: encrypted copy
| out/EXAMPLE-SB-2026-000002.pdf: charges 320.00, paid 320.00, balance 0.00
| out/EXAMPLE-SB-2026-000003.pdf: charges 252.50, paid 252.50, balance 0.00
| out/EXAMPLE-SB-2026-000003-encrypted.pdf: encrypted copy
| out/EXAMPLE-SB-2026-000004.pdf: charges 255.00, paid 255.00, balance 0.00
| EXAMPLE-SB-2026-000001-encrypted.pdf
| EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000002.pdf
| EXAMPLE-SB-2026-000003-encrypted.pdf
| EXAMPLE-SB-2026-000003.pdf
| EXAMPLE-SB-2026-000004.pdf
! superbill: no encrypted copy of out/EXAMPLE-SB-2026-000002.pdf: pw has no line for patient P-1002
! superbill: no encrypted copy of out/EXAMPLE-SB-2026-000004.pdf: pw has no line for patient P-1002
! 4 documents: charges 1202.50, paid 1202.50, balance 0.00 (-v shows 1 note)
# closed without the password, sound and the same document with it
$ cd out; D=EXAMPLE-SB-2026-000001; qpdf --check $D-encrypted.pdf 2>&1 | grep -c 'invalid password'; pdftotext $D-encrypted.pdf - 2>&1 | grep -c 'Incorrect password'; grep -ac 'Restrepo\|97161' $D-encrypted.pdf
| 1
| 1
| 0
? 1
$ qpdf --password=blue-heron-42 --check EXAMPLE-SB-2026-000001-encrypted.pdf | grep 'Version\|R =\|accessibility\|extract\|print high\|anything\|file enc'
| PDF Version: 1.7 extension level 8
| R = 6
| extract for accessibility: allowed
| extract for any purpose: allowed
| print high resolution: allowed
| modify anything: not allowed
| file encryption method: AESv3
$ pdfdetach -upw blue-heron-42 -save 1 -o record.json EXAMPLE-SB-2026-000001-encrypted.pdf; superbill extract EXAMPLE-SB-2026-000001.pdf | tr -d '\n' | cmp - record.json
$ pdftotext -upw blue-heron-42 -layout EXAMPLE-SB-2026-000001-encrypted.pdf locked.txt; pdftotext -layout EXAMPLE-SB-2026-000001.pdf plain.txt; cmp locked.txt plain.txt
$ mutool draw -q -p blue-heron-42 -F txt -o locked.txt EXAMPLE-SB-2026-000001-encrypted.pdf 2>/dev/null; mutool draw -q -F txt -o plain.txt EXAMPLE-SB-2026-000001.pdf 2>/dev/null; cmp locked.txt plain.txt; mutool draw -q -p blue-heron-43 -F txt EXAMPLE-SB-2026-000001-encrypted.pdf 2>&1 | grep -c 'cannot authenticate password'
| 1
$ pdfinfo -upw blue-heron-42 -struct-text EXAMPLE-SB-2026-000001-encrypted.pdf >locked.txt; pdfinfo -struct-text EXAMPLE-SB-2026-000001.pdf | cmp - locked.txt
# it does not claim to be archival, and still says that it is accessible
$ pdfinfo -upw blue-heron-42 -meta EXAMPLE-SB-2026-000001-encrypted.pdf >meta.xml; grep -c pdfaid meta.xml; grep -c 'pdfuaid:part>1' meta.xml; xmllint --noout meta.xml
| 0
| 1
# the document is what was issued, and nothing else was written
$ rm meta.xml *.txt record.json; superbill verify EXAMPLE-SB-2026-000001.pdf EXAMPLE-SB-2026-000001-encrypted.pdf
| EXAMPLE-SB-2026-000001.pdf: genuine EXAMPLE-SB-2026-000001: the very bytes that were issued
| EXAMPLE-SB-2026-000001-encrypted.pdf: unknown: it is encrypted, as a delivery copy is: verify the document itself
? 1
$ cd ..; superbill archive check; ls -lA out | grep -c '^-rw------- '
|* whole: 4 superbills, 4 entries, 4 drawn again, * bytes, * a superbill, head *
| 6
# reprint; a copy gives way to the next one
$ superbill reprint EXAMPLE-SB-2026-000001 --password-file pw -o out; echo 'P-1001 grey-heron-43' >pw; superbill reprint EXAMPLE-SB-2026-000001 --password-file pw -o out -q; qpdf --password=grey-heron-43 --requires-password out/EXAMPLE-SB-2026-000001-encrypted.pdf
| out/EXAMPLE-SB-2026-000001.pdf: charges 375.00, paid 375.00, balance 0.00
| out/EXAMPLE-SB-2026-000001-encrypted.pdf: encrypted copy
! 1 document: charges 375.00, paid 375.00, balance 0.00
? 3
# one password for one patient; JSON names the copy, or null
$ echo blue-heron-42 >one; chmod 600 one; superbill reprint --password-file one --since 2026-11-12 -o again --json | grep -o '"file": [^,]*, "encrypted": [^,]*'
| "file": "again/EXAMPLE-SB-2026-000003.pdf", "encrypted": "again/EXAMPLE-SB-2026-000003-encrypted.pdf"
| "file": "again/EXAMPLE-SB-2026-000004.pdf", "encrypted": null
! superbill: no encrypted copy of again/EXAMPLE-SB-2026-000004.pdf: the one password of one was taken for patient P-1001; write lines PATIENT-ID PASSWORD
# drafts, views, a pipe
$ superbill render --patient P-1001 --until 2026-11-07 --document receipt --password-file <(echo blue-heron-42)
| out/V-20261106-1001-draft-receipt.pdf: charges 375.00, paid 375.00, balance 0.00
| out/V-20261106-1001-draft-receipt-encrypted.pdf: encrypted copy
! 1 document: charges 375.00, paid 375.00, balance 0.00
$ superbill render --patient P-1001 --until 2026-11-07 -o - --password-file one
! superbill: -o - has no place for an encrypted copy; name a folder
? 2
# a correction
$ sed -i 's/"97161"/"97162"/' visits.ndjson; superbill correct EXAMPLE-SB-2026-000001 --reason 'wrong code' --password-file pw -q; ls out | grep 000005
| EXAMPLE-SB-2026-000005-encrypted.pdf
| EXAMPLE-SB-2026-000005.pdf
# the year's statements
$ chmod 600 pw; superbill year 2026 -q --password-file pw -o year; ls year
| 2026-P-1001-encrypted.pdf
| 2026-P-1001.pdf
| 2026-P-1002.pdf
! superbill: no encrypted copy of year/2026-P-1002.pdf: pw has no line for patient P-1002
$ qpdf --password=grey-heron-43 --check year/2026-P-1001-encrypted.pdf | grep -c 'Supplied password is user password'
| 1
# a copy behind a cover page, a month
$ superbill reprint EXAMPLE-SB-2026-000003 --copy --password-file pw -q -o copies; qpdf --password=grey-heron-43 --check copies/*-encrypted.pdf | grep -c 'file encryption method: AESv3'; ls copies
| 1
| EXAMPLE-SB-2026-000003-copy-encrypted.pdf
| EXAMPLE-SB-2026-000003-copy.pdf
$ superbill void EXAMPLE-SB-2026-000003 --reason test -q; sed -i 's/"97112"/"97530"/' visits.ndjson; superbill month 2026-11 --so-far --password-file pw -q; ls out/2026-11
| EXAMPLE-SB-2026-000002.pdf
| EXAMPLE-SB-2026-000004.pdf
| EXAMPLE-SB-2026-000005.pdf
| EXAMPLE-SB-2026-000006-encrypted.pdf
| EXAMPLE-SB-2026-000006.pdf
| exceptions.csv
| ledger.xlsx
| manifest.csv
# files that are refused, before anything is written; no message holds a password
$ chmod 644 pw; superbill issue --password-file pw; superbill issue --password-file nowhere; superbill issue --password-file .
! pw: error: is open to other users: 'chmod 600' closes it
! nowhere: error: cannot be read: no such file or directory
! .: error: is no file
? 3
$ printf 'P-1001 blue-heron-42\n\nP-1002 short\n' >bad; chmod 600 bad; superbill reprint --since 2026-01-01 --password-file bad -o none; printf 'P-1001 blue\theron 42\n' >bad; superbill reprint --since 2026-01-01 --password-file bad -o none; ls none
! bad:3: error: has a password that is not of 8 to 32 characters
! bad:1: error: has a password with a tab or a character beyond ASCII; other viewers would not take it
! ls: cannot access 'none': No such file or directory
? 2
# a password of several words: blanks inside are its own, those around it are not
$ printf ' P-1001 \t blue  heron 42 \t\r\n' >words; chmod 600 words; superbill reprint EXAMPLE-SB-2026-000001 --superseded --password-file words -o words.d -q; qpdf '--password=blue  heron 42' --check words.d/*-encrypted.pdf | grep -c 'Supplied password is user password'; for p in 'blue heron 42' ' blue  heron 42' 'blue  heron 42 '; do qpdf "--password=$p" --check words.d/*-encrypted.pdf 2>&1 | grep -c 'invalid password'; done; rm -r words words.d
| 1
| 1
| 1
| 1
# alone it is one word: another is taken for a patient's id
$ echo 'blue heron-42' >words; chmod 600 words; superbill reprint EXAMPLE-SB-2026-000001 --superseded --password-file words -o words.d -q; ls words.d; rm -r words words.d
| EXAMPLE-SB-2026-000001.pdf
! superbill: no encrypted copy of words.d/EXAMPLE-SB-2026-000001.pdf: words has no line for patient P-1001
# a visit with its superbill and the copy at once; a file that is refused leaves the visit unwritten
$ printf 'P-1001 blue-heron-42\n' >pw; chmod 600 pw; superbill add --patient P-1001 --like last --issue --password-file pw | tail -2
| out/EXAMPLE-SB-2026-000007.pdf: charges 256.00, paid 0.00, balance 256.00
| out/EXAMPLE-SB-2026-000007-encrypted.pdf: encrypted copy
! V-20261120-1001: warning: 256.00 of the charges is not paid [balance-due]
!     add the payment once it is made
! 1 document: charges 256.00, paid 0.00, balance 256.00; 1 warning
$ superbill add --patient P-1001 --like last --date 2026-11-19 --issue --password-file <(cat pw) -q; ls out/*-encrypted.pdf | wc -l
| V-20261119-1001: María T Ellison-Núñez
|   97110    30 min   2 units     125.00
|   97530    15 min   1 unit       66.00
|   97140    15 min   1 unit       65.00
|   charges 256.00, paid 0.00, balance 256.00
| 6
$ chmod 644 pw; cp visits.ndjson before; superbill add --patient P-1001 --like last --date 2026-11-18 --issue --password-file pw; cmp before visits.ndjson
! pw: error: is open to other users: 'chmod 600' closes it
$ superbill add --patient P-1001 --like last --password-file pw
! superbill: --password-file goes with --issue
? 2
# the password is nowhere but in the files that hold it, and nothing half done lies about
$ grep -rlF 'heron-4' . | sort; ls -A out year reprints copies 2>/dev/null | grep '^[.]'
| ./one
| ./pw
? 1
# without the library there is no copy, and no number is used for nothing
$ chmod 600 pw; mkdir none; for f in /usr/lib/*/libqpdf.so.[0-9]*; do : >none/${f##*/}; done; superbill void EXAMPLE-SB-2026-000008 --reason test -q; LD_LIBRARY_PATH=none superbill issue --again --visit V-20261119-1001 --password-file pw; echo $?; superbill list | wc -l
| 3
| 8
! visits.ndjson:6:1: warning: 256.00 of the charges is not paid [balance-due]
!     add the payment once it is made
!* superbill: V-20261119-1001: libqpdf.so.* is not installed, which reading, joining and encrypting of PDFs needs: install it (Debian: the package libqpdf*)
