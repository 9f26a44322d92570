/*
 * xlsx.c - the door of libxlsxwriter: cells to a workbook in constant memory.
 *
 *   [Content_Types].xml  _rels/  docProps/          who made it, when
 *   xl/workbook.xml  xl/styles.xml                  sheets, formats
 *   xl/worksheets/sheetN.xml                        rows, spooled one by one
 *   xl/charts/  xl/drawings/                        the charts of the summary
 *
 * The library takes whatever it is given: invalid UTF-8, formulas out of data, days that are
 * none, and numbers come out as the locale says.  What passes here is text that is valid, numbers
 * that are finite, and formulas that the program wrote.  Where memory ends it may crash: the file
 * on its way is then left to the next sweep (apart.c keeps both from the caller).  Amounts become a
 * double here and nowhere else.  It is loaded on first use: linked, it and the library behind it
 * more than double the start-up time.
 */
#include "out/xlsx/xlsx.h"

#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define XLSX_TEXT ((size_t)32000)        /* bytes of a cell, below what Excel takes */
#define XLSX_EXACT (INT64_C(1) << 53)    /* whole numbers that a double holds */
#define XLSX_EPOCH 693594                /* 1899-12-30 as the day of an sb_date */
#define XLSX_FIRST_DAY (XLSX_EPOCH + 61) /* 1900-03-01: before it Excel counts wrong */
#define XLSX_SHEETS 12
#define XLSX_LINE 15.0 /* points that a line is high */
#define XLSX_KINDS (SB_DATUM_DATE + 1)

/* clang-format off */
#define XLSX_CALLS(X) \
    X(workbook_new_opt) X(workbook_close) X(lxw_workbook_free) X(lxw_worksheet_write_single_row) \
    X(workbook_add_worksheet) X(workbook_add_format) X(workbook_add_chart) \
    X(workbook_set_properties) X(worksheet_write_number) X(worksheet_write_string) \
    X(worksheet_write_formula_num) X(worksheet_set_column) X(worksheet_set_row) \
    X(worksheet_freeze_panes) X(worksheet_autofilter) X(worksheet_ignore_errors) \
    X(worksheet_set_landscape) X(worksheet_set_paper) X(worksheet_fit_to_pages) \
    X(worksheet_set_print_scale) X(worksheet_set_h_pagebreaks) X(worksheet_repeat_rows) \
    X(worksheet_set_header) X(worksheet_set_footer) X(worksheet_insert_chart_opt) \
    X(format_set_num_format) X(format_set_bold) X(format_set_font_size) X(format_set_font_color) \
    X(format_set_bg_color) X(format_set_top) X(format_set_bottom) X(format_set_indent) \
    X(format_set_align) X(format_set_text_wrap) X(chart_add_series) \
    X(chart_series_set_categories) X(chart_series_set_values) X(chart_series_set_name) \
    X(chart_series_set_fill) X(chart_axis_set_num_format) X(chart_axis_set_interval_unit) \
    X(chart_axis_set_reverse) X(chart_axis_set_crossing_max) \
    X(chart_axis_major_gridlines_set_line) X(chart_title_set_name) X(chart_title_set_name_font) \
    X(chart_legend_set_position)
/* clang-format on */

struct xlsx_calls {
#define X(name) __typeof__(name) *name;
    XLSX_CALLS(X)
#undef X
};
struct sb_xlsx {
    void *library;
    struct xlsx_calls call;
    lxw_workbook *book;
    lxw_worksheet *sheets[XLSX_SHEETS];
    size_t sheet_count;
    lxw_format *formats[SB_XLSX_STYLES][XLSX_KINDS];
    char *path, *folder;
    dev_t device; /* of the folder */
    locale_t plain;
    sb_status failed;
    const char *why;
    int errnum;
};

bool
sb_xlsx_failed(const struct sb_xlsx *x)
{
    return x->failed != SB_OK;
}

