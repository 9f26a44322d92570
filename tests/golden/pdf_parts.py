"""A document taken apart with qpdf: objects, streams, content operators, the tag tree."""

import base64
import json
import os
import re
import subprocess


def run(*command, data=None):
    """A tool, in a locale of its own: only our program must do without one."""
    env = {key: value for key, value in os.environ.items() if key not in ("LD_PRELOAD", "LOCPATH")}
    env["LC_ALL"] = "C.UTF-8"
    done = subprocess.run(command, input=data, env=env, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


class Document:
    """Values as qpdf's JSON has them; references stay "n 0 R" until get() follows them."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as handle:
            self.bytes = handle.read()
        status, out, err = run(
            "qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=generalized", path
        )
        if status != 0:
            raise AssertionError(f"qpdf: {err.decode()}")
        self.objects = json.loads(out)["qpdf"][1]
        self.trailer = self.objects["trailer"]["value"]
        self.catalog = self.get(self.trailer["/Root"])
        self.info = self.get(self.trailer["/Info"])

    def get(self, value):
        """What a reference leads to: the value, or a stream's dictionary."""
        seen = 0
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            entry = self.objects["obj:" + value]
            value = entry["stream"]["dict"] if "stream" in entry else entry["value"]
            seen += 1
            assert seen < 8, "references run in a circle"
        return value

    def stream(self, reference):
        return base64.b64decode(self.objects["obj:" + reference]["stream"]["data"])

    def pages(self):
        """References of the pages in order."""
        return list(self.get(self.catalog["/Pages"])["/Kids"])

    def raw_objects(self):
        """Number -> bytes from "n 0 obj" to "endobj", as the cross-reference table says."""
        start = int(self.bytes.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
        lines = self.bytes[start:].split(b"\n")
        count = int(lines[1].split()[1])
        table = {}
        for number in range(1, count):
            row = lines[2 + number]
            at = int(row.split()[0])
            head = b"%d 0 obj\n" % number
            assert self.bytes[at : at + len(head)] == head, f"object {number} is not at its place"
            table[number] = at
        ends = sorted(list(table.values()) + [start])
        return {n: self.bytes[at : ends[ends.index(at) + 1]] for n, at in table.items()}


def text_of(value):
    """A string of qpdf's JSON: "u:..." text, "b:..." bytes in hexadecimal."""
    if value.startswith("u:"):
        return value[2:]
    data = bytes.fromhex(value[2:])
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be")
    return data.decode("latin-1")


TOKEN = re.compile(
    rb"\s*(?:(?P<name>/[^\s/\[\]<>()]+)|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])|(?P<hex><[0-9A-Fa-f]*>)|(?P<string>\()"
    rb"|(?P<word>[A-Za-z'\"*]+))"
)


def read_string(data, at):
    """A literal string that begins behind its parenthesis; returns bytes and where it ends."""
    out, depth = bytearray(), 1
    while True:
        c = data[at]
        at += 1
        if c == 0x5C:
            out.append(data[at])
            at += 1
            continue
        depth += (c == 0x28) - (c == 0x29)
        if depth == 0:
            return bytes(out), at
        out.append(c)


def operators(data):
    """(operator, operands) of a content stream of ours."""
    at, operands = 0, []
    while at < len(data.rstrip()):
        found = TOKEN.match(data, at)
        assert found, f"content stream: {data[at:at + 40]!r}"
        at = found.end()
        kind = found.lastgroup
        value = found.group(kind)
        if kind == "string":
            value, at = read_string(data, at)
            operands.append(("string", value))
        elif kind == "word":
            yield value.decode(), operands
            operands = []
        elif kind == "number":
            operands.append(("number", float(value)))
        else:
            operands.append((kind, value))


class Element:
    """A node of the tag tree."""

    def __init__(self, reference, value, parent):
        self.reference, self.value, self.parent = reference, value, parent
        self.type = value["/S"][1:]
        self.kids = []

    def walk(self):
        """All nodes in reading order, this one first."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


def tag_tree(document):
    root = document.get(document.catalog["/StructTreeRoot"])

    def build(reference, parent):
        element = Element(reference, document.get(reference), parent)
        kids = element.value.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid, str):
                element.kids.append(build(kid, element))
        return element

    kids = root["/K"]
    return build(kids if isinstance(kids, str) else kids[0], None)
