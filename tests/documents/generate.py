"""Visits, patients and practices for documents of every kind, from a seed.

Kinds and scripts of names take turns, so that the first 24 documents hold all of them and 156 each
script with each kind; lines run from 1 to 40, diagnoses from 1 to 12.
Amounts, payments and the rest are random.
"""

import json
import os
import random
import shutil

# Codes of which each goes with each other on one day.
CODES = """29200 29240 29260 29280 29520 29530 29540 29550 29580 29584 90901 95851 95852 95992 96000
96001 96002 96003 96004 97010 97012 97014 97016 97018 97022 97024 97026 97028 97032 97033 97034 97035
97036 97110 97112 97113 97116 97124 97140 97530 97533 97535 97537 97542 97750 97755 97760 97761""".split()
TIMED = set("""97032 97033 97034 97035 97036 97110 97112 97113 97116 97124 97140 97530 97533 97535 97537
97542 97750 97755 97760 97761""".split())
DIAGNOSES = """M17.11 M25.561 M62.81 R26.89 M54.50 Z47.1 Z96.651 E11.9 I10 M81.0 R29.6
M25.661""".split()
LONG = ("displaced fracture of the lateral condyle of the right femur, subsequent encounter for open "
        "fracture type IIIA, IIIB or IIIC with delayed healing, in the words of the record, which are "
        "as long as the longest official title is")
# script -> (first, middle, last); a name that cannot be printed comes with one that can.
NAMES = {
    "plain": ("Ruth", None, "O'Brien-Smith"),
    "western": ("María José", "Æsa", "Núñez-Gößmann"),
    "eastern": ("Łukasz", "Ğ", "Šťastný-Őrbán"),
    "baltic": ("Ķestutis", None, "Žemaitė-Ūdrė"),
    "vietnamese": ("Thị Ngọc Ánh", "Đỗ", "Nguyễn-Trường"),
    "decomposed": ("Zoe\u0308", None, "Nguye\u0302\u0303n"),
    "greek": ("Αικατερίνη", None, "Παπαδοπούλου-Ξένου"),
    "cyrillic": ("Ёлка", "Їжак", "Щербакова-Ґудзь"),
    "mixed": ("Ana Θάλεια", None, "Иванова"),
    "printed": ("李", None, "小龍"),
    "long": ("Alexandria Wilhelmina", "Constantinopolitana", "Featherstonehaugh-Cholmondeley"),
    "thin": ("Il", None, "Illl1I"),
}
# kind -> (template, audience, language, by which command); estado: by payment; issued documents
# have a logo and a QR code, copies a cover page, of which each second one is void.
KINDS = {
    "standard": ("standard", "superbill", "en", "render"),
    "receipt": ("standard", "receipt", "en", "render"),
    "compact": ("compact", "superbill", "en", "render"),
    "recibo": ("standard", "receipt", "es", "render"),
    "issued": ("standard", "superbill", "en", "issue"),
    "statement": ("standard", "statement", "en", "year"),
    "copy": ("standard", "superbill", "en", "copy"),
    "estado": ("standard", "statement", "es", "year"),
    "own": ("own.ini", "superbill", "en", "render"),
    "private": ("standard", "private", "en", "render"),
    "copia": ("standard", "superbill", "es", "copy"),
    "preview": (None, "preview", None, "preview"),
    "emitido": ("standard", "receipt", "es", "reprint"),
}
# What a preview draws, in turn.
PREVIEWS = [(template, language) for template in
            ("standard", "cover", "receipt", "compact", "statement", "private")
            for language in ("en", "es")]
PRACTICE = """[practice]
name = {name}
address1 = 1200 SE Morrison St ; Suite 4
city = Portland
state = OR
zip = 97214-2305
phone = 503-555-0100
email = billing@cedarstone.example
npi = 1003000126
tax_id = 84-1234567
timezone = America/Los_Angeles
{logo}
[files]
visits = visits.ndjson
patients = patients.json
[document]
template = {template}
{more}
[provider rivera]
name = {provider}
credentials = PT, DPT, OCS
npi = 1234567893
license = OR PT-60123
taxonomy = 2251X0800X
signature = {provider}, PT
[payer aetna]
name = Aetna
payer_id = 60054
"""


def own_template(text):
    """The standard template with blocks in another order, other words, a line left out."""
    parts = text.split("\n[")
    blocks = {part.split("]")[0].strip("["): part for part in parts[1:]}
    order = [name for name in blocks if name not in ("visit", "insurance")]
    at = order.index("diagnoses")
    order[at:at] = ["visit", "insurance"]
    words = "\n[".join([parts[0]] + [blocks[name] for name in order])
    return (words.replace("side = right\nheading = Visit", "side = left\nheading = About the visit")
            .replace("side = left\nheading = Insurance", "side = right\nheading = Insurance")
            .replace("heading = Diagnoses", "heading = What was treated")
            .replace("sex = Sex\n", ""))


