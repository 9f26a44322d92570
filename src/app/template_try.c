/* template_try.c - a layout tried before it is used: its faults, and what it looks like. */
#include "app/app.h"

#include <string.h>

#define FAULTS_MOST 64

/* NULL for one with faults, which are told. */
static sb_status
template_open(struct sb_template **out, size_t *count, const char *name_or_path, sb_fault_fn *fault,
              void *user, struct sb_error *err)
{
    struct sb_template_fault faults[FAULTS_MOST];
    struct sb_error cause = {0};
    size_t told = 0;
    sb_status st;

    *count = 0;
    st = sb_template_open(out, name_or_path, faults, FAULTS_MOST, &told, &cause);
    if (st != SB_OK && (st != SB_E_SYNTAX || told == 0)) {
        if (err != NULL && err->status == SB_OK)
            *err = cause;
        return st;
    }
    for (size_t i = 0; i < told && i < FAULTS_MOST; i++)
        fault(user, faults[i].line, faults[i].text);
    *count = told;
    return SB_OK;
}

sb_status
sb_template_try(size_t *count, const char *name_or_path, sb_fault_fn *fault, void *user,
                struct sb_error *err)
{
    struct sb_template *page = NULL;
    sb_status st = template_open(&page, count, name_or_path, fault, user, err);

    sb_template_free(page);
    return st;
}

static sb_status
preview_draw(struct sb_pieces *out, struct sb_buf *record, struct sb_drawing *drawing,
             struct sb_bill *bill, const struct sb_preview_options *options, struct sb_error *err)
{
    const struct sb_cover cover = {.config = bill->config,
                                   .number = bill->number,
                                   .pages = 2,
                                   .language = options->language,
                                   .made_at = options->issued_at,
                                   .made_on = options->issued_on};
    sb_status st;

    sb_drawing_sample(drawing);
    if (bill->audience == SB_AUDIENCE_COVER)
        return sb_cover_draw(out, drawing, &cover, err);
    st = sb_document_seal(record, drawing, bill, bill->year == NULL ? bill->number : NULL,
                          options->issued_at, err);
    if (st != SB_OK)
        return st;
    return sb_document_draw(out, drawing, bill, (struct sb_bytes){record->at, record->len}, err);
}

/* Of the practice what it sees of itself on the page; the numbers stay made up. */
static sb_status
preview_letterhead(struct sb_bill *bill, struct sb_arena *arena, const struct sb_config *own,
                   struct sb_error *err)
{
    struct sb_config *config = sb_arena_take(arena, sizeof *config);

    if (config == NULL)
        return sb_error_nomem(err);
    *config = *bill->config;
    if (own->practice.name != NULL) {
        config->practice = own->practice;
        config->practice.npi = bill->config->practice.npi;
    }
    if (own->note != NULL)
        config->note = own->note;
    config->folder = own->folder;
    config->logo = own->logo;
    config->accent = own->accent;
    config->qr = own->qr;
    bill->config = config;
    return SB_OK;
}

static sb_status
preview_drawing(struct sb_drawing **out, const struct sb_template *page, const struct sb_bill *bill,
                struct sb_arena *arena, struct sb_error *err)
{
    const struct sb_config *config = bill->config;
    const char *logo = config->logo != NULL ? sb_config_path(config, arena, config->logo) : NULL;

    if (config->logo != NULL && logo == NULL)
        return sb_error_nomem(err);
    return sb_drawing_new(out, page, logo, config->accent, err);
}

/* The configuration as far as it can be read: what is wrong elsewhere in it is no matter here. */
static sb_status
preview_config(struct sb_config **out, const char *path, struct sb_error *err)
{
    struct sb_findings *found = NULL;
    sb_status st = sb_findings_new(&found, err);

    if (st == SB_OK)
        st = sb_config_read(out, path, found, err);
    sb_findings_free(found);
    return st;
}

/* The folder of a path, with a NUL behind it, and the name within. */
static const char *
path_parts(struct sb_arena *arena, const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');

    *name = slash != NULL ? slash + 1 : path;
    if (slash == NULL)
        return ".";
    return slash == path ? "/" : sb_arena_text(arena, path, (size_t)(slash - path));
}

static sb_status
preview_write(struct sb_arena *arena, const char *path, struct sb_pieces document,
              struct sb_error *err)
{
    static const struct sb_owner mine = {0};
    const char *name, *folder = path_parts(arena, path, &name);
    struct sb_outfile *file = NULL;
    sb_status st;

    if (folder == NULL)
        return sb_error_nomem(err);
    if (*name == '\0')
        return sb_error_at(err, SB_E_WRITE, path, 0, 0, "is a folder; name a file");
    st = sb_outfile_sweep(folder, err);
    if (st == SB_OK)
        st = sb_outfile_stage(&file, folder, name, document, mine, err);
    if (st == SB_OK)
        st = sb_outfile_publish(file, SB_PUBLISH_REPLACE, err);
    sb_outfile_free(file);
    return st;
}

sb_status
sb_template_preview(size_t *count, unsigned *pages, const struct sb_preview_options *options,
                    struct sb_error *err)
{
    struct sb_arena *arena = sb_arena_new(0);
    struct sb_template *page = NULL;
    struct sb_drawing *drawing = NULL;
    struct sb_config *config = NULL;
    struct sb_pieces document;
    struct sb_bill *bill;
    struct sb_buf record = {0};
    sb_status st = arena != NULL ? sb_crypto_start(err) : sb_error_nomem(err);

    *count = 0;
    *pages = 0;
    if (st == SB_OK)
        st = template_open(&page, count, options->name_or_path, options->fault, options->user, err);
    if (st == SB_OK && page != NULL && options->config != NULL)
        st = preview_config(&config, options->config, err);
    if (st == SB_OK && page != NULL) {
        bill = sb_sample_bill(arena, sb_template_audience(page), options->language,
                              options->issued_on);
        st = bill != NULL ? SB_OK : sb_error_nomem(err);
        if (st == SB_OK && config != NULL)
            st = preview_letterhead(bill, arena, config, err);
        if (st == SB_OK)
            st = preview_drawing(&drawing, page, bill, arena, err);
        if (st == SB_OK)
            st = preview_draw(&document, &record, drawing, bill, options, err);
        if (st == SB_OK)
            st = preview_write(arena, options->out_file, document, err);
        if (st == SB_OK)
            *pages = sb_drawing_pages(drawing);
    }
    sb_buf_free(&record);
    sb_drawing_free(drawing);
    sb_config_free(config);
    sb_template_free(page);
    sb_arena_free(arena);
    return st;
}