/* The first failure stays. */
static void
fail(struct sb_xlsx *x, sb_status status, const char *why)
{
    if (x->failed != SB_OK)
        return;
    x->failed = status;
    x->why = why;
    x->errnum = errno;
}

/*
 * What the library says of a call, in our words; errno was 0 before it.  Where memory ends it
 * leaves out a cell, a name or a font, and says that all went well: malloc does not.
 */
static void
judge(struct sb_xlsx *x, lxw_error code)
{
    switch (code) {
    case LXW_NO_ERROR:
        if (errno == ENOMEM)
            fail(x, SB_E_NOMEM, "out of memory");
        break;
    case LXW_ERROR_MEMORY_MALLOC_FAILED:
        fail(x, SB_E_NOMEM, "out of memory");
        break;
    case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE:
        fail(x, SB_E_RANGE, "a sheet holds at most 1,048,576 rows: filter by provider or payer");
        break;
    case LXW_ERROR_CREATING_XLSX_FILE:
    case LXW_ERROR_CREATING_TMPFILE:
    case LXW_ERROR_READING_TMPFILE:
    case LXW_ERROR_ZIP_FILE_OPERATION:
    case LXW_ERROR_ZIP_FILE_ADD:
    case LXW_ERROR_ZIP_CLOSE:
        fail(x, SB_E_WRITE, "cannot be written");
        break;
    default:
        fail(x, SB_E_DEFECT, "libxlsxwriter refused a call");
        break;
    }
}

/*
 * The one way to a call that returns a code: none is made after a failure.  The library prints
 * numbers as the locale says, a comma in half of the world: this thread has the plain one
 * meanwhile.
 */
#define TRY(x, name, ...)                                                                          \
    do {                                                                                           \
        const locale_t before = uselocale((x)->plain);                                             \
        errno = 0;                                                                                 \
        if ((x)->failed == SB_OK)                                                                  \
            judge((x), (x)->call.name(__VA_ARGS__));                                               \
        (void)uselocale(before);                                                                   \
    } while (0)

