"""Generated visits of three years: what their statements say adds up to what their superbills
say, to the cent, by date of payment and by date of service.  SB_SEED replays a run."""

import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

SUPERBILL = os.environ["SUPERBILL"]
SEED = int(os.environ.get("SB_SEED", "20261005"), 0)
PATIENTS, VISITS, YEARS = 5, 70, (2024, 2025, 2026)
ENV = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="America/Los_Angeles")
TODAY = datetime.date(2026, 11, 19)
count = failed = 0


def say(ok, name, why=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {name}")
    if not ok:
        print(f"# {why}")


def program(*argv):
    done = subprocess.run(os.environ.get("VALGRIND", "").split() + [SUPERBILL, *argv], env=ENV,
                          capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def cents(text):
    return round(float(text) * 100)


def money(amount):
    return f"{amount // 100}.{amount % 100:02d}"


def amount_in(text, amount):
    return f"${amount // 100:,}.{amount % 100:02d}" in text


def visit(chance, number):
    date = TODAY - datetime.timedelta(days=chance.randrange(1, 1000))
    if date.year < YEARS[0]:
        date = datetime.date(YEARS[0], 3, 1) + datetime.timedelta(days=number)
    services = [{"code": "97110", "minutes": chance.choice((15, 24, 30, 45))}]
    if chance.random() < 0.6:
        services.append({"code": "97140", "minutes": 15})
    if chance.random() < 0.2:
        services.append({"item": "Foam roller", "charge": "24.00"})
    one = {"id": f"V-{number}", "patient": f"P-{number % PATIENTS}", "provider": "hale",
           "date": str(date), "diagnoses": ["M25.561"], "services": services, "payments": []}
    for _ in range(chance.randrange(0, 4)):
        day = min(date + datetime.timedelta(days=chance.randrange(0, 300)), TODAY)
        one["payments"].append({"date": str(day), "amount": money(chance.randrange(100, 15000)),
                                "method": chance.choice(("card", "cash", "hsa card"))})
    if one["payments"] and chance.random() < 0.3:
        paid = one["payments"][-1]
        one["refunds"] = [{"date": str(TODAY), "method": "card", "reason": "returned",
                           "amount": money(chance.randrange(1, cents(paid["amount"]) + 1))}]
    return one


def practice(folder):
    status, _, why = program("init", folder)
    assert status == 0, why
    people = [{"id": f"P-{i}", "name": {"first": "Sam", "last": f"Number{chr(65 + i)}"},
               "birth_date": "1980-01-02",
               "address": {"line1": "1 A St", "city": "Portland", "state": "OR", "zip": "97202"}}
              for i in range(PATIENTS)]
    with open(os.path.join(folder, "patients.json"), "w", encoding="utf-8") as handle:
        json.dump({"patients": people}, handle)
    chance = random.Random(SEED)
    visits = [visit(chance, number) for number in range(VISITS)]
    with open(os.path.join(folder, "visits.ndjson"), "w", encoding="utf-8") as handle:
        handle.writelines(json.dumps(one) + "\n" for one in visits)
    return visits


def records(config, folder, by):
    """(year, patient) -> record of the statement, and the text of its pages."""
    found = {}
    for year in YEARS:
        status, out, why = program("year", str(year), "--by", by, "--json", "-o", folder,
                                   "--config", config)
        assert status == 0, why
        for document in json.loads(out)["documents"]:
            text = subprocess.run(["pdftotext", "-layout", document["file"], "-"],
                                  capture_output=True, check=True).stdout.decode()
            status, out, why = program("extract", document["file"])
            assert status == 0, why
            record = json.loads(out)
            found[year, document["patient"]] = record, text
            paid = record["received"] if by == "payment" else record["paid"]
            assert cents(document["paid"]) - cents(paid) == (
                0 if by == "payment" else cents(record.get("item_paid", "0.00"))), document
    return found


def total(found, key, patient=None):
    return sum(cents(record.get(key, "0.00")) for (_, who), (record, _) in found.items()
               if patient in (None, who))


def received_in(visits, year, patient):
    mine = [one for one in visits if one["patient"] == patient]
    return sum(sign * cents(p["amount"]) for one in mine
               for key, sign in (("payments", 1), ("refunds", -1)) for p in one.get(key, ())
               if p["date"].startswith(str(year)))


def main():
    with tempfile.TemporaryDirectory(prefix="superbill-year-") as work:
        folder = os.path.join(work, "clinic")
        visits = practice(folder)
        config = os.path.join(folder, "superbill.ini")
        status, out, why = program("issue", "--json", "--config", config, "-o",
                                   os.path.join(work, "out"))
        assert status == 0, why
        issued = json.loads(out)["documents"]
        print(f"# seed {SEED}: {len(issued)} superbills")
        service = records(config, os.path.join(work, "service"), "service")
        payment = records(config, os.path.join(work, "payment"), "payment")
        for patient in sorted({one["patient"] for one in visits}):
            for key in ("charges", "paid", "balance"):
                owed = sum(cents(d[key]) for d in issued if d["patient"] == patient)
                said = total(service, key, patient)
                say(owed == said, f"{patient}: {key} by service are the superbills'",
                    f"{owed} and {said}")
            paid = sum(cents(d["paid"]) for d in issued if d["patient"] == patient)
            said = total(payment, "paid", patient)
            say(paid == said, f"{patient}: what was paid for care, by year of payment",
                f"{paid} and {said}")
            for year in YEARS:
                record, text = payment.get((year, patient), ({"received": "0.00"}, "$0.00"))
                due = received_in(visits, year, patient)
                say(due == cents(record["received"]) and (due < 0 or amount_in(text, due)),
                    f"{patient}: received in {year}, in the record and on the page",
                    f"{due} and {record['received']}")
        items = sum(cents(s["charge"]) for one in visits for s in one["services"] if "item" in s)
        say(items == total(service, "item_charges"), "what is not care is told apart",
            f"{items} and {total(service, 'item_charges')}")
        lines = sum(len(record["lines"]) for record, _ in service.values())
        care = sum("code" in s for one in visits for s in one["services"])
        say(lines == care, "each service stands on one statement", f"{care} and {lines}")
    print(f"1..{count}")
    sys.exit(failed > 0)


main()
