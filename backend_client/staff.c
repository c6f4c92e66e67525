#include "backend_client/staff.h"

#include "backend_client/items.h"
#include "backend_client/sync_impl.h"

#include <stdlib.h>
#include <string.h>

enum { BYTES = 8 << 20 };

static bool read_person(const char *json, void *out, struct err *err)
{
    return bc_person_read(json, out, err);
}
static bool read_proposal(const char *json, void *out, struct err *err)
{
    return bc_proposal_read(json, out, err);
}
static bool read_token(const char *json, void *out, struct err *err)
{
    return bc_token_row_read(json, out, err);
}
static bool read_delegation(const char *json, void *out, struct err *err)
{
    return bc_delegation_read(json, out, err);
}
static bool read_conflict(const char *json, void *out, struct err *err)
{
    return bc_conflict_read(json, out, err);
}
static bool read_freeze(const char *json, void *out, struct err *err)
{
    return bc_freeze_read(json, out, err);
}

/* `kinds`: subjects of journal entries that change the list. */
static const struct {
    const char *path, *kinds;
    size_t size;
    bool (*read)(const char *json, void *out, struct err *err);
} lists[BC_STAFF_LISTS] = {
    [BC_STAFF_PEOPLE] = {"/v1/principals", "principal grant", sizeof(struct bc_person),
                         read_person},
    [BC_STAFF_PROPOSALS] = {"/v1/grants?status=proposed", "grant",
                            sizeof(struct bc_proposal), read_proposal},
    [BC_STAFF_TOKENS] = {"/v1/tokens", "token", sizeof(struct bc_token_row), read_token},
    [BC_STAFF_DELEGATIONS] = {"/v1/delegations?sort=-id&limit=1000", "delegation",
                              sizeof(struct bc_delegation), read_delegation},
    [BC_STAFF_CONFLICTS] = {"/v1/conflicts?sort=-id&limit=1000", "conflict",
                            sizeof(struct bc_conflict), read_conflict},
    [BC_STAFF_FREEZES] = {"/v1/freezes?sort=-id&limit=1000", "freeze",
                          sizeof(struct bc_freeze), read_freeze},
};

struct list {
    struct bc_staff *staff;
    enum bc_staff_list which;
    char *rows; /* owned, lists[which].size each */
    int count;
    int64_t ticket, at;
    bool again; /* it changed while it was on its way */
    struct err err;
};

struct bc_staff {
    struct bc_session *session;
    struct list lists[BC_STAFF_LISTS];
};

/* ---- asking ---- */

static void ask(struct list *list);

struct taking {
    struct list *list;
    char *rows;
    int count;
    struct err err;
};

static bool take(void *ctx, const char *json)
{
    struct taking *t = ctx;
    size_t size = lists[t->list->which].size;
    if (t->count == BC_STAFF_MAX) {
        return false;
    }
    if (!lists[t->list->which].read(json, t->rows + size * (size_t)t->count, &t->err)) {
        return false;
    }
    t->count++;
    return true;
}

static void on_list(void *ctx, struct bc_reply *reply)
{
    struct list *list = ctx;
    struct taking t = {.list = list};
    list->ticket = 0;
    list->err = reply->err;
    if (reply->err.kind == ERR_NONE) {
        t.rows = calloc(BC_STAFF_MAX, lists[list->which].size);
        bool ok = t.rows || err_set(&t.err, ERR_INTERNAL, "out of memory");
        ok = ok && bc_items_each(buf_str(&reply->body), "items", take, &t, &t.err);
        if (ok && t.err.kind == ERR_NONE) {
            free(list->rows);
            list->rows = t.rows;
            list->count = t.count;
            list->at = bc_clock(list->staff->session);
        } else {
            list->err = t.err;
            free(t.rows);
        }
    }
    bc_sync_event(list->staff->session, BC_EVENT_STAFF);
    if (list->again) {
        ask(list);
    }
}

static void ask(struct list *list)
{
    struct bc_session *session = list->staff->session;
    list->again = list->ticket != 0;
    if (list->ticket || session->reach.phase != BC_PHASE_ON) {
        return;
    }
    const struct bc_request request = {.path = lists[list->which].path, .if_match = -1};
    list->ticket =
        bc_transport_send(session->transport, &request, BYTES, 0, on_list, list);
}

