#include "backend_client/whatif.h"

#include "backend_client/fields_read.h"
#include "common/json.h"
#include "common/money.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 500, PAGE_BYTES = 16 << 20 };

void bc_whatif_clear(struct bc_whatif *whatif)
{
    free(whatif->rows);
    *whatif = (struct bc_whatif){.rows = NULL};
}

/* ---- asking ---- */

static int by_key(const void *a, const void *b)
{
    const struct bc_whatif_change *left = a, *right = b;
    return strcmp(left->key, right->key);
}

void bc_whatif_sorted(const struct bc_whatif_ask *ask,
                      struct bc_whatif_change set[BC_WHATIF_SET])
{
    memcpy(set, ask->set, sizeof ask->set);
    qsort(set, (size_t)ask->count, sizeof *set, by_key);
}

bool bc_whatif_request(const struct bc_whatif_ask *ask, const char *after, char path[128],
                       struct buf *body, struct err *err)
{
    struct bc_whatif_change set[BC_WHATIF_SET];
    struct jsonw w;
    bc_whatif_sorted(ask, set);
    snprintf(path, 128, "/v1/programmes/%s/what-if", ask->programme);
    jsonw_start(&w, body);
    jsonw_object(&w);
    if (*after) {
        jsonw_kstr(&w, "after", after);
    }
    if (ask->from) {
        jsonw_kday(&w, "from", ask->from);
    }
    jsonw_kint(&w, "limit", PAGE);
    if (ask->file) {
        jsonw_kstr(&w, "policy", ask->file);
    } else {
        jsonw_key(&w, "set");
        jsonw_object(&w);
        for (int i = 0; i < ask->count; i++) {
            jsonw_kstr(&w, set[i].key, set[i].value);
        }
        jsonw_object_end(&w);
    }
    if (ask->to) {
        jsonw_kday(&w, "to", ask->to);
    }
    jsonw_object_end(&w);
    return jsonw_end(&w) || err_set(err, ERR_USAGE, "a key is given twice; keep one");
}

static bool ends(const char *text, const char *tail)
{
    size_t len = strlen(text), cut = strlen(tail);
    return len >= cut && strcmp(text + len - cut, tail) == 0;
}

void bc_whatif_value(const char *key, const char *typed, char *out, size_t size)
{
    bool number = *typed && strspn(typed, "0123456789.,") == strlen(typed);
    const char *unit = ends(key, "_bp")        ? "%"
                       : ends(key, "_minutes") ? " minutes"
                       : ends(key, "_days")    ? " days"
                                               : "";
    int64_t fen;
    if (ends(key, "_fen") && money_parse(typed, &fen, NULL)) {
        snprintf(out, size,
                 fen % 100 ? "%" PRId64 ".%02" PRId64 " yuan" : "%" PRId64 " yuan",
                 fen / 100, fen % 100);
    } else {
        snprintf(out, size, "%s%s", typed, number ? unit : "");
    }
}

/* ---- answers ---- */

