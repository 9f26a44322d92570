/*
 * prop_template.c - whatever `template check` passes makes sound pages: the program's templates
 * changed as a practice would change them, and by mistake.  SB_SEED replays a run.
 */
#include <stdio.h>
#include <strings.h>

#include "../sample_bill.h"
#include "chance.h"

#include "boxes.h"

/* of app.h, which cannot stand beside page.h: what a preview draws */
struct sb_bill *sb_sample_bill(struct sb_arena *arena, enum sb_audience audience,
                               enum sb_language language, sb_date issued_on);

#define TEMPLATES 1500
#define SECTIONS 24
#define KEYS 64
#define RARE 100 /* one in so many keys and sections is changed */

struct entry {
    char key[48], value[320];
};
struct section {
    char name[32];
    struct entry keys[KEYS];
    size_t count;
};
static struct section sections[SECTIONS];
static size_t section_count;

static bool
once_in(size_t n)
{
    return random_below(n) == 0;
}

/* reading and writing */

static void
template_load(const char *name)
{
    char path[64], line[512];
    struct section *section = NULL;
    FILE *file;

    (void)snprintf(path, sizeof path, "templates/%s.ini", name);
    file = fopen(path, "r");
    assert_non_null(file);
    section_count = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        char *equals = strchr(line, '=');

        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '[') {
            assert_true(section_count < SECTIONS);
            section = &sections[section_count++];
            section->count = 0;
            (void)snprintf(section->name, sizeof section->name, "%.*s", (int)(strlen(line) - 2),
                           line + 1);
        } else if (line[0] != '#' && equals != NULL) {
            struct entry *entry;

            assert_true(section != NULL && section->count < KEYS - 2);
            entry = &section->keys[section->count++];
            (void)snprintf(entry->key, sizeof entry->key, "%.*s", (int)(equals - line - 1), line);
            (void)snprintf(entry->value, sizeof entry->value, "%s",
                           equals[1] == ' ' ? equals + 2 : "");
        }
    }
    (void)fclose(file);
}

static const char *
template_path(void)
{
    static char path[256];
    const char *folder = getenv("TMPDIR");

    (void)snprintf(path, sizeof path, "%s/mutant.ini", folder != NULL ? folder : "/tmp");
    return path;
}

static void
template_store(void)
{
    FILE *file = fopen(template_path(), "w");

    assert_non_null(file);
    for (size_t i = 0; i < section_count; i++) {
        assert_true(fprintf(file, "[%s]\n", sections[i].name) > 0);
        for (size_t k = 0; k < sections[i].count; k++)
            assert_true(
                fprintf(file, "%s = %s\n", sections[i].keys[k].key, sections[i].keys[k].value) > 0);
    }
    assert_int_equal(fclose(file), 0);
}

/* changing */

static const char *
random_label(void)
{
    static const char *const labels[] = {"Name",
                                         "X",
                                         "Wide label here",
                                         "Nummer",
                                         "Date",
                                         "Dx",
                                         "Amount of money",
                                         "\u00C4rzte",
                                         "Paid",
                                         "$0.00",
                                         "",
                                         "\u0395\u03BB\u03BB\u03B7\u03BD\u03B9\u03BA\u03AC"};

    return labels[random_below(sizeof labels / sizeof *labels)];
}

/* Another number of [page], within its bounds or on one of them. */
static void
change_page(struct section *page)
{
    static const struct {
        const char *key;
        int32_t least, most; /* tenths */
    } rows[] = {
        {"margin", 360, 900}, {"pitch", 140, 240}, {"title", 120, 240},  {"text", 90, 120},
        {"heads", 90, 120},   {"foot", 80, 100},   {"label", 600, 1400}, {"gutter", 120, 480},
    };

    for (size_t i = 0; i < page->count; i++)
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
            size_t span = (size_t)(rows[k].most - rows[k].least);
            int32_t value = rows[k].least + (int32_t)random_below(span + 1);

            if (strcmp(page->keys[i].key, rows[k].key) != 0 || !once_in(16))
                continue;
            if (once_in(4))
                value = once_in(2) ? rows[k].least : rows[k].most;
            (void)snprintf(page->keys[i].value, sizeof page->keys[i].value, "%d.%d", value / 10,
                           value % 10);
        }
}

