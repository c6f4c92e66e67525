#include "tui/verbs/verbs.h"

#include "backend_client/chain.h"
#include "backend_client/items.h"
#include "backend_client/people.h"
#include "tui/verbs/path.h"
#include "tui/verbs/print.h"
#include "tui/verbs/tranches.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READY_MS = 600000, LIST_DEFAULT = 20, PAGE_MAX = 1000 };

/* One walk over every stream of the server, or over one. */
struct walk {
    struct tui_call *call;
    struct bc_chain *chain;
    struct tui_table *table;
    bool (*stream)(struct walk *walk, const char *stream);
    struct err err;
};

static bool stream_entries(struct walk *walk, const char *stream, bc_item_fn *each)
{
    struct buf path = {0};
    struct err why = {0};
    buf_adds(&path, "/v1/journal/");
    tui_path_escape(&path, stream);
    buf_adds(&path, "?limit=500");
    bool ok = bc_direct_list(walk->call->session, buf_str(&path), 0, each, walk, &why);
    buf_clear(&path);
    if (!ok && why.kind == ERR_NOT_FOUND) {
        return true; /* a programme without a journal yet, or none of ours */
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
           walk->stream(walk, programme.id);
}

static bool walk_all(struct walk *walk, struct err *err)
{
    struct buf programmes = {0};
    bool ok = true;
    if (walk->call->programme) {
        ok = walk->stream(walk, walk->call->programme);
    } else {
        ok = tui_get(walk->call, "/v1/programmes", &programmes, err) &&
             walk->stream(walk, "registry") &&
             bc_items_each(buf_str(&programmes), "items", walk_programme, walk, err) &&
             walk->stream(walk, "access");
    }
    buf_clear(&programmes);
    if (walk->err.kind != ERR_NONE) {
        *err = walk->err;
        return false;
    }
    return ok;
}

/* ---- list ---- */

static bool list_entry(void *ctx, const char *json)
{
    struct walk *walk = ctx;
    struct bc_entry_row e;
    if (walk->call->json) {
        tui_print_json(stdout, json);
        return true;
    }
    if (!bc_entry_row_read(json, &e, &walk->err)) {
        return false;
    }
    tui_table_add(walk->table, safe_text(e.stream));
    tui_table_add(walk->table, tui_cell_count(e.seq));
    tui_table_add(walk->table, tui_cell_time(e.at));
    tui_table_add(walk->table, *e.acting_for
                                   ? safe_textf("%s for %s", e.actor, e.acting_for)
                                   : safe_text(e.actor));
    tui_table_add(walk->table, safe_text(e.action));
    tui_table_add(walk->table, safe_text(e.subject));
    return true;
}

static bool last_entries(struct walk *walk, const char *stream, int64_t after)
{
    struct buf path = {0}, page = {0};
    buf_adds(&path, "/v1/journal/");
    tui_path_escape(&path, stream);
    buf_printf(&path, "?limit=%d&after=%lld", PAGE_MAX, (long long)after);
    bool ok = tui_get(walk->call, buf_str(&path), &page, &walk->err) &&
              bc_items_each(buf_str(&page), "items", list_entry, walk, &walk->err);
    buf_clear(&path);
    buf_clear(&page);
    return ok;
}

static bool list_stream(struct walk *walk, const char *stream)
{
    int64_t limit = walk->call->limit < 0 ? LIST_DEFAULT : walk->call->limit, head;
    limit = limit < PAGE_MAX ? limit : PAGE_MAX;
    return bc_journal_head(walk->call->session, stream, &head, &walk->err) &&
           (head == 0 || limit == 0 ||
            last_entries(walk, stream, head > limit ? head - limit : 0));
}

bool tui_verb_audit_list(struct tui_call *call, struct err *err)
{
    struct tui_table table = {.ascii = call->ascii};
    struct walk walk = {.call = call, .table = &table, .stream = list_stream};
    tui_table_column(&table, _("STREAM"), false);
    tui_table_column(&table, _("ENTRY"), true);
    tui_table_column(&table, _("WHEN"), false);
    tui_table_column(&table, _("WHO"), false);
    tui_table_column(&table, _("ACTION"), false);
    tui_table_column(&table, _("SUBJECT"), false);
    bool ok = walk_all(&walk, err);
    if (!call->json) {
        tui_table_print(&table, stdout);
    }
    return ok;
}

/* ---- export ---- */

static bool print_entry(void *ctx, const char *json)
{
    (void)ctx;
    tui_print_json(stdout, json);
    return true;
}

/* The checkpoint comes first: whatever is written meanwhile only adds to what it says. */
static bool export_stream(struct walk *walk, const char *stream)
{
    struct buf checkpoint = {0};
    struct err why = {0};
    bool ok = bc_checkpoint_ask(walk->call->session, stream, &checkpoint, &why);
    if (ok) {
        tui_print_json(stdout, buf_str(&checkpoint));
    }
    buf_clear(&checkpoint);
    if (!ok && why.kind != ERR_NOT_FOUND) {
        walk->err = why;
        return false;
    }
    return !ok || stream_entries(walk, stream, print_entry);
}

bool tui_verb_audit_export(struct tui_call *call, struct err *err)
{
    struct walk walk = {.call = call, .stream = export_stream};
    return walk_all(&walk, err);
}

/* ---- verify ---- */

static bool verify_entry(void *ctx, const char *json)
{
    struct walk *walk = ctx;
    return bc_chain_add(walk->chain, json, strlen(json), &walk->err);
}

static bool verify_stream(struct walk *walk, const char *stream)
{
    return stream_entries(walk, stream, verify_entry);
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
        if (chain->checkpoints > 0) {
            printf(_("%lld signed checkpoints, each met\n"),
                   (long long)chain->checkpoints);
        }
    }
}

static bool verify_files(struct walk *walk, struct err *err)
{
    bool ok = true;
    for (int i = 0; ok && i < walk->call->operand_count; i++) {
        ok = bc_chain_file(walk->chain, walk->call->operands[i], err);
    }
    return ok && (walk->chain->entries > 0 ||
                  err_set(err, ERR_INVALID, "there is no journal entry in these files"));
}

bool tui_verb_audit_verify(struct tui_call *call, struct err *err)
{
    struct bc_chain *chain = calloc(1, sizeof *chain);
    struct walk walk = {.call = call, .chain = chain, .stream = verify_stream};
    if (!chain) {
        return err_set(err, ERR_INTERNAL, "out of memory");
    }
    bool ok = call->operand_count > 0
                  ? verify_files(&walk, err)
                  : bc_direct_ready(call->session, READY_MS, NULL, NULL, err) &&
                        walk_all(&walk, err);
    ok = ok && bc_chain_met(chain, err);
    if (ok) {
        print_streams(chain, call);
    }
    bc_chain_clear(chain);
    free(chain);
    return ok;
}
