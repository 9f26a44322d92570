"""The peer of S5: a month's documents and workbook: peer_month.py VISITS PAGE FOLDER COUNT.

json, a reportlab page with embedded TrueType for each of the first COUNT visits, a row of 20
cells for each with xlsxwriter in constant memory; no validation, no archive, no sync.  PAGE
lists the strings that superbill drew for such a visit.  Says "ms X", without the start of Python.
"""

import json
import os
import sys
import time

import xlsxwriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

FONTS = "/usr/share/fonts/truetype/liberation2/LiberationSans-"


def draw(out, title, pages):
    sheet = canvas.Canvas(out, pagesize=(612, 792), pageCompression=1)
    sheet.setTitle(title)
    for strings in pages:
        for text, x, y, size, face in strings:
            sheet.setFont(face, size)
            sheet.drawString(x, 792 - y, text)
        sheet.showPage()
    sheet.save()


def main(visits, page, folder, count):
    count = int(count)
    begun = time.perf_counter()
    with open(page, encoding="utf-8") as handle:
        pages = json.load(handle)["pages"]
    for face in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(face, f"{FONTS}{face}.ttf"))
    book = xlsxwriter.Workbook(os.path.join(folder, "ledger.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("Visits")
    with open(visits, encoding="utf-8") as handle:
        for row in range(count):
            visit = json.loads(handle.readline())
            draw(os.path.join(folder, f"{row:06}.pdf"), visit["id"], pages)
            for column in range(10):
                sheet.write_string(row, column, visit["id"])
                sheet.write_number(row, 10 + column, row / 100)
    book.close()
    print(f"ms {(time.perf_counter() - begun) * 1e3:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
