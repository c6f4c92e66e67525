/* The journal, said: newest first, ten at a time; an entry with what it changed. */
#include "tui/plain/plain_impl.h"

#include "common/date.h"
#include "tui/screens/audit.h"

#include <string.h>

enum { COMES_MS = 10000, CHANGES = 20 };

static bool has_page(struct plain *plain, int64_t number)
{
    struct bc_audit_progress p;
    bc_audit_progress(plain->journal, &p);
    return p.shown >= number || p.complete || p.capped || p.refused ||
           p.err.kind != ERR_NONE;
}

static struct safe_text sentence(struct plain *plain, const struct bc_audit_entry *e)
{
    int64_t now = bc_clock(plain->session);
    return safe_textf(
        _("%s, %s: %s, %s"), tui_audit_time(e->at, now, DATE_ZONE_CHINA).bytes, e->who,
        tui_audit_action(e->action), tui_audit_subject(plain->session, e).bytes);
}

void plain_journal_page(struct plain *plain, int64_t from)
{
    struct bc_audit_progress p;
    int64_t at = from;
    plain->place = PLAIN_JOURNAL;
    bc_audit_want(plain->journal, from + PLAIN_PAGE);
    (void)plain_await(plain, has_page, from + PLAIN_PAGE, COMES_MS);
    bc_audit_progress(plain->journal, &p);
    if (p.refused || p.err.kind != ERR_NONE) {
        plain_text(p.refused ? _("the journal is read by officers, supervisors and "
                                 "auditors")
                             : p.err.text);
        return;
    }
    for (; at < from + PLAIN_PAGE && at < p.shown; at++) {
        const struct bc_audit_entry *e = bc_audit_row(plain->journal, at);
        plain_say(safe_textf("%lld. %s", (long long)at + 1, sentence(plain, e).bytes));
    }
    plain->journal_next = at;
    plain_text(at == from ? _("that was the end of the list")
                          : _("a number opens an entry; next; audit WORDS looks for "
                              "them; audit verify checks the chains"));
}

void plain_audit(struct plain *plain, const char *words)
{
    char line[PLAIN_LINE + 8];
    struct err err = {0};
    snprintf(line, sizeof line, "audit %s", words);
    if (*words && plain_verb(plain, line)) {
        return;
    }
    const struct bc_audit_query query = {
        .text = words, .zone_s = DATE_ZONE_CHINA, .word = tui_audit_action};
    bc_audit_close(plain->journal);
    plain->journal = NULL;
    if (!bc_audit_open(plain->session, &query, &plain->journal, &err)) {
        plain_text(err.text);
        return;
    }
    plain_journal_page(plain, 0);
}

static bool has_changes(struct plain *plain, int64_t number)
{
    const struct bc_audit_entry *e = bc_audit_row(plain->journal, number - 1);
    const struct bc_audit_detail *d = e ? bc_audit_detail(plain->journal, e) : NULL;
    return d && (d->ready || d->err.kind != ERR_NONE);
}

static void say_changes(const struct bc_audit_detail *d)
{
    for (int i = 0; i < d->changed && i < CHANGES; i++) {
        const struct bc_audit_field *f = &d->fields[i];
        struct safe_text name = tui_audit_field(f->path),
                         before = tui_audit_value(f->path, f->before, DATE_ZONE_CHINA),
                         after = tui_audit_value(f->path, f->after, DATE_ZONE_CHINA);
        plain_say(*f->before ? safe_textf(_("%s: %s, before: %s"), name.bytes,
                                          after.bytes, before.bytes)
                             : safe_textf(_("%s: %s"), name.bytes, after.bytes));
    }
    if (d->changed > CHANGES) {
        plain_say(safe_textf(_("and %d more"), d->changed - CHANGES));
    }
}

void plain_journal_open(struct plain *plain, int64_t number)
{
    const struct bc_audit_entry *e =
        plain->journal ? bc_audit_row(plain->journal, number - 1) : NULL;
    if (!e || number > plain->journal_next) {
        plain_text(_("there is no such number in the list"));
        return;
    }
    plain_say(safe_textf(_("%s entry %lld of %s"), sentence(plain, e).bytes,
                         (long long)e->seq, bc_audit_stream(plain->journal, e->stream)));
    (void)plain_await(plain, has_changes, number, COMES_MS);
    e = bc_audit_row(plain->journal, number - 1);
    const struct bc_audit_detail *d = e ? bc_audit_detail(plain->journal, e) : NULL;
    if (!d || !d->ready) {
        plain_text(d ? d->err.text : _("it is not here yet; open it again in a moment"));
        return;
    }
    if (*d->note) {
        plain_say(safe_textf(_("note: %s"), d->note));
    }
    say_changes(d);
    plain_say(safe_textf(_("hash: %s"), d->hash));
}
