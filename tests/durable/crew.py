"""Fail, then kill, a run whose documents several workers draw; prints TAP: crew.py SHIM.

As archive.py, with its promise after each disturbance, for runs that are large enough for workers:
in the process that numbers and keeps, then in each of those that draw for it.  What a run leaves
that was disturbed, and the run after it, is what one leaves that nothing disturbs, byte for byte:
documents, numbers and the head of the archive, which is a hash over all of its entries.

A run that fails says so in one sentence; no process outlives it, failed or killed.

With SB_FAULT_ALL set it is every place of every case, but for the large one; else a part of them.
"""

import concurrent.futures
import os
import shlex
import subprocess
import sys
import tempfile

import archive
import kills

PARENT, FIRST, SECOND = "0", "1", "2"
WHO = {PARENT: "who keeps", FIRST: "the first worker", SECOND: "the second worker"}
DEFECT = 70
# What fails, in which process, and the statuses that it may end with.
FAILS = {
    PARENT: {
        **archive.STATUS,
        "look": (3, 4, 5),
        "receive": (DEFECT,),
        # drawn alone, where no worker can be had; a month's workbook needs a process
        "fork": (DEFECT,),
        "pipe": (),
    },
    FIRST: {
        "write": (4,),
        "pread": (3,),
        "fsync": (4,),
        "open": (4,),
        "look": (3, 4),
        "end": (4,),
        "send": (DEFECT,),
        "malloc": (DEFECT,),
    },
}
FAILS[SECOND] = FAILS[FIRST]
DIES = "any"
ISSUE = "issue -q -j 2"


class Case:
    """What is run, how often it may issue, and what of it is tried where not all is."""

    def __init__(self, command, visits, setup="", quick=(DIES,), first=1, **orders):
        self.command, self.visits, self.setup = command, visits, setup
        self.quick, self.first, self.orders = quick, first, orders

    def prepare(self, work):
        """A practice folder, to be copied for each run."""
        kills.VISITS, kills.PATIENTS = self.visits, 40
        base = os.path.join(work, "base")
        kills.make(base)
        if self.setup:
            subprocess.run([os.environ["SUPERBILL"], *shlex.split(self.setup)], cwd=base,
                           env=kills.environment(), check=True, capture_output=True)
        return base

    def disturbances(self):
        """Who, what, and whether it dies there."""
        for who, kinds in FAILS.items():
            for kind in (*kinds, DIES):
                if not archive.ALL and kind not in self.quick:
                    continue
                if kind != DIES:
                    yield who, kind, False
                if kind == DIES or archive.ALL and kind in archive.KILLING:
                    yield who, kind, True

    def step(self, n):
        if archive.ALL:
            return max(archive.JOBS, n // 16) if self.first > 1 else archive.JOBS
        return 1 if n < 3 else n if self.first == 1 else 3 * n


CASES = {
    "first issue": Case(ISSUE, 24, quick=(*FAILS[PARENT], *FAILS[FIRST], DIES)),
    # documents lie in the folder, and an archive stands
    "later issue": Case(ISSUE, 24, setup="issue -q --visit V-0003", quick=("look", DIES)),
    "without an exclusive rename": Case(
        ISSUE, 24, quick=("rename", "unlink"), SB_FAULT_PLAIN="links"
    ),
    "month": Case("month 2026-10 -q -j 2", 36, quick=("fork", "rename", DIES)),
    # more than one transaction holds: workers are ahead of what lands
    "two chunks": Case(ISSUE, 512 + 24, quick=("fsync", DIES), first=300),
}


class Crew(archive.Place):
    """A practice with more visits than one process draws."""

    def __init__(self, base, number, shim, case):
        super().__init__(base, number, shim, shlex.split(case.command))
        self.case = case
        self.keep_clean()

    def turn(self, who):
        """Whose calls are disturbed from now on."""
        self.orders = {**self.case.orders, "SB_FAULT_IN": who}
        self.statuses = FAILS[who]

    def step(self, n):
        return self.case.step(n)

    def told(self, done, kind):
        wrong = super().told(done, kind)
        # nothing that a worker calls is of no account
        if wrong is None and not done.returncode and self.orders["SB_FAULT_IN"] != PARENT:
            wrong = f"{kind} fails, and nothing is said"
        if wrong is None and done.returncode and done.stderr.strip().count(b"\n"):
            wrong = f"more than a sentence: {done.stderr.decode()}"
        return wrong

    def judge(self, done, kind, killed):
        # a worker that is killed ends the run
        if killed and self.orders["SB_FAULT_IN"] != PARENT:
            if done.returncode != DEFECT or b"ended by signal 9" not in done.stderr:
                return f"status {done.returncode}: {done.stderr.decode()}"
        return super().judge(done, kind, killed)


def walk(places, kind, killed, first):
    """All places of them, each in a thread of its own; how many, and what was wrong."""
    with concurrent.futures.ThreadPoolExecutor(len(places)) as pool:
        told = list(pool.map(archive.walk, places, [kind] * len(places), [killed] * len(places),
                             range(first, first + len(places))))
    return sum(reached for reached, _ in told), [wrong for _, wrongs in told for wrong in wrongs]


def main(shim):
    count = failed = 0
    room = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    for name, case in CASES.items():
        with tempfile.TemporaryDirectory(prefix="crew-", dir=room) as work:
            base = case.prepare(work)
            places = [Crew(base, n, shim, case) for n in range(archive.JOBS)]
            for who, kind, killed in case.disturbances():
                for place in places:
                    place.turn(who)
                # of few calls all are tried
                few = kind in ("fsync", "fork", "pipe", "mkdir")
                reached, wrongs = walk(places, kind, killed, 1 if few else case.first)
                if not reached:
                    continue
                count += 1
                failed += bool(wrongs)
                what = "is killed at" if killed else "fails:"
                ok = "not ok" if wrongs else "ok"
                print(f"{ok} {count} - {name}: {WHO[who]} {what} {kind}, {reached} places",
                      flush=True)
                for wrong in wrongs[:archive.SHOWN]:
                    print("# " + wrong.replace("\n", "\n# "), flush=True)
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
