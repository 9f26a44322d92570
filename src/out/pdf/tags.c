/* tags.c - the structure tree: elements, their parents by marked content, the root. */
#include "out/pdf/pdf.h"

static const struct tag_row {
    const char *name;
    const char *attributes; /* or NULL */
} tag_rows[SB_TAGS] = {
    [SB_TAG_DOCUMENT] = {"Document", NULL},
    [SB_TAG_H1] = {"H1", NULL},
    [SB_TAG_H2] = {"H2", NULL},
    [SB_TAG_P] = {"P", NULL},
    [SB_TAG_TABLE] = {"Table", NULL},
    [SB_TAG_TR] = {"TR", NULL},
    [SB_TAG_TH] = {"TH", "/A<</O/Table/Scope/Column>>"},
    [SB_TAG_TD] = {"TD", NULL},
    [SB_TAG_FIGURE] = {"Figure", NULL},
};

const char *
sb_tag_name(enum sb_tag tag)
{
    return tag_rows[tag].name;
}

static void
put_reference(struct sb_buf *out, uint32_t number)
{
    sb_buf_int(out, number);
    sb_buf_text(out, " 0 R ");
}

/* What only a picture says: what it shows, and where. */
static void
put_figure(struct sb_buf *out, const struct sb_display *display, size_t index)
{
    const struct sb_picture *picture = display->picture;
    const struct sb_code *code = display->code;
    int32_t box[4] = {0};

    sb_buf_text(out, "/Alt");
    if (picture != NULL && picture->element == index) {
        box[0] = picture->x;
        box[1] = picture->y;
        box[2] = picture->x + picture->width;
        box[3] = picture->y + picture->height;
        sb_escape_text(out, picture->alt);
    } else if (code != NULL) {
        box[0] = code->x;
        box[1] = code->y;
        box[2] = code->x + code->side * code->module;
        box[3] = code->y + code->side * code->module;
        sb_escape_text(out, code->alt);
    }
    sb_buf_text(out, "/A<</O/Layout/Placement/Block/BBox[");
    for (int i = 0; i < 4; i++) {
        sb_put_hundredths(out, sb_hundredths(box[i]));
        sb_buf_char(out, i < 3 ? ' ' : ']');
    }
    sb_buf_text(out, ">>");
}

void
sb_tags_put_element(struct sb_buf *out, const struct sb_tree *tree, size_t index)
{
    const struct sb_element *element = &tree->display->elements[index];
    const struct tag_row *row = &tag_rows[element->tag];

    sb_buf_text(out, "/S/");
    sb_buf_text(out, row->name);
    sb_buf_text(out, "/P ");
    sb_buf_int(out, index == 0 ? tree->root : tree->first + element->parent);
    sb_buf_text(out, " 0 R");
    if (row->attributes != NULL)
        sb_buf_text(out, row->attributes);
    if (element->english)
        sb_buf_text(out, "/Lang(en-US)");
    if (element->tag == SB_TAG_FIGURE)
        put_figure(out, tree->display, index);
    if (element->mcid >= 0) {
        sb_buf_text(out, "/Pg ");
        sb_buf_int(out, tree->pages[element->page]);
        sb_buf_text(out, " 0 R/K ");
        sb_buf_int(out, element->mcid);
        sb_buf_char(out, '\n');
        return;
    }
    sb_buf_text(out, "/K[");
    for (uint32_t child = tree->links[2 * index]; child != 0; child = tree->links[2 * child + 1])
        put_reference(out, tree->first + child);
    sb_buf_text(out, "]\n");
}

void
sb_tags_put_root(struct sb_buf *out, uint32_t document, uint32_t parent_tree, size_t pages)
{
    sb_buf_text(out, "/Type/StructTreeRoot/K ");
    sb_buf_int(out, document);
    sb_buf_text(out, " 0 R/ParentTree ");
    sb_buf_int(out, parent_tree);
    sb_buf_text(out, " 0 R/ParentTreeNextKey ");
    sb_buf_int(out, (int64_t)pages);
    sb_buf_char(out, '\n');
}

void
sb_tags_put_parents(struct sb_buf *out, const struct sb_tree *tree)
{
    uint32_t leaf = 0;

    sb_buf_text(out, "/Nums[");
    for (size_t page = 0; page < tree->display->sheet_count; page++) {
        sb_buf_int(out, (int64_t)page);
        sb_buf_char(out, '[');
        for (; leaf < tree->leaf_ends[page]; leaf++)
            put_reference(out, tree->first + tree->leaves[leaf]);
        sb_buf_text(out, "]\n");
    }
    sb_buf_text(out, "]\n");
}
