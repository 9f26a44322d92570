/*
 * extract.c - a document that came back: its record, and whether record, marks and pages say the
 * same.  Whoever alters all of them alike is not found out here; the archive does that.
 */
#include "out/page.h"

#include <stdlib.h>
#include <string.h>

#define RECORD_SCHEMA "superbill.document/1"
#define HASH_MARK "<sb:payloadHash>"

const char *
sb_member_text(const struct sb_json *object, const char *key)
{
    const struct sb_json *node = sb_json_member(object, key);

    return node != NULL && sb_json_type(node) == SB_JSON_STRING ? sb_json_text(node) : NULL;
}

static bool
member_truth(const struct sb_json *object, const char *key)
{
    const struct sb_json *node = sb_json_member(object, key);

    return node != NULL && sb_json_type(node) == SB_JSON_BOOL && sb_json_truth(node);
}

const struct sb_json *
sb_member_list(const struct sb_json *object, const char *key)
{
    const struct sb_json *node = sb_json_member(object, key);

    return node != NULL && sb_json_type(node) == SB_JSON_ARRAY ? sb_json_child(node) : NULL;
}

/* SB_E_SYNTAX where the bytes are not exactly one record of ours. */
static sb_status
tree_read(struct sb_record_tree *tree, struct sb_bytes record, struct sb_error *err)
{
    sb_status st = sb_record_tree_open(tree, record, NULL);

    if (st == SB_OK && sb_text_equal(sb_member_text(tree->root, "schema"), RECORD_SCHEMA))
        return SB_OK;
    return st == SB_E_NOMEM ? sb_error_nomem(err)
                            : sb_error_set(err, SB_E_SYNTAX,
                                           "what it carries as its record is none of superbill");
}

/* SHA-256 of the record without its member "signature", which is made from that hash. */
static void
record_hash(uint8_t hash[32], const struct sb_record_tree *tree, struct sb_bytes record)
{
    const struct sb_json *signature = sb_json_member(tree->root, "signature");
    const char *at = record.at, *end = at + record.len;
    struct sb_sha256_state state;
    struct sb_bytes value;
    size_t from, to;

    if (signature == NULL) {
        sb_sha256(hash, record.at, record.len);
        return;
    }
    value = sb_json_source(tree->doc, signature);
    from = sb_json_offset(tree->doc, signature);
    to = from + value.len;
    from = from >= sizeof "\"signature\"" ? from - sizeof "\"signature\"" : 0;
    /* one comma goes with it */
    if (from > 0 && at[from - 1] == ',')
        from--;
    else if (at + to < end && at[to] == ',')
        to++;
    sb_sha256_start(&state);
    sb_sha256_add(&state, at, from);
    sb_sha256_add(&state, at + to, record.len - to);
    sb_sha256_end(&state, hash);
}

/* A signature is of the record without itself, whoever made it. */
static const char *
signature_differs(struct sb_returned *out, const struct sb_record_tree *tree,
                  const uint8_t hash[32])
{
    const struct sb_json *member = sb_json_member(tree->root, "signature");
    struct sb_signature signature;

    if (member == NULL)
        return NULL;
    if (!sb_signature_read(&signature, member) ||
        !sb_signed_by(signature.value, hash, 32, signature.key))
        return "its signature is not one of its record";
    out->signature = true;
    memcpy(out->signer, signature.key, sizeof out->signer);
    return NULL;
}

static bool
marks_agree(const uint8_t hash[32], const struct sb_pdf_inside *inside)
{
    const char *mark = NULL, *xmp = inside->xmp.at;
    char hex[65];

    sb_hex(hex, hash, 32);
    if (inside->xmp.len > 0)
        mark = memmem(xmp, inside->xmp.len, HASH_MARK, sizeof HASH_MARK - 1);
    if (mark == NULL || inside->id.len != 16 || memcmp(inside->id.at, hash, 16) != 0)
        return false;
    mark += sizeof HASH_MARK - 1;
    return (size_t)(xmp + inside->xmp.len - mark) >= 64 && memcmp(mark, hex, 64) == 0;
}

sb_status
sb_returned_judge(struct sb_returned *out, const struct sb_pdf_inside *inside, struct sb_error *err)
{
    struct sb_record_tree tree;
    const char *number, *fault;
    uint8_t hash[32];
    sb_status st = tree_read(&tree, inside->record, err);

    if (st == SB_OK) {
        number = sb_member_text(tree.root, "number");
        (void)sb_text_tame(out->number, sizeof out->number, number != NULL ? number : "",
                           number != NULL ? strlen(number) : 0);
        out->draft = member_truth(tree.root, "draft");
        out->view = !sb_text_equal(sb_member_text(tree.root, "audience"), "superbill");
        record_hash(hash, &tree, inside->record);
        fault = signature_differs(out, &tree, hash);
        if (fault == NULL && !marks_agree(hash, inside))
            fault = "its record is not the one that its marks vouch for";
        if (fault != NULL)
            (void)sb_text_tame(out->fault, sizeof out->fault, fault, strlen(fault));
        else
            st = sb_pages_differ(out->fault, &tree, inside, err);
    }
    sb_record_tree_close(&tree);
    return st;
}

sb_status
sb_returned_read(struct sb_returned *out, struct sb_bytes pdf, struct sb_error *err)
{
    struct sb_pdf_inside inside;
    sb_status st;

    *out = (struct sb_returned){.record = NULL};
    if ((st = sb_crypto_start(err)) != SB_OK)
        return st;
    if ((st = sb_pdf_inside_read(&inside, pdf, err)) == SB_OK &&
        (st = sb_returned_judge(out, &inside, err)) == SB_OK) {
        out->record = malloc(inside.record.len + 1);
        if (out->record == NULL) {
            st = sb_error_nomem(err);
        } else {
            memcpy(out->record, inside.record.at, inside.record.len);
            out->record[inside.record.len] = '\0';
            out->length = inside.record.len;
        }
    }
    sb_pdf_inside_free(&inside);
    return st;
}

void
sb_returned_free(struct sb_returned *returned)
{
    free(returned->record);
    returned->record = NULL;
}

sb_status
sb_document_extract(char **record, size_t *length, const char *path, struct sb_error *err)
{
    struct sb_error cause = {0};
    struct sb_returned returned;
    struct sb_buf file = {0};
    sb_status st = sb_file_read(&file, path, SB_RETURNED_FILE, err);

    *record = NULL;
    *length = 0;
    if (st == SB_OK) {
        st = sb_returned_read(&returned, (struct sb_bytes){file.at, file.len}, &cause);
        if (st == SB_OK) {
            *record = returned.record;
            *length = returned.length;
        } else {
            sb_returned_free(&returned);
            st = sb_error_at(err, st, path, 0, 0, "%s", cause.text);
        }
    }
    sb_buf_free(&file);
    return st;
}
