"""Each sentence of DURABILITY in superbill(1) with the test that keeps it; prints TAP.

    promise.py SHIM MANUAL

The table PROMISE below is the list: a sentence of the manual, and the function that keeps it; what
others of this folder and tests/unit/test_prove.c try at many more places is tried here at a few.
A sentence without a test fails, and so does a test whose sentence is gone.
"""

import ctypes
import gzip
import hashlib
import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

import archive
import kills

CAPBSET_DROP, DAC_OVERRIDE, DAC_READ_SEARCH = 24, 1, 2


def meek():
    """In a child: root obeys the modes of files too."""
    libc = ctypes.CDLL(None)
    for capability in (DAC_OVERRIDE, DAC_READ_SEARCH):
        libc.prctl(CAPBSET_DROP, capability, 0, 0, 0)


class Place:
    """A practice in a folder of its own."""

    def __init__(self, work, shim):
        self.shim = shim
        self.folder = os.path.join(work, "clinic")
        self.work = work
        self.call("init", "-q", self.folder, cwd=work)

    def environment(self, orders):
        env = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", TZ="UTC")
        if orders:
            env.update(orders, LD_PRELOAD=self.shim)
        return env

    def start(self, *argv, cwd=None, **orders):
        return subprocess.Popen(
            [os.environ["SUPERBILL"], *argv],
            cwd=cwd or self.folder,
            env=self.environment(orders),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=meek,
            text=True,
        )

    def call(self, *argv, cwd=None, **orders):
        run = self.start(*argv, cwd=cwd, **orders)
        run.out, run.err = run.communicate(timeout=120)
        return run

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def issued(self):
        return json.loads(self.call("list", "--json").out)["superbills"]


def ended(run, status, words):
    """What is wrong with how a run ended, or None."""
    if run.returncode != status:
        return f"status {run.returncode}, not {status}: {run.err}"
    if not re.search(words, run.err):
        return f"says '{run.err.strip()}', not '{words}'"
    return None


