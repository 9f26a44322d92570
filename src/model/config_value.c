/* config_value.c - values of the configuration, one function a type of key. */
#include "model/config.h"

#include <stdio.h>
#include <string.h>

#define ZONES "/usr/share/zoneinfo/"

static void
value_bad(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
          const char *wanted)
{
    sb_ini_find_at(loader, SB_RULE_INI_VALUE, entry, "%s must be %s", key->name, wanted);
}

/* Text in NFC; NULL after a finding, or when memory ends. */
static const char *
text_take(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry)
{
    if (strcmp(key->name, "tax_id") != 0 && sb_ssn_inside(entry->value)) {
        sb_ini_find_at(loader, SB_RULE_SSN_REFUSED, entry, "%s holds a social security number",
                       key->name);
        return NULL;
    }
    const char *text = sb_utf8_nfc(loader->arena, entry->value);
    loader->nomem |= !text;
    return text;
}

static void
value_text(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
           char *at)
{
    const char *text = text_take(loader, key, entry);

    memcpy(at, &text, sizeof text);
}

/* Text of a form: sound says whether it has it. */
static void
value_form(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
           char *at)
{
    const char *text = text_take(loader, key, entry);
    const char *wanted = NULL;

    if (!text)
        return;
    if (key->type == SB_KEY_STATE && !sb_state_valid(text))
        wanted = "two capital letters of a state";
    else if (key->type == SB_KEY_ZIP && !sb_zip_valid(text))
        wanted = "five digits, or five and four with a hyphen";
    else if (key->type == SB_KEY_PLACE &&
             (strlen(text) != 2 || !sb_ascii_digit(text[0]) || !sb_ascii_digit(text[1])))
        wanted = "two digits, such as 11";
    else if (key->type == SB_KEY_COLOUR && (strlen(text) != 7 || text[0] != '#' ||
                                            strspn(text + 1, "0123456789abcdefABCDEF") != 6))
        wanted = "a colour #rrggbb, such as #1f4e5f";
    else if (key->type == SB_KEY_COLOUR && !sb_colour_shows(text))
        wanted = "a darker colour, such as #1f4e5f: on paper this one is not seen (its contrast "
                 "with white is below 3:1)";
    if (wanted)
        value_bad(loader, key, entry, wanted);
    else
        memcpy(at, &text, sizeof text);
}

static void
value_count(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
            char *at)
{
    int64_t n;

    if (!sb_int_parse(&n, entry->value, strlen(entry->value)) || n < key->low || n > key->high) {
        sb_ini_find_at(loader, SB_RULE_INI_VALUE, entry, "%s must be a whole number from %d to %d",
                       key->name, key->low, key->high);
        return;
    }
    int32_t count = (int32_t)n;
    memcpy(at, &count, sizeof count);
}

static void
value_truth(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
            char *at)
{
    bool yes = strcmp(entry->value, "yes") == 0;
    enum sb_truth truth = yes ? SB_TRUTH_YES : SB_TRUTH_NO;

    if (yes || strcmp(entry->value, "no") == 0)
        memcpy(at, &truth, sizeof truth);
    else
        value_bad(loader, key, entry, "yes or no");
}

static void
value_word(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
           char *at)
{
    int word = sb_key_word(key->words, entry->value);
    char all[160];

    if (word > 0)
        memcpy(at, &word, sizeof word);
    else
        value_bad(loader, key, entry, sb_key_words(all, sizeof all, key->words));
}

/* Words apart by blanks or commas. */
static void
value_texts(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
            char *at)
{
    struct sb_texts texts = {NULL, 0};
    const char *text = text_take(loader, key, entry);

    if (!text)
        return;
    texts.at = sb_arena_array(loader->arena, strlen(text), sizeof *texts.at);
    loader->nomem |= !texts.at;
    while (texts.at && *(text += strspn(text, " \t,"))) {
        size_t length = strcspn(text, " \t,");
        const char *word = sb_arena_text(loader->arena, text, length);
        loader->nomem |= !word;
        texts.at[texts.count++] = word;
        text += length;
    }
    memcpy(at, &texts, sizeof texts);
}

/* A zone is a file of the database, UTC one without it; its name may not lead out of there. */
static bool
zone_exists(struct sb_loader *loader, const char *name)
{
    char path[sizeof ZONES + 64];
    struct sb_buf file = {0};
    sb_status status;

    if (strcmp(name, "UTC") == 0 || strcmp(name, "Etc/UTC") == 0)
        return true;
    if (name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/")] ||
        !sb_ascii_alpha(name[0]) || strlen(name) > 64)
        return false;
    (void)snprintf(path, sizeof path, ZONES "%s", name);
    status = sb_file_read(&file, path, (size_t)64 << 10, NULL);
    loader->nomem |= status == SB_E_NOMEM;
    bool found = status == SB_E_NOMEM ||
                 (status == SB_OK && file.len > 4 && memcmp(file.at, "TZif", 4) == 0);
    sb_buf_free(&file);
    return found;
}

static void
value_zone(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
           char *at)
{
    const char *text = text_take(loader, key, entry);

    if (text && !zone_exists(loader, text))
        value_bad(loader, key, entry, "a zone of the IANA database, such as America/Los_Angeles");
    else
        memcpy(at, &text, sizeof text);
}

