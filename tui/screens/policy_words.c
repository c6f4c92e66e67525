#include "tui/screens/policy.h"

#include "tui/widgets/figure.h"

#include "common/date.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *key, *text;
} figures[] = {
    {"budget_fen", N_("budget, ¥")},
    {"rate_bp", N_("rate")},
    {"startup_rate_bp", N_("rate for start-ups")},
    {"case_cap_fen", N_("cap per case, ¥")},
    {"year_cap_fen", N_("cap per firm and year, ¥")},
    {"group_year_cap_fen", N_("cap per group and year, ¥")},
    {"minimum_spend_fen", N_("minimum spend, ¥")},
    {"contract_not_before", N_("contract signed from")},
    {"contract_max_days", N_("longest contract")},
    {"voucher_days", N_("voucher valid for")},
    {"notice_days", N_("public notice")},
    {"review_days", N_("days to decide")},
    {"supplement_days", N_("days to correct")},
    {"undo_minutes", N_("undo window")},
    {"second_signature_fen", N_("second signature from, ¥")},
    {"rounding_unit_fen", N_("rounded down to, ¥")},
    {"announced_fen", N_("announced package, ¥")},
};

static const struct {
    const char *rule, *text;
} rules[] = {
    {"applicant_kinds", N_("kinds of applicant")},
    {"applicant_sizes", N_("sizes of firm")},
    {"region", N_("registered in")},
    {"documents", N_("documents")},
    {"unrelated_parties", N_("buyer and seller unrelated")},
    {"listed_provider", N_("provider is listed")},
    {"compute_only", N_("AI compute only")},
    {"single_subsidy", N_("no other public money")},
    {"good_standing", N_("no penalty record")},
    {"fees_paid", N_("fees are paid")},
    {"usage_proof", N_("use is proven")},
};

const char *tui_policy_figure_name(const char *key)
{
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (strcmp(figures[i].key, key) == 0) {
            return _(figures[i].text);
        }
    }
    return key;
}

const char *tui_policy_rule_name(const char *rule)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (strcmp(rules[i].rule, rule) == 0) {
            return _(rules[i].text);
        }
    }
    return rule;
}

const char *tui_policy_name(const struct bc_policy *policy)
{
    return tui_lang_is_zh() ? policy->name_zh : policy->name_en;
}

static bool ends(const char *text, const char *tail)
{
    size_t len = strlen(text), cut = strlen(tail);
    return len >= cut && strcmp(text + len - cut, tail) == 0;
}

static struct safe_text known(const struct bc_figure *f)
{
    long long value = f->value;
    char day[16];
    if (f->day) {
        return safe_text(date_format(f->day, day));
    }
    if (ends(f->key, "_fen")) {
        return tui_yuan(f->value);
    }
    if (ends(f->key, "_bp")) {
        return value % 100 ? safe_textf("%lld.%02lld%%", value / 100, value % 100)
                           : safe_textf("%lld%%", value / 100);
    }
    if (ends(f->key, "_minutes")) {
        return safe_textf(_("%lld minutes"), value);
    }
    return f->working ? safe_textf(_("%lld working days"), value)
                      : safe_textf(_("%lld days"), value);
}

struct safe_text tui_policy_value(const struct bc_figure *figure, enum tui_role *role)
{
    *role = TUI_DIM;
    if (!figure || figure->known == BC_ABSENT) {
        return safe_text(_("not mentioned"));
    }
    switch (figure->known) {
    case BC_UNKNOWN:
        *role = TUI_WAIT;
        return safe_text(_("unknown: not published"));
    case BC_NONE:
        return safe_text(_("none: no such limit"));
    default:
        *role = *figure->contested ? TUI_WARN : TUI_STRONG;
        return known(figure);
    }
}

struct safe_text tui_policy_short(const struct bc_figure *figure, enum tui_role *role)
{
    *role = TUI_DIM;
    if (!figure || figure->known == BC_ABSENT) {
        return safe_text("– ");
    }
    if (figure->known == BC_NONE) {
        return safe_textf("%s ", _("none"));
    }
    if (figure->known == BC_UNKNOWN) {
        *role = TUI_WAIT;
        return safe_text("? ");
    }
    *role = *figure->contested ? TUI_WARN : TUI_TEXT;
    struct safe_text value =
        ends(figure->key, "_fen") ? tui_million(figure->value, 1) : known(figure);
    return safe_textf("%s%s", value.bytes, *figure->contested ? "!" : " ");
}

bool tui_policy_has(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at++) {
        bool starts = at == list || at[-1] == ',' || at[-1] == ' ';
        if (starts && (at[len] == '\0' || at[len] == ',' || at[len] == ' ')) {
            return true;
        }
    }
    return false;
}

struct safe_text tui_policy_list(const char *words)
{
    char word[BC_WORD];
    struct safe_text out = {0};
    while (*words) {
        size_t len = strcspn(words, ",");
        snprintf(word, sizeof word, "%.*s", (int)(len < BC_WORD ? len : BC_WORD - 1),
                 words);
        out = safe_textf("%s%s%s", out.bytes, out.len ? _(", ") : "",
                         safe_text(tui_word(word)).bytes);
        words += len;
        words += *words == ',';
    }
    return out;
}