def told_before(place, order):
    """What a run that is killed there has said by then, on a terminal, which keeps nothing back."""
    reader, writer = pty.openpty()
    run = subprocess.Popen(
        [os.environ["SUPERBILL"], "issue"],
        cwd=place.folder,
        env=place.environment({"SB_FAULT": order, "SB_FAULT_KILL": "1"}),
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    said = b""
    try:
        while chunk := os.read(reader, 4096):
            said += chunk
    except OSError:
        pass  # the other end is closed
    os.close(reader)
    return said.decode(), run.wait()


def on_the_disk(place):
    """All is synced, then named, then its folder synced; nothing is told before that."""
    trace, again = os.path.join(place.work, "trace"), os.path.join(place.work, "again")
    shutil.copytree(place.folder, again)
    run = place.call("issue", SB_FAULT_TRACE=trace)
    if run.returncode:
        return run.err
    with open(trace, encoding="utf-8") as handle:
        calls = [line.rstrip("\n").split("\t") for line in handle]
    named = [i for i, call in enumerate(calls) if call[0] in ("rename", "link")
             and call[2].endswith(".pdf")]
    if len(named) != len(place.issued()):
        return f"{len(named)} documents got their names"
    synced = [i for i, call in enumerate(calls) if call[0] == "fsync"]
    # the journal of the transaction that issues is removed
    commit = max(k for k in range(min(named)) if calls[k][0] == "unlink")
    for i in named:
        temporary = os.path.basename(calls[i][1])
        wrote = max(k for k, call in enumerate(calls[:i])
                    if call[0] == "write" and os.path.basename(call[1]) == temporary)
        # by itself, or with all of its folder; before the number is used
        if not any(wrote < k < commit and os.path.basename(calls[k][1]) in (temporary, "out")
                   for k in synced):
            return f"{calls[i][2]} was not on the disk when its number was used"
    if not any(commit < k < min(named) and calls[k][1] == place.folder for k in synced):
        return "a document got its name before the archive was on the disk"
    after = next((n for n, k in enumerate(synced, 1)
                  if k > max(named) and calls[k][1] == place.path("out")), None)
    if after is None:
        return "the folder of the documents is never synced"
    place.folder = again
    said, status = told_before(place, f"fsync:{after}")
    if status != -9 or ".pdf" in said:
        return f"told before the sync: {said}"
    return by_workers(place)


def by_workers(place):
    """Where workers write, what each left is synced after its last write, before the commit."""
    trace, place.folder = os.path.join(place.work, "trace-2"), os.path.join(place.work, "large")
    kills.make(place.folder)
    run = place.call("issue", "-q", "-j", "2", SB_FAULT_TRACE=trace)
    if run.returncode:
        return run.err
    with open(trace, encoding="utf-8") as handle:
        calls = [line.rstrip("\n").split("\t") for line in handle]
    named = {os.path.basename(call[2]): i for i, call in enumerate(calls)
             if call[0] == "rename" and call[2].endswith(".pdf")}
    if len(named) != kills.VISITS:
        return f"{len(named)} documents got their names from workers"
    commit = max(k for k in range(min(named.values())) if calls[k][0] == "unlink")
    wrote, synced = {}, {}
    for k, call in enumerate(calls[:commit]):
        folder, name = os.path.split(call[1])
        if call[0] == "write" and name in named:
            wrote[name] = (k, folder)
        elif call[0] == "fsync":
            synced.setdefault(call[1].rstrip("/"), []).append(k)
    loose = [name for name in named
             if not any(k > wrote[name][0] for k in synced.get(wrote[name][1], ()))]
    return f"{len(loose)} documents were not synced by who wrote them" if loose else None


def disturbed(place):
    """Some places of each kind, at which `issue` fails, then is killed: archive.py judges."""
    place.call("issue", "-q")
    place.call("add", "-q", "--patient", "P-1001", "--dx", "M25.561", "97110:30", "--date",
               "2026-11-16", "--paid", "full", "--method", "card")
    tried = archive.Place(place.folder, 1, place.shim, ["issue"])
    for kind in archive.KILLING:
        for killed in (False, True):
            places, wrongs = archive.walk(tried, kind, killed, 1)
            if not places and kind not in ("mkdir", "truncate"):
                return f"no {kind} is reached"
            if wrongs:
                return f"{'killed at' if killed else 'failing'} {wrongs[0]}"
    return None


def mended(place):
    """Killed between the names of two documents; then while the database has its journal."""
    place.call("issue", SB_FAULT="rename:3", SB_FAULT_KILL="1")
    left = [name for name in os.listdir(place.path("out")) if name.startswith(".sb-")]
    rows = place.issued()
    if len(rows) != 4 or len(left) != 3:
        return f"{len(rows)} superbills, {len(left)} files on their way: killed elsewhere"
    place.call("add", "-q", "--patient", "P-1001", "--dx", "M25.561", "97110:30", "--date",
               "2026-11-16", "--paid", "full", "--method", "card")
    place.call("issue", SB_FAULT="pwrite:40", SB_FAULT_KILL="1")
    if not os.path.exists(place.path("archive.db-journal")):
        return "killed where there is no journal"
    done = place.call("issue")
    if done.returncode:
        return done.err
    wanted = {row["number"] + ".pdf": row["sha256"] for row in place.issued()}
    if len(wanted) != 5 or sorted(os.listdir(place.path("out"))) != sorted(wanted):
        return f"the folder holds {sorted(os.listdir(place.path('out')))}"
    for name, sha256 in wanted.items():
        with open(place.path("out", name), "rb") as handle:
            if hashlib.sha256(handle.read()).hexdigest() != sha256:
                return f"{name} is not what was issued"
    left = [name for name in os.listdir(place.folder) if name.startswith(".sb-")
            or name.endswith("-journal")]
    return f"left over: {left}" if left else None


def says_why(place):
    """One failure of each kind; archive.py has them all."""
    kept = os.path.join(place.work, "kept")
    shutil.copytree(place.folder, kept)
    for kind, status in archive.STATUS.items():
        if kind in ("truncate", "lock", "close"):
            continue  # the first of them fails nothing: see archive.py for the others
        shutil.rmtree(place.folder)
        shutil.copytree(kept, place.folder)
        run = place.call("issue", SB_FAULT=f"{kind}:1")
        if run.returncode not in status:
            return f"{kind}: status {run.returncode}: {run.err}"
        if not re.search(r"\w+ \w+", run.err):
            return f"{kind}: says nothing"
    return None


def two_at_once(place):
    first = place.start("issue", SB_FAULT_SLOW="400")
    time.sleep(0.2)
    second = place.call("issue")
    first.communicate(timeout=120)
    numbers = [row["number"] for row in place.issued()]
    if first.returncode or second.returncode:
        return f"they end with {first.returncode} and {second.returncode}: {second.err}"
    if len(set(numbers)) != len(numbers) or len(numbers) != 4:
        return f"numbers {numbers}"
    place.call("add", "-q", "--patient", "P-1001", "--dx", "M25.561", "97110:30", "--date",
               "2026-11-16", "--paid", "full", "--method", "card")
    # one that does not end
    held = sqlite3.connect(place.path("archive.db"), isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    second = place.call("issue")
    waited = time.monotonic() - started
    held.execute("ROLLBACK")
    held.close()
    if not 8 < waited < 20:
        return f"it waited {waited:.1f} seconds"
    return ended(second, 5, "in use by another") or (
        "what was left over is refused" if place.call("issue").returncode else None
    )


def restored_beside(place):
    """A restore and a run that issues, begun at other moments; the same copy, nothing is lost."""
    place.call("issue", "-q", "--patient", "P-1001")
    place.call("archive", "backup", "copy.db")
    kept, met = os.path.join(place.work, "kept"), set()
    shutil.copytree(place.folder, kept)
    for wait in (0.1, 0.3, 0.5, 0.7, 0.9):
        shutil.rmtree(place.folder)
        shutil.copytree(kept, place.folder)
        restore = place.start("archive", "restore", "copy.db", SB_FAULT_SLOW="250")
        time.sleep(wait)
        issue = place.call("issue")
        restore.communicate(timeout=120)
        met.add((issue.returncode, restore.returncode))
        if issue.returncode and (wrong := ended(issue, 5, "was exchanged for another one")):
            return wrong
        listed = place.call("list").out
        lost = [name for name in re.findall(r"EXAMPLE-SB-[0-9]+-[0-9]+", issue.out)
                if name not in listed]
        if lost:
            return f"{lost} were named and are gone"
        if place.call("archive", "check").returncode or place.call("issue").returncode:
            return "the archive is not whole"
    return None if len(met) > 1 else f"they never met: {met}"


def not_writable(place):
    """Read-only, gone, and no folder at all."""
    os.chmod(place.folder, 0o555)
    before = sorted(os.listdir(place.folder))
    for argv in (("issue",), ("issue", "-o", "new/out"), ("render",), ("archive", "backup", "x.db"),
                 ("add", "--patient", "P-1001", "--dx", "M25.561", "97110:30", "--date",
                  "2026-11-16")):
        wrong = ended(place.call(*argv), 4, r"denied|read-only|cannot")
        # nothing was issued yet: there is nothing to copy
        if wrong and argv[:2] != ("archive", "backup"):
            break
        wrong = None
    after = sorted(os.listdir(place.folder))
    os.chmod(place.folder, 0o700)
    if wrong or before != after:
        return f"read-only, {argv}: {wrong or after}"
    with open(place.path("superbill.ini"), encoding="utf-8") as config:
        text = config.read()
    with open(place.path("superbill.ini"), "w", encoding="utf-8") as config:
        config.write(text.replace("path = archive.db", "path = gone/archive.db"))
    wrong = ended(place.call("issue"), 4, r"gone/archive.db: error: its folder cannot be found")
    if wrong:
        return f"gone: {wrong}"
    with open(place.path("file"), "w", encoding="utf-8"):
        pass
    wrong = ended(place.call("render", "-o", "file/out"), 4, r"file")
    return f"no folder: {wrong}" if wrong else folder_vanishes(place, text)


def folder_vanishes(place, config):
    """Issued, and the folder of the documents is taken away while the run has its files there."""
    with open(place.path("superbill.ini"), "w", encoding="utf-8") as handle:
        handle.write(config)
    run = place.start("issue", "-o", "gone", SB_FAULT_SLOW="400")
    for _ in range(200):
        if os.path.isdir(place.path("gone")) and len(os.listdir(place.path("gone"))) == 4:
            break
        time.sleep(0.01)
    os.rename(place.path("gone"), place.path("moved"))
    run.out, run.err = run.communicate(timeout=120)
    wrong = ended(run, 4, r"gone")
    if wrong:
        return f"vanished: {wrong}"
    done = place.call("issue")
    if done.returncode:
        return f"after it vanished: {done.err}"
    found = [name for folder in ("gone", "out") if os.path.isdir(place.path(folder))
             for name in os.listdir(place.path(folder)) if name.endswith(".pdf")]
    return None if len(found) == 4 else f"after it vanished there are {found}"


def slow_disk(place):
    """The same bytes as on a fast one, where each sync, then each call, takes its time."""
    kept = os.path.join(place.work, "kept")
    shutil.copytree(place.folder, kept)
    for late in ({}, {"SB_FAULT_SLOW": "150"}, {"SB_FAULT_LATE": "4"}, {"SB_FAULT_PLAIN": "1"}):
        shutil.rmtree(place.folder)
        shutil.copytree(kept, place.folder)
        try:
            run = place.call("issue", **late)
        except subprocess.TimeoutExpired:
            return f"{late}: it hangs"
        if run.returncode:
            return f"{late}: {run.err}"
        state = (archive.state(place.folder), run.out, run.err)
        if not late:
            fast = state
        elif state != fast:
            return f"{late}: other files or words than on a fast disk"
        if place.call("archive", "check").returncode:
            return f"{late}: the archive is not whole"
    # a second run replaces nothing there either
    with open(place.path("out", "EXAMPLE-SB-2026-000001.pdf"), "ab") as handle:
        handle.write(b"x")
    return ended(place.call("reprint", "EXAMPLE-SB-2026-000001", "-o", "out", SB_FAULT_PLAIN="1"),
                 4, "other bytes")


def archive_gone(place):
    place.call("issue", "-q")
    shutil.copy(place.path("archive.db"), place.path("old.db"))
    place.call("add", "-q", "--patient", "P-1001", "--dx", "M25.561", "97110:30", "--date",
               "2026-11-16", "--paid", "full", "--method", "card", "--issue")
    os.rename(place.path("archive.db"), place.path("new.db"))
    wrong = ended(place.call("issue"), 5, "archive restore")
    shutil.copy(place.path("old.db"), place.path("archive.db"))
    wrong = wrong or ended(place.call("month", "2026-11", "--so-far"), 5, "archive restore")
    os.rename(place.path("new.db"), place.path("archive.db"))
    done = place.call("issue")
    return wrong or (done.err if done.returncode else None)


def reads_alone(place):
    place.call("issue", "-q")
    os.chmod(place.folder, 0o555)
    os.chmod(place.path("archive.db"), 0o400)
    wrong = None
    for argv in (("list",), ("show", "EXAMPLE-SB-2026-000001"), ("archive", "check"),
                 ("reprint", "EXAMPLE-SB-2026-000001", "-o", os.path.join(place.work, "again"))):
        run = place.call(*argv)
        if run.returncode:
            wrong = f"{argv}: {run.err}"
    os.chmod(place.folder, 0o700)
    return wrong


def brought_forward(place):
    """The archive of the first program: nobody's to read before somebody may write."""
    old = os.path.join(os.environ["SB_TOP"], "tests", "archive", "schema-1")
    with gzip.open(old + ".db.gz") as packed, open(place.path("archive.db"), "wb") as plain:
        shutil.copyfileobj(packed, plain)
    shutil.copy(old + ".head", place.path("archive.head"))
    os.chmod(place.folder, 0o555)
    os.chmod(place.path("archive.db"), 0o400)
    refused = ended(place.call("list"), 4, "read-only")
    os.chmod(place.folder, 0o700)
    os.chmod(place.path("archive.db"), 0o600)
    if refused:
        return refused
    if len(place.issued()) != 5:
        return "it is not brought forward"
    os.chmod(place.path("archive.db"), 0o400)
    os.chmod(place.folder, 0o555)
    after = ended(place.call("list"), 0, "")
    os.chmod(place.folder, 0o700)
    return after


def other_than(value):
    """Another value of its kind, one bit or letter away."""
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1]) if value else b"x"
    if isinstance(value, str):
        return value[:-1] + ("y" if value[-1:] != "y" else "z")
    return 1 if value is None else value + 1


