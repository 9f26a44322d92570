# words.awk - words that have no place in the sources: awk -f words.awk FILE...
#
# Comments and string literals do not count, but for unfinished marks in comments.

BEGIN {
    # where it is banned, a pattern, what to do instead
    ban("library", "(strtok|sprintf|vsprintf|strcpy|strcat|gets|atoi|atol|atoll|atof|strtod|strtof)", \
        "reads or writes without bounds, or by the locale")
    ban("library", "(isalpha|isdigit|isalnum|isspace|isupper|islower|toupper|tolower|strcasecmp)", \
        "depends on the locale: base/text.c has its own")
    ban("library", "(localtime|localtime_r|mktime|gmtime|time|clock_gettime|gettimeofday)", \
        "reads the clock or the zone")
    ban("library", "(getenv|secure_getenv|setlocale|localeconv)", "reads the environment")
    ban("library", "(exit|_exit|abort|system|popen|signal|sigaction)", "is the caller's business")
    ban("library", "(printf|puts|putchar|perror|vprintf)", "prints: the library is silent")
    ban("cli", "(strtok|sprintf|vsprintf|strcpy|strcat|gets|atoi|atol|atoll|atof|strtod|strtof)", \
        "reads or writes without bounds, or by the locale")
    ban("env", "(getenv|secure_getenv|setlocale|localtime|localtime_r|time|clock_gettime)", \
        "only cli/env.c reads clock, environment and locale")
    ban("all", "cJSON_(GetObjectItem|HasObjectItem|ParseWithOpts|Parse|InitHooks|GetErrorPtr)", \
        "ignores case or length: dependencies.md names the safe one")
    ban("all", "HPDF_(SaveToFile|ResetError|Font_GetUnicodeWidth|PDFA_GenerateID)", \
        "loses errors or reads the clock")
}

function ban(where, functions, why) {
    count++
    place[count] = where
    pattern[count] = "(^|[^A-Za-z0-9_.>])" functions "[ \t]*\\("
    reason[count] = why
}

function complain(text) {
    print FILENAME ":" FNR ": error: " text
    bad = 1
}

FNR == 1 {
    comment = 0
    cli = FILENAME ~ /(^|\/)src\/cli\//
    env = FILENAME ~ /(^|\/)src\/cli\/(env|main)\.c$/
    worker = FILENAME ~ /(^|\/)src\/base\/(pool|worker|helper)\.c$/
    floats = FILENAME ~ /(^|\/)src\/out\/(pdf|xlsx)\//
}

{
    if ($0 ~ /(^|[^A-Za-z_])(TODO|FIXME|XXX|HACK)([^A-Za-z_]|$)/)
        complain("an unfinished mark")
    line = strip($0)
    for (i = 1; i <= count; i++) {
        if (place[i] == "library" && (cli || worker))
            continue
        if (place[i] == "cli" && !cli || place[i] == "env" && (!cli || env))
            continue
        if (match(line, pattern[i]))
            complain(word(substr(line, RSTART, RLENGTH)) " " reason[i])
    }
    if (line ~ /(->|\.)valuedouble/)
        complain("a number is read from its text, never from valuedouble")
    if (!floats && line ~ /(^|[^A-Za-z0-9_])(double|float)([^A-Za-z0-9_]|$)/)
        complain("no floating point outside out/pdf and out/xlsx")
}

function word(text) {
    gsub(/[^A-Za-z0-9_]/, "", text)
    return text
}

# The line without comments and literals; comment carries over line ends.
function strip(text, out) {
    gsub(/\\./, "", text)
    gsub(/'[^']*'/, "0", text)
    out = ""
    while (text != "") {
        if (comment) {
            if (!match(text, /\*\//))
                return out
            text = substr(text, RSTART + 2)
            comment = 0
        } else if (match(text, /"[^"]*"|\/\*|\/\//)) {
            out = out substr(text, 1, RSTART - 1)
            if (substr(text, RSTART, 1) == "\"") {
                out = out "\"\""
            } else if (substr(text, RSTART, 2) == "//") {
                return out
            } else {
                comment = 1
            }
            text = substr(text, RSTART + RLENGTH)
        } else {
            return out text
        }
    }
    return out
}

END { exit bad }
