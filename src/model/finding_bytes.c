/*
 * finding_bytes.c - findings that wait on disk.
 *
 *   count, then each: head, then its texts, every one with a NUL behind; one that is absent is
 *   not there, a bit of the head says which are
 */
#include "model/model.h"

#include <string.h>

enum { TEXT_FILE, TEXT_PATH, TEXT_RECORD, TEXT_MESSAGE, TEXT_ADVICE, TEXT_VALUE, TEXTS };

struct head {
    uint64_t visits;
    uint32_t line, column;
    uint16_t rule;
    uint8_t severity, kind;
    uint8_t there; /* bit by text */
};

void
sb_findings_write(struct sb_buf *out, const struct sb_findings *list)
{
    uint32_t count = (uint32_t)sb_findings_count(list);

    sb_buf_put(out, &count, sizeof count);
    for (uint32_t i = 0; i < count; i++) {
        const struct sb_finding *f = sb_findings_at(list, i);
        const char *const texts[TEXTS] = {f->file,
                                          f->path,
                                          f->record,
                                          f->message,
                                          f->advice != f->rule->advice ? f->advice : NULL,
                                          f->value};
        struct head head;

        memset(&head, 0, sizeof head);
        head.visits = f->visits;
        head.line = f->line;
        head.column = f->column;
        head.rule = (uint16_t)(f->rule - sb_rule_at(0));
        head.severity = (uint8_t)f->severity;
        head.kind = (uint8_t)sb_findings_kind(list, i);
        for (int t = 0; t < TEXTS; t++)
            head.there = (uint8_t)(head.there | (texts[t] != NULL) << t);
        sb_buf_put(out, &head, sizeof head);
        for (int t = 0; t < TEXTS; t++)
            if (texts[t] != NULL)
                sb_buf_put(out, texts[t], strlen(texts[t]) + 1);
    }
}

/* The next length bytes, or NULL where there are fewer. */
static const char *
take(struct sb_bytes *left, size_t length)
{
    const char *at = left->at;

    if (left->len < length)
        return NULL;
    left->at = at + length;
    left->len -= length;
    return at;
}

static bool
text_take(const char **out, struct sb_bytes *left)
{
    const char *end = left->len > 0 ? memchr(left->at, '\0', left->len) : NULL;

    if (end == NULL)
        return false;
    *out = take(left, (size_t)(end - (const char *)left->at) + 1);
    return true;
}

static bool
finding_take(struct sb_finding *out, enum sb_source_kind *kind, struct sb_bytes *left)
{
    const char *texts[TEXTS] = {NULL}, *at = take(left, sizeof(struct head));
    struct head head;

    if (at == NULL)
        return false;
    memcpy(&head, at, sizeof head);
    if (sb_rule_at(head.rule) == NULL)
        return false;
    for (int t = 0; t < TEXTS; t++)
        if ((head.there >> t & 1) != 0 && !text_take(&texts[t], left))
            return false;
    *kind = (enum sb_source_kind)head.kind;
    *out = (struct sb_finding){.rule = sb_rule_at(head.rule),
                               .severity = (enum sb_severity)head.severity,
                               .file = texts[TEXT_FILE],
                               .line = head.line,
                               .column = head.column,
                               .path = texts[TEXT_PATH],
                               .record = texts[TEXT_RECORD],
                               .message = texts[TEXT_MESSAGE],
                               .advice = texts[TEXT_ADVICE],
                               .value = texts[TEXT_VALUE],
                               .visits = head.visits};
    if (out->advice == NULL)
        out->advice = out->rule->advice;
    return true;
}

sb_status
sb_findings_read(struct sb_findings *list, size_t *used, struct sb_bytes bytes,
                 struct sb_error *err)
{
    struct sb_bytes left = bytes;
    const char *at = take(&left, sizeof(uint32_t));
    enum sb_source_kind kind;
    struct sb_finding finding;
    uint32_t count = 0;

    if (at != NULL)
        memcpy(&count, at, sizeof count);
    for (uint32_t i = 0; at != NULL && i < count; i++) {
        if (!finding_take(&finding, &kind, &left))
            at = NULL;
        else if (!sb_findings_put(list, &finding, kind))
            return sb_error_nomem(err);
    }
    if (at == NULL)
        return sb_error_set(err, SB_E_DEFECT, "findings that were put aside are not whole");
    *used = bytes.len - left.len;
    return SB_OK;
}
