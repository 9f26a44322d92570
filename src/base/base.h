/*
 * base.h - bytes, text, JSON, INI, files: what every layer stands on.  Knows no health care.
 * One header for the layer; each part is named after its file.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stdarg.h>
#include <string.h>
#include <sys/types.h>

#include "base/crypto.h"
#include "base/deflate.h"
#include "superbill/error.h"

/* limits: every bound by name */
#define SB_LIMIT_DEPTH 64                   /* nesting of JSON */
#define SB_LIMIT_RECORD ((size_t)1 << 20)   /* bytes of one record */
#define SB_LIMIT_INI_LINE ((size_t)1000)    /* bytes of one line */
#define SB_LIMIT_INI_FILE ((size_t)1 << 20) /* bytes of a configuration or template */
#define SB_LIMIT_CHUNK ((size_t)256 << 10)  /* bytes asked of a file at once */
#define SB_LIMIT_ID 64                      /* bytes of a record id */
#define SB_LIMIT_PATH 128                   /* bytes of a JSON Pointer in a finding */

/* error.c */

/** Set status and a printf text; the first cause stays.  Returns status.  err may be NULL. */
sb_status sb_error_set(struct sb_error *err, sb_status status, const char *format, ...)
    SB_PRINTF(3, 4);
/** The same, with the place: source (may be NULL), line and column (0: not known). */
sb_status sb_error_at(struct sb_error *err, sb_status status, const char *source, uint32_t line,
                      uint32_t column, const char *format, ...) SB_PRINTF(6, 7);
/** The same for a failed system call on a file: appends strerror of errnum. */
sb_status sb_error_system(struct sb_error *err, sb_status status, const char *source, int errnum,
                          const char *what);
/** Out of memory, in the words every layer uses.  Returns SB_E_NOMEM. */
sb_status sb_error_nomem(struct sb_error *err);
/** Name the record, where none is named yet; prepend to the path.  err may be NULL. */
void sb_error_in(struct sb_error *err, const char *record);
void sb_error_path(struct sb_error *err, const char *outer);
/** Copy at most room-1 bytes of text, control bytes and invalid UTF-8 as \xNN; returns out. */
const char *sb_text_tame(char *out, size_t room, const char *text, size_t length);

/* checked.h is apart: overflow-checked int64 arithmetic as static inlines. */

/* arena.c: one bump arena for each record, handle or document */

struct sb_arena;
/** cap: most bytes in all, 0 for none.  NULL when memory ends. */
struct sb_arena *sb_arena_new(size_t cap);
void sb_arena_free(struct sb_arena *arena);
/** Forget everything taken; memory is kept for reuse. */
void sb_arena_reset(struct sb_arena *arena);
/** Zeroed, aligned for any type; NULL when memory or the cap ends. */
void *sb_arena_take(struct sb_arena *arena, size_t size);
/** n elements of size; NULL also where the product overflows. */
void *sb_arena_array(struct sb_arena *arena, size_t n, size_t size);
/** A copy with a NUL behind it. */
char *sb_arena_text(struct sb_arena *arena, const char *text, size_t length);
char *sb_arena_print(struct sb_arena *arena, const char *format, ...) SB_PRINTF(2, 3);
/** Bytes taken since the last reset. */
size_t sb_arena_used(const struct sb_arena *arena);

/* buf.c: growable bytes; a failure sticks and later calls do nothing */

struct sb_buf {
    char *at; /* NUL behind len whenever at is not NULL */
    size_t len, room;
    bool failed; /* memory ended, or cap was reached */
    size_t cap;  /* 0: none */
};
void sb_buf_free(struct sb_buf *buf);  /* back to {0} but for cap */
void sb_buf_reset(struct sb_buf *buf); /* empty, memory kept, failure forgotten */
void sb_buf_put(struct sb_buf *buf, const void *bytes, size_t length);
/* The length of words that are written here is counted by the compiler. */
static inline void
sb_buf_text(struct sb_buf *buf, const char *text)
{
    sb_buf_put(buf, text, strlen(text));
}
void sb_buf_char(struct sb_buf *buf, char c);
void sb_buf_int(struct sb_buf *buf, int64_t n);
void sb_buf_print(struct sb_buf *buf, const char *format, ...) SB_PRINTF(2, 3);
/** Room for length more bytes; NULL after a failure.  Add to len what was written. */
char *sb_buf_reserve(struct sb_buf *buf, size_t length);

