#include "clearinghouse/demo/demo.h"

#include "clearinghouse/demo/story.h"

#include <stdlib.h>

enum { TAIL_MAX = 14000, FRESH = 40 };

void ch_demo_rewind(struct ch_service *service, int64_t end)
{
    atomic_store(&service->clock_stopped_at, end - (int64_t)CH_DEMO_DAYS * DATE_DAY);
}

/* From here on the ledger's clock runs beside the wall clock, the story's end being now.
 */
static bool start_clock(struct ch_demo *demo, struct err *err)
{
    struct ch_ctx ctx = {.service = demo->service, .db = demo->db};
    int64_t offset = demo->end_is_now ? 0 : demo->end - date_now();
    int64_t was = atomic_load(&demo->service->clock_offset_us);
    atomic_store(&demo->service->clock_stopped_at, 0);
    return ch_clock_advance(&ctx, offset - was, err);
}

static bool tell_story(struct ch_demo *demo, struct err *err)
{
    ch_demo_programmes(demo);
    if (!ch_demo_parties(demo, err) || !ch_demo_budgets(demo, err) ||
        !ch_demo_centres(demo, err) || !ch_demo_desk(demo, err)) {
        return false;
    }
    return ch_demo_clock(demo, demo->end, err) && start_clock(demo, err);
}

bool ch_demo_generate(struct ch_service *service, struct ch_db *db, int64_t cases,
                      uint64_t seed, int64_t end, ch_demo_progress_fn *progress,
                      void *ctx, struct err *err)
{
    struct ch_demo demo = {.service = service,
                           .db = db,
                           .seed = seed,
                           .cases = cases,
                           .progress = progress,
                           .progress_ctx = ctx};
    if (cases < 0 || cases > 5000000) {
        return err_set(err, ERR_USAGE, "a demo has 0 to 5000000 cases");
    }
    demo.end = end;
    demo.end_is_now = date_now() - end < DATE_DAY && end - date_now() < DATE_DAY / 24;
    demo.start = ch_clock(service);
    demo.today = date_of(demo.end, DATE_ZONE_CHINA);
    demo.year = date_split(demo.end, DATE_ZONE_CHINA).year;
    demo.tail = cases * 15 / 100 < TAIL_MAX ? cases * 15 / 100 : TAIL_MAX;
    demo.fresh = demo.tail < FRESH ? demo.tail : FRESH;
    ch_trust(db, true); /* a command that is refused ends the story and takes it back */
    bool ok = ch_begin(db, err) && tell_story(&demo, err);
    if (ok) {
        ok = ch_commit(db, err);
    } else {
        ch_rollback(db);
    }
    ch_trust(db, false);
    free(demo.orgs);
    return ok;
}
