#include "tui/verbs/verbs.h"

#include "backend_client/chain.h"
#include "backend_client/items.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"
#include "tui/verbs/tranches.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One walk over every stream of the server. */
struct walk {
    struct tui_call *call;
    struct bc_chain *chain;
    bc_item_fn *entry;
    struct err err;
};

static bool walk_stream(struct walk *walk, const char *stream)
{
    struct buf path = {0};
    struct err why = {0};
    buf_adds(&path, "/v1/journal/");
    tui_path_escape(&path, stream);
    buf_adds(&path, "?limit=500");
    bool ok =
        bc_direct_list(walk->call->session, buf_str(&path), 0, walk->entry, walk, &why);
    buf_clear(&path);
    if (!ok && why.kind == ERR_NOT_FOUND) {
        return true; /* a programme without a journal yet */
    }
    if (!ok && walk->err.kind == ERR_NONE) {
        walk->err = why;
    }
    return walk->err.kind == ERR_NONE;
}

static bool walk_programme(void *ctx, const char *json)
{
    struct walk *walk = ctx;
    struct bc_programme programme;
    return bc_programme_read(json, &programme, &walk->err) &&
           walk_stream(walk, programme.id);
}

static bool walk_all(struct walk *walk, struct err *err)
{
    struct buf programmes = {0};
    bool ok = tui_get(walk->call, "/v1/programmes", &programmes, err);
    if (ok && walk_stream(walk, "registry")) {
        ok = bc_items_each(buf_str(&programmes), "items", walk_programme, walk, err);
    }
    buf_clear(&programmes);
    if (walk->err.kind != ERR_NONE) {
        *err = walk->err;
        return false;
    }
    return ok;
}

/* ---- verify ---- */

static bool verify_entry(void *ctx, const char *json)
{
    struct walk *walk = ctx;
    return bc_chain_add(walk->chain, json, strlen(json), &walk->err);
}

static bool print_entry(void *ctx, const char *json)
{
    (void)ctx;
    tui_print_json(stdout, json);
    return true;
}

static void print_streams(const struct bc_chain *chain, const struct tui_call *call)
{
    struct tui_table t = {.ascii = call->ascii};
    tui_table_column(&t, _("STREAM"), false);
    tui_table_column(&t, _("ENTRIES"), true);
    tui_table_column(&t, _("HEAD"), false);
    for (int i = 0; i < chain->count; i++) {
        const struct bc_chain_stream *stream = &chain->streams[i];
        if (call->json) {
            printf("{\"hash\":\"%s\",\"seq\":%lld,\"stream\":\"%s\"}\n", stream->hash,
                   (long long)stream->seq, safe_text(stream->name).bytes);
            continue;
        }
        tui_table_add(&t, safe_text(stream->name));
        tui_table_add(&t, tui_cell_count(stream->seq));
        tui_table_add(&t, safe_textf("%.16s", stream->hash));
    }
    if (!call->json) {
        tui_table_print(&t, stdout);
        printf(_("%lld entries in %d chains, none broken\n"), (long long)chain->entries,
               chain->count);
    }
}

bool tui_verb_audit_verify(struct tui_call *call, struct err *err)
{
    struct bc_chain *chain = calloc(1, sizeof *chain);
    struct walk walk = {.call = call, .chain = chain, .entry = verify_entry};
    if (!chain) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    bool ok = call->operand_count > 0 ? bc_chain_file(chain, call->operands[0], err)
                                      : walk_all(&walk, err);
    if (ok) {
        print_streams(chain, call);
    }
    free(chain);
    return ok;
}

bool tui_verb_audit_export(struct tui_call *call, struct err *err)
{
    struct walk walk = {.call = call, .entry = print_entry};
    return walk_all(&walk, err);
}
