#!/bin/sh
# One gate over the files given: gate.sh GATE FILE...   Silent and 0 when all is well.
#
#   format tidy cppcheck    C sources and headers, with clang-format, clang-tidy, cppcheck
#   layers words length     C sources and headers, by text
#   symbols data            objects of the library: what they call, what they can write to
#   manual                  mdoc sources
#   options                 every long option that PROGRAM's help shows stands in MANUAL...
#
# Status 77: the tool is absent (its package is named).
set -u
here=$(dirname "$0")
gate=$1
shift

need() {
    command -v "$1" >/dev/null 2>&1 && return
    echo "SKIP $gate: $1 is absent (package ${2:-$1})"
    exit 77
}

# Calls of each object that the house bans; fortified names count as the plain ones, and
# what the C library's macros turn isalpha and toupper into is banned as well.
banned='strtok|v?sprintf|strcpy|strcat|gets|ato[il]l?|atof|strto[df]|strtold|toupper|tolower'
banned="$banned|__ctype_(b|toupper|tolower)_loc|localtime(_r)?|mktime|time|clock_gettime|gettimeofday"
banned="$banned|(secure_)?getenv|setlocale|localeconv|exit|abort|system|popen|signal|sigaction"
banned="$banned|v?printf|puts|putchar|perror"

case $gate in
format)
    need clang-format
    clang-format --dry-run -Werror "$@"
    ;;
tidy)
    need clang-tidy
    # shellcheck disable=SC2086 # a list of words
    clang-tidy --quiet "$@" -- ${TIDY_FLAGS:--std=c11 -D_GNU_SOURCE -I include -I src} 2>/dev/null
    ;;
cppcheck)
    need cppcheck
    cppcheck -q --std=c11 --enable=warning,performance,portability --inline-suppr \
        --suppress=missingIncludeSystem --suppress=arrayIndexThenCheck \
        --error-exitcode=1 -j 2 -D__GNUC__ -I include -I src "$@"
    ;;
layers | words)
    awk -f "$here/$gate.awk" "$@"
    ;;
length)
    awk 'FNR == 601 { print FILENAME ": error: over 600 lines hide a second noun"; bad = 1 }
         length($0) > 100 { print FILENAME ":" FNR ": error: over 100 columns"; bad = 1 }
         END { exit bad }' "$@"
    ;;
symbols)
    need nm binutils
    for object; do
        case $object in
        */base/pool.o | */base/worker.o | */base/helper.o) ;; # workers leave by _exit and are waited for
        *) nm -u "$object" | awk '{ print $NF }' | sed 's/^__\(.*\)_chk$/\1/; s/@.*//' |
            grep -Ex "$banned" | sed "s|^|$object: error: calls |" ;;
        esac
    done | { ! grep .; }
    ;;
data)
    need size binutils
    size -A "$@" | awk '/:$|: *$/ || / :/ { object = $1 }
        /^\.(data|bss|tdata|tbss|data\.rel|data\.rel\.local)(\.[A-Za-z_0-9.]+)? / &&
            $1 !~ /^\.data\.rel\.ro/ && $2 > 0 {
            print object ": error: " $2 " writable bytes in " $1
            bad = 1
        }
        END { exit bad }'
    ;;
manual)
    need mandoc
    mandoc -Tlint -W warning "$@" || exit 1
    ;;
options)
    program=$1
    shift
    {
        "$program" --help
        "$program" --help | sed -n 's/^  \([a-z][a-z ]*[a-z]\)   *.*/\1/p' | grep -v '^superbill' |
            while read -r command; do
                # shellcheck disable=SC2086 # "codes show" is two words
                "$program" $command --help || echo "--no-help-of-$command"
            done
    } | grep -o -e '--[a-z][a-z0-9-]*' | sort -u | while read -r option; do
        name=${option#--}
        cat "$@" | sed 's/\\-/-/g' | grep -Eq "(Fl|-) ?-$name( |\$|=|,)" ||
            echo "$option: error: stands in no manual"
    done | { ! grep .; }
    ;;
*)
    echo "no such gate: $gate" >&2
    exit 2
    ;;
esac
