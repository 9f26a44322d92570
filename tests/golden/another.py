"""The same page set by another program: Ghostscript, from the font as its package has it.

Text that is extracted proves nothing about ink: a subset whose composite glyphs lost a part says
"Nguyễn" and shows "Nguyen".  So every glyph of a page is set once more, from the whole source
font, at the place where the document has it, and the two pictures are compared.
"""

import os
import re
import shutil
import tempfile

from fontTools.ttLib import TTFont

from clauses import fonts_of
from pdf_parts import operators, run

FOLDER = "/usr/share/fonts/truetype/liberation2"
DOTS = 400


def source_of(face):
    return os.path.join(FOLDER, f"LiberationSans-{face}.ttf")


class Faces:
    """Resource name -> what its codes are."""

    def __init__(self, document):
        self.fonts = {}
        self.names = {}
        for face in ("Regular", "Bold"):
            self.names[face] = TTFont(source_of(face)).getBestCmap()
        for name, (font, _, descendant) in fonts_of(document).items():
            face = font["/BaseFont"].rsplit("-", 1)[1]
            widths, characters = {}, {}
            if descendant:
                text = document.stream(font["/ToUnicode"]).decode("ascii")
                characters = {
                    int(a, 16): int(b, 16)
                    for a, b in re.findall(r"<([0-9A-F]{4})><([0-9A-F]{4})>\n", text)
                }
                w = descendant["/W"]
                for i in range(0, len(w), 2):
                    widths.update({w[i] + k: width for k, width in enumerate(w[i + 1])})
            else:
                for i, width in enumerate(document.get(font["/Widths"])):
                    widths[32 + i] = width
                    characters[32 + i] = ord(bytes([32 + i]).decode("cp1252", "replace"))
            self.fonts[name] = (face, widths, characters, bool(descendant))

    def glyphs(self, name, operand):
        """(glyph name of the source, width) of each code of a string."""
        face, widths, characters, wide = self.fonts[name]
        kind, value = operand
        codes = list(value)
        if wide:
            digits = value[1:-1]
            codes = [int(digits[i : i + 4], 16) for i in range(0, len(digits), 4)]
        for code in codes:
            yield self.names[face].get(characters[code], ".notdef"), widths[code]


def postscript(document, page):
    """The page's text and rules as PostScript."""
    faces = Faces(document)
    out = ["%!PS", "<</PageSize [612 792]>> setpagedevice"]
    x = y = at = size = spacing = 0.0
    name = None
    for operator, operands in operators(document.stream(document.get(page)["/Contents"])):
        values = [value for _, value in operands]
        if operator == "Tf":
            name, size = values[0].decode(), values[1]
            out.append(f"/LiberationSans{'-Bold' if faces.fonts[name][0] == 'Bold' else ''} "
                       f"findfont {size} scalefont setfont")
        elif operator == "Tc":
            spacing = values[0]
        elif operator == "Td":
            x, y = x + values[0], y + values[1]
            at = x
        elif operator == "Tj":
            for glyph, width in faces.glyphs(name, operands[0]):
                out.append(f"{at:.4f} {y:.4f} moveto /{glyph} glyphshow")
                at += width * size / 1000 + spacing
        elif operator == "w":
            out.append(f"{values[0]} setlinewidth")
        elif operator == "RG":
            out.append(f"{values[0]} {values[1]} {values[2]} setrgbcolor")
        elif operator == "m":
            out.append(f"newpath {values[0]} {values[1]} moveto")
        elif operator == "l":
            out.append(f"{values[0]} {values[1]} lineto")
        elif operator == "S":
            out.append("stroke")
        elif operator == "BT":
            out.append("0 setgray")
    return "\n".join(out + ["showpage"]) + "\n"


def picture(path, folder, *options):
    """Rows of a page as whole numbers, a bit a point."""
    target = os.path.join(folder, "picture.pbm")
    status, out, err = run(
        "gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pbmraw", f"-r{DOTS}",
        "-dGridFitTT=0", f"-sFONTPATH={FOLDER}", f"-sOutputFile={target}", *options, path,
    )
    assert status == 0, (out + err).decode()
    with open(target, "rb") as handle:
        data = handle.read()
    head = re.match(rb"P4\s(?:#.*\s)*(\d+)\s+(\d+)\s", data)
    step = (int(head.group(1)) + 7) // 8
    data = data[head.end() :]
    return [int.from_bytes(data[at : at + step], "big") for at in range(0, len(data), step)]


def grown(rows):
    """Ink and the points around it: glyphs are put on whole points, rounded either way."""
    wide = [row | row << 1 | row >> 1 for row in rows]
    return [
        row | (wide[i - 1] if i else 0) | (wide[i + 1] if i + 1 < len(wide) else 0)
        for i, row in enumerate(wide)
    ]


def ink_of(rows):
    return sum(bin(row).count("1") for row in rows)


def without(rows, others):
    """Rows of ink that the others have not even nearby."""
    return [row & ~other for row, other in zip(rows, grown(grown(others)))]


def same_ink(document):
    """No ink in one picture that the other has not within two points."""
    folder = tempfile.mkdtemp(prefix="superbill-another-")
    for number, page in enumerate(document.pages(), 1):
        script = os.path.join(folder, "page.ps")
        with open(script, "w", encoding="ascii") as handle:
            handle.write(postscript(document, page))
        ours = picture(document.path, folder, f"-dFirstPage={number}", f"-dLastPage={number}")
        theirs = picture(script, folder)
        assert len(ours) == len(theirs)
        assert ink_of(ours) > 5000, "the page is empty"
        for a, b, who in ((ours, theirs, "the document's"), (theirs, ours, "the other's")):
            left = without(a, b)
            count = ink_of(left)
            row = next((i for i, row in enumerate(left) if row), 0)
            assert count <= 4, f"page {number}: {count} points are {who} alone, from row {row}"
    shutil.rmtree(folder)


def loses_a_mark(document):
    """Whether a mark taken from one letter of the other picture is noticed."""
    folder = tempfile.mkdtemp(prefix="superbill-another-")
    page = document.pages()[0]
    script = os.path.join(folder, "page.ps")
    text = postscript(document, page)
    assert "/ecircumflextilde glyphshow" in text
    with open(script, "w", encoding="ascii") as handle:
        handle.write(text.replace("/ecircumflextilde ", "/ecircumflex ", 1))
    left = without(picture(document.path, folder), picture(script, folder))
    shutil.rmtree(folder)
    assert ink_of(left) > 20, "a lost tilde goes unnoticed"
