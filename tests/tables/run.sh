#!/bin/sh
# The table compiler: the real tables compile to the same bytes twice, and each fault that a
# hand can make is refused with file and line, nothing written.  Prints TAP.
cd "$(dirname "$0")/../.." || exit 2
python=${PYTHON:-/usr/bin/python3}
tables=src/codes/tables
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
count=0

say() { # status name
    count=$((count + 1))
    [ "$1" = 0 ] && echo "ok $count - $2" || echo "not ok $count - $2"
}
compile() { # folder tables...
    "$python" -B src/gen/mkgen.py "$@"
}

compile "$work/one" $tables/*.tsv && compile "$work/two" $tables/*.tsv &&
    diff -r "$work/one" "$work/two" >/dev/null
say $? "the tables compile, twice the same"

# Edit a copy of a table by a sed script; the compiler must name the file, the line, the reason.
refuses() { # name table sed-script reason
    mkdir -p "$work/bad"
    rm -rf "$work/out" "$work"/bad/*
    sed "$3" "$tables/$2.tsv" >"$work/bad/$2.tsv"
    if cmp -s "$tables/$2.tsv" "$work/bad/$2.tsv"; then
        echo "# $1: the edit changes nothing"
        say 1 "$1"
        return
    fi
    message=$(compile "$work/out" "$work/bad/$2.tsv" 2>&1)
    status=$?
    echo "# $message"
    [ $status = 1 ] && [ ! -e "$work/out" ] &&
        printf '%s\n' "$message" | grep -q "$2\.tsv:[0-9][0-9]*: .*$4"
    say $? "$1"
}

refuses "rows out of order" places '/^11	/{h;d};/^12	/{G}' "not sorted"
refuses "a row twice" places '/^11	/p' "stands twice"
refuses "a cell too few" places '/^11	/s/	[^	]*$//' "expected 4 cells"
refuses "a cell too many" places '/^11	/s/$/	x/' "expected 4 cells"
refuses "another heading" places 's/^code	from/code	since/' "expected the columns"
refuses "a carriage return" places '/^11	/s/$/\r/' "plain line ends"
refuses "a byte that is not ASCII" places '/^11	/s/Office/Offic\xc3\xa9/' "ASCII"
refuses "a blank at the end" places '/^11	/s/$/ /' "single blanks"
refuses "a code of another form" procedures 's/^97110	/9711O	/' "CPT or HCPCS"
refuses "an unreal day" procedures '/^97161	/s/2017-01-01/2017-02-30/' "real day"
refuses "an unknown basis" procedures '/^97110	/s/timed/timely/' "one of: untimed"
refuses "two labels alike" procedures '/^97012	/s/Mechanical traction/Heat or cold pack/' "again"
refuses "a successor that is no code" procedures '/^97002	/s/97164/97174/' "not another code"
refuses "minutes of an untimed code" procedures '/^97012	/s/untimed	/untimed	15/' "minutes belong"
refuses "a pair both ways" pairs '/^97760	97763	/s/97763/97761/' "other way round"
refuses "an indicator that is void" pairs '/^97140	97124	/s/	0	active/	9	active/' "from 0 to 1"
refuses "days that overlap" icd10cm '/^M54\.5	0	2021-10-01/s/2021-10-01/2021-09-30/' "overlap"
refuses "an unknown successor" icd10cm '/^M54\.5	1/s/M54\.59/M54.58/' "successor"
refuses "a diagnosis without its dot" icd10cm 's/^M54\.2	/M542	/' "ICD-10-CM"
refuses "a last line cut short" states '$s/^WY$/W/' "two capitals"

printf 'prefix\n01' >"$work/bad/tax_prefixes.tsv"
compile "$work/out" "$work/bad/tax_prefixes.tsv" 2>&1 | grep -q "no line end"
say $? "a file that ends within a line"
printf 'x\n1\n' >"$work/bad/unheard.tsv"
compile "$work/out" "$work/bad/unheard.tsv" 2>&1 | grep -q "no table of this name"
say $? "a table of an unknown name"
compile "$work/out" "$work/bad/absent.tsv" >/dev/null 2>&1
[ $? = 1 ]
say $? "a file that is not there"
compile "$work/out" >/dev/null 2>&1
[ $? = 2 ]
say $? "no tables named"
echo "1..$count"
