/*
 * pdf.h - pages of runs become one PDF: PDF/A-3A, PDF/UA-1, the record attached, the same
 * bytes every time.  The private header of src/out/pdf.
 *
 * What a document holds, in the order of its objects:
 *
 *     1 catalog   2 page tree   3 info          libharu's own
 *     XMP, profile, font resources, structure root, parent tree, record, its specification
 *     fonts: dictionary, descriptor, program    (composite ones: also descendant and map)
 *     logo
 *     page, content, its length                 for each page
 *     structure elements in reading order
 */
#ifndef OUT_PDF_PDF_H
#define OUT_PDF_PDF_H

#include "base/base.h"

/* Lengths are thousandths of a point; the origin is the page's lower left corner. */

enum { SB_FACE_REGULAR, SB_FACE_BOLD, SB_FACES };
struct sb_style {
    int32_t size;
    uint8_t face;
    bool spaced; /* codes: SB_CODE_SPACING after every character */
};
#define SB_CODE_SPACING 200

/** Text on one baseline; UTF-8 that sb_text_uncovered has passed. */
struct sb_run {
    const char *text;
    uint32_t length;
    uint32_t element; /* its leaf in the display's elements; unused in heads and feet */
    int32_t x, y;
    struct sb_style style;
};
struct sb_hairline {
    int32_t x, y, width, thickness;
    bool accent;
};
enum sb_tag {
    SB_TAG_DOCUMENT,
    SB_TAG_H1,
    SB_TAG_H2,
    SB_TAG_P,
    SB_TAG_TABLE,
    SB_TAG_TR,
    SB_TAG_TH,
    SB_TAG_TD,
    SB_TAG_FIGURE,
    SB_TAGS
};
#define SB_NO_ELEMENT UINT32_MAX
/** A node of the tag tree; parents stand before their children, 0 is the Document. */
struct sb_element {
    enum sb_tag tag;
    uint32_t parent;
    uint32_t page; /* of a leaf with content; set by sb_pdf_write */
    int32_t mcid;  /* -1: no content; set by sb_pdf_write */
    bool english;  /* whatever the document's language is */
};
struct sb_picture {
    struct sb_image *image;
    uint32_t element;
    int32_t x, y, width, height;
    const char *alt; /* UTF-8 */
};
/** A QR code: squares of one size, row by row from the top. */
struct sb_code {
    const uint8_t *dark; /* side * side of 0 or 1 */
    int32_t side, module;
    uint32_t element, sheet;
    int32_t x, y; /* lower left corner */
    const char *alt;
};
struct sb_sheet {
    const struct sb_run *runs; /* tagged, in reading order */
    size_t run_count;
    const struct sb_hairline *rules;
    size_t rule_count;
    const struct sb_run *heads, *feet; /* artifacts */
    size_t head_count, foot_count;
};
struct sb_display {
    int32_t width, height;
    const struct sb_sheet *sheets;
    size_t sheet_count;
    struct sb_element *elements;
    size_t element_count;
    const struct sb_picture *picture; /* on the first sheet; NULL: none */
    uint8_t accent[3];
    const struct sb_code *code; /* NULL: none */
};
/** What the file says about itself; ASCII only, nothing personal. */
struct sb_pdf_facts {
    const char *title;    /* "Superbill SB-2026-000123" */
    const char *language; /* "en-US" */
    int64_t issued_at;
    const char *identity;   /* 64 hexadecimal digits: the SHA-256 of the record, where it has one */
    struct sb_bytes record; /* attached as superbill.json; at NULL: none, and then the file does
                               not claim to be PDF/A or PDF/UA either */
};

/* pdf.c */

struct sb_pdf;
SB_MUST sb_status sb_pdf_new(struct sb_pdf **out, struct sb_error *err);
void sb_pdf_free(struct sb_pdf *pdf);
/**
 * Draw the sheets of a display, all but its code, whose squares may come later; hash is their
 * seal.
 */
SB_MUST sb_status sb_pdf_pages(uint8_t hash[32], struct sb_pdf *pdf,
                               const struct sb_display *display, struct sb_error *err);
/**
 * Write the display whose sheets were drawn last; the pieces live until the next write.  Font
 * programs are pieces of their own.  SB_E_NOMEM or SB_E_DEFECT leave no document, never a short
 * one.
 */
