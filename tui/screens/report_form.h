/* The figures of a report while they are typed: text as it stands, and what it means. */
#ifndef TUI_SCREENS_REPORT_FORM_H
#define TUI_SCREENS_REPORT_FORM_H

#include "backend_client/records.h"
#include "common/text.h"

enum tui_report_field {
    TUI_REPORT_INSTALLED,
    TUI_REPORT_POWERED,
    TUI_REPORT_ALLOCATABLE,
    TUI_REPORT_ALLOCATED,
    TUI_REPORT_ACTIVE,
    TUI_REPORT_POWER,  /* kW, may be left empty */
    TUI_REPORT_ENERGY, /* kWh, may be left empty */
    TUI_REPORT_PUE,    /* may be left empty */
    TUI_REPORT_FIELDS,
};
const char *tui_report_label(enum tui_report_field field); /* msgid, with its unit */

struct tui_report_form {
    int models;
    struct tui_report_model {
        char accelerator[BC_WORD];
        char text[TUI_REPORT_FIELDS][24], was[TUI_REPORT_FIELDS][24];
    } model[BC_LATEST];
};

/* Filled from the centre's last readings; models of its batches that never reported are
 * empty. */
void tui_report_form_begin(struct tui_report_form *form, const struct bc_centre *centre);

/* A digit, the point, or Backspace (`back`); false when the key has no place here. */
bool tui_report_form_type(struct tui_report_form *form, int model,
                          enum tui_report_field field, uint32_t key, bool back);

/* The first thing that is wrong: where, and a sentence naming the field. */
struct tui_report_fault {
    int model;
    enum tui_report_field field;
    struct safe_text text;
};
/* All figures as readings of the instant `at`, one a model. False, with the fault, when
 * they do not fit together. */
bool tui_report_form_read(const struct tui_report_form *form, int64_t at,
                          struct bc_reading out[BC_LATEST],
                          struct tui_report_fault *fault);

#endif