/* text.c: numbers, case and words, without locale */

SB_MUST bool sb_int_parse(int64_t *out, const char *text, size_t length); /* -?[0-9]+ */
char sb_ascii_upper(char c);
char sb_ascii_lower(char c);
bool sb_ascii_digit(char c);
bool sb_ascii_alpha(char c);
bool sb_ascii_alnum(char c);
bool sb_text_equal(const char *a, const char *b);       /* NULL equals NULL only */
int sb_text_compare_fold(const char *a, const char *b); /* ASCII case ignored */
bool sb_text_starts(const char *text, const char *prefix);
/** The word nearest to text by edit distance, or NULL where none is near enough to suggest. */
const char *sb_word_nearest(const char *text, const char *const *words, size_t count);

/* utf8.c: the door of utf8proc */

/** Whether bytes are well-formed UTF-8 without NUL, U+FFFE, U+FFFF; else *bad is the offset. */
SB_MUST bool sb_utf8_valid(const char *text, size_t length, size_t *bad);
/** Bytes of the well-formed character that text begins with; 0 where it is not well-formed. */
size_t sb_utf8_step(const char *text, size_t length, uint32_t *code_point);
/** Next code point of valid UTF-8, advancing *at; 0 at the NUL. */
uint32_t sb_utf8_next(const char **at);
/** Write a code point as UTF-8 with NUL into 5 bytes; returns its length. */
size_t sb_utf8_put(char out[5], uint32_t code_point);
/** text in NFC, in the arena (text itself where it already is); NULL when memory ends. */
const char *sb_utf8_nfc(struct sb_arena *arena, const char *text);
/** Control, bidirectional control, or unassigned: never in text. */
bool sb_utf8_forbidden(uint32_t code_point);
/** Case-folded and stripped of marks, for search by people; NULL when memory ends. */
const char *sb_utf8_fold(struct sb_arena *arena, const char *text);

/* file.c: bounded reads */

struct sb_input;
/**
 * Open a regular file, FIFO or "-" (stdin).  SB_E_READ with a clear text for a directory,
 * a device, a missing or unreadable file.
 */
SB_MUST sb_status sb_input_open(struct sb_input **out, const char *path, struct sb_error *err);
/** An input over bytes that outlive it; name stands for the file in messages. */
SB_MUST sb_status sb_input_memory(struct sb_input **out, const char *name, const void *bytes,
                                  size_t length, struct sb_error *err);
const char *sb_input_name(const struct sb_input *input);
/** Read up to room bytes; *got is 0 at the end only. */
SB_MUST sb_status sb_input_read(struct sb_input *input, void *bytes, size_t room, size_t *got,
                                struct sb_error *err);
/**
 * An input of the same name that holds what is left of from, in a private file of folder (NULL:
 * the system's) that has no name there; nothing is left of it when it is freed.
 */
SB_MUST sb_status sb_input_spool(struct sb_input **out, struct sb_input *from, const char *folder,
                                 struct sb_error *err);
/** Read again from the start: a regular file, a spooled input, memory. */
SB_MUST sb_status sb_input_rewind(struct sb_input *input, struct sb_error *err);
/**
 * length bytes from an offset of what can be read again; where it moves is left alone.
 * SB_E_READ where it holds fewer.
 */
SB_MUST sb_status sb_input_at(struct sb_input *input, uint64_t offset, void *bytes, size_t length,
                              struct sb_error *err);
void sb_input_free(struct sb_input *input);
/** A whole regular file of at most cap bytes, appended to buf. */
SB_MUST sb_status sb_file_read(struct sb_buf *buf, const char *path, size_t cap,
                               struct sb_error *err);

/* spool.c: bytes that wait on disk; nothing is left of them when the program ends */

/** A private file in folder that has no name, or loses it at once; -1: errno tells why. */
int sb_spool_file(const char *folder);
struct sb_spool;
/** folder NULL: the system's.  There is no file before there are many bytes. */
SB_MUST sb_status sb_spool_new(struct sb_spool **out, const char *folder, struct sb_error *err);
void sb_spool_free(struct sb_spool *spool);
/** Append; *at (may be NULL) is where it stands. */
SB_MUST sb_status sb_spool_add(uint64_t *at, struct sb_spool *spool, const void *bytes,
                               size_t length, struct sb_error *err);
