"""Write every file below a folder, or one file, into one C table: mkembed.py OUT.inc FOLDER.

The table holds name (relative to the folder), bytes and length, in order of name.  Each
file is followed by a NUL that its length does not count.
"""

import os
import sys


def files_below(folder):
    if os.path.isfile(folder):
        yield os.path.basename(folder), folder
        return
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in names:
            path = os.path.join(base, name)
            yield os.path.relpath(path, folder).replace(os.sep, "/"), path


def main(out, folder):
    text = ["/* Made by src/gen/mkembed.py; not to be edited. */\n"]
    rows = []
    for number, (name, path) in enumerate(sorted(files_below(folder))):
        with open(path, "rb") as handle:
            data = handle.read()
        text.append(f"static const unsigned char sb_embedded_{number}[] = {{ /* {name} */\n")
        for at in range(0, len(data), 20):
            text.append("".join(f"{byte}," for byte in data[at : at + 20]) + "\n")
        text.append("0};\n")
        rows.append(f'    {{"{name}", sb_embedded_{number}, {len(data)}}},\n')
    text.append(
        "static const struct sb_embedded {\n"
        "    const char *name;\n"
        "    const unsigned char *at;\n"
        "    size_t len;\n"
        f"}} sb_embedded[{max(len(rows), 1)}] = {{\n"
    )
    text += rows or ["    {0}\n"]
    text.append("};\n")
    text.append(f"enum {{ SB_EMBEDDED_COUNT = {len(rows)} }};\n")
    with open(out + ".new", "w", encoding="ascii") as handle:
        handle.write("".join(text))
    os.replace(out + ".new", out)


if __name__ == "__main__":
    main(*sys.argv[1:])
