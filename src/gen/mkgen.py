#!/usr/bin/env python3
"""mkgen.py OUTDIR TABLE.tsv... - compile the code tables to C.

Writes OUTDIR/<name>.inc for each <name>.tsv.  A table that is unsorted, holds a row twice or a
malformed cell is refused with file:line; nothing is then written.  Standard library only; the
output depends on the bytes of the tables alone.
"""

import datetime
import os
import re
import sys


class Refused(Exception):
    """A table is not as it has to be; the text says where."""


def refuse(path, line, text):
    raise Refused(f"{path}:{line}: {text}")


# Cells: each takes the text and returns the value, or raises ValueError with what was expected.


def pattern(regex, what):
    compiled = re.compile(regex)

    def cell(text):
        if not compiled.fullmatch(text):
            raise ValueError(what)
        return text

    return cell


def choice(*words):
    def cell(text):
        if text not in words:
            raise ValueError("one of: " + " ".join(words))
        return text

    return cell


def number(low, high, empty=None):
    def cell(text):
        if text == "" and empty is not None:
            return empty
        if not re.fullmatch(r"0|[1-9][0-9]*", text) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return cell


def text_of(most, empty=False):
    def cell(text):
        if not text and empty:
            return text
        if not 1 <= len(text) <= most:
            raise ValueError(f"1 to {most} characters")
        if not re.fullmatch(r"[\x20-\x7e]+", text) or text != " ".join(text.split()):
            raise ValueError("ASCII, single blanks, none at either end")
        return text

    return cell


def date(text):
    """Days from 0001-01-01 on, which is day 1; 0 where the cell is empty."""
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError("YYYY-MM-DD or empty")
    try:
        return datetime.date.fromisoformat(text).toordinal()
    except ValueError:
        raise ValueError("a real day") from None


def flag(text):
    if text not in ("", "yes"):
        raise ValueError("yes or empty")
    return text == "yes"


def words(cell):
    def list_cell(text):
        for word in text.split(" ") if text else []:
            cell(word)
        return text

    return list_cell


SERVICE = pattern(r"[0-9]{5}|[0-9]{4}[AFTU]|[A-V][0-9]{4}", "a CPT or HCPCS code")
DIAGNOSIS = pattern(r"[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?", "an ICD-10-CM code with its dot")
STEM = pattern(r"[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{0,4})?-?", "a code, or its beginning and -")

FAMILIES = "none pt-evaluation pt-reevaluation ot athletic group unlisted".split()

COLUMNS = {
    "procedures": {
        "code": SERVICE,
        "label": text_of(60),
        "basis": choice("untimed", "timed", "range", "full", "quantity"),
        "minutes": number(1, 480, 0),
        "mue": number(0, 99, 0),
        "mai": number(1, 3, 0),
        "class": choice("A", "S", "-"),
        "status": choice("A", "B", "C", "I", "N", "R", "-"),
        "from": date,
        "to": date,
        "family": choice(*FAMILIES),
        "primary": words(SERVICE),
        "pooled": flag,
        "first": flag,
        "sided": flag,
        "successors": words(SERVICE),
        "note": text_of(120, empty=True),
    },
    "pairs": {
        "column1": SERVICE,
        "column2": SERVICE,
        "from": date,
        "to": date,
        "indicator": number(0, 1),
        "kind": choice("active", "old"),
    },
    "one_of": {"code": SERVICE, "set": number(1, 99)},
    "modifiers": {
        "code": pattern(r"[0-9A-Z]{2}", "two digits or capitals"),
        "order": number(1, 255),
        "label": text_of(80),
    },
    "places": {
        "code": pattern(r"[0-9]{2}", "two digits"),
        "from": date,
        "usual": flag,
        "label": text_of(60),
    },
    "taxonomy": {
        "code": pattern(r"[0-9]{3}[0-9A-Z]{6}X", "a taxonomy code"),
        "label": text_of(80),
    },
    "excludes": {"code": STEM, "other": STEM, "from": date, "to": date},
    "seventh": {
        "stem": pattern(r"[A-Z][0-9A-Z]{0,5}", "the beginning of a code, without dot"),
        "characters": pattern(r"[0-9A-Z]{1,18}|-", "seventh characters, or -"),
    },
    "icd10cm": {
        "code": DIAGNOSIS,
        "billable": number(0, 1),
        "from": date,
        "to": date,
        "title": text_of(228),
        "successors": words(DIAGNOSIS),
    },
    "profiles": {
        "profile": pattern(r"[a-z][a-z0-9-]{0,15}", "a short name of small letters"),
        "key": pattern(
            r"name|medicare|require_(gp|cq|referral|authorization)|unit_rule|edits|pairs|unit_cap"
            r"|filing_limit|code\.[0-9A-Z]{5}|severity\.[a-z-]+",
            "a key of a payer's section",
        ),
        "value": text_of(60),
        "sure": flag,
        "as_of": pattern(r"20[0-9]{2}-(0[1-9]|1[0-2])", "YYYY-MM"),
        "source": text_of(120),
    },
    "synonyms": {
        "phrase": pattern(r"[a-z0-9]+( [a-z0-9]+)*", "words of small letters and digits"),
        "codes": words(STEM),
    },
    "tax_prefixes": {"prefix": pattern(r"[0-9]{2}", "two digits")},
    "states": {"state": pattern(r"[A-Z]{2}", "two capitals")},
}