static sb_status
xlsx_load(struct sb_xlsx *x, struct sb_error *err)
{
#include "xlsx_library.inc"
    bool whole = true;

    errno = 0;
    x->library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (x->library == NULL && errno == ENOMEM)
        return sb_error_nomem(err);
    if (x->library == NULL)
        return sb_error_set(err, SB_E_WRITE, "%s is not installed: no workbook can be written",
                            soname);
        /* ISO C has no way from an object pointer to a function; POSIX gives this one */
#define X(name)                                                                                    \
    *(void **)&x->call.name = dlsym(x->library, #name);                                            \
    whole = whole && x->call.name != NULL;
    XLSX_CALLS(X)
#undef X
    return whole ? SB_OK : sb_error_set(err, SB_E_DEFECT, "%s lacks a function", soname);
}

static const char *const kind_formats[XLSX_KINDS] = {
    [SB_DATUM_TEXT] = "@",
    [SB_DATUM_COUNT] = "#,##0",
    [SB_DATUM_MONEY] = "#,##0.00",
    [SB_DATUM_DATE] = "yyyy-mm-dd",
};

static void
format_style(struct sb_xlsx *x, lxw_format *format, int style)
{
    switch (style) {
    case SB_XLSX_HEAD:
        x->call.format_set_bold(format);
        x->call.format_set_bg_color(format, 0xDCE6EA);
        x->call.format_set_bottom(format, LXW_BORDER_THIN);
        break;
    case SB_XLSX_TOTAL:
        x->call.format_set_bold(format);
        x->call.format_set_top(format, LXW_BORDER_THIN);
        break;
    case SB_XLSX_TITLE:
        x->call.format_set_bold(format);
        x->call.format_set_font_size(format, 14);
        break;
    case SB_XLSX_PROSE:
        x->call.format_set_text_wrap(format);
        x->call.format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
        break;
    case SB_XLSX_NOTE:
        x->call.format_set_font_color(format, 0x606060);
        break;
    default:
        break;
    }
}

/* A format for each style and kind, made once. */
static bool
formats_make(struct sb_xlsx *x)
{
    for (int style = 0; style < SB_XLSX_STYLES; style++) {
        for (int kind = 0; kind < XLSX_KINDS; kind++) {
            lxw_format *format = x->call.workbook_add_format(x->book);

            if (format == NULL)
                return false;
            /* a head stands above its column: numbers to the right */
            if (style == SB_XLSX_HEAD && (kind == SB_DATUM_COUNT || kind == SB_DATUM_MONEY))
                x->call.format_set_align(format, LXW_ALIGN_RIGHT);
            else if (kind == SB_DATUM_DATE)
                x->call.format_set_indent(format, 1); /* apart from an amount before it */
            if (kind_formats[kind] != NULL)
                x->call.format_set_num_format(format, kind_formats[kind]);
            format_style(x, format, style);
            x->formats[style][kind] = format;
        }
    }
    return true;
}

sb_status
sb_xlsx_new(struct sb_xlsx **out, const char *path, const char *folder, struct sb_error *err)
{
    struct sb_xlsx *x = calloc(1, sizeof *x);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_FALSE};
    struct stat about;
    sb_status st = SB_OK;

    *out = NULL;
    if (x == NULL || (x->folder = strdup(folder)) == NULL || (x->path = strdup(path)) == NULL ||
        (x->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0)) == (locale_t)0)
        st = sb_error_nomem(err);
    else if (access(folder, W_OK | X_OK) != 0 || stat(folder, &about) != 0)
        st = sb_error_system(err, SB_E_WRITE, folder, errno, "cannot be used");
    else
        st = xlsx_load(x, err);
    if (st == SB_OK) {
        x->device = about.st_dev;
        options.tmpdir = x->folder;
        errno = 0;
        x->book = x->call.workbook_new_opt(path, &options);
        if (x->book == NULL || !formats_make(x) || errno == ENOMEM)
            st = sb_error_nomem(err);
    }
    if (st != SB_OK) {
        sb_xlsx_free(x);
        return st;
    }
    *out = x;
    return SB_OK;
}

/*
 * All rows go to their spool files, whose sizes are known then.  The library asks none of its own
 * writes whether it went well.
 */
static void
spools_end(struct sb_xlsx *x, uint64_t *rows)
{
    for (size_t i = 0; x->failed == SB_OK && i < x->sheet_count; i++) {
        FILE *spool = x->sheets[i]->optimize_tmpfile;
        const locale_t before = uselocale(x->plain);
        off_t size;

        errno = 0;
        x->call.lxw_worksheet_write_single_row(x->sheets[i]);
        (void)uselocale(before);
        judge(x, LXW_NO_ERROR);
        if (fflush(spool) != 0 || ferror(spool) || (size = ftello(spool)) < 0)
            fail(x, SB_E_WRITE, "cannot be written");
        else
            rows[i] = (uint64_t)size;
    }
}

sb_status
sb_xlsx_close(struct sb_xlsx *x, struct sb_error *err)
{
    lxw_workbook *book = x->book;
    uint64_t rows[XLSX_SHEETS] = {0};

    spools_end(x, rows);
    errno = 0;
    if (x->failed == SB_OK && !sb_xlsx_room(x->folder, rows, x->sheet_count))
        fail(x, SB_E_WRITE, "cannot be written");
    if (x->failed == SB_OK) {
        x->book = NULL; /* close frees it, whatever comes of it */
        TRY(x, workbook_close, book);
    }
    if (x->failed == SB_OK)
        return sb_xlsx_whole(x->path, rows, x->sheet_count, err);
    if (x->failed == SB_E_NOMEM)
        return sb_error_nomem(err);
    if (x->failed == SB_E_WRITE)
        return sb_error_system(err, SB_E_WRITE, NULL, x->errnum != 0 ? x->errnum : EIO, x->why);
    return sb_error_set(err, x->failed, "%s", x->why);
}

