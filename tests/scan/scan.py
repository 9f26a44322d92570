"""Print, scan, read: what is read by machine off the page must survive it.

Each page is drawn at 200 dots an inch in black and white, as a fax or a payer's scanner has it,
read by tesseract twice, as one block of lines and as a column of texts of several sizes, and
compared with what was printed: procedure and diagnosis codes, dates, amounts, NPIs, tax and member
ids, each as often as it stands there.  Each reading alone must have every word, and none that was
never printed.  The first place of a diagnosis is a letter's, and read as one: a bare "I" is a
stroke to any reader.  SB_SCANS generated documents (4; `make documents` reads 16, of every kind),
two of the example practice's, two golden cases.
"""

import collections
import concurrent.futures
import os
import re
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(TESTS, "documents"), os.path.join(TESTS, "golden")]

import documents  # noqa: E402
import golden  # noqa: E402
from pdf_parts import run  # noqa: E402

COUNT = int(os.environ.get("SB_SCANS", "4"))
READ = re.compile(
    r"-?\$[\d,]+\.\d\d"  # amounts
    r"|\d\d/\d\d/\d{4}"
    r"|\d{2}-\d{7}"  # a tax id
    r"|\d{10}"  # an NPI
    r"|[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"  # diagnoses
    r"|\d{4}[0-9A-Z]"  # procedures
    r"|[A-Z]\d{9}"  # a member id
)


LETTERS = {"1": "I", "2": "Z", "5": "S", "$": "S", "8": "B", "0": "O", "l": "I", "|": "I"}


def words(text):
    """The words that count, as often as they stand there."""
    found = collections.Counter()
    for word in text.split():
        word = word.strip(",;:|'\u2018\u2019")
        if re.fullmatch(r"[125$80l|]\d[0-9A-Z](\.[0-9A-Z]{1,4})?", word) and not (
                word.isdigit() and len(word) != 3):
            word = LETTERS[word[0]] + word[1:]
        if READ.fullmatch(word):
            found[word] += 1
    return found


def read(path, folder):
    """(words printed, {reading: (words lost, words that were never printed)} where there are any)"""
    base = os.path.join(folder, os.path.basename(path)[:-4])
    run("pdftoppm", "-r", "200", "-mono", path, base)
    printed = words(run("pdftotext", "-layout", path, "-")[1].decode())
    wrong = {}
    for mode in ("6", "4"):
        text = ""
        for name in sorted(os.listdir(folder)):
            status, out, err = run("tesseract", os.path.join(folder, name), "-", "--psm", mode,
                                   "--dpi", "200")
            assert status == 0, err.decode()
            text += out.decode() + "\n"
        seen = words(text)
        if seen != printed:
            wrong[mode] = (dict(printed - seen), dict(seen - printed))
    return printed, wrong


def sources(folder):
    documents.COUNT = COUNT
    for n, kind, path in documents.draw_all(os.path.join(folder, "generated")):
        yield f"document {n}, {kind}", path
    place = os.path.join(folder, "clinic")
    for command in (("init", "-q", place),
                    ("render", "-q", "--config", place + "/superbill.ini", "-o", place + "/out")):
        done = documents.program(*command)
        assert done.returncode == 0, done.stderr.decode()
    for name in sorted(os.listdir(place + "/out"))[:2]:
        yield "example " + name, os.path.join(place, "out", name)
    for case in ("child", "compact"):
        yield "golden " + case, golden.draw(case, os.path.join(folder, case))


def judge(item):
    name, path = item
    folder = tempfile.mkdtemp(prefix="superbill-scan-")
    printed, wrong = read(path, folder)
    shutil.rmtree(folder)
    return name, printed, wrong


def main():
    os.environ["OMP_THREAD_LIMIT"] = "1"
    folder = tempfile.mkdtemp(prefix="superbill-scans-")
    count = failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for name, printed, wrong in pool.map(judge, sources(folder)):
            count += 1
            bad = bool(wrong) or not printed
            failed += bad
            print(f"{'not ' if bad else ''}ok {count} - {name}: {sum(printed.values())} words read", flush=True)
            for mode, (lost, new) in wrong.items():
                print(f"# --psm {mode}: printed {lost}, read {new}")
    print(f"1..{count}")
    shutil.rmtree(folder)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
