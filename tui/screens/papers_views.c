#include "tui/screens/papers.h"
#include "tui/screens/views_block.h"

#include "common/date.h"

#include <stdio.h>

enum { AGAIN_S = 5 };

static void ask(struct tui_app *app, struct papers *papers)
{
    papers_views_close(papers);
    for (int i = 0; i < papers->kind->view_count && i < PAPERS_VIEWS; i++) {
        const struct bc_papers_query query = {.paper = papers->kind->paper,
                                              .statuses = papers->kind->views[i].statuses,
                                              .unsaid = papers_unsaid(papers->kind, i),
                                              .sort = papers->kind->sorts[0].word,
                                              .counted = true};
        if (!bc_papers_open(tui_session(app), &query, &papers->counts[i], NULL)) {
            papers->counts[i] = NULL;
        }
    }
    papers->counts_at = tui_now(app);
    papers->counts_old = false;
}

void papers_views_draw(struct tui_app *app, struct papers *papers,
                       struct tui_canvas *canvas, struct tui_rect list)
{
    struct tui_view_line lines[PAPERS_VIEWS];
    int count =
        papers->kind->view_count < PAPERS_VIEWS ? papers->kind->view_count : PAPERS_VIEWS;
    int rows = bc_papers_count(papers->list);
    if (!bc_papers_whole(papers->list) || !tui_views_fit(list, rows, count)) {
        return;
    }
    int64_t age = tui_now(app) - papers->counts_at;
    if (papers->counts_at == 0 || (papers->counts_old && age > AGAIN_S * DATE_SECOND)) {
        ask(app, papers);
    }
    for (int i = 0; i < count; i++) {
        lines[i] =
            (struct tui_view_line){.title = _(papers->kind->views[i].title),
                                   .count = bc_papers_total(papers->counts[i]),
                                   .here = i == papers->view_at && !*papers->voucher};
    }
    tui_views_draw(canvas, list, lines, count);
}

void papers_views_close(struct papers *papers)
{
    for (int i = 0; i < PAPERS_VIEWS; i++) {
        bc_papers_close(papers->counts[i]);
        papers->counts[i] = NULL;
    }
}
