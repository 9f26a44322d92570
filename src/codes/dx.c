/* dx.c - what the tables say of a diagnosis on a day. */
#include "codes/userdb.h"

#include <string.h>

/* One question while it is being answered. */
struct look {
    struct sb_dx_answer *out;
    sb_date on; /* within the days of the table or set */
    struct sb_user *user;
    int set; /* of the user's; -1: the program's own table answers */
    char bare[SB_DX_BARE];
    size_t length; /* of bare */
};

static void
suggest(struct sb_dx_answer *out, const char *code)
{
    size_t n = out->suggested_count;

    if (n == SB_DX_SUGGESTED)
        return;
    for (size_t i = 0; i < n; i++)
        if (strcmp(out->pointers[i], code) == 0)
            return;
    memset(out->buffer[n], 0, SB_DX_TEXT);
    memcpy(out->buffer[n], code, strnlen(code, SB_DX_TEXT - 1));
    out->pointers[n] = out->buffer[n];
    out->suggested_count++;
}

/* The next billable row below a code on a day, from row on; SIZE_MAX after the last. */
static size_t
next_child(const char *code, sb_date on, size_t row)
{
    size_t length = strlen(code);

    for (; row < sb_dx_count() && strncmp(sb_dx_row_code(row), code, length) == 0; row++)
        if (sb_dx_row_code(row)[length] && sb_dx_row_billable(row) && sb_dx_row_holds(row, on))
            return row;
    return SIZE_MAX;
}

/* Whether a code is billable by the table or set that answers; out may be NULL. */
static bool
billable(const struct look *look, const char *code, struct sb_dx *out)
{
    size_t row;

    if (look->set >= 0)
        return sb_user_dx_billable(out, look->user, look->set, code);
    row = sb_dx_row_find(code, look->on);
    if (row != SIZE_MAX && out != NULL)
        sb_dx_row_take(out, row);
    return row != SIZE_MAX;
}

/* Whether the code ends in a seventh character for other than later care. */
static bool
other_encounter(const char *code)
{
    return strlen(code) == SB_DX_TEXT - 1 && sb_ascii_alpha(code[7]) && code[7] != 'D';
}

/* The billable children that the set has: all, or those that are not of another encounter. */
static size_t
suggest_walk(struct look *look, const char *code, bool later, bool count_only)
{
    struct sb_user_walk walk;
    size_t count = 0;

    sb_user_walk(&walk, look->user, look->set, code);
    while ((count_only || look->out->suggested_count < SB_DX_SUGGESTED) &&
           sb_user_walk_next(&walk, look->user)) {
        if (!walk.billable)
            continue;
        count++;
        if (!count_only && !(later && other_encounter(walk.code)))
            suggest(look->out, walk.code);
    }
    sb_user_walk_end(&walk, look->user);
    return count;
}

static void
suggest_children(struct look *look, const char *code)
{
    struct sb_dx_answer *out = look->out;
    size_t first = sb_dx_lower(code), count = 0;
    size_t before = out->suggested_count;

    if (look->set >= 0) {
        count = suggest_walk(look, code, false, true);
        suggest_walk(look, code, count > SB_DX_SUGGESTED, false);
        if (out->suggested_count == before)
            suggest_walk(look, code, false, false);
        return;
    }
    for (size_t row = first; (row = next_child(code, look->on, row)) != SIZE_MAX; row++)
        count++;
    for (size_t row = first; (row = next_child(code, look->on, row)) != SIZE_MAX; row++)
        if (count <= SB_DX_SUGGESTED || !other_encounter(sb_dx_row_code(row)))
            suggest(out, sb_dx_row_code(row));
    if (out->suggested_count > before)
        return;
    for (size_t row = first; (row = next_child(code, look->on, row)) != SIZE_MAX; row++)
        suggest(out, sb_dx_row_code(row));
}

