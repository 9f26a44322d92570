# verify: is this file what was issued?
$ superbill init -q clinic && cd clinic && superbill issue -q && superbill verify out/*.pdf
| out/EXAMPLE-SB-2026-000001.pdf: genuine EXAMPLE-SB-2026-000001: the very bytes that were issued
| out/EXAMPLE-SB-2026-000002.pdf: genuine EXAMPLE-SB-2026-000002: the very bytes that were issued
| out/EXAMPLE-SB-2026-000003.pdf: genuine EXAMPLE-SB-2026-000003: the very bytes that were issued
| out/EXAMPLE-SB-2026-000004.pdf: genuine EXAMPLE-SB-2026-000004: the very bytes that were issued
$ superbill verify --json out/EXAMPLE-SB-2026-000001.pdf
| {"schema": "superbill.verify/1", "files": [{"file": "out/EXAMPLE-SB-2026-000001.pdf", "verdict": "genuine", "number": "EXAMPLE-SB-2026-000001", "why": "the very bytes that were issued"}]}
# one flipped byte: in a font, in the metadata, anywhere
$ cat >../flip.py <<'END'
> import sys
> data = bytearray(open("out/EXAMPLE-SB-2026-000001.pdf", "rb").read())
> at = data.index(sys.argv[1].encode()) + int(sys.argv[2])
> data[at] ^= 1
> open("flipped.pdf", "wb").write(data)
> END
$ /usr/bin/python3 ../flip.py '<sb:payloadHash>' 20; superbill verify flipped.pdf
| flipped.pdf: altered EXAMPLE-SB-2026-000001: the archive holds other bytes under its number
? 1
$ /usr/bin/python3 ../flip.py '/Length1' 200; superbill verify flipped.pdf
| flipped.pdf: altered EXAMPLE-SB-2026-000001: the archive holds other bytes under its number
? 1
# the same without an archive: record, marks and pages are asked
$ mkdir ../away; cp out/EXAMPLE-SB-2026-000001.pdf flipped.pdf ../away; cd ../away
$ superbill verify EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000001.pdf: unknown EXAMPLE-SB-2026-000001: sound in itself, but no archive here knows it
? 1
$ qpdf --qdf --object-streams=disable EXAMPLE-SB-2026-000001.pdf plain.pdf; superbill verify plain.pdf
| plain.pdf: unknown EXAMPLE-SB-2026-000001: sound in itself, but no archive here knows it
? 1
$ perl -pe 's/\(97161\)Tj/(97163)Tj/' plain.pdf >code.pdf; superbill verify code.pdf
| code.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show a procedure code of its record
? 1
$ perl -pe 's/\(\$185\.00\)Tj/(\$385.00)Tj/' plain.pdf >charge.pdf; superbill verify charge.pdf
| charge.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show a charge of its record
? 1
$ perl -0777 -pe 's/\(\$375\.00\)Tj/(\$975.00)Tj/' plain.pdf >total.pdf; superbill verify total.pdf
| total.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show the totals of its record
? 1
# one of several that are alike, and two rows that exchanged their amounts
$ perl -0777 -pe 's/\(\$185\.00\)Tj/(\$375.00)Tj/' plain.pdf >one.pdf; superbill verify one.pdf
| one.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show a charge of its record
? 1
$ perl -pe 's/\(\$125\.00\)Tj/(x)Tj/; s/\(\$65\.00\)Tj/(\$125.00)Tj/; s/\(x\)Tj/(\$65.00)Tj/' plain.pdf >swapped.pdf; superbill verify swapped.pdf
| swapped.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show the services of its record
? 1
$ perl -0777 -pe 's/\(2\)Tj/(8)Tj/' plain.pdf >units.pdf; superbill verify units.pdf
| units.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show the units of a line of its record
? 1
# an amount in pieces, one of none, and a rule that hides what is below it
$ perl -0777 -pe 's/\(Diagnoses\)Tj/(Diagnoses)Tj (\$)Tj (9,99)Tj (9.00)Tj/' plain.pdf | fix-qdf >pieces.pdf; superbill verify pieces.pdf
| pieces.pdf: altered EXAMPLE-SB-2026-000001: its pages show an amount that is not in its record
? 1
$ perl -0777 -pe 's/\(Diagnoses\)Tj/(Diagnoses)Tj (97530)Tj/' plain.pdf | fix-qdf >more.pdf; superbill verify more.pdf
| more.pdf: altered EXAMPLE-SB-2026-000001: its pages show a number or a date that is not in its record
? 1
$ perl -0777 -pe 's/\nET\n/\nET\n1 1 1 RG 22 w 300 400 m 500 400 l S\n/' plain.pdf | fix-qdf >white.pdf; superbill verify white.pdf
| white.pdf: altered EXAMPLE-SB-2026-000001: its pages hold more than the program draws
? 1
# who treated whom
$ for w in 'Rowan Hale, PT, DPT, OCS' 'Harbor Lane Physical Therapy' 1234567893 03/09/1984 W123456789; do W=$w perl -0777 -pe 's/\(\Q$ENV{W}\E\)Tj/(Somebody)Tj/' plain.pdf | fix-qdf >who.pdf; superbill verify who.pdf; done
| who.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show the provider's name of its record
| who.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show the practice's name of its record
| who.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show the provider's NPI of its record
| who.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show the birth date of its record
| who.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show the member id of its record
? 1
$ perl -pe 's/\(M25\.561\)Tj/(M25.562)Tj/' plain.pdf >dx.pdf; superbill verify dx.pdf
| dx.pdf: altered EXAMPLE-SB-2026-000001: its pages do not show a diagnosis code of its record
? 1
# words alone: two headings exchanged, some added, one moved to another place; the seal tells
$ perl -0777 -pe 's/\(Paid\)Tj/(x)Tj/g; s/\(Charge\)Tj/(Paid)Tj/g; s/\(x\)Tj/(Charge)Tj/g' plain.pdf | fix-qdf >labels.pdf; superbill verify labels.pdf
| labels.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ perl -0777 -pe 's/\(Diagnoses\)Tj/(Diagnoses)Tj (as prescribed)Tj/' plain.pdf | fix-qdf >words.pdf; superbill verify words.pdf
| words.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ perl -0777 -pe 's/\(Diagnoses\)Tj/(Diagnoses)Tj 0 -9 Td 0 9 Td/' plain.pdf | fix-qdf >place.pdf; superbill verify place.pdf
| place.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ perl -pe 's/"charges":"375.00"/"charges":"975.00"/' plain.pdf >record.pdf; superbill verify record.pdf
| record.pdf: altered EXAMPLE-SB-2026-000001: its record is not the one that its marks vouch for
? 1
$ perl -pe 's/payloadHash>[0-9a-f]/payloadHash>x/' plain.pdf >mark.pdf; superbill verify mark.pdf
| mark.pdf: altered EXAMPLE-SB-2026-000001: its record is not the one that its marks vouch for
? 1
$ cd ../clinic; superbill verify ../away/plain.pdf
| ../away/plain.pdf: altered EXAMPLE-SB-2026-000001: the archive holds other bytes under its number
? 1
# other letters for the same bytes, other fonts, other widths, a page that is cut, turned or cut by its tree
$ cd ../away; perl -0777 -pe 's|/Encoding /WinAnsiEncoding|/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [ 49 /nine ] >>|' plain.pdf | fix-qdf >digits.pdf; superbill verify digits.pdf
| digits.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ perl -0777 -pe 's|/F1 (\d+) 0 R(\s+)/F2 (\d+) 0 R|/F1 $3 0 R$2/F2 $1 0 R|' plain.pdf >fonts.pdf; cmp -s plain.pdf fonts.pdf || superbill verify fonts.pdf
| fonts.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ perl -0777 -pe 's|/Widths \[\s+\d+|/Widths [ 900|' plain.pdf | fix-qdf >widths.pdf; superbill verify widths.pdf
| widths.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ perl -0777 -pe 's|/FontFile2 (\d+) 0 R|/FontFile $1 0 R /FontFile2 $1 0 R|' plain.pdf | fix-qdf >program.pdf; superbill verify program.pdf
| program.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ for how in '/AcroForm << /XFA (x) >>' '/OCProperties << >>' '/OpenAction << /S /JavaScript /JS (x) >>'; do HOW=$how perl -0777 -pe 's|/Type /Catalog|$ENV{HOW} /Type /Catalog|' plain.pdf | fix-qdf >more.pdf; superbill verify more.pdf; done
| more.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
| more.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
| more.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ for how in '/CropBox [ 0 0 612 300 ]' '/Rotate 180' '/UserUnit 2'; do HOW=$how perl -0777 -pe 's|/MediaBox|$ENV{HOW} /MediaBox|' plain.pdf | fix-qdf >cut.pdf; HOW=$how perl -0777 -pe 's|/Type /Pages|$ENV{HOW} /Type /Pages|' plain.pdf | fix-qdf >tree.pdf; superbill verify cut.pdf tree.pdf; done
| cut.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
| tree.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
| cut.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
| tree.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
| cut.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
| tree.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ cd ../clinic
# a code holds the record's hash, and so is not of the seal: but where it stands is
$ cd ..; superbill init -q coded && cd coded && sed -i 's|^.document.$|&\nqr = yes|' superbill.ini; superbill issue -q && mkdir ../far && cp out/EXAMPLE-SB-2026-000001.pdf ../far && cd ../far && superbill verify EXAMPLE-SB-2026-000001.pdf
| EXAMPLE-SB-2026-000001.pdf: unknown EXAMPLE-SB-2026-000001: sound in itself, but no archive here knows it
? 1
$ qpdf --qdf --object-streams=disable EXAMPLE-SB-2026-000001.pdf plain.pdf; superbill verify plain.pdf
| plain.pdf: unknown EXAMPLE-SB-2026-000001: sound in itself, but no archive here knows it
? 1
$ perl -0777 -pe 's/ re\nf\n/ re\n300 400 90 9 re\nf\n/' plain.pdf | fix-qdf >black.pdf; superbill verify black.pdf
| black.pdf: altered EXAMPLE-SB-2026-000001: its pages are not those that its record vouches for
? 1
$ cd ../clinic
# strings that another program wrote in another way show the same
$ cd ..; superbill init -q quoted && cd quoted && sed -i 's|^note *=.*|note = Paid – “thank you”, O’Brien|' superbill.ini; superbill issue -q; cp out/EXAMPLE-SB-2026-000001.pdf ../far/quoted.pdf; cd ../far; qpdf --qdf quoted.pdf anew.pdf; grep -ac '222Brien' anew.pdf; superbill verify quoted.pdf anew.pdf; cd ../clinic
| 1
| quoted.pdf: unknown EXAMPLE-SB-2026-000001: sound in itself, but no archive here knows it
| anew.pdf: unknown EXAMPLE-SB-2026-000001: sound in itself, but no archive here knows it
# what is no document of ours
$ head -c 9000 out/EXAMPLE-SB-2026-000001.pdf >cut.pdf; echo text >text.pdf; : >empty.pdf; qpdf --empty foreign.pdf
$ qpdf --encrypt secret1 secret2 256 -- out/EXAMPLE-SB-2026-000001.pdf locked.pdf
$ superbill verify cut.pdf text.pdf empty.pdf foreign.pdf locked.pdf
| cut.pdf: broken: it is no PDF, or is damaged or cut short
| text.pdf: broken: it is no PDF, or is damaged or cut short
| empty.pdf: broken: it is no PDF, or is damaged or cut short
| foreign.pdf: unknown: it holds no record of superbill
| locked.pdf: unknown: it is encrypted, as a delivery copy is: verify the document itself
? 1
$ superbill verify gone.pdf
! gone.pdf: error: cannot be read: no such file or directory
? 3
$ superbill verify --json gone.pdf
| {"schema": "superbill.error/1", "error": {"status": "read", "source": "gone.pdf", "line": 0, "column": 0, "path": null, "text": "cannot be read: no such file or directory"}}
? 3
$ superbill verify
! superbill: usage: superbill verify FILE.pdf... [--public-key FILE]
? 2
# drafts
$ superbill render -q -o drafts; superbill verify drafts/V-20261106-1001-draft.pdf
| drafts/V-20261106-1001-draft.pdf: unknown: a draft, sound in itself: it was never issued
? 1
# superseded, void
$ cp out/EXAMPLE-SB-2026-000003.pdf old.pdf; sed -i '3s/"minutes": 30/"minutes": 39/' visits.ndjson; superbill correct -q EXAMPLE-SB-2026-000003 --reason "wrong minutes"
$ superbill verify old.pdf
| old.pdf: superseded EXAMPLE-SB-2026-000003: it was issued so, and replaced by EXAMPLE-SB-2026-000005
? 1
$ superbill void -q EXAMPLE-SB-2026-000002 --reason "never given"; superbill verify out/EXAMPLE-SB-2026-000002.pdf out/EXAMPLE-SB-2026-000004.pdf
| out/EXAMPLE-SB-2026-000002.pdf: void EXAMPLE-SB-2026-000002: it was issued so, and made void
| out/EXAMPLE-SB-2026-000004.pdf: genuine EXAMPLE-SB-2026-000004: the very bytes that were issued
? 1
# the archive is asked, so it must be whole
$ mv archive.db elsewhere.db; superbill verify out/EXAMPLE-SB-2026-000004.pdf
! archive.db: error: the archive is missing, but its head is here: put a copy back with 'superbill archive restore FILE'
? 5
$ mv elsewhere.db archive.db; superbill verify -q out/EXAMPLE-SB-2026-000004.pdf
| out/EXAMPLE-SB-2026-000004.pdf: genuine EXAMPLE-SB-2026-000004: the very bytes that were issued
# one that cannot be read hides no other; a number's end is enough to be told the whole; a configuration that is none
$ TZ=UTC superbill init -q ../several && cd ../several && superbill issue -q; superbill verify nosuch.pdf out/EXAMPLE-SB-2026-000001.pdf
| out/EXAMPLE-SB-2026-000001.pdf: genuine EXAMPLE-SB-2026-000001: the very bytes that were issued
! nosuch.pdf: error: cannot be read: no such file or directory
? 3
$ superbill verify --json nosuch.pdf out/EXAMPLE-SB-2026-000001.pdf
| {"schema": "superbill.verify/1", "files": [{"file": "nosuch.pdf", "verdict": null, "number": null, "why": "cannot be read: no such file or directory"}, {"file": "out/EXAMPLE-SB-2026-000001.pdf", "verdict": "genuine", "number": "EXAMPLE-SB-2026-000001", "why": "the very bytes that were issued"}]}
? 3
$ superbill show 3; superbill reprint 000002
! superbill: no superbill has the number 3; did you mean EXAMPLE-SB-2026-000003?
! superbill: no superbill has the number 000002; did you mean EXAMPLE-SB-2026-000002?
? 1
$ superbill --config patients.json check
| patients.json:1:1: error: this looks like JSON: records, where a configuration was expected [ini-syntax]
|     write [section], key = value, or a comment that begins with ; at the start of the line
? 3
