"""What holds for a copy: a cover page, then the very pages that were issued, tagged and archival."""

import os
import re
import shutil

from clauses import AID, CLAUSES, STANDARD, UAID, properties, tag_tree
from golden import pictures_of
from pdf_parts import run, text_of

# Rows of the clause list on how we write objects ourselves, and on what a copy has not: a record,
# dates, one part alone.
NOT_OF_COPIES = re.compile(r"A 6\.1\.3: two|A 6\.1\.7\.1|real dates|structure types|one H1|the record")
# Those on fonts and colours: of each part.
OF_PARTS = re.compile(r"A 6\.2\.11|letters of one height")
WORDS = {"en": ("COPY", "VOID", "Document", "Copied on 11/29/2026", "Pages that follow"),
         "es": ("COPIA", "ANULADO", "Documento", "Copiado el 11/29/2026", "Páginas que siguen")}


class Part:
    """Some pages of a document: those of each part have fonts of their own by the same names."""

    def __init__(self, whole, first, end):
        self.whole, self.range = whole, slice(first, end)

    def __getattr__(self, name):
        return getattr(self.whole, name)

    def pages(self):
        return self.whole.pages()[self.range]


def clauses_hold(document):
    rows = [(text, function) for text, function in CLAUSES if not NOT_OF_COPIES.search(text)]
    assert len(rows) == len(CLAUSES) - 6, [text for text, _ in rows]
    for text, function in rows:
        ends = ((0, 1), (1, None)) if OF_PARTS.search(text) else ((0, None),)
        try:
            for first, end in ends:
                function(Part(document, first, end))
        except AssertionError as why:
            raise AssertionError(f"{text}: {why}") from why


def parts_are_told(document, languages):
    """A part a document, each in its language and with its own title."""
    tree = tag_tree(document)
    assert tree.type == "Document" and [part.type for part in tree.kids] == ["Part"] * len(languages)
    assert [text_of(part.value["/Lang"]) for part in tree.kids] == languages
    for part in tree.kids:
        kinds = [element.type for element in part.walk() if element is not part]
        assert set(kinds) <= STANDARD - {"Document"} and kinds.count("H1") == 1, kinds
        assert [kind for kind in kinds if kind[0] == "H"][0] == "H1", kinds


def claims_what_it_is(document):
    """Archival and accessible, but not the document itself."""
    found = properties(document)
    assert found[AID + "part"].text == "3" and found[UAID + "part"].text == "1"
    assert b"payloadHash" not in document.stream(document.catalog["/Metadata"])
    assert not {"/AF", "/Names"} & set(document.catalog)


def holds_what_was_issued(path, issued):
    ours, theirs = pictures_of(path), pictures_of(issued)
    assert len(ours) == len(theirs) + 1
    assert ours[1:] == theirs, "its pages are not those that were issued"
    assert run("pdftotext", "-raw", "-f", "2", path, "-")[1] == run("pdftotext", "-raw", issued, "-")[1]


def cover_says(path, issued, record, language, void):
    copy, withdrawn, document, made, pages = WORDS[language]
    lines = [" ".join(line.split()) for line in
             run("pdftotext", "-layout", "-l", "1", path, "-")[1].decode().splitlines()]
    text = "\n".join(lines)
    number = os.path.basename(issued)[:-4]
    assert f"{document} {number}" in lines and made in lines, text
    assert f"{pages} {len(pictures_of(issued))}" in lines, text
    assert re.search(rf"\b{copy}$", text, re.M), text
    assert bool(re.search(rf"\b{withdrawn}$", text, re.M)) == void, text
    name = record["patient"]["name"]
    for private in (name["first"], name["last"], record["patient"]["birth_date"][:4], "$"):
        assert private not in text, f"{private} stands on the cover"


def coded(path, record, folder):
    """The QR code after a scan in black and white; None where no reader is installed."""
    if not shutil.which("zbarimg"):
        return
    base = os.path.join(folder, "coded")
    run("pdftoppm", "-r", "200", "-mono", "-singlefile", path, base)
    said = run("zbarimg", "-q", "--nodbus", "--raw", base + ".pbm")[1].decode().strip()
    xmp = open(path, "rb").read()
    digest = re.search(rb"<sb:payloadHash>([0-9a-f]{64})<", xmp).group(1).decode()
    assert said == f"SUPERBILL/1 {record['number']} {digest[:32].upper()}", said
