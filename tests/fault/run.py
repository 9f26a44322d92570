"""Fail, then kill, a command at every call that writes; prints TAP: run.py SHIM CASES.

Each case (an INI section) runs in a fresh folder that `setup` (shell) prepares: the old
state.  An undisturbed `run` gives the new state.  Then its n-th call of each kind fails,
n = 1, 2, ... until the run no longer reaches n.  After each:

  - it ended with 0 and the new state, or with the documented status (4 for output, 70 for
    memory) and every file either old or new, none of them torn;
  - a failed run left no temporary file, a killed one none that outlives `again` (the next
    run, or `run` itself), which must end with a status in `again_status` (default 0).

Files named like `database` (a pattern) are not compared byte by byte: `proof`, a command, must
say what it says of the old state or of the new one, and no journal may outlive it.

A run that fails must say why on stderr.  The trace of an undisturbed run proves the order,
unless `order = no`, since a database keeps its own:
a file is synced after its last write and before it gets its name, its folder afterwards.
"""

import configparser
import fnmatch
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

FAILING = {
    "write": (4,), "pwrite": (4,), "truncate": (4,), "fsync": (4,), "rename": (4,), "unlink": (4,),
    "open": (4,), "close": (4,), "mkdir": (4,), "malloc": (70,),
}
DEFAULT = "write fsync rename open close malloc"
KILLING = ("write", "pwrite", "truncate", "fsync", "rename", "unlink", "open", "close", "mkdir")
SHOWN = 8  # so many failures of one kind are told
EVERY = 150  # every malloc up to here fails once; beyond, ever wider steps


def state(folder, database=""):
    """What the folder holds, but for the database: path -> hash of the bytes."""
    found = {}
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            path = os.path.join(base, name)
            if fnmatch.fnmatch(name, database):
                continue
            with open(path, "rb") as handle:
                digest = hashlib.sha256(handle.read()).hexdigest()
            found[os.path.relpath(path, folder)] = digest
    return found


def temporary(folder):
    """What must not stay: files on their way, journals of databases."""
    return [
        path
        for path in state(folder)
        if os.path.basename(path).startswith(".sb-") or path.endswith("-journal")
    ]


NOW = "1795176000"  # of every run, the setup too