#define SIDE(side)                                                                       \
    BC_FIELD_NEEDED(TEXT, #side ".outcome", struct bc_whatif_row, side.outcome),         \
        BC_FIELD(TEXT, #side ".limited_by", struct bc_whatif_row, side.limited_by),      \
        BC_FIELD_NEEDED(INT, #side ".grant_fen", struct bc_whatif_row, side.grant_fen),  \
        BC_FIELD(INT, #side ".rate_bp", struct bc_whatif_row, side.rate_bp)

static bool passes(const char *outcome)
{
    return !*outcome || strcmp(outcome, "pass") == 0;
}

/* Rules that stood, or now stand, in the way; a rule that came or went and passes is no
 * reason for anything. */
static void read_flips(const json_t *flips, struct bc_whatif_row *out)
{
    const json_t *one;
    size_t i;
    json_array_foreach((json_t *)(uintptr_t)flips, i, one)
    {
        const char *before = json_str(one, "before"), *after = json_str(one, "after");
        if (passes(before) && passes(after)) {
            continue;
        }
        if (out->flips++ == 0 || (passes(out->rule_after) && !passes(after))) {
            bc_text_copy(out->rule, sizeof out->rule, json_str(one, "rule"));
            bc_text_copy(out->rule_before, sizeof out->rule_before, before);
            bc_text_copy(out->rule_after, sizeof out->rule_after, after);
        }
    }
}

static bool read_row(const json_t *item, struct bc_whatif_row *out, struct err *err)
{
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TEXT, "id", struct bc_whatif_row, id),
        BC_FIELD_NEEDED(TEXT, "number", struct bc_whatif_row, number),
        BC_FIELD(TEXT, "applicant.name", struct bc_whatif_row, name),
        BC_FIELD(TEXT, "status", struct bc_whatif_row, status),
        BC_FIELD(TEXT, "tranche", struct bc_whatif_row, tranche),
        BC_FIELD(TIME, "decided_at", struct bc_whatif_row, decided_at),
        SIDE(before),
        SIDE(after),
    };
    *out = (struct bc_whatif_row){.flips = 0};
    read_flips(json_obj(item, "flips"), out);
    return bc_fields_read(item, "answer", fields, COUNT_OF(fields), out, err);
}

static bool add_rows(struct bc_whatif *whatif, const json_t *items, struct err *err)
{
    int more = (int)json_array_size(items);
    more = more < BC_WHATIF_ROWS - whatif->count ? more : BC_WHATIF_ROWS - whatif->count;
    if (whatif->count + more > whatif->room) {
        int room = (whatif->count + more) * 2;
        struct bc_whatif_row *rows =
            realloc(whatif->rows, (size_t)room * sizeof *whatif->rows);
        if (!rows) {
            return err_set(err, ERR_INTERNAL, "out of memory");
        }
        whatif->rows = rows;
        whatif->room = room;
    }
    for (int i = 0; i < more; i++) {
        if (!read_row(json_array_get(items, (size_t)i), &whatif->rows[whatif->count],
                      err)) {
            return false;
        }
        whatif->count++;
    }
    return true;
}

static bool add_tranche(struct bc_whatif *whatif, const json_t *item, struct err *err)
{
    static const struct bc_field fields[] = {
        BC_FIELD_NEEDED(TEXT, "id", struct bc_whatif_tranche, id),
        BC_FIELD(TEXT, "name", struct bc_whatif_tranche, name),
        BC_FIELD_NEEDED(INT, "available_fen", struct bc_whatif_tranche, available_fen),
        BC_FIELD_NEEDED(INT, "before_fen", struct bc_whatif_tranche, before_fen),
        BC_FIELD_NEEDED(INT, "after_fen", struct bc_whatif_tranche, after_fen),
        BC_FIELD_NEEDED(INT, "held_fen", struct bc_whatif_tranche, held_fen),
    };
    struct bc_whatif_tranche one = {.id = ""};
    int at = 0;
    if (!bc_fields_read(item, "answer", fields, COUNT_OF(fields), &one, err)) {
        return false;
    }
    while (at < whatif->tranche_count && strcmp(whatif->tranches[at].id, one.id) != 0) {
        at++;
    }
    if (at == BC_WHATIF_TRANCHES) {
        return err_set(err, ERR_INVALID, "these cases are of more than %d tranches",
                       BC_WHATIF_TRANCHES);
    }
    struct bc_whatif_tranche *sum = &whatif->tranches[at];
    if (at == whatif->tranche_count) {
        whatif->tranche_count++;
        *sum = (struct bc_whatif_tranche){.id = ""};
        memcpy(sum->id, one.id, sizeof sum->id);
    }
    memcpy(sum->name, one.name, sizeof sum->name);
    sum->available_fen = one.available_fen;
    if (money_add(sum->before_fen, one.before_fen, &sum->before_fen) &&
        money_add(sum->after_fen, one.after_fen, &sum->after_fen) &&
        money_add(sum->held_fen, one.held_fen, &sum->held_fen)) {
        return true;
    }
    return err_set(err, ERR_INVALID, "the sums of the answer are too large");
}

struct sums {
    int64_t looked_at, changed, before_fen, after_fen;
};

static bool add_page(struct bc_whatif *whatif, const json_t *page, struct err *err)
{
    static const struct bc_field sums[] = {
        BC_FIELD_NEEDED(INT, "sums.looked_at", struct sums, looked_at),
        BC_FIELD_NEEDED(INT, "sums.changed", struct sums, changed),
        BC_FIELD_NEEDED(INT, "sums.before_fen", struct sums, before_fen),
        BC_FIELD_NEEDED(INT, "sums.after_fen", struct sums, after_fen),
    };
    static const struct bc_field words[] = {
        BC_FIELD_NEEDED(TEXT, "cases", struct bc_whatif, cases),
        BC_FIELD_NEEDED(TEXT, "policy", struct bc_whatif, policy),
        BC_FIELD(TEXT, "next", struct bc_whatif, next),
    };
    struct sums s;
    const json_t *tranches = json_obj(page, "tranches");
    whatif->next[0] = '\0';
    if (!bc_fields_read(page, "answer", sums, COUNT_OF(sums), &s, err) ||
        !bc_fields_read(page, "answer", words, COUNT_OF(words), whatif, err) ||
        !add_rows(whatif, json_obj(page, "items"), err)) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(tranches); i++) {
        if (!add_tranche(whatif, json_array_get(tranches, i), err)) {
            return false;
        }
    }
    whatif->looked_at += s.looked_at;
    whatif->changed += s.changed;
    return (money_add(whatif->before_fen, s.before_fen, &whatif->before_fen) &&
            money_add(whatif->after_fen, s.after_fen, &whatif->after_fen)) ||
           err_set(err, ERR_INVALID, "the sums of the answer are too large");
}

bool bc_whatif_add(struct bc_whatif *whatif, const char *json, struct err *err)
{
    json_t *page = NULL;
    char before[sizeof whatif->next];
    memcpy(before, whatif->next, sizeof before);
    bool ok = json_read(json, strlen(json), PAGE_BYTES, &page, err) &&
              add_page(whatif, page, err);
    json_decref(page);
    if (ok && *before && strcmp(before, whatif->next) == 0) {
        return err_set(err, ERR_UNREACHABLE, "the answer repeats itself without end");
    }
    return ok;
}

int64_t bc_whatif_short(const struct bc_whatif_tranche *t)
{
    int64_t more = t->after_fen - t->held_fen;
    return more > t->available_fen ? more - t->available_fen : 0;
}
