#include "tui/export/export.h"

#include <string.h>
#include <time.h>

enum { STEP_MS = 20, QUIET_MS = 300, SETTLE_MS = 10000, PARTS_MS = 5000 };

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Collections this person may see. */
static bool all_there(struct bc_session *session)
{
    static const enum bc_collection all[] = {BC_TRANCHES, BC_CENTRES, BC_PROGRAMMES,
                                             BC_REASONS};
    bool office = bc_has_role(session, "officer") || bc_has_role(session, "supervisor") ||
                  bc_has_role(session, "auditor");
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (bc_collection_at(session, all[i]) == 0) {
            return false;
        }
    }
    return !office || bc_collection_at(session, BC_DASHBOARD) != 0;
}

/* When patience began: anew with every sign of life. */
struct watch {
    int64_t from, done;
    char stage[BC_WORD];
    enum bc_link_state state;
};

static bool moved(struct watch *watch, const struct bc_link *link)
{
    bool loads = link->state == BC_LINK_STARTING || link->state == BC_LINK_LOADING ||
                 (link->state == BC_LINK_LIVE && watch->state != BC_LINK_LIVE);
    bool moved =
        loads && (link->done != watch->done || strcmp(link->stage, watch->stage) != 0 ||
                  link->state != watch->state);
    watch->done = link->done;
    watch->state = link->state;
    memcpy(watch->stage, link->stage, sizeof watch->stage);
    return moved;
}

static bool given_up(const struct bc_link *link, struct err *err)
{
    if (link->error.kind != ERR_NONE) {
        if (err) {
            *err = link->error;
        }
        return false;
    }
    return err_set(err, ERR_UNREACHABLE,
                   "the clearinghouse did not answer in time; is it running?");
}

bool tui_export_await(struct bc_session *session, int patience_ms,
                      bc_progress_fn *progress, void *ctx, struct err *err)
{
    const struct bc_link *link = bc_link(session);
    struct watch watch = {.from = now_ms(), .done = -1, .state = BC_LINK_STARTING};
    struct bc_event event;
    int64_t live = 0;
    for (;;) {
        bool demo = link->state == BC_LINK_STARTING && *link->stage;
        if (moved(&watch, link)) {
            watch.from = now_ms();
            if (progress && demo) {
                progress(ctx, link->stage, link->done, link->total);
            }
        }
        live = link->state != BC_LINK_LIVE ? 0 : live ? live : now_ms();
        if (live && (all_there(session) || now_ms() - live > PARTS_MS)) {
            return true;
        }
        if (link->state == BC_LINK_REFUSED || now_ms() - watch.from > patience_ms ||
            (link->state == BC_LINK_RETRYING && link->error.kind == ERR_CONFIG)) {
            return given_up(link, err);
        }
        bc_wait(session, -1, -1, STEP_MS);
        while (bc_event_next(session, &event)) {
        }
    }
}

void tui_export_settle(struct tui_app *app)
{
    struct buf before = {0}, now = {0};
    int64_t from = now_ms(), until = from + SETTLE_MS;
    while (now_ms() - from < QUIET_MS && now_ms() < until) {
        bc_wait(tui_session(app), -1, -1, STEP_MS);
        tui_app_events(app);
        tui_touch(app);
        tui_app_draw(app);
        buf_reset(&now);
        tui_canvas_text(tui_app_canvas(app), &now);
        if (strcmp(buf_str(&now), buf_str(&before)) != 0) {
            from = now_ms();
            buf_reset(&before);
            buf_adds(&before, buf_str(&now));
        }
    }
    buf_clear(&before);
    buf_clear(&now);
}
