"""Kill -9 `issue` of 300 visits at random moments; prints TAP: kills.py COUNT [SEED].

After each kill `archive check` must be clean, numbers have no gap, no visit stand on two
superbills, and what lies under the name of a document be that document, whole.  Runs go on in
one folder until everything is issued; then every document lies in its folder as it is archived,
and nothing else is left.  Then a fresh folder, until COUNT runs were killed.
"""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

VISITS = 300
PATIENTS = 40


def environment():
    env = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="UTC")
    env["PATH"] = os.path.dirname(os.environ["SUPERBILL"]) + ":" + env["PATH"]
    return env


def superbill(folder, *argv):
    return subprocess.run(
        [os.environ["SUPERBILL"], *argv],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def make(base):
    superbill(os.path.dirname(base), "init", "-q", base)
    with open(os.path.join(base, "patients.json"), encoding="utf-8") as handle:
        patient = json.load(handle)["patients"][0]
    patients = [dict(patient, id=f"P-{n:03}") for n in range(PATIENTS)]
    with open(os.path.join(base, "patients.json"), "w", encoding="utf-8") as handle:
        json.dump({"patients": patients}, handle)
    with open(os.path.join(base, "visits.ndjson"), "w", encoding="utf-8") as handle:
        for n in range(VISITS):
            visit = {
                "id": f"V-{n:04}",
                "patient": f"P-{n % PATIENTS:03}",
                "date": f"2026-10-{1 + n // PATIENTS:02}",
                "diagnoses": ["M25.561"],
                "services": [{"code": "97110", "minutes": 24}, {"code": "97140", "minutes": 16}],
            }
            handle.write(json.dumps(visit) + "\n")


def proof(folder):
    done = superbill(folder, "archive", "check")
    if done.returncode:
        return f"archive check: {done.stdout.decode()}{done.stderr.decode()}"
    rows = json.loads(superbill(folder, "list", "--json").stdout)["superbills"]
    numbers = [int(row["number"][-6:]) for row in rows]
    if numbers != list(range(1, len(numbers) + 1)):
        return f"numbers {numbers[:5]}...{numbers[-5:]}"
    # no patient comes twice on a day
    visits = [(row["patient"], row["first_date"], row["last_date"]) for row in rows]
    if len(visits) != len(set(visits)):
        return "a visit stands on two superbills"
    return torn(folder, {row["number"] + ".pdf": row["sha256"] for row in rows})


def torn(folder, documents):
    """A file under the name of a document that is not that document, or None."""
    out = os.path.join(folder, "out")
    for name in os.listdir(out) if os.path.isdir(out) else ():
        if name.startswith(".sb-"):
            continue  # the next run takes it away
        with open(os.path.join(out, name), "rb") as handle:
            if hashlib.sha256(handle.read()).hexdigest() != documents.get(name):
                return f"{name} is torn, or was never issued"
    return None


def traces(folder):
    """What a killed run left behind, before anything mends it."""
    names = os.listdir(folder)
    out = os.path.join(folder, "out")
    files = os.listdir(out) if os.path.isdir(out) else []
    found = {
        "no archive": "archive.db" not in names,
        "a journal": "archive.db-journal" in names,
        "temporary files": any(name.startswith(".sb-") for name in names + files),
        "documents": any(name.endswith(".pdf") for name in files),
    }
    return [what for what, there in found.items() if there]


def whole(folder):
    rows = json.loads(superbill(folder, "list", "--json").stdout)["superbills"]
    if len(rows) != VISITS:
        return f"{len(rows)} superbills of {VISITS} visits"
    out = os.path.join(folder, "out")
    if sorted(os.listdir(out)) != sorted(row["number"] + ".pdf" for row in rows):
        return "the folder holds other files than were issued"
    for row in rows:
        with open(os.path.join(out, row["number"] + ".pdf"), "rb") as handle:
            if hashlib.sha256(handle.read()).hexdigest() != row["sha256"]:
                return f"{row['number']} differs from its file"
    kept = {"archive.db", "archive.head", "out", "patients.json", "superbill.ini", "visits.ndjson"}
    left = set(os.listdir(folder)) - kept
    return f"left over: {left}" if left else None


def killed(folder, after):
    """Start issuing; kill it after so long.  Whether it was killed."""
    with subprocess.Popen(
        [os.environ["SUPERBILL"], "issue", "-q"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as run:
        time.sleep(after)
        run.kill()
        return run.wait() == -9


def main(count, seed):
    rng = random.Random(seed)
    kills, wrongs, folders = 0, [], 0
    room = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kills-", dir=room) as work:
        base, now = os.path.join(work, "base"), os.path.join(work, "now")
        make(base)
        met = {}
        while kills < count and len(wrongs) < 5:
            # a whole run under the load of this moment says when a kill still meets one
            shutil.copytree(base, now)
            started = time.monotonic()
            superbill(now, "issue", "-q")
            length = time.monotonic() - started
            shutil.rmtree(now)
            shutil.copytree(base, now)
            folders += 1
            # half of them late: then it is committed, and the files get their names
            while kills < count and killed(
                now, length * rng.choice((rng.uniform(0, 1), rng.uniform(0.8, 1.2)))
            ):
                kills += 1
                for what in traces(now):
                    met[what] = met.get(what, 0) + 1
                wrong = proof(now)
                if wrong:
                    wrongs.append(f"kill {kills}: {wrong}")
                    break
            done = superbill(now, "issue", "-q")
            wrong = done.stderr.decode() if done.returncode not in (0, 1) else whole(now)
            if wrong:
                wrongs.append(f"folder {folders}: {wrong}")
            shutil.rmtree(now)
    print(f"{'not ' if wrongs else ''}ok 1 - {kills} kills in {folders} folders, seed {seed}")
    print("# met: " + ", ".join(f"{what} {met[what]}" for what in sorted(met)))
    for wrong in wrongs:
        print("# " + wrong.replace("\n", "\n# "))
    print("1..1")
    return 1 if wrongs else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20261120))
