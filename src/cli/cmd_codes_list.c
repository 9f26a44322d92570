/* cmd_codes_list.c - superbill codes list: which code sets are in force for which days. */
#include "cli/cli.h"

#include <inttypes.h>

struct listing {
    struct json json;
    bool as_json;
    size_t count;
};

static void
set_show(void *user, const struct sb_code_set *set)
{
    struct listing *listing = user;
    char from[SB_DATE_TEXT], to[SB_DATE_TEXT];

    listing->count++;
    if (listing->as_json) {
        json_object(&listing->json, NULL);
        set_json(&listing->json, set);
        json_end(&listing->json, '}');
        return;
    }
    printf("%-22s %s to %-10s %7" PRId64 " rows  %s\n", set->name, sb_date_print(from, set->from),
           set->to.day != 0 ? sb_date_print(to, set->to) : "next", set->rows, set->edition);
}

static int
run_list(struct session *session)
{
    struct listing listing = {.json = {.out = stdout}, .as_json = session->report.json};
    char from[SB_DATE_TEXT], to[SB_DATE_TEXT];
    const char *store;
    sb_date first, last;
    sb_status st = SB_OK;
    int code;

    if ((code = session_start_if(session)) != EXIT_DONE)
        return code;
    store = session_store(session);
    sb_dx_span(&first, &last);
    if (listing.as_json) {
        json_object(&listing.json, NULL);
        json_text(&listing.json, "schema", "superbill.sets/1");
        json_array(&listing.json, "sets");
    }
    if (store != NULL)
        st = sb_codes_list(store, set_show, &listing, &session->err);
    if (st != SB_OK)
        return session_fail(session, st);
    if (listing.as_json) {
        json_end(&listing.json, ']');
        json_object(&listing.json, "embedded");
        json_date(&listing.json, "from", first);
        json_date(&listing.json, "to", last);
        json_end(&listing.json, '}');
        json_text(&listing.json, "store", store);
        json_end(&listing.json, '}');
        return EXIT_DONE;
    }
    printf("%-22s %s to %s  the program's own: what therapists bill\n", "embedded",
           sb_date_print(from, first), sb_date_print(to, last));
    if (listing.count == 0 && !session->report.quiet)
        fputs("superbill: no official set is installed; 'codes import FILE' installs one\n",
              stderr);
    return EXIT_DONE;
}

static const uint8_t options[] = {OPT_END};

const struct command cmd_codes_list = {
    .name = "codes list",
    .summary = "the code sets that are installed, and for which days",
    .usage = "",
    .examples = "  superbill codes list\n"
                "  superbill codes list --json\n",
    .more =
        "A service's day decides which set judges it; days that no set covers are judged by the\n"
        "program's own table.\n",
    .options = options,
    .run = run_list,
};
