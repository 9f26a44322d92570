/* cmd_archive_key.c - superbill archive key: a key that signs what is issued. */
#include "cli/cli.h"

static void
key_json(const char *path, const struct sb_key_made *made)
{
    struct json json = {.out = stdout};
    char name[4096];

    (void)snprintf(name, sizeof name, "%s.pub", path);
    json_object(&json, NULL);
    json_text(&json, "schema", "superbill.key/1");
    json_bool(&json, "fresh", made->fresh);
    json_text(&json, "private", path);
    json_text(&json, "public", name);
    json_end(&json, '}');
}

static int
run_archive_key(struct session *session)
{
    const char *path = session->operands[0];
    struct sb_key_made made;
    sb_status st = sb_key_make(&made, path, &session->err);

    if (st != SB_OK)
        return session_fail(session, st);
    if (session->report.json) {
        key_json(path, &made);
        return EXIT_DONE;
    }
    put_tame(stdout, path);
    fputs(made.fresh ? ": the key, for the practice alone\n" : ": was there already\n", stdout);
    put_tame(stdout, path);
    fputs(".pub: its public half, for whoever verifies\n", stdout);
    if (made.fresh && !session->report.quiet) {
        fputs("next: [archive] signing_key_file = ", stderr);
        put_tame(stderr, path);
        fputs(" in the configuration signs what is issued from then on\n", stderr);
    }
    return EXIT_DONE;
}

static const uint8_t options_taken[] = {OPT_END};

const struct command cmd_archive_key = {
    .name = "archive key",
    .summary = "make the key that signs what is issued",
    .usage = "FILE",
    .examples = "  superbill archive key practice.key\n",
    .more =
        "FILE gets the private half (mode 600), FILE.pub the public one; both are PEM (Ed25519).\n"
        "[archive] signing_key_file = FILE signs each document's record from then on, and\n"
        "'superbill verify FILE.pdf --public-key FILE.pub' says genuine without the archive.  A\n"
        "key that is there is never replaced; a lost FILE.pub is written again.\n",
    .options = options_taken,
    .least = 1,
    .most = 1,
    .run = run_archive_key,
};