/** What stands there; SB_E_DEFECT beyond the end.  A forked process may ask too. */
SB_MUST sb_status sb_spool_get(const struct sb_spool *spool, uint64_t at, void *bytes,
                               size_t length, struct sb_error *err);
uint64_t sb_spool_size(const struct sb_spool *spool);

#include "base/outfile.h" /* folders, and files that are written */

/** An exclusive advisory lock on a file, waited for up to 10 seconds (SB_E_LOCKED). */
struct sb_lock;
SB_MUST sb_status sb_lock_take(struct sb_lock **out, const char *path, struct sb_error *err);
void sb_lock_free(struct sb_lock *lock);

/* pass.c: one JSON value in memory, strictly: grammar, UTF-8, depth, duplicate keys */

enum sb_pass_end {
    SB_PASS_DONE,   /* a whole value; soft tells whether it may be used */
    SB_PASS_MORE,   /* the bytes end inside it */
    SB_PASS_BROKEN, /* the grammar or UTF-8 is broken at fault_at */
    SB_PASS_DEEP,   /* nested over SB_LIMIT_DEPTH */
    SB_PASS_MEMBER, /* a key of names was met in the outermost object */
    SB_PASS_NOMEM,
};
/** A value of a text that passed; offsets are in the text. */
struct sb_scan_value {
    uint32_t at, end;      /* its first byte; behind its last one */
    uint32_t key, key_end; /* the quotation marks of its key; both 0: it has none */
    uint32_t next;         /* index of the next one in the same object or array; 0: none */
    bool escapes;          /* its text or its key is written with some */
};
struct sb_pass_frame {
    uint64_t seen;  /* a bit for each hash of a key: clear means new */
    size_t keys;    /* where the keys of this object begin */
    uint32_t value; /* index of the object or array itself */
    uint32_t last;  /* index of what it holds last so far; 0: nothing */
    char close;     /* the bracket that ends it */
};
struct sb_pass_key;
/** State and results of a pass; start from {0}, kept and reused from value to value. */
struct sb_pass {
    const char *text, *end; /* *end must be a NUL, with SB_PASS_PAD readable bytes from there */
    const char *const *names;
    size_t name_count;
    const char *at;                 /* DONE: behind the value */
    const char *fault_at;           /* BROKEN, DEEP, MEMBER; or where soft is */
    const char *why;                /* what was expected there */
    bool soft, encoding, duplicate; /* a fault that leaves the grammar whole; its kind */
    size_t newlines;                /* in white space inside the value */
    const char *line;               /* behind the last of them; NULL: none */
    struct sb_scan_value *values;   /* in document order */
    size_t value_count, value_room;
    enum sb_pass_end result;
    bool escapes;                                    /* the string read last had some */
    struct sb_pass_frame frames[SB_LIMIT_DEPTH + 1]; /* the first stands for no bracket */
    struct sb_pass_key *keys;
    size_t key_count, key_room;
    struct sb_buf plain; /* keys that were written with escapes */
};
#define SB_PASS_PAD 32
/** Pass over the value at text (no blanks before it). */
enum sb_pass_end sb_pass_run(struct sb_pass *pass, const char *text, const char *stop);
void sb_pass_free(struct sb_pass *pass); /* what it holds, not itself */

/* token.c: what is rare in such a text, and the faults of a pass */

/** The pass ends: at the end of the bytes for want of more, anywhere else on a fault.  NULL. */
const char *sb_pass_broken(struct sb_pass *pass, const char *at, const char *why);
/** A fault that refuses the value but leaves its end findable; the first is told. */
void sb_pass_soft(struct sb_pass *pass, bool *kind, const char *at, const char *why);
/** Behind the escape whose backslash is at at; NULL on a fault, here and below. */
const char *sb_pass_escape(struct sb_pass *pass, const char *at);
/** Behind the bytes beyond ASCII that begin at at. */
const char *sb_pass_beyond_ascii(struct sb_pass *pass, const char *at);
/** Behind true, false or null. */
const char *sb_pass_word(struct sb_pass *pass, const char *at);

/* escape.c: what stands for what in JSON strings */

/** Four hex digits into *unit; NULL, or where they break off. */
const char *sb_escape_hex(const char *at, uint32_t *unit);
/** The text of a validated JSON string, given what is between its quotes; returns its length. */
size_t sb_escape_undo(char *out, const char *raw, size_t length);

