"""One superbill at the desk.

desk   `issue` of one visit / start-up and the bare durable commit it cannot do without: a file
       synced, a row committed, the file renamed, its folder synced
waits  the same where the disk takes 5 ms to sync, as one without a cache of its own does
syncs  how many times `issue` of one visit waits for the disk
lost   `reprint` of one number of a small archive / start-up, each into a folder without it
again  the same where the file lies there already
"""

import os
import subprocess
import time

VISITS = 260
EACH = 20
WAIT = "5"  # milliseconds


def one_by_one(bench, home, words, each):
    """Milliseconds of one run, of so many, each with another last word."""
    call = (bench.program, "--config", os.path.join(home, "superbill.ini"), "-q", *words)
    quiet = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    env = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", LC_ALL="C.UTF-8")
    begun = time.monotonic()
    for _ in range(EACH):
        last = next(each)
        child = os.posix_spawn(bench.program, (*call, last), env, file_actions=quiet)
        if os.waitpid(child, 0)[1]:
            raise SystemExit(f"{' '.join(call)} {last} fails")
    return (time.monotonic() - begun) * 1e3 / EACH


def preload(bench):
    return os.path.abspath(os.path.join(os.path.dirname(bench.bench), "..", "..", "fault.so"))


def issue(bench, home):
    with open(os.path.join(home, "visits.ndjson"), encoding="utf-8") as records:
        visits = iter([line.split('"id":', 1)[1].split('"')[1] for line in records])
    bare, out = bench.emptied("bare"), os.path.join(home, "out")
    for name, slow in (("desk", {}), ("waits", {"LD_PRELOAD": preload(bench), "SB_FAULT_SLOW": WAIT})):
        os.environ.update(slow)
        bench.ratio(
            name,
            bench.pairs(
                lambda: one_by_one(bench, home, ("issue", "-o", out, "--visit"), visits),
                lambda: bench.number("ms", "commit", bare, str(EACH))
                + bench.each(EACH, bench.program, "--version"),
            ),
            2,
        )
        for key in slow:
            del os.environ[key]


def syncs(bench, home):
    trace, last = bench.path("syncs"), None
    with open(os.path.join(home, "visits.ndjson"), encoding="utf-8") as records:
        for line in records:
            last = line.split('"id":', 1)[1].split('"')[1]
    subprocess.run(
        [bench.program, "--config", os.path.join(home, "superbill.ini"), "-q", "issue",
         "--visit", last, "-o", os.path.join(home, "out")],
        env=dict(os.environ, SOURCE_DATE_EPOCH="1795176000", LD_PRELOAD=preload(bench),
                 SB_FAULT_TRACE=trace),
        check=True,
    )
    with open(trace, encoding="utf-8") as calls:
        count = sum(line.startswith("fsync") for line in calls)
    os.unlink(trace)
    if count == 0:
        raise SystemExit(f"{last} was issued before")
    bench.goal("syncs", count, 8, count <= 8)


def reprint(bench, home):
    at = (bench.program, "--config", os.path.join(home, "superbill.ini"), "-q", "reprint")
    numbers = iter([f"SB-2026-{n:06}" for n in range(1, VISITS + 1)])
    for name, call in (
        ("lost", lambda: one_by_one(bench, home, ("reprint", "-o", bench.emptied("lost")), numbers)),
        ("again", lambda: bench.each(EACH, *at, "SB-2026-000007", "-o", bench.path("again"))),
    ):
        bench.ratio(
            name,
            bench.pairs(call, lambda: bench.each(EACH, bench.program, "--version")),
            3,
        )


def measure(bench):
    home = bench.practice("desk", 50, VISITS)
    issue(bench, home)
    syncs(bench, home)
    reprint(bench, home)
    bench.save()
