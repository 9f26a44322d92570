#!/usr/bin/env python3
"""icd10cm.py ORDER-2025 ORDER-2026 CONVERSION.xlsx DELTA-2027.tsv

Makes icd10cm.tsv and seventh.tsv, beside this file, from the official files: the order files of
fiscal years 2025 and 2026 (CDC/NCHS), the conversion table of 2026, and a list of the changes of
2027.  The families that the table carries are named below; what is carried, is carried with all
its headers.
Run by hand when a year is added, then review the difference; the build reads the TSV only.
Standard library only.
"""

import bisect
import datetime
import functools
import os
import re
import sys
import xml.etree.ElementTree
import zipfile

# Beginnings of codes that outpatient physical therapy bills, first or second.
FAMILIES = """
B02.2 B91 B94.8
C50.9 C50.4 C61 C79.5
D64.9 D69.1 D86.86
E03 E05.9 E08 E09 E10 E11 E13 E46 E55 E66 E78 E86.0 E87.6 E88.81 E89.0
F01 F02 F03 F06 F07 F17 F32 F33 F34 F40 F41 F42 F43 F44 F45 F51 F52 F53 F54 F59 F80 F82 F84 F89
F90 F95
G10 G11 G12 G14 G20 G21 G23 G24 G25 G30 G31 G35 G36 G37 G40.9 G43 G44 G45 G46 G47.0 G47.3 G50
G51 G52 G53 G54 G55 G56 G57 G58 G59 G60 G61 G62 G63 G64 G65 G70 G71 G72 G73 G80 G81 G82 G83 G89
G90 G91 G92 G93 G95 G96.1 G97.1 G99
H81 H82 H83.0 H83.1 H83.2 H93.1 H53.2 H55
I10 I11 I12 I13 I15 I16 I1A I20 I21 I25.1 I25.2 I25.5 I25.8 I25.9 I27 I35 I42 I48 I49 I50 I51 I63.9 I65 I67.8 I67.9
I67.1 I69 I70.20 I70.21 I73 I77.1 I80.1 I80.2 I82.40 I82.4Z I82.50 I83.8 I83.9 I87 I89 I95 I97.2
J40 J41 J42 J43 J44 J45 J47 J84.1 J96.1 J98
K21 K40 K42 K43 K46 K57.3 K58 K59 K62.3 K62.8 K64 K66.0
L40.5 L59.8 L76 L89 L90.5 L91.0 L94.0 L97.9
M04 M05.7 M05.9 M06.0 M06.4 M06.9 M10.0 M10.9 M12.5 M12.9 M13 M14.6 M15 M16 M17 M18 M19 M20 M21 M22
M23 M24 M25 M26.6 M32 M33 M34 M35 M40 M41 M42 M43 M45 M46.0 M46.1 M46.9 M47 M48 M49 M50 M51 M53
M54 M60.8 M60.9 M61.0 M61.5 M61.9 M62 M65 M66 M67 M70 M71.2 M71.3 M71.5 M71.8 M71.9 M72 M75 M76
M77 M79 M80 M81 M83 M84.3 M84.40 M84.48 M86.8 M87.0 M87.9 M89.0 M89.1 M89.8X M89.9 M91 M92 M93.2
M93.9 M94 M96 M97 M99
N18 N30.1 N31 N32.8 N32.9 N39 N40 N41 N46.9 N48.3 N48.6 N48.8 N50 N52 N53 N80.0 N80.9 N81 N83.2
N90.6 N90.8 N93 N94 N95 N99.3
O09.9 O22.4 O22.5 O24.4 O24.9 O26 O70 O71 O86.0 O87 O90 O92 O94 O99 O9A
Q65 Q66 Q67 Q68 Q74 Q76 Q78.0 Q79.6 Q90 Q05 Q03
R00 R03 R05 R06 R07 R09 R10 R11 R13 R14 R15 R19 R20 R21 R22 R23 R25 R26 R27 R29 R30 R32 R33 R35
R36 R39 R40.0 R40.4 R41 R42 R43 R44 R45 R46 R47 R48 R49 R50.9 R51 R52 R53 R54 R55 R56 R58 R59
R60 R61 R62 R63 R64 R68 R73 R93.6 R93.7
S03.4 S03.0 S06.0 S06.9 S13 S14.2 S14.3 S14.9 S16 S19.8 S19.9 S20.2 S22.00 S22.08 S22.3 S22.4
S23 S29 S30.0 S30.1 S32.000 S32.010 S32.020 S32.030 S32.040 S32.050 S32.10 S32.50 S33 S34.2
S34.3 S34.4 S34.9 S39 S40.0 S42.00 S42.02 S42.20 S42.22 S42.25 S43 S44.3 S46.00 S46.01 S46.09
S46.1 S46.2 S46.3 S46.8 S46.9 S47 S49.8 S49.9 S50.0 S52.50 S52.53 S53.0 S53.1 S53.4 S56.11
S56.21 S56.41 S56.81 S56.91 S59.8 S59.9 S60.2 S62.00 S63.50 S63.51 S63.52 S63.59 S63.60 S63.61
S63.64 S63.65 S63.9 S66.11 S66.31 S66.81 S66.91 S69.8 S69.9 S70.0 S70.1 S72.00 S72.14 S73 S76.0
S76.1 S76.2 S76.3 S76.8 S76.9 S79.8 S79.9 S80.0 S80.1 S82.00 S82.10 S82.6 S82.84 S82.89 S83
S84.1 S86 S89.8 S89.9 S90.0 S90.3 S92.30 S92.35 S92.00 S93 S96.01 S96.11 S96.21 S96.81 S96.91
S99.8 S99.9
T07 T14 T81.8 T84.0 T84.5 T84.9 T87 T88.8 T88.9
U07.1 U09
W00 W01 W06 W07 W10 W18 W19
X50 X58
Y92.9 Y93 Y99
Z00.0 Z01.8 Z02 Z09 Z13 Z32 Z33 Z34 Z39 Z3A Z43 Z46 Z47 Z48 Z51 Z53 Z55 Z56 Z58 Z59 Z60 Z62 Z63
Z64 Z65 Z66 Z68 Z71 Z72 Z73 Z74 Z75 Z76 Z77 Z78 Z79 Z80 Z81 Z82 Z83 Z84 Z85 Z86 Z87 Z88 Z89 Z90
Z91 Z92 Z93 Z94 Z95 Z96 Z97 Z98 Z99
"""
# Inside them: lacerations of tendons, degrees of retinopathy, points of a stroke scale.
LEFT_OUT = re.compile(r"S(76|86|96)\.\d2|E(08|09|10|11|13)\.3[2-57]|R29\.7")