/* The library closes the spool files of a workbook that it assembles, and of no other. */
static void
spools_close(struct sb_xlsx *x)
{
    for (size_t i = 0; i < x->sheet_count; i++) {
        if (x->sheets[i]->optimize_tmpfile != NULL)
            (void)fclose(x->sheets[i]->optimize_tmpfile);
        x->sheets[i]->optimize_tmpfile = NULL;
    }
}

void
sb_xlsx_free(struct sb_xlsx *x)
{
    if (x == NULL)
        return;
    if (x->book != NULL) {
        spools_close(x);
        x->call.lxw_workbook_free(x->book);
    }
    if (x->library != NULL)
        (void)dlclose(x->library);
    if (x->plain != (locale_t)0)
        freelocale(x->plain);
    free(x->path);
    free(x->folder);
    free(x);
}

void
sb_xlsx_about(struct sb_xlsx *x, const char *title, int64_t created)
{
    lxw_doc_properties about = {.created = (time_t)created};
    char *copy = strdup(title), author[] = "superbill";

    if (copy == NULL) {
        fail(x, SB_E_NOMEM, "out of memory");
        return;
    }
    about.title = copy;
    about.author = author;
    TRY(x, workbook_set_properties, x->book, &about);
    free(copy);
}

/* The library gave up its folder and does not say why: does that take a file? */
static void
spool_astray(struct sb_xlsx *x)
{
    int fd = sb_spool_file(x->folder);

    fail(x, fd >= 0 ? SB_E_NOMEM : SB_E_WRITE, "its spool file cannot be made");
    if (fd >= 0)
        (void)close(fd);
}

void
sb_xlsx_sheet(struct sb_xlsx *x, const char *name)
{
    static const char all[] = "A1:XFD1048576";
    lxw_worksheet *sheet;
    struct stat about;

    if (x->failed != SB_OK)
        return;
    if (x->sheet_count == XLSX_SHEETS) {
        fail(x, SB_E_DEFECT, "too many sheets");
        return;
    }
    errno = 0;
    sheet = x->call.workbook_add_worksheet(x->book, name);
    if (sheet == NULL || sheet->optimize_tmpfile == NULL) {
        fail(x, errno == ENOMEM ? SB_E_NOMEM : SB_E_WRITE, "its spool file cannot be made");
        return;
    }
    /* its spool file has set errno anew */
    if (sheet->quoted_name == NULL)
        fail(x, SB_E_NOMEM, "out of memory");
    x->sheets[x->sheet_count++] = sheet;
    /* where its folder takes no more files, or memory ends, the library would spool to /tmp */
    if (fstat(fileno(sheet->optimize_tmpfile), &about) != 0 || about.st_dev != x->device)
        spool_astray(x);
    /* ids, codes and ZIP codes are text, and meant to be */
    TRY(x, worksheet_ignore_errors, sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, all);
}

/* The sheet of a call; NULL after a failure. */
static lxw_worksheet *
sheet_of(struct sb_xlsx *x, size_t sheet)
{
    if (sheet >= x->sheet_count)
        fail(x, SB_E_DEFECT, "no such sheet");
    return x->failed == SB_OK ? x->sheets[sheet] : NULL;
}

void
sb_xlsx_width(struct sb_xlsx *x, size_t sheet, uint16_t column, double width)
{
    lxw_worksheet *at = sheet_of(x, sheet);

    if (at != NULL)
        TRY(x, worksheet_set_column, at, column, column, width, NULL);
}

void
sb_xlsx_lines(struct sb_xlsx *x, size_t sheet, uint32_t row, unsigned lines)
{
    lxw_worksheet *at = sheet_of(x, sheet);

    if (at != NULL)
        TRY(x, worksheet_set_row, at, row, XLSX_LINE * lines, NULL);
}

