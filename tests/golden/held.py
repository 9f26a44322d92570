"""The record inside a document and its page say the same, in both directions.

Each value of the record is printed, or is of a kind in UNPRINTED, which says why it is there; each
word of the page is one of the layouts', one of our own for a value, or one of the record's.
"""

import glob
import os
import re
import subprocess
import unicodedata

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What a record may hold that its page does not print: places, and why.
UNPRINTED = (
    (r"schema|audience", "what kind of record it is: verify judges by it"),
    (r"issued_at", "the dates of the file itself"),
    (r"pages_sha256", "the seal of the pages: verify judges by it"),
    (r"tables|unit_rule", "editions that it was judged by"),
    (r"draft", "verify tells a draft; one that is none prints its number"),
    (r"(.*/)?id|insurance/payer", "ids"),
    (r"visits/\d+/date", "of a visit's id; printed with what was done"),
    (r"patient/language", "the language of the page; of a superbill, of what is drawn from it"),
    (r"patient/(printed_name|name/.*)", "whichever of the two the fonts can show is printed"),
)
# Of a superbill alone, whose record is what the archive keeps.
KEPT = (
    (r"(provider|assistant)/role", "a PTA's number never stands for the practice's"),
    (r"payments/\d+/.*", "what paid for other items is printed on a receipt drawn from it"),
    (r"patient/(phone|sex)|(provider|practice)/taxonomy|insurance/(payer_id|plan)|practice/email|"
     r"provider/license|lines/\d+/minutes|insurance/subscriber/address/.*",
     "where a layout leaves it out, a private copy drawn from it prints it"),
)
WORDS = {
    "sex": {"F": "Female Femenino", "M": "Male Masculino", "X": "X", "U": "Unknown No consta"},
    "method": {
        "cash": "Cash Efectivo", "check": "Check Cheque", "card": "Card Tarjeta",
        "hsa card": "HSA card Tarjeta HSA", "fsa card": "FSA card Tarjeta FSA", "ach": "ACH",
        "other": "Other Otro",
    },
    "relationship": {"self": "Self", "spouse": "Spouse", "child": "Child", "other": "Other"},
    "by": {"payment": "date of payment fecha de pago", "service": "date of service fecha del servicio"},
}
FLAGS = {
    "auto": "Auto", "employment": "Employment", "other": "Other", "refund": "Refund Reembolso",
    "medicare": "Medicare", "draft": "DRAFT BORRADOR", "selected": "selection selección",
    "so_far": "over terminado",
}
# Our own words around values.
OURS = "NPI to a in None AM PM SAMPLE MUESTRA Payment Pago sin motivo escrito no reason given"


def leaves(value, path=""):
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, f"{path}/{key}" if path else key)
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from leaves(one, f"{path}/{i}")
    else:
        yield path, value


def forms(path, value):
    """How a value of the record looks on a page; one of them is enough."""
    key = path.rsplit("/", 1)[-1]
    if isinstance(value, bool):
        return FLAGS[key].split() if value else []
    if re.fullmatch(r"lines/\d+/diagnoses/\d+", path):
        return ["ABCDEFGHIJKL"[value - 1]]
    if isinstance(value, int):
        return [str(value)] if value or key != "left_out" else []
    if key in WORDS and path.split("/")[0] in ("patient", "payments", "insurance", "year"):
        found = WORDS[key][value]
        return found.split() + found.lower().split()  # "Refund, cash"
    if re.fullmatch(r"-?\d+\.\d\d", value):
        whole, cent = value.lstrip("-").split(".")
        return [f"${int(whole):,}.{cent}"] + (["$0.00"] if value.startswith("-") else [])
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        year, month, number = value.split("-")
        return [f"{month}/{number}/{year}"]
    if re.fullmatch(r"\d\d:\d\d", value) and key in ("start", "end"):
        hour, minute = map(int, value.split(":"))
        return [f"{(hour + 11) % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'PM'}"]
    return [value]


def normal(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def page_text(path):
    """The page read aloud, element by element, then everything that is drawn."""
    told = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True)
    out = ""
    for line in told.stdout.decode().splitlines():
        word = line.strip()
        out += word[1:-1] if word.startswith('"') else "\n" if "block" in word else " "
    drawn = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True)
    return normal(out), normal(drawn.stdout.decode())


def says(text, form):
    form = normal(form)
    edge = r"(?<![\w$.,])", r"(?!\w)"
    return re.search(edge[0] * (form[:1].isalnum() or form[:1] == "$") + re.escape(form)
                     + edge[1] * form[-1:].isalnum(), text) is not None


def allowed(path, audience):
    rows = UNPRINTED + (KEPT if audience == "superbill" else ())
    return any(re.fullmatch(pattern, path) for pattern, _ in rows)


def holds_what_it_prints(path, record):
    """Each word of the page is known: of the layouts, our own, or of the record."""
    known = set(words(OURS))
    for name in glob.glob(os.path.join(TOP, "templates", "*.ini")):
        with open(name, encoding="utf-8") as handle:
            for line in handle:
                if "=" in line and not line.startswith("#"):
                    known |= set(words(line.split("=", 1)[1]))
    for where, value in leaves(record):
        for form in forms(where, value):
            known |= set(words(form))
    known |= set("ABCDEFGHIJKL"[: len(record.get("diagnoses", []))])
    known |= set(words(" ".join(shares(record))))
    strange = [word for word in words(page_text(path)[1])
               if word not in known and not re.fullmatch(r"\d", word)]
    assert not strange, f"printed, and not in the record: {strange}"


def words(text):
    split = re.split(r"[\s,;:()|{}#-]+", normal(text))
    return [word.rstrip(".") for word in split if word.strip(".")]


def shares(record):
    """Of payments on a statement, what paid for other items."""
    if record["audience"] != "statement":
        return []
    cents = [round(float(p["amount"]) * 100) - round(float(p["applied"]) * 100)
             for p in record["payments"]]
    return [f"${c // 100:,}.{c % 100:02}" for c in cents]


def prints_what_it_holds(path, record):
    """Each value of the record is printed, or has another reason to be there."""
    aloud, drawn = page_text(path)
    for where, value in leaves(record):
        wanted = forms(where, value)
        if not wanted or allowed(where, record["audience"]):
            continue
        assert any(says(aloud, form) or says(drawn, form) for form in wanted), \
            f"held, and not printed: {where} {value!r}"
