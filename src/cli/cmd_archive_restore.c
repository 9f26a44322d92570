/* cmd_archive_restore.c - superbill archive restore: a proven copy back in its place. */
#include "cli/cli.h"

#include <string.h>

static void
restore_json(const struct sb_restored *restored)
{
    static const char *const keys[] = {"lost", "lost_examples"};
    struct json json = {.out = stdout};

    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.restore/1");
    json_int(&json, "superbills", (int64_t)restored->proof.superbills);
    for (int i = 0; i < 2; i++) {
        json_object(&json, keys[i]);
        json_int(&json, "first", restored->lost_first[i]);
        json_int(&json, "last", restored->lost_last[i]);
        json_end(&json, '}');
    }
    json_int(&json, "lost_events", restored->lost_events);
    json_bool(&json, "head_found", !restored->headless);
    json_text(&json, "kept", restored->kept[0] != '\0' ? restored->kept : NULL);
    json_end(&json, '}');
}

static void
restore_lost(bool example, int64_t first, int64_t last)
{
    printf("%snumber%s %lld", example ? "example " : "", first < last ? "s" : "", (long long)first);
    if (first < last)
        printf(" to %lld", (long long)last);
    printf(" %s marked as lost, and never given again: the next 'superbill issue' gives what stood "
           "on %s a new number\n",
           first < last ? "are" : "is", first < last ? "them" : "it");
}

/* What befell numbers that the copy holds: which, nothing tells. */
static void
restore_events(int64_t events)
{
    printf("%lld event%s since the copy, as a void or a purge, %s lost as well: what was made void "
           "then stands again; look through 'superbill list' and make it void anew\n",
           (long long)events, events == 1 ? "" : "s", events == 1 ? "is" : "are");
}

/* To stderr: a warning, not what was asked for. */
static void
restore_headless(const struct sb_restored *restored)
{
    const int64_t *last = restored->proof.head.sequence;

    fprintf(stderr,
            "superbill: warning: no archive.head told what was issued after this copy was made\n"
            "    if anything was, elsewhere, put the archive.head from there beside the archive "
            "and run this again before you issue; where it is gone, give [numbering] another form: "
            "else number %lld and those after it are given twice\n",
            (long long)last[last[0] == 0] + 1);
}

static void
restore_text(const struct sb_restored *restored)
{
    printf("restored: %llu superbills\n", (unsigned long long)restored->proof.superbills);
    for (int i = 0; i < 2; i++)
        if (restored->lost_last[i] > 0)
            restore_lost(i == 1, restored->lost_first[i], restored->lost_last[i]);
    if (restored->lost_events > 0)
        restore_events(restored->lost_events);
    if (restored->kept[0] != '\0') {
        fputs("what stood there is kept as ", stdout);
        put_tame(stdout, restored->kept);
        putchar('\n');
    }
}

static int
run_archive_restore(struct session *session)
{
    struct sb_restored restored = {.kept = ""};
    char why[sizeof session->err.text];
    sb_status st;
    int code;

    if ((code = session_start(session)) != EXIT_DONE)
        return code;
    st = sb_archive_put_back(&restored, session->practice, session->operands[0],
                             session->run.issued_at, &session->err);
    if (st == SB_E_RANGE) {
        memcpy(why, session->err.text, sizeof why);
        return session_refuse(session, "%s", why);
    }
    if (st != SB_OK)
        return session_fail(session, st);
    if (session->report.json)
        restore_json(&restored);
    else if (!session->report.quiet)
        restore_text(&restored);
    if (restored.headless)
        restore_headless(&restored);
    return EXIT_DONE;
}

static const uint8_t options_taken[] = {OPT_END};

const struct command cmd_archive_restore = {
    .name = "archive restore",
    .summary = "put a proven copy of the archive back",
    .usage = "FILE",
    .examples = "  superbill archive restore /media/stick/archive-2026-10.db\n",
    .more = "The copy is proven first.  Where archive.head knows of numbers that the copy lacks,\n"
            "they are marked as lost, and numbering goes on after them.  The archive that stood\n"
            "there is kept beside it, its name ending in .before-restore.\n",
    .options = options_taken,
    .least = 1,
    .most = 1,
    .run = run_archive_restore,
};