SB_MUST sb_status sb_pdf_write(struct sb_pieces *out, struct sb_pdf *pdf,
                               const struct sb_display *display, const struct sb_pdf_facts *facts,
                               struct sb_error *err);
/** Bounds for tests of failing memory; 0 keeps a bound as it is. */
void sb_pdf_limit(struct sb_pdf *pdf, size_t pool_bytes, size_t output_bytes);

/* fonts.c */

enum sb_font_block {
    SB_FONT_ASCII,
    SB_FONT_LATIN,
    SB_FONT_EXTENDED_A, /* Latin Extended-A: Central Europe, Baltic, Turkish */
    SB_FONT_EXTENDED_B,
    SB_FONT_ADDITIONAL, /* Latin Extended Additional: Vietnamese */
    SB_FONT_GREEK,
    SB_FONT_CYRILLIC,
    SB_FONT_BLOCKS
};
/** A character as a block's fonts draw it: its Windows-1252 byte, or its glyph number. */
struct sb_glyph {
    enum sb_font_block block;
    uint16_t code;
    uint16_t width; /* thousandths of the size */
};
/** False where no block has the code point. */
SB_MUST bool sb_glyph_find(struct sb_glyph *out, unsigned face, uint32_t code_point);
/** The first character of valid UTF-8 that cannot be printed, or 0; line ends are passed over. */
uint32_t sb_text_uncovered(const char *text);
/** Width of length bytes of covered text. */
int32_t sb_text_width(const char *text, size_t length, struct sb_style style);

/** What a document has drawn so far, by block and face. */
struct sb_font_use {
    bool latin;                                /* a byte above 7E was drawn */
    bool face[SB_FACES];                       /* the base fonts */
    uint8_t *glyphs[SB_FONT_BLOCKS][SB_FACES]; /* bitmap; NULL: block not used */
    bool failed;                               /* memory ended */
    bool twice;                                /* a leaf was drawn in two places */
    struct sb_arena *arena;                    /* of the bitmaps */
};
void sb_font_use_glyph(struct sb_font_use *use, const struct sb_glyph *glyph, unsigned face);
/** The deflated program of a block and face, its length when inflated, and its name. */
struct sb_bytes sb_font_program(enum sb_font_block block, unsigned face, size_t *inflated);
/** Number in resource names: F1 and F2 are the base fonts. */
unsigned sb_font_number(enum sb_font_block block, unsigned face);
/** Texts of the objects; numbers are those of other objects. */
void sb_font_put_simple(struct sb_buf *out, bool latin, unsigned face, uint32_t descriptor);
void sb_font_put_descriptor(struct sb_buf *out, enum sb_font_block block, unsigned face,
                            uint32_t program);
void sb_font_put_composite(struct sb_buf *out, enum sb_font_block block, unsigned face,
                           uint32_t descendant, uint32_t map);
void sb_font_put_descendant(struct sb_buf *out, enum sb_font_block block, unsigned face,
                            const uint8_t *used, uint32_t descriptor);
void sb_font_put_map(struct sb_buf *out, enum sb_font_block block, unsigned face,
                     const uint8_t *used);
/** What a seal has of it, with the glyphs used (NULL: a one-byte font).  False: memory ended. */
SB_MUST bool sb_font_seal(uint8_t seal[32], enum sb_font_block block, unsigned face,
                          const uint8_t *used);
/** The colour profile, deflated. */
struct sb_bytes sb_font_profile(void);

/* escape.c: one function an output form */

/** A literal string with its parentheses; bytes are already in the font's code. */
void sb_escape_literal(struct sb_buf *out, const char *bytes, size_t length);
/** UTF-8 as a text string of PDF: UTF-16 in hexadecimal with its mark. */
void sb_escape_text(struct sb_buf *out, const char *text);
/** Text in XML content. */
void sb_escape_xml(struct sb_buf *out, const char *text);
/** Thousandths to hundredths, half away from zero; hundredths as decimals ("-31.36", ".5"). */
int32_t sb_hundredths(int32_t thousandths);
void sb_put_hundredths(struct sb_buf *out, int32_t hundredths);
/** Seconds as "D:20261005120000Z", or as "2026-10-05T12:00:00Z". */
#define SB_STAMP_TEXT 24
const char *sb_stamp_pdf(char out[SB_STAMP_TEXT], int64_t seconds);
const char *sb_stamp_xmp(char out[SB_STAMP_TEXT], int64_t seconds);

