# layers.awk - every #include against the house's picture: awk -f layers.awk FILE...
#
#           cli            sees <superbill/...> and its own headers
#            |
#           app
#     +------+------+
#    out   rules   store
#     |      |       |
#     |    codes     |
#     +------+-------+
#          model
#            |
#          base
#
# Public headers include public headers only.  A library's header has one door.

BEGIN {
    below["base"] = "base"
    below["model"] = "model base"
    below["codes"] = "codes model base"
    below["rules"] = "rules codes model base"
    below["out"] = "out model base"
    below["store"] = "store model base"
    below["app"] = "app out rules store codes model base"
    below["cli"] = "cli"
    # archive.h holds what the archive tells, as values: rules judge by them
    split("error base money model date model ident model record model feed model config model " \
          "bill model finding model archive model codes codes sets codes profile codes units rules document out " \
          "practice app", pair, " ")
    for (i = 1; i in pair; i += 2)
        home["superbill/" pair[i] ".h"] = pair[i + 1]
    home["superbill.h"] = "app" # the umbrella, where the version stands
    split("cjson/cJSON.h base/json.c ini.h base/ini.c utf8proc.h base/utf8.c sqlite3.h base/db.c " \
          "sodium.h base/crypto.c nettle/sha2.h base/nettle.c nettle/aes.h base/nettle.c nettle/cbc.h base/nettle.c zlib.h base/inflate.c libdeflate.h base/deflate.c " \
          "zip.h base/zip.c hpdf.h out/pdf/haru.c " \
          "xlsxwriter.h out/xlsx/xlsx.c png.h out/pdf/image.c qrencode.h out/pdf/qr.c " \
          "qpdf/qpdf-c.h out/pdf/qpdf.c", pair, " ")
    for (i = 1; i in pair; i += 2)
        door[pair[i]] = pair[i + 1]
}

function complain(text) {
    print FILENAME ":" FNR ": error: " text
    bad = 1
}

function allows(layer, wanted) {
    return index(" " below[layer] " ", " " wanted " ") > 0
}

FNR == 1 {
    inside = ""
    if (match(FILENAME, /(^|\/)src\//))
        inside = substr(FILENAME, RSTART + RLENGTH)
    public = FILENAME ~ /(^|\/)include\//
    layer = inside
    sub(/\/.*/, "", layer)
    if (!public && !(layer in below))
        complain("this folder is no layer of the house")
}

/^[ \t]*#[ \t]*include/ {
    if (!match($0, /[<"][^>"]+[>"]/))
        next
    name = substr($0, RSTART + 1, RLENGTH - 2)
    quoted = substr($0, RSTART, 1) == "\""
    if (name in door || name ~ /^qpdf\//) {
        if (inside != door[name])
            complain(name " is included by " door[name] " alone")
    } else if (name ~ /^superbill\// || name == "superbill.h") {
        if (public || layer == "cli")
            next
        if (!(name in home))
            complain(name " belongs to no layer below")
        else if (!allows(layer, home[name]))
            complain(layer " may not see " home[name] " (" name ")")
    } else if (public && quoted) {
        complain("a public header includes a private one: " name)
    } else if (quoted && name ~ /\//) {
        other = name
        sub(/\/.*/, "", other)
        if (!allows(layer, other))
            complain(layer " may not see " other " (" name ")")
    }
}

END { exit bad }
