/*
 * fuzz_rules.c - any bytes as records: bills are built and judged whatever they hold, refused or
 * not, and their sums hold.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rules/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char config_text[] =
    "[practice]\nname = Cedar\nnpi = 1003000126\ntax_id = 84-1234567\n"
    "[billing]\nunit_rule = cms\nadd_gp = yes\n"
    "[provider rivera]\nname = Ana Rivera\ncredentials = PT\nnpi = 1234567893\nlicense = OR 1\n"
    "[provider lee]\nname = Jordan Lee\nrole = pta\nsupervisor = rivera\nnpi = 1245319599\n"
    "[payer aetna]\nname = Aetna\nunit_rule = ama\nrequire_gp = yes\nrequire_cq = yes\n"
    "edits = strict\npairs = old\nunit_cap = 3\nmodifier_order = GP CQ\ndx_order = M62 S\n"
    "filing_limit = 15m\ncode.97014 = G0283\nseverity.balance-due = error\n"
    "[payer uhc]\nname = UnitedHealthcare\nkind = advantage\nrequire_referral = yes\n"
    "require_authorization = yes\nfiling_limit = end-of-next-year\n"
    "[payer medicare]\nname = Medicare\nmedicare = yes\nallow = yes\n"
    "[fees]\n97110 = 62.50\n97140 = 65.00\n97161 = 185.00\n97530 = 66.00\n97129 = 10.01\n"
    "[fees aetna 2026-10-01]\n97110 = 70.00\n";

static void
demand(bool holds)
{
    if (!holds)
        abort();
}

static void
write_all(int fd, const void *bytes, size_t length)
{
    demand(write(fd, bytes, length) == (ssize_t)length);
}

/* What every bill holds to, a refused one too. */
static void
bill_judge(const struct sb_bill *bill, bool sound)
{
    int64_t charges = 0, adjustments = 0;

    for (size_t i = 0; i < bill->line_count; i++) {
        const struct sb_bill_line *line = &bill->lines[i];
        demand(line->code && line->place && line->units >= 0);
        demand(line->modifier_count <= 8 && line->pointer_count <= SB_LINE_POINTERS);
        for (size_t j = 0; j < line->pointer_count; j++)
            demand(line->pointers[j] < bill->diagnosis_count);
        if (!sound)
            continue;
        charges += line->charge.cents;
        adjustments += line->adjustment.cents;
        demand(line->modifier_count <= SB_LINE_MODIFIERS && line->charge.cents >= 0);
        demand(line->paid.cents >= 0);
        demand(line->paid.cents <= line->charge.cents - line->adjustment.cents);
        demand(line->allowed_units < 0 || line->units <= line->allowed_units);
    }
    if (!sound)
        return;
    demand(charges == bill->charges.cents && adjustments == bill->adjustments.cents);
    demand(bill->balance.cents == charges - adjustments - bill->paid.cents);
    int64_t applied = 0;
    for (size_t i = 0; i < bill->payment_count; i++)
        applied += bill->payments[i].refund ? -bill->payments[i].applied.cents
                                            : bill->payments[i].applied.cents;
    demand(applied == bill->paid.cents);
    demand(bill->received.cents == bill->paid.cents + bill->item_paid.cents);
}

static void
findings_judge(const struct sb_findings *found)
{
    for (size_t i = 0; i < sb_findings_count(found); i++) {
        const struct sb_finding *f = sb_findings_at(found, i);
        demand(f->file && f->path && f->message && f->message[0] && f->line > 0 && f->column > 0);
        demand(sb_utf8_valid(f->message, strlen(f->message), NULL));
    }
}

static void
visit_judge(struct sb_judge *judge, const struct sb_visit *visit, struct sb_findings *found)
{
    struct sb_bill *bill = NULL;
    struct sb_buf text = {0};

    sb_arena_reset(judge->arena);
    demand(sb_bill_build(&bill, judge, &visit, 1, found, NULL) == SB_OK);
    demand(sb_bill_check(bill, judge, found, NULL) == SB_OK);
    bool sound = !visit->refused && sb_findings_errors(found) == 0;
    bill_judge(bill, sound);
    findings_judge(found);
    sb_bill_explain(&text, bill, judge, found, true);
    demand(text.len > 0 && !text.failed);
    sb_buf_free(&text);
}

static void
feed_judge(struct sb_judge *judge, const char *path)
{
    struct sb_findings *found = NULL;
    const struct sb_visit *visit;
    struct sb_feed *feed = NULL;
    bool end = false;

    demand(sb_findings_new(&found, NULL) == SB_OK);
    demand(sb_daybook_new(&judge->book, NULL) == SB_OK);
    demand(sb_feed_open(&feed, &path, 1, NULL, found, NULL) == SB_OK);
    for (unsigned n = 0; sb_feed_next(feed, &visit, &end, found, NULL) == SB_OK && !end; n++) {
        judge->audience = n % 3 == 2 ? SB_AUDIENCE_RECEIPT : SB_AUDIENCE_SUPERBILL;
        if (visit)
            visit_judge(judge, visit, found);
    }
    sb_feed_free(feed);
    sb_daybook_free(judge->book);
    sb_findings_free(found);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sb_judge judge = {.issued_on = sb_date_make(2026, 11, 20)};
    struct sb_config *config = NULL;
    struct sb_codes *codes = NULL;
    struct sb_findings *found = NULL;
    char path[64], config_path[64];
    int fd = memfd_create("feed", MFD_CLOEXEC), config_fd = memfd_create("config", MFD_CLOEXEC);

    demand(fd >= 0 && config_fd >= 0);
    write_all(fd, data, size);
    write_all(config_fd, config_text, sizeof config_text - 1);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    (void)snprintf(config_path, sizeof config_path, "/proc/self/fd/%d", config_fd);
    demand(sb_findings_new(&found, NULL) == SB_OK);
    demand(sb_config_read(&config, config_path, found, NULL) == SB_OK);
    demand(sb_findings_errors(found) == 0 && sb_codes_open(&codes, NULL) == SB_OK);
    judge.config = config;
    judge.codes = codes;
    judge.arena = sb_arena_new(0);
    demand(judge.arena != NULL);
    feed_judge(&judge, path);
    sb_arena_free(judge.arena);
    sb_codes_free(codes);
    sb_config_free(config);
    sb_findings_free(found);
    demand(close(fd) == 0 && close(config_fd) == 0);
    return 0;
}
