# A number is given once, whatever form of numbers it was given in.
$ superbill init -q clinic && cd clinic && head -1 visits.ndjson >one && for k in 01 02 03 04 05 06 07 08 09 10 11 12 13; do sed "s|V-20261106-1001|V$k|; s|2026-11-06|2026-11-$k|g" one; done >visits.ndjson
$ F() { sed -i "s|^format = .*|format = $1|" superbill.ini; }; F 'A{number:1}'; superbill issue -q --visit V01; F 'A1{number:1}'; superbill issue -q --visit V02; superbill list | cut -d' ' -f1; F 'A{number:1}'
| EXAMPLE-A1
| EXAMPLE-A12
# neither the archive nor a file is at fault, but the form; nothing is issued
$ superbill issue -q -n
! superbill: number EXAMPLE-A12 was given before, and none is given twice: [numbering] format must be one whose numbers cannot be those of an earlier one
? 3
$ superbill issue -j1
! superbill: V12: number EXAMPLE-A12 was given before, and none is given twice: [numbering] format must be one whose numbers cannot be those of an earlier one
? 3
$ superbill list | cut -d' ' -f1; superbill archive check | cut -d, -f1-2
| EXAMPLE-A1
| EXAMPLE-A12
| whole: 2 superbills, 2 entries
# what was purged was given
$ SOURCE_DATE_EPOCH=2100000000 superbill archive purge --yes --before 2028-01-01 -q; rm -r out; superbill issue -q
! superbill: V12: number EXAMPLE-A12 was given before, and none is given twice: [numbering] format must be one whose numbers cannot be those of an earlier one
? 3
$ sed -i 's|^format = .*|format = B{number:1}|' superbill.ini; superbill issue -q; superbill list | cut -d' ' -f1 | sed -n '1p;$p'; superbill archive check | cut -d, -f1-3
| EXAMPLE-B3
| EXAMPLE-B13
| whole: 11 superbills, 15 entries, 2 purged
# what a restore lost was given, too, in the form that it had: verify knows it when that is another
$ superbill archive backup -q old.db; sed 's|V-20261106-1001|V14|; s|2026-11-06|2026-11-14|g' one >more.ndjson; sed -i 's|^format = .*|format = B1-{number:1}|' superbill.ini; superbill issue -q more.ndjson; superbill list | tail -1 | cut -d' ' -f1; rm archive.db; superbill archive restore old.db | head -2
| EXAMPLE-B1-14
| restored: 11 superbills
| example number 14 is marked as lost, and never given again: the next 'superbill issue' gives what stood on it a new number
$ sed -i 's|^format = .*|format = B{number:1}|' superbill.ini; superbill verify out/EXAMPLE-B1-14.pdf; superbill show EXAMPLE-B1-14
| out/EXAMPLE-B1-14.pdf: unknown EXAMPLE-B1-14: sound in itself; the archive knows its number, which the restore of 2026-11-20 lost, but not this document: it may be genuine, and only its signature can tell
! superbill: EXAMPLE-B1-14 was lost by the restore of 2026-11-20: the copy put back was older; 'superbill issue' gives its visits a new number
? 1