/* content.c */

/** The content stream of a sheet but for the code; gives its leaves their page and number. */
void sb_content_put(struct sb_buf *out, const struct sb_display *display, size_t page,
                    struct sb_font_use *use);
/** What follows it on the sheet that has the code. */
void sb_content_put_code(struct sb_buf *out, const struct sb_display *display);

/* seal.c: what the hash of a document's pages is of */

/** SHA-256 of a font: its widths as its dictionary has them, its program's, its character map. */
void sb_seal_font(uint8_t seal[32], struct sb_bytes widths, const uint8_t program[32],
                  struct sb_bytes map);
/** SHA-256 of a picture: its size in pixels, and its samples, one or three bytes a pixel. */
void sb_seal_picture(uint8_t seal[32], uint32_t width, uint32_t height, struct sb_bytes samples);
/** Add a font or a picture behind the pages, by its name among their resources, such as "F1". */
void sb_seal_add_named(struct sb_sha256_state *state, const char *name, const uint8_t seal[32]);

/** Where a code stands, in hundredths of a point; all 0: there is none. */
struct sb_seal_box {
    int32_t x, y, width, height;
};
/** Add a page: its content stream up to the end of its texts, and the box of its code. */
void sb_seal_add(struct sb_sha256_state *state, struct sb_bytes content,
                 const struct sb_seal_box *box);
struct sb_seal_box sb_seal_box_of(const struct sb_code *code);
/**
 * The same of a page that came back: what follows the texts must be a code's squares.  False: it
 * is something else, and nothing is added.
 */
SB_MUST bool sb_seal_add_found(struct sb_sha256_state *state, struct sb_bytes content);

/* pages.c */

/** Sheets that are drawn. */
struct sb_pages {
    struct sb_buf content; /* of all */
    size_t *ends;          /* of each sheet's share; NULL: none is drawn */
    struct sb_font_use use;
};
/** Draw all but the code; what they need beside content is the arena's.  hash is their seal. */
SB_MUST sb_status sb_pages_draw(uint8_t hash[32], struct sb_pages *pages, struct sb_arena *arena,
                                const struct sb_display *display, struct sb_error *err);
/**
 * Whether a block, from Latin on, was used in a face, and whose font draws it: Latin's characters
 * and ASCII's share one.
 */
SB_MUST bool sb_font_used(enum sb_font_block *out, const struct sb_font_use *use, unsigned block,
                          unsigned face);

/* tags.c */

const char *sb_tag_name(enum sb_tag tag);
/** The tree of one document and the numbers of its objects. */
struct sb_tree {
    const struct sb_display *display;
    uint32_t root, first;      /* structure root; element i is object first + i */
    const uint32_t *pages;     /* object numbers */
    const uint32_t *leaves;    /* elements by page and MCID */
    const uint32_t *leaf_ends; /* end of each page's share of leaves */
    const uint32_t *links;     /* first child and next sibling of each element; 0: none */
};
void sb_tags_put_element(struct sb_buf *out, const struct sb_tree *tree, size_t index);
void sb_tags_put_root(struct sb_buf *out, uint32_t document, uint32_t parent_tree, size_t pages);
void sb_tags_put_parents(struct sb_buf *out, const struct sb_tree *tree);

/* xmp.c, attach.c */

void sb_xmp_put(struct sb_buf *out, const struct sb_pdf_facts *facts);
/** The packet of a copy. */
void sb_xmp_put_copy(struct sb_buf *out, const char *title, struct sb_bytes language);
/** Take the claim to be PDF/A out of a packet of ours; false: it is not as it was written. */
SB_MUST bool sb_xmp_unclaim(struct sb_buf *xmp);
void sb_attach_put_file(struct sb_buf *out, const struct sb_pdf_facts *facts, size_t deflated);
void sb_attach_put_specification(struct sb_buf *out, uint32_t file);

/* image.c: the door of libpng */

