"""The installed code sets: how long an import, a search and a look-up take.

import   CPU of `codes import` of the zip of a year / CPU of a bare program that puts the rows of
         the same file, unpacked, into one indexed table in one transaction
search   the slowest of some searches over that year, the whole process / `superbill --version`
lookup   instructions of `check` of 20,000 visits with two years installed / with the program's own
         table alone (callgrind: the difference is smaller than what a run's time varies by)
"""

import os
import re
import resource
import shutil
import statistics
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "..", "..", "shared", "data", "icd10cm")
OLD, NEW = (os.path.join(FOLDER, f"cdc-fy{year}-codes.zip") for year in (2025, 2026))
DAY = "2026-09-01"  # one that the newest year covers
WORDS = ("fracture", "nonunion", "closed", "left nonunion", "left", "with", "un", "fract fem")
WORDS += ("frature", "diabetes without", "s", "s82")


def spent(bench, *argv):
    """Seconds of processor time that a call takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    bench.call(*argv)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(bench):
    if not os.path.exists(NEW):
        for name in ("import", "search", "lookup"):
            bench.skip(name, "the official files are absent")
        return
    store, none = bench.path("sets"), bench.path("no-sets")
    os.environ["XDG_DATA_HOME"] = store
    order = bench.path("order.txt")
    with zipfile.ZipFile(NEW) as codes, open(order, "wb") as out:
        out.write(codes.read("icd10cm-order-2026.txt"))

    def install():
        shutil.rmtree(store, ignore_errors=True)
        return spent(bench, bench.program, "codes", "import", NEW)

    bench.ratio(
        "import",
        bench.pairs(install, lambda: spent(bench, bench.bench, "insert", order, bench.path("bare.db"))),
        2,
    )
    slowest = max(
        (
            bench.pairs(
                lambda words=words: bench.each(
                    20, bench.program, "codes", "search", words, "--date", DAY
                ),
                lambda: bench.each(100, bench.program, "--version"),
            )
            for words in WORDS
        ),
        key=statistics.median,
    )
    bench.ratio("search", slowest, 5)
    bench.call(bench.program, "codes", "import", OLD)
    folder = bench.practice("check", 500, 20000)
    argv = (bench.program, "--config", os.path.join(folder, "superbill.ini"), "-q", "check")

    def check(home):
        os.environ["XDG_DATA_HOME"] = home
        done = bench.call(
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *argv
        )
        return int(re.search(r"Collected : (\d+)", done.stderr).group(1))

    bench.ratio("lookup", [check(store) / check(none)], 1.1)
    del os.environ["XDG_DATA_HOME"]
