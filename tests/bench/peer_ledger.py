"""The peer of S10: rows of twenty cells with xlsxwriter in constant memory: peer_ledger.py ROWS OUT.

The same cells as `bench ledger` writes.  Says "ms X", without the start of Python.
"""

import sys
import time

import xlsxwriter

CODES = ("97110", "97112", "97140", "97530")
FIRST_DAY = 46296  # 2026-10-01 in days of the workbook


def row_of(i):
    return (
        (f"SB-2026-{i:06}", f"V-{i}", f"P-{i % 5000}", ("rivera", "okafor")[i % 2],
         "uhc" if i % 3 else "aetna", CODES[i % 4], "M25.561 M62.81", f"0{1000 + i % 9000}"),
        (FIRST_DAY + i % 31,) * 2,
        tuple((i + k) % 60 for k in range(10, 13)),
        tuple((i * 37 + k * 11) % 40000 / 100 for k in range(13, 20)),
    )


def main(rows, out):
    begun = time.perf_counter()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    formats = [
        book.add_format({"num_format": text}) for text in ("@", "yyyy-mm-dd", "#,##0", "#,##0.00")
    ]
    sheet = book.add_worksheet("Lines")
    for i in range(int(rows)):
        text, days, counts, amounts = row_of(i)
        at = 0
        for value in text:
            sheet.write_string(i, at, value, formats[0])
            at += 1
        for values, kind in ((days, 1), (counts, 2), (amounts, 3)):
            for value in values:
                sheet.write_number(i, at, value, formats[kind])
                at += 1
    book.close()
    print(f"ms {(time.perf_counter() - begun) * 1e3:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
