"""The month's workbook, judged from outside: workbook.py [--write].  Prints TAP.

The example practice's November is compared part by part with parts.txt (--write keeps what is
seen); a practice with hostile names, credits, refunds and refused visits is read cell by cell,
its totals computed anew from the records; LibreOffice, where it is, recalculates every formula.
"""

import csv
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

PROGRAM = os.environ.get("SUPERBILL", "build/superbill")
HERE = os.path.dirname(os.path.abspath(__file__))
KEPT = os.path.join(HERE, "parts.txt")
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = ["Summary", "Superbills", "Lines", "Payments", "Patients", "Providers", "Payers", "Codes",
          "Exceptions"]
HOSTILE = ['=HYPERLINK("http://x")', "+1 Blue & Gold", "@Moda", "-2+3", 'A "B" <C> & D']
FORMULA = re.compile(  # all that the program may write: references and sums, no word of data
    r"(SUM\([A-Z]+\d+:[A-Z]+\d+\)|SUBTOTAL\(109,[A-Z]+\d+:[A-Z]+\d+\)|[A-Z][a-z]+![A-Z]+\d+"
    r"(-SUM\([A-Z]+\d+:[A-Z]+\d+\))?|MAX\([A-Z]+\d+:[A-Z]+\d+\)-MIN\([A-Z]+\d+:[A-Z]+\d+\))")

INI = """[practice]
name = Cedar & Stone <Physical> Therapy
address1 = 1200 SE Morrison St
city = Portland
state = OR
zip = 97214-2305
phone = 503-555-0100
npi = 1003000126
tax_id = 84-1234567
place_of_service = 11
timezone = Etc/UTC
[files]
patients = people.json
visits = visits.ndjson
[billing]
unit_rule = ama
[provider rivera]
name = Ana Rivera
credentials = PT, DPT
npi = 1234567893
license = OR PT-60123
[provider okafor]
name = Dana Okafor
credentials = PT
npi = 1245319599
license = OR PT-60777
[payer aetna]
name = Aetna
filing_days = 365
[payer cigna]
name = Cigna "Select" & Co <West>
filing_limit = 15m
[fees]
97110 = 62.50
97112 = 62.50
97140 = 65.00
97530 = 66.00
"""


def run(*argv, at="1796385600", status=0):
    """Run the program at a time: 2026-12-04T12:00:00Z unless told."""
    done = subprocess.run(
        [PROGRAM, *argv], env=dict(os.environ, SOURCE_DATE_EPOCH=at), capture_output=True,
        text=True, check=False)
    assert done.returncode == status, f"{argv}: {done.returncode}: {done.stdout}{done.stderr}"
    return done.stdout


def practice(folder):
    """37 people with a visit or three in October, some paid in part, too much, or back."""
    people, visits = [], []
    payers = ["aetna", "cigna", *HOSTILE]
    for i in range(37):
        people.append({
            "id": f"P-{i:03}", "birth_date": "1984-03-09",
            "name": {"first": "Đỗ" if i % 3 else "Ana", "last": ["Núñez", "Trần", "O'Neil"][i % 3]},
            "address": {"line1": "1 A St", "city": "Salem", "state": "OR", "zip": f"0{1200 + i}"},
            "insurance": [{"payer": payers[i % 7], "member_id": f"W{i}"}] if i % 9 else [],
        })
        for k in range(1 + i % 3):
            day = f"2026-10-{1 + (i * 3 + k * 9) % 31:02}"
            visit = {
                "id": f"V-{i}-{k}", "patient": f"P-{i:03}", "date": day,
                "provider": ["rivera", "okafor"][i % 2], "diagnoses": ["M25.561", "M62.81"],
                "services": [{"code": "97110", "minutes": 23 + 15 * (i % 2)},
                             {"code": ["97112", "97530"][k % 2], "minutes": 15}],
            }
            paid = [0, 5000, 40000, 12850][(i + k) % 4]
            if paid:
                when = [day, "2026-10-31", "2026-11-03"][(i + k) % 3]
                visit["payments"] = [{"date": when, "amount": f"{paid / 100:.2f}", "method": "card"}]
                if i % 5 == 2:
                    visit["refunds"] = [{"date": when, "amount": "10.00", "method": "card"}]
            if i % 11 == 4 and k == 0:
                visit["adjustments"] = [
                    {"date": day, "amount": "7.25", "reason": "courtesy", "service": 1}]
            if i == 20 and k == 0:
                visit["diagnoses"] = ["M54.5"]
            if i == 22 and k == 1:
                visit["services"][0]["units"] = 9
            visits.append(visit)
    with open(os.path.join(folder, "superbill.ini"), "w", encoding="utf-8") as out:
        out.write(INI)
    with open(os.path.join(folder, "people.json"), "w", encoding="utf-8") as out:
        json.dump({"patients": people}, out)
    with open(os.path.join(folder, "visits.ndjson"), "w", encoding="utf-8") as out:
        out.writelines(json.dumps(visit) + "\n" for visit in visits)
    return visits


