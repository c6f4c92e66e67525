#include "tui/flow.h"

enum {
    LATE_US = 150000, /* beyond the usual round trip: the line is full */
    PATIENCE_US = 2000000,
    LONGEST_US = 30000000,
};

int64_t tui_flow_trip(const struct tui_flow *flow)
{
    int kept = flow->trip_count < TUI_FLOW_TRIPS ? flow->trip_count : TUI_FLOW_TRIPS;
    int64_t least = -1;
    for (int i = 0; i < kept; i++) {
        least = least < 0 || flow->trips[i] < least ? flow->trips[i] : least;
    }
    return least;
}

bool tui_flow_is_free(const struct tui_flow *flow, int64_t now)
{
    int64_t waited = now - flow->asked_at;
    return !flow->answers || !flow->open || waited <= tui_flow_trip(flow) + LATE_US ||
           waited >= flow->patience;
}

bool tui_flow_ask(struct tui_flow *flow, int64_t now)
{
    bool overdue = flow->answers && now - flow->asked_at >= flow->patience;
    if (flow->open && !overdue) {
        return false;
    }
    /* An answer that was lost is not waited for for ever, a stopped terminal not asked
     * all the time. */
    flow->again = flow->open;
    flow->patience = flow->open ? 2 * flow->patience : PATIENCE_US;
    flow->patience = flow->patience > LONGEST_US ? LONGEST_US : flow->patience;
    flow->asked_at = now;
    flow->open = true;
    return true;
}

void tui_flow_answered(struct tui_flow *flow, int64_t now)
{
    if (!flow->open) {
        return; /* nobody asked */
    }
    flow->answers = true;
    flow->open = false;
    if (!flow->again) {
        flow->trips[flow->trip_count++ % TUI_FLOW_TRIPS] = now - flow->asked_at;
    }
}
