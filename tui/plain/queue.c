#include "tui/plain/plain_impl.h"

#include "tui/inputs.h"
#include "tui/screens/case_words.h"
#include "tui/screens/evidence.h"
#include "tui/widgets/figure.h"

#include <stdlib.h>
#include <string.h>

enum { DETAIL_MS = 5000, WARNINGS = 8 };

static const struct {
    const char *name;     /* msgid */
    const char *statuses; /* as of bc_query */
    bool mine;
} views[] = {
    {N_("ready to decide"), "under_review", false},
    {N_("to take up"), "submitted", false},
    {N_("awaiting second signature"), "awaiting_second", false},
    {N_("sent back"), "returned", false},
    {N_("mine"), NULL, true},
    {N_("all open"), NULL, false},
    {N_("decided"), "approved,rejected,withdrawn", false},
    {N_("all"), "*", false},
};
enum { READY = 0, SECOND = 2 };

/* ---- rows ---- */

static void note_shown(struct plain *plain, int64_t number, const struct bc_case *row)
{
    struct plain_shown *at = &plain->shown[plain->shown_next];
    plain->shown_next = (plain->shown_next + 1) % PLAIN_SHOWN;
    plain->shown_count += plain->shown_count < PLAIN_SHOWN;
    *at = (struct plain_shown){.number = number};
    memcpy(at->choice.id, row->id, sizeof at->choice.id);
    at->choice.revision = row->revision;
}

const struct plain_shown *plain_shown_at(const struct plain *plain, int64_t number)
{
    for (int i = 1; i <= plain->shown_count; i++) {
        int at = (plain->shown_next - i + PLAIN_SHOWN) % PLAIN_SHOWN;
        if (plain->shown[at].number == number) {
            return &plain->shown[at];
        }
    }
    return NULL;
}

struct safe_text plain_case_line(struct plain *plain, const struct bc_case *row)
{
    struct safe_text due =
        tui_due(row->due_at, bc_clock(plain->session), row->status, NULL);
    struct safe_text line =
        safe_textf(_("%s, %s, asks %s yuan, grant %s yuan, %s, %s"), row->number,
                   row->applicant_name, tui_yuan(row->amount_fen).bytes,
                   tui_yuan(row->grant_fen).bytes,
                   tui_verdict(row->verdict, row->issues).bytes, tui_word(row->status));
    return due.len ? safe_textf(_("%s, due: %s"), line.bytes, due.bytes) : line;
}

static bool reopen(struct plain *plain)
{
    struct err err = {0};
    struct bc_query query = {
        .text = plain->filter,
        .statuses = views[plain->view_at].statuses,
        .assigned_to = views[plain->view_at].mine ? bc_me(plain->session)->id : NULL,
        .sort = BC_SORT_DUE};
    bc_view_close(plain->view);
    plain->view = NULL;
    plain->shown_count = plain->shown_next = 0;
    if (!bc_view_open(plain->session, &query, &plain->view, &err)) {
        plain_text(err.text);
        return false;
    }
    return true;
}

void plain_queue_page(struct plain *plain, int64_t from)
{
    struct bc_case row;
    int64_t number = from;
    if (!plain->view && !reopen(plain)) {
        return;
    }
    int64_t count = bc_view_count(plain->view);
    plain->place = PLAIN_QUEUE;
    for (; number < from + PLAIN_PAGE && bc_view_row(plain->view, number, &row);
         number++) {
        note_shown(plain, number + 1, &row);
        plain_say(safe_textf("%lld. %s", (long long)number + 1,
                             plain_case_line(plain, &row).bytes));
    }
    plain->next = number;
    if (number == from) {
        plain_text(from ? _("that was the end of the list") : _("no case is like that"));
    } else {
        plain_say(safe_textf(_("%lld to %lld of %lld, view \"%s\". A number opens; next, "
                               "approve N, reject N, filter WORDS."),
                             (long long)from + 1, (long long)number, (long long)count,
                             _(views[plain->view_at].name)));
    }
}

void plain_queue(struct plain *plain, const char *words)
{
    (void)words;
    if (!plain->view) {
        bool signs = bc_has_role(plain->session, "supervisor") &&
                     !bc_has_role(plain->session, "officer");
        plain->view_at = signs ? SECOND : READY;
    }
    if (reopen(plain)) {
        plain_queue_page(plain, 0);
    }
}

void plain_filter(struct plain *plain, const char *words)
{
    snprintf(plain->filter, sizeof plain->filter, "%s", words);
    if (reopen(plain)) {
        plain_queue_page(plain, 0);
    }
}

