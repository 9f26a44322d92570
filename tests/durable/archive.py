"""Fail, then kill, what issues at every call that writes or reads; prints TAP: archive.py SHIM.

With SB_FAULT_ALL set every case runs, and nearly every place; else two cases and a part of
the places, as `make check` does.

After each disturbance the promise is proven, whatever the moment:

  - `archive check` is clean, or there is no archive yet;
  - a run that ended with 0 did all, one that failed said why, with the right status;
  - the next `issue` ends with 0, and then every visit stands on exactly one superbill, the
    numbers have no gap, every document lies in its folder as it is archived, and nothing else
    is left: no temporary file, no journal.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

STATUS = {
    "write": (4,),
    "pwrite": (4,),
    "truncate": (4,),
    "pread": (3, 4, 5),
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
# Beyond so many places the steps grow; with all of them only where there are thousands.
EVERY = {"malloc": 300, "pread": 300} if ALL else {}
REST = sys.maxsize if ALL else 8
GROW = 10 if ALL else 3
QUICK = ("first issue", "correct")
SHOWN = 6

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
}


class Place:
    """A practice folder that is made once and copied for each run."""

    def __init__(self, work, shim, setup, command):
        self.work, self.shim, self.command = work, shim, command
        self.base = os.path.join(work, "base")
        self.now = os.path.join(work, "now")
        self.mark = os.path.join(work, "hit")
        script = "superbill init -q base && cd base && { " + (setup or "true") + "; }"
        env = self.environment()
        env["PATH"] = os.path.dirname(os.environ["SUPERBILL"]) + ":" + env["PATH"]
        subprocess.run(["bash", "-c", script], cwd=work, env=env, check=True, capture_output=True)

    def environment(self):
        return dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="UTC")

    def fresh(self):
        shutil.rmtree(self.now, ignore_errors=True)
        shutil.copytree(self.base, self.now)
        if os.path.exists(self.mark):
            os.unlink(self.mark)

    def call(self, argv, **orders):
        env = dict(self.environment(), **orders)
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

    def listed(self):
        return json.loads(self.call(["list", "--json"]).stdout)["superbills"]

    def whole(self):
        """What is wrong with the folder once everything was issued, or None."""
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

    def judge(self, done, kind, killed):
        wrong = self.proof("after")
        if wrong:
            return wrong
        if not killed and done.returncode not in (0, *STATUS[kind]):
            return f"status {done.returncode}: {done.stderr.decode()}"
        if not killed and done.returncode and not done.stderr.strip():
            return "failed without a word"
        if done.returncode == 0 and self.whole():
            return f"status 0, yet {self.whole()}"
        if self.command[0] != "issue":
            again = self.call(self.command)
            if again.returncode not in (0, 1):
                return f"again: {again.returncode}: {again.stderr.decode()}"
        after = self.call(["issue"])
        if after.returncode:
            return f"the next issue: {after.returncode}: {after.stderr.decode()}"
        return self.proof("at the end") or self.whole()

    def disturb(self, kind, killed):
        n, places, wrongs = 1, 0, []
        while True:
            self.fresh()
            orders = {"SB_FAULT": f"{kind}:{n}", "SB_FAULT_HIT": self.mark}
            if killed:
                orders["SB_FAULT_KILL"] = "1"
            done = self.call(self.command, **orders)
            if not os.path.exists(self.mark):
                return places, "\n".join(wrongs[:SHOWN]) or None
            places += 1
            wrong = self.judge(done, kind, killed)
            if wrong:
                wrongs.append(f"{kind} {n}: {wrong}")
            n += 1 if n < EVERY.get(kind, REST) else n // GROW


def main(shim):
    count = failed = 0
    for name, (setup, command) in CASES.items():
        if not ALL and name not in QUICK:
            continue
        room = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="fault-", dir=room) as work:
            place = Place(work, shim, setup, command)
            for kind in STATUS:
                for killed in (False, True):
                    if killed and kind not in KILLING:
                        continue
                    places, wrong = place.disturb(kind, killed)
                    if not places:
                        continue
                    count += 1
                    failed += wrong is not None
                    what = "killed at" if killed else "fails:"
                    print(f"{'not ' if wrong else ''}ok {count} - {name}, {what} {kind}, {places} places")
                    if wrong:
                        print("# " + wrong.replace("\n", "\n# "))
                    sys.stdout.flush()
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
