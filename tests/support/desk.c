#include "tests/support/desk.h"

#include "backend_client/session_impl.h"
#include "tests/support/test.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#define APP "app_0197f3c2a1b87c3e9d0011223344556a"

const char desk_app[] = APP;
const char desk_decide[] = "/v1/applications/" APP "/decisions";
const char desk_me[] =
    "{\"id\":\"officer\",\"name\":\"Officer\",\"roles\":[\"officer\"],\"centres\":[],"
    "\"programmes\":[\"*\"],\"demo\":true,\"version\":\"0.1.0\","
    "\"server_time\":\"2026-11-02T02:00:00.000000Z\"}";
const char desk_done[] =
    "{\"application\":{\"id\":\"" APP "\",\"number\":\"26-000418-K\",\"status\":"
    "\"approved\",\"grant\":{\"amount_fen\":9200000}},\"decision\":{\"undo_until\":"
    "\"2026-11-02T02:30:00.000000Z\"},\"budget\":{},\"controls\":[],\"notices\":[]}";

void desk_make(struct desk *desk)
{
    *desk = (struct desk){.folder = "/tmp/vd-desk-XXXXXX"};
    assert_non_null(mkdtemp(desk->folder));
    snprintf(desk->socket, sizeof desk->socket, "%s/s", desk->folder);
    snprintf(desk->state, sizeof desk->state, "%s/state", desk->folder);
}

void desk_open(struct desk *desk)
{
    const struct bc_config config = {
        .socket = desk->socket, .state = desk->state, .memory_replica = true};
    struct err err = {0};
    assert_ok(bc_open(&config, &desk->session, &err), err);
    desk->session->direct = true;
}

void desk_close(struct desk *desk)
{
    bc_close(desk->session);
    desk->session = NULL;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void desk_end(struct desk *desk)
{
    desk_close(desk);
    nftw(desk->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int64_t desk_approve(struct desk *desk)
{
    struct bc_decision *decision = calloc(1, sizeof *decision);
    struct err err = {0};
    int64_t intent = 0;
    assert_non_null(decision);
    snprintf(decision->decision, sizeof decision->decision, "approve");
    snprintf(decision->choices[0].id, BC_ID, "%s", desk_app);
    decision->choices[0].revision = 7;
    decision->count = 1;
    while (!*bc_me(desk->session)->id && bc_intents_pending(desk->session) == 0 &&
           !bc_decide(desk->session, decision, &intent, &err)) {
        assert_int_equal(err.kind, ERR_UNREACHABLE); /* who we are is not known yet */
        desk_work(desk, 1);
    }
    if (!intent) {
        assert_ok(bc_decide(desk->session, decision, &intent, &err), err);
    }
    free(decision);
    return intent;
}

bool desk_reaches(struct desk *desk, int64_t intent, enum bc_intent_state state)
{
    struct bc_intent seen = {.state = BC_INTENT_QUEUED};
    for (int i = 0; i < 1000; i++) {
        if (bc_intent_get(desk->session, intent, &seen) && seen.state == state) {
            return true;
        }
        desk_work(desk, 1);
    }
    print_message("intent is %s: %s\n", bc_intent_state_name(seen.state), seen.text);
    return false;
}

void desk_work(struct desk *desk, int turns)
{
    struct bc_event event;
    for (int i = 0; i < turns; i++) {
        bc_wait(desk->session, -1, -1, 10);
        while (bc_event_next(desk->session, &event)) {
        }
    }
}
