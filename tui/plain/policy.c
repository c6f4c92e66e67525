/* The rules of the programmes, said. */
#include "tui/plain/plain_impl.h"

#include "backend_client/policies.h"
#include "tui/screens/policy.h"

#include <stdlib.h>

static int read_all(struct plain *plain, struct bc_policy **out)
{
    struct err err = {0};
    int count = 0;
    int64_t at;
    *out = NULL;
    if (!bc_policies_read(plain->session, out, &count, &at, &err)) {
        plain_text(err.text);
        return 0;
    }
    return count;
}

static void say_figure(const struct bc_figure *figure)
{
    enum tui_role role;
    if (!figure || figure->known == BC_ABSENT) {
        return;
    }
    plain_say(safe_textf(_("%s: %s"), tui_policy_figure_name(figure->key),
                         tui_policy_value(figure, &role).bytes));
    if (*figure->source) {
        plain_say(safe_textf(_("its source: %s"), figure->source));
    }
    if (*figure->contested) {
        plain_say(safe_textf(_("contested: %s"), figure->contested));
    }
}

void plain_policy(struct plain *plain, const char *words)
{
    struct bc_policy *all;
    int count = read_all(plain, &all);
    enum tui_role role;
    (void)words;
    plain->place = PLAIN_POLICIES;
    for (int i = 0; i < count; i++) {
        const struct bc_figure *rate = bc_policy_figure(&all[i], "rate_bp"),
                               *budget = bc_policy_figure(&all[i], "budget_fen");
        plain_say(safe_textf(_("%d. %s: rate %s, budget in yuan %s"), i + 1,
                             tui_policy_name(&all[i]),
                             rate ? tui_policy_value(rate, &role).bytes : "-",
                             budget ? tui_policy_value(budget, &role).bytes : "-"));
    }
    plain_text(count ? _("a number opens a programme")
                     : _("the programmes are not here yet"));
    free(all);
}

void plain_policy_open(struct plain *plain, int64_t number)
{
    struct bc_policy *all;
    int count = read_all(plain, &all);
    if (number > count) {
        plain_text(_("there is no such number in the list"));
    } else {
        const struct bc_policy *one = &all[number - 1];
        plain_say(safe_textf(_("%s, version %d"), tui_policy_name(one), one->version));
        for (int i = 0; i < one->figure_count; i++) {
            say_figure(&one->figures[i]);
        }
        plain_say(safe_textf(_("documents: %s"), tui_policy_list(one->documents).bytes));
        plain_say(safe_textf(_("kinds of applicant: %s"),
                             tui_policy_list(one->applicant_kinds).bytes));
    }
    free(all);
}