/* window.c: a window that slides over an input, and the line and column of what is in it */

struct sb_window {
    struct sb_input *input; /* not owned */
    size_t chunk;           /* bytes to read at once */
    char *bytes;            /* SB_PASS_PAD NULs stand behind have */
    size_t at, have, room;  /* consumed up to at */
    uint64_t base;          /* offset of bytes in the input */
    bool ended;             /* nothing more to read */
    uint32_t line;          /* of at */
    uint64_t line_start;    /* offset of its first byte */
};
void sb_window_free(struct sb_window *window);
/** Drop what was consumed and read one piece more; pointers into bytes end here. */
SB_MUST sb_status sb_window_fill(struct sb_window *window, struct sb_error *err);
/** Bring at least length bytes from at into the window, where the input has them. */
SB_MUST sb_status sb_window_want(struct sb_window *window, size_t length, struct sb_error *err);
/** Skip white space; at == have afterwards only at the end of the input. */
SB_MUST sb_status sb_window_blanks(struct sb_window *window, struct sb_error *err);
/** Line and column of a byte of the window, not before at. */
void sb_window_place(const struct sb_window *window, const char *at, uint32_t *line,
                     uint32_t *column);
/** Skip a value of any size by its brackets and quotes; *whole: its end was found. */
SB_MUST sb_status sb_window_skip_value(struct sb_window *window, bool *whole, struct sb_error *err);
/** Skip to the line end, which stays. */
SB_MUST sb_status sb_window_skip_line(struct sb_window *window, struct sb_error *err);
/** The end of the line, brought into the window; NULL where the line is longer than cap. */
SB_MUST sb_status sb_window_line(struct sb_window *window, size_t cap, char **stop,
                                 struct sb_error *err);
/** First byte of the next line that is not blank: NUL at the end, ' ' behind too long a line. */
SB_MUST sb_status sb_window_next_line(struct sb_window *window, size_t cap, char *first,
                                      struct sb_error *err);
/** Whether word stands between quotation marks in the first 4096 bytes from at. */
SB_MUST sb_status sb_window_quotes(struct sb_window *window, const char *word, bool *found,
                                   struct sb_error *err);

/* shape.c: one value out of a window, and what the first one says about its file */

enum sb_value_end {
    SB_VALUE_DONE,
    SB_VALUE_BROKEN,
    SB_VALUE_CUT, /* the input ends inside it */
    SB_VALUE_DEEP,
    SB_VALUE_LARGE,  /* larger than cap */
    SB_VALUE_MEMBER, /* as SB_PASS_MEMBER */
};
/** Pass over the value at window->at, with as much of the input as it takes. */
SB_MUST sb_status sb_value_pass(enum sb_value_end *out, struct sb_window *window,
                                struct sb_pass *pass, size_t cap, struct sb_error *err);
enum sb_shape {
    SB_SHAPE_EMPTY,
    SB_SHAPE_LISTS, /* an object that holds one of the pass's names */
    SB_SHAPE_ARRAY,
    SB_SHAPE_LINES,
    SB_SHAPE_VALUES,  /* one after another, the first over several lines */
    SB_SHAPE_FOREIGN, /* text, but no JSON */
    SB_SHAPE_BINARY,
};
/** The shape of the input; window->at is left at its first value. */
SB_MUST sb_status sb_shape_find(enum sb_shape *out, struct sb_window *window, struct sb_pass *pass,
                                size_t cap, struct sb_error *err);

/* scan.c: streams: record shapes and bounds, places, what to do after a fault */

enum sb_scan_fault_kind {
    SB_FAULT_SYNTAX,
    SB_FAULT_ENCODING,
    SB_FAULT_DUPLICATE,
    SB_FAULT_DEEP,
    SB_FAULT_LARGE,
};
enum sb_scan_verdict { SB_SCAN_END, SB_SCAN_RECORD, SB_SCAN_MEMBER, SB_SCAN_FAULT };
struct sb_scan_options {
    const char *const *lists; /* members of a top-level object that hold lists of records */
    size_t list_count;
    size_t record_cap; /* 0: SB_LIMIT_RECORD */
    size_t chunk;      /* bytes asked of the input at once; 0: SB_LIMIT_CHUNK */
};
/** What sb_scan_next found; text and values live until the next call. */
struct sb_scan_item {
    enum sb_scan_verdict verdict;
    const char *text; /* RECORD: one value, validated; MEMBER: value of another member */
    size_t length;
    const struct sb_scan_value *values; /* of the text, in document order */
    size_t value_count;
    int list;              /* RECORD: index in lists it came from, -1 for a bare one */
    const char *member;    /* MEMBER: its name */
    uint64_t offset;       /* of text in the input */
    uint32_t line, column; /* of text, or of the fault; columns count bytes from 1 */
    enum sb_scan_fault_kind fault;
    char why[160]; /* FAULT: what was expected, lower case, no full stop */
    bool fatal;    /* FAULT: reading of this input ends here */
};
struct sb_scan;
SB_MUST sb_status sb_scan_new(struct sb_scan **out, struct sb_input *input,
                              const struct sb_scan_options *options, struct sb_error *err);
