#!/bin/bash
# Proves that every gate can fail: tests/lint/bad holds files named GATE_why that must trip
# exactly their gate, and good.c, which must pass all of them.  Prints TAP.
cd "$(dirname "$0")/../.." || exit 2
gate=tests/lint/gate.sh
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
count=0

say() { # verdict name
    count=$((count + 1))
    echo "$1 $count - $2"
}

# Run a gate on a source, or on its object for the gates that judge objects.
try() { # gate file
    local name=$1 file=$2
    case $name in
    symbols | data)
        "${CC:-gcc}" -std=c11 -D_GNU_SOURCE -O2 -fPIC -D_FORTIFY_SOURCE=2 -w -c \
            -o "$work/object.o" "$file" || return 3
        file=$work/object.o
        ;;
    options) set -- "$name" "$file" "${file%.sh}.1" && $gate "$@" && return 0 || return $? ;;
    esac
    $gate "$name" "$file"
}

judge() { # wanted gate file
    local out status
    out=$(try "$2" "$3" 2>&1)
    status=$?
    if [ $status = 77 ]; then
        say ok "$2 ${3#tests/lint/bad/} # SKIP ${out#SKIP }"
    elif { [ "$1" = good ] && [ $status = 0 ]; } || { [ "$1" = bad ] && [ $status = 1 ]; }; then
        say ok "$2 ${3#tests/lint/bad/}"
    else
        say "not ok" "$2 ${3#tests/lint/bad/} (status $status)"
        [ -z "$out" ] || echo "${out//$'\n'/$'\n'# }" | sed '1s/^/# /'
    fi
}

for name in format tidy cppcheck layers words length symbols data; do
    judge good $name tests/lint/bad/src/base/good.c
done
while read -r file; do
    name=$(basename "$file")
    judge bad "${name%%_*}" "$file"
done < <(find tests/lint/bad -name '*_*' ! -name 'options_*.1' | sort)
echo "1..$count"
