#include "tui/screens/versions.h"

#include "backend_client/items.h"
#include "backend_client/outbox.h"
#include "backend_client/payments.h"
#include "tui/screens/case_words.h"
#include "tui/screens/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

enum { VERSIONS_MAX = 256 };

/* ---- the list ---- */

static void fetch(struct tui_app *app, struct tui_versions *v)
{
    char path[128];
    snprintf(path, sizeof path, "/v1/programmes/%s/policies", v->programme);
    v->ticket = bc_fetch_ask(tui_session(app), path, NULL);
}

static bool add(void *ctx, const char *json)
{
    struct tui_versions *v = ctx;
    struct bc_version *grown = realloc(v->all, ((size_t)v->count + 1) * sizeof *v->all);
    if (!grown || v->count == VERSIONS_MAX) {
        v->all = grown ? grown : v->all;
        return false;
    }
    v->all = grown;
    struct bc_version *one = &v->all[v->count];
    if (!bc_version_read(json, one, &v->err)) {
        return false;
    }
    v->count++;
    if (strcmp(one->status, "signed") == 0 && one->version > v->in_force) {
        v->in_force = one->version;
    }
    return true;
}

static void take_list(struct tui_app *app, struct tui_versions *v)
{
    struct err err = {0};
    const struct buf *body = bc_fetched(tui_session(app), v->ticket, &err);
    if (!body) {
        return;
    }
    v->ticket = 0;
    v->count = 0;
    v->in_force = 0;
    v->err = err;
    v->loaded = err.kind == ERR_NONE &&
                bc_items_each(buf_str(body), "items", add, v, &v->err) &&
                v->err.kind == ERR_NONE;
    tui_cursor_clamp(&v->cursor, v->count, v->page);
}

static void open_dialog(struct tui_app *app, void *state, const void *arg)
{
    struct tui_versions *v = state;
    const struct tui_versions_arg *wish = arg;
    v->deed.if_match = -1;
    COPY(v->programme, wish->policy->id);
    COPY(v->name, tui_policy_name(wish->policy));
    fetch(app, v);
}

static void close_dialog(struct tui_app *app, void *state)
{
    struct tui_versions *v = state;
    (void)app;
    bc_deed_clear(&v->deed);
    free(v->all);
}

/* ---- settling ---- */

static void forget(struct tui_versions *v)
{
    bc_deed_clear(&v->deed);
    v->trying = 0;
    v->tried = false;
    v->refusal = (struct err){.kind = ERR_NONE};
}

static void begin(struct tui_app *app, struct tui_versions *v, bool sign)
{
    struct err err = {0};
    const struct bc_version *one = tui_versions_selected(v);
    forget(v);
    if (one && !bc_deed_settle_policy(&v->deed, one, sign, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        forget(v);
    } else if (one) {
        v->trying = bc_deed_try(tui_session(app), &v->deed);
    }
}

static void confirm(struct tui_app *app, struct tui_versions *v)
{
    struct err err = {0};
    int64_t intent = 0;
    if (!bc_deed_put(tui_session(app), &v->deed, &intent, &err)) {
        tui_say(app, TUI_SAY_ERROR, safe_text(err.text));
        return;
    }
    tui_say(app, TUI_SAY_INFO,
            safe_textf(_("%s: sent, number %lld in the outbox"),
                       safe_text(v->deed.title).bytes, (long long)intent));
    forget(v);
}

static const char *not_now(struct tui_app *app, const struct tui_versions *v, bool sign)
{
    const struct bc_version *one = tui_versions_selected(v);
    if (!one || strcmp(one->status, "proposed") != 0) {
        return _("only a draft that waits for its signature can be signed or refused");
    }
    if (!bc_has_role(tui_session(app), "supervisor")) {
        return _("supervisors sign and refuse drafts");
    }
    return sign && strcmp(one->proposer, bc_me(tui_session(app))->id) == 0
               ? _("you proposed this; another supervisor must sign it")
               : NULL;
}

static const char *why_not(struct tui_app *app, void *state, enum tui_action action)
{
    const struct tui_versions *v = state;
    if (action == TUI_ACT_SIGN || action == TUI_ACT_REFUSE) {
        return not_now(app, v, action == TUI_ACT_SIGN);
    }
    if (action != TUI_ACT_CONFIRM) {
        return NULL;
    }
    return !*v->deed.what ? _("choose first: sign or refuse a draft")
           : !v->tried    ? _("the preview is on its way; confirm when you have read it")
           : v->refusal.kind != ERR_NONE
               ? _("the clearinghouse would refuse this; the reason stands below")
               : NULL;
}

static bool act(struct tui_app *app, void *state, enum tui_action action)
{
    struct tui_versions *v = state;
    if (tui_cursor_act(&v->cursor, action, v->count, v->page)) {
        forget(v);
    } else if (action == TUI_ACT_SIGN || action == TUI_ACT_REFUSE) {
        begin(app, v, action == TUI_ACT_SIGN);
    } else if (action == TUI_ACT_CONFIRM) {
        confirm(app, v);
    } else if (action == TUI_ACT_BACK && *v->deed.what) {
        forget(v);
    } else if (action == TUI_ACT_REFRESH) {
        fetch(app, v);
    } else {
        return false;
    }
    tui_touch(app);
    return true;
}

static bool about_policies(struct tui_app *app, int64_t number)
{
    struct bc_intent intent;
    return bc_intent_get(tui_session(app), number, &intent) &&
           strstr(intent.what, "-policy") != NULL;
}

static void event(struct tui_app *app, void *state, const struct bc_event *e)
{
    struct tui_versions *v = state;
    if (e->kind == BC_EVENT_FETCH && v->ticket && e->ticket == v->ticket) {
        take_list(app, v);
    } else if (e->kind == BC_EVENT_FETCH && v->trying && e->ticket == v->trying) {
        v->tried = bc_fetched(tui_session(app), v->trying, &v->refusal) != NULL;
    } else if (e->kind == BC_EVENT_TRANCHES ||
               (e->kind == BC_EVENT_INTENT && about_policies(app, e->ticket)) ||
               (e->kind == BC_EVENT_LINK && !v->loaded && !v->ticket &&
                bc_link(tui_session(app))->state == BC_LINK_LIVE)) {
        if (!*v->deed.what) { /* a preview is not disturbed */
            fetch(app, v);
        }
    } else {
        return;
    }
    tui_touch(app);
}

const struct tui_screen tui_versions_screen = {
    .name = "versions",
    .title = N_("Versions"),
    .action = TUI_ACT_NONE,
    .context = TUI_CTX_VERSIONS,
    .dialog = true,
    .state_size = sizeof(struct tui_versions),
    .open = open_dialog,
    .close = close_dialog,
    .draw = tui_versions_draw,
    .act = act,
    .why_not = why_not,
    .event = event,
};