# What a table is sorted by; a row must lie strictly above the row before it.
KEYS = {
    "procedures": lambda row: row["code"],
    "pairs": lambda row: (row["column1"], row["column2"], row["from"]),
    "one_of": lambda row: row["code"],
    "modifiers": lambda row: row["code"],
    "places": lambda row: row["code"],
    "taxonomy": lambda row: row["code"],
    "excludes": lambda row: (row["code"].rstrip("-"), row["other"].rstrip("-"), row["from"]),
    "seventh": lambda row: row["stem"],
    "icd10cm": lambda row: (row["code"], row["from"]),
    "profiles": lambda row: (row["profile"], row["key"]),
    "synonyms": lambda row: row["phrase"],
    "tax_prefixes": lambda row: row["prefix"],
    "states": lambda row: row["state"],
}


def read_lines(path):
    with open(path, "rb") as file:
        data = file.read()
    if not data.endswith(b"\n"):
        refuse(path, data.count(b"\n") + 1, "the last line has no line end")
    for line, text in enumerate(data[:-1].split(b"\n"), 1):
        if not text.isascii() or b"\r" in text:
            refuse(path, line, "expected ASCII and plain line ends")
        yield line, text.decode("ascii")


def read_row(path, line, cells, columns):
    if len(cells) != len(columns):
        refuse(path, line, f"expected {len(columns)} cells, found {len(cells)}")
    row = {"line": line}
    for (name, parse), cell in zip(columns.items(), cells):
        try:
            row[name] = parse(cell)
        except ValueError as error:
            refuse(path, line, f"{name} '{cell}': expected {error}")
    if row.get("to") and row["from"] > row["to"]:
        refuse(path, line, "from lies after to")
    return row


def read_table(path, name):
    columns, rows, headed = COLUMNS[name], [], False
    for line, text in read_lines(path):
        if text.startswith("#") and not headed:
            continue
        cells = text.split("\t")
        if not headed:
            if cells != list(columns):
                refuse(path, line, "expected the columns " + " ".join(columns))
            headed = True
            continue
        row = read_row(path, line, cells, columns)
        if rows and KEYS[name](row) <= KEYS[name](rows[-1]):
            twice = KEYS[name](row) == KEYS[name](rows[-1])
            refuse(path, line, "the row stands twice" if twice else "rows are not sorted")
        rows.append(row)
    if not rows:
        refuse(path, 1, "the table is empty")
    return rows


# What one row cannot show.


def check_spans(path, rows, key):
    """Rows of one key must follow each other without overlap."""
    for before, row in zip(rows, rows[1:]):
        if key(before) == key(row) and not (before["to"] and before["to"] < row["from"]):
            refuse(path, row["line"], "its days overlap those of the row before")


def check_procedures(path, rows):
    known = {row["code"] for row in rows}
    for row in rows:
        for word in (row["successors"] + " " + row["primary"]).split():
            if word not in known or word == row["code"]:
                refuse(path, row["line"], f"{word} is not another code of the table")
        if (row["basis"] in ("timed", "full")) != (row["minutes"] > 0):
            refuse(path, row["line"], "minutes belong to timed and full codes, and only there")
        if row["pooled"] and (row["basis"] != "timed" or row["minutes"] != 15):
            refuse(path, row["line"], "only timed codes of 15 minutes are pooled")
        if row["successors"] and not row["to"]:
            refuse(path, row["line"], "a code with successors needs its last day")
    labels = {}
    for row in rows:
        if labels.setdefault(row["label"], row["code"]) != row["code"]:
            refuse(path, row["line"], f"label of {labels[row['label']]} again")


