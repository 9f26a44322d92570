"""What makes a document archival (PDF/A-3A) and accessible (PDF/UA-1), clause by clause.

Each function asserts one row; its text names the clauses of ISO 19005-3 and ISO 14289-1.  Every
row was once taken away from a document that validators pass, and made it fail there.
"""

import datetime
import io
import re
import xml.etree.ElementTree as ET

from fontTools.ttLib import TTFont

from pdf_parts import operators, tag_tree, text_of

CLAUSES = []
# What holds for documents with a record alone: a cover has none and claims nothing.
OF_RECORDS = (
    "A 6.6.4, UA 5: says that it is PDF/A-3A and PDF/UA-1",
    "A 6.8, UA 7.11: the record is attached, described and found from the catalog",
)


def clause(text):
    def add(function):
        CLAUSES.append((text, function))
        return function

    return add


@clause("A 6.1.2, UA 6.1: header of version 1.7, then four bytes above 127")
def header(d):
    assert d.bytes.startswith(b"%PDF-1.7\n%")
    assert all(byte > 127 for byte in d.bytes[10:14])
    assert d.bytes.endswith(b"%%EOF\n")


@clause("A 6.1.3: two equal identifiers of 16 bytes")
def identifiers(d):
    found = re.search(rb"/ID \[ <([0-9A-F]{32})> <([0-9A-F]{32})> \]", d.bytes)
    assert found and found.group(1) == found.group(2)


@clause("A 6.1.7.1: each /Length is the stream's")
def lengths(d):
    raw = d.raw_objects()
    streams = 0
    for number, data in raw.items():
        at = data.find(b"\nstream\r\n")
        if at < 0:
            assert data.endswith(b"\nendobj\n"), number
            continue
        streams += 1
        length = re.search(rb"/Length (\d+)( 0 R)?", data[:at])
        assert length, f"object {number} has no /Length"
        value = int(length.group(1))
        if length.group(2):
            value = int(raw[value].split(b"\n")[1])
        body = at + len(b"\nstream\r\n")
        assert data[body + value :] == b"\nendstream\nendobj\n", f"/Length of object {number}"
    assert streams >= (6 if "/AF" in d.catalog else 5)


@clause("A 6.1.3, 6.1.7.2: no encryption, Flate alone, nothing from outside")
def nothing_foreign(d):
    assert "/Encrypt" not in d.trailer
    for entry in d.objects.values():
        if "stream" in entry:
            value = entry["stream"]["dict"]
            assert "/F" not in value
    for data in d.raw_objects().values():
        for found in re.finditer(rb"/Filter ?/(\w+)", data.split(b"\nstream\r\n")[0]):
            assert found.group(1) == b"FlateDecode"


@clause("A 6.2.4.3: an output intent with a profile of three colours")
def output_intent(d):
    intent = d.get(d.get(d.catalog["/OutputIntents"])[0])
    assert intent["/S"] == "/GTS_PDFA1"
    assert d.get(intent["/DestOutputProfile"])["/N"] == 3
    profile = d.stream(intent["/DestOutputProfile"])
    assert len(profile) == 520 and profile[36:40] == b"acsp"
    assert int.from_bytes(profile[:4], "big") == len(profile)


def fonts_of(d):
    """Resource name -> (font, descriptor, descendant or None)."""
    out = {}
    for page in d.pages():
        for name, reference in d.get(d.get(d.get(page)["/Resources"])["/Font"]).items():
            font = d.get(reference)
            descendant = None
            if font["/Subtype"] == "/Type0":
                descendant = d.get(font["/DescendantFonts"][0])
            holder = descendant or font
            out[name] = (font, d.get(holder["/FontDescriptor"]), descendant)
    return out


def codes_drawn(d):
    """Resource name -> codes, by the content streams."""
    drawn = {}
    for page in d.pages():
        name = None
        for operator, operands in operators(d.stream(d.get(page)["/Contents"])):
            if operator == "Tf":
                name = operands[0][1].decode()
            elif operator == "Tj":
                kind, value = operands[0]
                if kind == "hex":
                    digits = value[1:-1]
                    codes = [int(digits[i : i + 4], 16) for i in range(0, len(digits), 4)]
                else:
                    codes = list(value)
                drawn.setdefault(name, set()).update(codes)
    return drawn