HEAD = """\
# ICD-10-CM diagnoses that physical therapy bills: joints, spine, soft tissue, pain, gait, nerves,
# injuries, aftercare, pelvic floor, pregnancy, vestibular; and what stands second on such bills.
# A part of the whole: a code that is not here may still be right.
# Source: ICD-10-CM order files of FY2025 and FY2026 and the conversion table of FY2026 (CDC/NCHS,
# CMS); for FY2027 the changes that therapists meet.  Made by icd10cm.py beside this file.
# Licence: a work of the US government (17 USC 105); ICD-10 is the World Health Organization's.
# Covers services of 2015-10-01 to 2027-09-30.  One row for each span of days on which a code did
# not change; ended codes of before FY2025 that became headers carry the title of the header.
# Columns:
#   code        with the dot
#   billable    1, or 0 for a header
#   from, to    first and last day; empty: open within the covered years
#   title       official long title.  Z68.18 Z68.19 Z87.8901 Z87.8909: their header's, as their own
#               are not at hand
#   successors  what took the place of an ended code, separated by blanks
"""

HEAD_SEVENTH = """\
# Which seventh characters a code takes, by the beginning of the code; the longest one decides.
# Derived from every billable code of FY2026 in the chapters below, for codes beyond our own table.
# Source: ICD-10-CM order file of FY2026 (CDC/NCHS, CMS).  Made by icd10cm.py beside this file.
# Licence: a work of the US government (17 USC 105).
# Columns: stem (without the dot); characters (-: takes none)
"""
CHAPTERS_SEVENTH = "MORSTVWXY"