class Book:
    """The cells of a workbook as its parts hold them."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as book:
            self.parts = {name: book.read(name) for name in book.namelist()}
        root = ET.fromstring(self.parts["xl/workbook.xml"])
        self.names = [s.get("name") for s in root.iter(NS + "sheet")]
        shared = self.parts.get("xl/sharedStrings.xml")
        self.shared = [
            "".join(t.text or "" for t in si.iter(NS + "t"))
            for si in (ET.fromstring(shared).iter(NS + "si") if shared else ())
        ]
        self.roots = {
            name: ET.fromstring(self.parts[f"xl/worksheets/sheet{i}.xml"])
            for i, name in enumerate(self.names, 1)
        }

    def cells(self, sheet):
        """Reference -> (type, value, formula or None)."""
        found = {}
        for cell in self.roots[sheet].iter(NS + "c"):
            value, formula = cell.find(NS + "v"), cell.find(NS + "f")
            kind, text = cell.get("t", "n"), None
            if kind == "inlineStr":
                text = "".join(t.text or "" for t in cell.iter(NS + "t"))
            elif kind == "s":
                kind, text = "inlineStr", self.shared[int(value.text)]
            elif value is not None:
                text = value.text
            if text is not None:
                found[cell.get("r")] = (kind, text, None if formula is None else formula.text)
        return found

    def rows(self, sheet):
        """Rows as lists of values: text, or cents-exact numbers; empty cells are None."""
        table = {}
        for place, (kind, text, _) in self.cells(sheet).items():
            column, row = re.match(r"([A-Z]+)(\d+)", place).groups()
            number = 0
            for letter in column:
                number = number * 26 + ord(letter) - 64
            table.setdefault(int(row), {})[number - 1] = text if kind != "n" else float(text)
        last = max(table, default=0)
        return [
            [table.get(r, {}).get(c) for c in range(max(table.get(r, {-1: 0})) + 1)]
            for r in range(1, last + 1)
        ]


def cents(value):
    return round((value or 0) * 100)


def day_of(value):
    """A day of the workbook in ISO form; a text stays."""
    if isinstance(value, str):
        return value
    return (datetime.date(1899, 12, 30) + datetime.timedelta(value)).isoformat()


def shown(book):
    """Every part as text, a tag a line: nothing is blanked, all of it is the program's."""
    text = []
    for name in sorted(book.parts):
        text.append(f"== {name}")
        text.append(re.sub(r">\s*<", ">\n<", book.parts[name].decode()).strip())
    return "\n".join(text) + "\n"