class Case:
    """One command, its old and its new state."""

    def __init__(self, name, section, shim, work):
        self.name = name
        self.setup = section.get("setup", "")
        self.run = shlex.split(section["run"])
        self.again = shlex.split(section.get("again", section["run"]))
        self.again_status = [int(word) for word in section.get("again_status", "0").split()]
        self.database = section.get("database", "")
        self.proof = shlex.split(section.get("proof", ""))
        self.kinds = section.get("kinds", DEFAULT).split()
        self.shim = shim
        self.work = work
        self.base = os.path.join(work, "base")
        self.prepare()

    def prepare(self):
        os.makedirs(self.base)
        done = subprocess.run(
            ["bash", "-ec", self.setup], cwd=self.base, capture_output=True, check=False,
            env=dict(os.environ, SOURCE_DATE_EPOCH=NOW)
        )
        if done.returncode:
            raise SystemExit(f"setup of {self.name}: {done.stderr.decode()}")
        self.old = state(self.base, self.database)
        self.told = {self.say(self.base)}
        folder = self.fresh()
        done = self.call(folder, self.run)
        if done.returncode:
            raise SystemExit(f"{self.name} fails undisturbed: {done.stderr.decode()}")
        self.new = state(folder, self.database)
        self.told.add(self.say(folder))

    def say(self, folder):
        """What the proof says of the database."""
        if not self.proof:
            return None
        done = self.call(folder, self.proof)
        return done.stdout.decode() + done.stderr.decode()

    def fresh(self):
        folder = os.path.join(self.work, "now")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, folder, symlinks=True)
        return folder

    def call(self, folder, argv, **orders):
        env = dict(os.environ, SOURCE_DATE_EPOCH=NOW, **orders)
        if orders:
            env["LD_PRELOAD"] = self.shim
        return subprocess.run(
            [os.environ["SUPERBILL"] if argv[0] == "superbill" else argv[0], *argv[1:]],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )

    def torn(self, now):
        """Files that are neither as before nor as after."""
        return [
            path
            for path, digest in now.items()
            if digest not in (self.old.get(path), self.new.get(path))
            and not os.path.basename(path).startswith(".sb-")
        ] + [path for path in self.old if path not in now and path in self.new]

    def judge(self, done, folder, expected, killed):
        """What is wrong after a disturbed run, or None."""
        now = state(folder, self.database)
        said = self.say(folder)
        if said not in self.told:
            return f"the database is neither old nor new: {said}"
        if self.torn(now):
            return f"torn or lost: {' '.join(self.torn(now))}"
        if not killed:
            if done.returncode == 0:
                return None if now == self.new else "status 0 without the new state"
            if done.returncode not in expected:
                return f"status {done.returncode}, expected {expected}: {done.stderr.decode()}"
            if not done.stderr.strip():
                return "failed without a word"
            if temporary(folder):
                return f"a failed run left {temporary(folder)}"
        after = self.call(folder, self.again)
        if after.returncode not in self.again_status:
            return f"the next run ends with {after.returncode}: {after.stderr.decode()}"
        if temporary(folder):
            return f"the next run left {temporary(folder)}"
        return None

    def disturb(self, kind, killed):
        """Fail at n = 1, 2, ...; the number of places, and what went wrong."""
        n, places, wrongs = 1, 0, []
        mark = os.path.join(self.work, "hit")
        while True:
            if os.path.exists(mark):
                os.unlink(mark)
            folder = self.fresh()
            orders = {"SB_FAULT": f"{kind}:{n}", "SB_FAULT_HIT": mark}
            if killed:
                orders["SB_FAULT_KILL"] = "1"
            done = self.call(folder, self.run, **orders)
            if not os.path.exists(mark):
                if done.returncode:
                    wrongs.append(f"undisturbed at {n}, yet status {done.returncode}")
                if not places:
                    wrongs.append(f"{kind} was never called: nothing is proven")
                return places, "\n".join(wrongs[:SHOWN]) or None
            places += 1
            wrong = self.judge(done, folder, FAILING[kind], killed)
            if wrong:
                wrongs.append(f"{kind} {n}: {wrong}")
            n += 1 if n < EVERY else n // 20

    def order(self):
        """Read the trace of an undisturbed run; what is out of order, or None."""
        path = os.path.join(self.work, "trace")
        folder = self.fresh()
        self.call(folder, self.run, SB_FAULT_TRACE=path)
        with open(path, encoding="utf-8") as handle:
            calls = [line.rstrip("\n").split("\t") for line in handle]
        named = 0
        for at, (what, old, new) in enumerate(calls):
            if what not in ("rename", "link"):
                continue
            named += 1
            name = os.path.basename(old)
            about = [c for c, p, _ in calls[:at] if os.path.basename(p) == name]
            if "fsync" not in about or about[::-1].index("fsync") > (
                about[::-1].index("write") if "write" in about else len(about)
            ):
                return named, f"{name} got its name before it was synced"
            home = os.path.realpath(os.path.join(folder, os.path.dirname(new) or "."))
            if not any(c == "fsync" and os.path.realpath(p) == home for c, p, _ in calls[at:]):
                # a name relative to an open folder shows without it: any folder sync counts
                if not any(c == "fsync" and os.path.isdir(p) for c, p, _ in calls[at:]):
                    return named, f"the folder of {new} was not synced afterwards"
        return named, None if named else "no file got its name: nothing is proven"


def main(shim, path):
    cases = configparser.ConfigParser(interpolation=None)
    cases.read(path, encoding="utf-8")
    count = failed = 0

    def say(name, wrong):
        nonlocal count, failed
        count += 1
        failed += wrong is not None
        print(f"{'not ' if wrong else ''}ok {count} - {name}", flush=True)
        if wrong:
            print("# " + wrong.replace("\n", "\n# "), flush=True)

    for name in cases.sections():
        with tempfile.TemporaryDirectory(prefix="fault-") as work:
            case = Case(name, cases[name], shim, work)
            for kind in case.kinds:
                places, wrong = case.disturb(kind, False)
                say(f"{name}: {kind} fails at each of {places} places", wrong)
            for kind in case.kinds:
                if kind in KILLING:
                    places, wrong = case.disturb(kind, True)
                    say(f"{name}: killed at {kind}, {places} places", wrong)
            if cases[name].getboolean("order", True):
                named, wrong = case.order()
                say(f"{name}: order of {named} names", wrong)
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