#define SB_IMAGE_FILE ((size_t)4 << 20) /* bytes of a logo's file */
#define SB_IMAGE_SIDE 4096              /* pixels a side */
#define SB_IMAGE_PIXELS 4000000         /* in all */
struct sb_image;
/** A PNG of at most SB_IMAGE_* as samples on white, deflated.  SB_E_READ, SB_E_SYNTAX, ... */
SB_MUST sb_status sb_image_read(struct sb_image **out, const char *path, struct sb_error *err);
void sb_image_free(struct sb_image *image);
void sb_image_size(const struct sb_image *image, uint32_t *width, uint32_t *height);
struct sb_bytes sb_image_put(struct sb_buf *out, const struct sb_image *image);
/** What a seal has of it. */
const uint8_t *sb_image_seal(const struct sb_image *image);

/* qr.c: the door of libqrencode */

/**
 * The text as a code of at least that many squares a side, its squares in arena.  SB_E_RANGE where
 * it is too long, SB_E_READ where the library is absent.
 */
SB_MUST sb_status sb_qr_make(struct sb_code *out, const char *text, int32_t least,
                             struct sb_arena *arena, struct sb_error *err);

/* shown.c */

/**
 * Each string that a content stream shows, a line each; "?" for what is not ASCII.  False where
 * the stream does what no page of ours does: then it may show more than that, or hide it.
 */
bool sb_shown_put(struct sb_buf *out, struct sb_bytes content);

/* plain.c */

/**
 * Append a content stream with its strings as our pages have them, each by the bytes it shows.
 * False: it has some that are malformed, or comments.
 */
SB_MUST bool sb_content_plain(struct sb_buf *out, struct sb_bytes content);

/* looks.c: how a foreign PDF looks */

struct sb_foreign;
/**
 * Append what the pages show, as sb_shown_put does; *strange: they do or carry more than that.
 * hash is their seal, all 0 where they are drawn as none of ours is.
 */
SB_MUST sb_status sb_looks_read(struct sb_buf *out, uint8_t hash[32], bool *strange,
                                struct sb_foreign *f, struct sb_error *err);

/* inside.c: what a foreign PDF holds */

#define SB_INSIDE_RECORD ((size_t)16 << 20) /* most bytes of a record */
#define SB_INSIDE_XMP ((size_t)1 << 20)
#define SB_INSIDE_TEXT ((size_t)16 << 20)
/** What a document holds; texts live in all. */
struct sb_pdf_inside {
    struct sb_buf all;
    struct sb_bytes record; /* the attachment superbill.json */
    struct sb_bytes xmp;    /* the metadata packet; may be empty */
    struct sb_bytes id;     /* first of the trailer's pair; may be empty */
    struct sb_bytes text;   /* of all pages, as sb_shown_put has it */
    uint8_t pages[32];      /* their hash, as sb_seal_add_found makes it */
    bool strange;           /* pages carry or do what no page of ours does */
};
/**
 * Read a PDF that may come from anywhere, in a process of its own.  SB_E_SYNTAX: not a PDF,
 * damaged, or beyond bounds; SB_E_ABSENT: it holds no record; SB_E_RANGE: encrypted;
 * SB_E_READ: libqpdf is absent.  Free it after a failure too.
 */
SB_MUST sb_status sb_pdf_inside_read(struct sb_pdf_inside *out, struct sb_bytes pdf,
                                     struct sb_error *err);
void sb_pdf_inside_free(struct sb_pdf_inside *inside);
/** What that process does. */
SB_MUST sb_status sb_pdf_inside_work(struct sb_buf *out, struct sb_bytes pdf, struct sb_error *err);
/** The way from the process that reads it: everything appended, and taken apart from all. */
void sb_pdf_inside_join(struct sb_buf *out, const struct sb_pdf_inside *inside);
SB_MUST sb_status sb_pdf_inside_split(struct sb_pdf_inside *out, struct sb_error *err);

/* encryption.c: what encrypts a copy, V 5 and R 6 */

/** A file's key, and the strings of its encryption dictionary by their names there: a secret. */
struct sb_encryption {
    uint8_t key[32], u[48], ue[32], o[48], oe[32], perms[16];
    uint32_t p;
};
/** Algorithm 2.B of a user's password: at most 127 bytes. */
void sb_encryption_hash(uint8_t hash[32], struct sb_bytes password, const uint8_t salt[8]);
/**
 * A key by chance that the password gives and nothing else does: there is no owner's password.
 * False: the password is too long.
 */