def check_pairs(path, rows):
    seen = set()
    for row in rows:
        if row["column1"] == row["column2"]:
            refuse(path, row["line"], "a code is paired with itself")
        if (row["column2"], row["column1"]) in seen:
            refuse(path, row["line"], "the pair stands the other way round too")
        seen.add((row["column1"], row["column2"]))
    check_spans(path, rows, lambda row: (row["column1"], row["column2"]))


def check_icd10cm(path, rows):
    check_spans(path, rows, lambda row: row["code"])
    known = {row["code"] for row in rows}
    for row in rows:
        for word in row["successors"].split():
            if word not in known:
                refuse(path, row["line"], f"successor {word} is not in the table")
        if row["successors"] and not row["to"]:
            refuse(path, row["line"], "a row with successors needs its last day")


PROFILE_VALUES = {
    "unit_rule": r"ama|cms",
    "edits": r"warn|strict",
    "pairs": r"current|old",
    "unit_cap": r"[1-9][0-9]?",
    "filing_limit": r"[1-9][0-9]{0,3}[dm]|end-of-next-year",
    "name": r".*",
}


def check_profiles(path, rows):
    """Values are what the configuration takes; each profile has a name, and says something."""
    keys = {}
    for row in rows:
        key = row["key"]
        form = PROFILE_VALUES.get(key, r"yes|no")
        if key.startswith("code."):
            form = r"[0-9A-Z]{5}"
        elif key.startswith("severity."):
            form = r"error|warning|note|off"
        if not re.fullmatch(form, row["value"]):
            refuse(path, row["line"], f"{key} does not take '{row['value']}'")
        keys.setdefault(row["profile"], set()).add(key)
    for profile, known in keys.items():
        if "name" not in known or (len(known) == 1) != (profile == "generic"):
            refuse(path, 1, f"{profile} needs a name and a fact; generic a name alone")


CHECKS = {"profiles": check_profiles, "procedures": check_procedures, "pairs": check_pairs, "icd10cm": check_icd10cm}


# C text.


def quoted(text):
    # "??" would begin a trigraph.
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("??", '?" "?')
    return '"' + escaped + '"'


def or_null(text):
    return quoted(text) if text else "NULL"


def truth(value):
    return "true" if value else "false"


def emit_procedures(rows):
    addon = {row["primary"]: row["code"] for row in rows if row["primary"]}
    for row in rows:
        basis, family = row["basis"].upper(), row["family"].upper().replace("-", "_")
        yield (
            f'{{.code = {quoted(row["code"])}, .label = {quoted(row["label"])},'
            f' .from = {{{row["from"]}}}, .to = {{{row["to"]}}},'
            f" .basis = SB_BASIS_{basis}, .family = SB_FAMILY_{family},"
            f' .unit_minutes = {row["minutes"]}, .mue = {row["mue"]}, .mai = {row["mai"]},'
            f" .therapy_class = '{row['class']}', .status = '{row['status']}',"
            f' .pooled = {truth(row["pooled"])}, .first_of_pair = {truth(row["first"])},'
            f' .sided = {truth(row["sided"])}, .primary = {or_null(row["primary"])},'
            f' .addon = {or_null(addon.get(row["code"], ""))},'
            f' .successors = {or_null(row["successors"])}, .note = {or_null(row["note"])}}},'
        )


def emit_pairs(rows):
    for row in rows:
        yield (
            f'{{{quoted(row["column1"])}, {quoted(row["column2"])}, {{{row["from"]}}},'
            f' {{{row["to"]}}}, {row["indicator"]}, {truth(row["kind"] == "old")}}},'
        )


def emit_one_of(rows):
    for row in rows:
        yield f'{{{quoted(row["code"])}, {row["set"]}}},'


def emit_modifiers(rows):
    for row in rows:
        yield f'{{{quoted(row["code"])}, {quoted(row["label"])}, {row["order"]}}},'


def emit_places(rows):
    for row in rows:
        yield (
            f'{{{quoted(row["code"])}, {quoted(row["label"])}, {{{row["from"]}}},'
            f' {truth(row["usual"])}}},'
        )


def emit_taxonomy(rows):
    for row in rows:
        yield f'{{{quoted(row["code"])}, {quoted(row["label"])}}},'


