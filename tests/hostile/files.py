"""PDFs made by hand, and genuine ones changed: each a function that writes bytes."""

import hashlib
import re
import subprocess
import zlib

RECORD = (b'{"audience":"superbill","balance":"0.00","charges":"185.00","diagnoses":[{"code":"M25.561"}],'
          b'"lines":[{"charge":"185.00","code":"97161"}],"number":"X-1","paid":"185.00",'
          b'"schema":"superbill.document/1"}')
PAGE = b"BT /F1 9 Tf (X-1)Tj (M25.561)Tj (97161)Tj ($185.00)Tj ($185.00)Tj ($185.00)Tj ($0.00)Tj ET"


def stream(data, more=b"", length=None):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (
        more, len(data) if length is None else length, data)


def deflated(data, more=b"", times=1):
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[%s]%s" % (b"/FlateDecode" * times, more))


def zeros(size, times=2):
    """A stream of so many zeros, made without them: pieces of the same megabyte."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[%s]" % (b"/FlateDecode" * times))


def pdf(objects, trailer=b"", size=None):
    """Objects numbered from 1; the first is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer <</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size or len(objects) + 1, trailer, start)
    return bytes(out)


def sheet(more):
    return sound(sheet=b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 7 0 R%s>>" % more)


def sound(record=RECORD, page=PAGE, mark=None, **other):
    """A small file that agrees with itself, or with one object in place of another."""
    digest = hashlib.sha256(record).hexdigest() if mark is None else mark
    parts = {
        "catalog": b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R/Names<</EmbeddedFiles"
                   b"<</Names[(superbill.json) 4 0 R]>>>>>>",
        "pages": b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "sheet": b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<<>>/Contents 7 0 R>>",
        "file": b"<</Type/Filespec/F(superbill.json)/EF<</F 5 0 R>>>>",
        "attached": stream(record),
        "xmp": stream(b"<sb:payloadHash>" + digest.encode() + b"</sb:payloadHash>"),
        "content": stream(page),
    }
    more = other.pop("more", [])
    trailer = other.pop("trailer", b"/ID[<%s><%s>]" % ((digest[:32].encode(),) * 2))
    parts.update(other)
    return pdf(list(parts.values()) + more, trailer)


def nested(opening, closing, depth):
    return opening * depth + closing * depth


def hostile():
    """(name, bytes, verdict, part of the reason, status of extract); None: whatever, but genuine"""
    bomb = zeros(1 << 30)
    broken, unknown, altered = "broken", "unknown", "altered"
    yield "sound", sound(), unknown, "sound in itself", 0
    # what the page, the record and the marks say
    yield "another code", sound(page=PAGE.replace(b"97161", b"97163")), altered, "procedure code", 0
    yield "another sum", sound(page=PAGE.replace(b"185", b"785")), altered, "do not show the totals", 0
    yield "one more sum", sound(page=PAGE.replace(b" ET", b" ($9.00)Tj ET")), altered, "not in its record", 0
    yield "another mark", sound(mark="0" * 64), altered, "vouch", 0
    yield "no identifier", sound(trailer=b""), altered, "vouch", 0
    yield "a note over the page", sheet(b"/Resources<<>>/Annots[<</Subtype/FreeText>>]"), altered, "more than", 0
    yield "text in other operators", sound(page=PAGE + b" [(9)]TJ"), altered, "more than", 0
    yield "text made invisible", sound(page=b"3 Tr " + PAGE), altered, "more than", 0
    yield "a form over the page", sheet(b"/Resources<</XObject<</Im1 5 0 R>>>>"), altered, "more than", 0
    # what is attached
    yield "another attachment", sound(catalog=b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles"
                                      b"<</Names[(invoice.xml) 4 0 R]>>>>>>"), unknown, "no record", 1
    yield "no JSON", sound(record=b"text"), broken, "none of superbill", 3
    yield "another schema", sound(record=RECORD.replace(b"document/1", b"document/9")), broken, \
        "none of superbill", 3
    yield "two records in one", sound(record=RECORD + RECORD), broken, "none of superbill", 3
    yield "a key twice", sound(record=RECORD[:-1] + b',"charges":"9.00"}'), broken, \
        "none of superbill", 3
    yield "deep JSON", sound(record=nested(b'{"a":[', b"]}", 1 << 17)), broken, "none of superbill", 3
    yield "bad UTF-8", sound(record=RECORD.replace(b"X-1", b"X\xff1")), broken, "none of superbill", 3
    yield "a record of 17 MB", sound(record=b'{"x":"' + b" " * (17 << 20) + b'"}'), broken, "larger", 3
    yield "a bomb attached", sound(file=b"<</Type/Filespec/F(superbill.json)/EF<</F 8 0 R>>>>",
                                   more=[bomb]), broken, None, 3
    yield "a long metadata packet", sound(xmp=deflated(b" " * (2 << 20))), broken, "larger", 3
    # pages
    yield "a bomb of a page", sound(content=bomb), broken, None, 3
    yield "pages in a circle", sound(pages=b"<</Type/Pages/Kids[2 0 R]/Count 1>>"), broken, None, 3
    yield "a page that is its own parent", sound(
        pages=b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"), None, None, None
    yield "no pages", sound(pages=b"<</Type/Pages/Kids[]/Count 0>>"), broken, "no pages", 3
    yield "a hundred thousand pages", pdf(
        [b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(superbill.json) 4 0 R]>>>>>>",
         b"<</Type/Pages/Count 100000/Kids[" + b"3 0 R " * 100000 + b"]>>",
         b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
         b"<</F(superbill.json)/EF<</F 5 0 R>>>>", stream(RECORD)]), broken, None, 3
    # the stack may end first, or not
    yield "deep pages", deep_pages(20000), None, None, None
    # objects
    yield "deep arrays", sound(file=nested(b"[", b"]", 1 << 18)), broken, None, 3
    yield "deep dictionaries", sound(file=nested(b"<</A", b">>", 1 << 17)), broken, None, 3
    yield "half a million objects", pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Kids[]/Count 0>>"]
                                       + [b"<<>>"] * 500000), unknown, "no record", 1
    yield "a size that lies", pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Kids[]/Count 0>>"],
                                  size=2147483647), None, None, None
    for name, length in (("a length of itself", b"5 0 R"), ("a negative length", b"-9"),
                         ("a length beyond the end", b"99999999")):
        yield name, sound().replace(b"/Length %d>>\nstream\n{" % len(RECORD),
                                    b"/Length %s>>\nstream\n{" % length), broken, None, 3
    yield "names in a circle", sound(catalog=b"<</Type/Catalog/Pages 2 0 R/Names 4 0 R>>",
                                     file=b"<</EmbeddedFiles 4 0 R/Kids[4 0 R 4 0 R]>>"), unknown, \
        "no record", 1
    yield "a million names", sound(catalog=b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles"
                                   b"<</Names[" + b"(a) 4 0 R " * 1000000 + b"]>>>>>>"), unknown, \
        "no record", 1
    yield "tables in a circle", circle(), broken, None, 3
    yield "an object stream in itself", object_stream(), None, None, None
    yield "a filter nobody knows", sound().replace(
        b"/Length %d>>\nstream\n{" % len(RECORD), b"/Filter/Crypt/Length %d>>\nstream\n{" % len(RECORD)
    ), broken, None, 3
    # bytes
    yield "nothing", b"", broken, "no PDF", 3
    yield "text", b"%PDF-1.7\nnothing more\n", broken, "no PDF", 3
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(1000), broken, "no PDF", 3
    yield "zeros", bytes(4 << 20), broken, "no PDF", 3
    yield "more than is read", b"%PDF-1.7\n" + bytes(65 << 20), "", None, 3


