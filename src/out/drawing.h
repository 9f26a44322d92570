/* drawing.h - the state behind struct sb_drawing, for what draws and what judges beforehand. */
#ifndef OUT_DRAWING_H
#define OUT_DRAWING_H

#include "out/page.h"

/** What a bill takes from the configuration; found printable, it need not be judged again. */
struct sb_known_setting {
    const void *config, *payer, *provider, *supervisor, *assistant, *location;
};
#define SB_KNOWN_SETTINGS 8

/** Room for texts of the record, by place; all for bold, spaced letters: the widest. */
struct sb_rooms {
    int32_t value, description, title, paragraph, reference;
    int32_t widest; /* of any ASCII character */
    int32_t join;   /* what may stand between two texts: a comma, a blank */
    struct sb_style style;
};

struct sb_drawing {
    const struct sb_template *page;
    struct sb_arena *arena; /* of one layout */
    struct sb_pdf *pdf;
    struct sb_image *logo;
    uint8_t accent[3];
    size_t pages;
    const struct sb_cover *cover; /* while one is drawn */
    bool sample;
    const struct sb_bill *sealed;                     /* whose pages are drawn; NULL: nobody's */
    struct sb_layout layout;                          /* of it */
    char pages_sha256[65];                            /* of it, in hex */
    struct sb_known_setting known[SB_KNOWN_SETTINGS]; /* the oldest is replaced */
    size_t known_next;
    struct sb_rooms rooms; /* of page, once widest is not 0 */
};

/** A bill's layout; with found, what is wrong goes there. */
SB_MUST sb_status sb_drawing_layout(struct sb_layout *l, struct sb_drawing *drawing,
                                    const struct sb_bill *bill, struct sb_findings *found,
                                    struct sb_error *err);

#endif
