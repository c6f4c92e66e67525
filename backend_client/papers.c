#include "backend_client/papers_impl.h"

#include "backend_client/fields_read.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 200, PAGE_BYTES = 8 << 20, AHEAD = 60 };

/* ---- one row ---- */

static const struct {
    const char *kind, *path, *member;
    size_t size;
    bool (*read)(const struct json_t *value, void *out, struct err *err);
} papers_of[BC_PAPER_KINDS] = {
    [BC_VOUCHERS] = {"voucher", "/v1/vouchers", "voucher", sizeof(struct bc_voucher),
                     bc_voucher_from_json},
    [BC_CLAIMS] = {"claim", "/v1/claims", "claim", sizeof(struct bc_claim),
                   bc_claim_from_json},
};

static const struct bc_field head_fields[] = {
    BC_FIELD_NEEDED(TEXT, "id", struct bc_paper_head, id),
    BC_FIELD(TEXT, "number", struct bc_paper_head, number),
    BC_FIELD(TEXT, "applicant.name", struct bc_paper_head, name),
    BC_FIELD_NEEDED(TEXT, "status", struct bc_paper_head, status),
    BC_FIELD(TEXT, "programme", struct bc_paper_head, programme),
    BC_FIELD(TEXT, "voucher.id", struct bc_paper_head, voucher),
    BC_FIELD_NEEDED(INT, "revision", struct bc_paper_head, revision),
};

static void row_clear(struct bc_paper_row *row)
{
    free(row->json);
    free(row->record);
    *row = (struct bc_paper_row){.json = NULL};
}

static bool row_read(enum bc_paper paper, const json_t *value, struct bc_paper_row *out,
                     struct err *err)
{
    struct buf text = {0};
    struct bc_paper_row row = {.json = NULL};
    json_canonical(value, &text);
    row.record = calloc(1, papers_of[paper].size);
    row.json = buf_ok(&text) ? strdup(buf_str(&text)) : NULL;
    buf_clear(&text);
    bool ok = (row.record && row.json) || err_set(err, ERR_INTERNAL, "out of memory");
    ok = ok &&
         bc_fields_read(value, papers_of[paper].kind, head_fields, COUNT_OF(head_fields),
                        &row.head, err) &&
         papers_of[paper].read(value, row.record, err);
    if (ok) {
        *out = row;
    } else {
        row_clear(&row);
    }
    return ok;
}

static bool append(struct bc_papers *papers, const struct bc_paper_row *row)
{
    if (papers->count == papers->room) {
        int room = papers->room ? papers->room * 2 : PAGE;
        struct bc_paper_row *grown = realloc(papers->rows, (size_t)room * sizeof *grown);
        if (!grown) {
            return false;
        }
        papers->rows = grown;
        papers->room = room;
    }
    papers->rows[papers->count++] = *row;
    return true;
}

/* ---- pages ---- */

static bool take_items(struct bc_papers *papers, const json_t *items, struct err *err)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)(uintptr_t)items, i, item)
    {
        struct bc_paper_row row;
        if (papers->count == BC_PAPERS_MAX) {
            break;
        }
        if (!row_read(papers->paper, item, &row, err)) {
            return false;
        }
        if (bc_papers_find(papers, row.head.id) >= 0) {
            row_clear(&row); /* the feed brought it before the page did */
        } else if (!append(papers, &row)) {
            row_clear(&row);
            return err_set(err, ERR_INTERNAL, "out of memory");
        }
    }
    return true;
}

static bool take_page(struct bc_papers *papers, const struct bc_reply *reply,
                      struct err *err)
{
    json_t *page = NULL;
    if (!json_read(buf_str(&reply->body), reply->body.len, PAGE_BYTES, &page, err)) {
        return false;
    }
    const json_t *items = json_obj(page, "items");
    const char *next = json_str(page, "next");
    bool ok = json_is_array(items) ||
              err_set(err, ERR_INVALID, "the server's answer is no list");
    ok = ok && take_items(papers, items, err);
    papers->total = json_int(page, "count", papers->total);
    papers->whole = ok && (!*next || strlen(next) >= sizeof papers->next);
    snprintf(papers->next, sizeof papers->next, "%s", papers->whole ? "" : next);
    papers->begun = papers->begun || ok;
    json_decref(page);
    return ok;
}