class Tests:
    """Each method that starts with test_ is one test; what it raises is why it failed."""

    def __init__(self, folder, write):
        self.folder, self.write = folder, write
        self.visits = practice(folder)
        self.config = os.path.join(folder, "superbill.ini")
        run("--config", self.config, "-q", "month", "2026-10", status=1)
        self.month = os.path.join(folder, "out", "2026-10")
        self.path = os.path.join(self.month, "ledger.xlsx")
        self.book = Book(self.path)

    def csv(self, name):
        with open(os.path.join(self.month, name), newline="", encoding="utf-8") as handle:
            return list(csv.DictReader(handle))

    def test_parts_of_the_example(self):
        """the example's November, part by part"""
        folder = os.path.join(self.folder, "clinic")
        subprocess.run([PROGRAM, "init", "-q", folder], check=True,
                       env=dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="UTC0"))
        config = os.path.join(folder, "superbill.ini")
        with open(config, encoding="utf-8") as handle:
            text = re.sub(r"(?m)^timezone = .*", "timezone = Etc/UTC", handle.read())
        with open(config, "w", encoding="utf-8") as handle:
            handle.write(text)
        run("--config", config, "-q", "month", "2026-11")
        seen = shown(Book(os.path.join(folder, "out", "2026-11", "ledger.xlsx")))
        if self.write:
            with open(KEPT, "w", encoding="utf-8") as out:
                out.write(seen)
        with open(KEPT, encoding="utf-8") as handle:
            kept = handle.read().splitlines()
        for i, (a, b) in enumerate(zip(kept, seen.splitlines()), 1):
            assert a == b, f"parts.txt:{i}: kept {a}\nseen {b}"
        assert len(kept) == len(seen.splitlines()), "parts were added or lost"

    def test_sheets(self):
        """nine sheets, each with a filter, a frozen head, widths and a print set-up"""
        assert self.book.names == SHEETS, self.book.names
        for name, root in self.book.roots.items():
            pane = root.find(f".//{NS}pane")
            setup = root.find(NS + "pageSetup")
            assert root.find(NS + "autoFilter") is not None, f"{name}: no filter"
            assert pane is not None and pane.get("state") == "frozen", f"{name}: nothing frozen"
            assert len(root.findall(f".//{NS}col")) >= 7, f"{name}: widths"
            assert setup.get("orientation") == "landscape", name
            # the summary by breaks, so that no chart is cut: Excel looks at none where it fits pages
            if name == "Summary":
                titles = [i for i, row in enumerate(self.book.rows(name))
                          if row[:1] in (["By payer"], ["Last filing days"])]
                breaks = [int(b.get("id")) for b in root.iter(NS + "brk")]
                assert setup.get("scale") == "50" and breaks == titles, (breaks, titles)
            else:
                assert setup.get("fitToHeight") == "0", name
        assert sum(name.startswith("xl/charts/chart") for name in self.book.parts) == 4

    def test_nothing_runs(self):
        """no cell is a formula that came from data, and none is an error"""
        count = 0
        for name in SHEETS:
            for place, (kind, text, formula) in self.book.cells(name).items():
                count += formula is not None
                assert formula is None or FORMULA.fullmatch(formula), f"{name}!{place}: {formula}"
                assert kind in ("n", "inlineStr", "str"), f"{name}!{place}: {kind} {text}"
        assert count > 120, count
        texts = {text for kind, text, _ in self.book.cells("Payers").values() if kind != "n"}
        assert texts >= set(HOSTILE), texts

    def test_kinds(self):
        """ids, codes and ZIP codes are text; money, days and counts are numbers"""
        head, first = self.book.rows("Patients")[:2]
        row = dict(zip(head, first))
        assert row["ZIP"] == "01200" and row["Patient"] == "P-000", row
        assert day_of(row["Birth date"]) == "1984-03-09", row
        lines = self.book.rows("Lines")
        row = dict(zip(lines[0], lines[1]))
        assert row["Code"] == "97110" and row["Place"] == "11" and row["Charge"] == 125, row
        providers = self.book.rows("Providers")
        assert dict(zip(providers[0], providers[1]))["NPI"] == "1245319599", providers[1]

    def test_totals(self):
        """every sheet's totals are those of the manifest and of the records"""
        manifest = self.csv("manifest.csv")
        refused = {row["visit"] for row in self.csv("exceptions.csv") if row["severity"] == "error"}
        assert refused == {"V-20-0", "V-22-1"}, refused
        good = [visit for visit in self.visits if visit["id"] not in refused]
        fees = {"97110": 6250, "97112": 6250, "97530": 6600}
        expected = {
            "Charges": sum(fees[s["code"]] * (2 if s["minutes"] < 38 else 3) if s["code"] == "97110"
                           else fees[s["code"]] for visit in good for s in visit["services"]),
            "Adjustments": sum(cents(float(a["amount"])) for visit in good
                               for a in visit.get("adjustments", ())),
            "Paid": sum(cents(float(p["amount"])) for visit in good
                        for p in visit.get("payments", ())) -
                    sum(cents(float(p["amount"])) for visit in good
                        for p in visit.get("refunds", ())),
        }
        expected["Balance"] = expected["Charges"] - expected["Adjustments"] - expected["Paid"]
        for name, amount in expected.items():
            column = sum(round(float(row[name.lower()]) * 100) for row in manifest)
            assert column == amount, f"manifest {name}: {column}, records {amount}"
        for sheet in ("Superbills", "Lines", "Patients", "Providers", "Payers", "Codes"):
            self.total(sheet, expected)

    def total(self, sheet, expected):
        rows = self.book.rows(sheet)
        head = [name and {"Charge": "Charges", "Adjustment": "Adjustments"}.get(name, name)
                for name in rows[0]]
        at = next(i for i, row in enumerate(rows) if row[:1] == ["Total"])
        for name, amount in expected.items():
            column = head.index(name)
            body = sum(cents(row[column]) for row in rows[1:at - 1] if len(row) > column)
            assert body == amount, f"{sheet} {name}: rows {body}, expected {amount}"
            assert cents(rows[at][column]) == amount, f"{sheet} {name}: total {rows[at][column]}"

    def test_payments(self):
        """what came in by the day of payment stands beside what was applied, each with its total"""
        rows = self.book.rows("Payments")
        head = rows[0]
        total = next(row for row in rows if row[:1] == ["Total"])
        sign = {"payments": 1, "refunds": -1}
        moves = [(p, sign[key]) for visit in self.visits if visit["id"] not in ("V-20-0", "V-22-1")
                 for key in sign for p in visit.get(key, ())]
        everything = sum(s * cents(float(p["amount"])) for p, s in moves)
        october = sum(s * cents(float(p["amount"])) for p, s in moves if p["date"] < "2026-11")
        assert 0 < october < everything
        assert cents(total[head.index("Received in the month")]) == october, (total, october)
        assert cents(total[head.index("Applied to its visits")]) == everything, (total, everything)

    def test_exceptions(self):
        """the last sheet lists what the file lists, and ends with the money of refused visits"""
        rows = self.book.rows("Exceptions")
        listed = self.csv("exceptions.csv")
        assert [row[0] for row in rows[1:len(listed) + 1]] == [row["visit"] for row in listed]
        assert rows[-1][0] == "Total" and cents(rows[-1][4]) == sum(
            cents(row[4]) for row in rows[-4:-2]), rows[-4:]
        assert {row[0] for row in rows[-4:-2]} == {"V-20-0", "V-22-1"}, rows[-4:]
        assert all(row[4] and cents(row[4]) > 0 for row in rows[-4:-2]), rows[-4:]

    def block(self, title):
        """The rows of a table of the summary, between its heads and its total."""
        rows = self.book.rows("Summary")
        at = next(i for i, row in enumerate(rows) if row[:1] == [title]) + 2
        end = next(i for i in range(at, len(rows)) if rows[i][:1] == ["Total"])
        return [row for row in rows[at:end] if row], rows[end]

    def test_summary(self):
        """weeks, ages of balances and last filing days are those of the manifest"""
        manifest = self.csv("manifest.csv")
        today = datetime.date(2026, 12, 4)
        ages, filing = {}, {}
        for row in manifest:
            balance = round(float(row["balance"]) * 100)
            days = (today - datetime.date.fromisoformat(row["last_date"])).days
            names = ("0 to 30 days", "31 to 60 days", "61 to 90 days")
            age = "credits" if balance < 0 else names[max(0, (days - 1) // 30)]
            if balance:
                count, amount = ages.get(age, (0, 0))
                ages[age] = (count + 1, amount + balance)
            key = (row["file_by"] or "(none)", row["payer"].lstrip("'") or "(none)")
            count, amount = filing.get(key, (0, 0))
            filing[key] = (count + 1, amount + balance)
        seen, _ = self.block("Open balances by age")
        assert {r[0]: (r[2], cents(r[6])) for r in seen} == ages, (seen, ages)
        assert len(ages) == 3 and "credits" in ages, ages
        seen, total = self.block("Last filing days")
        assert {(day_of(r[0]), r[1]): (r[2], cents(r[6])) for r in seen} == filing, (seen, filing)
        dated = [day_of(r[0]) for r in seen]
        assert dated == sorted(dated, key=lambda d: (d == "(none)", d)), dated
        assert total[2] == len(manifest)
        seen, total = self.block("By week")
        assert [r[0] for r in seen] == sorted(r[0] for r in seen) and len(seen) == 5, seen
        assert all(datetime.date.fromisoformat(r[0][:10]).weekday() == 0 for r in seen), seen
        assert total[2] == len(self.visits) - 2, total

    def test_same_bytes(self):
        """a second run, later that day, writes the same bytes"""
        with open(self.path, "rb") as handle:
            before = handle.read()
        run("--config", self.config, "-q", "month", "2026-10", at="1796400000", status=1)
        with open(self.path, "rb") as handle:
            assert handle.read() == before

    def test_split_codes(self):
        """split-codes.csv: a code a row, all of the month's charges"""
        run("--config", self.config, "-q", "month", "2026-10", "--split-codes", status=1)
        rows = self.csv("split-codes.csv")
        charges = sum(round(float(row["charges"]) * 100) for row in self.csv("manifest.csv"))
        assert sum(round(float(row["charge"]) * 100) for row in rows) == charges
        assert {row["provider_npi"] for row in rows} == {"1234567893", "1245319599"}
        assert {(row["practice_npi"], row["tax_id"]) for row in rows} == {
            ("1003000126", "84-1234567")}
        assert all(row["diagnosis_1"] == "M25.561" and re.fullmatch(r"\d{5}", row["code"])
                   for row in rows)
        assert not any(value[:1] in ("=", "+", "@") for row in rows for value in row.values())

    def test_full_disk(self):
        """a full disk: status 4, and nothing is left"""
        old = os.path.join(self.folder, "old.xlsx")
        shutil.copy(self.path, old)
        for blocks in (8, 40, 80):  # of 512 bytes: no spool file, a part, the file itself
            limited = subprocess.run(
                ["sh", "-c", f'ulimit -f {blocks}; exec "$0" --config "$1" ledger 2026-10 -o "$2"',
                 PROGRAM, self.config, old],
                env=dict(os.environ, SOURCE_DATE_EPOCH="1796385600"), capture_output=True, text=True,
                check=False, preexec_fn=ignore_xfsz)
            assert limited.returncode == 4, (blocks, limited)
            assert re.fullmatch(r"\S*old\.xlsx: error: cannot be [^\n]*\n", limited.stderr), \
                (blocks, limited.stderr)
            with open(self.path, "rb") as a, open(old, "rb") as b:
                assert a.read() == b.read(), blocks
            assert not [n for n in os.listdir(self.folder) if n.startswith((".sb-", "tmp."))], blocks

    def test_recalculated(self):
        """LibreOffice recalculates every formula to the value that is stored"""
        if shutil.which("soffice") is None:
            return "libreoffice is absent"
        broken = os.path.join(self.folder, "broken.xlsx")
        self.falsify(broken)
        again = {name: Book(self.recalculate(name)) for name in (self.path, broken)}
        count = 0
        for name in SHEETS:
            cells = again[self.path].cells(name)
            for place, (_, text, formula) in self.book.cells(name).items():
                if formula is None:
                    continue
                count += 1
                assert abs(float(cells[place][1]) - float(text)) < 0.001, \
                    f"{name}!{place} {formula}: stored {text}, recalculated {cells[place][1]}"
        assert count > 120
        # that it does recalculate: false values do not come back
        place, (_, text, _) = next(
            (p, c) for p, c in self.book.cells("Superbills").items() if c[2] and float(c[1]) > 1)
        assert Book(broken).cells("Superbills")[place][1] == "1"
        assert float(again[broken].cells("Superbills")[place][1]) == float(text)
        return None

    def falsify(self, path):
        """A copy whose stored totals are all 1."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for name, data in self.book.parts.items():
                out.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f><v>1</v>", data))

    def recalculate(self, path):
        profile = os.path.join(self.folder, "profile")
        user = os.path.join(profile, "user")
        out = os.path.join(self.folder, "again")
        os.makedirs(user, exist_ok=True)
        with open(os.path.join(user, "registrymodifications.xcu"), "w", encoding="utf-8") as xcu:
            xcu.write(
                '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor='
                '"http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/'
                'Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value>'
                "</prop></item></oor:items>")
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to",
             "xlsx:Calc MS Excel 2007 XML", "--outdir", out, path],
            check=True, capture_output=True, timeout=240)
        return os.path.join(out, os.path.basename(path))

    def test_openpyxl(self):
        """openpyxl reads it, and finds the cells that are there"""
        try:
            import openpyxl  # pylint: disable=import-outside-toplevel
        except ImportError:
            return "python3-openpyxl, which comes with libreoffice's tier, is absent"
        book = openpyxl.load_workbook(self.path, data_only=True)
        assert book.sheetnames == SHEETS
        rows = self.book.rows("Superbills")
        sheet = book["Superbills"]
        assert [cell.value for cell in sheet[1]] == rows[0]
        assert sheet.cell(2, 1).value == rows[1][0]
        assert sheet.cell(2, 5).value == datetime.datetime(1899, 12, 30) + datetime.timedelta(
            rows[1][4])
        return None


def ignore_xfsz():
    import signal  # pylint: disable=import-outside-toplevel
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def main(*argv):
    failed = 0
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        tests = Tests(folder, "--write" in argv)
        names = [name for name in dir(Tests) if name.startswith("test_")]
        print(f"1..{len(names)}")
        for i, name in enumerate(names, 1):
            test = getattr(tests, name)
            try:
                skipped = test()
            except (AssertionError, subprocess.SubprocessError) as wrong:
                failed += 1
                print(f"not ok {i} - {test.__doc__}")
                print("# " + str(wrong).replace("\n", "\n# "), flush=True)
                continue
            print(f"ok {i} - {test.__doc__}" + (f" # SKIP {skipped}" if skipped else ""),
                  flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