/* Fill a stem with X up to six characters; false where it is longer. */
static bool
fill(char out[SB_DX_BARE], const char *stem)
{
    size_t length = strlen(stem);

    if (length > SB_DX_BARE - 2)
        return false;
    memset(out, 'X', SB_DX_BARE - 2);
    memcpy(out, stem, length);
    out[SB_DX_BARE - 2] = out[SB_DX_BARE - 1] = '\0';
    return true;
}

/* Suggest stem + X... + each of characters, those that the table holds or (certain off) all. */
static bool
suggest_filled(struct look *look, const char *stem, const char *characters, bool certain)
{
    char bare[SB_DX_BARE], code[SB_DX_TEXT];
    size_t before = look->out->suggested_count;

    if (!fill(bare, stem))
        return false;
    for (const char *c = SB_SEVENTH_ORDER; *c; c++) {
        if (!strchr(characters, *c))
            continue;
        bare[SB_DX_BARE - 2] = *c;
        sb_dx_dotted(code, bare);
        if (!certain || billable(look, code, NULL))
            suggest(look->out, code);
    }
    return look->out->suggested_count > before;
}

/* The code without the X that end it, and without its last character before that if cut. */
static void
stem_of(char out[SB_DX_BARE], const struct look *look, bool cut)
{
    size_t length = look->length - (cut ? 1 : 0);

    while (length > 3 && look->bare[length - 1] == 'X')
        length--;
    memset(out, 0, SB_DX_BARE);
    memcpy(out, look->bare, length);
}

/* Suggest what the tables hold once stem is filled; the code's own last character if cut. */
static bool
filled_in_table(struct look *look)
{
    char stem[SB_DX_BARE], last[2] = {look->bare[look->length - 1], '\0'};

    if (look->length < SB_DX_BARE - 1) {
        stem_of(stem, look, false);
        if (suggest_filled(look, stem, SB_SEVENTH_ORDER, true))
            return true;
        stem_of(stem, look, true);
        return look->length > 3 && suggest_filled(look, stem, last, true);
    }
    memcpy(stem, look->bare, sizeof stem);
    stem[SB_DX_BARE - 2] = '\0';
    return suggest_filled(look, stem, SB_SEVENTH_ORDER, true);
}

/* Each of the blank-separated successors that is billable on the day, or its children. */
static void
suggest_successors(struct look *look, const char *successors)
{
    char code[SB_DX_TEXT];

    while (successors && *successors) {
        size_t length = strcspn(successors, " ");

        memset(code, 0, sizeof code);
        memcpy(code, successors, length < sizeof code ? length : sizeof code - 1);
        if (billable(look, code, NULL))
            suggest(look->out, code);
        else
            suggest_children(look, code);
        successors += length + (successors[length] == ' ');
    }
}

/* The codes, billable on the day, whose successor this one is; else its billable stem. */
static void
suggest_predecessors(struct look *look)
{
    size_t length = strlen(look->out->code), count = sb_dx_count();
    char stem[SB_DX_TEXT];

    for (size_t row = 0; row < count; row++) {
        const char *at = sb_dx_row_successors(row);

        if (!at || (look->set < 0 ? !sb_dx_row_holds(row, look->on)
                                  : !billable(look, sb_dx_row_code(row), NULL)))
            continue;
        while ((at = strstr(at, look->out->code)) && at[length] && at[length] != ' ')
            at += length;
        if (at)
            suggest(look->out, sb_dx_row_code(row));
    }
    memcpy(stem, look->out->code, sizeof stem);
    for (size_t n = length; look->out->suggested_count == 0 && n > 3; n--) {
        stem[n - 1] = '\0';
        if (billable(look, stem, NULL))
            suggest(look->out, stem);
    }
}

/* Days from the row's span to the day. */
static int32_t
distance(const struct sb_dx *row, sb_date on)
{
    if (on.day < row->from.day)
        return row->from.day - on.day;
    return row->to.day && on.day > row->to.day ? on.day - row->to.day : 0;
}

