/* codes.h - dated code tables: procedures, diagnoses, modifiers, places, pairs. */
#ifndef SUPERBILL_CODES_H
#define SUPERBILL_CODES_H

#include "superbill/date.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Pointers below lead into constant tables of the library and are never freed.  Those of
 * diagnoses hold as long as the struct sb_codes they were asked of, which may be NULL: then
 * the tables inside the program alone are asked.
 */

/** How units of a procedure are counted. */
enum sb_basis {
    SB_BASIS_UNTIMED,  /* one unit, whatever the time */
    SB_BASIS_TIMED,    /* by minutes, unit_minutes each */
    SB_BASIS_RANGE,    /* the code itself states a range of minutes: one unit */
    SB_BASIS_FULL,     /* by full blocks of unit_minutes (98980, 98981) */
    SB_BASIS_QUANTITY, /* by area, limb or muscles: units are stated */
};

/** What kind of service a procedure is, where a rule asks for it. */
enum sb_family {
    SB_FAMILY_NONE,
    SB_FAMILY_PT_EVALUATION,   /* 97161-97163 and their forerunner 97001 */
    SB_FAMILY_PT_REEVALUATION, /* 97164, 97002 */
    SB_FAMILY_OT,              /* 97165-97168, 97003, 97004 */
    SB_FAMILY_ATHLETIC,        /* 97169-97172, 97005, 97006 */
    SB_FAMILY_GROUP,           /* given to several patients at once: 97150, G0239 ... */
    SB_FAMILY_UNLISTED,        /* 97039 97139 97799 */
};

/** One CPT or HCPCS code; labels are our own words. */
struct sb_procedure {
    char code[6];
    const char *label;
    sb_date from, to; /* first and last day; {0}: open */
    enum sb_basis basis;
    enum sb_family family;
    uint16_t unit_minutes;  /* minutes a unit; 0 where time does not count */
    uint16_t mue;           /* most units a day; 0: Medicare does not pay it, no limit known */
    uint8_t mai;            /* MUE adjudication indicator 1-3; 0: none */
    char therapy_class;     /* 'A' always therapy, 'S' sometimes, '-' neither */
    char status;            /* Medicare status A B C I N R, or '-' */
    bool pooled;            /* takes part in the CMS pool of 15-minute units */
    bool first_of_pair;     /* never more than one unit; its add-on takes the rest */
    bool sided;             /* RT, LT and 50 are allowed */
    const char *primary;    /* add-on: the code it adds to; else NULL */
    const char *addon;      /* the add-on that follows this first code; else NULL */
    const char *successors; /* ended codes: blank-separated; NULL: none */
    const char *note;       /* a sentence for a biller, or NULL */
};

/** The procedure of that code whatever the day; NULL where the table lacks it. */
SB_API const struct sb_procedure *sb_procedure_find(const char *code);
/** The add-on that follows this first code, or NULL. */
SB_API const struct sb_procedure *sb_procedure_addon(const char *code);
/** Whether on lies within from..to of the procedure. */
SB_API bool sb_procedure_valid(const struct sb_procedure *procedure, sb_date on);
/** Row i of the table in code order, NULL past its end. */
SB_API const struct sb_procedure *sb_procedure_at(size_t i);
/** Whether text has the shape of a CPT (99999, 9999A/F/T/U) or HCPCS II (A9999) code. */
SB_API bool sb_procedure_shape(const char *text);

/** An NCCI procedure-to-procedure edit; column 2 is denied beside column 1. */
struct sb_pair {
    char column1[6], column2[6];
    sb_date from, to;
    uint8_t indicator;   /* 0 never together, 1 with 59 or X{EPSU} */
    bool commercial_old; /* ended for Medicare; only payers with pairs = old still hold it */
};
/**
 * The pair in either order on that day, or NULL; one with indicator 0 before one with 1.
 * old also takes the ended ones (commercial_old), whatever the day.
 */
SB_API const struct sb_pair *sb_pair_find(const char *a, const char *b, sb_date on, bool old);

/** A set of codes of which one is billed: the number of the set a code is in, 0 for none. */
SB_API unsigned sb_one_of_set(const char *code);

