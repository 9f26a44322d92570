"""Draw generated documents and judge each: documents.py

SB_DOCUMENTS of them (24; `make documents` draws 200) from SB_SEED.  Each must pass every row of the
clause list, be sound to three other readers, say aloud what its record says, and show the same
picture when another program draws it.  A copy has no record and claims nothing: its cover says of
what it is a copy, and its pages are those that were issued.
"""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "golden")]

import generate  # noqa: E402
import copies  # noqa: E402
from clauses import OF_RECORDS, check  # noqa: E402
from golden import inside_and_apart, pictures_of, readers_content, record_attached, told  # noqa: E402
from held import holds_what_it_prints, prints_what_it_holds  # noqa: E402
from pdf_parts import Document, run, text_of  # noqa: E402

TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.environ.get("SUPERBILL", os.path.join(TOP, "build", "superbill"))
COUNT = int(os.environ.get("SB_DOCUMENTS", "24"))
SEED = os.environ.get("SB_SEED", "1")
DOTS = 100


def program(*arguments):
    return subprocess.run(
        os.environ.get("VALGRIND", "").split() + [PROGRAM, *arguments],
        env=dict(os.environ, SOURCE_DATE_EPOCH="1795960000"), capture_output=True, check=False,
    )


def draw_all(folder):
    """(number, kind, path) of every document."""
    with open(os.path.join(TOP, "templates", "standard.ini"), encoding="utf-8") as handle:
        standard = handle.read()
    kinds = list(generate.KINDS)
    for at, kind in enumerate(kinds):
        numbers = range(at, COUNT, len(kinds))
        if not numbers:
            continue
        place = os.path.join(folder, kind)
        generate.write(place, kind, numbers, SEED, standard,
                       os.path.join(TOP, "tests", "golden", "cases", "logo", "logo.png"))
        yield from WAYS[generate.KINDS[kind][3]](place, kind, numbers)


def must(place, *arguments):
    done = program(*arguments, "-q", "--config", os.path.join(place, "superbill.ini"))
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def drawn_by_render(place, kind, numbers):
    audience = generate.KINDS[kind][1]
    must(place, "render", "--document", audience, "-o", place + "/out")
    suffix = "" if audience == "superbill" else "-" + audience
    for n in numbers:
        yield n, kind, f"{place}/out/V-{n}-draft{suffix}.pdf"


def drawn_by_year(place, kind, numbers):
    must(place, "year", "2026", "--by", "payment" if kind == "estado" else "service",
         "-o", place + "/out")
    for n in numbers:
        yield n, kind, f"{place}/out/2026-P-{n}.pdf"


def drawn_by_issue(place, kind, numbers):
    """Each with the path that issue gave it."""
    must(place, "issue", "-o", place + "/issued")
    for name in sorted(os.listdir(place + "/issued")):
        path = f"{place}/issued/{name}"
        record = json.loads(program("extract", path).stdout)
        yield int(record["visits"][0]["id"][2:]), kind, path


def drawn_again(place, kind, numbers):
    for n, _, path in list(drawn_by_issue(place, kind, numbers)):
        number = os.path.basename(path)[:-4]
        if generate.KINDS[kind][3] == "reprint":
            must(place, "reprint", number, "--document", "receipt", "-o", place + "/out")
            yield n, kind, f"{place}/out/{number}-receipt.pdf"
            continue
        if generate.is_void(n):
            must(place, "void", number, "--reason", "never took place")
        must(place, "reprint", number, "--copy", "--superseded", "-o", place + "/out")
        yield n, kind, f"{place}/out/{number}-copy.pdf"


def drawn_by_preview(place, kind, numbers):
    for n in numbers:
        template, language = generate.preview(n)
        path = f"{place}/{template}-{language}-{n}.pdf"
        must(place, "template", "preview", template, "--language", language, "-o", path)
        yield n, kind, path


WAYS = {"render": drawn_by_render, "year": drawn_by_year, "issue": drawn_by_issue,
        "copy": drawn_again, "reprint": drawn_again, "preview": drawn_by_preview}