def altered(place):
    """Each value of each row of every table once; tests/unit/test_flip.c flips every byte."""
    place.call("issue", "-q", "--visit", "V-20261106-1001")
    place.call("issue", "-q", "--visit", "V-20261110-1002")
    place.call("void", "EXAMPLE-SB-2026-000002", "--reason", "never took place")
    path = place.path("archive.db")
    with open(path, "rb") as handle:
        sound = handle.read()
    with sqlite3.connect(path) as database:
        tables = {name: [column[1] for column in database.execute(f"PRAGMA table_info({name})")]
                  for name, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        changes = [
            (f"UPDATE {table} SET {column} = ? WHERE {' AND '.join(c + ' IS ?' for c in columns)}",
             (other_than(row[i]), *row))
            for table, columns in tables.items()
            for row in list(database.execute(f"SELECT * FROM {table}"))
            for i, column in enumerate(columns)
        ]
    database.close()
    tried = 0
    for sql, values in changes:
        with open(path, "wb") as handle:
            handle.write(sound)
        database = sqlite3.connect(path, isolation_level=None)
        try:
            database.execute(sql, values)
        except sqlite3.Error:
            continue  # the schema takes no such value
        finally:
            database.close()
        tried += 1
        if place.call("archive", "check").returncode != 5:
            return f"not found: {sql}"
    return None if tried > 150 else f"only {tried} values were altered"


PROMISE = {
    "What is named on standard output is on the disk and survives a power cut.": on_the_disk,
    "A run that is killed at any moment, or to which any call fails, leaves what stood there "
    "before or what it was asked for: no torn file, no number lost or given twice, no visit on "
    "two superbills.": disturbed,
    "The next run removes what a killed one left, and writes what was archived and not yet "
    "delivered.": mended,
    "A run that fails says why on standard error and ends with the status of what failed.":
        says_why,
    "Of two runs at once one waits for the other, for up to 10 seconds, and then ends with "
    "status 5.": two_at_once,
    "A restore waits for a run that issues, and such a run for a restore; one whose archive was "
    "exchanged meanwhile ends with status 5, and nothing that it named is lost.": restored_beside,
    "A folder that is read-only or gone ends a run that writes with status 4, and nothing in it "
    "changes.": not_writable,
    "On a slow disk, or one behind a network, it takes longer and nothing else is different.":
        slow_disk,
    "An archive that is missing, or older than its head, ends every run that issues with status "
    "5 until one is put back.": archive_gone,
    "Reading needs no leave to write: list, show, reprint and archive check work where the "
    "practice's folder is read-only.": reads_alone,
    "An archive that an older program wrote is brought forward by the first run that may write "
    "there.": brought_forward,
    "Whichever byte of a row, a document or an entry is altered, archive check finds it.": altered,
}


def manual_sentences(path):
    with open(path, encoding="utf-8") as handle:
        section = re.search(r"^\.Sh DURABILITY\n(.*?)^\.Sh", handle.read(), re.M | re.S)
    if section is None:
        return []
    lines = []
    for line in section.group(1).splitlines():
        line = re.sub(r"^\.(?:Cm|Pa|Ar) ", "", line)
        if not line.startswith("."):
            lines.append(re.sub(r"\s+([,.:])", r"\1", line))
    text = " ".join(lines)
    text = re.sub(r"\s+([,.:])", r"\1", text)
    return re.findall(r"[A-Z].*?\.(?= [A-Z]|$)", text)


def main(shim, manual):
    written = manual_sentences(manual)
    count = failed = 0
    for sentence, test in PROMISE.items():
        count += 1
        if sentence not in written:
            wrong = "the manual has no such sentence"
        else:
            with tempfile.TemporaryDirectory(prefix="promise-") as work:
                wrong = test(Place(work, shim))
        failed += wrong is not None
        print(f"{'not ' if wrong else ''}ok {count} - {sentence} ({test.__name__})", flush=True)
        if wrong:
            print("# " + str(wrong).replace("\n", "\n# "), flush=True)
    count += 1
    extra = [sentence for sentence in written if sentence not in PROMISE]
    failed += bool(extra)
    print(f"{'not ' if extra else ''}ok {count} - every sentence of the manual has its test")
    for sentence in extra:
        print(f"# no test: {sentence}")
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
