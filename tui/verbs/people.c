/* People and their tokens. */
#include "tui/verbs/verbs.h"

#include "backend_client/people.h"
#include "backend_client/token.h"
#include "common/date.h"
#include "tui/verbs/listing.h"

#include <stdio.h>
#include <string.h>

/* ---- people ---- */

static bool person_row(struct tui_listing *list, const char *json)
{
    struct bc_person person;
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

bool tui_verb_people_list(struct tui_call *call, struct err *err)
{
    struct tui_listing list = {.call = call, .row = person_row};
    tui_table_column(&list.table, _("NAME"), false);
    tui_table_column(&list.table, _("PERSON"), false);
    tui_table_column(&list.table, _("USER"), true);
    tui_table_column(&list.table, _("ROLES"), false);
    return tui_listing_print(&list, "/v1/principals", err);
}

bool tui_verb_people_admit(struct tui_call *call, struct err *err)
{
    struct bc_deed deed = {.if_match = -1};
    bool ok =
        bc_deed_admit(&deed, call->operands[0], call->operands[1], call->uid, err) &&
        tui_deed_print(
            call, &deed,
            _("admitted, without a role; 'voucherdesk grants propose' is next"), err);
    bc_deed_clear(&deed);
    return ok;
}

/* ---- tokens ---- */

static struct safe_text token_state(const struct bc_token_row *token, int64_t now)
{
    return token->revoked_at          ? safe_textf(_("revoked by %s"), token->revoked_by)
           : token->expires_at <= now ? safe_text(_("expired"))
                                      : safe_text(_("in force"));
}

static bool token_row(struct tui_listing *list, const char *json)
{
    struct bc_token_row token;
    if (!bc_token_row_read(json, &token, &list->err)) {
        return false;
    }
    tui_table_add(&list->table, safe_text(token.id));
    tui_table_add(&list->table, safe_text(token.principal));
    tui_table_add(&list->table, safe_text(token.label));
    tui_table_add(&list->table, safe_text(token.scopes));
    tui_table_add(&list->table, tui_cell_time(token.used_at));
    tui_table_add(&list->table, tui_cell_time(token.expires_at));
    tui_table_add(&list->table, token_state(&token, bc_clock(list->call->session)));
    return true;
}

bool tui_verb_tokens_list(struct tui_call *call, struct err *err)
{
    struct tui_listing list = {.call = call, .row = token_row};
    tui_table_column(&list.table, _("TOKEN"), false);
    tui_table_column(&list.table, _("NAME"), false);
    tui_table_column(&list.table, _("LABEL"), false);
    tui_table_column(&list.table, _("SCOPES"), false);
    tui_table_column(&list.table, _("LAST USED"), false);
    tui_table_column(&list.table, _("UNTIL"), false);
    tui_table_column(&list.table, _("STATE"), false);
    return tui_listing_print(&list, "/v1/tokens", err);
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
    struct bc_deed deed = {.if_match = -1};
    bool ok = true;
    for (int i = 0; ok && i < call->operand_count; i++) {
        ok = bc_deed_revoke(&deed, call->operands[i], NULL, err) &&
             tui_deed_print(call, &deed, _("revoked"), err);
    }
    bc_deed_clear(&deed);
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
