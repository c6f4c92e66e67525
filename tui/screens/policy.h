/* What tui_policy_screen is opened with: the programme to begin at, or NULL; and the
 * parts it is drawn by. */
#ifndef TUI_SCREENS_POLICY_H
#define TUI_SCREENS_POLICY_H

#include "backend_client/policies.h"
#include "tui/screen.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"

struct tui_policy_arg {
    const char *programme;
};

/* ---- policy_words.c ---- */

/* A figure's name with its unit: "cap per case, ¥". */
const char *tui_policy_figure_name(const char *key);
/* Its value as people write it, or the word for what is not known; NULL: absent. */
struct safe_text tui_policy_value(const struct bc_figure *figure, enum tui_role *role);
/* A short form for tables: money in ¥m; "!" behind a contested one. */
struct safe_text tui_policy_short(const struct bc_figure *figure, enum tui_role *role);
/* A rule's name: "applicant_kinds". */
const char *tui_policy_rule_name(const char *rule);
/* "firm, institute": a comma-separated list of words in the reader's language. */
struct safe_text tui_policy_list(const char *words);
bool tui_policy_has(const char *list, const char *word);
const char *tui_policy_name(const struct bc_policy *policy);

/* ---- policy_page.c ---- */

/* One programme's page, put down on a pane. */
void tui_policy_page(const struct bc_policy *policy, struct tui_pane *pane);

#endif