/* Billable on other days, not on this one: the span nearest to it, and what to use instead. */
static void
answer_other_days(struct look *look, size_t nearest)
{
    struct sb_dx_answer *out = look->out;

    out->verdict = SB_DX_NOT_VALID_ON_DATE;
    if (look->set < 0)
        sb_dx_row_take(&out->found, nearest);
    if (look->on.day < out->found.from.day)
        suggest_predecessors(look);
    else
        suggest_successors(look, out->found.successors);
    if (out->suggested_count == 0 && out->header_now)
        suggest_children(look, out->code);
}

/* The nearest billable span of a code that the sets know; false where there is none. */
static bool
nearest_span(struct sb_dx *out, const struct sb_user_spans *spans, sb_date on)
{
    int32_t best = INT32_MAX;

    for (size_t i = 0; i < spans->count; i++) {
        struct sb_dx span = {.from = spans->at[i].from, .to = spans->at[i].to};

        if (spans->at[i].state != SB_STATE_BILLABLE || distance(&span, on) >= best)
            continue;
        best = distance(&span, on);
        out->title = spans->at[i].title;
        out->from = span.from;
        out->to = span.to;
        out->billable = true;
    }
    return best < INT32_MAX;
}

/* The code stands in a set or the table, on this day or another. */
static bool
look_spans(struct look *look)
{
    struct sb_dx_answer *out = look->out;
    const char *code = sb_user_dx_code(look->user, out->code);
    enum sb_user_state now = sb_user_dx_state(look->user, look->set, out->code);
    struct sb_user_spans spans;

    if (code == NULL)
        return false;
    out->certain = true;
    if (now == SB_STATE_BILLABLE) {
        out->verdict = SB_DX_BILLABLE;
        out->row = &out->found;
        return billable(look, out->code, &out->found);
    }
    sb_user_dx_spans(&spans, look->user, out->code);
    out->found = (struct sb_dx){.code = code, .title = "a group of codes"};
    for (size_t i = 0; i < spans.count; i++)
        if (spans.at[i].title != NULL && spans.at[i].state == SB_STATE_HEADER)
            out->found.title = spans.at[i].title;
    /* a set of billable codes alone has its headers by what begins with them */
    out->header_now = now == SB_STATE_HEADER || sb_user_dx_begins(look->user, look->set, out->code);
    out->row = &out->found;
    if (nearest_span(&out->found, &spans, look->on)) {
        out->found.successors = sb_user_successors(look->user, out->code, out->found.to);
        answer_other_days(look, SIZE_MAX);
    } else if (out->header_now && look->length > 3 && filled_in_table(look)) {
        out->verdict = SB_DX_SEVENTH_CHARACTER;
    } else if (out->header_now) {
        out->verdict = SB_DX_HEADER;
        suggest_children(look, out->code);
    } else {
        out->row = NULL;
        out->certain = false;
        out->found = (struct sb_dx){0};
        return false;
    }
    return true;
}

/* The code stands in the table, on this day or another. */
static bool
look_rows(struct look *look)
{
    struct sb_dx_answer *out = look->out;
    size_t now = SIZE_MAX, nearest = SIZE_MAX, row = sb_dx_lower(out->code);
    int32_t best = INT32_MAX;

    for (; row < sb_dx_count() && strcmp(sb_dx_row_code(row), out->code) == 0; row++) {
        struct sb_dx span;

        sb_dx_row_take(&span, row);
        if (sb_dx_row_holds(row, look->on))
            now = row;
        if (span.billable && distance(&span, look->on) < best) {
            best = distance(&span, look->on);
            nearest = row;
        }
        out->found = span;
    }
    if (!out->found.code)
        return false;
    out->row = &out->found;
    out->certain = true;
    if (now != SIZE_MAX) {
        sb_dx_row_take(&out->found, now);
        out->header_now = !out->found.billable;
    }
    if (now != SIZE_MAX && out->found.billable) {
        out->verdict = SB_DX_BILLABLE;
        out->header_now = false;
    } else if (nearest != SIZE_MAX) {
        answer_other_days(look, nearest);
    } else if (look->length > 3 && filled_in_table(look)) {
        out->verdict = SB_DX_SEVENTH_CHARACTER;
    } else {
        out->verdict = SB_DX_HEADER;
        suggest_children(look, out->code);
    }
    return true;
}

