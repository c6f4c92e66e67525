#include "tui/screens/policy.h"

#include "tui/widgets/figure.h"

#include <string.h>

enum { LABEL = 26, LABEL_NARROW = 20, NARROW = 60 };

/* In the order people ask for them; the office's own parameters last. */
static const char *const of_the_city[] = {
    "budget_fen",        "rate_bp",
    "startup_rate_bp",   "case_cap_fen",
    "year_cap_fen",      "group_year_cap_fen",
    "minimum_spend_fen", "contract_not_before",
    "contract_max_days",
};
static const char *const of_the_office[] = {
    "second_signature_fen", "review_days",  "supplement_days",   "notice_days",
    "voucher_days",         "undo_minutes", "rounding_unit_fen",
};
static const char *const checks[] = {
    "unrelated_parties", "listed_provider", "compute_only", "single_subsidy",
    "good_standing",     "fees_paid",       "usage_proof",
};

static const char own_source[] = "operating parameter of this installation";

static void source_line(struct tui_pane *pane, const char *source)
{
    if (*source) {
        bool own = strcmp(source, own_source) == 0;
        tui_pane_text(pane, pane->label,
                      own ? safe_text(_("set by this installation")) : safe_text(source),
                      TUI_DIM);
    }
}

static void figure(struct tui_pane *pane, const struct bc_policy *p, const char *key)
{
    enum tui_role role;
    const struct bc_figure *f = bc_policy_figure(p, key);
    struct safe_text value = tui_policy_value(f, &role);
    if (!f || f->known == BC_ABSENT) {
        return;
    }
    bool contested = *f->contested != '\0';
    tui_pane_pair(
        pane, tui_policy_figure_name(key),
        contested ? safe_textf(_("%s  applied; contested"), value.bytes) : value, role);
    source_line(pane, f->source);
    if (contested) {
        tui_pane_text(pane, pane->label,
                      safe_textf(_("elsewhere: %s"), safe_text(f->contested).bytes),
                      TUI_WARN);
    }
}

/* Figures of one kind whose source is the same are said once, in a row each. */
static void office(struct tui_pane *pane, const struct bc_policy *p)
{
    tui_pane_gap(pane);
    tui_pane_heading(pane, safe_text(_("THIS INSTALLATION")),
                     safe_text(_("parameters of the office, not of the city")));
    for (size_t i = 0; i < sizeof of_the_office / sizeof *of_the_office; i++) {
        enum tui_role role;
        const struct bc_figure *f = bc_policy_figure(p, of_the_office[i]);
        if (f && f->known != BC_ABSENT) {
            tui_pane_pair(pane, tui_policy_figure_name(f->key),
                          tui_policy_value(f, &role), TUI_TEXT);
            if (strcmp(f->source, own_source) != 0) {
                source_line(pane, f->source);
            }
        }
    }
}

static void rule(struct tui_pane *pane, const struct bc_policy *p, const char *name,
                 struct safe_text value)
{
    bool own = tui_policy_has(p->own_checks, name);
    tui_pane_pair(pane, tui_policy_rule_name(name),
                  own ? safe_textf(_("%s  (rule of this installation)"), value.bytes)
                      : value,
                  TUI_TEXT);
}

static void rules(struct tui_pane *pane, const struct bc_policy *p)
{
    tui_pane_gap(pane);
    tui_pane_heading(pane, safe_text(_("RULES")),
                     safe_textf(_("version %d"), p->version));
    rule(pane, p, "applicant_kinds",
         *p->applicant_kinds ? tui_policy_list(p->applicant_kinds)
                             : safe_text(_("any kind")));
    if (*p->applicant_sizes) {
        rule(pane, p, "applicant_sizes", tui_policy_list(p->applicant_sizes));
    }
    if (*p->region) {
        rule(pane, p, "region", safe_text(p->region));
    }
    if (*p->documents) {
        rule(pane, p, "documents", tui_policy_list(p->documents));
    }
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        bool on = tui_policy_has(p->checks, checks[i]);
        if (on) {
            rule(pane, p, checks[i], safe_text(_("checked")));
        } else {
            tui_pane_pair(pane, tui_policy_rule_name(checks[i]),
                          safe_text(_("not asked for")), TUI_DIM);
        }
    }
    source_line(pane, p->rules_source);
}

static void announced(struct tui_pane *pane, const struct bc_policy *p)
{
    const struct bc_figure *f = bc_policy_figure(p, "announced_fen");
    if (!f || f->known != BC_KNOWN) {
        return;
    }
    tui_pane_gap(pane);
    tui_pane_heading(pane, safe_text(_("ANNOUNCED, NOT MONEY")), (struct safe_text){0});
    tui_pane_pair(pane, tui_policy_figure_name(f->key), tui_yuan(f->value), TUI_DIM);
    source_line(pane, f->source);
    tui_pane_text(pane, pane->label,
                  safe_text(_("in no tranche and in no sum of this console")), TUI_DIM);
}

static struct safe_text word_or_unknown(const char *word)
{
    return strcmp(word, "unknown") == 0 ? safe_text(_("unknown: not published"))
                                        : safe_text(tui_word(word));
}

void tui_policy_page(const struct bc_policy *p, struct tui_pane *pane)
{
    pane->label = pane->rect.cols < NARROW ? LABEL_NARROW : LABEL;
    tui_pane_heading(pane, safe_text(tui_policy_name(p)), safe_text(p->id));
    tui_pane_heading(pane, safe_text(_("FIGURES OF THE CITY")),
                     safe_text(_("as published")));
    for (size_t i = 0; i < sizeof of_the_city / sizeof *of_the_city; i++) {
        figure(pane, p, of_the_city[i]);
    }
    tui_pane_pair(pane, _("window"), safe_text(p->window_note), TUI_TEXT);
    tui_pane_pair(pane, _("for"), word_or_unknown(p->subject), TUI_TEXT);
    tui_pane_pair(pane, _("when paid"), word_or_unknown(p->mode), TUI_TEXT);
    tui_pane_pair(pane, _("payee"), word_or_unknown(p->payee), TUI_TEXT);
    tui_pane_pair(pane, _("owner"), word_or_unknown(p->owner), TUI_TEXT);
    announced(pane, p);
    rules(pane, p);
    office(pane, p);
}
