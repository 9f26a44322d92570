# Documents as drafts.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill render
| out/V-20261106-1001-draft.pdf: charges 375.00, paid 375.00, balance 0.00
| out/V-20261110-1002-draft.pdf: charges 320.00, paid 320.00, balance 0.00
| out/V-20261113-1001-draft.pdf: charges 252.50, paid 252.50, balance 0.00
| out/V-20261117-1002-draft.pdf: charges 255.00, paid 255.00, balance 0.00
! 4 documents: charges 1202.50, paid 1202.50, balance 0.00 (-v shows 1 note)
$ stat -c %A out out/*
| drwx------
| -rw-------
| -rw-------
| -rw-------
| -rw-------
$ head -c 8 out/V-20261106-1001-draft.pdf; echo
| %PDF-1.7
$ superbill render -o drafts/here --patient P-1002
| drafts/here/V-20261110-1002-draft.pdf: charges 320.00, paid 320.00, balance 0.00
| drafts/here/V-20261117-1002-draft.pdf: charges 255.00, paid 255.00, balance 0.00
! 2 documents: charges 575.00, paid 575.00, balance 0.00 (-v shows 1 note)
$ superbill render -n -o nowhere --visit V-20261106-1001; test ! -e nowhere
| would write nowhere/V-20261106-1001-draft.pdf: charges 375.00, paid 375.00, balance 0.00
! 1 document: charges 375.00, paid 375.00, balance 0.00
$ superbill render -o again -q && cmp out/V-20261106-1001-draft.pdf again/V-20261106-1001-draft.pdf
# a single one on stdout
$ superbill render --visit V-20261106-1001 -o - | cmp - out/V-20261106-1001-draft.pdf
! 1 document: charges 375.00, paid 375.00, balance 0.00
$ superbill render -o - | wc -c
| 0
! superbill: 4 visits are selected, but -o - takes one: name it with --visit ID
$ superbill render -o - --visit V-20261106-1001 --json
| {"schema": "superbill.error/1", "error": {"status": "usage", "source": null, "line": 0, "column": 0, "path": null, "text": "-o - and --json both want stdout; give one"}}
? 2
# a number of the practice's older system
$ superbill render --visit V-20261106-1001 --reference 2019-0042
| out/2019-0042.pdf: charges 375.00, paid 375.00, balance 0.00
! 1 document: charges 375.00, paid 375.00, balance 0.00
$ superbill render --visit V-20261106-1001 --reference SB-2026-000001
! superbill: --reference SB-2026-000001 has the form of the practice's own numbers ([numbering] format)
? 1
$ superbill render --visit V-20261106-1001 --reference example-sb-2026-000001
! superbill: --reference example-sb-2026-000001 has the form of the practice's own numbers ([numbering] format)
? 1
$ superbill render --reference 2019-0042
! superbill: 4 visits are selected, but --reference takes one: name it with --visit ID
? 1
$ superbill render --visit V-20261106-1001 --reference ../up
! superbill: --reference takes letters, digits, dot, hyphen and underscore, at most 64
? 2
$ superbill render --document superbill --visit V-20261106-1001 -q
# A practice's note is for insurers: no receipt has it.
$ for d in superbill receipt private; do superbill render -q --document $d --visit V-20261106-1001 -o noted; done; grep note superbill.ini; for f in noted/*-private.pdf noted/*-receipt.pdf noted/*-draft.pdf; do echo $f $(pdftotext $f - | grep -c 'Please send') $(superbill extract $f | grep -c 'Please send'); done; rm -r noted
| note = Please send reimbursement to the member.
| noted/V-20261106-1001-draft-private.pdf 1 1
| noted/V-20261106-1001-draft-receipt.pdf 0 0
| noted/V-20261106-1001-draft.pdf 1 1
# What an HSA wants: no diagnosis.  What an employer's plan may see: codes without their words.
$ superbill render --document receipt --visit V-20261106-1001 -o views && pdftotext -layout views/V-20261106-1001-draft-receipt.pdf - | grep -c 'M25\|Pain in'
| views/V-20261106-1001-draft-receipt.pdf: charges 375.00, paid 375.00, balance 0.00
| 0
! 1 document: charges 375.00, paid 375.00, balance 0.00
? 1
$ superbill render --document private --visit V-20261106-1001 -o views && pdftotext -layout views/V-20261106-1001-draft-private.pdf - | grep -o 'M25.561\|Pain in.*'
| views/V-20261106-1001-draft-private.pdf: charges 375.00, paid 375.00, balance 0.00
| M25.561
! 1 document: charges 375.00, paid 375.00, balance 0.00
$ superbill render --document receit
! superbill: --document does not take 'receit'; did you mean 'receipt'?
? 2
# one refused, the others done
$ sed -i '2s/M54.59/M54.5/' visits.ndjson && superbill render -o some; ls some
| some/V-20261106-1001-draft.pdf: charges 375.00, paid 375.00, balance 0.00
| some/V-20261113-1001-draft.pdf: charges 252.50, paid 252.50, balance 0.00
| some/V-20261117-1002-draft.pdf: charges 255.00, paid 255.00, balance 0.00
| V-20261106-1001-draft.pdf
| V-20261113-1001-draft.pdf
| V-20261117-1002-draft.pdf
! visits.ndjson:2:104: error: M54.5 was billable until 2021-09-30 and is a header now; use M54.50, M54.51 or M54.59 [dx-not-valid-on-date]
!     use the code that was in force on the date of service
! 3 documents: charges 882.50, paid 882.50, balance 0.00; 1 error (-v shows 1 note)
$ superbill render -o some --json | sed 's/"sha256": "[0-9a-f]*"/"sha256": "..."/g'
| {"schema": "superbill.run/1", "documents": [{"number": null, "visits": ["V-20261106-1001"], "patient": "P-1001", "file": "some/V-20261106-1001-draft.pdf", "charges": "375.00", "adjustments": "0.00", "paid": "375.00", "balance": "0.00", "sha256": "...", "pages": 1}, {"number": null, "visits": ["V-20261113-1001"], "patient": "P-1001", "file": "some/V-20261113-1001-draft.pdf", "charges": "252.50", "adjustments": "0.00", "paid": "252.50", "balance": "0.00", "sha256": "...", "pages": 1}, {"number": null, "visits": ["V-20261117-1002"], "patient": "P-1002", "file": "some/V-20261117-1002-draft.pdf", "charges": "255.00", "adjustments": "0.00", "paid": "255.00", "balance": "0.00", "sha256": "...", "pages": 1}], "findings": [{"rule": "dx-not-valid-on-date", "severity": "error", "file": "visits.ndjson", "line": 2, "column": 104, "path": "/diagnoses/0", "record": "V-20261110-1002", "message": "M54.5 was billable until 2021-09-30 and is a header now; use M54.50, M54.51 or M54.59", "advice": "use the code that was in force on the date of service", "source": "ICD-10-CM addenda; 45 CFR 162.1011"}, {"rule": "units-rules-differ", "severity": "note", "file": "visits.ndjson", "line": 4, "column": 127, "path": "/services", "record": "V-20261117-1002", "message": "the minutes give 4 units by CMS and 3 by AMA; CMS counts here", "advice": "check that the payer's unit_rule is the one it uses", "source": "Medicare Claims Processing Manual, Pub. 100-04, ch. 5, s. 20.2; CPT, time rule"}], "summary": {"records": 6, "selected": 4, "refused": 1, "kept": 0, "documents": 3, "charges": "882.50", "adjustments": "0.00", "paid": "882.50", "balance": "0.00", "errors": 1, "warnings": 0, "notes": 1}}
# a folder that cannot be
$ echo x >file; superbill render -o file/out --visit V-20261106-1001
! file: error: is there, but is no folder
? 4
$ superbill render -o file --visit V-20261106-1001 --json
| {"schema": "superbill.error/1", "error": {"status": "write", "source": "file", "line": 0, "column": 0, "path": null, "text": "is there, but is no folder"}}
? 4
# A receipt is Spanish where the patient wants it, or the practice where the patient does not say; the superbill never.
$ sed -i 's/"id": "P-1001",/"id": "P-1001", "language": "es",/' patients.json && for d in receipt superbill; do superbill render -q --visit V-20261106-1001 --document $d -o es; done; for f in es/*-receipt.pdf es/*-draft.pdf; do pdftotext $f - | grep -c 'Página 1 de 1'; grep -ao '/Lang([a-zA-Z-]*)' $f; done
| 1
| /Lang(es-US)
| /Lang(en-US)
| /Lang(en-US)
| /Lang(en-US)
| 0
| /Lang(en-US)
$ sed -i 's/ "language": "es",//' patients.json && sed -i 's/^\[practice\]$/[practice]\nlanguage = es/' superbill.ini && superbill render -q --visit V-20261106-1001 --document receipt -o es && grep -ao '/Lang([a-zA-Z-]*)' es/*receipt.pdf
| /Lang(es-US)
| /Lang(en-US)
| /Lang(en-US)
| /Lang(en-US)
$ sed -i 's/"id": "P-1001",/"id": "P-1001", "language": "en",/' patients.json && superbill render -q --visit V-20261106-1001 --document receipt -o es && grep -ao '/Lang([a-zA-Z-]*)' es/*receipt.pdf
| /Lang(en-US)
