# What an archive holds is told by its own name, is not overwritten by a merge, and steers no terminal.
$ TZ=America/Los_Angeles superbill init -q clinic && cd clinic && superbill issue -q && superbill reprint -q EXAMPLE-SB-2026-000001 --document receipt
# a damaged archive is named, not the file that the backup was being made in
$ cp archive.db whole.db; dd if=/dev/zero of=archive.db bs=4096 seek=3 count=1 conv=notrunc status=none; superbill archive backup copy.db; ls; cp whole.db archive.db
| archive.db
| archive.head
| out
| patients.json
| reprints
| superbill.ini
| visits.ndjson
| whole.db
! archive.db: error: the archive is damaged; put a copy back with 'superbill archive restore FILE'
# an issued document is no target of a merge, by its name or by its bytes; whatever else stands there is
$ sha256sum out/*1.pdf >sums; superbill reprint EXAMPLE-SB-2026-000002 --merge out/EXAMPLE-SB-2026-000001.pdf; cp out/EXAMPLE-SB-2026-000001.pdf mine.pdf; superbill reprint EXAMPLE-SB-2026-000002 --merge mine.pdf; superbill reprint EXAMPLE-SB-2026-000002 --merge mine.pdf -n; sha256sum -c sums
| out/EXAMPLE-SB-2026-000001.pdf: OK
! out/EXAMPLE-SB-2026-000001.pdf: error: is the document of EXAMPLE-SB-2026-000001, as it was issued: it is not replaced
! mine.pdf: error: is the document of EXAMPLE-SB-2026-000001, as it was issued: it is not replaced
! mine.pdf: error: is the document of EXAMPLE-SB-2026-000001, as it was issued: it is not replaced
$ echo other >out/EXAMPLE-SB-2026-000001.pdf; superbill reprint EXAMPLE-SB-2026-000002 --merge out/EXAMPLE-SB-2026-000001.pdf; echo other >mine.pdf; superbill reprint EXAMPLE-SB-2026-000002 EXAMPLE-SB-2026-000001 --merge mine.pdf -q; superbill reprint EXAMPLE-SB-2026-000001 --merge reprints/EXAMPLE-SB-2026-000001-receipt.pdf -q; superbill reprint EXAMPLE-SB-2026-000001 --merge mine.pdf -q && head -c 5 mine.pdf
| %PDF-{no line end}
! out/EXAMPLE-SB-2026-000001.pdf: error: is where the document of EXAMPLE-SB-2026-000001 belongs: it is not replaced
# a filter whose superbills stand no more says so, and reprint how they are written
$ superbill void -q EXAMPLE-SB-2026-000002 --reason x; superbill reprint --patient P-1002 --since 2026-11-10 --until 2026-11-10; superbill reprint --payer uhc --until 2026-11-10 -q; superbill void --visit V-20261110-1002 --reason x; superbill correct --visit V-20261110-1002 --reason x; superbill reprint --patient P-1002 --since 2026-10-10 --until 2026-10-10; superbill reprint --visit V-20261110-1002 --superseded
| reprints/EXAMPLE-SB-2026-000002.pdf: charges 320.00, paid 320.00, balance 0.00
! superbill: no superbill is selected: what the filter takes is void or superseded; --superseded writes it all the same
! superbill: no superbill is selected: what the filter takes is void or superseded; --superseded writes it all the same
! superbill: no superbill is selected: what the filter takes is void or superseded
! superbill: no superbill is selected: what the filter takes is void or superseded
! superbill: no superbill is selected
! 1 document: charges 320.00, paid 320.00, balance 0.00
# bytes that steer a terminal, put into the archive by another program
$ python3 -c 'import sqlite3
> db = sqlite3.connect("archive.db")
> db.execute("UPDATE superbill SET number = ?, patient = ?, replaced_by = ? WHERE id = 1", ("N\x1b[2J", "P\x1b]0;x\x07", "\x1b[31m"))
> db.execute("UPDATE entry SET number = ? WHERE n = 3", ("E\x1b[2J",))
> db.commit()'; superbill list | head -1 | od -An -c | grep -c 033; superbill list | head -1; superbill archive check >told; grep -c "$(printf '\033')" told; sed 's/[0-9a-f]\{64\}/.../g' told; superbill show "$(printf 'N\033[2J')" | grep -c "$(printf '\033')"; superbill void "$(printf 'N\033[2J')" --reason x 2>&1 | grep -c "$(printf '\033')"
| 0
| N?[2J            P?]0;x?      2026-11-06 2026-11-06     375.00     375.00  issued by ?[31m
| 0
| entry 1: EXAMPLE-SB-2026-000001: its rows were altered
| entry 1: EXAMPLE-SB-2026-000001: its state is not what the entries say
| entry 1: EXAMPLE-SB-2026-000001: the list of visits that stand on it was altered
| entry 3: E?[2J: the entry's columns differ from its text
| entry 3: E?[2J: its rows were altered
| there are live visits that no entry issued
| 0
| 0
! superbill: the archive is not as it was written: 6 faults
? 1
