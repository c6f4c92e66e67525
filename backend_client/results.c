#include "backend_client/results.h"

#include "backend_client/csv.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MOST = 4 << 20 };

static bool read_file(const char *path, struct buf *out, struct err *err)
{
    char bytes[8192];
    size_t n;
    FILE *file = fopen(path, "re");
    if (!file) {
        return err_set(err, ERR_USAGE, "'%.160s' cannot be read: %s", path,
                       strerror(errno));
    }
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0 && out->len < FILE_MOST) {
        buf_add(out, bytes, n);
    }
    bool whole = !ferror(file) && n == 0 && buf_ok(out);
    fclose(file);
    return whole || err_set(err, ERR_USAGE, "'%.160s' cannot be read whole", path);
}

static int column_of(const struct bc_csv_row *head, const char *name)
{
    for (int i = 0; i < head->count; i++) {
        if (strcmp(head->cells[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

/* What a spreadsheet would have taken for a formula was written behind an apostrophe. */
static const char *cell_of(const struct bc_csv_row *row, int column)
{
    const char *text = column >= 0 && column < row->count ? row->cells[column] : "";
    return *text == '\'' ? text + 1 : text;
}

static bool read_rows(struct bc_csv *csv, const char *path, bc_result_fn *each, void *ctx,
                      struct err *err)
{
    struct bc_csv_row row = {0};
    struct err fault = {0};
    int number = -1, outcome = -1, id = -1;
    if (bc_csv_next(csv, &row, &fault)) {
        id = column_of(&row, "id");
        number = column_of(&row, "number");
        outcome = column_of(&row, "outcome");
    }
    bool ok =
        number >= 0 || id >= 0 ||
        err_set(err, ERR_USAGE,
                "'%.160s' is no file of cases: its first line names \"number\" or \"id\"",
                path);
    while (ok && bc_csv_next(csv, &row, &fault)) {
        const char *name = cell_of(&row, number);
        name = *name ? name : cell_of(&row, id);
        if (*name && strcmp(cell_of(&row, outcome), "done") != 0) {
            ok = each(ctx, name, err);
        }
    }
    if (ok && fault.kind != ERR_NONE) {
        ok = err_set(err, ERR_USAGE, "'%.100s': %.100s", path, fault.text);
    }
    bc_csv_row_clear(&row);
    return ok;
}

bool bc_results_read(const char *path, bc_result_fn *each, void *ctx, struct err *err)
{
    struct buf text = {0};
    struct bc_csv csv;
    bool ok = read_file(path, &text, err);
    if (ok) {
        bc_csv_open(&csv, buf_str(&text), text.len);
        ok = read_rows(&csv, path, each, ctx, err);
    }
    buf_clear(&text);
    return ok;
}
