#include "clearinghouse/progress.h"

#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BAR = 40 };

static void draw_bar(struct ch_progress *p, int64_t done, int64_t total)
{
    char bar[BAR + 1];
    int full = total > 0 ? (int)(done * BAR / total) : 0;
    full = full < 0 ? 0 : full > BAR ? BAR : full;
    memset(bar, '.', BAR);
    memset(bar, '#', (size_t)full);
    bar[BAR] = '\0';
    fprintf(stderr, "\r  making the demo: %-12s [%s] %" PRId64 " of %" PRId64 "   ",
            p->stage, bar, done, total);
    p->bar = true;
}

void ch_progress_show(void *ctx, const char *stage, int64_t done, int64_t total)
{
    struct ch_progress *p = ctx;
    int64_t now = date_now();
    bool same = strcmp(p->stage, stage) == 0;
    if (same && now - p->shown_at < DATE_SECOND / 10) {
        return;
    }
    p->shown_at = now;
    snprintf(p->stage, sizeof p->stage, "%s", stage);
    if (isatty(STDERR_FILENO)) {
        draw_bar(p, done, total);
    } else {
        printf("clearinghoused: demo %s %" PRId64 " %" PRId64 "\n", stage, done, total);
        fflush(stdout);
    }
}

void ch_progress_end(struct ch_progress *p)
{
    if (p->bar) {
        fprintf(stderr, "\r%*s\r", BAR + 60, "");
        p->bar = false;
    }
}
