#!/bin/sh
# Compile the consumer as C11 and as C++ against an installed library, with nothing but
# pkg-config, and run both: consume.sh DESTDIR PREFIX WORK.
set -eu
root=$1 prefix=$2 work=$3
here=$(cd "$(dirname "$0")" && pwd)
export PKG_CONFIG_PATH="$root$prefix/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"
cflags=$(pkg-config --cflags superbill)
libs=$(pkg-config --libs superbill)
strict='-Wall -Wextra -Wpedantic -Werror'
# shellcheck disable=SC2086 # lists of words
{
    ${CC:-gcc} -std=c11 $strict $cflags -o "$work/consumer_c" "$here/consumer.c" $libs
    ${CXX:-g++} -std=c++17 -x c++ $strict $cflags -o "$work/consumer_cxx" "$here/consumer.c" $libs
}
for program in consumer_c consumer_cxx; do
    LD_LIBRARY_PATH="$root$prefix/lib" "$work/$program" "$work/$program.practice"
done
