#include "tui/verbs/verbs.h"

#include "backend_client/items.h"
#include "backend_client/people.h"
#include "backend_client/token.h"
#include "common/date.h"
#include "tui/verbs/print.h"
#include "tui/verbs/tranches.h"

#include <stdio.h>
#include <string.h>

/* A list as a table, or each of its items a line of JSON. */
struct listing {
    struct tui_call *call;
    struct tui_table table;
    struct err err;
};

static bool add_person(void *ctx, const char *json)
{
    struct listing *list = ctx;
    struct bc_person person;
    if (list->call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    if (!bc_person_read(json, &person, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, safe_text(person.id));
    tui_table_add(&list->table, safe_text(person.name));
    tui_table_add(&list->table, person.uid < 0
                                    ? safe_text("-")
                                    : safe_textf("%lld", (long long)person.uid));
    tui_table_add(&list->table, safe_text(*person.grants ? person.grants : "-"));
    return true;
}

static bool print_list(struct listing *list, const char *path, bc_item_fn *each,
                       struct err *err)
{
    struct buf page = {0};
    bool ok = tui_get(list->call, path, &page, err) &&
              bc_items_each(buf_str(&page), "items", each, list, err);
    buf_clear(&page);
    if (list->err.kind != ERR_NONE) {
        *err = list->err;
        ok = false;
    }
    if (!list->call->json) {
        tui_table_print(&list->table, stdout);
    }
    return ok;
}

bool tui_verb_people_list(struct tui_call *call, struct err *err)
{
    struct listing list = {.call = call, .table = {.ascii = call->ascii}};
    tui_table_column(&list.table, _("NAME"), false);
    tui_table_column(&list.table, _("PERSON"), false);
    tui_table_column(&list.table, _("USER"), true);
    tui_table_column(&list.table, _("ROLES"), false);
    return print_list(&list, "/v1/principals", add_person, err);
}

/* ---- tokens ---- */

static bool add_token(void *ctx, const char *json)
{
    struct listing *list = ctx;
    struct bc_token_row token;
    if (list->call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    if (!bc_token_row_read(json, &token, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, safe_text(token.id));
    tui_table_add(&list->table, safe_text(token.principal));
    tui_table_add(&list->table, safe_text(token.label));
    tui_table_add(&list->table, safe_text(token.scopes));
    tui_table_add(&list->table, token.revoked_at ? safe_text(_("revoked"))
                                                 : tui_cell_time(token.expires_at));
    return true;
}

bool tui_verb_tokens_list(struct tui_call *call, struct err *err)
{
    struct listing list = {.call = call, .table = {.ascii = call->ascii}};
    tui_table_column(&list.table, _("TOKEN"), false);
    tui_table_column(&list.table, _("NAME"), false);
    tui_table_column(&list.table, _("LABEL"), false);
    tui_table_column(&list.table, _("SCOPES"), false);
    tui_table_column(&list.table, _("UNTIL"), false);
    return print_list(&list, "/v1/tokens", add_token, err);
}

bool tui_verb_tokens_create(struct tui_call *call, struct err *err)
{
    const struct bc_token_order order = {.label = call->operands[0],
                                         .principal = call->principal,
                                         .days = call->days,
                                         .read_only = call->read_only};
    struct buf answer = {0};
    char token[BC_TOKEN_MAX] = "";
    bool ok = bc_token_make(call->session, &order, &answer, token, sizeof token, err);
    if (ok && call->json) {
        tui_print_json(stdout, buf_str(&answer));
    } else if (ok) {
        safe_print(stdout, safe_text(token));
        fputc('\n', stdout);
        fputs(_("keep it in a file of mode 600: it is not shown again\n"), stderr);
    }
    bc_token_wipe(token, sizeof token);
    if (answer.data) {
        bc_token_wipe(answer.data, answer.len);
    }
    buf_clear(&answer);
    return ok;
}

bool tui_verb_tokens_revoke(struct tui_call *call, struct err *err)
{
    struct buf answer = {0};
    bool ok = true;
    for (int i = 0; ok && i < call->operand_count; i++) {
        buf_reset(&answer);
        ok = bc_token_revoke(call->session, call->operands[i], &answer, err);
        if (ok && call->json) {
            tui_print_json(stdout, buf_str(&answer));
        } else if (ok) {
            safe_print(stdout, safe_textf(_("%s is revoked"), call->operands[i]));
            fputc('\n', stdout);
        }
    }
    buf_clear(&answer);
    return ok;
}

bool tui_verb_login(struct tui_call *call, struct err *err)
{
    char kept[4096];
    const char *from = call->operand_count > 0 ? call->operands[0] : "-";
    if (!bc_login(call->session, from, kept, sizeof kept, err)) {
        return false;
    }
    struct safe_text path = safe_text(kept);
    if (call->json) {
        printf("{\"token_file\":\"%s\"}\n", path.bytes);
    } else {
        printf(_("the token is kept in %s\n"), path.bytes);
    }
    return true;
}