CODE = re.compile(r"[A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIRST = {25: "2024-10-01", 26: "2025-10-01", 27: "2026-10-01"}


def dotted(code):
    return code if len(code) <= 3 else code[:3] + "." + code[3:]


def day_before(day):
    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1))


def read_order(path):
    """code -> (billable, long title)"""
    codes = {}
    with open(path, encoding="ascii", newline="\r\n") as file:
        for line in file:
            line = line.rstrip("\r\n")
            if line:
                codes[dotted(line[6:13].strip())] = (int(line[14]), line[77:])
    return codes


def read_sheet(path):
    """The rows of an xlsx file's first sheet, three cells each."""
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(text.text or "" for text in item.iter(SHEET + "t"))
            for item in xml.etree.ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        sheet = xml.etree.ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(SHEET + "row"):
        cells = dict.fromkeys("ABC", "")
        for cell in row.iter(SHEET + "c"):
            value = cell.find(SHEET + "v")
            if value is not None:
                text = shared[int(value.text)] if cell.get("t") == "s" else value.text
                cells[cell.get("r")[0]] = text.strip()
        yield cells["A"], cells["B"], cells["C"]


def effective(text):
    """A calendar year stands for its 1 October; larger numbers are Excel's days."""
    if int(text) < 3000:
        return f"{text}-10-01"
    return str(datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text)))


def read_conversion(path):
    """new code -> first day; old code -> {successor: its first day}"""
    begun, replaced = {}, {}
    for new, when, old in read_sheet(path):
        if not CODE.fullmatch(new):
            continue
        day = effective(when)
        begun[new] = max(day, begun.get(new, ""))
        for code in re.findall(CODE.pattern + r"(?!-(?![A-Z]))", old):
            replaced.setdefault(code, {})[new] = day
    return begun, replaced


def read_delta(path):
    rows = []
    with open(path, encoding="ascii") as file:
        for line in list(file)[1:]:
            rows.append((line.rstrip("\n").split("\t") + [""] * 7)[:7])
    return rows