/* Another label, width, side or style of a line or column. */
static void
change_parts(struct entry *entry)
{
    static const char *const widths[] = {"*", "30", "44", "60", "90", "120.5"};
    static const char *const sides[] = {"left", "right"};
    static const char *const styles[] = {"bold", "code", "bold code", "title", "bold title code"};
    char *parts[5] = {entry->value}, old[sizeof entry->value];
    const char *with[5];
    size_t count = 1, which;

    memcpy(old, entry->value, sizeof old);
    parts[0] = old;
    for (char *bar = strstr(old, "| "); bar != NULL && count < 5; bar = strstr(bar + 2, "| ")) {
        bar[0] = '\0';
        parts[count++] = bar + 2;
    }
    for (size_t i = 0; i < count; i++)
        with[i] = parts[i];
    which = random_below(count == 1 ? 2 : count);
    if (which == 0)
        with[0] = random_label();
    else if (count <= 2)
        with[1] = styles[random_below(5)];
    else if (which == 1)
        with[1] = widths[random_below(6)];
    else if (which == 2)
        with[2] = sides[random_below(2)];
    else
        with[3] = styles[random_below(5)];
    if (which >= count)
        count = which + 1;
    (void)snprintf(entry->value, sizeof entry->value, "%s", with[0]);
    for (size_t i = 1; i < count; i++)
        (void)snprintf(entry->value + strlen(entry->value),
                       sizeof entry->value - strlen(entry->value), " | %s", with[i]);
}

static void
section_put(struct section *section, size_t at, const char *key, const char *value)
{
    if (section->count == KEYS)
        return;
    memmove(&section->keys[at + 1], &section->keys[at],
            (section->count - at) * sizeof section->keys[0]);
    (void)snprintf(section->keys[at].key, sizeof section->keys[at].key, "%s", key);
    (void)snprintf(section->keys[at].value, sizeof section->keys[at].value, "%s", value);
    section->count++;
}

static void
section_drop(struct section *section, size_t at)
{
    section->count--;
    memmove(&section->keys[at], &section->keys[at + 1],
            (section->count - at) * sizeof section->keys[0]);
}

static void
change_section(struct section *section)
{
    static const char *const places[] = {"left", "right", "full"};

    if (once_in(RARE / 3)) {
        for (size_t i = section->count; i > 0; i--)
            if (strcmp(section->keys[i - 1].key, "side") == 0)
                section_drop(section, i - 1);
        section_put(section, 0, "side", places[random_below(3)]);
    }
    if (once_in(RARE))
        section_put(section, 0, "heading", random_label());
    if (once_in(RARE) && section->count > 0)
        section_drop(section, random_below(section->count));
    if (once_in(RARE / 3) && section->count > 1) { /* one key to another place */
        size_t from = random_below(section->count);
        struct entry moved = section->keys[from];

        section_drop(section, from);
        section_put(section, random_below(section->count), moved.key, moved.value);
    }
    if (strcmp(section->name, "letterhead") == 0 && once_in(4)) {
        section_put(section, section->count, "npi", "Practice NPI");
        section_put(section, section->count, "tax_id", "Tax ID (EIN) | bold");
    }
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->keys[i].key, "side") != 0 && once_in(RARE))
            change_parts(&section->keys[i]);
}

static void
template_change(void)
{
    for (size_t i = 0; i < section_count; i++) {
        if (strcmp(sections[i].name, "page") == 0)
            change_page(&sections[i]);
        else if (strncmp(sections[i].name, "labels", 6) != 0)
            change_section(&sections[i]);
    }
    for (size_t n = once_in(3) ? 1 + random_below(3) : 0; n > 0; n--) { /* blocks change places */
        size_t a = 2 + random_below(section_count - 2), b = 2 + random_below(section_count - 2);
        static struct section kept;

        kept = sections[a];
        sections[a] = sections[b];
        sections[b] = kept;
    }
}

/* judging */

/* No text lies over the logo or the code, nor stands so near that it is read into them. */
static void
assert_corners(const struct sb_layout *l, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct box *a = &boxes[i];

        if (l->has_picture && a->left < l->picture.x + l->picture.width &&
            a->right > l->picture.x && a->bottom < l->picture.y + l->picture.height &&
            a->top > l->picture.y)
            FAIL("'%.*s' lies over the logo", (int)a->run->length, a->run->text);
        if (l->has_code && a->right > l->code.x && a->top > l->code.y &&
            a->left < l->code.x + l->code.side * l->code.module &&
            a->bottom < l->code.y + l->code.side * l->code.module)
            FAIL("'%.*s' lies over the code", (int)a->run->length, a->run->text);
    }
}

