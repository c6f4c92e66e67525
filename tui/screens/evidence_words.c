#include "tui/screens/evidence.h"

#include "tui/lang.h"

#include <string.h>

/* ---- the change that would flip a rule ---- */

static const struct {
    const char *field, *text;
} fields[] = {
    {"applicant.region", N_("registered area")},
    {"applicant.kind", N_("kind of applicant")},
    {"applicant.size", N_("size class")},
    {"applicant.debarred_until", N_("debarred until")},
    {"applicant.year_granted_fen", N_("granted this year")},
    {"provider.listed", N_("provider on the list")},
    {"provider.id", N_("provider")},
    {"declared.related", N_("declared related")},
    {"declared.other_subsidy", N_("other public money")},
    {"declared.fees_paid", N_("fees paid")},
    {"request.kind", N_("kind of service")},
    {"request.amount_fen", N_("amount asked")},
    {"contract.signed_on", N_("contract signed")},
    {"contract.ends_on", N_("contract end")},
    {"contract.number", N_("contract number")},
    {"contract.eligible_fen", N_("eligible spend")},
    {"submitted_at", N_("submitted")},
    {"usage.gpu_hours", N_("GPU-hours proven")},
    {"usage.from", N_("start of use")},
    {"usage.to", N_("end of use")},
    {"tranche.available_fen", N_("free money of the tranche")},
    {"policy.rate_bp", N_("the rate")},
    {"policy.applicant_kinds", N_("who may apply")},
    {"policy.applicant_sizes", N_("which sizes may apply")},
};

/* "documents.invoice" is the document named after the dot. */
static struct safe_text field_name(const char *field)
{
    static const char documents[] = "documents.";
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (strcmp(field, fields[i].field) == 0) {
            return safe_text(_(fields[i].text));
        }
    }
    if (strncmp(field, documents, sizeof documents - 1) == 0) {
        return safe_text(tui_word(field + sizeof documents - 1));
    }
    return safe_text(field);
}

static struct safe_text value_name(const char *value)
{
    static const struct {
        const char *value, *text;
    } values[] = {{"", N_("none")},
                  {"true", N_("yes")},
                  {"false", N_("no")},
                  {"ok", N_("in order")}};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        if (strcmp(value, values[i].value) == 0) {
            return safe_text(_(values[i].text));
        }
    }
    return safe_text(tui_word(value));
}

struct safe_text tui_flip(const struct bc_finding *finding)
{
    if (!*finding->flip_field) {
        return (struct safe_text){0};
    }
    struct safe_text field = field_name(finding->flip_field);
    if (strcmp(finding->flip_op, "known") == 0) {
        return safe_textf(_("waits until somebody publishes %s"), field.bytes);
    }
    struct safe_text value = value_name(finding->flip_value),
                     op = safe_text(strcmp(finding->flip_op, "in") == 0
                                        ? _("one of")
                                        : finding->flip_op);
    return safe_textf(_("would pass if %s %s %s"), field.bytes, op.bytes, value.bytes);
}

void tui_findings_order(const struct bc_detail *detail, int order[BC_FINDINGS])
{
    static const char *const outcomes[] = {"fail", "query", "cap", "wait"};
    int count = 0;
    bool taken[BC_FINDINGS] = {false};
    for (size_t o = 0; o <= COUNT_OF(outcomes); o++) {
        for (int i = 0; i < detail->finding_count && i < BC_FINDINGS; i++) {
            bool fits = o == COUNT_OF(outcomes) ||
                        strcmp(detail->findings[i].outcome, outcomes[o]) == 0;
            if (fits && !taken[i]) {
                taken[i] = true;
                order[count++] = i;
            }
        }
    }
}

/* ---- texts that are not what they seem ---- */

static const struct {
    unsigned flag;
    const char *text; /* msgid */
} warnings[] = {
    {SAFE_FLAG_HIDDEN, N_("hidden characters")},
    {SAFE_FLAG_RARE, N_("rare character, drawn as a stand-in")},
    {SAFE_FLAG_PRIVATE, N_("private-use character, drawn as a stand-in")},
    {SAFE_FLAG_MIXED, N_("scripts that look alike are mixed")},
};

/* The code points of `raw` that carry `flag`, as "U+31350 U+3134A". */
static struct safe_text points(const char *raw, unsigned flag)
{
    struct safe_text list = {0};
    size_t len = strlen(raw);
    int shown = 0;
    for (size_t at = 0; at < len && shown < 4;) {
        uint32_t c;
        size_t bytes = text_decode(raw + at, len - at, &c);
        if (safe_text_n(raw + at, bytes).flags & flag) {
            list = safe_textf("%s%sU+%04X", list.bytes, shown++ ? " " : "", c);
        }
        at += bytes;
    }
    return list;
}

int tui_text_warnings(const struct bc_detail *detail, struct safe_text *out, int max)
{
    const struct {
        const char *where, *raw;
    } texts[] = {
        {_("the applicant's name"), detail->row.applicant_name},
        {_("the provider's name"), detail->row.provider_name},
        {_("the purpose"), detail->purpose},
        {_("the contract number"), detail->contract_number},
        {_("the declared subsidy"), detail->declared_other_subsidy},
        {_("the note"), detail->reason_note},
    };
    int count = 0;
    for (size_t t = 0; t < COUNT_OF(texts); t++) {
        struct safe_text text = safe_text(texts[t].raw);
        for (size_t w = 0; w < COUNT_OF(warnings) && count < max; w++) {
            if (text.flags & warnings[w].flag) {
                struct safe_text list = points(texts[t].raw, warnings[w].flag);
                out[count++] = safe_textf("%s: %s %s", _(warnings[w].text),
                                          texts[t].where, list.bytes);
            }
        }
    }
    return count;
}
