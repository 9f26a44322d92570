"""Write a practice of any size that holds no error: generate.py FOLDER PATIENTS VISITS [october].

superbill.ini, patients.json, visits.ndjson.  Numbers follow from the row alone: the same
call writes the same bytes.  One visit a patient and week from January 2026 on; with the last
word one a day, all in October.  Every third is by the CMS rule.
"""

import json
import os
import sys
from datetime import date, timedelta

CONFIG = """[practice]
name = Cedar & Stone Physical Therapy
address1 = 1200 SE Morrison St ; Suite 4
city = Portland
state = OR
zip = 97214-2305
phone = 503-555-0100
npi = 1003000126
tax_id = 84-1234567
place_of_service = 11
timezone = America/Los_Angeles

[files]
patients = patients.json
visits = visits.ndjson

[billing]
unit_rule = ama
add_gp = yes

[document]
template = standard
accent = #1f4e5f
note = Please send reimbursement to the member.

[provider rivera]
name = Ana Rivera
credentials = PT, DPT, OCS
npi = 1234567893
license = OR PT-60123
taxonomy = 2251X0800X
signature = Ana Rivera, PT, DPT

[payer aetna]
name = Aetna
payer_id = 60054
unit_rule = ama
require_gp = no
filing_days = 365

[payer uhc]
name = UnitedHealthcare
payer_id = 87726
unit_rule = cms
require_gp = yes
filing_days = 365

[fees]
97161 = 185.00
97110 = 62.50
97112 = 62.50
97116 = 60.00
97140 = 65.00
97530 = 66.00
97535 = 60.00
"""
FIRST = ("Ana", "María", "Minh", "Łukasz", "John", "Olga", "Siobhán", "Björn", "Chloé", "Wei")
LAST = ("Núñez-O'Brien", "Nguyễn", "Żółtowski", "Smith", "Garcia", "Johnson", "Müller", "Lee")
PRICE = {"97110": 6250, "97112": 6250, "97116": 6000, "97140": 6500, "97530": 6600}
DIAGNOSES = (["M25.561", "M62.81"], ["S83.511D"], ["M54.50", "R26.89"], ["M25.511"], ["M54.2"])


def patient(row):
    return {
        "id": f"P-{row:06}",
        "name": {"first": FIRST[row % len(FIRST)], "last": LAST[row % len(LAST)]},
        "birth_date": str(date(1965, 1, 1) + timedelta(days=row * 17 % 14000)),
        "sex": "FMU"[row % 2],
        "address": {
            "line1": f"{100 + row % 900} Alder Ct",
            "city": "Portland",
            "state": "OR",
            "zip": f"97{200 + row % 90}",
        },
        "insurance": [
            {
                "payer": "uhc" if row % 3 == 0 else "aetna",
                "member_id": f"W{100000000 + row}",
                "group": f"00{80000 + row % 900}",
                "relationship": "self",
            }
        ],
    }


def visit(row, patients, october):
    who = row % patients
    day = date(2026, 1, 5) + timedelta(days=row // patients * 7 % 280)
    if october:
        day = date(2026, 10, 1) + timedelta(days=row // patients % 31)
    codes = ("97110", "97112", "97140", "97530", "97116")
    first, second = codes[row % 5], codes[(row + 1 + row // 5 % 3) % 5]
    if {first, second} == {"97140", "97530"} or {first, second} == {"97116", "97530"}:
        second = "97110"
    total = 2 * PRICE[first] + PRICE[second]
    return {
        "id": f"V-{row:07}",
        "patient": f"P-{who:06}",
        "provider": "rivera",
        "date": str(day),
        "diagnoses": DIAGNOSES[who % len(DIAGNOSES)],
        "onset_date": "2025-12-12",
        "services": [
            {"code": first, "minutes": 30, "modifiers": ["GP"]},
            {"code": second, "minutes": 15, "modifiers": ["GP"]},
        ],
        "payments": [
            {
                "date": str(day),
                "amount": f"{total // 100}.{total % 100:02}",
                "method": "hsa card",
                "reference": f"{row % 10000:04}",
            }
        ],
    }


def main(folder, patients, visits, october=False):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "superbill.ini"), "w", encoding="utf-8") as out:
        out.write(CONFIG)
    people = [patient(row) for row in range(patients)]
    with open(os.path.join(folder, "patients.json"), "w", encoding="utf-8") as out:
        json.dump(
            {"schema": "superbill.visits/1", "patients": people}, out, ensure_ascii=False, indent=1
        )
        out.write("\n")
    with open(os.path.join(folder, "visits.ndjson"), "w", encoding="utf-8") as out:
        for row in range(visits):
            out.write(json.dumps(visit(row, patients, october), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:] == ["october"])
