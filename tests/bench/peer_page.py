"""The peer of S1 and S2: the benchmark page with reportlab: peer_page.py LIST COUNT [FOLDER].

LIST is what `bench page -l` wrote: strings with place and face.  The accelerated canvas,
embedded TrueType Liberation Sans, compressed; no tags, no attachment, no sync.  In memory, or
with a file for each page in FOLDER.  Says "ms/pdf X cpu Y bytes Z", without the start of Python.
"""

import io
import json
import os
import sys
import time

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

FONTS = "/usr/share/fonts/truetype/liberation2/LiberationSans-"
FACES = ("Regular", "Bold")


def draw(out, strings):
    sheet = canvas.Canvas(out, pagesize=(612, 792), pageCompression=1)
    sheet.setTitle("Superbill")
    last = None
    for text, x, y, face in strings:
        if face != last:
            sheet.setFont(FACES[face], 8)
            last = face
        sheet.drawString(x, y, text)
    sheet.setLineWidth(0.5)
    for row in range(27):
        sheet.line(36, 760 - 26 * row, 576, 760 - 26 * row)
    for row in range(7):
        sheet.rect(36, 30 + 100 * row, 540, 4, stroke=0, fill=1)
    sheet.showPage()
    sheet.save()


def main(listed, count, folder=None):
    with open(listed, encoding="utf-8") as handle:
        pages = json.load(handle)
    for face in FACES:
        pdfmetrics.registerFont(TTFont(face, f"{FONTS}{face}.ttf"))
    size, begun, cpu = 0, time.perf_counter(), time.process_time()
    for number in range(int(count)):
        out = io.BytesIO() if folder is None else os.path.join(folder, f"page-{number:06}.pdf")
        draw(out, pages[number % len(pages)])
        size += len(out.getvalue()) if folder is None else os.path.getsize(out)
    each = 1e3 / int(count)
    print(
        f"ms/pdf {(time.perf_counter() - begun) * each:.4f} "
        f"cpu {(time.process_time() - cpu) * each:.4f} bytes {size // int(count)}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
