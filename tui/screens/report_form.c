#include "tui/screens/report_form.h"

#include "tui/lang.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* `places` digits after the point are kept: kW in watts, PUE in thousandths. `above` is
 * the field it may not exceed. */
static const struct {
    const char *label, *name;
    int places;
    bool owed;
    int64_t least, most;
    int above;
    size_t at;
} fields[TUI_REPORT_FIELDS] = {
#define AT(member) offsetof(struct bc_reading, member)
    {N_("installed, cards"), N_("installed"), 0, true, 0, 10000000, -1, AT(installed)},
    {N_("powered on"), N_("powered on"), 0, true, 0, 10000000, TUI_REPORT_INSTALLED,
     AT(powered)},
    {N_("allocatable"), N_("allocatable"), 0, true, 0, 10000000, TUI_REPORT_POWERED,
     AT(allocatable)},
    {N_("allocated to users"), N_("allocated"), 0, true, 0, 10000000,
     TUI_REPORT_ALLOCATABLE, AT(allocated)},
    {N_("active now"), N_("active"), 0, true, 0, 10000000, TUI_REPORT_ALLOCATED,
     AT(active)},
    {N_("power, kW"), N_("power"), 3, false, 0, INT64_C(1000000000000), -1, AT(power_w)},
    {N_("energy, kWh"), N_("energy"), 0, false, 0, INT64_C(1000000000000), -1,
     AT(energy_kwh)},
    {N_("PUE"), N_("PUE"), 3, false, 1000, 10000, -1, AT(pue_milli)},
#undef AT
};

const char *tui_report_label(enum tui_report_field field)
{
    return fields[field].label;
}

/* ---- filling ---- */

static int64_t value_of(const struct bc_reading *r, int field)
{
    int64_t value;
    memcpy(&value, (const char *)r + fields[field].at, sizeof value);
    return value;
}

/* As a person would type it: no separators, no zeros after the point for nothing. */
static void write_number(int64_t value, int places, char out[24])
{
    if (value < 0) {
        *out = '\0';
    } else if (places == 0) {
        snprintf(out, 24, "%" PRId64, value);
    } else {
        int len = snprintf(out, 24, "%" PRId64 ".%03" PRId64, value / 1000, value % 1000);
        while (len > 0 && len < 24 && out[len - 1] == '0') {
            out[--len] = '\0';
        }
        if (len > 0 && len < 24 && out[len - 1] == '.') {
            out[len - 1] = '\0';
        }
    }
}

static struct tui_report_model *add_model(struct tui_report_form *form, const char *name)
{
    for (int i = 0; i < form->models; i++) {
        if (strcmp(form->model[i].accelerator, name) == 0) {
            return NULL;
        }
    }
    if (form->models == BC_LATEST) {
        return NULL;
    }
    struct tui_report_model *model = &form->model[form->models++];
    snprintf(model->accelerator, sizeof model->accelerator, "%s", name);
    return model;
}

void tui_report_form_begin(struct tui_report_form *form, const struct bc_centre *centre)
{
    *form = (struct tui_report_form){0};
    for (int i = 0; i < centre->latest_count && i < BC_LATEST; i++) {
        const struct bc_reading *r = &centre->latest[i];
        struct tui_report_model *model = add_model(form, r->accelerator);
        for (int k = 0; model && k < TUI_REPORT_FIELDS; k++) {
            write_number(value_of(r, k), fields[k].places, model->text[k]);
            memcpy(model->was[k], model->text[k], sizeof model->was[k]);
        }
    }
    for (int i = 0; i < centre->batch_count && i < BC_BATCHES; i++) {
        (void)add_model(form, centre->batches[i].accelerator);
    }
}

bool tui_report_form_type(struct tui_report_form *form, int model,
                          enum tui_report_field field, uint32_t key, bool back)
{
    char *text = form->model[model].text[field];
    size_t len = strlen(text);
    if (back) {
        text[len > 0 ? len - 1 : 0] = '\0';
        return true;
    }
    bool point = key == '.' && fields[field].places > 0 && !strchr(text, '.');
    if ((!point && (key < '0' || key > '9')) || len >= 12) {
        return false;
    }
    text[len] = (char)key;
    text[len + 1] = '\0';
    return true;
}

/* ---- reading ---- */

/* -1 for an empty text, -2 for one that is no number of so many places. */
static int64_t read_number(const char *text, int places)
{
    int64_t value = 0;
    int after = -1;
    for (const char *c = text; *c; c++) {
        if (*c == '.' && after < 0 && places > 0) {
            after = 0;
            continue;
        }
        if (*c < '0' || *c > '9' || after == places) {
            return -2;
        }
        value = value * 10 + (*c - '0');
        after += after >= 0;
    }
    for (int i = after < 0 ? 0 : after; i < places; i++) {
        value *= 10;
    }
    return *text == '\0' ? -1 : strcmp(text, ".") == 0 ? -2 : value;
}

static bool fail(struct tui_report_fault *fault, int model, int field,
                 struct safe_text text)
{
    *fault = (struct tui_report_fault){model, (enum tui_report_field)field, text};
    return false;
}

static bool check(const struct tui_report_model *m, int model, int k, int64_t value,
                  const struct bc_reading *r, struct tui_report_fault *fault)
{
    const char *name = _(fields[k].name);
    struct safe_text card = safe_text(m->accelerator);
    if (value == -1 && !fields[k].owed) {
        return true;
    }
    if (value == -1) {
        return fail(
            fault, model, k,
            safe_textf(_("%s: %s is missing; 0 is a figure too"), card.bytes, name));
    }
    if (value < 0) {
        return fail(fault, model, k,
                    safe_textf(_("%s: %s is not a number of at most %d decimals"),
                               card.bytes, name, fields[k].places));
    }
    if (value < fields[k].least || value > fields[k].most) {
        return fail(fault, model, k,
                    safe_textf(k == TUI_REPORT_PUE
                                   ? _("%s: %s lies between 1 and 10")
                                   : _("%s: %s is larger than any centre's"),
                               card.bytes, name));
    }
    if (fields[k].above >= 0 && value > value_of(r, fields[k].above)) {
        return fail(fault, model, k,
                    safe_textf(_("%s: %s %s is above %s %s"), card.bytes, name,
                               m->text[k], _(fields[fields[k].above].name),
                               m->text[fields[k].above]));
    }
    return true;
}

bool tui_report_form_read(const struct tui_report_form *form, int64_t at,
                          struct bc_reading out[BC_LATEST],
                          struct tui_report_fault *fault)
{
    for (int i = 0; i < form->models; i++) {
        const struct tui_report_model *m = &form->model[i];
        struct bc_reading r = {.at = at, .source = "typed", .rack_fill_bp = -1};
        snprintf(r.accelerator, sizeof r.accelerator, "%s", m->accelerator);
        for (int k = 0; k < TUI_REPORT_FIELDS; k++) {
            int64_t value = read_number(m->text[k], fields[k].places);
            if (!check(m, i, k, value, &r, fault)) {
                return false;
            }
            memcpy((char *)&r + fields[k].at, &value, sizeof value);
        }
        out[i] = r;
    }
    return form->models > 0 ||
           fail(fault, 0, 0,
                safe_text(_("no accelerator is registered here; a supervisor adds the "
                            "batch of hardware first")));
}