void plain_view(struct plain *plain, const char *words)
{
    int64_t number;
    if (plain_number(&words, &number) && number <= (int64_t)COUNT_OF(views)) {
        plain->view_at = (int)number - 1;
        if (reopen(plain)) {
            plain_queue_page(plain, 0);
        }
        return;
    }
    for (size_t i = 0; i < COUNT_OF(views); i++) {
        plain_say(safe_textf("view %zu: %s", i + 1, _(views[i].name)));
    }
}

/* ---- one case ---- */

static bool has_detail(struct plain *plain, int64_t number)
{
    struct bc_detail *detail = calloc(1, sizeof *detail);
    bool has = detail && bc_case_detail(plain->session, plain->open.id, detail);
    (void)number;
    free(detail);
    return has;
}

static void say_findings(const struct bc_detail *d)
{
    int order[BC_FINDINGS];
    tui_findings_order(d, order);
    for (int i = 0; i < d->finding_count; i++) {
        const struct bc_finding *f = &d->findings[order[i]];
        struct safe_text flip = tui_flip(f), input = tui_input(f->input);
        plain_say(safe_textf("%s, %s: %s%s%s", tui_word(f->outcome), tui_word(f->rule),
                             input.bytes, flip.len ? ", " : "", flip.bytes));
    }
}

static void say_detail(struct plain *plain, const struct bc_detail *d)
{
    struct safe_text warnings[WARNINGS];
    plain_say(safe_textf(
        _("programme: %s, %s"),
        tui_programme_name(plain->session, d->row.programme).bytes,
        tui_tranche_name(plain->session, d->row.programme, d->row.tranche).bytes));
    plain_say(safe_textf(_("credit code: %s; provider: %s"), d->row.credit_code,
                         d->row.provider_name));
    plain_say(safe_textf(_("contract: %s, total %s yuan, eligible %s yuan"),
                         d->contract_number, tui_yuan(d->total_fen).bytes,
                         tui_yuan(d->verdict_eligible_fen).bytes));
    plain_say(safe_textf(_("purpose: %s"), d->purpose));
    say_findings(d);
    int count = tui_text_warnings(d, warnings, WARNINGS);
    for (int i = 0; i < count; i++) {
        plain_say(safe_textf(_("warning: %s"), warnings[i].bytes));
    }
    if (*d->reason_code) {
        plain_say(safe_textf(_("last decision: %s by %s, reason: %s %s"),
                             tui_word(d->last_decision), d->last_by,
                             tui_reason_name(plain->session, d->reason_code).bytes,
                             d->reason_note));
    }
}

static void open_case(struct plain *plain, const struct bc_case *row)
{
    struct bc_detail *detail = calloc(1, sizeof *detail);
    memcpy(plain->open.id, row->id, sizeof plain->open.id);
    plain->open.revision = row->revision;
    plain->place = PLAIN_CASE;
    plain_say(plain_case_line(plain, row));
    if (!detail || !plain_await(plain, has_detail, 0, DETAIL_MS) ||
        !bc_case_detail(plain->session, row->id, detail)) {
        plain_text(_("the evidence is not here yet; open the case again in a moment"));
    } else {
        plain->open.revision = detail->row.revision;
        say_detail(plain, detail);
        plain_text(
            _("approve, reject, return, accept or undo decide this case; queue goes "
              "back to the list"));
    }
    free(detail);
}

void plain_open_case(struct plain *plain, int64_t number)
{
    struct bc_case row;
    if (!plain->view || !bc_view_row(plain->view, number - 1, &row)) {
        plain_text(_("there is no such number in the list; queue lists it"));
        return;
    }
    note_shown(plain, number, &row);
    open_case(plain, &row);
}

void plain_find(struct plain *plain, const char *words)
{
    const struct bc_query query = {
        .text = words, .statuses = "*", .sort = BC_SORT_UPDATED};
    struct bc_view *view;
    struct bc_case row, other;
    struct err err = {0};
    if (!*words) {
        plain_text(_("say which: case 26-000418-K"));
    } else if (!bc_view_open(plain->session, &query, &view, &err)) {
        plain_text(err.text);
    } else {
        bool one = bc_view_row(view, 0, &row), more = bc_view_row(view, 1, &other);
        bc_view_close(view);
        if (!one || more) {
            plain_text(one ? _("several cases are like that; say more of it")
                           : _("no case is like that"));
        } else {
            open_case(plain, &row);
        }
    }
}