/* A text that is too long for a cell, cut between two characters. */
static void
text_cut(struct sb_xlsx *x, lxw_worksheet *sheet, struct sb_xlsx_at at, const char *text,
         lxw_format *format)
{
    size_t length = XLSX_TEXT;
    char *cut;

    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    cut = strndup(text, length);
    if (cut == NULL)
        fail(x, SB_E_NOMEM, "out of memory");
    else
        TRY(x, worksheet_write_string, sheet, at.row, at.column, cut, format);
    free(cut);
}

static void
put_text(struct sb_xlsx *x, struct sb_xlsx_at at, const char *text, lxw_format *format)
{
    lxw_worksheet *sheet = sheet_of(x, at.sheet);
    size_t length = strlen(text), bad;

    if (sheet == NULL)
        return;
    if (!sb_utf8_valid(text, length, &bad))
        fail(x, SB_E_DAMAGED, "a text of the archive is not valid UTF-8");
    else if (length > XLSX_TEXT)
        text_cut(x, sheet, at, text, format);
    else
        TRY(x, worksheet_write_string, sheet, at.row, at.column, text, format);
}

void
sb_xlsx_text(struct sb_xlsx *x, struct sb_xlsx_at at, const char *text, enum sb_xlsx_style style)
{
    put_text(x, at, text, x->formats[style][SB_DATUM_NONE]);
}

void
sb_xlsx_head(struct sb_xlsx *x, struct sb_xlsx_at at, const char *title, enum sb_datum_kind kind)
{
    put_text(x, at, title, x->formats[SB_XLSX_HEAD][kind]);
}

/*
 * The value of a cell that is a number.  A double holds whole cents to 2^53, and a hundredth of
 * them so nearly that the way back gives the same cents.
 */
static double
number_of(struct sb_xlsx *x, const struct sb_datum *datum)
{
    double value = (double)datum->n;

    if (datum->n >= XLSX_EXACT || datum->n <= -XLSX_EXACT) {
        fail(x, SB_E_RANGE, "an amount is too large for a workbook");
        return 0;
    }
    if (datum->kind == SB_DATUM_DATE)
        return (double)(datum->n - XLSX_EPOCH);
    if (datum->kind != SB_DATUM_MONEY)
        return value;
    value /= 100.0;
    if ((int64_t)(value * 100.0 + (datum->n < 0 ? -0.5 : 0.5)) != datum->n)
        fail(x, SB_E_DEFECT, "an amount does not come back from its cell");
    return value;
}

void
sb_xlsx_datum(struct sb_xlsx *x, struct sb_xlsx_at at, const struct sb_datum *datum,
              enum sb_xlsx_style style)
{
    lxw_format *format = x->formats[style][datum->kind];
    lxw_worksheet *sheet;
    char day[SB_DATE_TEXT];
    double value;

    if (datum->kind == SB_DATUM_NONE)
        return;
    if (datum->kind == SB_DATUM_TEXT) {
        put_text(x, at, datum->text, format);
        return;
    }
    if (datum->kind == SB_DATUM_DATE && datum->n < XLSX_FIRST_DAY) {
        put_text(x, at, sb_date_print(day, (sb_date){(int32_t)datum->n}), format);
        return;
    }
    value = number_of(x, datum);
    sheet = sheet_of(x, at.sheet);
    if (sheet != NULL)
        TRY(x, worksheet_write_number, sheet, at.row, at.column, value, format);
}

void
sb_xlsx_formula(struct sb_xlsx *x, struct sb_xlsx_at at, const char *formula,
                const struct sb_datum *value, enum sb_xlsx_style style)
{
    lxw_worksheet *sheet = sheet_of(x, at.sheet);
    double number = number_of(x, value);

    if (sheet != NULL)
        TRY(x, worksheet_write_formula_num, sheet, at.row, at.column, formula,
            x->formats[style][value->kind], number);
}

/* The library takes no block that ends above the row at hand. */
void
sb_xlsx_filter(struct sb_xlsx *x, size_t sheet, struct sb_xlsx_block block)
{
    lxw_worksheet *at = sheet_of(x, sheet);

    if (at != NULL)
        TRY(x, worksheet_autofilter, at, block.first_row, block.first_column, block.last_row,
            block.last_column);
}

