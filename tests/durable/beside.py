"""A run of several transactions, and others that take numbers in between; prints TAP: beside.py SHIM.

The large run waits at a place that the shim names, where it holds no lock on the archive and its
workers are ahead of it; there the other runs, to its end.  No clock is asked: what is tried is the
same on each machine.  Then the large one goes on, or is killed where it waits, and is run again.

After each: both did all that they were asked for; numbers have no gap and none stands twice, no
visit stands on two superbills, each document lies in its folder as it is archived, `archive check`
is clean, and nothing else is left.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import kills

CHUNK = 512  # superbills of a transaction
LARGE, OTHER = 2 * CHUNK + 40, 24
PATIENTS = 80
# The head gets its name after each commit, then each document; then the next transaction begins.
BETWEEN = {
    "as the first is kept": 2,
    "half of the first delivered": 1 + CHUNK // 2,
    "the last of the first delivered": 1 + CHUNK,
    "the second delivered": 2 * (1 + CHUNK),
}
# What the others issue, of the large run's own visits or of theirs.
NEW = ["other.ndjson"]
FEW = ["other.ndjson", "--visit", f"V-{LARGE:04}"]
LATER = ["visits.ndjson", "--visit", f"V-{CHUNK + 100:04}"]
LAST = ["visits.ndjson", "--visit", f"V-{LARGE - 1:04}"]
# Where the large run waits, what others issue there, how many of it are new, whether it is killed.
CASES = [
    ("as the first is kept", FEW, 1, False),
    ("half of the first delivered", NEW, OTHER, False),
    ("half of the first delivered", NEW, OTHER, True),
    ("the last of the first delivered", LATER, 0, False),
    ("the last of the first delivered", LAST, 0, True),
    ("the second delivered", NEW, OTHER, False),
]


def make(base):
    """The visits of the large run, and those of the other in a file of their own."""
    kills.VISITS, kills.PATIENTS = LARGE + OTHER, PATIENTS
    kills.make(base)
    path = os.path.join(base, "visits.ndjson")
    with open(path, encoding="utf-8") as handle:
        lines = handle.readlines()
    for name, part in (("visits.ndjson", lines[:LARGE]), ("other.ndjson", lines[LARGE:])):
        with open(os.path.join(base, name), "w", encoding="utf-8") as handle:
            handle.writelines(part)


class Beside:
    """A large run in a folder, and what is done while it waits."""

    def __init__(self, folder, shim):
        self.folder, self.shim = folder, shim
        self.hit, self.gate = folder + "-hit", folder + "-gate"

    def start(self, place):
        env = dict(kills.environment(), LD_PRELOAD=self.shim, SB_FAULT=f"rename:{place}",
                   SB_FAULT_IN="0", SB_FAULT_HIT=self.hit, SB_FAULT_WAIT=self.gate)
        run = subprocess.Popen(
            [os.environ["SUPERBILL"], "issue", "-q", "-j", "2"], cwd=self.folder, env=env,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        while run.poll() is None and not os.path.exists(self.hit):
            time.sleep(0.002)
        return run

    def issue(self, what):
        return kills.superbill(self.folder, "issue", "-q", "-j", "2", *what)

    def dens(self):
        out = os.path.join(self.folder, "out")
        return sorted(name for name in os.listdir(out) if name.startswith(".sb-"))

    def ends(self, run, killed):
        """Let it go on, or not; what is wrong with how it ended, or None."""
        if killed:
            run.kill()
        else:
            with open(self.gate, "w", encoding="utf-8"):
                pass
        # of its workers too, who hold the other end
        said = run.communicate(timeout=120)[1].decode()
        if killed:
            again = self.issue(["visits.ndjson"])
            return None if again.returncode == 0 else f"again: {again.stderr.decode()}"
        return None if run.returncode == 0 else f"the large one: {run.returncode}: {said}"

    def whole(self, count):
        """What is wrong once all was issued, or None."""
        wrong = kills.proof(self.folder)
        if wrong:
            return wrong
        rows = json.loads(kills.superbill(self.folder, "list", "--json").stdout)["superbills"]
        out = os.path.join(self.folder, "out")
        if len(rows) != count:
            return f"{len(rows)} superbills of {count}"
        if sorted(os.listdir(out)) != sorted(row["number"] + ".pdf" for row in rows):
            return f"the folder holds other files than were issued: {self.dens()}"
        once_more = self.issue(["visits.ndjson", "other.ndjson"])
        left = len(json.loads(kills.superbill(self.folder, "list", "--json").stdout)["superbills"])
        rest = LARGE + OTHER - count
        if once_more.returncode or left != count + rest:
            return f"what was left over is not issued: {once_more.stderr.decode()}"
        return kills.proof(self.folder)


def beside(folder, shim, case):
    """What is wrong, or None."""
    where, what, new, killed = case
    place = Beside(folder, shim)
    run = place.start(BETWEEN[where])
    if run.poll() is not None:
        return f"it does not wait: {run.communicate()[1].decode()}"
    before = place.dens()
    done = place.issue(what)
    if done.returncode:
        wrong = f"the other: {done.returncode}: {done.stderr.decode()}"
    elif not before or place.dens() != before:
        wrong = f"what a living run has was swept: {before}, then {place.dens()}"
    else:
        wrong = None
    ended = place.ends(run, killed)
    return wrong or ended or place.whole(LARGE + new)


def main(shim):
    failed = 0
    room = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="beside-", dir=room) as work:
        base = os.path.join(work, "base")
        make(base)
        for count, case in enumerate(CASES, 1):
            now = os.path.join(work, "now")
            shutil.copytree(base, now)
            wrong = beside(now, shim, case)
            failed += wrong is not None
            then = "is killed there" if case[3] else "goes on"
            print(f"{'not ' if wrong else ''}ok {count} - {case[0]}, another issues "
                  f"{' '.join(case[1])}; the large run {then}", flush=True)
            if wrong:
                print("# " + wrong.replace("\n", "\n# "), flush=True)
            shutil.rmtree(now)
            for name in (now + "-hit", now + "-gate"):
                if os.path.exists(name):
                    os.unlink(name)
    print(f"1..{len(CASES)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