struct sb_modifier {
    char code[3];
    const char *label;
    uint8_t order; /* place in a line's default order, lowest first */
};
SB_API const struct sb_modifier *sb_modifier_find(const char *code);
/** Row i of the table in code order, NULL past its end. */
SB_API const struct sb_modifier *sb_modifier_at(size_t i);

struct sb_place_of_service {
    char code[3];
    const char *label;
    sb_date from;
    bool usual; /* outpatient physical therapy is commonly given there */
};
SB_API const struct sb_place_of_service *sb_place_of_service_find(const char *code);
/** Row i of the table in code order, NULL past its end. */
SB_API const struct sb_place_of_service *sb_place_of_service_at(size_t i);

struct sb_taxonomy {
    char code[11];
    const char *label;
};
SB_API const struct sb_taxonomy *sb_taxonomy_find(const char *code);
/** Row i of the table in code order, NULL past its end. */
SB_API const struct sb_taxonomy *sb_taxonomy_at(size_t i);

#define SB_DX_TEXT 9 /* "S83.511D" and its NUL */

/** One ICD-10-CM code over one span of days on which it did not change. */
struct sb_dx {
    const char *code;       /* with the dot */
    const char *title;      /* official long title */
    sb_date from, to;       /* {0}: open to that side within the covered years */
    bool billable;          /* else a header */
    const char *successors; /* blank-separated, with dots; NULL: none */
};

enum sb_dx_verdict {
    SB_DX_BILLABLE,          /* billable on the day */
    SB_DX_HEADER,            /* a header on the day that never was billable */
    SB_DX_NOT_VALID_ON_DATE, /* billable on other days, not on this one */
    SB_DX_SEVENTH_CHARACTER, /* X padding and a seventh character would make it billable */
    SB_DX_PADDED,            /* a stem of it is billable: suggests the stem */
    SB_DX_UNKNOWN,           /* not in any table for that day */
};

#define SB_DX_SUGGESTED 8

/** What the tables say of a code on a day.  Not to be copied: it points into itself. */
struct sb_dx_answer {
    enum sb_dx_verdict verdict;
    char code[SB_DX_TEXT]; /* normalised: upper case, with the dot */
    /*
     * The row that the verdict speaks of, or NULL: the billable or header row of the day; for
     * NOT_VALID_ON_DATE the billable row nearest to the day, so that from and to say when.
     */
    const struct sb_dx *row;
    bool header_now; /* NOT_VALID_ON_DATE: the code is a header on the day */
    /*
     * Up to eight codes, billable on the day: HEADER: children (of long lists those of later
     * care, D, first); NOT_VALID_ON_DATE: successors, or what was billed before it began;
     * SEVENTH_CHARACTER: the filled forms, or the stem where it takes no such character, or
     * none where more than the seventh is missing of a family that the tables do not carry;
     * PADDED: the stem; UNKNOWN: codes of the same family, if any.
     */
    const char *const *suggested;
    size_t suggested_count;
    bool certain;  /* the suggested are rows of the tables, not only well-formed */
    bool full_set; /* a full official set covers the day, so "unknown" is certain */
    bool covered;  /* the program's own table or an installed set covers the day */

    struct sb_dx found;                       /* room for row; do not read */
    char buffer[SB_DX_SUGGESTED][SB_DX_TEXT]; /* room for suggested; do not read */
    const char *pointers[SB_DX_SUGGESTED];
};

/** The tables in force: embedded ones, and installed sets.  One thread at a time. */
struct sb_codes;
SB_API SB_MUST sb_status sb_codes_open(struct sb_codes **out, struct sb_error *err);
/**
 * The same with the sets that are installed in the file store (see sets.h); one that is absent
 * holds none, and so does NULL.  SB_E_DAMAGED, SB_E_READ.
 */
SB_API SB_MUST sb_status sb_codes_open_store(struct sb_codes **out, const char *store,
                                             struct sb_error *err);
/**
 * The first failure of the installed sets in a look-up, which then says "unknown"; SB_OK where
 * there was none.  To be asked after look-ups whose answers count.
 */
SB_API SB_MUST sb_status sb_codes_sound(const struct sb_codes *codes, struct sb_error *err);
SB_API void sb_codes_free(struct sb_codes *codes);
/**
 * As sb_pair_find, but what an installed set says of the two comes first.  Valid as long as
 * codes.
 */
