#include "tui/verbs/listing.h"

static bool add(void *ctx, const char *json)
{
    struct tui_listing *listing = ctx;
    if (listing->call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    return listing->row(listing, json);
}

bool tui_listing_print(struct tui_listing *listing, const char *path, struct err *err)
{
    listing->table.ascii = listing->call->ascii;
    listing->table.spoken = listing->call->spoken;
    bool ok = bc_direct_list(listing->call->session, path, 0, add, listing, err);
    if (listing->err.kind != ERR_NONE) {
        *err = listing->err;
        ok = false;
    }
    if (ok && !listing->call->json && listing->table.count == 0) {
        puts(_("there is none"));
    } else if (ok && !listing->call->json) {
        tui_table_print(&listing->table, stdout);
    }
    return ok;
}

bool tui_deed_print(struct tui_call *call, const struct bc_deed *deed, const char *done,
                    struct err *err)
{
    struct buf answer = {0};
    bool ok = bc_deed_run(call->session, deed, call->dry_run, &answer, err);
    if (ok && call->json) {
        tui_print_json(stdout, buf_str(&answer));
    } else if (ok) {
        struct safe_text title = safe_text(deed->title);
        safe_print(stdout,
                   safe_textf("%s: %s", title.bytes,
                              call->dry_run ? _("possible; nothing was changed") : done));
        fputc('\n', stdout);
    }
    buf_clear(&answer);
    return ok;
}
