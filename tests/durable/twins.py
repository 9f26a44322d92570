"""Two runs in one moment that have the same visits, under the same ids or under others; prints TAP:
twins.py SHIM.

The first run has read and judged its visits, and stands before it locks the archive (the shim holds
it where it makes its folder); there the second issues what it has, to its end.  Then the first goes
on.  No clock is asked.

Each visit is issued once: what the second was faster with is left alone where it has the same id,
and refused as its double where it has another one, in the words that a later run has for it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import kills

VISITS = 12
COMMON = 5  # of these are in the other file, too
DOUBLE = "already, as visit"
WRONG = "EXAMPLE-SB-2026-000001"  # of the one visit of wrong.ndjson, whose day is wrong
# What the first run is, the file of the second, how the first ends, what it says and its superbills.
CASES = [
    ("issue -q -j 1 visits.ndjson", "same.ndjson", 0, 0, VISITS),
    ("issue -q -j 2 visits.ndjson", "same.ndjson", 0, 0, VISITS),
    ("issue -q -j 1 visits.ndjson", "other.ndjson", 1, 2 * COMMON, VISITS),
    ("issue -q -j 2 visits.ndjson", "other.ndjson", 1, 2 * COMMON, VISITS),
    ("issue -q --visit V-0002 visits.ndjson", "other.ndjson", 1, 2, COMMON),
    ("issue -q -j 1 visits.ndjson", "second.ndjson", 0, 0, VISITS + 1),
    # of a month's superbill the other visits wait for the next run
    ("month -q 2026-10 visits.ndjson", "other.ndjson", 1, 2 * COMMON, COMMON + 1),
    # what is corrected becomes the double of what is issued meanwhile
    (f"correct -q {WRONG} --from right.ndjson --reason day -o fresh", "other.ndjson", 1, 2,
     1 + COMMON),
]


def make(base):
    """Visits of patients of their own; some again in a file with their ids, and with others."""
    kills.VISITS, kills.PATIENTS = VISITS, VISITS // 2
    kills.make(base)
    with open(os.path.join(base, "visits.ndjson"), encoding="utf-8") as handle:
        lines = [json.loads(line) for line in handle]
    same = lines[:COMMON]
    other = [dict(line, id="X" + line["id"]) for line in same]
    # told apart: a second session of the day
    second = [dict(other[0], services=[{"code": "97110", "minutes": 24, "modifiers": ["76"]}])]
    right = [dict(same[0], id="Y")]
    astray = [dict(right[0], date="2026-10-20")]
    for name, part in (("same", same), ("other", other), ("second", second), ("right", right),
                       ("wrong", astray)):
        with open(os.path.join(base, name + ".ndjson"), "w", encoding="utf-8") as handle:
            handle.writelines(json.dumps(line) + "\n" for line in part)


def together(folder, shim, first, second):
    """Both runs; the first, ended, and what it said."""
    hit, gate = folder + "-hit", folder + "-gate"
    env = dict(kills.environment(), LD_PRELOAD=shim, SB_FAULT="mkdir:1", SB_FAULT_IN="0",
               SB_FAULT_HIT=hit, SB_FAULT_WAIT=gate)
    with subprocess.Popen(
        [os.environ["SUPERBILL"], *first.split()], cwd=folder, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as run:
        while run.poll() is None and not os.path.exists(hit):
            time.sleep(0.002)
        waits = run.poll() is None
        done = kills.superbill(folder, "issue", "-q", "-o", "elsewhere", second)
        with open(gate, "w", encoding="utf-8"):
            pass
        said = run.communicate(timeout=120)[1].decode()
    for name in (hit, gate):
        if os.path.exists(name):
            os.unlink(name)
    return waits, done, run.returncode, said


def wrong(folder, shim, case):
    """What is wrong, or None."""
    first, second, status, doubles, count = case
    if first.startswith("correct"):
        kills.superbill(folder, "issue", "-q", "wrong.ndjson")
    waits, done, ended, said = together(folder, shim, first, second)
    if not waits or done.returncode:
        return f"they do not meet: {done.stderr.decode()}"
    rows = json.loads(kills.superbill(folder, "list", "--json").stdout)["superbills"]
    if len(rows) != count:
        return f"{len(rows)} superbills, not {count}: {said}"
    if ended != status or said.count(DOUBLE) != doubles:
        return f"it ended with {ended}: {said}"
    check = kills.superbill(folder, "archive", "check")
    if check.returncode:
        return f"archive check: {check.stdout.decode()}{check.stderr.decode()}"
    # a later run says the same of what was refused, and issues what waited
    again = kills.superbill(folder, *first.split())
    later = again.stderr.decode()
    if again.returncode != status or later.count(DOUBLE) != doubles:
        return f"a later run ended with {again.returncode}: {later}"
    return None


def main(shim):
    failed = 0
    with tempfile.TemporaryDirectory(prefix="twins-") as work:
        base = os.path.join(work, "base")
        make(base)
        for count, case in enumerate(CASES, 1):
            now = os.path.join(work, "now")
            shutil.copytree(base, now)
            fault = wrong(now, shim, case)
            failed += fault is not None
            print(f"{'not ' if fault else ''}ok {count} - {case[0]}; meanwhile {case[1]} is issued",
                  flush=True)
            if fault:
                print("# " + fault.replace("\n", "\n# "), flush=True)
            shutil.rmtree(now)
    print(f"1..{len(CASES)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