/* A number stands whole in one text, wherever the page prints it. */
static void
assert_whole(const struct sb_layout *l, const char *number)
{
    const struct sb_run *runs = l->runs.at;
    size_t length = strlen(number);

    for (size_t i = 0; i < l->runs.count; i++)
        if (runs[i].length < length && runs[i].length >= 4 &&
            memcmp(runs[i].text, number, runs[i].length) == 0)
            FAIL("%s is broken behind '%.*s'", number, (int)runs[i].length, runs[i].text);
}

static void
assert_drawn(const struct sb_template *page, const struct sb_bill *bill, struct sb_arena *arena,
             struct sb_image *logo)
{
    struct sb_layout l = {.page = page, .bill = bill, .arena = arena, .logo = logo, .sample = true};
    struct sb_error err = {0};
    bool code;

    if (sb_layout_run(&l, &err) != SB_OK)
        FAIL("%s", err.text);
    code = l.has_code;
    for (uint32_t i = 0; i < l.sheet_count; i++) {
        size_t count = boxes_of(&l.sheets[i]);

        assert_boxes(&l, count);
        assert_rules(&l.sheets[i], count);
        l.has_picture &= i == 0;
        l.has_code = code && l.code.sheet == i;
        assert_corners(&l, count);
    }
    assert_whole(&l, bill->config->practice.npi);
    assert_whole(&l, bill->config->tax_id);
}

/* No label of a block is another's, and who is whose provider, patient or insurer is told. */
static void
assert_apart(const struct sb_template *page)
{
    for (size_t i = 0; i < page->block_count; i++) {
        const struct sb_block *block = &page->blocks[i];

        for (size_t a = 1; a < block->field_count; a++)
            for (size_t b = 0; b < a; b++)
                if (*block->fields[a].label != '\0' &&
                    strcasecmp(block->fields[a].label, block->fields[b].label) == 0)
                    FAIL("the label '%s' stands twice in a block", block->fields[a].label);
        if ((block->id == SB_BLOCK_PROVIDER || block->id == SB_BLOCK_PATIENT ||
             block->id == SB_BLOCK_INSURANCE) &&
            (block->heading == NULL || *block->heading == '\0'))
            FAIL("block %d has no heading", (int)block->id);
    }
}

/* The sample of a preview, and a bill such as most are. */
static void
assert_template(const struct sb_template *page, struct sb_arena *arena, struct sb_image *logo)
{
    const sb_date day = sb_date_make(2026, 11, 26);
    struct sb_bill *bill;

    for (int i = 0; i < 4; i++) {
        struct sb_config *config;

        sb_arena_reset(arena);
        bill = sb_sample_bill(arena, page->audience, SB_LANGUAGE_EN, day);
        if (i > 1 && page->audience != SB_AUDIENCE_STATEMENT) {
            const struct sample s = {.lines = 1 + random_below(12),
                                     .visits = 1 + random_below(3),
                                     .diagnoses = 1 + random_below(4),
                                     .child = once_in(3),
                                     .assistant = once_in(3),
                                     .notes = once_in(2),
                                     .unsigned_ = once_in(3),
                                     .items = once_in(3)};

            bill = sample_bill(arena, &s);
        }
        assert_non_null(bill);
        config = (struct sb_config *)(uintptr_t)bill->config;
        config->qr = i % 2 == 1 ? SB_TRUTH_YES : SB_TRUTH_UNSAID;
        assert_drawn(page, bill, arena, i % 2 == 1 ? logo : NULL);
    }
}

static void
test_what_passes_makes_sound_pages(void **state)
{
    static const char *const names[] = {"standard", "compact", "private", "receipt", "statement"};
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_image *logo = NULL;
    struct sb_error err = {0};
    size_t passed = 0;

    (void)state;
    assert_non_null(arena);
    assert_int_equal(sb_image_read(&logo, "tests/golden/cases/logo/logo.png", &err), SB_OK);
    for (document = 0; document < TEMPLATES; document++) {
        struct sb_template *page = NULL;

        template_load(names[random_below(5)]);
        template_change();
        template_store();
        err = (struct sb_error){0};
        if (sb_template_open(&page, template_path(), NULL, 0, NULL, &err) != SB_OK) {
            assert_int_equal(err.status, SB_E_SYNTAX);
            continue;
        }
        passed++;
        assert_apart(page);
        assert_template(page, arena, logo);
        if (page->spanish != NULL)
            assert_template(page->spanish, arena, logo);
        sb_template_free(page);
    }
    print_message("# %zu of %u templates pass\n", passed, TEMPLATES);
    assert_true(passed > TEMPLATES / 5);
    (void)remove(template_path());
    sb_image_free(logo);
    sb_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_passes_makes_sound_pages),
    };

    random_start(20261126);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