static void on_page(void *ctx, struct bc_reply *reply)
{
    struct bc_papers *papers = ctx;
    papers->ticket = 0;
    papers->err = reply->err;
    if (reply->err.kind == ERR_NONE) {
        (void)take_page(papers, reply, &papers->err);
    }
    bc_sync_event(papers->session, BC_EVENT_PAPERS);
}

static void add_param(struct buf *path, const char *name, const char *value)
{
    if (*value) {
        buf_printf(path, "&%s=%s", name, value);
    }
}

static void ask(struct bc_papers *papers)
{
    struct buf path = {0};
    struct bc_session *session = papers->session;
    if (papers->ticket || papers->whole || papers->count >= BC_PAPERS_MAX ||
        session->reach.phase != BC_PHASE_ON) {
        return;
    }
    buf_printf(&path, "%s?limit=%d", papers_of[papers->paper].path, PAGE);
    add_param(&path, "status", papers->statuses);
    add_param(&path, "programme", papers->programme);
    add_param(&path, "voucher", papers->voucher);
    add_param(&path, "application", papers->application);
    add_param(&path, "q", buf_str(&papers->text));
    add_param(&path, "sort", papers->sort);
    add_param(&path, "after", papers->next);
    add_param(&path, "count", *papers->next ? "" : "exact");
    const struct bc_request request = {.path = buf_str(&path), .if_match = -1};
    papers->ticket = buf_ok(&path) ? bc_transport_send(session->transport, &request,
                                                       PAGE_BYTES, 0, on_page, papers)
                                   : 0;
    buf_clear(&path);
}

/* ---- lists ---- */

static void escape(const char *text, struct buf *out)
{
    for (; text && *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        buf_printf(out, plain ? "%c" : "%%%02X", c);
    }
}

#define COPY(to, from) snprintf(to, sizeof(to), "%s", (from) ? (from) : "")

bool bc_papers_open(struct bc_session *session, const struct bc_papers_query *query,
                    struct bc_papers **out, struct err *err)
{
    struct bc_papers *papers = calloc(1, sizeof *papers);
    *out = papers;
    if (!papers) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    papers->session = session;
    papers->paper = query->paper;
    papers->total = -1;
    COPY(papers->statuses, query->statuses);
    COPY(papers->programme, query->programme);
    COPY(papers->voucher, query->voucher);
    COPY(papers->application, query->application);
    COPY(papers->sort, query->sort);
    escape(query->text, &papers->text);
    papers->next_list = session->papers;
    session->papers = papers;
    ask(papers);
    return true;
}

void bc_papers_close(struct bc_papers *papers)
{
    if (!papers) {
        return;
    }
    struct bc_papers **at = &papers->session->papers;
    while (*at && *at != papers) {
        at = &(*at)->next_list;
    }
    if (*at) {
        *at = papers->next_list;
    }
    if (papers->ticket) {
        bc_transport_cancel(papers->session->transport, papers->ticket);
    }
    for (int i = 0; i < papers->count; i++) {
        row_clear(&papers->rows[i]);
    }
    buf_clear(&papers->text);
    free(papers->rows);
    free(papers);
}

void bc_papers_start(struct bc_session *session)
{
    for (struct bc_papers *p = session->papers; p; p = p->next_list) {
        if (!p->begun || p->err.kind != ERR_NONE) {
            ask(p);
        }
    }
}

void bc_papers_stop(struct bc_session *session)
{
    for (struct bc_papers *p = session->papers; p; p = p->next_list) {
        if (p->ticket) {
            bc_transport_cancel(session->transport, p->ticket);
            p->ticket = 0;
        }
    }
}

/* ---- changes ---- */

static bool has_word(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; *at;) {
        size_t n = strcspn(at, ",");
        if (n == len && strncmp(at, word, n) == 0) {
            return true;
        }
        at += n + (at[n] == ',');
    }
    return !*list;
}

static bool belongs(const struct bc_papers *papers, const struct bc_paper_head *head)
{
    return has_word(papers->statuses, head->status) &&
           (!*papers->programme || strcmp(papers->programme, head->programme) == 0) &&
           (!*papers->voucher || strcmp(papers->voucher, head->voucher) == 0);
}