/**
 * The next record, member or fault.  Shapes: an object with one of the lists; an array; or
 * one value a line (NDJSON), where a bad line is a fault and reading goes on.  A first value
 * that spans lines makes a file of values one after another, where a syntax fault is fatal.
 * A byte order mark is passed over at the very start only.  Behind a fatal fault, and at the
 * end of the input, the verdict is SB_SCAN_END for good.
 */
SB_MUST sb_status sb_scan_next(struct sb_scan *scan, struct sb_scan_item *item,
                               struct sb_error *err);
void sb_scan_free(struct sb_scan *scan);

/* json.c: the door of cJSON: trees of text that the scan has passed */

struct sb_json; /* a node, owned by its document */
struct sb_json_doc;
enum sb_json_type {
    SB_JSON_NULL,
    SB_JSON_BOOL,
    SB_JSON_NUMBER,
    SB_JSON_STRING,
    SB_JSON_ARRAY,
    SB_JSON_OBJECT,
};
/** text and values must outlive the document. */
SB_MUST sb_status sb_json_parse(struct sb_json_doc **out, const char *text, size_t length,
                                const struct sb_scan_value *values, size_t value_count,
                                struct sb_error *err);
void sb_json_free(struct sb_json_doc *doc);
const struct sb_json *sb_json_root(const struct sb_json_doc *doc);
enum sb_json_type sb_json_type(const struct sb_json *node);
const char *sb_json_type_name(enum sb_json_type type);           /* "a number" */
const struct sb_json *sb_json_child(const struct sb_json *node); /* first member or element */
const struct sb_json *sb_json_next(const struct sb_json *node);
const char *sb_json_key(const struct sb_json *node);  /* NULL in arrays */
const char *sb_json_text(const struct sb_json *node); /* of a string */
bool sb_json_truth(const struct sb_json *node);
const struct sb_json *sb_json_member(const struct sb_json *object, const char *key);
/** Source text of a number, or of any other value, and its offset in the record. */
struct sb_bytes sb_json_source(const struct sb_json_doc *doc, const struct sb_json *node);
size_t sb_json_offset(const struct sb_json_doc *doc, const struct sb_json *node);
/**
 * Offset of the value at a JSON Pointer in validated text; where the pointer leads nowhere,
 * of its nearest ancestor.  *length gets the value's bytes.  Never fails on validated text.
 */
size_t sb_json_locate(const char *text, size_t length, const char *pointer, size_t *value_length);

/* jout.c: JSON out */

struct sb_jout {
    struct sb_buf *buf;
    bool sorted;   /* canonical: keys must come in byte order, no spaces; else SB_E_DEFECT */
    bool indented; /* two spaces a level, for people */
    bool defect;   /* keys out of order, or too deep */
    unsigned depth;
    bool comma;
    char last[SB_LIMIT_DEPTH][48]; /* the key before, a level */
};
void sb_jout_object(struct sb_jout *out, const char *key); /* key NULL inside arrays */
void sb_jout_array(struct sb_jout *out, const char *key);
void sb_jout_end_object(struct sb_jout *out);
void sb_jout_end_array(struct sb_jout *out);
void sb_jout_text(struct sb_jout *out, const char *key, const char *text); /* NULL: null */
void sb_jout_int(struct sb_jout *out, const char *key, int64_t n);
void sb_jout_bool(struct sb_jout *out, const char *key, bool truth);
void sb_jout_null(struct sb_jout *out, const char *key);

/* ini.c: our line reader in front of inih; for configuration and templates */

