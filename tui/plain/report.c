#include "tui/plain/plain_impl.h"

#include "common/date.h"
#include "tui/screens/centre_rows.h"
#include "tui/screens/report_form.h"

#include <stdlib.h>
#include <string.h>

enum { OUTCOME_MS = 15000, OWN = 32 };

/* The centre this person reports for; asked for when there are several. */
static bool choose_centre(struct plain *plain, struct bc_centre *out)
{
    const struct bc_centre *all;
    int own[OWN], count = 0, total = bc_centres(plain->session, &all);
    char line[PLAIN_LINE];
    const char *at = line;
    int64_t number = 1;
    for (int i = 0; i < total && count < OWN; i++) {
        if (tui_centre_may_report(plain->session, all[i].id)) {
            own[count++] = i;
        }
    }
    if (count == 0) {
        plain_text(_("you may not report for any centre; its operators do that"));
        return false;
    }
    for (int i = 0; count > 1 && i < count; i++) {
        plain_say(safe_textf("%d. %s", i + 1, all[own[i]].name));
    }
    if (count > 1 && (!plain_ask(plain, N_("Number of the centre:"), line, sizeof line) ||
                      !plain_number(&at, &number) || *at || number > count)) {
        plain_text(_("no centre was chosen; nothing was done"));
        return false;
    }
    total = bc_centres(plain->session, &all);
    if (own[number - 1] >= total) {
        return false;
    }
    *out = all[own[number - 1]];
    return true;
}

static bool ask_field(struct plain *plain, struct tui_report_form *form, int model,
                      enum tui_report_field field)
{
    char line[PLAIN_LINE];
    struct tui_report_model *m = &form->model[model];
    plain_say(safe_textf(_("%s, %s, now \"%s\""), m->accelerator,
                         _(tui_report_label(field)), m->text[field]));
    if (!plain_ask(plain, N_("New figure, Enter keeps it, - empties it:"), line,
                   sizeof line)) {
        return false;
    }
    char before[sizeof m->text[field]];
    memcpy(before, m->text[field], sizeof before);
    if (*line) {
        m->text[field][0] = '\0';
    }
    for (const char *at = line; *at && strcmp(line, "-") != 0; at++) {
        if (!tui_report_form_type(form, model, field, (uint32_t)(unsigned char)*at,
                                  false)) {
            memcpy(m->text[field], before, sizeof before);
            plain_text(_("figures are made of digits, and a point where parts count"));
            return ask_field(plain, form, model, field);
        }
    }
    return true;
}

static bool ask_all(struct plain *plain, struct tui_report_form *form)
{
    for (int model = 0; model < form->models; model++) {
        for (int field = 0; field < TUI_REPORT_FIELDS; field++) {
            if (!ask_field(plain, form, model, (enum tui_report_field)field)) {
                return false;
            }
        }
    }
    return form->models > 0;
}

/* What does not fit together is asked for again, until it does. */
static bool mend(struct plain *plain, struct tui_report_form *form,
                 struct bc_reading readings[BC_LATEST])
{
    struct tui_report_fault fault;
    while (!tui_report_form_read(form, bc_clock(plain->session), readings, &fault)) {
        plain_say(fault.text);
        if (!ask_field(plain, form, fault.model, fault.field)) {
            return false;
        }
    }
    return true;
}

static bool is_final(struct plain *plain, int64_t number)
{
    struct bc_intent intent;
    return bc_intent_get(plain->session, number, &intent) &&
           (intent.state == BC_INTENT_CONFIRMED || intent.state == BC_INTENT_REFUSED ||
            intent.state == BC_INTENT_CONFLICT);
}

static void send(struct plain *plain, const struct bc_centre *centre,
                 const struct bc_reading *readings, int count)
{
    struct err err = {0};
    struct bc_intent intent;
    int64_t number;
    if (!bc_report(plain->session, centre->id, readings, count, &number, &err)) {
        plain_text(err.text);
        return;
    }
    if (!plain_await(plain, is_final, number, OUTCOME_MS)) {
        plain_text(
            _("written down and not answered yet: it is sent once, as soon as that "
              "can be; outbox tells what became of it"));
    } else if (bc_intent_get(plain->session, number, &intent)) {
        plain_say(intent.state == BC_INTENT_CONFIRMED
                      ? safe_textf(_("reported: %s"), centre->name)
                      : plain_outcome(&intent));
    }
}

void plain_report(struct plain *plain, const char *words)
{
    struct bc_centre *centre = calloc(1, sizeof *centre);
    struct tui_report_form *form = calloc(1, sizeof *form);
    struct bc_reading *readings = calloc(BC_LATEST, sizeof *readings);
    char line[PLAIN_LINE];
    (void)words;
    bool ok = centre && form && readings && choose_centre(plain, centre);
    if (ok) {
        plain_say(safe_textf(_("report of %s"), centre->name));
        tui_report_form_begin(form, centre);
        ok = ask_all(plain, form) && mend(plain, form, readings) &&
             plain_ask(plain, N_("Type send to send it, anything else leaves it:"), line,
                       sizeof line);
    }
    if (ok && strcmp(line, "send") == 0) {
        send(plain, centre, readings, form->models);
    } else {
        plain_text(_("nothing was sent"));
    }
    free(readings);
    free(form);
    free(centre);
}