/* A row that is here changes in place; a new one comes last, where that is known to be
 * right: in a whole list that nobody searches. */
static void change_list(struct bc_papers *papers, const json_t *body)
{
    struct bc_paper_row row;
    struct err err = {0};
    if (!row_read(papers->paper, body, &row, &err)) {
        return; /* asked for again when the list is opened again */
    }
    int at = bc_papers_find(papers, row.head.id);
    if (at >= 0 && papers->rows[at].head.revision < row.head.revision) {
        papers->moves += !belongs(papers, &row.head);
        row_clear(&papers->rows[at]);
        papers->rows[at] = row;
        return;
    }
    bool fits =
        at < 0 && papers->begun && !*papers->application && belongs(papers, &row.head);
    if (fits && papers->whole && papers->text.len == 0 && papers->count < BC_PAPERS_MAX &&
        append(papers, &row)) {
        papers->total += papers->total >= 0;
        return;
    }
    papers->moves += fits;
    row_clear(&row);
}

static void announce(struct bc_session *session, const struct bc_paper_change *change)
{
    struct bc_paper_head head = {.revision = 0};
    struct bc_event event = {.kind = BC_EVENT_PAPER, .own = change->own};
    const char *dot = strchr(change->action, '.');
    if (!bc_fields_read(change->body, change->kind, head_fields, COUNT_OF(head_fields),
                        &head, NULL)) {
        return;
    }
    bc_text_copy(event.id, sizeof event.id, head.id);
    bc_text_copy(event.number, sizeof event.number, head.number);
    bc_text_copy(event.name, sizeof event.name, head.name);
    bc_text_copy(event.by, sizeof event.by, change->by);
    bc_text_copy(event.action, sizeof event.action, dot ? dot + 1 : change->action);
    event.revision = head.revision;
    bc_event_push(session, &event);
}

void bc_papers_changed(struct bc_session *session, const struct bc_paper_change *change)
{
    for (int kind = 0; kind < BC_PAPER_KINDS; kind++) {
        if (!session->papers || strcmp(papers_of[kind].kind, change->kind) != 0) {
            continue;
        }
        for (struct bc_papers *p = session->papers; p; p = p->next_list) {
            if (p->paper == (enum bc_paper)kind) {
                change_list(p, change->body);
            }
        }
        if (change->announce) {
            announce(session, change);
        } else {
            bc_sync_event(session, BC_EVENT_PAPERS);
        }
    }
}

/* ---- reading ---- */

int bc_papers_count(const struct bc_papers *papers)
{
    return papers ? papers->count : 0;
}

int64_t bc_papers_total(const struct bc_papers *papers)
{
    return papers ? papers->total : -1;
}

bool bc_papers_whole(const struct bc_papers *papers)
{
    return papers && papers->whole;
}

const struct err *bc_papers_error(const struct bc_papers *papers)
{
    static const struct err none;
    return papers ? &papers->err : &none;
}

void bc_papers_want(struct bc_papers *papers, int64_t index)
{
    if (papers && papers->begun && papers->err.kind == ERR_NONE &&
        index + AHEAD >= papers->count) {
        ask(papers);
    }
}

int bc_papers_find(const struct bc_papers *papers, const char *id)
{
    for (int i = 0; papers && i < papers->count; i++) {
        if (strcmp(papers->rows[i].head.id, id) == 0) {
            return i;
        }
    }
    return -1;
}

int bc_papers_moves(const struct bc_papers *papers)
{
    return papers ? papers->moves : 0;
}

const char *bc_papers_json(const struct bc_papers *papers, int64_t index)
{
    return papers && index >= 0 && index < papers->count ? papers->rows[index].json
                                                         : NULL;
}

bool bc_voucher_at(const struct bc_papers *papers, int64_t index, struct bc_voucher *out)
{
    if (!papers || papers->paper != BC_VOUCHERS || index < 0 || index >= papers->count) {
        return false;
    }
    *out = *(const struct bc_voucher *)papers->rows[index].record;
    return true;
}

bool bc_claim_at(const struct bc_papers *papers, int64_t index, struct bc_claim *out)
{
    if (!papers || papers->paper != BC_CLAIMS || index < 0 || index >= papers->count) {
        return false;
    }
    *out = *(const struct bc_claim *)papers->rows[index].record;
    return true;
}
