/* record_tree.c - one record in memory as a tree, for who reads it without a feed. */
#include "model/model.h"

#define RECORD_MOST ((size_t)16 << 20)

void
sb_record_tree_close(struct sb_record_tree *tree)
{
    sb_json_free(tree->doc);
    sb_scan_free(tree->scan);
    sb_input_free(tree->input);
    *tree = (struct sb_record_tree){.root = NULL};
}

sb_status
sb_record_tree_open(struct sb_record_tree *tree, struct sb_bytes record, struct sb_error *err)
{
    static const struct sb_scan_options options = {.record_cap = RECORD_MOST};
    struct sb_scan_item item;
    sb_status st;

    *tree = (struct sb_record_tree){.root = NULL};
    if ((st = sb_input_memory(&tree->input, "superbill.json", record.at, record.len, err)) !=
            SB_OK ||
        (st = sb_scan_new(&tree->scan, tree->input, &options, err)) != SB_OK ||
        (st = sb_scan_next(tree->scan, &item, err)) != SB_OK)
        return st;
    if (item.verdict != SB_SCAN_RECORD || item.length != record.len)
        return sb_error_set(err, SB_E_SYNTAX, "is not exactly one record");
    st = sb_json_parse(&tree->doc, item.text, item.length, item.values, item.value_count, err);
    if (st != SB_OK)
        return st;
    tree->root = sb_json_root(tree->doc);
    return sb_json_type(tree->root) == SB_JSON_OBJECT
               ? SB_OK
               : sb_error_set(err, SB_E_SYNTAX, "is no object");
}
