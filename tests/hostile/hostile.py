"""verify and extract over files that mean harm: hostile.py

Each file has its verdict and its exit status, and costs no more than the bounds say: 12 seconds of
the processor and 900 MB, whatever it claims to hold.
"""

import json
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import files  # noqa: E402

TOP = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.environ.get("SUPERBILL", os.path.join(TOP, "build", "superbill"))
SECONDS, MEMORY = 12, 900 << 10  # of the processor; kilobytes
WATCHED = "san" not in os.environ.get("SB_BUILD", "") and not os.environ.get("VALGRIND")


def program(folder, *arguments):
    """(status, stdout, stderr, seconds, kilobytes)"""
    names = [os.path.join(folder, "stdout"), os.path.join(folder, "stderr")]
    command = os.environ.get("VALGRIND", "").split() + [PROGRAM, *arguments]
    child = os.fork()
    if child == 0:
        for number, name in enumerate(names, 1):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.chdir(folder)
        try:
            os.execvpe(command[0], command, dict(os.environ, SOURCE_DATE_EPOCH="1795176000"))
        finally:
            os._exit(126)
    _, status, used = os.wait4(child, 0)
    texts = []
    for name in names:
        with open(name, "rb") as handle:
            texts.append(handle.read().decode("utf-8", "replace"))
    return (os.waitstatus_to_exitcode(status), *texts, used.ru_utime + used.ru_stime, used.ru_maxrss)


def judge(folder, data, verdict, reason, extract):
    path = os.path.join(folder, "file.pdf")
    with open(path, "wb") as handle:
        handle.write(data)
    status, out, err, seconds, memory = program(folder, "verify", "--json", "file.pdf")
    answer = json.loads(out)
    cost = [(seconds, memory)]
    if verdict:
        one = answer["files"][0]
        assert one["verdict"] == verdict and status == 1, f"{one} {status}"
        assert not reason or reason in one["why"], one
    elif verdict == "":
        assert status == 3 and answer["error"]["status"] == "read", answer
    else:
        assert status == 1 and answer["files"][0]["verdict"] != "genuine", answer
    status, out, err, seconds, memory = program(folder, "extract", "file.pdf")
    cost.append((seconds, memory))
    if extract is None:
        assert status in (0, 1, 3), f"extract: {status} {err}"
    else:
        assert status == extract, f"extract: {status} {err}"
    assert (status == 0) == bool(out) and bool(err) == (status != 0), f"{status} {err}"
    assert "\x1b" not in out + err
    if WATCHED:
        for seconds, memory in cost:
            assert seconds <= SECONDS and memory <= MEMORY, f"{seconds:.1f} s, {memory >> 10} MB"
    return max(cost)


def cases(folder):
    yield from files.hostile()
    status, _, err, _, _ = program(folder, "init", "-q", "clinic")
    assert status == 0, err
    status, _, err, _, _ = program(folder, "render", "-q", "--config", "clinic/superbill.ini", "-o", "out")
    assert status == 0, err
    names = sorted(os.listdir(os.path.join(folder, "out")))
    yield from files.changed(os.path.join(folder, "out", names[0]), folder)


def main():
    folder = tempfile.mkdtemp(prefix="superbill-hostile-")
    count = failed = 0
    for name, data, verdict, reason, extract in cases(folder):
        count += 1
        why = None
        try:
            seconds, memory = judge(folder, data, verdict, reason, extract)
        except (AssertionError, KeyError, ValueError) as wrong:
            why = f"{type(wrong).__name__}: {wrong}"
        failed += why is not None
        print(f"{'not ' if why else ''}ok {count} - {name}")
        print("# " + (why or f"{seconds:.2f} s, {memory >> 10} MB")[:300], flush=True)
    print(f"1..{count}")
    shutil.rmtree(folder)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