def cents(amount):
    return f"{amount // 100}.{amount % 100:02}"


def script(n):
    return list(NAMES)[(n % len(KINDS) + 5 * (n // len(KINDS))) % len(NAMES)]


def person(n, language, rng):
    first, middle, last = NAMES[script(n)]
    out = {
        "id": f"P-{n}", "name": {"first": first, "last": last},
        "birth_date": f"{rng.randint(1930, 2015)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        "sex": rng.choice("FMXU"), "language": language or "en", "medicare": "none",
        "address": {"line1": f"{rng.randint(1, 9999)} N Albina Ave", "city": "Portland",
                    "state": "OR", "zip": f"97{rng.randint(0, 999):03}"},
        "insurance": [{"payer": "aetna", "member_id": f"W{rng.randint(0, 10**9 - 1):09}",
                       "group": f"{rng.randint(0, 9999999):07}", "relationship": "self"}],
    }
    if middle:
        out["name"]["middle"] = middle
    if first == "李":
        out["printed_name"] = "Xiǎolóng Lǐ"
    if rng.random() < 0.2:
        out["insurance"] = []
    return out


def visit(n, kind, rng):
    turn = n // len(KINDS)
    lines, payments = 1 + (n * 17 + turn) % 40, rng.randint(kind == "estado", 4)
    services, total = [], 0
    for code in rng.sample(CODES, lines):
        charge = rng.choice([rng.randint(100, 9999), 100 * rng.randint(1, 99), 123456])
        total += charge
        service = {"code": code, "charge": cents(charge)}
        if code in TIMED:
            service["minutes"] = 15
        services.append(service)
    if KINDS[kind][1] in ("receipt", "statement") and rng.random() < 0.6:
        services.append({"item": "Resistance band", "charge": cents(1299)})
    out = {
        "id": f"V-{n}", "patient": f"P-{n}", "provider": "rivera", "date": "2026-10-26",
        "diagnoses": [{"code": code} for code in DIAGNOSES[: 1 + (n * 5 + turn) % 12]], "services": services,
    }
    if rng.random() < 0.3:
        out["diagnoses"][-1]["text"] = LONG
    if rng.random() < 0.3:
        out["note"] = "Stairs with one rail only; no running before the next visit."
    if payments:
        share = total // payments
        out["payments"] = [
            {"date": f"2026-10-{26 + i}", "amount": cents(share), "method":
             rng.choice(["cash", "check", "card", "hsa card", "fsa card", "ach"])}
            for i in range(payments)
        ]
        if rng.random() < 0.5:
            out["payments"][0]["amount"] = cents(total - share * (payments - 1))
        out["payments"][-1]["reference"] = f"{rng.randint(0, 9999):04}"
    return out


def preview(n):
    """(template, language)"""
    return PREVIEWS[n // len(KINDS) % len(PREVIEWS)]


def is_void(n):
    return n // len(KINDS) % 2 == 1


def write(folder, kind, numbers, seed, standard, logo):
    """A practice with the records of these numbers."""
    template, audience, language, way = KINDS[kind]
    marked = way in ("issue", "copy", "reprint", "preview")
    os.makedirs(folder)
    if marked:
        shutil.copy(logo, os.path.join(folder, "logo.png"))
    patients, visits = [], []
    for n in numbers:
        rng = random.Random(f"{seed} {n}")
        patients.append(person(n, language, rng))
        visits.append(visit(n, kind, rng))
    more = {"own": "accent = #7a1f2b\nnote = Please send reimbursement to the member."}.get(kind, "")
    if marked:
        more = "accent = #1f4e5f\nqr = yes"
    with open(os.path.join(folder, "superbill.ini"), "w", encoding="utf-8") as handle:
        handle.write(PRACTICE.format(
            template=template or "standard", more=more, logo="logo = logo.png" if marked else "",
            name="Praxis für Physiotherapie Łódź" if kind == "own" else "Cedar & Stone Therapy",
            provider="Zoë Đặng" if kind == "compact" else "Ana Rivera",
        ))
    with open(os.path.join(folder, "own.ini"), "w", encoding="utf-8") as handle:
        handle.write(own_template(standard))
    with open(os.path.join(folder, "patients.json"), "w", encoding="utf-8") as handle:
        json.dump({"patients": patients}, handle)
    with open(os.path.join(folder, "visits.ndjson"), "w", encoding="utf-8") as handle:
        for one in visits:
            handle.write(json.dumps(one) + "\n")