enum sb_ini_fault_kind { SB_INI_SYNTAX, SB_INI_TOO_LONG, SB_INI_DUPLICATE };
struct sb_ini_entry {
    const char *section; /* "provider lee"; its line is section_line */
    const char *key, *value;
    uint32_t line, section_line;
    uint32_t value_column;
};
struct sb_ini_fault {
    enum sb_ini_fault_kind kind;
    uint32_t line, column;
    const char *why;
};
struct sb_ini {
    const char *name;                   /* the file */
    const struct sb_ini_entry *entries; /* an empty section has one entry with key NULL */
    size_t count;
    const struct sb_ini_fault *faults; /* all of them, in line order */
    size_t fault_count;
    struct sb_arena *arena;
};
/**
 * Read a file; faults are data (NUL and invalid UTF-8 among them), failing to read it is
 * SB_E_READ: a directory, over 1 MiB, UTF-16.
 */
SB_MUST sb_status sb_ini_read(struct sb_ini **out, const char *path, struct sb_error *err);
SB_MUST sb_status sb_ini_parse(struct sb_ini **out, const char *name, const char *bytes,
                               size_t length, struct sb_error *err);
void sb_ini_free(struct sb_ini *ini);
const struct sb_ini_entry *sb_ini_find(const struct sb_ini *ini, const char *section,
                                       const char *key);

/* nettle.c: the door of nettle */

void sb_sha256(uint8_t hash[32], const void *bytes, size_t length);
/** SHA-256 over bytes that come one after another. */
struct sb_sha256_state {
    uint64_t at[14];
};
void sb_sha256_start(struct sb_sha256_state *state);
void sb_sha256_add(struct sb_sha256_state *state, const void *bytes, size_t length);
void sb_sha256_end(struct sb_sha256_state *state, uint8_t hash[32]);
enum sb_sha2 { SB_SHA256, SB_SHA384, SB_SHA512 };
/** Returns how long the hash is: 32, 48 or 64 bytes. */
size_t sb_sha2(uint8_t hash[64], enum sb_sha2 which, const void *bytes, size_t length);
/** AES-128 in CBC mode, in place; length is a multiple of 16. */
void sb_aes128_encrypt(uint8_t *bytes, size_t length, const uint8_t key[16],
                       const uint8_t start[16]);
/** AES-256 in CBC mode; length is a multiple of 16, out is other memory than bytes. */
void sb_aes256_encrypt(uint8_t *out, const uint8_t *bytes, size_t length, const uint8_t key[32],
                       const uint8_t start[16]);
void sb_aes256_decrypt(uint8_t *out, const uint8_t *bytes, size_t length, const uint8_t key[32],
                       const uint8_t start[16]);

/* zip.c: the door of libzip */

struct sb_zip;
/** Open an archive to read.  SB_E_READ: not a zip, damaged, or more than 1000 members. */
SB_MUST sb_status sb_zip_open(struct sb_zip **out, const char *path, struct sb_error *err);
void sb_zip_free(struct sb_zip *zip);
/** It is a file of our own making: its members may be of any size. */
void sb_zip_trust(struct sb_zip *zip);
size_t sb_zip_count(const struct sb_zip *zip);
const char *sb_zip_name(const struct sb_zip *zip, size_t member);
/**
 * Begin to read a member of at most cap bytes, in place of the one before.  SB_E_READ where it
 * is larger, encrypted, or grows far more than text does.
 */
SB_MUST sb_status sb_zip_begin(struct sb_zip *zip, size_t member, uint64_t cap,
                               struct sb_error *err);
/** Up to room bytes of the member; *got is 0 at its end only.  SB_E_READ: damaged. */
SB_MUST sb_status sb_zip_read(struct sb_zip *zip, void *bytes, size_t room, size_t *got,
                              struct sb_error *err);
void sb_zip_end(struct sb_zip *zip);

/* secret.c: small private files, in memory that is wiped */

struct sb_secret {
    char *at; /* a NUL behind */
    size_t length, room;
};
/**
 * A file of at most cap bytes that nobody but the user (and the group of owner) may open, or a
 * pipe.  SB_E_READ for any other.  sb_secret_free it.
 */
SB_MUST sb_status sb_secret_read(struct sb_secret *out, const char *path, size_t cap,
                                 struct sb_owner owner, struct sb_error *err);
/** Wipes it first; may be repeated. */
void sb_secret_free(struct sb_secret *secret);

#include "base/db.h"
#include "base/process.h"

#endif
