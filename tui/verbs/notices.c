/* The public notice, as it is published. */
#include "tui/verbs/verbs.h"

#include "backend_client/items.h"
#include "backend_client/notices.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"

#include <stdio.h>
#include <stdlib.h>

static bool fetch(struct tui_call *call, bool csv, struct buf *out, struct err *err)
{
    struct buf path = {0};
    buf_adds(&path, "/v1/notices");
    if (!call->programme) {
        return err_set(err, ERR_USAGE,
                       _("name the programme: --programme ID, such as shanghai-compute"));
    }
    tui_path_param(&path, "programme", call->programme);
    tui_path_param(&path, "format", csv ? "csv" : "json");
    const struct bc_request request = {
        .path = buf_str(&path), .if_match = -1, .text = csv};
    bool ok = bc_direct(call->session, &request, out, err);
    buf_clear(&path);
    return ok;
}

static bool add(void *ctx, const char *json)
{
    struct tui_table *t = ctx;
    struct bc_notice n;
    if (!bc_notice_read(json, &n)) {
        return false;
    }
    tui_table_add(t, safe_text(n.number));
    tui_table_add(t, safe_text(n.applicant));
    tui_table_add(t, safe_text(n.provider));
    tui_table_add(t, tui_cell_yuan(n.amount_fen));
    tui_table_add(t, tui_cell_day(n.until));
    tui_table_add(t, safe_text(tui_word(n.status)));
    return true;
}

bool tui_verb_notices_list(struct tui_call *call, struct err *err)
{
    struct buf json = {0};
    struct tui_table t = {.ascii = call->ascii};
    bool ok = fetch(call, false, &json, err);
    if (ok && call->json) {
        tui_print_json(stdout, buf_str(&json));
    } else if (ok) {
        tui_table_column(&t, _("CASE"), false);
        tui_table_column(&t, _("APPLICANT"), false);
        tui_table_column(&t, _("PROVIDER"), false);
        tui_table_column(&t, _("AMOUNT ¥"), true);
        tui_table_column(&t, _("UNTIL"), false);
        tui_table_column(&t, _("STATE"), false);
        ok = bc_items_each(buf_str(&json), "items", add, &t, err);
        if (ok && t.count == 0) {
            puts(_("no case is on notice"));
        } else if (ok) {
            tui_table_print(&t, stdout);
        }
        free(t.count == 0 ? t.cells : NULL);
    }
    buf_clear(&json);
    return ok;
}

/* CSV whose last line is the checksum of those before: `head -n -1 FILE | sha256sum`. */
bool tui_verb_notices_export(struct tui_call *call, struct err *err)
{
    struct buf csv = {0};
    bool ok =
        fetch(call, true, &csv, err) &&
        tui_print_file(call->operand_count > 0 ? call->operands[0] : NULL, &csv, err);
    buf_clear(&csv);
    return ok;
}