SB_API const struct sb_pair *sb_codes_pair(const struct sb_codes *codes, const char *a,
                                           const char *b, sb_date on, bool old);
/** The procedure's daily limit and its indicator on a day: an installed set's, else its own. */
SB_API void sb_codes_limit(const struct sb_codes *codes, const struct sb_procedure *procedure,
                           sb_date on, int32_t *units, int32_t *mai);
/** What the newest installed HCPCS set says of a level II code. */
struct sb_code_days {
    char set[40];     /* its name; "": none is installed, or the code is not of level II */
    sb_date set_from; /* the day that set begins */
    bool known;       /* it has the code */
    sb_date from, to; /* first and last day of the code; {0}: open */
};
SB_API void sb_codes_days(struct sb_code_days *out, const struct sb_codes *codes, const char *code);
#define SB_EDITION_TEXT 200
/** The table that judges diagnoses on a day, in words: "icd10cm-2026 (icd10cm-order-2026.txt)". */
SB_API const char *sb_codes_edition(char out[SB_EDITION_TEXT], const struct sb_codes *codes,
                                    sb_date on);
/** The first and last day that the program's own diagnosis table covers; either may be NULL. */
SB_API void sb_dx_span(sb_date *first, sb_date *last);

/**
 * Normalise a diagnosis code as typed ("m25561", "M25.561") to upper case with the dot.
 * False where it is not of the ICD-10-CM form; *out is then "".
 */
SB_API SB_MUST bool sb_dx_normalise(char out[SB_DX_TEXT], const char *text);
/** Whether text has the form of an ICD-9-CM diagnosis (847.2, V57.1, E885.9). */
SB_API bool sb_dx_icd9_shape(const char *text);
/** Look up a normalised code on a day. */
SB_API void sb_dx_look(struct sb_dx_answer *out, const struct sb_codes *codes, const char *code,
                       sb_date on);
/** Whether code is billable on that day: the quick question.  out may be NULL. */
SB_API bool sb_dx_billable(struct sb_dx *out, const struct sb_codes *codes, const char *code,
                           sb_date on);
/** The billable codes below a header on that day, in code order; returns how many were written. */
SB_API size_t sb_dx_children(char out[][SB_DX_TEXT], size_t capacity, const struct sb_codes *codes,
                             const char *code, sb_date on);
/**
 * Whether the code says "unspecified" side where sided siblings exist on that day; if so a
 * sided sibling is written to example.
 */
SB_API bool sb_dx_side_unspecified(char example[SB_DX_TEXT], const struct sb_codes *codes,
                                   const char *code, sb_date on);
enum sb_side { SB_SIDE_NONE, SB_SIDE_RIGHT, SB_SIDE_LEFT, SB_SIDE_BOTH };
/** The side that the code's title names. */
SB_API enum sb_side sb_dx_side(const struct sb_codes *codes, const char *code, sb_date on);
/** Whether the two codes exclude each other (Excludes1) on that day. */
SB_API bool sb_dx_excludes(const char *a, const char *b, sb_date on);

/** A search result, best first. */
struct sb_code_hit {
    const char *code, *title;
    bool procedure; /* else a diagnosis */
    bool billable;  /* on the day asked for; always true for procedures in force */
    int32_t score;
};
/** What is looked for; {0} filters nothing. */
struct sb_code_query {
    const char *words; /* or the beginning of a code */
    sb_date on;
    enum sb_side side; /* diagnoses of this side, or of none */
    char encounter;    /* of injuries: 'A' active treatment, 'D' later care, 'S' sequela */
};
/**
 * Search the tables in force on the day: what therapists call it, words of titles, beginnings
 * of codes; words that nothing has are mended.  At most capacity hits, best first, billable
 * first; they hold as long as codes.
 */
SB_API size_t sb_codes_find(struct sb_code_hit *hits, size_t capacity, const struct sb_codes *codes,
                            const struct sb_code_query *query);
/**
 * Search words (or the beginning of a code) in the diagnosis and procedure tables on a day;
 * writes at most capacity hits, best first, billable first; returns how many.
 */
SB_API size_t sb_codes_search(struct sb_code_hit *hits, size_t capacity,
                              const struct sb_codes *codes, const char *words, sb_date on);

#ifdef __cplusplus
}
#endif
#endif