SB_MUST bool sb_encryption_new(struct sb_encryption *out, const char *password);
/** Append the dictionary. */
void sb_encryption_put(struct sb_buf *out, const struct sb_encryption *e);
/** One of the same key that needs no password, for a document that is not encrypted yet. */
void sb_encryption_put_open(struct sb_buf *out, const struct sb_encryption *e);
struct sb_foreign;
/**
 * Whether a copy is what it should be: encrypted on these terms, as that dictionary of its trailer
 * says, with the document's pages, attachments and metadata under the key.  The copy is read as it
 * lies, not decrypted.
 */
SB_MUST bool sb_encryption_prove(struct sb_foreign *copy, const char *encrypt,
                                 struct sb_foreign *from, const struct sb_encryption *e);

/* qpdf.c: the door of libqpdf */

/**
 * A PDF that the library has open, in the process that does; objects are its numbers for them.
 * What is not there, or of another kind, is null, 0 or false.
 */
/**
 * SB_E_SYNTAX: not a PDF, or damaged; SB_E_RANGE: encrypted, and the password (NULL: none) does not
 * open it; SB_E_READ: libqpdf is absent.  Free it after a failure too; pdf lives as long as it.
 */
SB_MUST sb_status sb_foreign_new(struct sb_foreign **out, struct sb_bytes pdf, const char *password,
                                 struct sb_error *err);
void sb_foreign_free(struct sb_foreign *f);
/** Whether damage was met that was not told. */
bool sb_foreign_damaged(struct sb_foreign *f);
/** Whether something was not as the standard has it, but could be read. */
bool sb_foreign_warned(struct sb_foreign *f);
unsigned sb_foreign_trailer(struct sb_foreign *f);
unsigned sb_foreign_root(struct sb_foreign *f);
unsigned sb_foreign_key(struct sb_foreign *f, unsigned dict, const char *key);
int sb_foreign_count(struct sb_foreign *f, unsigned array);
unsigned sb_foreign_item(struct sb_foreign *f, unsigned array, int i);
int sb_foreign_pages(struct sb_foreign *f);
unsigned sb_foreign_page(struct sb_foreign *f, int i);
bool sb_foreign_int(struct sb_foreign *f, unsigned object, int *out);
bool sb_foreign_named(struct sb_foreign *f, unsigned object, const char *name);
/** Lent until the next call. */
bool sb_foreign_string(struct sb_foreign *f, unsigned object, struct sb_bytes *out);
/** The bytes of a stream as they lie; to be freed. */
bool sb_foreign_raw(struct sb_foreign *f, unsigned object, unsigned char **out, size_t *length);
/** Append what a stream holds, decoded.  SB_E_ABSENT where it is none; SB_E_SYNTAX: damaged, or
 * more than most. */
SB_MUST sb_status sb_foreign_stream(struct sb_buf *out, struct sb_foreign *f, unsigned object,
                                    size_t most, struct sb_error *err);
bool sb_foreign_null(struct sb_foreign *f, unsigned object);
/** Keys of a dictionary. */
int sb_foreign_keys(struct sb_foreign *f, unsigned dict);
/** Whether all that a dictionary holds is pictures. */
bool sb_foreign_pictures(struct sb_foreign *f, unsigned dict);
/** The dictionary of a stream. */
unsigned sb_foreign_dict(struct sb_foreign *f, unsigned stream);
/** Whether both are one object of the file; false where either stands within another. */
bool sb_foreign_same(struct sb_foreign *f, unsigned a, unsigned b);
/** The content stream of a page, decoded; to be freed.  False: damaged. */
bool sb_foreign_content(struct sb_foreign *f, unsigned page, unsigned char **out, size_t *length);

/** What is below that key is what the text says. */
void sb_foreign_set(struct sb_foreign *f, unsigned dict, const char *key, const char *text);
/** A stream holds these bytes, copied, without a filter. */
void sb_foreign_fill(struct sb_foreign *f, unsigned stream, struct sb_bytes bytes);
/** Append the document as it is now, encrypted as its trailer says. */
SB_MUST sb_status sb_foreign_write(struct sb_buf *out, struct sb_foreign *f, struct sb_error *err);