/* X and a seventh character would make it a code of the table, or another seventh character. */
static bool
look_seventh(struct look *look)
{
    if (look->length < 4 || !filled_in_table(look))
        return false;
    look->out->verdict = SB_DX_SEVENTH_CHARACTER;
    look->out->certain = true;
    return true;
}

/* A stem of it is billable, so that nothing may follow it. */
static bool
look_padded(struct look *look)
{
    struct sb_dx_answer *out = look->out;

    for (size_t n = look->length - 1; n >= 3; n--) {
        char bare[SB_DX_BARE] = {0}, code[SB_DX_TEXT];
        const char *extra = look->bare + n;

        memcpy(bare, look->bare, n);
        sb_dx_dotted(code, bare);
        if (!billable(look, code, &out->found))
            continue;
        out->row = &out->found;
        out->certain = true;
        suggest(out, code);
        extra += strspn(extra, "X");
        out->verdict =
            sb_ascii_alpha(*extra) && extra[1] == '\0' && strchr(SB_SEVENTH_ORDER, *extra)
                ? SB_DX_SEVENTH_CHARACTER
                : SB_DX_PADDED;
        return true;
    }
    return false;
}

/* Whether any row begins with the first n characters of the code. */
static bool
carried(const struct look *look, size_t n)
{
    char bare[SB_DX_BARE] = {0}, code[SB_DX_TEXT];
    size_t row;

    memcpy(bare, look->bare, n < look->length ? n : look->length);
    sb_dx_dotted(code, bare);
    row = sb_dx_lower(code);
    return row < sb_dx_count() && strncmp(sb_dx_row_code(row), code, strlen(code)) == 0;
}

/* Beyond the table: what the official set says of codes that begin like this. */
static bool
look_beyond(struct look *look)
{
    const char *set = sb_dx_seventh(look->bare);
    char stem[SB_DX_BARE], last[2] = {look->bare[look->length - 1], '\0'};

    if (!*set || look->length < 4 || carried(look, 5))
        return false;
    if (look->length == SB_DX_BARE - 1) {
        if (strchr(set, *last))
            return false;
        memcpy(stem, look->bare, sizeof stem);
        stem[SB_DX_BARE - 2] = '\0';
        (void)suggest_filled(look, stem, set, false);
    } else if (look->length > 4 && sb_ascii_alpha(*last) && strchr(set, *last)) {
        stem_of(stem, look, true);
        (void)suggest_filled(look, stem, last, false);
    } else if (look->length == SB_DX_BARE - 2) {
        stem_of(stem, look, false);
        (void)suggest_filled(look, stem, set, false);
    }
    look->out->verdict = SB_DX_SEVENTH_CHARACTER;
    return true;
}

/* Not a code of the tables: name those that begin like it, if that says anything. */
static void
look_family(struct look *look)
{
    for (size_t n = look->length - 1; n >= 4 && look->out->suggested_count == 0; n--) {
        char bare[SB_DX_BARE] = {0}, code[SB_DX_TEXT];

        memcpy(bare, look->bare, n);
        sb_dx_dotted(code, bare);
        suggest_children(look, code);
    }
    look->out->certain = look->out->suggested_count > 0;
}