def deep_pages(depth):
    objects = [b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(superbill.json) 3 0 R]>>>>>>",
               b"<</Type/Pages/Count 1/Kids[5 0 R]>>", b"<</F(superbill.json)/EF<</F 4 0 R>>>>",
               stream(RECORD)]
    for level in range(depth):
        objects.append(b"<</Type/Pages/Count 1/Parent %d 0 R/Kids[%d 0 R]>>" % (
            2 if level == 0 else level + 4, level + 6))
    objects.append(b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth + 4))
    return pdf(objects)


def circle():
    """Each cross-reference table leads to the other."""
    data = pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    start = int(re.search(rb"startxref\n(\d+)", data).group(1))
    return data.replace(b"/Size 3>>", b"/Size 3/Prev %d>>" % start)


def object_stream():
    """The catalog lies in an object stream that lies in itself."""
    body = b"<</Type/ObjStm/N 1/First 4/Extends 3 0 R/Length 33>>\nstream\n1 0 <</Type/Catalog/Pages 2 0 R>>\n" \
           b"\nendstream"
    table = b"".join(bytes([2, 0, 3, n]) for n in range(4))
    out = bytearray(b"%PDF-1.7\n")
    out += b"4 0 obj\n<</Type/XRef/Size 4/W[1 2 1]/Root 1 0 R/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        len(table), table)
    return bytes(out) + body + b"\nstartxref\n9\n%%EOF\n"


def changed(path, folder):
    """(name, bytes, verdict, reason, extract): a document that the program drew, changed."""
    with open(path, "rb") as handle:
        whole = handle.read()
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"],
                           capture_output=True, check=True).stdout
    yield "as drawn", whole, "unknown", "never issued", 0
    yield "rewritten", plain, "unknown", "never issued", 0
    for part in (1, 2, 5, 9):
        yield f"cut at {part}/10", whole[: len(whole) * part // 10], "broken", "no PDF", 3
    yield "without its end mark", whole[:-7], "unknown", "never issued", 0
    yield "garbage behind", whole + b"\n" + bytes(4096), None, None, None
    yield "a payment more", plain.replace(b"($185.00)Tj", b"($385.00)Tj", 1), "altered", None, 0
    locked = f"{folder}/locked.pdf"
    subprocess.run(["qpdf", "--encrypt", "secret-one", "secret-two", "256", "--", path, locked],
                   check=True)
    with open(locked, "rb") as handle:
        yield "encrypted", handle.read(), "unknown", "encrypted", 3
    # an update behind the end puts another page in place of the one that is there
    page = re.search(rb"(\d+) 0 obj\n<<\n?/Type /Page\n", whole).group(1)
    content = re.search(rb"%s 0 obj\n.*?/Contents (\d+) 0 R" % page, whole, re.S).group(1)
    start = re.search(rb"startxref\n(\d+)\n%%EOF\n$", whole).group(1)
    at = len(whole)
    body = b"%s 0 obj\n%s\nendobj\n" % (content, stream(b"BT ($1.00)Tj ET"))
    update = body + b"xref\n%s 1\n%010d 00000 n \ntrailer <<%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        content, at, re.search(rb"trailer\n?\s*<<(.*?)>>\s*startxref", whole, re.S).group(1).strip(),
        start, at + len(body))
    yield "an update behind the end", whole + update, "altered", None, 0