void
sb_xlsx_frame(struct sb_xlsx *x, size_t sheet, const struct sb_xlsx_frame *frame)
{
    lxw_worksheet *at = sheet_of(x, sheet);
    lxw_row_t breaks[] = {frame->breaks[0], frame->breaks[1], 0};

    if (at == NULL)
        return;
    x->call.worksheet_freeze_panes(at, frame->frozen_rows, frame->frozen_columns);
    x->call.worksheet_set_landscape(at);
    x->call.worksheet_set_paper(at, 1); /* Letter */
    if (frame->scale == 0) {
        x->call.worksheet_fit_to_pages(at, 1, 0);
    } else { /* where pages are fitted Excel looks at no breaks */
        x->call.worksheet_set_print_scale(at, frame->scale);
        TRY(x, worksheet_set_h_pagebreaks, at, breaks);
    }
    TRY(x, worksheet_repeat_rows, at, frame->header_row, frame->header_row);
    TRY(x, worksheet_set_header, at, frame->header);
    TRY(x, worksheet_set_footer, at, "&L&A&RPage &P of &N");
}

void
sb_xlsx_chart(struct sb_xlsx *x, const struct sb_xlsx_chart *chart)
{
    static const lxw_color_t colors[2] = {0x1F5F7A, 0xE0A040};
    lxw_worksheet *sheet = sheet_of(x, chart->at.sheet);
    lxw_chart_options options = {
        .y_offset = 2, .x_scale = 1.0, .y_scale = chart->bars ? 1.1 : 0.85};
    lxw_chart_font font = {.size = 11, .bold = LXW_TRUE};
    lxw_chart_line grid = {.color = 0xD9D9D9, .width = 0.75F};
    lxw_chart *drawn;

    if (sheet == NULL)
        return;
    errno = 0;
    drawn = x->call.workbook_add_chart(x->book, chart->bars ? LXW_CHART_BAR : LXW_CHART_COLUMN);
    for (size_t i = 0; drawn != NULL && i < chart->series_count; i++) {
        lxw_chart_series *series = x->call.chart_add_series(drawn, NULL, NULL);
        lxw_chart_fill fill = {.color = colors[i]};

        if (series == NULL) {
            drawn = NULL;
            break;
        }
        x->call.chart_series_set_name(series, chart->series[i].name);
        x->call.chart_series_set_categories(series, chart->sheet, chart->first_row,
                                            chart->categories, chart->last_row, chart->categories);
        x->call.chart_series_set_values(series, chart->sheet, chart->first_row,
                                        chart->series[i].column, chart->last_row,
                                        chart->series[i].column);
        x->call.chart_series_set_fill(series, &fill);
    }
    if (drawn == NULL) {
        fail(x, SB_E_NOMEM, "out of memory");
        return;
    }
    x->call.chart_title_set_name(drawn, chart->title);
    x->call.chart_title_set_name_font(drawn, &font);
    /* the library's y axis stands, also where the bars lie */
    x->call.chart_axis_set_num_format(chart->bars ? drawn->x_axis : drawn->y_axis, "#,##0");
    /* every bar says whose it is */
    x->call.chart_axis_set_interval_unit(chart->bars ? drawn->y_axis : drawn->x_axis, 1);
    x->call.chart_axis_major_gridlines_set_line(chart->bars ? drawn->x_axis : drawn->y_axis, &grid);
    if (chart->bars) { /* from above, with the amounts below all the same */
        x->call.chart_axis_set_reverse(drawn->y_axis);
        x->call.chart_axis_set_crossing_max(drawn->y_axis);
    }
    x->call.chart_legend_set_position(drawn, chart->series_count > 1 ? LXW_CHART_LEGEND_BOTTOM
                                                                     : LXW_CHART_LEGEND_NONE);
    judge(x, LXW_NO_ERROR);
    TRY(x, worksheet_insert_chart_opt, sheet, chart->at.row, chart->at.column, drawn, &options);
}
