/* cmd_codes_search.c - superbill codes search: words to codes, best first. */
#include "cli/cli.h"

#include <string.h>

#define HITS_MOST 40

static void
hits_json(const struct sb_code_hit *hits, size_t count)
{
    struct json json = {.out = stdout};

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.codes/1");
    json_array(&json, "codes");
    for (size_t i = 0; i < count; i++) {
        json_object(&json, NULL);
        json_text(&json, "code", hits[i].code);
        json_text(&json, "title", hits[i].title);
        json_bool(&json, "billable", hits[i].billable);
        json_end(&json, '}');
    }
    json_end(&json, ']');
    json_end(&json, '}');
}

/* All operands as one text; false where they are too long to mean anything. */
static bool
join(char *out, size_t room, const struct session *session)
{
    size_t used = 0;

    for (size_t i = 0; i < session->operand_count; i++) {
        int length =
            snprintf(out + used, room - used, "%s%s", i == 0 ? "" : " ", session->operands[i]);
        if (length < 0 || (size_t)length >= room - used)
            return false;
        used += (size_t)length;
    }
    return true;
}

static int
run_search(struct session *session)
{
    static const char *const sides[] = {"any", "right", "left", "both"};
    static const char *const encounters[] = {"any", "initial", "subsequent", "sequela"};
    struct sb_code_hit hits[HITS_MOST];
    struct sb_codes *codes = NULL;
    char words[512];
    struct sb_code_query query = {.words = words};
    unsigned side = 0, encounter = 0;
    size_t count;
    sb_status st;
    int code;

    if (!take_date(session, OPT_DATE, &query.on) ||
        !take_word(session, OPT_SIDE, sides, 4, &side) ||
        !take_word(session, OPT_ENCOUNTER, encounters, 4, &encounter))
        return EXIT_USAGE;
    if (!join(words, sizeof words, session))
        return session_usage(session, "that is too long to look for");
    if ((code = session_start_if(session)) != EXIT_DONE)
        return code;
    if (query.on.day == 0)
        query.on = session->run.issued_on;
    query.side = (enum sb_side)side;
    query.encounter = "\0ADS"[encounter];
    if ((code = session_codes(session, &codes)) != EXIT_DONE)
        return code;
    count = sb_codes_find(hits, HITS_MOST, codes, &query);
    if ((st = sb_codes_sound(codes, &session->err)) != SB_OK) {
        sb_codes_free(codes);
        return session_fail(session, st);
    }
    if (session->report.json)
        hits_json(hits, count);
    for (size_t i = 0; i < count && !session->report.json; i++)
        printf("%-9s %s%s\n", hits[i].code, hits[i].title,
               hits[i].billable ? "" : " (not billable: see codes show)");
    if (count == 0 && !session->report.json && !session->report.quiet)
        fputs("superbill: no code found\n", stderr);
    sb_codes_free(codes);
    return count == 0 ? EXIT_REFUSED : EXIT_DONE;
}

static const uint8_t options[] = {OPT_DATE, OPT_SIDE, OPT_ENCOUNTER, OPT_END};

const struct command cmd_codes_search = {
    .name = "codes search",
    .summary = "find codes by words or by their beginning",
    .usage = "TEXT... [--date DATE] [--side SIDE] [--encounter WHICH]",
    .examples = "  superbill codes search right knee pain\n"
                "  superbill codes search frozen shoulder --side left\n"
                "  superbill codes search M54.5\n"
                "  superbill codes search walking training --json\n",
    .more = "Diagnoses and procedures as they hold on the day, best first, billable first: what\n"
            "therapists call it (runner's knee), words of titles, beginnings of codes.  A word\n"
            "that was typed wrong is taken for the nearest one where nothing is found.\n",
    .options = options,
    .least = 1,
    .most = SIZE_MAX,
    .run = run_search,
};
