"""Measure the goals and write build/bench.json: run.py BENCH SUPERBILL BUILD.

Ratios come from one interleaved run, A B A B ..., five rounds, as medians with minimum and
maximum; instructions from callgrind, as the difference of 120 and 20 documents.  More than
2 % above tests/bench/instructions.txt fails, where the libraries are the ones named there.
A missed goal is a number, not a failure.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile

import codes
import desk
import month

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = 5
LIBRARIES = ("libdeflate0", "libhpdf-2.3.0", "libc6", "libcjson1", "libnettle8")
EPOCH = "1795176000"  # 2026-11-20T12:00:00Z


class Bench:
    """One run: where things are, what was found."""

    def __init__(self, bench, program, build):
        self.bench = os.path.abspath(bench)
        self.program = os.path.abspath(program)
        self.build = os.path.abspath(build)
        self.folder = os.path.join(self.build, "bench")
        self.goals = {}
        self.rubbish = []
        self.failed = False
        os.makedirs(self.folder, exist_ok=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def call(self, *argv, cwd=None):
        done = subprocess.run(
            argv,
            cwd=cwd or self.folder,
            env=dict(os.environ, SOURCE_DATE_EPOCH=EPOCH, LC_ALL="C.UTF-8"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(argv)}: status {done.returncode}\n{done.stderr}")
        return done

    def number(self, word, *argv):
        """The number after that word in what a subcommand of the bench program says."""
        text = self.call(self.bench, *argv).stdout
        return float(re.search(rf"{word} ([0-9.]+)", text).group(1))

    def each(self, count, *argv):
        """Milliseconds of one run of a program, from starting it count times."""
        return self.number("ms", "start", str(count), *argv)

    def pairs(self, first, second):
        """Interleaved rounds of two measures; the ratios first / second."""
        first(), second()  # warm up
        rounds = [(first(), second()) for _ in range(ROUNDS)]
        return sorted(a / b for a, b in rounds)

    def goal(self, name, value, target, met, note=""):
        self.goals[name] = {"value": round(value, 4), "target": target, "met": met}
        print(f"{name:9} {value:12.4g}  target {target:10g}  {'met' if met else 'MISSED'}  {note}")
        sys.stdout.flush()

    def skip(self, name, why):
        self.goals[name] = {"skipped": why}
        print(f"{name:9} skipped: {why}")

    def ratio(self, name, ratios, target, least=False):
        middle = statistics.median(ratios)
        met = middle >= target if least else middle <= target
        self.goal(name, middle, target, met, f"(min {ratios[0]:.3g}, max {ratios[-1]:.3g})")

    def practice(self, name, patients, visits, *more):
        folder = self.path(name)
        shutil.rmtree(folder, ignore_errors=True)  # what an earlier run issued there is issued
        self.call(
            sys.executable, os.path.join(HERE, "generate.py"), folder, str(patients), str(visits),
            *more,
        )
        return folder

    # the goals

    def start_up(self):
        self.ratio(
            "S12",
            self.pairs(
                lambda: self.each(200, self.program, "--version"),
                lambda: self.each(200, "/bin/true"),
            ),
            6,
        )

    def reading(self):
        large = os.path.join(self.practice("large", 2000, 340000), "visits.ndjson")
        small = os.path.join(self.practice("small", 200, 2000), "visits.ndjson")
        self.ratio(
            "S8",
            self.pairs(
                lambda: self.number("MB/s", "scan", large),
                lambda: self.number("MB/s", "tree", large),
            ),
            2.5,
            least=True,
        )
        grown = self.number("peakKB", "scan", large) - self.number("peakKB", "scan", small)
        self.goal("S9", max(grown, 0) / 1024, 4, grown <= 4096, "MB")

    def checking(self):
        folder = self.practice("check", 500, 20000)
        argv = (self.program, "--config", os.path.join(folder, "superbill.ini"), "-q", "check")
        visits = os.path.join(folder, "visits.ndjson")
        self.ratio(
            "check",
            self.pairs(
                lambda: self.each(1, *argv), lambda: self.each(1, self.bench, "records", visits)
            ),
            3,
        )

    def one_shot(self):
        folder = self.practice("one", 1, 1)
        argv = (self.program, "--config", os.path.join(folder, "superbill.ini"), "render", "-o")
        out = self.path("one", "out")
        self.call(*argv, out)
        drawn = [os.path.join(out, name) for name in os.listdir(out) if name.endswith(".pdf")]
        self.page(drawn[0])
        try:
            import reportlab  # pylint: disable=import-outside-toplevel,unused-import
        except ImportError:
            self.skip("S11", "the peer's package python3-reportlab is absent")
            return
        visit, page, other = (
            os.path.join(folder, "visits.ndjson"), self.path("page.json"), self.path("peer.pdf")
        )
        peer = (sys.executable, "-B", os.path.join(HERE, "peer.py"), visit, page, other)
        self.call(*peer)
        if self.words(drawn[0]) != self.words(other):
            raise SystemExit("the peer drew other words: the comparison is void")
        self.call("qpdf", "--check", drawn[0])
        self.ratio(
            "S11", self.pairs(lambda: self.each(20, *argv, out), lambda: self.each(5, *peer)), 0.06
        )

    def peer_of_pages(self, goals):
        """The peer's script, where its packages are; else the goals are skipped."""
        try:
            import reportlab  # pylint: disable=import-outside-toplevel,unused-import
        except ImportError:
            for goal in goals:
                self.skip(goal, "the peer's package python3-reportlab is absent")
            return None
        listed = self.path("pages.json")
        self.call(self.bench, "page", "-n", "60", "-l", listed)
        return (sys.executable, "-B", os.path.join(HERE, "peer_page.py"), listed, "60")

    def emptied(self, name):
        """A folder of that name with nothing in it; what was in it goes at the end."""
        folder = tempfile.mkdtemp(prefix=name + "-", dir=self.folder)
        self.rubbish.append(folder)
        return folder

    def pages(self):
        """S1 and S2: the benchmark page against the peer's, in memory and with its file."""
        self.pages_sound()
        peer = self.peer_of_pages(("S1", "S2"))
        if peer is None:
            return
        ours, theirs = self.emptied("pages"), self.emptied("peer")
        self.call(self.bench, "page", "-n", "3", "-d", ours)
        self.call(*peer, theirs)
        for name in sorted(os.listdir(ours)):
            if self.words(os.path.join(ours, name)) != self.words(os.path.join(theirs, name)):
                raise SystemExit(f"{name}: the peer drew other words: the comparison is void")

        def of_peer(*folder):
            return float(re.search(r"ms/pdf ([0-9.]+)", self.call(*peer, *folder).stdout).group(1))

        self.ratio(
            "S1", self.pairs(lambda: self.number("ms/pdf", "page", "-n", "1000"), of_peer), 0.06
        )
        self.ratio(
            "S2",
            self.pairs(
                lambda: self.number("ms/pdf", "page", "-n", "1000", "-d", self.emptied("pages")),
                lambda: of_peer(self.emptied("peer")),
            ),
            0.09,
        )

    def pages_sound(self):
        """One page each, sound to qpdf, the same bytes whatever the workers; S14, their sizes."""
        folder = self.emptied("sound")
        share = 0
        for kind, most in (("ascii", 38), ("latin", 50), ("extended", 72)):
            size = self.number("bytes", "page", "-n", "3", "-k", kind, "-d", folder) / 1024
            share = max(share, size / most)
            for name in os.listdir(folder):
                self.call("qpdf", "--check", os.path.join(folder, name))
                if "Pages:           1\n" not in self.call(
                    "pdfinfo", os.path.join(folder, name)
                ).stdout:
                    raise SystemExit(f"{name} is not one page")
            print(f"S14       {kind}: {size:.1f} KB of {most}")
        self.goal("S14", share, 1, share <= 1, "the worst part's share of its target")
        sums = {
            self.call(self.bench, "page", "-n", "600", "-s", "-j", jobs).stdout.split()[-1]
            for jobs in ("1", "2", "3")
        }
        if len(sums) != 1:
            raise SystemExit("the bytes depend on the number of workers")

    def workers(self):
        count = ("page", "-n", "8000", "-j")
        self.ratio(
            "S6",
            self.pairs(
                lambda: self.number("ms/pdf", *count, "1"),
                lambda: self.number("ms/pdf", *count, "2"),
            ),
            1.85,
            least=True,
        )

    def copies(self):
        folder = self.emptied("copy")
        self.call(self.bench, "page", "-d", folder)
        page = os.path.join(folder, "page-000000.pdf")
        if subprocess.run(
            (self.bench, "derive", "1"), capture_output=True, check=False
        ).returncode:
            self.skip("S15", "the headers of libgnutls28-dev are absent")
            return
        measures = {
            "copy": ("lock", page, "200"),
            "copies by two processes": ("lock", page, "200", "2"),
            "its key derivations": ("terms", "40"),
            "libqpdf's rewriting": ("rewrite", page, "40", "open"),
            "a copy all by libqpdf, unproven": ("rewrite", page, "40", "sealed"),
        }
        rounds = {name: [] for name in measures}
        for _ in range(ROUNDS + 1):
            for name, argv in measures.items():
                rounds[name].append(
                    self.number("ms", *argv) / self.number("ms", "derive", "40")
                )
        for ratios in rounds.values():
            del ratios[0]  # warming up
            ratios.sort()
        self.ratio("S15", rounds["copy"], 1.8)
        for name, ratios in rounds.items():
            if name != "copy":
                print(f"S15       {name}: {statistics.median(ratios):.2f}")

    def ledger(self):
        try:
            import xlsxwriter  # pylint: disable=import-outside-toplevel,unused-import
        except ImportError:
            self.skip("S10", "the peer's package python3-xlsxwriter is absent")
            return
        ours, peers = self.path("ledger.xlsx"), self.path("peer.xlsx")
        peer = (sys.executable, "-B", os.path.join(HERE, "peer_ledger.py"), "100000", peers)
        few = self.number("peakKB", "ledger", "100", ours, self.folder)
        many = self.number("peakKB", "ledger", "100000", ours, self.folder)
        ratios = self.pairs(
            lambda: self.number("ms", "ledger", "100000", ours, self.folder),
            lambda: float(self.call(*peer).stdout.split()[1]),
        )
        if self.cells(ours) != self.cells(peers):
            raise SystemExit("the peer wrote other cells: the comparison is void")
        # the worst part's share of its target: time, and memory that the rows take
        share = max(statistics.median(ratios) / 0.33, max(many - few, 0) / 6144)
        self.goal("S10", share, 1, share <= 1,
                  f"(ratio {statistics.median(ratios):.3g}, {(many - few) / 1024:.1f} MB)")

    @staticmethod
    def cells(path):
        """Texts and numbers of the only sheet, styles aside."""
        with zipfile.ZipFile(path) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        return hash(tuple(re.findall(r"<(?:t|v)[^>]*>([^<]*)<", sheet)))

    def words(self, pdf):
        return sorted(self.call("pdftotext", "-raw", pdf, "-").stdout.split())

    def page(self, pdf):
        """What superbill drew, as strings with place, size and face, for the peer."""
        text = self.call("mutool", "draw", "-q", "-F", "stext.json", pdf).stdout
        pages = []
        for page in json.loads(text)["pages"]:
            lines = [
                line
                for block in page["blocks"]
                if block["type"] == "text"
                for line in block["lines"]
            ]
            pages.append(
                [
                    (
                        line["text"],
                        line["x"],
                        line["y"],
                        line["font"]["size"],
                        "Bold" if line["font"]["weight"] == "bold" else "Regular",
                    )
                    for line in lines
                ]
            )
        with open(self.path("page.json"), "w", encoding="utf-8") as out:
            json.dump({"pages": pages}, out, ensure_ascii=False)

    def collected(self, *argv):
        done = self.call(
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", self.bench, *argv
        )
        return int(re.search(r"Collected : (\d+)", done.stderr).group(1))

    def instructions(self):
        many, few = (
            os.path.join(self.practice(f"i{count}", 10, count), "superbill.ini")
            for count in (120, 20)
        )
        with open(os.path.join(HERE, "instructions.txt"), encoding="utf-8") as handle:
            then = dict(line.split() for line in handle if line.strip() and line[0] != "#")
        for name, target, large, small in (
            ("S3", 2.5, ("draw", few, "120"), ("draw", few, "20")),
            ("S4", 3.5, ("bill", many), ("bill", few)),
        ):
            cost = (self.collected(*large) - self.collected(*small)) / 100
            self.goal(name, cost / 1e6, target, cost <= target * 1e6, "million a document")
            self.instructions_judge(name, then, cost)

    def instructions_judge(self, name, then, cost):
        """Against the stored count, where the libraries are those that it was made with."""
        if {k: v for k, v in then.items() if k not in ("S3", "S4")} != self.versions():
            print(f"{name}: stored {then[name]}, here {cost:.0f}, other libraries: new baseline?")
        elif cost > 1.02 * float(then[name]):
            print(f"{name}: {then[name]} -> {cost:.0f} instructions: more than 2 % slower")
            self.failed = True
        elif cost < 0.98 * float(then[name]):
            print(f"{name}: {then[name]} -> {cost:.0f} instructions: store it with a line why")

    def versions(self):
        found = {}
        for package in LIBRARIES:
            done = subprocess.run(
                ("dpkg-query", "-W", "-f", "${Version}", package),
                capture_output=True, text=True, check=False,
            )
            found[package] = done.stdout.strip() or "unknown"
        return found

    def clean(self):
        """Old files go at the end: a file system is slow right behind many removals."""
        for folder in self.rubbish:
            shutil.rmtree(folder, ignore_errors=True)

    def save(self):
        with open(os.path.join(self.build, "bench.json"), "w", encoding="utf-8") as out:
            json.dump(self.goals, out, indent=1)
            out.write("\n")


def main(*paths):
    bench = Bench(*paths)
    for part in (
        bench.start_up, bench.reading, bench.checking, bench.one_shot, bench.pages,
        bench.workers, bench.copies, bench.ledger, bench.instructions
    ):
        part()
        bench.save()
    codes.measure(bench)
    desk.measure(bench)
    bench.save()
    month.measure(bench)
    bench.clean()
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