# What the page says, read aloud.


def aloud(path):
    """The tag tree as (tag, text) and, for tables, (“Table”, rows of cells)."""
    out, rows = [], None
    for line in run("pdfinfo", "-struct-text", path)[1].decode().splitlines():
        word = line.strip()
        if not word or word.startswith("/"):
            continue
        if word.startswith('"'):
            text = word[1:-1]
            if rows:
                rows[-1][-1] += text
            elif out:
                out[-1] = (out[-1][0], out[-1][1] + text)
            continue
        tag = word.split()[0].rstrip(":")
        if tag == "Table":
            rows = []
            out.append(("Table", rows))
        elif tag == "TR":
            rows.append([])
        elif tag in ("TH", "TD"):
            rows[-1].append("")
        else:
            rows = None
            out.append((tag, ""))
    return out


def shown(amount):
    sign = "-" if amount.startswith("-") else ""
    whole, cent = amount.lstrip("-").split(".")
    return f"{sign}${int(whole):,}.{cent}"


def day(text):
    year, month, number = text.split("-")
    return f"{month}/{number}/{year}"


def amounts_of(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(amounts_of, value)) if value else set()
    return {value} if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d\d", value) else set()


def normal(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def rows_of(tables, wanted):
    """Of the tables the one whose every row holds the wanted cells of a record's row, in order."""
    for rows in tables:
        if len(rows) - 1 == len(wanted) and all(
                set(cells) <= set(row) for row, cells in zip(rows[1:], wanted)):
            return rows
    raise AssertionError(f"no table says {wanted[0] if wanted else wanted}")


def cells_of_line(line, kind):
    cells = [day(line["date"]), shown(line["charge"]), shown(line["paid"]),
             shown(line["adjustment"])]
    if generate.KINDS[kind][1] != "statement":
        cells += [str(line["units"])] + ([str(line["minutes"])] if "minutes" in line else [])
    if generate.KINDS[kind][1] in ("superbill", "private"):
        cells += [line["code"], line["place"]]
    return cells


def says_the_record(path, record, kind):
    said = aloud(path)
    tables = [rows for tag, rows in said if tag == "Table"]
    flat = " ".join(text for tag, text in said if tag != "Table")
    if record["lines"]:
        rows_of(tables, [cells_of_line(line, kind) for line in record["lines"]])
    if record["payments"] and kind != "statement":
        rows_of(tables, [[day(p["date"]), shown(p["amount"])] for p in record["payments"]])
    everything = flat + " " + " ".join(cell for rows in tables for row in rows for cell in row)
    figures = set(re.findall(r"\$[\d,]+\.\d\d", everything))
    known = {shown(a).lstrip("-") for a in amounts_of(record)} | {"$0.00"}
    if generate.KINDS[kind][1] == "statement":  # sums of care and of what is not care
        known |= {shown(f"{cents // 100}.{cents % 100:02}") for cents in sums_of(record)}
    assert figures <= known, f"{figures - known} is not of the record"
    name = record["patient"].get("printed_name") or " ".join(
        record["patient"]["name"][k] for k in ("first", "middle", "last")
        if k in record["patient"]["name"])
    assert normal(name) in normal(flat), f"the name {name}"
    assert record["practice"]["tax_id"] in flat
    providers = record["year"]["providers"] if "year" in record else [record["provider"]]
    assert all(one["npi"] in flat for one in providers)


def sums_of(record):
    """What a statement may print beside its record's own figures: parts of payments, and sums."""
    applied = [round(float(p["applied"]) * 100) for p in record["payments"]]
    amounts = [round(float(p["amount"]) * 100) for p in record["payments"]]
    rest = [a - b for a, b in zip(amounts, applied)]
    return {*rest, sum(applied), sum(amounts), sum(rest)}


def says_its_kind(document, path, record, kind):
    """Language, diagnoses as far as the audience may see them, the order of the blocks."""
    _, audience, language, way = generate.KINDS[kind]
    said = aloud(path)
    everything = json.dumps(record) + json.dumps(said)
    assert text_of(document.catalog["/Lang"])[:2] == language, text_of(document.catalog["/Lang"])
    codes = [code for code in generate.DIAGNOSES if code in everything]
    if audience in ("receipt", "statement"):
        assert not codes and "diagnos" not in everything.lower(), codes
    elif audience == "private":
        assert codes and "osteoarthritis" not in everything and "fracture" not in everything
    else:
        assert "osteoarthritis" in everything or "condyle" in everything
    heads = [text for tag, text in said if tag in ("H1", "H2")]
    order = {"receipt": ["Provider", "Patient", "Care"], "statement": ["Statement", "Patient", "Provider"], "private": ["Provider", "Patient"],
             "superbill": ["Provider", "Patient", "Services"]}[audience]
    if kind == "compact":
        order = ["Patient", "Provider", "Services"]
    if kind in ("recibo", "emitido"):
        order = ["Recibo", "Profesional", "Paciente", "Atención"]
    if kind == "estado":
        order = ["Paciente"]
    assert [head for head in heads if head in order] == order, heads


# The picture, by two programs.


def bitmap(width, samples, level):
    table = bytes(0x31 if i < level else 0x30 for i in range(256))
    text = samples.translate(table)
    return [int(text[i : i + width], 2) for i in range(0, len(text), width)]


def grown(rows):
    for _ in range(2):
        wide = [row | row << 1 | row >> 1 for row in rows]
        rows = [row | (wide[i - 1] if i else 0) | (wide[i + 1] if i + 1 < len(wide) else 0)
                for i, row in enumerate(wide)]
    return rows


def drawn_by_another(path, folder):
    base = os.path.join(folder, os.path.basename(path))
    status, out, err = run("mutool", "draw", "-q", "-r", str(DOTS), "-c", "gray", "-F", "pgm",
                           "-o", base + "-%d.pgm", path)
    assert status == 0, (out + err).decode()
    pages = []
    while os.path.exists(f"{base}-{len(pages) + 1}.pgm"):
        with open(f"{base}-{len(pages) + 1}.pgm", "rb") as handle:
            data = handle.read()
        head = re.match(rb"P5\s+(?:#.*\s)*(\d+)\s+(\d+)\s+255\s", data)
        pages.append((int(head.group(1)), int(head.group(2)), data[head.end() :]))
    return pages


def same_picture(path, folder):
    """Dark points of each picture have at least grey ones of the other within two points."""
    ours, theirs = pictures_of(path), drawn_by_another(path, folder)
    assert len(ours) == len(theirs)
    for number, (a, b) in enumerate(zip(ours, theirs), 1):
        assert a[:2] == b[:2] == (850, 1100)
        for one, other, who in ((a, b, "poppler"), (b, a, "mupdf")):
            dark = bitmap(one[0], one[2], 110)
            near = grown(bitmap(other[0], other[2], 225))
            ink = sum(bin(row).count("1") for row in dark)
            alone = sum(bin(row & ~other_row).count("1") for row, other_row in zip(dark, near))
            assert ink > 1000, "an empty page"
            assert alone <= 3, f"page {number}: {alone} points are {who}'s alone"


def judge(item):
    """Names of what was judged, with why it failed."""
    n, kind, path = item
    folder = tempfile.mkdtemp(prefix="superbill-judge-")
    failed = []

    def attempt(what, function, *arguments):
        try:
            function(*arguments)
        except (AssertionError, KeyError, IndexError, ValueError, StopIteration) as why:
            failed.append(f"{what}: {type(why).__name__}: {why}")

    document = Document(path)
    way, language = generate.KINDS[kind][3], generate.KINDS[kind][2]
    cover = way == "preview" and "/AF" not in document.catalog
    issued = os.path.join(os.path.dirname(os.path.dirname(path)), "issued",
                          os.path.basename(path).replace("-copy", ""))
    record = None if cover else record_of(Document(issued) if way == "copy" else document)
    attempt("three readers", readers_content, path)
    attempt("margins and overlaps", inside_and_apart, path)
    attempt("the picture", same_picture, path, folder)
    attempt("what tools tell", told, path, len(document.pages()))
    if way == "copy":
        attempt("fonts and content", copies.clauses_hold, document)
        attempt("what it claims", copies.claims_what_it_is, document)
        attempt("its parts", copies.parts_are_told, document,
                ["es-US" if language == "es" else "en-US", text_of(Document(issued).catalog["/Lang"])])
        attempt("pages as issued", copies.holds_what_was_issued, path, issued)
        attempt("its cover", copies.cover_says, path, issued, record, language,
                generate.is_void(n))
    else:
        failed += [f"{text}: {why}" for text, why in check(document)
                   if why and not (cover and text in OF_RECORDS)]
    if record and way != "copy":
        attempt("the record attached", record_attached, path, record)
    # nobody's data is in a preview, and a layout of one's own has words of its own
    if record and way not in ("copy", "preview") and kind != "own":
        attempt("the record holds what is printed", holds_what_it_prints, path, record)
        attempt("the record holds no more", prints_what_it_holds, path, record)
    if way not in ("copy", "preview"):
        attempt("the page read aloud", says_the_record, path, record, kind)
        attempt("its kind", says_its_kind, document, path, record, kind)
    if way in ("issue", "reprint"):
        attempt("its code", copies.coded, path, record, folder)
        attempt("its logo", has_figures, path)
    shutil.rmtree(folder)
    return n, kind, len(document.pages()), len(record["lines"]) if record else 0, failed


def record_of(document):
    specification = document.get(document.catalog["/AF"][0])
    return json.loads(document.stream(specification["/EF"]["/F"]))


def has_figures(path):
    """The practice's logo and the code, in that order, each with its words."""
    figures = run("pdfinfo", "-struct", path)[1].decode()
    assert len(re.findall(r"^\s*Figure", figures, re.M)) == 2, figures


def templates_drawn():
    """Every template inside the program is drawn here."""
    there = {name[:-4] for name in os.listdir(os.path.join(TOP, "templates")) if name.endswith(".ini")}
    return there - {template for template, _ in generate.PREVIEWS}


def main():
    folder = tempfile.mkdtemp(prefix="superbill-documents-")
    count = failures = 0
    print(f"# seed {SEED}, {COUNT} documents")
    items = sorted(draw_all(folder))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for n, kind, pages, lines, failed in pool.map(judge, items):
            count += 1
            failures += bool(failed)
            print(f"{'not ' if failed else ''}ok {count} - document {n}: {kind}, "
                  f"{generate.script(n)}, {lines} lines, {pages} pages")
            for why in failed:
                print("# " + why.replace("\n", " ")[:300])
    count += 1
    missing = templates_drawn()
    failures += bool(missing)
    print(f"{'not ' if missing else ''}ok {count} - every template is drawn")
    for name in sorted(missing):
        print(f"# {name}")
    # the program's own judgement of what it drew
    count += 1
    kept = [path for _, kind, path in items
            if generate.KINDS[kind][3] not in ("copy", "preview", "issue")]
    few = kept[:4] if os.environ.get("VALGRIND") else kept
    # written anew by another program, some of them: the pages are the same
    for path in few[::3]:
        few = few + [path[:-4] + "-anew.pdf"]
        run("qpdf", "--qdf", path, few[-1])
    done = program("verify", *few)
    lines = done.stdout.decode().splitlines()
    bad = [line for line in lines if "sound in itself" not in line]
    issued = [path for _, kind, path in items if generate.KINDS[kind][3] == "issue"]
    if issued:
        done = program("verify", "--config", folder + "/issued/superbill.ini", *issued)
        own = done.stdout.decode().splitlines()
        bad += [line for line in own if "genuine" not in line]
        bad += [] if len(own) == len(issued) else ["an issued one has no verdict"]
    bad += [] if len(few) == len(lines) else [f"{len(few)} documents, {len(lines)} verdicts"]
    failures += bool(bad)
    print(f"{'not ' if bad else ''}ok {count} - each is sound to verify")
    for line in bad[:9]:
        print("# " + line)
    print(f"1..{count}")
    shutil.rmtree(folder)
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
