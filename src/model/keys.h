/* keys.h - the table of every key that records and configuration may hold (keys.def). */
#ifndef MODEL_KEYS_H
#define MODEL_KEYS_H

#include "model/model.h"

/** What stands at a key, and what it becomes in the struct. */
enum sb_key_type {
    SB_KEY_TEXT,    /* const char *; empty text is "not said" */
    SB_KEY_CODE,    /* const char *, judged by a rule of its own, kept even where empty */
    SB_KEY_ID,      /* const char *, of the id form */
    SB_KEY_STATE,   /* const char *, two capital letters of the USPS */
    SB_KEY_ZIP,     /* const char * (configuration) */
    SB_KEY_DATE,    /* sb_date */
    SB_KEY_CLOCK,   /* sb_clock */
    SB_KEY_MONEY,   /* struct sb_price; a negative one is a rule's to judge */
    SB_KEY_AMOUNT,  /* struct sb_price, not negative */
    SB_KEY_COUNT,   /* int32_t from low to high; -1: not said */
    SB_KEY_TRUTH,   /* bool (records), enum sb_truth (configuration) */
    SB_KEY_WORD,    /* enum: 1 + index in words */
    SB_KEY_OBJECT,  /* a struct in place */
    SB_KEY_LIST,    /* pointer and count of structs, at most high */
    SB_KEY_TEXTS,   /* struct sb_texts, kept up to SB_KEY_KEPT: a rule counts them */
    SB_KEY_PATIENT, /* a patient's id, or the patient */
    /* configuration only */
    SB_KEY_PLACE,  /* const char *, two digits */
    SB_KEY_COLOUR, /* const char *, #rrggbb */
    SB_KEY_ZONE,   /* const char *, a zone of the zoneinfo database */
    SB_KEY_FORMAT, /* const char *, form of the numbers */
    SB_KEY_FILING, /* struct sb_filing: 365d, 15m, end-of-next-year */
    SB_KEY_DAYS,   /* struct sb_filing: a number of days */
    SB_KEY_SITE,   /* const char *, id of a [location] section */
    SB_KEY_BOSS,   /* const char *, id of a [provider] section that is no PTA */
};

enum sb_key_level {
    SB_KEY_MAY,
    SB_KEY_SHOULD,
    SB_KEY_MUST,  /* absent: key-missing */
    SB_KEY_RULED, /* must as well, but a rule of its own tells */
};

/* Entries kept of a list whose length a rule judges: it is refused anyway. */
#define SB_KEY_KEPT 64

enum sb_object_kind {
#define OBJECT(kind, name, type, first, title) SB_OBJECT_##kind,
#define KEY(kind, name, field, type, level, extra, meaning)
#define END(kind)
#include "model/keys.def"
#undef OBJECT
#undef KEY
#undef END
    SB_OBJECT_COUNT
};

struct sb_key {
    const char *name;
    uint8_t type, level;
    uint8_t object; /* OBJECT, LIST: of what */
    bool or_text;   /* LIST: an element may be a text, which stands for its first key */
    bool ruled;     /* LIST: a rule judges how many, none are refused here */
    uint16_t offset, count_offset;
    int32_t low, high;
    const char *const *words; /* NULL-terminated */
    const char *meaning;
};

#define SB_TALLY_COUNT 0x100
#define SB_TALLY_MUSTS 0xff

struct sb_object {
    const char *name;  /* as schema and section name it: "service" */
    const char *title; /* what it is, for the schema */
    const struct sb_key *keys;
    uint8_t count;
    bool given; /* its struct begins with a bool that says it was there */
    uint16_t size;
    uint16_t tally; /* keys that must be there, and SB_TALLY_COUNT for each count */
};
extern const struct sb_object sb_objects[SB_OBJECT_COUNT];

/** The key of that name, or NULL.  guess: where to look first; gets the place after it. */
const struct sb_key *sb_key_find(const struct sb_object *object, const char *name, unsigned *guess);
/** The known name nearest to name, or NULL. */
const char *sb_key_nearest(const struct sb_object *object, const char *name);
/** The 1-based index of word in a NULL-terminated list, 0 where it is not there. */
int sb_key_word(const char *const *words, const char *word);
/** The nearest word, or NULL. */
const char *sb_key_word_nearest(const char *const *words, const char *word);
/** "cash, check or other" into out; returns out. */
const char *sb_key_words(char *out, size_t room, const char *const *words);

#endif
