/* read.h - the reader of records: frames over a tree, driven by the table of keys. */
#ifndef MODEL_READ_H
#define MODEL_READ_H

#include "model/keys.h"

#define SB_READER_FRAMES 16 /* more than the table of keys nests */
#define SB_READER_SAID 50   /* findings of one level said of one record */

/** An object being read, or a list of them. */
struct sb_frame {
    const struct sb_object *object;
    const struct sb_key *list; /* of a list: its key */
    const char *step;          /* key that led here; NULL: element index of a list */
    char *base;                /* struct, or first of the list's structs */
    const struct sb_json *node, *next;
    uint64_t seen;  /* keys met, by place in the object's table */
    unsigned musts; /* of these, keys that must be there */
    size_t index;   /* list: of the next element; else of this element in its list */
    size_t left;    /* list: elements that there is room for */
    unsigned guess; /* where the next key probably stands */
};

struct sb_reader {
    const struct sb_json_doc *doc;
    const struct sb_source *source;
    struct sb_arena *arena;
    struct sb_findings *found;
    unsigned errors, warnings;
    bool refused, nomem;
    bool in_texts;  /* a list of texts is being read */
    size_t element; /* of it */
    unsigned top;
    struct sb_frame frames[SB_READER_FRAMES];
};

/** Add a finding at key of the object being read; NULL: at the list's element, or the object. */
void sb_reader_find(struct sb_reader *reader, enum sb_rule rule, const char *key,
                    const char *format, ...) SB_PRINTF(4, 5);
/** Fill base from node. */
void sb_reader_run(struct sb_reader *reader, const struct sb_object *object, char *base,
                   const struct sb_json *node);
/** record_read.c: what holds between the keys of one object, once all are read. */
void sb_object_judge(struct sb_reader *reader, const struct sb_frame *frame);
/** record_read.c: the source of a node inside the record being read; NULL when memory ends. */
const struct sb_source *sb_source_inside(struct sb_reader *reader, const struct sb_json *node,
                                         enum sb_source_kind kind);
/** Line and column of inner, a part of outer's text. */
void sb_source_place(struct sb_source *inner, const struct sb_source *outer);
/** Whether a key looks like a key, not like data, and may be named in paths and messages. */
bool sb_key_is_name(const char *key);
/** recognise.c: what any value looks like that is no record, or NULL. */
const char *sb_value_looks_like(const struct sb_json *node);
/** What a file that begins with these bytes looks like, where that is no JSON; or NULL. */
const char *sb_bytes_look_like(const char *bytes, size_t length);
/** What an element of a list of patients looks like that is none, or NULL. */
const char *sb_patient_looks_like(const struct sb_json *node);
/**
 * glance.c: whether an input may hold patients: false only where no strict reading could find
 * one.  Reads the input to where that is known.
 */
SB_MUST sb_status sb_glance_patients(struct sb_input *input, bool *any, struct sb_error *err);

#endif
