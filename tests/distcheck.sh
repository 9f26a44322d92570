#!/bin/sh
# The tarball stands on its own: the same bytes twice, builds, passes, installs, serves a
# consumer through pkg-config, and leaves nothing behind.  Run by `make distcheck`.
set -eu
name=$1
tarball=$(pwd)/build/$name.tar.gz
work=$(pwd)/build/distcheck
rm -rf "$work"
mkdir -p "$work"
cp "$tarball" "$work/first.tar.gz"
$MAKE -s dist >/dev/null
cmp "$tarball" "$work/first.tar.gz"
tar -C "$work" -xzf "$tarball"
mkdir "$work/another place"
tar -C "$work/another place" -xzf "$tarball"
$MAKE -s -C "$work/another place/$name"
cd "$work/$name"
$MAKE -s
for file in libsuperbill.a libsuperbill.so superbill; do
    cmp "build/$file" "$work/another place/$name/build/$file"
done
$MAKE -s check
$MAKE -s install DESTDIR="$work/root" PREFIX=/usr
tests/api/consume.sh "$work/root" /usr "$work"
$MAKE -s uninstall DESTDIR="$work/root" PREFIX=/usr
left=$(find "$work/root" ! -type d)
test -z "$left" || { echo "uninstall left: $left" >&2; exit 1; }
cd /
rm -rf "$work"
echo "$name: the tarball stands on its own"
