"""Run test suites and sum up: run.py [options] [--plain SUITE ...] [--locale NAME SUITE ...]

A suite is a program that prints TAP ("1..N", "ok N - name", "not ok N - name", "# SKIP why").
It runs in the checkout with TMPDIR, HOME fresh and empty, SUPERBILL, SB_TOP, SB_BUILD and
VALGRIND set and `superbill` first on PATH.  A suite that dies, exits non-zero without a
failed test, prints no test or fewer than it planned counts as one more failure.
The line before the last counts skips; the last is exactly "N passed, N failed".
"""

import argparse
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PLAN = re.compile(r"^1\.\.(\d+)")
LINE = re.compile(r"^(not )?ok\b(?:\s+\d+)?\s*(?:- )?(.*)$")
SKIP = re.compile(r"#\s*skip\b\s*(.*)", re.IGNORECASE)

OPTIONAL = re.compile("libreoffice|tesseract|zbar", re.IGNORECASE)  # only `make deps` brings these


# What a suite is told from outside: the rest of the environment is fixed.
KEPT = ("PATH", "USER", "LOGNAME", "NO_SKIP", "LD_LIBRARY_PATH", "SB_SEED", "SB_DOCUMENTS",
        "SB_KILLS", "SB_FAULT_ALL", "SB_FAULT_JOBS")


class Result:
    """What one suite said."""

    def __init__(self, name):
        self.name = name
        self.passed = 0
        self.failed = []  # names
        self.skipped = []
        self.output = ""
        self.seconds = 0.0

    def read(self, text, status):
        """Count TAP lines; the program's end is judged like a test of its own."""
        self.output = text
        planned = None
        for line in text.splitlines():
            plan = PLAN.match(line)
            if plan:
                planned = (planned or 0) + int(plan.group(1))
                if planned == 0 and SKIP.search(line):
                    self.skipped.append(SKIP.search(line).group(1))
                continue
            found = LINE.match(line)
            if not found:
                continue
            skip = SKIP.search(line)
            if skip:
                self.skipped.append(skip.group(1) or found.group(2))
            elif found.group(1):
                self.failed.append(found.group(2))
            else:
                self.passed += 1
        seen = self.passed + len(self.failed) + len(self.skipped)
        if status < 0:
            self.failed.append(f"the suite was ended by signal {-status}")
        elif status != 0 and not self.failed:
            self.failed.append(f"the suite left with status {status}")
        elif seen == 0:
            self.failed.append("the suite ran no test")
        if planned is not None and seen < planned:
            self.failed.append(f"the suite planned {planned} tests and ran {seen}")


def environment(options, locale, scratch):
    env = {
        key: value
        for key, value in os.environ.items()
        if key in KEPT
    }
    build = os.path.abspath(options.build)
    env.update(
        PATH=os.path.join(build, "bin") + ":" + env.get("PATH", "/usr/bin:/bin"),
        LC_ALL="C.UTF-8",
        TZ="UTC",
        TERM="dumb",
        TMPDIR=scratch,
        HOME=os.path.join(scratch, "home"),
        CMOCKA_MESSAGE_OUTPUT="TAP",
        SB_TOP=TOP,
        SB_BUILD=build,
        SUPERBILL=os.path.join(build, "bin", "superbill"),
        PYTHON=sys.executable,
        PYTHONDONTWRITEBYTECODE="1",
        VALGRIND=options.valgrind,
        ASAN_OPTIONS="detect_stack_use_after_return=1:verify_asan_link_order=0"
        ":quarantine_size_mb=32",
        UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1",
        LSAN_OPTIONS="print_suppressions=0:suppressions=" + os.path.join(TOP, "tests", "leaks.txt"),
    )
    os.mkdir(env["HOME"])
    if locale:
        del env["HOME"]
        env.update(
            LC_ALL=locale,
            LANGUAGE="en",  # the numbers of the place; what tools say stays as in every run
            LOCPATH=os.path.join(TOP, "build", "locale"),
            TZ="Pacific/Kiritimati",
            SB_LOCALE_RUN=locale,
            LD_PRELOAD=os.path.join(build, "locale.so"),
        )
    return env


def command_of(suite, options):
    """Scripts run by themselves; compiled suites behind valgrind where that is asked for."""
    with open(suite, "rb") as handle:
        script = handle.read(2) == b"#!"
    path = os.path.abspath(suite)
    return [path] if script else options.valgrind.split() + [path]


def run_suite(suite, locale, options):
    name = os.path.relpath(suite, TOP)
    result = Result(f"{name} ({locale})" if locale else name)
    scratch = tempfile.mkdtemp(prefix="superbill-test-")
    begun = time.monotonic()
    try:
        done = subprocess.run(
            command_of(suite, options),
            cwd=TOP,
            env=environment(options, locale, scratch),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            umask=0 if locale else 0o022,
            timeout=options.timeout,
            check=False,
        )
        result.read(done.stdout.decode("utf-8", "replace"), done.returncode)
    except subprocess.TimeoutExpired as late:
        result.read((late.stdout or b"").decode("utf-8", "replace"), 0)
        result.failed.append(f"the suite was still running after {options.timeout} s")
    except OSError as error:
        result.failed.append(f"the suite cannot be run: {error.strerror}")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    result.seconds = time.monotonic() - begun
    return result


def report(result, lock):
    with lock:
        word = "FAIL" if result.failed else "ok"
        line = f"{word:4} {result.passed:5} {result.name}"
        if result.skipped:
            line += f", {len(result.skipped)} skipped"
        print(f"{line} [{result.seconds:.1f} s]", flush=True)
        if result.failed:
            shown = [text for text in result.output.splitlines() if not text.startswith("ok ")]
            for text in shown[-400:]:
                print("    | " + text)
            for name in result.failed:
                print("    failed: " + name)
            sys.stdout.flush()


def make_program(options):
    """bin/superbill of the flavour: the program itself, or valgrind in front of it."""
    folder = os.path.join(os.path.abspath(options.build), "bin")
    program = os.path.join(os.path.abspath(options.build), "superbill")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    path = os.path.join(folder, "superbill")
    if options.valgrind:
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(f'#!/bin/sh\nexec {options.valgrind} "{program}" "$@"\n')
        os.chmod(path, 0o755)
    elif os.path.exists(program):
        os.symlink(program, path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--valgrind", default="")
    parser.add_argument("--timeout", type=int, default=900)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--no-skip", action="store_true")
    parser.add_argument("--plain", nargs="*", default=[])
    parser.add_argument("--locale", nargs="*", action="append", default=[])
    options = parser.parse_args()
    make_program(options)
    work = [(suite, None) for suite in options.plain]
    work += [(suite, group[0]) for group in options.locale for suite in group[1:]]
    lock = threading.Lock()

    def one(item):
        result = run_suite(item[0], item[1], options)
        report(result, lock)
        return result

    with concurrent.futures.ThreadPoolExecutor(max_workers=options.jobs) as pool:
        results = list(pool.map(one, work))
    passed = sum(result.passed for result in results)
    failed = sum(len(result.failed) for result in results)
    skipped = [f"{result.name}: {why}" for result in results for why in result.skipped]
    data = os.path.join(os.path.dirname(TOP), "shared")
    unexpected = [why for why in skipped if not OPTIONAL.search(why)]
    forbidden = options.no_skip and os.path.isdir(data) and bool(unexpected)
    for why in sorted(set(skipped)):
        print("skipped: " + why)
    if forbidden:
        failed += len(unexpected)
        print("no skip is allowed in this run but for LibreOffice, tesseract and zbar")
    print(f"{len(skipped)} skipped")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
