#!/bin/sh
# The manuals agree with the tables: every key of records and configuration stands in
# superbill(5), every command in superbill(1) with its options.
set -u
tests=0
failed=0
told() { # name, what is missing
    tests=$((tests + 1))
    if [ -z "$2" ]; then
        echo "ok $tests - $1"
    else
        failed=1
        echo "not ok $tests - $1"
        echo "$2" | sed 's/^/# missing: /'
    fi
}

keys=$(sed -n 's/^KEY([A-Z]*, *"\([^"]*\)".*/\1/p; s/^ *"\([a-z_0-9]*\)", [a-z_]*, LIST.*/\1/p' \
    src/model/keys.def | sort -u)
told "keys are read from the table" "$(test "$(echo "$keys" | wc -l)" -gt 100 || echo all)"
told "superbill(5) holds every key" "$(for key in $keys; do
    grep -q "^\.It Cm $key\( \|\$\)" src/cli/superbill.5 || echo "$key"
done)"

names=$("$SUPERBILL" --help | sed -n '/^Commands/,/^$/s/^  \([a-z][a-z ]*[a-z]\)   *[a-z].*/\1/p')
told "superbill(1) holds every command" "$(echo "$names" | while read -r name; do
    grep -q "^\.Ss $name\( \|\$\)" src/cli/superbill.1 || echo "$name"
done)"
told "superbill(1) tells each command's options" "$(echo "$names" | while read -r name; do
    part=$(awk -v name="$name" '/^\.Ss / { on = substr($0, 5) ~ "^" name "( |$)" } on' \
        src/cli/superbill.1)
    # shellcheck disable=SC2086
    "$SUPERBILL" $name --help | sed -n '/^Options:/,/^[A-Z].*:$/p' |
        grep -o -e '--[a-z][a-z0-9-]*' | while read -r option; do
        echo "$part" | grep -Eq "Fl -${option#--}( |\$|,)" || echo "$name: $option"
    done
done)"
echo "1..$tests"
exit $failed
