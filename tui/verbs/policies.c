/* Versions of a programme's policy. */
#include "backend_client/versions.h"
#include "tui/verbs/listing.h"
#include "tui/verbs/whatif.h"

#include <stdio.h>
#include <string.h>

static bool programme_path(const char *programme, char path[128], struct err *err)
{
    if (!*programme || strlen(programme) >= BC_WORD ||
        strspn(programme, "abcdefghijklmnopqrstuvwxyz0123456789-_") !=
            strlen(programme)) {
        return err_set(err, ERR_USAGE, _("\"%.60s\" is no programme's id"), programme);
    }
    snprintf(path, 128, "/v1/programmes/%s/policies", programme);
    return true;
}

/* ---- list ---- */

/* "rate_bp 30% → 25%", and how many more. */
static struct safe_text changes(const struct bc_version *v)
{
    if (v->count == 0) {
        return safe_text(_("the file it began with"));
    }
    const struct bc_change *c = &v->changes[0];
    struct safe_text text = safe_textf("%s %s → %s", c->key, *c->before ? c->before : "-",
                                       *c->after ? c->after : "-");
    return v->changed == 1 ? text : safe_textf("%s +%d", text.bytes, v->changed - 1);
}

static bool version_row(struct tui_listing *list, const char *json)
{
    struct bc_version v;
    if (!bc_version_read(json, &v, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, tui_cell_count(v.version));
    tui_table_add(&list->table, safe_text(tui_word(v.status)));
    tui_table_add(&list->table, safe_text(v.proposer));
    tui_table_add(&list->table, tui_cell_time(v.proposed_at));
    tui_table_add(&list->table, safe_text(*v.settler ? v.settler : "-"));
    tui_table_add(&list->table, tui_cell_time(v.settled_at));
    tui_table_add(&list->table, changes(&v));
    tui_table_add(&list->table, safe_text(v.id));
    return true;
}

bool tui_verb_policies_list(struct tui_call *call, struct err *err)
{
    struct tui_listing list = {.call = call, .row = version_row};
    char path[128];
    tui_table_column(&list.table, _("VERSION"), true);
    tui_table_column(&list.table, _("STATUS"), false);
    tui_table_column(&list.table, _("PROPOSED BY"), false);
    tui_table_column(&list.table, _("WHEN"), false);
    tui_table_column(&list.table, _("SETTLED BY"), false);
    tui_table_column(&list.table, _("WHEN"), false);
    tui_table_column(&list.table, _("CHANGES"), false);
    tui_table_column(&list.table, _("DRAFT"), false);
    return programme_path(call->operands[0], path, err) &&
           tui_listing_print(&list, path, err);
}

/* ---- propose ---- */

bool tui_verb_policies_propose(struct tui_call *call, struct err *err)
{
    struct bc_whatif_ask ask = {.count = 0};
    struct bc_deed deed = {.if_match = -1};
    struct buf file = {0};
    bool ok = tui_call_changes(call, &ask, &file, err);
    if (ok && (!call->note || !*call->note)) {
        ok = err_set(err, ERR_USAGE, _("--note is missing: say why"));
    } else if (ok && !call->file && (!call->source || !*call->source)) {
        ok = err_set(err, ERR_USAGE,
                     _("--source is missing: name the paper that lays this down"));
    }
    ok = ok && bc_deed_propose_policy(&deed, &ask, call->source, call->note, err) &&
         tui_deed_print(call, &deed,
                        _("proposed; another supervisor signs: voucherdesk policies list "
                          "shows the draft"),
                        err);
    bc_deed_clear(&deed);
    buf_clear(&file);
    return ok;
}

/* ---- settle ---- */

struct search {
    const char *id;
    struct bc_version version;
    bool found;
    struct err err;
};

static bool look(void *ctx, const char *json)
{
    struct search *s = ctx;
    if (!bc_version_read(json, &s->version, &s->err)) {
        return false;
    }
    s->found = strcmp(s->version.id, s->id) == 0;
    return !s->found;
}

static bool settle(struct tui_call *call, bool sign, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    struct search search = {.id = call->operands[1]};
    char path[128];
    bool ok = programme_path(call->operands[0], path, err) &&
              bc_direct_list(call->session, path, 0, look, &search, err);
    if (search.err.kind != ERR_NONE) {
        *err = search.err;
        ok = false;
    }
    ok = ok && (search.found ||
                err_set(err, ERR_NOT_FOUND,
                        _("there is no draft \"%.60s\"; voucherdesk policies list %s "
                          "shows them"),
                        search.id, call->operands[0]));
    ok =
        ok && bc_deed_settle_policy(&deed, &search.version, sign, err) &&
        tui_deed_print(call, &deed, sign ? _("in force from now on") : _("refused"), err);
    bc_deed_clear(&deed);
    return ok;
}

bool tui_verb_policies_sign(struct tui_call *call, struct err *err)
{
    return settle(call, true, err);
}

bool tui_verb_policies_refuse(struct tui_call *call, struct err *err)
{
    return settle(call, false, err);
}
