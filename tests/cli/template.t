# A layout tried before it is used.
$ superbill template check standard
! nothing wrong
$ sed 's/^\[page\]/[paeg]/' "$SB_TOP/templates/standard.ini" >mine.ini; superbill template check mine.ini
| mine.ini:11: error: there is no block [paeg]; did you mean [page]?
? 1
$ superbill template check mine.ini --json
| {"schema": "superbill.template/1", "file": "mine.ini", "faults": [{"line": 11, "text": "there is no block [paeg]; did you mean [page]?"}]}
? 1
$ superbill template check absent.ini
! absent.ini: error: cannot be read: no such file or directory
? 3
$ superbill template check stadnard
! stadnard: error: cannot be read: no such file or directory; did you mean 'standard'?
? 3
$ sed '/^number = /d' "$SB_TOP/templates/receipt.ini" >theirs.ini; superbill template check theirs.ini
| theirs.ini:25: error: [document] lacks 'number', without which the document is sent back
? 1
$ superbill template chekc mine.ini
! superbill: there is no command 'template chekc'; did you mean 'template check'?
? 2
$ TZ=America/Los_Angeles superbill init -q clinic && cp mine.ini clinic && cd clinic && sed -i 's/^template = .*/template = mine.ini/' superbill.ini && superbill render -n
! mine.ini:11: error: there is no block [paeg]; did you mean [page]? [ini-value]
!     see what 'superbill template check' says of the file
? 3
$ cp "$SB_TOP/templates/standard.ini" mine.ini && superbill render -q -o out --visit V-20261106-1001 && ls out
| V-20261106-1001-draft.pdf
# Every fault is shown at its place, by the check and by whatever command uses the practice.
$ sed -i 's/^text = .*/text = 8/; s/^charge = .*/charge = Charge | 20 | right/; s/^birth_date = Date of birth | bold/brith_date = Born/' mine.ini && superbill template check mine.ini
| mine.ini:16: error: text is 9 to 12 points: payers' scanners misread smaller text
| mine.ini:56: error: [patient] has no 'brith_date'; did you mean 'birth_date'?
| mine.ini:104: error: charge needs a column of at least 42.3 points
? 1
$ superbill render -n
! mine.ini:16: error: text is 9 to 12 points: payers' scanners misread smaller text [ini-value]
!     see what 'superbill template check' says of the file
! mine.ini:56: error: [patient] has no 'brith_date'; did you mean 'birth_date'? [ini-value]
!     see what 'superbill template check' says of the file
! mine.ini:104: error: charge needs a column of at least 42.3 points [ini-value]
!     see what 'superbill template check' says of the file
? 3
$ superbill check --json
| {"schema": "superbill.findings/1", "findings": [{"rule": "ini-value", "severity": "error", "file": "mine.ini", "line": 16, "column": 0, "path": "", "record": null, "message": "text is 9 to 12 points: payers' scanners misread smaller text", "advice": "see what 'superbill template check' says of the file", "source": "superbill(5), CONFIGURATION"}, {"rule": "ini-value", "severity": "error", "file": "mine.ini", "line": 56, "column": 0, "path": "", "record": null, "message": "[patient] has no 'brith_date'; did you mean 'birth_date'?", "advice": "see what 'superbill template check' says of the file", "source": "superbill(5), CONFIGURATION"}, {"rule": "ini-value", "severity": "error", "file": "mine.ini", "line": 104, "column": 0, "path": "", "record": null, "message": "charge needs a column of at least 42.3 points", "advice": "see what 'superbill template check' says of the file", "source": "superbill(5), CONFIGURATION"}], "summary": {"records": 0, "errors": 3, "warnings": 0, "notes": 0}}
? 3
$ sed -i 's/^template = .*/template = standart/' superbill.ini && superbill list
! superbill.ini:37:12: error: no template has the name standart; did you mean standard? [ini-value]
!     give a value of the form named
? 3
$ sed -i 's/^template = .*/template = absent.ini/' superbill.ini && superbill check
| superbill.ini:37:12: error: the template cannot be read: no such file or directory [ini-value]
|     give a value of the form named
? 3
$ cp "$SB_TOP/templates/receipt.ini" theirs.ini && sed -i 's/^template = .*/template = theirs.ini/' superbill.ini && superbill issue
! superbill.ini:37:12: error: this layout is not for superbills; see audience in its [page] [ini-value]
!     give a value of the form named
? 3
# Sample data, marked, in either language; faults are told and nothing is drawn.
$ superbill template preview standard -o one.pdf && pdftotext one.pdf - | grep -c '^SAMPLE$'
| one.pdf: 2 pages of sample data
| 2
$ superbill template preview receipt -o two.pdf --language es --json; pdftotext two.pdf - | head -1; pdfinfo -struct-text two.pdf | sed -n 1,6p
| {"schema": "superbill.template/1", "file": "receipt", "drawn": "two.pdf", "faults": []}
| Harbor Lane Physical Therapy
| Document
|   P (block)
|     "Harbor Lane Physical Therapy"
|   P (block)
|     "240 Harbor Lane, Suite 5 Portland, OR 97214-2305"
|   P (block)
$ for t in compact private statement cover; do superbill template preview $t -o $t.pdf; done
| compact.pdf: 2 pages of sample data
| private.pdf: 2 pages of sample data
| statement.pdf: 1 page of sample data
| cover.pdf: 1 page of sample data
$ superbill template preview mine.ini -o three.pdf; test ! -e three.pdf
| mine.ini:16: error: text is 9 to 12 points: payers' scanners misread smaller text
| mine.ini:56: error: [patient] has no 'brith_date'; did you mean 'birth_date'?
| mine.ini:104: error: charge needs a column of at least 42.3 points
$ superbill template preview standard
! superbill: say where to: -o OUT.pdf
? 2
$ superbill template preview standard -o nowhere/at/all.pdf
! nowhere/at: error: cannot be written to: no such file or directory
? 4
$ superbill template preview standard -o one.pdf --language fr
! superbill: --language does not take 'fr'; it takes en or es
? 2
# In a practice's folder the page is its own: letterhead, logo, colour, note and QR code; the people are made up.
$ cd .. && TZ=America/Los_Angeles superbill init -q own && cd own && cp "$SB_TOP/tests/golden/cases/logo/logo.png" . && superbill template preview standard -o plain.pdf && pdfimages -list plain.pdf | grep -c image
| plain.pdf: 2 pages of sample data
| 0
? 1
$ sed -i 's/^\[practice\]/[practice]\nlogo = logo.png/; s/^accent = .*/accent = #7a1f2b/; s/^\[document\]/[document]\nqr = yes/; s/^note = .*/note = Ours/' superbill.ini && superbill template preview standard -o one.pdf && pdfimages -list one.pdf | grep -c image; pdftotext one.pdf - | grep -x 'SAMPLE\|Ours\|Harbor Lane.*\|Robin Q Sample' | awk '!seen[$0]++'; pdfinfo -struct-text one.pdf | grep -c Figure; qpdf --qdf one.pdf - | grep -ao '^[.0-9]* w [.0-9 ]* RG'
| one.pdf: 2 pages of sample data
| 1
| Harbor Lane Physical
| SAMPLE
| Robin Q Sample
| Harbor Lane Physical Therapy | Superbill SAMPLE | Robin Q Sample | Date of birth 01/01/2001
| Ours
| 2
| .75 w .48 .12 .17 RG
| .5 w 0 0 0 RG
# a logo and a code are read back as the program's own, on every page of several
$ superbill verify one.pdf; superbill extract one.pdf | cut -c 1-50
| one.pdf: unknown SAMPLE: sound in itself, but no archive here knows it
| {"adjustments":"10.00","audience":"superbill","bal
$ mkdir below && cd below && superbill template preview receipt -o two.pdf --language es && pdftotext two.pdf - | grep -o '^MUESTRA$\|^Harbor Lane.*|'; cd ..
| two.pdf: 1 page of sample data
| MUESTRA
| Harbor Lane Physical Therapy | Recibo SAMPLE | Robin Q Sample |
$ superbill template preview standard -o one.pdf -q && mv logo.png gone.png && superbill template preview standard -o three.pdf; test -e three.pdf
! logo.png: error: cannot be read: no such file or directory
? 1
$ sed -i 's/^logo = .*//; s/^template = .*/template = theirs.ini/' superbill.ini && superbill template preview compact -o four.pdf
| four.pdf: 2 pages of sample data
# What a clerk takes for something else: two labels, heads or headings that are the same, and a patient without a heading.
$ sed 's/^charges = Total charges/charges = Amount paid/; s/^npi = Practice NPI/npi = Tax ID (EIN)/' "$SB_TOP/templates/standard.ini" >dup.ini; superbill template check dup.ini
| dup.ini:39: error: the label 'Tax ID (EIN)' of 'npi' is that of 'tax_id' on line 38, too; give each its own, else one is read as the other
| dup.ini:113: error: the label 'Amount paid' of 'paid' is that of 'charges' on line 110, too; give each its own, else one is read as the other
? 1
$ sed 's/^charge = Charge |/charge = Paid |/; /^heading = Patient/d; s/^heading = Insurance/heading = provider/' "$SB_TOP/templates/standard.ini" >dup.ini; superbill template check dup.ini
| dup.ini:62: error: the heading 'provider' of [insurance] is that of [provider] on line 43, too; give each its own, else one is read as the other
| dup.ini:105: error: the head 'Paid' of 'paid' is that of 'charge' on line 103, too; give each its own, else one is read as the other
| dup.ini:52: error: [patient] needs a heading, such as 'heading = Patient': its lines do not say whose they are
? 1
$ printf '[labels es]\ntotals.charges = Pagado:\ntotals.paid = PAGADO\n' | cat "$SB_TOP/templates/standard.ini" - >dup.ini; superbill template preview dup.ini -o dup.pdf; test ! -e dup.pdf
| dup.ini:151: error: the label 'PAGADO' of 'paid' is that of 'charges' on line 150, too; give each its own, else one is read as the other