void bc_staff_refresh(struct bc_staff *staff)
{
    for (int i = 0; staff && i < BC_STAFF_LISTS; i++) {
        ask(&staff->lists[i]);
    }
}

bool bc_staff_open(struct bc_session *session, struct bc_staff **out, struct err *err)
{
    struct bc_staff *staff = calloc(1, sizeof *staff);
    *out = staff;
    if (!staff) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    staff->session = session;
    for (int i = 0; i < BC_STAFF_LISTS; i++) {
        staff->lists[i] =
            (struct list){.staff = staff, .which = (enum bc_staff_list)i, .count = 0};
    }
    session->staff = staff;
    bc_staff_refresh(staff);
    return true;
}

void bc_staff_close(struct bc_staff *staff)
{
    if (!staff) {
        return;
    }
    bc_staff_stop(staff->session);
    for (int i = 0; i < BC_STAFF_LISTS; i++) {
        free(staff->lists[i].rows);
    }
    staff->session->staff = NULL;
    free(staff);
}

void bc_staff_start(struct bc_session *session)
{
    bc_staff_refresh(session->staff);
}

void bc_staff_stop(struct bc_session *session)
{
    for (int i = 0; session->staff && i < BC_STAFF_LISTS; i++) {
        struct list *list = &session->staff->lists[i];
        if (list->ticket) {
            bc_transport_cancel(session->transport, list->ticket);
            list->ticket = 0;
        }
    }
}

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; *at;) {
        size_t n = strcspn(at, " ");
        if (n == len && strncmp(at, word, n) == 0) {
            return true;
        }
        at += n + (at[n] == ' ');
    }
    return false;
}

void bc_staff_changed(struct bc_session *session, const char *kind)
{
    for (int i = 0; session->staff && i < BC_STAFF_LISTS; i++) {
        if (has_word(lists[i].kinds, kind)) {
            ask(&session->staff->lists[i]);
        }
    }
}

/* ---- reading ---- */

int bc_staff_count(const struct bc_staff *staff, enum bc_staff_list list)
{
    return staff ? staff->lists[list].count : 0;
}

bool bc_staff_here(const struct bc_staff *staff, enum bc_staff_list list)
{
    return staff && staff->lists[list].at != 0;
}

const struct err *bc_staff_error(const struct bc_staff *staff, enum bc_staff_list list)
{
    static const struct err none;
    return staff ? &staff->lists[list].err : &none;
}

int64_t bc_staff_at(const struct bc_staff *staff)
{
    int64_t at = 0;
    for (int i = 0; staff && i < BC_STAFF_LISTS; i++) {
        int64_t one = staff->lists[i].at;
        at = one && (at == 0 || one < at) ? one : at;
    }
    return at;
}

static const void *row(const struct bc_staff *staff, enum bc_staff_list list,
                       int64_t index)
{
    return staff && index >= 0 && index < staff->lists[list].count
               ? staff->lists[list].rows + lists[list].size * (size_t)index
               : NULL;
}

const struct bc_person *bc_staff_person(const struct bc_staff *staff, int64_t index)
{
    return row(staff, BC_STAFF_PEOPLE, index);
}

const struct bc_proposal *bc_staff_proposal(const struct bc_staff *staff, int64_t index)
{
    return row(staff, BC_STAFF_PROPOSALS, index);
}

const struct bc_token_row *bc_staff_token(const struct bc_staff *staff, int64_t index)
{
    return row(staff, BC_STAFF_TOKENS, index);
}

const struct bc_delegation *bc_staff_delegation(const struct bc_staff *staff,
                                                int64_t index)
{
    return row(staff, BC_STAFF_DELEGATIONS, index);
}

const struct bc_conflict *bc_staff_conflict(const struct bc_staff *staff, int64_t index)
{
    return row(staff, BC_STAFF_CONFLICTS, index);
}

const struct bc_freeze *bc_staff_freeze(const struct bc_staff *staff, int64_t index)
{
    return row(staff, BC_STAFF_FREEZES, index);
}
