/* bench.h - what the parts of the benchmark program share. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

/** A subcommand: its arguments after its name; returns the exit status. */
typedef int bench_run(int argc, char **argv);

/* ORDER-FILE DB: its rows into a bare indexed table, in one transaction */
bench_run bench_insert;

/* FOLDER N: a file and a row made durable, N times */
bench_run bench_commit;

bench_run bench_scan;    /* FILE: strict scan, record trees */
bench_run bench_tree;    /* FILE: one cJSON tree of the whole file */
bench_run bench_records; /* FILE: cJSON, one tree a line: what no strictness costs */
bench_run bench_bill;    /* CONFIG: record text to PDF bytes, for all of its visits */
bench_run bench_draw;    /* CONFIG N: the bill of its first visit to PDF bytes, N times */
bench_run bench_page;    /* -n N, -d DIR, -j J, -k KIND, -s, -l FILE: the benchmark page */
bench_run bench_lock;    /* PDF N [J]: its encrypted copy, N times, by J processes */
bench_run bench_derive;  /* N: four evaluations of the standard's key derivation, N times */
bench_run bench_rewrite; /* PDF N sealed|open: what libqpdf alone takes of a copy, N times */
bench_run bench_terms;   /* N: the key derivations of a copy, N times */
bench_run bench_ledger;  /* ROWS OUT FOLDER: rows of 20 cells to a workbook, spooled in FOLDER */
bench_run bench_start;   /* COUNT PROGRAM ARGUMENT...: start it so often */

/** Seconds on a clock that only goes forward. */
double bench_clock(void);
/** Seconds of processor time that this process and its children have used. */
double bench_cpu(void);
/** Largest resident set so far, in KB. */
long bench_peak(void);
/** A file as bytes with room for one before and a NUL behind them; NULL after a message. */
char *bench_file(const char *path, size_t *length);
void bench_file_free(char *bytes);
/** Say "MB/s X peakKB Y" of so many bytes since begun. */
void bench_say_rate(double bytes, double begun);

#endif
