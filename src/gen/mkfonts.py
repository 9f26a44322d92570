"""Subset the document's fonts: mkfonts.py OUTDIR writes fonts.inc and profile.inc there.

Source: Liberation Sans of the package fonts-liberation2.  Per face and block of code points
one font program, already deflated, a table of code point, glyph and width, and what a PDF
font descriptor says.  Two runs give the same bytes.  The subsets bear a name of their own:
the source's is reserved for unmodified copies (OFL 1.1).
"""

import hashlib
import io
import os
import struct
import sys
import unicodedata
import zlib

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDERS = [
    "/usr/share/fonts/truetype/liberation2",
    "/usr/share/fonts/truetype/liberation",
]
FACES = ["Regular", "Bold"]


def letters(*spans):
    """Code points that stand alone: no combining marks, no format characters, none unassigned."""
    return [
        code
        for first, last in spans
        for code in range(first, last)
        if unicodedata.category(chr(code)) not in ("Mn", "Me", "Cf", "Cn")
    ]


CP1252 = [bytes([b]).decode("cp1252", "ignore") for b in range(0x80, 0x100)]
BLOCKS = [
    # name, code points, one-byte font, all of them must be there
    ("ascii", list(range(0x20, 0x7F)), True),
    ("latin", list(range(0x20, 0x7F)) + [ord(c) for c in CP1252 if c], True),
    ("extended_a", letters((0x100, 0x180)), False),
    ("extended_b", letters((0x180, 0x250)), False),
    ("additional", letters((0x1E00, 0x1F00)), False),
    ("greek", letters((0x370, 0x400)), False),
    ("cyrillic", letters((0x400, 0x530)), False),
]
DROP = (
    "GSUB GPOS GDEF kern fpgm prep cvt gasp FFTM DSIG hdmx VDMX LTSH meta name OS/2 post"
).split()
UNITS = 2048


def source_of(face):
    for folder in FOLDERS:
        path = os.path.join(folder, f"LiberationSans-{face}.ttf")
        if os.path.exists(path):
            return path
    raise SystemExit("mkfonts: Liberation Sans is missing; install fonts-liberation2")


def subset_of(path, block, simple):
    """The font program and its rows: code point, glyph number, width in thousandths of an em."""
    font = TTFont(path, recalcTimestamp=False)
    if font["head"].unitsPerEm != UNITS:
        raise SystemExit(f"mkfonts: {path} has {font['head'].unitsPerEm} units per em")
    options = subset.Options()
    options.hinting = options.glyph_names = False
    options.recalc_timestamp = options.recommended_glyphs = False
    options.layout_features, options.notdef_outline = [], True
    options.drop_tables += [tag if len(tag) == 4 else f"{tag:4}" for tag in DROP]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=block)
    subsetter.subset(font)
    best, order, hmtx = font["cmap"].getBestCmap(), font.getGlyphOrder(), font["hmtx"]
    rows = sorted(
        (code, order.index(name), round(hmtx[name][0] * 1000 / UNITS))
        for code, name in best.items()
    )
    if simple:
        lacking = sorted(set(block) - set(best))
        if lacking:
            raise SystemExit(f"mkfonts: {path} lacks U+{lacking[0]:04X}")
        tables = [t for t in font["cmap"].tables if (t.platformID, t.platEncID) == (3, 1)]
        font["cmap"].tables = tables[:1]
        if len(tables) < 1:
            raise SystemExit(f"mkfonts: {path} has no Unicode map")
    else:
        del font["cmap"]
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue(), rows


def measures_of(path):
    """What a font descriptor says, in thousandths of an em."""
    font = TTFont(path, recalcTimestamp=False)

    def scale(units):
        return round(units * 1000 / UNITS)

    head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
    box = [scale(v) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]
    return box, scale(hhea.ascent), scale(hhea.descent), scale(os2.sCapHeight)


