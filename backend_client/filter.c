#include "backend_client/filter.h"

#include "backend_client/fields_read.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { PIECE = 256 };

/* The names a field has when it is typed; the first is the one it is called by. */
static const struct {
    const char *names[4];
    bool ordered; /* < and > mean something */
} fields[BC_FILTER_COUNT] = {
    [BC_FILTER_STATE] = {{"state", "status", "状态"}, false},
    [BC_FILTER_RULES] = {{"rules", "verdict", "规则"}, false},
    [BC_FILTER_PROGRAMME] = {{"programme", "program", "计划"}, false},
    [BC_FILTER_TRANCHE] = {{"tranche", "额度"}, false},
    [BC_FILTER_WITH] = {{"with", "by", "经办"}, false},
    [BC_FILTER_PROVIDER] = {{"provider", "服务商"}, false},
    [BC_FILTER_HARDWARE] = {{"hardware", "gpu", "型号"}, false},
    [BC_FILTER_ASK] = {{"ask", "amount", "申请"}, true},
    [BC_FILTER_GRANT] = {{"grant", "拟批"}, true},
    [BC_FILTER_HOURS] = {{"hours", "卡时"}, true},
    [BC_FILTER_DUE] = {{"due", "期限"}, true},
    [BC_FILTER_AGE] = {{"age", "已等"}, true},
    [BC_FILTER_CHANGED] = {{"changed", "变更"}, true},
};

const char *bc_filter_name(enum bc_filter_field field)
{
    return fields[field].names[0];
}

static int field_named(const char *name, size_t len)
{
    for (int i = 0; i < BC_FILTER_COUNT; i++) {
        for (size_t k = 0; k < COUNT_OF(fields[i].names) && fields[i].names[k]; k++) {
            if (strlen(fields[i].names[k]) == len &&
                strncasecmp(fields[i].names[k], name, len) == 0) {
                return i;
            }
        }
    }
    return -1;
}

/* ---- pieces ---- */

struct piece {
    char text[PIECE]; /* without sign and quotation marks */
    bool negate;
    bool quoted_first; /* it begins with a quotation mark: a word whatever it holds */
};

static size_t space_at(const char *at)
{
    return *at == ' ' || *at == '\t' || *at == '\n' ? 1
           : strncmp(at, "\xE3\x80\x80", 3) == 0    ? 3 /* the wide space */
                                                    : 0;
}

/* The next piece, or false at the end; an open quotation mark is a fault. */
static bool next_piece(const char **text, struct piece *out, struct bc_fault *fault)
{
    const char *at = *text;
    size_t len = 0, space;
    bool quoted = false;
    while ((space = space_at(at)) > 0) {
        at += space;
    }
    *out = (struct piece){.negate =
                              (*at == '-' || *at == '!') && at[1] && !space_at(at + 1)};
    at += out->negate;
    out->quoted_first = *at == '"';
    for (; *at && (quoted || space_at(at) == 0); at++) {
        if (*at == '"') {
            quoted = !quoted;
        } else if (len + 1 < PIECE) {
            out->text[len++] = *at;
        }
    }
    if (quoted) {
        fault->kind = BC_FAULT_QUOTE;
        bc_text_copy(fault->word, sizeof fault->word, out->text);
    }
    *text = at;
    return len > 0 || quoted;
}

/* ---- one condition ---- */

static const struct {
    const char *sign;
    enum bc_relation relation;
} relations[] = {
    {"<=", BC_UP_TO}, {">=", BC_FROM}, {"≤", BC_UP_TO}, {"≥", BC_FROM},
    {"<", BC_BELOW},  {">", BC_ABOVE}, {"：", BC_IS},   {"＜", BC_BELOW},
    {"＞", BC_ABOVE}, {":", BC_IS},    {"=", BC_IS},
};

/* Where the sign is that makes a piece a condition; NULL: it is a word. */
static const char *find_sign(const char *text, int *which)
{
    for (const char *at = text; *at; at++) {
        for (size_t i = 0; i < COUNT_OF(relations); i++) {
            if (strncmp(at, relations[i].sign, strlen(relations[i].sign)) == 0) {
                *which = (int)i;
                return at;
            }
        }
    }
    return NULL;
}

static bool faulty(struct bc_fault *fault, enum bc_fault_kind kind, const char *word,
                   const char *field)
{
    fault->kind = kind;
    bc_text_copy(fault->word, sizeof fault->word, word);
    bc_text_copy(fault->field, sizeof fault->field, field);
    return false;
}

