"""Fail, then kill, what issues at every call that writes or reads; prints TAP: archive.py SHIM.

With SB_FAULT_ALL set it is every place of every case, by as many workers as there are processors
(SB_FAULT_JOBS); else two cases and a part of the places, as `make check` does.

After each disturbance the promise is proven, whatever the moment:

  - `archive check` is clean, or there is no archive yet;
  - a run that ended with 0 did all, one that failed said why, with the right status;
  - the next `issue` (or `month`, whose folder is then that of a clean run, byte for byte) ends
    with 0, and then every visit stands on exactly one superbill, the
    numbers have no gap, every document lies in its folder as it is archived, and nothing else
    is left: no temporary file, no journal.

What follows from a folder depends on its bytes alone: one that was left as an earlier disturbance
left it was proven then, and is not proven again.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

STATUS = {
    "write": (4,),
    "pwrite": (4,),
    "truncate": (4,),
    "read": (3, 4, 5),
    "pread": (3, 4, 5),
    "lock": (5,),
    "fsync": (4,),
    "rename": (4,),
    "unlink": (4,),
    "open": (4,),
    "close": (3, 4),
    "mkdir": (4,),
    "malloc": (70,),
}
KILLING = ("write", "pwrite", "truncate", "fsync", "rename", "unlink", "open", "close", "mkdir")
ALL = "SB_FAULT_ALL" in os.environ
JOBS = int(os.environ.get("SB_FAULT_JOBS") or (os.cpu_count() if ALL else 1))
# Not all of them: beyond so many places the steps grow.
EVERY, GROW = 8, 3
QUICK = ("first issue", "correct", "month")
SHOWN = 6
TEMPORARY = re.compile(r"^\.sb-[0-9a-f]+\.tmp$")

CASES = {
    "first issue": ("", ["issue"]),
    "one more": (
        "superbill issue -q; superbill add -q --patient P-1001 --dx M25.561 97110:30 "
        "--date 2026-11-16 --paid full --method card",
        ["issue"],
    ),
    "correct": (
        "superbill issue -q; sed -i '1s/\"minutes\": 24/\"minutes\": 38/' visits.ndjson",
        ["correct", "EXAMPLE-SB-2026-000001", "--reason", "minutes"],
    ),
    "void": (
        "superbill issue -q",
        ["void", "EXAMPLE-SB-2026-000002", "--reason", "never took place"],
    ),
    # one superbill is there already: it is brought, the others are issued, then the books
    "month": (
        "superbill issue -q --visit $(grep -o 'V-[0-9]*-[0-9]*' visits.ndjson | head -n 1)",
        ["month", "2026-11", "--so-far", "--split-codes", "-j", "0"],
    ),
}


def state(folder):
    """All that a folder holds; the names of temporary files are chance."""
    found = hashlib.sha256()
    for base, names, files in os.walk(folder):
        names.sort()
        for name in sorted(names + files, key=lambda name: TEMPORARY.sub(".", name)):
            path = os.path.join(base, name)
            found.update(f"{TEMPORARY.sub('.', name)} {os.stat(path).st_mode}\n".encode())
            if name in files:
                with open(path, "rb") as handle:
                    found.update(hashlib.sha256(handle.read()).digest())
    return found.digest()


def prepare(work, setup):
    """A practice folder, to be copied for each run."""
    script = "superbill init -q base && cd base && { " + (setup or "true") + "; }"
    env = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="UTC")
    env["PATH"] = os.path.dirname(os.environ["SUPERBILL"]) + ":" + env["PATH"]
    subprocess.run(["bash", "-c", script], cwd=work, env=env, check=True, capture_output=True)
    return os.path.join(work, "base")


class Place:
    """A copy of the practice folder, in which one run after the other is disturbed."""

    statuses = STATUS
    orders = {}  # of every disturbance

    def __init__(self, base, number, shim, command):
        self.base, self.shim, self.command = base, shim, command
        self.now = f"{base}-{number}"
        self.mark = f"{self.now}-hit"
        self.first = None  # the state of a fresh copy
        self.proven = {}  # what was wrong with what followed from a state
        self.clean = None  # what a month leaves that nothing disturbs
        if command[0] == "month":
            self.keep_clean()

    def keep_clean(self):
        self.fresh()
        self.call(self.command)
        self.clean = self.tree()

    def fresh(self):
        if os.path.exists(self.mark):
            os.unlink(self.mark)
        if self.first is not None and state(self.now) == self.first:
            return
        shutil.rmtree(self.now, ignore_errors=True)
        shutil.copytree(self.base, self.now)
        self.first = state(self.now)

    def call(self, argv, **orders):
        env = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="UTC", **orders)
        if orders:
            env["LD_PRELOAD"] = self.shim
        return subprocess.run(
            [os.environ["SUPERBILL"], *argv],
            cwd=self.now,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )

    def tree(self):
        """What the folder holds, each file by its hash, but for the database's own bytes; of the
        head its first line, behind which stands what the last run has delivered."""
        found = {}
        for base, folders, names in os.walk(self.now):
            found.update((os.path.relpath(os.path.join(base, name), self.now), "folder")
                         for name in folders)
            for name in names:
                path = os.path.join(base, name)
                with open(path, "rb") as handle:
                    bytes_ = handle.readline() if name == "archive.head" else handle.read()
                found[os.path.relpath(path, self.now)] = (
                    name == "archive.db" or hashlib.sha256(bytes_).hexdigest()
                )
        return found

    def whole_month(self):
        """What differs from a run that nothing disturbed, or None."""
        # a spool file that could not be removed goes with the next run
        now = {name: what for name, what in self.tree().items() if "/.sb-" not in name}
        wrong = sorted(
            name for name in {*now, *self.clean} if now.get(name) != self.clean.get(name)
        )
        return f"other than a clean run: {wrong}" if wrong else None

    def listed(self):
        return json.loads(self.call(["list", "--json"]).stdout)["superbills"]

    def whole(self):
        """What is wrong with the folder once everything was issued, or None."""
        if self.clean is not None:
            return self.whole_month()
        rows = self.listed()
        numbers = [int(row["number"][-6:]) for row in rows]
        if numbers != list(range(1, len(numbers) + 1)):
            return f"numbers {numbers}"
        for row in rows:
            path = os.path.join(self.now, "out", row["number"] + ".pdf")
            if not os.path.exists(path):
                # what was superseded or void before it was delivered is not delivered
                if row["state"] == "issued":
                    return f"{row['number']} has no file"
                continue
            with open(path, "rb") as handle:
                if hashlib.sha256(handle.read()).hexdigest() != row["sha256"]:
                    return f"{row['number']} differs from its file"
        with open(os.path.join(self.now, "visits.ndjson"), encoding="utf-8") as handle:
            visits = [json.loads(line)["id"] for line in handle if line.strip()]
        standing = [row for row in rows if row["state"] == "issued"]
        void = [row for row in rows if row["state"] == "void"]
        if len(standing) + len(void) != len(visits):
            return f"{len(visits)} visits stand on {len(standing)} superbills"
        allowed = {"archive.db", "archive.head", "out", "patients.json", "superbill.ini"}
        left = set(os.listdir(self.now)) - allowed - {"visits.ndjson"}
        left |= {
            name
            for name in os.listdir(os.path.join(self.now, "out"))
            if not name.startswith("EXAMPLE-SB-2026-")
        }
        return f"left over: {left}" if left else None

    def proof(self, when):
        done = self.call(["archive", "check"])
        if done.returncode:
            return f"archive check {when}: {done.stdout.decode()}{done.stderr.decode()}"
        return None

    def told(self, done, kind):
        """What is wrong with how a run that was not killed ended, or None."""
        if done.returncode not in (0, *self.statuses[kind]):
            return f"status {done.returncode}: {done.stderr.decode()}"
        if done.returncode and not done.stderr.strip():
            return "failed without a word"
        return None

    def follow(self, ended_well):
        """What is wrong with the folder, and with what the next runs make of it, or None."""
        wrong = self.proof("after")
        if wrong:
            return wrong
        if ended_well and self.whole():
            return f"status 0, yet {self.whole()}"
        if self.command[0] not in ("issue", "month"):
            again = self.call(self.command)
            if again.returncode not in (0, 1):
                return f"again: {again.returncode}: {again.stderr.decode()}"
        after = self.call(self.command if self.clean is not None else ["issue"])
        if after.returncode:
            return f"the next run: {after.returncode}: {after.stderr.decode()}"
        left = [name for name in self.tree() if "/.sb-" in name]
        return self.proof("at the end") or self.whole() or (f"left: {left}" if left else None)

    def step(self, n):
        """From one place to the next that is tried."""
        return JOBS if ALL or n < EVERY else n // GROW

    def judge(self, done, kind, killed):
        wrong = None if killed else self.told(done, kind)
        if wrong:
            return wrong
        left = (state(self.now), done.returncode == 0)
        if left not in self.proven:
            self.proven[left] = self.follow(done.returncode == 0)
        return self.proven[left]

    def disturb(self, kind, killed, n):
        """Whether the run came to its n-th place; and what is wrong then, or None."""
        self.fresh()
        orders = {**self.orders, "SB_FAULT": f"{kind}:{n}", "SB_FAULT_HIT": self.mark}
        if killed:
            orders["SB_FAULT_KILL"] = "1"
        try:
            # the output ends when the last process does that was forked
            done = self.call(self.command, **orders)
        except subprocess.TimeoutExpired:
            return True, "it does not end"
        if not os.path.exists(self.mark):
            return False, None
        return True, self.judge(done, kind, killed)


def walk(place, kind, killed, first):
    """The places from first on, as far apart as they are to be."""
    n, places, wrongs = first, 0, []
    while True:
        reached, wrong = place.disturb(kind, killed, n)
        if not reached:
            return places, wrongs
        places += 1
        if wrong:
            wrongs.append(f"{kind} {n}: {wrong}")
        n += place.step(n)


def main(shim):
    count = failed = 0
    for name, (setup, command) in CASES.items():
        if not ALL and name not in QUICK:
            continue
        room = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="fault-", dir=room) as work:
            base = prepare(work, setup)
            places = [Place(base, number, shim, command) for number in range(JOBS)]
            for kind, killed in ((k, dies) for k in STATUS for dies in (False, True)):
                if killed and kind not in KILLING:
                    continue
                with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
                    told = list(pool.map(walk, places, [kind] * JOBS, [killed] * JOBS,
                                         range(1, JOBS + 1)))
                reached = sum(reached for reached, _ in told)
                wrongs = [wrong for _, wrongs in told for wrong in wrongs]
                if not reached:
                    continue
                count += 1
                failed += bool(wrongs)
                what = "killed at" if killed else "fails:"
                ok = "not ok" if wrongs else "ok"
                print(f"{ok} {count} - {name}, {what} {kind}, {reached} places", flush=True)
                for wrong in wrongs[:SHOWN]:
                    print("# " + wrong.replace("\n", "\n# "), flush=True)
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