def emit_excludes(rows):
    for row in rows:
        sides = []
        for text in (row["code"], row["other"]):
            whole = not text.endswith("-")
            sides.append(f"{{{quoted(text.rstrip('-').rstrip('.'))}, {truth(whole)}}}")
        yield f'{{{{{sides[0]}, {sides[1]}}}, {{{row["from"]}}}, {{{row["to"]}}}}},'


def emit_seventh(rows):
    for row in rows:
        characters = "" if row["characters"] == "-" else row["characters"]
        yield f'{{{quoted(row["stem"])}, {quoted(characters)}}},'


def emit_synonyms(rows):
    for row in rows:
        yield f'{{{quoted(row["phrase"])}, {quoted(row["codes"])}}},'


def emit_profiles(rows):
    for row in rows:
        cells = [quoted(row[name]) for name in ("profile", "key", "value")]
        cells += [truth(row["sure"]), quoted(row["as_of"]), quoted(row["source"])]
        yield "{" + ", ".join(cells) + "},"


def emit_words(name):
    def emit(rows):
        for row in rows:
            yield quoted(row[name]) + ","

    return emit


class Pool:
    """One run of NUL-ended strings, cut into arrays that no string crosses.

    A string literal may hold 4,095 characters; offsets instead of pointers leave nothing to
    relocate when the program starts.
    """

    SIZE = 4000

    def __init__(self):
        self.chunks, self.used, self.offsets = [[]], 0, {}
        self.add("")

    def add(self, text):
        if text not in self.offsets:
            if self.used + len(text) + 1 > self.SIZE - 1:
                self.chunks.append([])
                self.used = 0
            self.offsets[text] = (len(self.chunks) - 1) * self.SIZE + self.used
            self.chunks[-1].append(text)
            self.used += len(text) + 1
        return self.offsets[text]

    def emit(self, name):
        yield f"static const char {name}[{len(self.chunks)}][{self.SIZE}] = {{"
        for chunk in self.chunks:
            yield "{"
            for text in chunk:
                yield quoted(text)[:-1] + '\\0"'
            yield "},"
        yield "};"


def emit_icd10cm(rows):
    pool = Pool()
    days = sorted({row[end] for row in rows for end in ("from", "to")})
    lines = []
    for row in rows:
        lines.append(
            f'{{{quoted(row["code"])}, {row["billable"]}, {days.index(row["from"])},'
            f' {days.index(row["to"])}, {pool.add(row["title"])}, {pool.add(row["successors"])}}},'
        )
    if len(days) > 255:
        raise Refused("icd10cm: more than 255 different days")
    yield f"static const int32_t dx_days[{len(days)}] = {{"
    for day in days:
        yield f"{day},"
    yield "};"
    yield from pool.emit("dx_pool")
    yield f"static const struct dx_packed dx_rows[{len(rows)}] = {{"
    yield from lines
    yield "};"


EMIT = {
    "procedures": emit_procedures,
    "pairs": emit_pairs,
    "one_of": emit_one_of,
    "modifiers": emit_modifiers,
    "places": emit_places,
    "taxonomy": emit_taxonomy,
    "excludes": emit_excludes,
    "seventh": emit_seventh,
    "icd10cm": emit_icd10cm,
    "profiles": emit_profiles,
    "synonyms": emit_synonyms,
    "tax_prefixes": emit_words("prefix"),
    "states": emit_words("state"),
}


def compile_table(path):
    name = os.path.basename(path).removesuffix(".tsv")
    if name not in COLUMNS:
        refuse(path, 1, "no table of this name is known")
    rows = read_table(path, name)
    CHECKS.get(name, lambda *_: None)(path, rows)
    text = f"/* Generated from {name}.tsv; edit that. */\n" + "\n".join(EMIT[name](rows)) + "\n"
    return name, text


def main(arguments):
    if len(arguments) < 2:
        print("usage: mkgen.py OUTDIR TABLE.tsv...", file=sys.stderr)
        return 2
    folder, tables = arguments[0], arguments[1:]
    try:
        compiled = [compile_table(path) for path in tables]
        os.makedirs(folder, exist_ok=True)
        for name, text in compiled:
            with open(os.path.join(folder, name + ".inc"), "w", encoding="ascii") as file:
                file.write(text)
    except (Refused, OSError) as error:
        print(f"mkgen: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
