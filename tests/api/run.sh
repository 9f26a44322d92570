#!/bin/bash
# The library as a stranger meets it: installed headers that stand alone in C and C++, a
# consumer through pkg-config, exactly the exports that are written down.  Prints TAP.
cd "$(dirname "$0")/../.." || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
count=0
flavor=$(basename "$SB_BUILD")

check() { # name command...
    local name=$1 out verdict=ok
    shift
    out=$("$@" 2>&1) || verdict='not ok'
    count=$((count + 1))
    echo "$verdict $count - $name"
    [ "$verdict" = ok ] || sed 's/^/# /' <<<"$out"
}

alone() { # header
    local name=${1#"$work/root/usr/include/"}
    echo "#include <$name>" | gcc -std=c11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only \
        -I "$work/root/usr/include" -x c - &&
        echo "#include <$name>" | g++ -std=c++17 -Wall -Wextra -Wpedantic -Werror \
            -fsyntax-only -I "$work/root/usr/include" -x c++ -
}

exported() {
    tests/api/exports.sh "$SB_BUILD/libsuperbill.so"
}

declared() {
    cat include/superbill/*.h | tr '\n' ' ' | grep -o 'SB_API[^;]*;' |
        grep -o 'sb_[a-z0-9_]* *(' | tr -d ' (' | LC_ALL=C sort -u
}

same() { # the header's list and the library's
    diff <(declared) <(exported)
}

written() {
    diff tests/api/symbols.txt <(exported)
}

check install make -s FLAVOR="$flavor" install DESTDIR="$work/root" PREFIX=/usr
for header in "$work"/root/usr/include/superbill.h "$work"/root/usr/include/superbill/*.h; do
    [ ! -e "$header" ] || check "$(basename "$header") stands alone" alone "$header"
done
if [ "$flavor" = release ]; then
    check "consumer in C and C++" tests/api/consume.sh "$work/root" /usr "$work"
    check "every declared function is exported, and no other" same
    check "symbols.txt is the list of exports (make symbols rewrites it)" written
fi
check uninstall make -s FLAVOR="$flavor" uninstall DESTDIR="$work/root" PREFIX=/usr
check "nothing is left" test -z "$(find "$work/root" ! -type d)"
echo "1..$count"
