#include "tui/screens/queue.h"

#include <string.h>

/* What would be right, by the field where the words differ. */
static const struct {
    enum bc_fault_kind kind;
    const char *text; /* msgid */
} faults[] = {
    {BC_FAULT_FIELD, N_("there is no such field: state rules programme tranche with "
                        "provider hardware ask grant hours due age changed")},
    {BC_FAULT_AMOUNT, N_("an amount is 500k, 1.5m or 12,000 (yuan)")},
    {BC_FAULT_NUMBER, N_("a number is needed")},
    {BC_FAULT_TIME, N_("a time is 3d, 12h, 2w or 2026-12-01")},
    {BC_FAULT_STATE, N_("a state is new ready returned second approved rejected "
                        "withdrawn open decided")},
    {BC_FAULT_RULES, N_("an outcome is pass query cap fail wait")},
    {BC_FAULT_RELATION, N_("this field has no order, only : is possible")},
    {BC_FAULT_QUOTE, N_("the quotation mark is still open")},
    {BC_FAULT_MANY, N_("that is one condition too many")},
};

static const struct {
    enum bc_filter_field field;
    const char *text; /* msgid: what may follow */
} hints[] = {
    {BC_FILTER_STATE,
     N_("new ready returned second approved rejected withdrawn open decided")},
    {BC_FILTER_RULES, N_("pass query cap fail wait")},
    {BC_FILTER_WITH, N_("a name, me or none")},
    {BC_FILTER_PROGRAMME, N_("a part of its name in the rules, such as shanghai")},
    {BC_FILTER_TRANCHE, N_("a part of its name")},
    {BC_FILTER_PROVIDER, N_("a part of its name")},
    {BC_FILTER_HARDWARE, N_("a part of its name")},
    {BC_FILTER_ASK, N_("500k, 1.5m or 12,000 (yuan)")},
    {BC_FILTER_GRANT, N_("500k, 1.5m or 12,000 (yuan)")},
    {BC_FILTER_HOURS, N_("a number of GPU-hours")},
    {BC_FILTER_DUE, N_("3d, 12h, 2w or 2026-12-01; below 0 is overdue")},
    {BC_FILTER_AGE, N_("3d, 12h or 2w since it came in")},
    {BC_FILTER_CHANGED, N_("3d, 12h or 2w since the last change")},
};

/* While a value is still to be typed it is a hint, no fault. */
static struct safe_text hint(const struct bc_fault *fault)
{
    struct safe_text word = safe_text(fault->word);
    for (size_t i = 0; i < COUNT_OF(hints); i++) {
        if (strcmp(bc_filter_name(hints[i].field), fault->field) == 0) {
            return safe_textf("%s…  %s", word.bytes, _(hints[i].text));
        }
    }
    return word;
}

struct safe_text queue_fault_text(const struct bc_fault *fault)
{
    struct safe_text word = safe_text(fault->word);
    if (fault->kind == BC_FAULT_EMPTY) {
        return hint(fault);
    }
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        if (faults[i].kind == fault->kind) {
            return safe_textf("%s: %s", word.bytes, _(faults[i].text));
        }
    }
    return safe_text("");
}
