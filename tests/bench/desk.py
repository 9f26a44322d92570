"""One superbill at the desk.

desk   `issue` of one visit / start-up and the bare durable commit it cannot do without: a file
       synced, a row committed, the file renamed, its folder synced
again  `reprint` of one number of an archive of a few / start-up; there for a number that lies in
       its folder already
"""

import os
import time

VISITS = 600
EACH = 20


def issued_one_by_one(bench, home, visits):
    """Milliseconds of one `issue`, of so many, each of another visit."""
    call = (bench.program, "--config", os.path.join(home, "superbill.ini"), "-q", "issue",
            "-o", os.path.join(home, "out"), "--visit")
    quiet = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    env = dict(os.environ, SOURCE_DATE_EPOCH="1795176000", LC_ALL="C.UTF-8")
    begun = time.monotonic()
    for _ in range(EACH):
        visit = next(visits)
        child = os.posix_spawn(bench.program, (*call, visit), env, file_actions=quiet)
        if os.waitpid(child, 0)[1]:
            raise SystemExit(f"{visit} is not issued")
    return (time.monotonic() - begun) * 1e3 / EACH


def issue(bench, home):
    with open(os.path.join(home, "visits.ndjson"), encoding="utf-8") as records:
        visits = iter([line.split('"id":', 1)[1].split('"')[1] for line in records])
    bare = bench.emptied("bare")
    bench.ratio(
        "desk",
        bench.pairs(
            lambda: issued_one_by_one(bench, home, visits),
            lambda: bench.number("ms", "commit", bare, str(EACH))
            + bench.each(EACH, bench.program, "--version"),
        ),
        2,
    )


def reprint(bench, home):
    at = (bench.program, "--config", os.path.join(home, "superbill.ini"), "-q", "reprint",
          "SB-2026-000007", "-o")
    out = os.path.join(home, "again")
    bench.ratio(
        "again",
        bench.pairs(
            lambda: bench.each(40, *at, out),
            lambda: bench.each(40, bench.program, "--version"),
        ),
        3,
    )


def measure(bench):
    home = bench.practice("desk", 50, VISITS)
    issue(bench, home)
    reprint(bench, home)
    bench.save()