def tag_of(number):
    """Six letters, one tag for each subset."""
    letters = "SUPERB"
    return letters[:4] + chr(65 + number // 26) + chr(65 + number % 26)


def array_of(name, data):
    text = [f"static const unsigned char {name}[{len(data)}] = {{\n"]
    for at in range(0, len(data), 20):
        text.append("".join(f"{byte}," for byte in data[at : at + 20]) + "\n")
    text.append("};\n")
    return "".join(text)


def fonts():
    text = ["/* Made by src/gen/mkfonts.py; not to be edited. */\n"]
    table = []
    for number, (name, block, simple) in enumerate(BLOCKS):
        for weight, face in enumerate(FACES):
            path = source_of(face)
            program, rows = subset_of(path, block, simple)
            box, ascent, descent, cap = measures_of(path)
            here = f"{name}_{face.lower()}"
            text.append(array_of(f"program_{here}", zlib.compress(program, 9)))
            text.append(f"static const struct glyph_row rows_{here}[{len(rows)}] = {{\n")
            for at in range(0, len(rows), 6):
                text.append(
                    "".join(f"{{{c},{g},{w}}}," for c, g, w in rows[at : at + 6]) + "\n"
                )
            text.append("};\n")
            widths = winansi_widths(rows) if simple else None
            own = hashlib.sha256(program).digest()
            seal = hashlib.sha256(widths.encode() + own).digest() if simple else b""
            table.append(
                f'    {{"{tag_of(number * 2 + weight)}+SuperbillSans-{face}", program_{here}, '
                f"sizeof program_{here}, {len(program)}, rows_{here}, {len(rows)}, "
                f"{{{', '.join(map(str, box))}}}, {ascent}, {descent}, {cap}, "
                f"{quoted(widths)}, {bytes_of(own)}, {bytes_of(seal)}}},\n"
            )
    text.append(f"static const struct font_program font_programs[{len(table)}] = {{\n")
    text += table + ["};\n"]
    text.append(plain_widths())
    text.append(winansi())
    return "".join(text)


def quoted(text):
    return "NULL" if text is None else f'"{text}"'


def bytes_of(data):
    return "{" + (",".join(map(str, data)) or "0") + "}"


def winansi_widths(rows):
    """The widths of a one-byte font as its dictionary has them."""
    byte = {ord(c): 0x80 + i for i, c in enumerate(CP1252) if c}
    width = {code if code < 0x80 else byte[code]: w for code, _, w in rows}
    last = max(width)
    text = f"/FirstChar 32/LastChar {last}/Widths["
    text += " ".join(str(width.get(i, 0)) for i in range(32, last + 1)) + "]"
    return text


def plain_widths():
    """The widths of printable ASCII by face and byte, 0 elsewhere."""
    text = [f"static const uint16_t plain_widths[{len(FACES)}][256] = {{\n"]
    for face in FACES:
        name, block, simple = BLOCKS[0]
        _, rows = subset_of(source_of(face), block, simple)
        width = {code: w for code, _, w in rows if 0x20 <= code <= 0x7E}
        text.append("{" + ",".join(str(width.get(i, 0)) for i in range(256)) + "},\n")
    text.append("};\n")
    return "".join(text)


def winansi():
    """Windows-1252 byte of the code points above 7E that are not their own byte."""
    rows = sorted((ord(c), 0x80 + i) for i, c in enumerate(CP1252) if c and ord(c) > 0xFF)
    body = "".join(f"    {{0x{code:04X}, 0x{byte:02X}}},\n" for code, byte in rows)
    return f"static const struct winansi_row winansi_rows[{len(rows)}] = {{\n{body}}};\n"


def s15f16(value):
    return struct.pack(">i", round(value * 65536))


def profile():
    """An sRGB display profile of our own, ICC 4.2: 520 bytes."""

    def xyz(x, y, z):
        return b"XYZ \0\0\0\0" + s15f16(x) + s15f16(y) + s15f16(z)

    def words(text):
        data = text.encode("utf-16-be")
        head = b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS"
        return head + struct.pack(">II", len(data), 28) + data

    curve = b"para\0\0\0\0\0\3\0\0" + b"".join(
        s15f16(v) for v in (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    )
    chad = b"sf32\0\0\0\0" + b"".join(
        s15f16(v)
        for v in (
            1.0478112, 0.0228866, -0.0501270, 0.0295424, 0.9904844, -0.0170491,
            -0.0092345, 0.0150436, 0.7521316,
        )
    )
    tags = [
        (b"desc", words("sRGB IEC61966-2.1")),
        (b"cprt", words("superbill")),
        (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
        (b"chad", chad),
        (b"rXYZ", xyz(0.4360747, 0.2225045, 0.0139322)),
        (b"gXYZ", xyz(0.3850649, 0.7168786, 0.0971045)),
        (b"bXYZ", xyz(0.1430804, 0.0606169, 0.7141733)),
        (b"rTRC", curve),
        (b"gTRC", None),
        (b"bTRC", None),
    ]
    start = 128 + 4 + 12 * len(tags)
    directory, data, shared = b"", b"", None
    for name, body in tags:
        if body is None:
            directory += name + struct.pack(">II", *shared)
            continue
        shared = (start + len(data), len(body))
        directory += name + struct.pack(">II", *shared)
        data += body + b"\0" * (-len(body) % 4)
    head = struct.pack(">I4sI4s4s4s", 0, b"\0\0\0\0", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    head += s15f16(0.9642) + s15f16(1.0) + s15f16(0.8249)
    whole = head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + directory + data
    whole = struct.pack(">I", len(whole)) + whole[4:]
    return (
        "/* Made by src/gen/mkfonts.py; not to be edited. */\n"
        + array_of("profile_deflated", zlib.compress(whole, 9))
        + f"enum {{ PROFILE_LENGTH = {len(whole)} }};\n"
    )


def write(path, text):
    with open(path + ".new", "w", encoding="ascii") as handle:
        handle.write(text)
    os.replace(path + ".new", path)


if __name__ == "__main__":
    write(os.path.join(sys.argv[1], "fonts.inc"), fonts())
    write(os.path.join(sys.argv[1], "profile.inc"), profile())