/* Answer by the table or set that look names; false where neither has the code. */
static bool
look_whole(struct look *look)
{
    struct sb_dx_answer *out = look->out;

    out->verdict = SB_DX_UNKNOWN;
    out->row = NULL;
    out->header_now = out->certain = false;
    out->suggested_count = 0;
    out->found = (struct sb_dx){0};
    if (look->set >= 0) {
        if (look_spans(look) || look_seventh(look) || look_padded(look))
            return true;
    } else if (look_rows(look) || look_seventh(look) || look_padded(look) || look_beyond(look)) {
        return true;
    }
    look_family(look);
    return false;
}

void
sb_dx_look(struct sb_dx_answer *out, const struct sb_codes *codes, const char *code, sb_date on)
{
    struct look look = {.out = out, .on = sb_dx_clamp(on), .set = -1};
    bool found;

    out->verdict = SB_DX_UNKNOWN;
    out->row = NULL;
    out->header_now = out->certain = out->full_set = false;
    out->covered = look.on.day == on.day;
    out->suggested = out->pointers;
    out->suggested_count = 0;
    out->found = (struct sb_dx){0};
    if (!sb_dx_normalise(out->code, code))
        return;
    sb_dx_bare(look.bare, out->code);
    look.length = strlen(look.bare);
    if (codes != NULL && codes->user != NULL) {
        look.user = codes->user;
        look.set = sb_user_dx_set(look.user, on);
    }
    if (look.set >= 0) {
        look.on = on;
        out->full_set = out->covered = true;
    }
    found = look_whole(&look);
    /* what the table does not carry, the year next to the day may */
    if (found || look.user == NULL || look.set >= 0 ||
        (look.set = sb_user_dx_nearest(look.user, on)) < 0)
        return;
    look.on = sb_user_dx_clamp(look.user, look.set, on);
    (void)look_whole(&look);
}

bool
sb_dx_billable(struct sb_dx *out, const struct sb_codes *codes, const char *code, sb_date on)
{
    struct look look = {.on = sb_dx_clamp(on), .set = -1};
    size_t row;

    if (codes != NULL && codes->user != NULL) {
        look.user = codes->user;
        look.set = sb_user_dx_set(look.user, on);
    }
    if (billable(&look, code, out))
        return true;
    if (look.user == NULL || look.set >= 0)
        return false;
    row = sb_dx_lower(code);
    if ((row < sb_dx_count() && strcmp(sb_dx_row_code(row), code) == 0) ||
        (look.set = sb_user_dx_nearest(look.user, on)) < 0)
        return false;
    return billable(&look, code, out);
}

/* The children that a set has. */
static size_t
walk_children(char out[][SB_DX_TEXT], size_t capacity, struct sb_user *user, int set,
              const char *code)
{
    struct sb_user_walk walk;
    size_t n = 0;

    sb_user_walk(&walk, user, set, code);
    while (n < capacity && sb_user_walk_next(&walk, user)) {
        if (walk.billable)
            memcpy(out[n++], walk.code, SB_DX_TEXT);
    }
    sb_user_walk_end(&walk, user);
    return n;
}

size_t
sb_dx_children(char out[][SB_DX_TEXT], size_t capacity, const struct sb_codes *codes,
               const char *code, sb_date on)
{
    struct sb_user *user = codes != NULL ? codes->user : NULL;
    int set = user != NULL ? sb_user_dx_set(user, on) : -1;
    size_t n = 0, row = sb_dx_lower(code);

    if (set >= 0)
        return walk_children(out, capacity, user, set, code);
    for (sb_date day = sb_dx_clamp(on);
         n < capacity && (row = next_child(code, day, row)) != SIZE_MAX; row++) {
        memset(out[n], 0, SB_DX_TEXT);
        memcpy(out[n], sb_dx_row_code(row), strlen(sb_dx_row_code(row)));
        n++;
    }
    if (n == 0 && user != NULL && (set = sb_user_dx_nearest(user, on)) >= 0)
        return walk_children(out, capacity, user, set, code);
    return n;
}