def program_of(d, descriptor):
    return TTFont(io.BytesIO(d.stream(descriptor["/FontFile2"])))


@clause("A 6.2.11.4.1, UA 7.21.4.1: every font is embedded, and no font is there in vain")
def fonts_embedded(d):
    fonts = fonts_of(d)
    assert set(fonts) == set(codes_drawn(d))
    for font, descriptor, _ in fonts.values():
        data = d.stream(descriptor["/FontFile2"])
        length = d.get(descriptor["/FontFile2"])["/Length1"]
        assert length == len(data), "/Length1"
        assert descriptor["/FontName"] == font["/BaseFont"], "FontName"
        assert re.fullmatch(r"/[A-Z]{6}\+SuperbillSans-(Regular|Bold)", font["/BaseFont"])


@clause("A 6.2.11.4.1, UA 7.21.4.1: every code drawn is in its font")
def codes_exist(d):
    fonts = fonts_of(d)
    for name, codes in codes_drawn(d).items():
        font, descriptor, descendant = fonts[name]
        program = program_of(d, descriptor)
        if descendant:
            assert all(0 < code < program["maxp"].numGlyphs for code in codes)
        else:
            best = program["cmap"].getBestCmap()
            for code in codes:
                assert ord(bytes([code]).decode("cp1252")) in best or code in (0xA0, 0xAD), code
            assert font["/FirstChar"] == 32 and font["/LastChar"] in (126, 255)


@clause("A 6.2.11.3.2, UA 7.21.3.2: composite fonts map codes to glyphs as they are")
def identity(d):
    for font, _, descendant in fonts_of(d).values():
        if descendant:
            assert descendant["/CIDToGIDMap"] == "/Identity"
            assert font["/Encoding"] == "/Identity-H"
            assert descendant["/BaseFont"] == font["/BaseFont"]


@clause("A 6.2.11.5, UA 7.21.5: widths are those of the font program")
def widths(d):
    drawn = codes_drawn(d)
    for name, (font, descriptor, descendant) in fonts_of(d).items():
        program = program_of(d, descriptor)
        order, hmtx = program.getGlyphOrder(), program["hmtx"]
        if descendant:
            said, w = {}, descendant["/W"]
            for i in range(0, len(w), 2):
                for k, width in enumerate(w[i + 1]):
                    said[w[i] + k] = width
            assert set(said) == drawn[name]
            assert list(said) == sorted(said)
            for code in said:
                assert abs(said[code] - hmtx[order[code]][0] * 1000 / 2048) <= 0.51
            continue
        best = program["cmap"].getBestCmap()
        for code in drawn[name]:
            glyph = best[ord(bytes([code]).decode("cp1252"))]
            said = d.get(font["/Widths"])[code - 32]
            assert abs(said - hmtx[glyph][0] * 1000 / 2048) <= 0.51, code


@clause("A 6.2.11.6, UA 7.21.6: one-byte fonts are of the Latin set, with one Unicode map")
def simple_fonts(d):
    for font, descriptor, descendant in fonts_of(d).values():
        program = program_of(d, descriptor)
        if descendant:
            assert "cmap" not in program
            continue
        assert descriptor["/Flags"] == 32 and font["/Encoding"] == "/WinAnsiEncoding"
        assert [(t.platformID, t.platEncID) for t in program["cmap"].tables] == [(3, 1)]


@clause("A 6.2.11.7.2, UA 7.21.7: composite fonts say which character each glyph is")
def unicode_maps(d):
    drawn = codes_drawn(d)
    for name, (font, _, descendant) in fonts_of(d).items():
        if not descendant:
            continue
        text = d.stream(font["/ToUnicode"]).decode("ascii")
        assert "cidrange" not in text
        pairs = dict(re.findall(r"<([0-9A-F]{4})><([0-9A-F]{4})>\n", text))
        pairs.pop("0000", None)
        for count, group in re.findall(r"(\d+) beginbfchar\n(.*?)endbfchar", text, re.S):
            assert int(count) == group.count("\n") <= 100
        for code in drawn[name]:
            assert f"{code:04X}" in pairs, f"glyph {code}"


RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
AID = "{http://www.aiim.org/pdfa/ns/id/}"
UAID = "{http://www.aiim.org/pdfua/ns/id/}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/extension/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
PROPERTY = "{http://www.aiim.org/pdfa/ns/property#}"
PREDEFINED = (XMP, DC, PDF, AID)


def metadata(d):
    reference = d.catalog["/Metadata"]
    assert "/Filter" not in d.get(reference)
    data = d.stream(reference).decode("utf-8")
    assert data.startswith('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>')
    assert data.rstrip().endswith('<?xpacket end="w"?>')
    return ET.fromstring(data)


def properties(d):
    out = {}
    for description in metadata(d).iter(RDF + "Description"):
        for child in description:
            out[child.tag] = child
    return out


@clause("A 6.6.2.1, UA 7.1: metadata is well-formed and not compressed")
def metadata_sound(d):
    assert properties(d)


@clause("A 6.6.2.3.1: each property is predefined or declared")
def metadata_declared(d):
    found = properties(d)
    declared = set()
    for schema in found[EXTENSION + "schemas"].iter(RDF + "li"):
        uri = schema.find(SCHEMA + "namespaceURI")
        if uri is None:
            continue
        for name in schema.iter(PROPERTY + "name"):
            declared.add("{%s}%s" % (uri.text, name.text))
    for tag in found:
        known = tag.startswith(PREDEFINED) or tag == EXTENSION + "schemas" or tag in declared
        assert known, tag


@clause("A 6.6.4, UA 5: says that it is PDF/A-3A and PDF/UA-1")
def metadata_claims(d):
    found = properties(d)
    assert found[AID + "part"].text == "3" and found[AID + "conformance"].text == "A"
    assert found[UAID + "part"].text == "1"


@clause("UA 7.1: a title that is shown; information equals metadata; real dates")
def title(d):
    found = properties(d)
    name = next(found[DC + "title"].iter(RDF + "li")).text
    assert name and text_of(d.info["/Title"]) == name
    assert d.catalog["/ViewerPreferences"]["/DisplayDocTitle"] is True
    assert text_of(d.info["/Producer"]) == found[PDF + "Producer"].text == "superbill"
    assert text_of(d.info["/Creator"]) == found[XMP + "CreatorTool"].text
    for key, tag in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate")):
        date = text_of(d.info[key])
        year, month, day, hour, minute, second = re.fullmatch(
            r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z", date
        ).groups()
        assert found[XMP + tag].text == f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"
        datetime.datetime(*map(int, (year, month, day, hour, minute, second)))


@clause("A 6.7.2.2, UA 6.2: marked as tagged")
def marked(d):
    assert d.catalog["/MarkInfo"]["/Marked"] is True


@clause("A 6.7.3.3, UA 7.1: a structure tree; pages and parents find each other")
def parents(d):
    root = d.get(d.catalog["/StructTreeRoot"])
    nums = d.get(root["/ParentTree"])["/Nums"]
    pages = d.pages()
    assert root["/ParentTreeNextKey"] == len(pages) == len(nums) // 2
    leaves = 0
    for index, page in enumerate(pages):
        value = d.get(page)
        assert value["/StructParents"] == index and value["/Tabs"] == "/S"
        assert nums[2 * index] == index
        for mcid, reference in enumerate(nums[2 * index + 1]):
            element = d.get(reference)
            assert element["/K"] == mcid and element["/Pg"] == page
            leaves += 1
    numbered = [e for e in tag_tree(d).walk() if isinstance(e.value.get("/K"), int)]
    assert leaves == len(numbered)


STANDARD = {"Document", "H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure"}


@clause("A 6.7.3.4, UA 7.1: standard structure types alone")
def types(d):
    tree = tag_tree(d)
    assert tree.type == "Document"
    assert "/RoleMap" not in d.get(d.catalog["/StructTreeRoot"])
    for element in tree.walk():
        assert element.type in STANDARD, element.type
        if element.parent:
            assert element.value["/P"] == element.parent.reference


@clause("A 6.7.4, UA 7.2: a language")
def language(d):
    assert re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", text_of(d.catalog["/Lang"]))