static bool read_condition(const struct piece *piece, const char *sign, int which,
                           int64_t now, const char *me, struct bc_filter_text *out,
                           struct bc_fault *fault)
{
    enum bc_fault_kind kind = BC_FAULT_NONE;
    int field = field_named(piece->text, (size_t)(sign - piece->text));
    if (field < 0) {
        return faulty(fault, BC_FAULT_FIELD, piece->text, "");
    }
    const char *value = sign + strlen(relations[which].sign),
               *name = fields[field].names[0];
    if (!*value) {
        return faulty(fault, BC_FAULT_EMPTY, piece->text, name);
    }
    if (relations[which].relation != BC_IS && !fields[field].ordered) {
        return faulty(fault, BC_FAULT_RELATION, piece->text, name);
    }
    if (out->count == BC_TERMS) {
        return faulty(fault, BC_FAULT_MANY, piece->text, name);
    }
    struct bc_term *term = &out->terms[out->count];
    *term = (struct bc_term){.field = (enum bc_filter_field)field,
                             .relation = relations[which].relation,
                             .negate = piece->negate};
    if (!bc_filter_value(term, value, now, me, &kind)) {
        return faulty(fault, kind, piece->text, name);
    }
    out->states = out->states || (field == BC_FILTER_STATE && !piece->negate);
    out->count++;
    return true;
}

/* Words are gathered and read at once: a quoted one keeps its spaces as part of it. */
static void add_word(struct bc_search *search, const char *text)
{
    struct bc_search one;
    bc_search_parse_word(text, &one);
    search->nothing = search->nothing || one.nothing;
    if (one.count > 0 && search->count < BC_SEARCH_WORDS) {
        search->words[search->count++] = one.words[0];
    }
}

bool bc_filter_read(const char *text, int64_t now, const char *me,
                    struct bc_filter_text *out, struct bc_fault *fault)
{
    struct bc_fault mine = {0};
    struct piece piece;
    memset(out, 0, sizeof *out);
    fault = fault ? fault : &mine;
    *fault = (struct bc_fault){0};
    for (const char *at = text ? text : ""; next_piece(&at, &piece, fault);) {
        int which;
        const char *sign = piece.quoted_first ? NULL : find_sign(piece.text, &which);
        if (fault->kind != BC_FAULT_NONE ||
            (sign && !read_condition(&piece, sign, which, now, me, out, fault))) {
            return false;
        }
        if (!sign) {
            add_word(piece.negate ? &out->never : &out->words, piece.text);
        }
    }
    out->never.nothing = false; /* what no case can have is not there */
    return true;
}

bool bc_filter_unfinished(const char *text, struct bc_fault *fault)
{
    struct bc_fault ignored = {0};
    struct piece piece, last = {0};
    for (const char *at = text; next_piece(&at, &piece, &ignored);) {
        last = piece;
    }
    size_t len = strlen(last.text);
    for (int i = 0; len >= 2 && i < BC_FILTER_COUNT; i++) {
        const char *name = fields[i].names[0];
        if (strncasecmp(name, last.text, len) == 0) {
            (void)faulty(fault, BC_FAULT_EMPTY, name, name);
            return true;
        }
    }
    return false;
}

bool bc_filter_fault(const struct bc_fault *fault, struct err *err)
{
    static const char *const texts[] = {
        [BC_FAULT_NONE] = "it cannot be read",
        [BC_FAULT_FIELD] = "there is no such field; state, rules, programme, tranche, "
                           "with, provider, hardware, ask, grant, hours, due, age and "
                           "changed are there",
        [BC_FAULT_EMPTY] = "a value is missing",
        [BC_FAULT_AMOUNT] = "not an amount: 500k, 1.5m or 12,000 yuan",
        [BC_FAULT_NUMBER] = "not a number",
        [BC_FAULT_TIME] = "not a time: 3d, 12h, 2w or 2026-12-01",
        [BC_FAULT_STATE] = "not a state: new, ready, returned, second, approved, "
                           "rejected, withdrawn, open, decided",
        [BC_FAULT_RULES] = "not an outcome: pass, query, cap, fail, wait",
        [BC_FAULT_RELATION] = "this field has no order; use ':'",
        [BC_FAULT_QUOTE] = "the quotation mark is not closed",
        [BC_FAULT_MANY] = "too many conditions",
    };
    return err_set(err, ERR_USAGE, "'%s': %s", fault->word, texts[fault->kind]);
}
