"""A month of N visits, at least one in a hundred broken in every way; prints TAP: month.py N.

The good ones must be issued, the broken ones named, all totals be those of a computation of its
own; bytes must not depend on the number of workers, nor on how often a run was killed.
"""

import csv
import glob
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

TOP = os.environ.get("SB_TOP", os.getcwd())
PROGRAM = os.environ.get("SUPERBILL", os.path.join(TOP, "build", "superbill"))
FINDINGS = os.path.join(TOP, "tests", "findings")
MONTH = "2026-10"
FEES = {"97110": "61.35", "97112": "58.00", "97140": "65.10"}
CODES = sorted(FEES)
DIAGNOSES = ("M25.561", "M62.81", "M54.50", "M25.511", "R26.89", "M54.2", "M25.562", "M79.641",
             "M79.651", "M79.661", "M25.521", "M25.531", "M25.571", "M25.551", "M70.61")


def program(folder, *argv, check=None):
    env = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="UTC")
    done = subprocess.run([*os.environ.get("VALGRIND", "").split(), PROGRAM, *argv], cwd=folder,
                          env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if check is not None and done.returncode != check:
        raise AssertionError(f"{argv}: exit {done.returncode}\n{done.stderr.decode()[-2000:]}")
    return done


def good_visit(rng, n, patients):
    """A sound visit and what it comes to, in exact decimals."""
    day = rng.randrange(1, 32)
    month = "2026-10" if rng.random() < 0.9 else "2026-09"
    date = f"{month}-{min(day, 30):02}"
    codes = rng.sample(CODES, rng.randrange(1, 3))
    services, charges = [], Decimal(0)
    for code in codes:
        units = rng.randrange(1, 4)
        services.append({"code": code, "minutes": 15 * units})
        charges += units * Decimal(FEES[code])
    visit = {
        "id": f"V-{n:06}",
        "patient": f"G-{rng.randrange(patients):05}",
        "provider": "lee" if rng.random() < 0.2 else "rivera",
        "date": date,
        "diagnoses": rng.sample(DIAGNOSES, rng.randrange(1, 4)),
        "services": services,
    }
    adjustment = Decimal(rng.randrange(0, 2000)) / 100 if rng.random() < 0.2 else Decimal(0)
    if adjustment:
        visit["adjustments"] = [{"date": date, "amount": str(adjustment), "reason": "discount",
                                 "service": 1}]
    due = charges - adjustment
    paid = due if rng.random() < 0.7 else (due * rng.randrange(0, 100) / 100).quantize(Decimal("0.01"))
    payments = paid
    if rng.random() < 0.05:
        services.append({"item": "Foam roller", "charge": "24.00"})
        payments = paid + (Decimal("24.00") if paid == due else 0)
    if payments:
        visit["payments"] = [{"date": date, "amount": str(payments), "method": "card"}]
    return visit, (charges, adjustment, paid, charges - adjustment - paid)


def broken_ways():
    """Reproducers of one visit that refuse it: rule, text of its line."""
    for folder in sorted(glob.glob(os.path.join(FINDINGS, "*", ""))):
        names = os.listdir(folder)
        if sorted(names) != ["bad.ndjson", "expect", "good.ndjson"]:
            continue
        with open(os.path.join(folder, "bad.ndjson"), "rb") as handle:
            lines = [line for line in handle.read().split(b"\n") if line.strip()]
        with open(os.path.join(folder, "expect"), encoding="utf-8") as handle:
            if len(lines) == 1 and ": error: " in handle.read():
                yield os.path.basename(os.path.dirname(folder)), lines[0]


def broken_visit(rule, line, n, people, clones):
    """The line with an id and a patient of its own, where it can be read at all."""
    twice = []

    def members(pairs):
        twice.extend([len(pairs)] * (len(dict(pairs)) < len(pairs)))
        return dict(pairs)

    try:
        visit = json.loads(line, object_pairs_hook=members)
    except ValueError:
        return line, None
    if not isinstance(visit, dict) or twice or rule.startswith("json-"):
        return line, None
    if isinstance(visit.get("id"), str) and visit["id"].startswith("V-"):
        visit["id"] = f"B-{n:04}"
    if isinstance(visit.get("patient"), str) and visit["patient"] in people:
        clones.append(dict(people[visit["patient"]], id=f"C-{n:04}"))
        visit["patient"] = f"C-{n:04}"
    return json.dumps(visit).encode(), visit.get("id")


class Month:
    """A practice folder, and what its October must come to."""

    def __init__(self, folder, count, patients, seed):
        rng = random.Random(seed)
        os.makedirs(folder)
        with open(os.path.join(FINDINGS, "config.ini"), encoding="utf-8") as handle:
            config = handle.read()
        head, fees = config.split("[fees]")
        fees = "".join(f"{code} = {price}\n" for code, price in FEES.items()) + "".join(
            line + "\n" for line in fees.splitlines() if line.split(" ")[0] not in FEES)
        with open(os.path.join(folder, "superbill.ini"), "w", encoding="utf-8") as handle:
            handle.write(head + "[files]\npatients = patients.json\nvisits = visits.ndjson\n"
                         "[fees]\n" + fees)
        with open(os.path.join(FINDINGS, "patients.json"), encoding="utf-8") as handle:
            people = {p["id"]: p for p in json.load(handle)["patients"]}
        held = list(people.values())
        self.sums = [Decimal(0)] * 4
        self.visits, self.groups, self.broken = set(), set(), []
        lines, days = [], set()
        for n in range(count):
            while True:
                visit, sums = good_visit(rng, n, patients)
                day = (visit["patient"], visit["date"])  # two of one day may repeat a service
                if day not in days:
                    break
            days.add(day)
            lines.append(json.dumps(visit).encode())
            if visit["date"].startswith(MONTH):
                self.visits.add(visit["id"])
                self.groups.add((visit["patient"], visit["provider"]))
                self.sums = [a + b for a, b in zip(self.sums, sums)]
        ways, n = list(broken_ways()), 0
        while n < max(len(ways), count // 100):
            rule, line = ways[n % len(ways)]
            text, name = broken_visit(rule, line, n, people, held)
            day = re.search(rb'"date": "(20\d\d-\d\d)-(?:[0-2]\d|30)"', text)
            other = day is not None and day.group(1).decode() != MONTH
            if (name is not None or n < len(ways)) and not other:
                self.broken.append((rule, name))
                lines.insert(rng.randrange(len(lines) + 1), text)
            n += 1
        held += [{"id": f"G-{n:05}", "name": {"first": "Ana", "last": f"Núñez{'abcdefghij'[n % 10]}"},
                  "birth_date": "1984-03-09",
                  "address": {"line1": f"{n} Alder Ct", "city": "Portland", "state": "OR", "zip": "97202"},
                  **({} if n % 3 == 0 else {"insurance": [
                      {"payer": "plain" if n % 3 == 1 else "pooled", "member_id": f"W{n:08}"}]})}
                 for n in range(patients)]
        with open(os.path.join(folder, "patients.json"), "w", encoding="utf-8") as handle:
            json.dump({"patients": held}, handle)
        with open(os.path.join(folder, "visits.ndjson"), "wb") as handle:
            handle.write(b"\n".join(lines) + b"\n")


def prints(folder):
    """Every file of the month's folder by its hash, and the chain's end: the head's first line."""
    out = {}
    for path in sorted(glob.glob(os.path.join(folder, "out", MONTH, "*"))) + [os.path.join(folder, "archive.head")]:
        with open(path, "rb") as handle:
            bytes_ = handle.readline() if path.endswith(".head") else handle.read()
            out[os.path.basename(path)] = hashlib.sha256(bytes_).hexdigest()
    return out


def rows(folder, name):
    with open(os.path.join(folder, "out", MONTH, name), encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def totals(month, folder):
    done = program(folder, "month", MONTH, "--json", check=1)
    run = json.loads(done.stdout)
    issued = [visit for document in run["documents"] for visit in document["visits"]]
    assert len(issued) == len(set(issued)), "a visit stands on two superbills"
    extra = set(issued) - month.visits
    of = [(rule, name) for rule, name in month.broken if name in extra] or sorted(extra)[:5]
    assert not extra, f"issued though broken or of another month: {of}"
    missing = month.visits - set(issued)
    assert not missing, f"sound, and not issued: {sorted(missing)[:5]}"
    keys = ("charges", "adjustments", "paid", "balance")
    assert [Decimal(run["summary"][key]) for key in keys] == month.sums, (run["summary"], month.sums)
    assert run["summary"]["month"]["proven"] is True, "not proven"
    people = {document["patient"] for document in run["documents"]}
    assert people == {patient for patient, _ in month.groups}, "people"
    manifest = rows(folder, "manifest.csv")
    assert [sum(Decimal(row[key]) for row in manifest) for key in keys] == month.sums, "manifest"
    assert {(row["patient_id"], row["provider"]) for row in manifest} == month.groups, "groups"
    for row in manifest:
        with open(os.path.join(folder, "out", MONTH, row["number"] + ".pdf"), "rb") as handle:
            assert hashlib.sha256(handle.read()).hexdigest() == row["sha256"], row["number"]
    pdfs = glob.glob(os.path.join(folder, "out", MONTH, "*.pdf"))
    assert len(pdfs) == len(manifest) == run["summary"]["documents"], "documents"


def broken(month, folder):
    named = {(row["rule"], row["visit"]) for row in rows(folder, "exceptions.csv")
             if row["severity"] == "error"}
    by_rule = {rule for rule, _ in named}
    for rule, visit in month.broken:
        if visit is None or not visit.startswith("B-"):
            assert rule in by_rule, f"{rule} is not named"
        else:
            assert (rule, visit) in named, f"{visit} is not named for {rule}"


def again(folder):
    before = prints(folder)
    done = program(folder, "month", MONTH, check=1)
    assert b"documents                 0" in done.stdout, done.stdout[:300]
    assert prints(folder) == before, "the second run changed something"
    assert program(folder, "archive", "check").returncode == 0, "archive check"


def copy_of(base, work, name):
    folder = os.path.join(work, name)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder)
    return folder


def workers(base, work, want):
    for jobs in ("0", "1", "2", "7"):
        folder = copy_of(base, work, "jobs")
        program(folder, "month", MONTH, "-q", "-j", jobs, check=1)
        assert prints(folder) == want, f"-j{jobs} makes other bytes"


def start(folder, *argv):
    env = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="UTC")
    return subprocess.Popen([PROGRAM, "month", MONTH, "-q", *argv], cwd=folder, env=env,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def kills(base, work, want, length, rng):
    """Killed again and again in one folder, until a run ends by itself."""
    killed = 0
    for folder_number in range(3):
        folder = copy_of(base, work, "kill")
        for attempt in range(6):
            with start(folder, "-j", "2") as run:
                try:
                    run.communicate(timeout=rng.uniform(0.2, length * 1.1))
                    break
                except subprocess.TimeoutExpired:
                    run.kill()
                    run.communicate()
                    killed += 1
            proof = program(folder, "archive", "check")
            assert proof.returncode == 0, f"kill {killed}: {proof.stdout.decode()}"
        program(folder, "month", MONTH, "-q", check=1)
        assert prints(folder) == want, f"folder {folder_number} differs after {killed} kills"
        left = [name for name in os.listdir(folder) + os.listdir(os.path.join(folder, "out", MONTH))
                if name.startswith(".sb-")]
        assert not left, f"left over: {left}"
    return killed


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as handle:
            return [int(word) for word in handle.read().split()]
    except OSError:
        return []


def dead_worker(base, work, want):
    """One worker is killed: its chunk is rolled back, exit 70, the next run does the rest."""
    for _ in range(5):
        folder = copy_of(base, work, "worker")
        with start(folder, "-j", "2") as run:
            deadline = time.monotonic() + 120
            while run.poll() is None and not children(run.pid) and time.monotonic() < deadline:
                time.sleep(0.001)
            for child in children(run.pid)[:1]:
                os.kill(child, signal.SIGKILL)
            err = run.communicate()[1].decode()
        if run.returncode == 1:  # it was done already
            continue
        assert run.returncode == 70, (run.returncode, err[-300:])
        assert "a worker process was ended by signal 9" in err, err[-300:]
        assert program(folder, "archive", "check").returncode == 0, "archive check"
        program(folder, "month", MONTH, "-q", check=1)
        assert prints(folder) == want, "the next run makes other bytes"
        return
    raise AssertionError("no worker could be killed in time")


def main(count):
    seed = int(os.environ.get("SB_SEED", "20261031"))
    failed = 0
    work = tempfile.mkdtemp(prefix="month-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    try:
        base = os.path.join(work, "base")
        month = Month(base, count, max(8, count * 7 // 10), seed)
        first = copy_of(base, work, "first")
        started = time.monotonic()
        tests = [
            (f"{count} visits: the sound ones are issued, totals to the cent", lambda: totals(month, first)),
            (f"{len(month.broken)} broken ones are named", lambda: broken(month, first)),
            ("the second run changes nothing", lambda: again(first)),
            ("the same bytes for 0, 1, 2 and 7 workers", lambda: workers(base, work, prints(first))),
        ]
        if not os.environ.get("VALGRIND"):
            tests += [
                ("kills, and a run that ends, are one clean run",
                 lambda: kills(base, work, prints(first), length, random.Random(seed))),
                ("a dead worker's chunk is undone", lambda: dead_worker(base, work, prints(first))),
            ]
        length = 0.0
        for number, (name, test) in enumerate(tests, 1):
            try:
                test()
                print(f"ok {number} - {name}")
            except AssertionError as wrong:
                failed += 1
                print(f"not ok {number} - {name}, seed {seed}")
                print("# " + str(wrong).replace("\n", "\n# "))
            length = length or time.monotonic() - started
        print(f"1..{len(tests)}")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
