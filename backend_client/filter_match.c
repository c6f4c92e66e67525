#include "backend_client/filter.h"

#include <sqlite3.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/* What a field is of the row, and of the table of cases. Words known to the tally need
 * neither. */
static const struct {
    const char *sql;
    size_t at;      /* of an int64 in struct bc_case */
    bool has_value; /* of a time: 0 is none, and fits nothing */
} columns[BC_FILTER_COUNT] = {
    [BC_FILTER_ASK] = {"amount_fen", offsetof(struct bc_case, amount_fen), false},
    [BC_FILTER_GRANT] = {"grant_fen", offsetof(struct bc_case, grant_fen), false},
    [BC_FILTER_HOURS] = {"gpu_hours", offsetof(struct bc_case, gpu_hours), false},
    [BC_FILTER_DUE] = {"due_at", offsetof(struct bc_case, due_at), true},
    [BC_FILTER_AGE] = {"submitted_at", offsetof(struct bc_case, submitted_at), true},
    [BC_FILTER_CHANGED] = {"updated_at", offsetof(struct bc_case, updated_at), true},
};
static const char *const signs[] = {
    [BC_IS] = "=",    [BC_BELOW] = "<", [BC_UP_TO] = "<=",
    [BC_ABOVE] = ">", [BC_FROM] = ">=",
};

/* Is `word` one of the comma-separated `list`? The empty word is between two commas. */
static bool listed(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list;; at++) {
        size_t size = strcspn(at, ",");
        if (size == len && strncasecmp(at, word, len) == 0) {
            return true;
        }
        at += size;
        if (!*at) {
            return false;
        }
    }
}

static bool fits_words(const struct bc_term *term, const char *const words[])
{
    const char *word = words[term->field];
    bool part = term->field == BC_FILTER_PROGRAMME || term->field == BC_FILTER_TRANCHE;
    bool fits = part ? strcasestr(word, term->text) != NULL : listed(term->text, word);
    return fits != term->negate;
}

bool bc_filter_fits_tally(const struct bc_filter_text *filter, const char *programme,
                          const char *tranche, const char *status, const char *verdict,
                          const char *assignee)
{
    const char *const words[] = {
        [BC_FILTER_STATE] = status,        [BC_FILTER_RULES] = verdict,
        [BC_FILTER_PROGRAMME] = programme, [BC_FILTER_TRANCHE] = tranche,
        [BC_FILTER_WITH] = assignee,
    };
    for (int i = 0; i < filter->count; i++) {
        if (filter->terms[i].field <= BC_FILTER_WITH &&
            !fits_words(&filter->terms[i], words)) {
            return false;
        }
    }
    return true;
}

static bool fits_value(const struct bc_term *term, int64_t value)
{
    switch (term->relation) {
    case BC_BELOW:
        return value < term->value;
    case BC_UP_TO:
        return value <= term->value;
    case BC_ABOVE:
        return value > term->value;
    case BC_FROM:
        return value >= term->value;
    default:
        return value == term->value;
    }
}

static bool fits_row(const struct bc_term *term, const struct bc_case *row)
{
    bool fits;
    if (term->field == BC_FILTER_PROVIDER) {
        fits = strcasestr(row->provider_name, term->text) != NULL;
    } else if (term->field == BC_FILTER_HARDWARE) {
        fits = strcasestr(row->accelerator, term->text) != NULL;
    } else {
        int64_t value;
        memcpy(&value, (const char *)row + columns[term->field].at, sizeof value);
        fits = fits_value(term, value) && (!columns[term->field].has_value || value != 0);
    }
    return fits != term->negate;
}

bool bc_filter_fits(const struct bc_filter_text *filter, const struct bc_case *row,
                    struct buf *scratch)
{
    if (!bc_filter_fits_tally(filter, row->programme, row->tranche, row->status,
                              row->verdict, row->assigned_to)) {
        return false;
    }
    for (int i = 0; i < filter->count; i++) {
        if (filter->terms[i].field > BC_FILTER_WITH &&
            !fits_row(&filter->terms[i], row)) {
            return false;
        }
    }
    return bc_search_fits(&filter->words, &filter->never, row, scratch);
}

/* ---- the same for the database ---- */

bool bc_filter_needs_row(const struct bc_filter_text *filter)
{
    for (int i = 0; i < filter->count; i++) {
        if (filter->terms[i].field > BC_FILTER_WITH) {
            return true;
        }
    }
    return false;
}

/* Literals of this file only; what was typed is bound. */
void bc_filter_sql(const struct bc_filter_text *filter, int first, struct buf *out)
{
    const char *between = "";
    for (int i = 0; i < filter->count; i++) {
        const struct bc_term *term = &filter->terms[i];
        int at = first + i;
        if (term->field <= BC_FILTER_WITH) {
            continue;
        }
        buf_printf(out, "%s%s(", between, term->negate ? "NOT " : "");
        if (term->field == BC_FILTER_PROVIDER) {
            buf_printf(out,
                       "provider IN (SELECT number FROM providers WHERE "
                       "instr(lower(name), lower(?%d)) > 0)",
                       at);
        } else if (term->field == BC_FILTER_HARDWARE) {
            buf_printf(out,
                       "accelerator IN (SELECT number FROM words WHERE "
                       "instr(lower(word), lower(?%d)) > 0)",
                       at);
        } else {
            const char *column = columns[term->field].sql;
            buf_printf(out, "%s %s ?%d", column, signs[term->relation], at);
            if (columns[term->field].has_value) {
                buf_printf(out, " AND %s <> 0", column);
            }
        }
        buf_adds(out, ")");
        between = " AND ";
    }
    buf_adds(out, *between ? "" : "1");
}

void bc_filter_bind(const struct bc_filter_text *filter, int first,
                    struct sqlite3_stmt *statement)
{
    for (int i = 0; i < filter->count; i++) {
        const struct bc_term *term = &filter->terms[i];
        if (term->field == BC_FILTER_PROVIDER || term->field == BC_FILTER_HARDWARE) {
            sqlite3_bind_text(statement, first + i, term->text, -1, SQLITE_TRANSIENT);
        } else if (term->field > BC_FILTER_WITH) {
            sqlite3_bind_int64(statement, first + i, term->value);
        }
    }
}
