"""The peer of S11: one visit to one PDF, as a Python script does it: peer.py VISIT PAGE OUT.

json, the reportlab canvas with its accelerator, embedded TrueType Liberation Sans,
compressed; no validation, no tags, no attachment, no sync.  PAGE lists the strings that
superbill drew for the same visit, with place, size and face, so both draw the same words.
"""

import json
import sys

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

FONTS = "/usr/share/fonts/truetype/liberation2/LiberationSans-"


def main(visit, page, out):
    with open(visit, encoding="utf-8") as handle:
        record = json.load(handle)
    with open(page, encoding="utf-8") as handle:
        drawn = json.load(handle)
    for face in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(face, f"{FONTS}{face}.ttf"))
    sheet = canvas.Canvas(out, pagesize=(612, 792), pageCompression=1)
    sheet.setTitle(record["id"])
    for strings in drawn["pages"]:
        for text, x, y, size, face in strings:
            sheet.setFont(face, size)
            sheet.drawString(x, 792 - y, text)
        for row in range(27):
            sheet.line(54, 90 + 22 * row, 558, 90 + 22 * row)
        for row in range(7):
            sheet.rect(54, 90 + 60 * row, 504, 22)
        sheet.showPage()
    sheet.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