/** One without pages; as sb_foreign_new. */
SB_MUST sb_status sb_foreign_empty(struct sb_foreign **out, struct sb_error *err);
/** A page of another, which lives as long, becomes its last, with all it leads to but pages. */
SB_MUST bool sb_foreign_take(struct sb_foreign *to, struct sb_foreign *from, unsigned page);
/** An object as the text says; one of the file, not of what it is put into; an empty stream. */
unsigned sb_foreign_parse(struct sb_foreign *f, const char *text);
unsigned sb_foreign_own(struct sb_foreign *f, unsigned object);
unsigned sb_foreign_stream_new(struct sb_foreign *f);
void sb_foreign_put(struct sb_foreign *f, unsigned dict, const char *key, unsigned object);
void sb_foreign_put_int(struct sb_foreign *f, unsigned dict, const char *key, int value);
void sb_foreign_remove(struct sb_foreign *f, unsigned dict, const char *key);
void sb_foreign_append(struct sb_foreign *f, unsigned array, unsigned object);
void sb_foreign_append_int(struct sb_foreign *f, unsigned array, int value);
void sb_foreign_info(struct sb_foreign *f, const char *key, const char *text);
/** The first key of a dictionary, then one after another; NULL behind the last.  One walk at a
 * time. */
const char *sb_foreign_next_key(struct sb_foreign *f, unsigned dict, bool first);
/** Append one that was made so; the same objects make the same bytes. */
SB_MUST sb_status sb_foreign_write_new(struct sb_buf *out, struct sb_foreign *f,
                                       struct sb_error *err);

/* bundle.c: several documents made one */

/**
 * Several PDFs of our own, one behind the other, in one that its metadata call a copy: tagged and
 * archival as they are, each in its language, but with no record.  title is ASCII, nothing
 * personal.  Fonts and pictures that are the same are kept once.  The same PDFs make the same
 * bytes.  SB_E_READ: libqpdf is absent.
 */
SB_MUST sb_status sb_pdf_merge(struct sb_buf *out, const struct sb_bytes *pdfs, size_t count,
                               const char *title, struct sb_error *err);

/* copy.c: encrypted copies */

/** A process in which copies are made, one after another. */
SB_MUST sb_status sb_pdf_locker(struct sb_worker **out, struct sb_error *err);
/**
 * Ask it for an AES-256 copy of a PDF of ours that the password opens, read again to prove it;
 * the first of a process is opened with it, too.  sb_worker_take answers: SB_E_SYNTAX where it
 * cannot be made, SB_E_READ where libqpdf is absent.  The process is of no use after a failure.
 */
SB_MUST sb_status sb_pdf_lock(struct sb_worker *locker, struct sb_bytes pdf, const char *password,
                              bool first, struct sb_error *err);

/* haru.c: the door of libharu */

/** An object as text in texts, with the body of its stream where it has one. */
struct sb_object {
    size_t at, length;
    struct sb_bytes body;
    const struct sb_buf *texts;
    size_t body_at;  /* where the body stands in the file; set by the save */
    uint32_t number; /* set by sb_haru_add */
    void *handle;    /* libharu's */
    void *stream;
};
struct sb_haru;
SB_MUST sb_status sb_haru_new(struct sb_haru **out, struct sb_error *err);
void sb_haru_free(struct sb_haru *haru);
/** Begin a document in a pool of that many bytes, which libharu cannot go beyond. */
SB_MUST sb_status sb_haru_begin(struct sb_haru *haru, size_t pool, struct sb_error *err);
/**
 * Each returns false after any failure, of this call or an earlier one; the document is
 * lost then.
 */
SB_MUST bool sb_haru_add(struct sb_haru *haru, struct sb_object *object);
/** The catalog takes the text of this object, which is not added. */
SB_MUST bool sb_haru_catalog(struct sb_haru *haru, struct sb_object *object);
struct sb_haru_page {
    int32_t width, height;
    struct sb_bytes content;                  /* deflated */
    const struct sb_object *fonts, *pictures; /* resources; pictures may be NULL */
    int32_t index;
};
/** Adds a page; returns its object number, 0 after a failure. */
SB_MUST uint32_t sb_haru_page(struct sb_haru *haru, const struct sb_haru_page *page);
struct sb_haru_info {
    const char *title, *creator;
    const char *stamp; /* "D:20261005120000Z" */
    uint8_t id[16];
};
/** Save into out.  SB_E_NOMEM where memory, the pool or out's cap ended, else SB_E_DEFECT. */
SB_MUST sb_status sb_haru_save(struct sb_haru *haru, struct sb_buf *out,
                               const struct sb_haru_info *info, struct sb_error *err);

#endif