class Tables:
    def __init__(self, order25, order26, conversion, delta):
        self.by_year = {25: read_order(order25), 26: read_order(order26)}
        self.begun, self.replaced = read_conversion(conversion)
        self.by_year[27] = dict(self.by_year[26])
        self.delta_successors = {}
        for code, change, _, billable, title, successors, _ in read_delta(delta):
            if change == "deleted":
                self.by_year[27].pop(code, None)
            else:
                parent = self.by_year[26].get(code[:-1], (0, ""))[1]
                self.by_year[27][code] = (int(billable), title or parent)
            if successors:
                self.delta_successors[code] = successors.split()
        self.all = sorted(set().union(*self.by_year.values()))

    def below(self, code, year):
        first = bisect.bisect_right(self.all, code)
        last = bisect.bisect_left(self.all, code + "~")
        return [c for c in self.all[first:last] if c in self.by_year[year]]

    def successors(self, code, ended):
        """What took over: by the conversion table, the list of changes, or its children."""
        if ended == day_before(FIRST[27]):
            named = self.delta_successors.get(code, [])
        else:
            named = self.replaced.get(code, {})
        known = [c for c in named if self.billable_later(c, ended)]
        if not known:
            year = 27 if ended >= FIRST[26] else 26 if ended >= FIRST[25] else 25
            known = [c for c in self.below(code, year) if self.by_year[year][c][0]]
        # What moved to another category is named first: it is what one would not find alone.
        return sorted(known, key=lambda c: (c[:3] == code[:3], c))

    def billable_later(self, code, ended):
        years = [year for year, first in FIRST.items() if first > ended] or [27]
        return any(self.by_year[year].get(code, (0, ""))[0] for year in years)

    def before_2025(self, code):
        """The spans of a code up to the first of the order files: (billable, from, to)."""
        state = self.by_year[25].get(code)
        if state is None:
            return []
        begun = self.begun.get(code, "")
        if begun >= FIRST[25]:
            begun = FIRST[25]
        if state[0]:
            return [(1, begun, "")]
        inside = self.replaced.get(code, {})
        children = [day for new, day in inside.items() if new.startswith(code)]
        if children and min(children) <= FIRST[25]:
            start = min(children)
            return [(1, begun, day_before(start)), (0, start, "")]
        starts = [self.begun.get(c, "") for c in self.below(code, 25) if self.by_year[25][c][0]]
        return [(0, min(starts) if starts else "", "")]

    @functools.lru_cache(maxsize=None)
    def rows(self, code):
        rows, spans = [], []  # [billable, from, to, title]
        for billable, begun, ended in self.before_2025(code):
            spans.append([billable, begun, ended, self.by_year[25][code][1]])
        for year in (26, 27):
            state = self.by_year[year].get(code)
            last = spans[-1] if spans and not spans[-1][2] else None
            if last and (state is None or [last[0], last[3]] != list(state)):
                last[2] = day_before(FIRST[year])
                last = None
            if state and not last:
                spans.append([state[0], FIRST[year], "", state[1]])
        for i, (billable, begun, ended, title) in enumerate(spans):
            goes_on = i + 1 < len(spans) and spans[i + 1][0] == billable
            named = self.successors(code, ended) if billable and ended and not goes_on else []
            rows.append([code, str(billable), begun, ended, title, " ".join(named)])
        return rows


def choose(tables):
    stems = tuple(FAMILIES.split())
    chosen = {c for c in tables.all if c.startswith(stems) and not LEFT_OUT.match(c)}
    grown = True
    while grown:  # successors of what ended, then the headers above all
        size = len(chosen)
        for code in list(chosen):
            for row in tables.rows(code):
                chosen.update(row[5].split())
        grown = len(chosen) > size
    known = set(tables.all)
    for code in list(chosen):
        chosen.update(code[:n] for n in range(3, len(code)) if code[:n] in known)
    return sorted(chosen)


def seventh(codes):
    """stem -> characters, as few as say it, from the billable codes (without dots) of a year."""
    taken = {}
    for code in codes:
        taken.setdefault(code[:6], set()).add(code[6:])
    sets = {stem: "".join(sorted(ends)) or "-" for stem, ends in taken.items()}
    stems = {}

    def divide(prefix, inherited, inside):
        counts = {}
        for stem in inside:
            counts[sets[stem]] = counts.get(sets[stem], 0) + 1
        usual = max(sorted(counts), key=counts.get)
        if usual != inherited:
            stems[prefix] = usual
        if len(counts) > 1:
            for longer in sorted({stem[: len(prefix) + 1] for stem in inside}):
                divide(longer, usual, [stem for stem in inside if stem.startswith(longer)])

    for chapter in CHAPTERS_SEVENTH:
        divide(chapter, "-", [stem for stem in sorted(sets) if stem[0] == chapter])
    return stems


def write(name, head, columns, rows):
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    with open(path, "w", encoding="ascii", newline="\n") as file:
        file.write(head)
        for row in [columns] + rows:
            file.write("\t".join(row) + "\n")


def main(arguments):
    tables = Tables(*arguments)
    rows = [row for code in choose(tables) for row in tables.rows(code)]
    write("icd10cm.tsv", HEAD, "code billable from to title successors".split(), rows)
    billable = [c.replace(".", "") for c, state in tables.by_year[26].items() if state[0]]
    stems = sorted(seventh(billable).items())
    write("seventh.tsv", HEAD_SEVENTH, ["stem", "characters"], [list(stem) for stem in stems])


if __name__ == "__main__":
    main(sys.argv[1:])
