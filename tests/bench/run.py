"""Measure the goals and write build/bench.json: run.py BENCH SUPERBILL BUILD.

Ratios come from one interleaved run, A B A B ..., five rounds, as medians with minimum and
maximum; instructions from callgrind, as the difference of 120 and 20 documents.  More than
2 % above tests/bench/instructions.txt fails, where the libraries are the ones named there.
A missed goal is a number, not a failure.
"""

import json
import os
import re
import statistics
import subprocess
import sys

import codes

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = 5
LIBRARIES = ("zlib1g", "libhpdf-2.3.0", "libc6", "libcjson1", "libsodium23")
EPOCH = "1795176000"  # 2026-11-20T12:00:00Z


class Bench:
    """One run: where things are, what was found."""

    def __init__(self, bench, program, build):
        self.bench = os.path.abspath(bench)
        self.program = os.path.abspath(program)
        self.build = os.path.abspath(build)
        self.folder = os.path.join(self.build, "bench")
        self.goals = {}
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

    def practice(self, name, patients, visits):
        folder = self.path(name)
        self.call(sys.executable, os.path.join(HERE, "generate.py"), folder, str(patients), str(visits))
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

    def collected(self, folder):
        done = self.call(
            "valgrind",
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            self.bench,
            "bill",
            os.path.join(folder, "superbill.ini"),
        )
        return int(re.search(r"Collected : (\d+)", done.stderr).group(1))

    def instructions(self):
        many, few = self.practice("i120", 10, 120), self.practice("i20", 10, 20)
        cost = (self.collected(many) - self.collected(few)) / 100
        self.goal("S4", cost / 1e6, 3.5, cost <= 3.5e6, "million instructions a document")
        stored = os.path.join(HERE, "instructions.txt")
        here = {"S4": f"{cost:.0f}", **self.versions()}
        if not os.path.exists(stored):
            return
        with open(stored, encoding="utf-8") as handle:
            then = dict(line.split() for line in handle if line.strip() and line[0] != "#")
        if {k: v for k, v in then.items() if k != "S4"} != self.versions():
            print(f"S4: stored {then['S4']}, here {here['S4']}, with other libraries: new baseline?")
        elif cost > 1.02 * float(then["S4"]):
            print(f"S4: {then['S4']} -> {here['S4']} instructions: more than 2 % slower")
            self.failed = True
        elif cost < 0.98 * float(then["S4"]):
            print(f"S4: {then['S4']} -> {here['S4']} instructions: store it with a line why")

    def versions(self):
        found = {}
        for package in LIBRARIES:
            done = subprocess.run(
                ("dpkg-query", "-W", "-f", "${Version}", package),
                capture_output=True, text=True, check=False,
            )
            found[package] = done.stdout.strip() or "unknown"
        return found

    def save(self):
        with open(os.path.join(self.build, "bench.json"), "w", encoding="utf-8") as out:
            json.dump(self.goals, out, indent=1)
            out.write("\n")


def main(*paths):
    bench = Bench(*paths)
    for part in (
        bench.start_up, bench.reading, bench.checking, bench.one_shot, bench.instructions
    ):
        part()
        bench.save()
    codes.measure(bench)
    bench.save()
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