@clause("UA 7.1: all content is an artifact or a leaf of the tree")
def content_marked(d):
    for page in d.pages():
        depth, mcids, in_text = 0, [], False
        for operator, operands in operators(d.stream(d.get(page)["/Contents"])):
            if operator == "BDC":
                depth += 1
                assert depth == 1, "marked sequences do not nest"
                words = [value for _, value in operands]
                if words[0] == b"/Artifact":
                    assert b"/Type" in words
                else:
                    mcids.append(int(operands[words.index(b"/MCID") + 1][1]))
                    assert words[0][1:].decode() in STANDARD
            elif operator == "EMC":
                depth -= 1
            elif operator in ("BT", "ET"):
                in_text = operator == "BT"
            elif operator in ("Tj", "S", "Do", "f"):
                assert depth == 1, f"{operator} stands outside"
                assert operator != "Tj" or in_text
        assert depth == 0
        assert mcids == list(range(len(mcids)))


@clause("UA 7.4.2: one H1 first, no level skipped")
def headings(d):
    found = [e.type for e in tag_tree(d).walk() if e.type.startswith("H")]
    assert found[0] == "H1" and found.count("H1") == 1 and set(found) <= {"H1", "H2"}


@clause("UA 7.2, 7.5: tables of rows of equal length, heads with their scope")
def tables(d):
    for element in tag_tree(d).walk():
        inside = {"TR": "Table", "TH": "TR", "TD": "TR"}.get(element.type)
        if inside:
            assert element.parent.type == inside
        if element.type == "TH":
            assert element.value["/A"] == {"/O": "/Table", "/Scope": "/Column"}
        if element.type == "Table":
            assert len({len(row.kids) for row in element.kids}) == 1
            assert [k.type for k in element.kids[0].kids] == ["TH"] * len(element.kids[0].kids)
            for row in element.kids[1:]:
                assert all(kid.type == "TD" for kid in row.kids)
        if element.type == "Figure":
            assert text_of(element.value["/Alt"]).strip()


@clause("A 6.8, UA 7.11: the record is attached, described and found from the catalog")
def attachment(d):
    (reference,) = d.get(d.catalog["/AF"])
    names = d.get(d.get(d.catalog["/Names"])["/EmbeddedFiles"])["/Names"]
    assert text_of(names[0]) == "superbill.json" and names[1] == reference
    specification = d.get(reference)
    assert text_of(specification["/F"]) == text_of(specification["/UF"]) == "superbill.json"
    assert specification["/AFRelationship"] == "/Alternative"
    assert text_of(specification["/Desc"])
    file = d.get(specification["/EF"]["/F"])
    assert specification["/EF"]["/F"] == specification["/EF"]["/UF"]
    assert file["/Type"] == "/EmbeddedFile" and file["/Subtype"] == "/application/json"
    assert file["/Params"]["/Size"] == len(d.stream(specification["/EF"]["/F"]))
    assert text_of(file["/Params"]["/ModDate"]) == text_of(d.info["/ModDate"])


@clause("labels are not glued to their values, nor words to the next line")
def labels(d):
    for page in d.pages():
        strings = []
        for operator, operands in operators(d.stream(d.get(page)["/Contents"])):
            if operator == "BDC":
                tag, strings = operands[0][1], []
            elif operator == "Td":
                strings.append("")
            elif operator == "Tj":
                kind, value = operands[0]
                strings[-1] += value.decode("cp1252") if kind == "string" else "\ufffd"
                assert "  " not in strings[-1]
            elif operator == "EMC" and tag in (b"/P", b"/TD"):
                for text in strings[:-1]:
                    assert text.endswith(" ") or text == "" or len(text) > 20, text


@clause("letters of one height and more, black alone but for the letterhead's rule")
def sizes(d):
    for page in d.pages():
        colours = 0
        for operator, operands in operators(d.stream(d.get(page)["/Contents"])):
            if operator == "Tf":
                assert operands[1][1] >= 8
            assert operator not in ("g", "G", "rg", "k", "K", "sh", "gs")
            colours += operator == "RG"
        assert colours <= 2


def check(document):
    """(text, why) of every row that fails; "" for why where the row could not be judged."""
    for text, function in CLAUSES:
        try:
            function(document)
            yield text, None
        except AssertionError as why:
            yield text, str(why) or "not so"
        except (KeyError, IndexError, ValueError, TypeError) as why:
            yield text, f"{type(why).__name__}: {why}"
