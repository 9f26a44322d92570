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
$ superbill template chekc mine.ini
! superbill: there is no command 'template chekc'; did you mean 'template check'?
? 2
$ TZ=America/Los_Angeles superbill init -q clinic && cp mine.ini clinic && cd clinic && sed -i 's/^template = .*/template = mine.ini/' superbill.ini && superbill render -n
! mine.ini:11: error: there is no block [paeg]; did you mean [page]?
? 3
$ cp "$SB_TOP/templates/standard.ini" mine.ini && superbill render -q -o out --visit V-20261106-1001 && ls out
| V-20261106-1001-draft.pdf