/* {year} and {number:W} at text; the bytes that they take, 0 where it is neither. */
static size_t
field_length(const char *text, bool *number)
{
    if (strncmp(text, "{year}", 6) == 0)
        return 6;
    if (strncmp(text, "{number:", 8) != 0)
        return 0;
    size_t digits = strspn(text + 8, "0123456789");
    if (digits == 0 || digits > 2 || text[8] == '0' || text[8 + digits] != '}')
        return 0;
    *number = true;
    return digits == 2 && (text[8] != '1' || text[9] > '2') ? 0 : 9 + digits;
}

/* The form of a number: it becomes a file's name, and must tell each superbill apart. */
static bool
format_sound(const char *text)
{
    unsigned numbers = 0;

    if (!sb_ascii_alnum(text[0]) && text[0] != '{')
        return false;
    for (const char *at = text; *at;) {
        bool number = false;
        size_t length = *at == '{' ? field_length(at, &number)
                                   : (size_t)(sb_ascii_alnum(*at) || strchr("._-", *at) != NULL);
        if (length == 0)
            return false;
        numbers += number;
        at += length;
    }
    return numbers == 1 && strlen(text) <= 48;
}

static void
value_format(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
             char *at)
{
    const char *text = text_take(loader, key, entry);

    if (!text)
        return;
    if (format_sound(text))
        memcpy(at, &text, sizeof text);
    else
        value_bad(
            loader, key, entry,
            "up to 48 of letters, digits, dots, hyphens and underscores with {number:W} (W "
            "from 1 to 12 digits) once and {year} where wanted, such as SB-{year}-{number:6}");
}

static bool
filing_parse(struct sb_filing *out, const char *text, bool days_only)
{
    size_t digits = strspn(text, "0123456789");
    int64_t n;

    if (!days_only && strcmp(text, "end-of-next-year") == 0) {
        out->kind = SB_FILING_END_OF_NEXT_YEAR;
        out->count = 0;
        return true;
    }
    if (!sb_int_parse(&n, text, digits) || n < 1 || n > 3660)
        return false;
    bool days = strcmp(text + digits, days_only ? "" : "d") == 0;
    bool months = !days_only && strcmp(text + digits, "m") == 0 && n <= 120;
    if (!days && !months)
        return false;
    out->kind = days ? SB_FILING_DAYS : SB_FILING_MONTHS;
    out->count = (int32_t)n;
    return true;
}

static void
value_filing(struct sb_loader *loader, const struct sb_key *key, const struct sb_ini_entry *entry,
             char *at)
{
    bool days_only = key->type == SB_KEY_DAYS;
    struct sb_filing old, filing;

    memcpy(&old, at, sizeof old);
    if (!filing_parse(&filing, entry->value, days_only))
        value_bad(loader, key, entry,
                  days_only ? "a number of days from 1 to 3660"
                            : "days such as 365d, months such as 15m, or end-of-next-year");
    else if (old.kind != SB_FILING_NONE)
        value_bad(loader, key, entry, "given once: filing_days or filing_limit, not both");
    else
        memcpy(at, &filing, sizeof filing);
}

typedef void value_reader(struct sb_loader *loader, const struct sb_key *key,
                          const struct sb_ini_entry *entry, char *at);
static value_reader *const value_readers[] = {
    [SB_KEY_TEXT] = value_text,   [SB_KEY_CODE] = value_text,     [SB_KEY_SITE] = value_text,
    [SB_KEY_BOSS] = value_text,   [SB_KEY_STATE] = value_form,    [SB_KEY_ZIP] = value_form,
    [SB_KEY_PLACE] = value_form,  [SB_KEY_COLOUR] = value_form,   [SB_KEY_COUNT] = value_count,
    [SB_KEY_TRUTH] = value_truth, [SB_KEY_WORD] = value_word,     [SB_KEY_TEXTS] = value_texts,
    [SB_KEY_ZONE] = value_zone,   [SB_KEY_FORMAT] = value_format, [SB_KEY_FILING] = value_filing,
    [SB_KEY_DAYS] = value_filing,
};

void
sb_config_value(struct sb_loader *loader, const struct sb_key *key,
                const struct sb_ini_entry *entry, char *at)
{
    if (entry->value[0] != '\0')
        value_readers[key->type](loader, key, entry, at);
}

bool
sb_severity_sound(struct sb_loader *loader, const struct sb_ini_entry *entry, const char *rule)
{
    static const char *const levels[] = {"error", "warning", "note", "off", NULL};
    const char *names[SB_RULE_COUNT];

    if (!sb_rule_find(rule)) {
        for (size_t i = 0; i < SB_RULE_COUNT; i++)
            names[i] = sb_rule_at(i)->id;
        const char *near = sb_word_nearest(rule, names, SB_RULE_COUNT);
        sb_ini_find_at(loader, SB_RULE_INI_UNKNOWN_KEY, entry,
                       "severity.RULE names no finding%s%s%s", near ? "; did you mean " : "",
                       near ? near : "", near ? "?" : "");
        return false;
    }
    if (sb_key_word(levels, entry->value) > 0)
        return true;
    sb_ini_find_at(loader, SB_RULE_INI_VALUE, entry,
                   "a severity must be error, warning, note or off");
    return false;
}

bool
sb_code_shape(const char *text)
{
    if (strnlen(text, 6) != 5)
        return false;
    size_t digits = strspn(text, "0123456789");
    if (digits == 5 || (digits == 4 && strchr("AFTU", text[4]) != NULL))
        return true;
    return text[0] >= 'A' && text[0] <= 'V' && strspn(text + 1, "0123456789") == 4;
}
