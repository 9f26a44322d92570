"""Run transcripts: run-transcripts.py [--write] FILE.t ...

A transcript is a list of commands with what each must say, line by line:

    # prose (also any blank line)
    $ superbill check visits.ndjson      the command, run by bash
    > --json                             its next line
    < a line of its stdin
    | a line of its stdout               |* with * and ? as wildcards
    ! a line of its stderr               !* likewise
    ? 1                                  its exit status, where that is not 0

All commands of one file share one fresh folder and its variables' sake: each command is a
shell of its own, but the next one starts in the folder where the last one ended.  SB_TOP is
the checkout, SOURCE_DATE_EPOCH is noon of 2026-11-20 unless the command sets it.  The fresh
folder's path shows as {DIR}, the checkout's as {TOP}.  --write puts what was seen in place
of what was expected: read the difference before keeping it.  Output is TAP, one test a
command.

Of a FILE.md the blocks fenced as ```console are run: "$ " begins a command, "> " goes on,
other lines are what a terminal shows, stdout and stderr together, "..." for any lines.  A
command without such lines may say anything.  ```console status=1 states another status.
"""

import fnmatch
import os
import re
import subprocess
import sys
import tempfile

NOON = "1795176000"  # 2026-11-20T12:00:00Z


class Step:
    """One command and what is expected of it."""

    def __init__(self, number, command):
        self.number = number
        self.command = command
        self.stdin = []
        self.out = []  # (pattern?, text)
        self.err = []
        self.status = 0
        self.screen = None  # of a page: stdout and stderr as one

    def judge(self, status, out, err):
        if self.screen is None:
            good = matches(self.out, out) and matches(self.err, err)
        else:
            good = not self.screen or shows(self.screen, out)
        return good and status == self.status


def parse(path):
    """The file as a list of prose lines and steps, in order."""
    parts = []
    step = None
    with open(path, encoding="utf-8", newline="\n") as handle:
        lines = handle.read().split("\n")
    for number, line in enumerate(lines, 1):
        mark, text = line[:1], line[2:] if line[1:2] in (" ", "") else None
        wild = line[2:3] in (" ", "") and line[1:2] == "*"
        if mark == "$" and text is not None:
            step = Step(number, text)
            parts.append(step)
        elif mark in ("#", ""):
            parts.append(line)
        elif step and mark == ">" and text is not None:
            step.command += "\n" + text
        elif step and mark == "<" and text is not None:
            step.stdin.append(text)
        elif step and mark in "|!" and (text is not None or wild):
            side = step.out if mark == "|" else step.err
            side.append((wild, line[3:] if wild else text))
        elif step and mark == "?" and text is not None:
            step.status = int(text)
        else:
            raise SystemExit(f"{path}:{number}: neither prose nor a transcript line")
    return parts


def parse_markdown(path):
    """The console blocks of a page as steps; the rest is prose."""
    parts = []
    status = step = None
    with open(path, encoding="utf-8") as handle:
        for number, line in enumerate(handle.read().split("\n"), 1):
            if line.startswith("```"):
                found = re.match(r"```console(?: status=(\d+))?$", line) if status is None else None
                status = int(found.group(1) or 0) if found else None
                step = None
            elif status is None:
                parts.append(line)
            elif line.startswith("$ "):
                step = Step(number, line[2:])
                step.status = status
                step.screen = []
                parts.append(step)
            elif step and line.startswith("> ") and not step.screen:
                step.command += "\n" + line[2:]
            elif step:
                step.screen.append(line)
    return parts


def shows(expected, seen):
    """Whether a terminal's lines are those expected, "..." standing for any number."""
    pattern = "".join(
        r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in expected
    )
    return re.fullmatch(pattern, "".join(line + "\n" for line in seen)) is not None


def matches(expected, seen):
    if len(expected) != len(seen):
        return False
    return all(
        fnmatch.fnmatchcase(got, text.replace("[", "[[]")) if wild else got == text
        for (wild, text), got in zip(expected, seen)
    )


def lines_of(data, folder):
    top = os.environ.get("SB_TOP", "\0")
    text = data.decode("utf-8", "backslashreplace").replace(folder, "{DIR}").replace(top, "{TOP}")
    if not text:
        return []
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    else:
        lines[-1] += "{no line end}"
    return lines


def run(step, folder, where):
    state = folder + ".cwd"
    env = dict(os.environ, SB_STATE=state)
    env.setdefault("SOURCE_DATE_EPOCH", NOON)
    script = "trap 'pwd >\"$SB_STATE\"' EXIT\n" + step.command
    if step.screen is not None:
        script = "exec 2>&1\n" + script
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=where,
        env=env,
        input="".join(line + "\n" for line in step.stdin).encode(),
        capture_output=True,
        check=False,
    )
    with open(state, encoding="utf-8") as handle:
        where = handle.read().rstrip("\n")
    return done.returncode, lines_of(done.stdout, folder), lines_of(done.stderr, folder), where


def rewrite(path, parts, seen):
    text = []
    for part in parts:
        if isinstance(part, str):
            text.append(part)
            continue
        status, out, err = seen[part.number]
        first, *rest = part.command.split("\n")
        text.append("$ " + first)
        text += ["> " + line for line in rest]
        text += ["< " + line for line in part.stdin]
        for mark, old, new in (("|", part.out, out), ("!", part.err, err)):
            if matches(old, new):
                text += [mark + ("* " if wild else " ") + line for wild, line in old]
            else:
                text += [f"{mark} {line}" for line in new]
        if status:
            text.append(f"? {status}")
    body = "\n".join(line[:1] if line in ("| ", "! ") else line for line in text)
    with open(path, "w", encoding="utf-8", newline="\n") as handle:
        handle.write(body)


def show(step, status, out, err):
    if status != step.status:
        print(f"# status {status}, expected {step.status}")
    if step.screen is not None:
        step.out = [(False, line) for line in step.screen]
    for mark, expected, got in (("|", step.out, out), ("!", step.err, err)):
        if matches(expected, got):
            continue
        for wild, text in expected:
            print(f"# expected {mark}{'*' if wild else ''} {text}")
        for text in got:
            print(f"# seen     {mark} {text}")


def main(arguments):
    write = "--write" in arguments
    files = [name for name in arguments if name != "--write"]
    test = failed = 0
    for path in files:
        parts = parse_markdown(path) if path.endswith(".md") else parse(path)
        name = os.path.basename(path)
        seen = {}
        with tempfile.TemporaryDirectory(prefix="transcript-") as base:
            folder = where = os.path.join(os.path.realpath(base), "work")
            os.mkdir(folder, 0o700)
            for step in [part for part in parts if isinstance(part, Step)]:
                test += 1
                status, out, err, where = run(step, folder, where)
                seen[step.number] = (status, out, err)
                good = step.judge(status, out, err)
                title = step.command.split("\n")[0].replace("#", "\\x23")
                print(f"{'' if good else 'not '}ok {test} - {name}:{step.number} {title}")
                if not good:
                    failed += 1
                    show(step, status, out, err)
        if write and not path.endswith(".md"):
            rewrite(path, parts, seen)
    print(f"1..{test}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
