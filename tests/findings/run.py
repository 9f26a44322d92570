"""Runs `superbill check --json` over tests/findings/<rule>/ and prints TAP.

A folder holds
  bad.ndjson, good.ndjson          records (or bad.json, good.json)
  bad.fill, good.fill              instead: a record with @N@, which becomes N letters, on stdin
  visit.ndjson                     instead of both, where bad and good differ elsewhere
  bad.ini, good.ini, config.ini    configuration, else ../config.ini
  bad.patients.json, ...           patients, else patients.json, else ../patients.json
  command                          arguments instead of "check --json" and the files: {config},
                                   {patients} and {records} stand for these
  before                           lines of arguments: commands that run first, in a fresh copy
  expect                           "exit N", then each finding of bad on a line as
                                   FILE:LINE:COLUMN: SEVERITY: MESSAGE [RULE] PATH

The first finding is the folder's rule; further lines are the same rule, never another.  good
exits 0 and finds no error, no warning and nothing of the folder's rule.
"""

import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

TOP = os.environ.get("SB_TOP", os.path.abspath("../.."))
PROGRAM = os.environ.get("SUPERBILL", os.path.join(TOP, "build", "superbill"))
RULES = os.path.join(TOP, "src", "model", "finding.def")
TODAY = "1795176000"  # 2026-11-20 12:00 UTC


def rules():
    """Ids of all rules."""
    with open(RULES, encoding="utf-8") as source:
        for line in source:
            if line.startswith("X("):
                yield line.split('"')[1]


def first_of(folder, *names):
    for name in names:
        if os.path.exists(os.path.join(folder, name)):
            return name
    raise FileNotFoundError(folder + ": none of " + ", ".join(names))


def run(folder, arguments, text=b""):
    """The program in the folder, without anything of the caller's."""
    env = {key: os.environ[key] for key in ("PATH", "TMPDIR", "HOME", "LD_LIBRARY_PATH", "LD_PRELOAD",
                                            "ASAN_OPTIONS", "UBSAN_OPTIONS") if key in os.environ}
    env["SOURCE_DATE_EPOCH"] = TODAY
    return subprocess.run([*os.environ.get("VALGRIND", "").split(), PROGRAM, *arguments], cwd=folder,
                          env=env, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=120, check=False)


def check(folder, kind):
    """Exit status and findings of one record file."""
    if not os.path.exists(os.path.join(folder, "before")):
        return check_in(folder, kind)
    with tempfile.TemporaryDirectory(prefix="findings-") as fresh:
        copy = os.path.join(fresh, os.path.basename(folder))
        shutil.copytree(folder, copy)
        for name in ("config.ini", "patients.json"):
            shutil.copy(name, fresh)
        with open(os.path.join(folder, "before"), encoding="utf-8") as lines:
            for line in lines:
                done = run(copy, shlex.split(line))
                assert done.returncode == 0, "%s: %s" % (line, done.stderr.decode("utf-8", "replace"))
        return check_in(copy, kind)


def check_in(folder, kind):
    """Exit status and findings of one record file, where it stands."""
    config = first_of(folder, kind + ".ini", "config.ini", "../config.ini")
    patients = first_of(folder, kind + ".patients.json", "patients.json", "../patients.json")
    records = first_of(folder, kind + ".ndjson", kind + ".json", kind + ".fill", "visit.ndjson")
    text = b""
    if records.endswith(".fill"):
        with open(os.path.join(folder, records), encoding="utf-8") as source:
            text = re.sub("@([0-9]+)@", lambda n: "x" * int(n.group(1)), source.read()).encode()
        records = "-"
    arguments = ["check", "--json", "--config", config, patients, records]
    if os.path.exists(os.path.join(folder, "command")):
        with open(os.path.join(folder, "command"), encoding="utf-8") as line:
            arguments = shlex.split(line.read().format(config=config, patients=patients, records=records))
    done = run(folder, arguments, text)
    try:
        document = json.loads(done.stdout.decode("utf-8"))
    except ValueError as error:
        raise AssertionError("%s: exit %d, no JSON document: %s %s" % (
            kind, done.returncode, error, done.stderr.decode("utf-8", "replace"))) from error
    assert document["schema"] in ("superbill.findings/1", "superbill.run/1"), document["schema"]
    return done.returncode, document["findings"]


def line_of(finding):
    return "%s:%d:%d: %s: %s [%s] %s" % tuple(
        finding[key] for key in ("file", "line", "column", "severity", "message", "rule", "path"))


def judge(rule):
    """None where the folder is as it should be, else what is wrong with it."""
    status, found = check(rule, "bad")
    lines = ["exit %d" % status] + [line_of(f).rstrip() for f in found]
    if "--write" in sys.argv:
        with open(os.path.join(rule, "expect"), "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
    with open(os.path.join(rule, "expect"), encoding="utf-8") as expect:
        wanted = expect.read().splitlines()
    if lines != wanted:
        return "bad:\n  " + "\n  ".join(lines) + "\nwanted:\n  " + "\n  ".join(wanted)
    others = [f["rule"] for f in found if f["rule"] != rule]
    if not found or others:
        return "bad trips %s" % (", ".join(others) or "nothing")
    status, found = check(rule, "good")
    loud = [line_of(f) for f in found if f["severity"] != "note" or f["rule"] == rule]
    if status != 0 or loud:
        return "good: exit %d\n  %s" % (status, "\n  ".join(loud))
    return None


def main():
    if not os.access(PROGRAM, os.X_OK):
        print("1..0 # SKIP the program is not built")
        return 0
    names = list(rules())
    strangers = sorted(name for name in os.listdir(".") if os.path.isdir(name) and name not in names
                       and not name.startswith("__"))
    only = [name for name in sys.argv[1:] if not name.startswith("--")]
    names = only or names + strangers
    failed = False
    print("1..%d" % len(names))

    def verdict(rule):
        try:
            return "there is no such rule" if rule in strangers else judge(rule)
        except (OSError, AssertionError, KeyError, subprocess.TimeoutExpired) as error:
            return "%s: %s" % (type(error).__name__, error)

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        verdicts = list(pool.map(verdict, names))
    for i, (rule, wrong) in enumerate(zip(names, verdicts), 1):
        print("%sok %d - %s" % ("not " if wrong else "", i, rule))
        if wrong:
            failed = True
            print("# " + wrong.replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
