"""Runs over many visits: a month's work against the peer's, workers, memory, cost a visit.

S5     `month`, 10,000 patients with a visit each, 2 workers / the peer, by its cost a visit
S7     `month -j1` / `month -j2`, with files; the same bytes
S13    memory of `month` over 100,000 visits, less that over 10,000 visits of the same patients
curve  processor time a visit of 100,000 visits / of 1,000, ten visits a patient
issue  processor time of `issue` of 10,000 superbills / of `render` of the same to files
reprint, list  one number of an archive of 100,000, the list of one patient / start-up, wall
"""

import hashlib
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
EPOCH = "1795176000"
VISITS = 10000
PEER = 1000  # visits that the peer draws; its cost a visit is constant
GROWTH = (1000, 10000, 100000)
ARCHIVE = 100000


class Run:
    """
    One call of the program over a practice of its own: seconds, processor time, memory.

    What it made stays until the end of all: files deleted a moment ago make new ones slow.
    """

    def __init__(self, bench, practice, *argv):
        self.home = bench.emptied("run")
        for name in ("superbill.ini", "patients.json", "visits.ndjson"):
            os.symlink(os.path.join(practice, name), os.path.join(self.home, name))
        self.out = os.path.join(self.home, "out")
        call = (bench.program, "--config", os.path.join(self.home, "superbill.ini"), "-q", *argv)
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            os.environ.update(SOURCE_DATE_EPOCH=EPOCH, LC_ALL="C.UTF-8")
            null = os.open("/dev/null", os.O_RDWR)
            os.dup2(null, 0)
            os.dup2(null, 1)
            os.execv(bench.program, (*call, "-o", self.out))
        _, status, usage = os.wait4(child, 0)
        self.seconds = time.monotonic() - begun
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss
        if status:
            raise SystemExit(f"{' '.join(call)}: status {status}")

    def documents(self):
        """Name and hash of every PDF below the output."""
        found = {}
        for folder, _, names in os.walk(self.out):
            for name in names:
                if name.endswith(".pdf"):
                    with open(os.path.join(folder, name), "rb") as handle:
                        found[name] = hashlib.sha256(handle.read()).hexdigest()
        return found


def peer_seconds(bench, practice, sample):
    """The peer's time a visit, each with the strings of the sample document."""
    bench.page(sample)
    folder = bench.emptied("peer")
    text = bench.call(
        sys.executable, "-B", os.path.join(HERE, "peer_month.py"),
        os.path.join(practice, "visits.ndjson"), bench.path("page.json"), folder, str(PEER),
    ).stdout
    ours, theirs = bench.words(sample), bench.words(os.path.join(folder, "000000.pdf"))
    if ours != theirs:
        raise SystemExit("the peer drew other words: the comparison is void")
    return float(text.split()[1]) / 1e3 / PEER


def months(bench):
    """S5 and S7, from the same runs."""
    practice = bench.practice("october", VISITS, VISITS, "october")
    month = ("month", "2026-10", "-j")
    bench.practice("first", 1, 1, "october")
    first = Run(bench, bench.path("first"), "month", "2026-10")
    sample = next(
        os.path.join(folder, name)
        for folder, _, names in os.walk(first.out) for name in names if name.endswith(".pdf")
    )
    shares, gains = [], []
    for round_ in range(4):
        alone, two = Run(bench, practice, *month, "1"), Run(bench, practice, *month, "2")
        if round_ == 0:
            made = two.documents()
            if len(made) != VISITS or made != alone.documents():
                raise SystemExit("the documents depend on the number of workers")
            continue  # warming up
        gains.append(alone.seconds / two.seconds)
        try:
            import reportlab, xlsxwriter  # pylint: disable=import-outside-toplevel,unused-import,multiple-imports
        except ImportError:
            continue
        shares.append(two.seconds / VISITS / peer_seconds(bench, practice, sample))
    bench.ratio("S7", sorted(gains), 1.5, least=True)
    if shares:
        bench.ratio("S5", sorted(shares), 0.08)
    else:
        bench.skip("S5", "the peer's packages are absent")


def growth(bench):
    """S13 and the cost a visit."""
    costs, peaks = {}, {}
    for visits in GROWTH:
        practice = bench.practice("growth", visits // 10, visits, "october")
        run = Run(bench, practice, "month", "2026-10")
        costs[visits] = run.cpu / visits
        peaks[visits] = run.peak
    few = bench.practice("growth", GROWTH[-1] // 10, GROWTH[-1] // 10, "october")
    grown = (peaks[GROWTH[-1]] - Run(bench, few, "month", "2026-10").peak) / 1024
    bench.goal("S13", max(grown, 0), 8, grown <= 8, "MB")
    share = costs[GROWTH[-1]] / costs[GROWTH[0]]
    told = ", ".join(f"{n:,}: {cost * 1e3:.3f} ms" for n, cost in costs.items())
    bench.goal("curve", share, 1.2, share <= 1.2, f"({told} of processor a visit)")


def issues(bench):
    practice = bench.practice("issues", 500, VISITS)
    rounds = []
    for _ in range(3):
        issue, render = Run(bench, practice, "issue"), Run(bench, practice, "render")
        rounds.append(issue.cpu / render.cpu)
    bench.ratio("issue", sorted(rounds), 1.3)


def archive(bench):
    practice = bench.practice("archive", max(ARCHIVE // 20, 1), ARCHIVE)
    home = Run(bench, practice, "issue").home
    at = (bench.program, "--config", os.path.join(home, "superbill.ini"), "-q")
    one = f"SB-2026-{ARCHIVE * 7 // 9:06}"
    for name, target, call in (
        ("reprint", 3, (*at, "reprint", one, "-o", bench.emptied("copies"))),
        ("list", 3, (*at, "list", "--patient", "P-000007")),
    ):
        bench.ratio(
            name,
            bench.pairs(
                lambda call=call: bench.each(40, *call),
                lambda: bench.each(40, bench.program, "--version"),
            ),
            target,
        )


def measure(bench):
    for part in (months, growth, issues, archive):
        part(bench)
        bench.save()
