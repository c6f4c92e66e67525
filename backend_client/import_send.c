#include "backend_client/import.h"

#include "backend_client/direct.h"
#include "common/credit_code.h"
#include "common/hash.h"
#include "common/json.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_LINES = 1000, PAGE_BYTES = 1000 * 1000, ANSWER_BYTES = 8 << 20 };

/* ---- credit codes to ids ---- */

struct party {
    char code[CREDIT_CODE_LEN + 1], id[BC_ID];
};

struct parties {
    struct bc_session *session;
    struct party *known;
    size_t count, room;
};

static bool take_party(void *ctx, const char *json)
{
    struct party *party = ctx;
    json_t *org = NULL;
    if (json_read(json, strlen(json), 1 << 16, &org, NULL) &&
        strcmp(json_str(org, "credit_code"), party->code) == 0) {
        snprintf(party->id, sizeof party->id, "%s", json_str(org, "id"));
    }
    json_decref(org);
    return !*party->id;
}

/* The id of a credit code, "" when nobody is registered under it. */
static bool look_up(struct parties *parties, const char *code, const char **id,
                    struct err *err)
{
    char path[80];
    for (size_t i = 0; i < parties->count; i++) {
        if (strcmp(parties->known[i].code, code) == 0) {
            *id = parties->known[i].id;
            return true;
        }
    }
    if (parties->count == parties->room) {
        size_t room = parties->room ? parties->room * 2 : 32;
        struct party *known = realloc(parties->known, room * sizeof *known);
        if (!known) {
            return err_set(err, ERR_INTERNAL, "out of memory");
        }
        parties->known = known;
        parties->room = room;
    }
    struct party *party = &parties->known[parties->count++];
    *party = (struct party){.id = ""};
    snprintf(party->code, sizeof party->code, "%s", code);
    snprintf(path, sizeof path, "/v1/organisations?q=%s", party->code);
    *id = party->id;
    return bc_direct_list(parties->session, path, 0, take_party, party, err);
}

static bool resolve(struct parties *parties, struct bc_import *import,
                    struct bc_record *record, const struct bc_fault_sink *sink,
                    struct err *err)
{
    static const char *const members[] = {"applicant", "provider"};
    json_t *value = NULL;
    struct buf text = {0};
    bool changed = false;
    if (!json_read(record->json, strlen(record->json), ANSWER_BYTES, &value, err)) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        const char *named = json_str(value, members[i]), *id = "";
        if (credit_code_problem(named)) {
            continue;
        }
        if (!look_up(parties, named, &id, err)) {
            json_decref(value);
            return false;
        }
        if (*id) {
            json_object_set_new(value, members[i], json_string(id));
            changed = true;
        } else {
            bc_import_fault(import, sink, record->line, members[i],
                            "nobody is registered under the credit code %s; register "
                            "the organisation first",
                            named);
        }
    }
    json_canonical(value, &text);
    json_decref(value);
    if (changed && buf_ok(&text)) {
        free(record->json);
        record->json = buf_take(&text);
    }
    buf_clear(&text);
    return true;
}

bool bc_import_parties(struct bc_session *session, struct bc_import *import,
                       const struct bc_fault_sink *sink, struct err *err)
{
    struct parties parties = {.session = session};
    bool ok = true;
    for (size_t i = 0; ok && i < import->count; i++) {
        ok = resolve(&parties, import, &import->records[i], sink, err);
    }
    free(parties.known);
    return ok;
}

/* ---- pages ---- */

struct page {
    struct bc_import *import;
    const struct bc_import_answers *answers;
    size_t first, count;
    struct buf body;
};

/* As many records as one request takes, from `first` on. */
static bool fill(struct page *page, size_t first, struct err *err)
{
    buf_reset(&page->body);
    page->first = first;
    page->count = 0;
    while (first + page->count < page->import->count && page->count < PAGE_LINES) {
        const char *json = page->import->records[first + page->count].json;
        size_t len = strlen(json);
        if (page->count > 0 && page->body.len + len + 1 > PAGE_BYTES) {
            break;
        }
        buf_add(&page->body, json, len);
        buf_addc(&page->body, '\n');
        page->count++;
    }
    return buf_ok(&page->body) || err_set(err, ERR_INTERNAL, "out of memory");
}

/* "/contract/ends_on" as a person says it: "contract.ends_on". */
static void field_of(const char *pointer, char out[64])
{
    snprintf(out, 64, "%s", *pointer == '/' ? pointer + 1 : pointer);
    for (char *at = out; *at; at++) {
        *at = *at == '/' ? '.' : *at;
    }
}

static void hear_line(struct page *page, json_t *outcome)
{
    int64_t index = json_int(outcome, "line", 0) - 1;
    json_t *errors = json_obj(outcome, "errors"), *fault;
    size_t i;
    char field[64];
    if (index < 0 || (size_t)index >= page->count) {
        return;
    }
    int line = page->import->records[page->first + (size_t)index].line;
    if (!errors) {
        page->answers->taken(page->answers->ctx, line, json_str(outcome, "id"),
                             json_str(outcome, "number"));
        return;
    }
    json_array_foreach(errors, i, fault)
    {
        field_of(json_str(fault, "pointer"), field);
        bc_import_fault(page->import, &page->answers->faults, line, field, "%s",
                        json_str(fault, "message"));
    }
}

/* The outcomes of the lines; `taken` only when they count. */
static void hear(struct page *page, const struct buf *answer, bool taken)
{
    json_t *reply = NULL, *line;
    size_t i;
    if (json_read(buf_str(answer), answer->len, ANSWER_BYTES, &reply, NULL)) {
        json_array_foreach(json_obj(reply, "lines"), i, line)
        {
            if (taken || json_obj(line, "errors")) {
                hear_line(page, line);
            }
        }
    }
    json_decref(reply);
}

static bool is_transient(const struct err *err)
{
    return err->kind == ERR_UNKNOWN || err->kind == ERR_BUSY ||
           err->kind == ERR_UNREACHABLE;
}

/* An answer is kept for ever under its key, refusals too; so after a refusal the same
 * page goes under the next key. A page that landed was answered under the first that it
 * got. */
static bool send_page(struct bc_session *session, struct page *page, struct buf *answer,
                      struct err *err)
{
    enum { KEYS = 8, TRIES = 4 };
    char hash[HASH_HEX], key[96];
    struct bc_request request = {.path = "/v1/application-imports",
                                 .body = buf_str(&page->body),
                                 .content_type = "application/x-ndjson",
                                 .key = key,
                                 .if_match = -1};
    hash_hex(page->body.data, page->body.len, hash);
    for (int attempt = 0; attempt < KEYS; attempt++) {
        snprintf(key, sizeof key, "import-%.40s-%d", hash, attempt);
        for (int try = 0; try < TRIES; try++) {
            *err = (struct err){0};
            buf_reset(answer);
            if (bc_direct(session, &request, answer, err)) {
                return true;
            }
            if (!is_transient(err)) {
                break;
            }
        }
        if (strcmp(err->type, "import-refused") != 0) {
            return false;
        }
    }
    return false;
}

static bool try_page(struct bc_session *session, const struct page *page,
                     struct buf *answer, struct err *err)
{
    struct bc_request request = {.path = "/v1/application-imports?dry_run=true",
                                 .body = buf_str(&page->body),
                                 .content_type = "application/x-ndjson",
                                 .if_match = -1};
    buf_reset(answer);
    return bc_direct(session, &request, answer, err);
}

bool bc_import_send(struct bc_session *session, struct bc_import *import, bool dry_run,
                    const struct bc_import_answers *answers, struct err *err)
{
    struct page page = {.import = import, .answers = answers};
    struct buf answer = {0};
    bool ok = true;
    for (size_t at = 0; ok && at < import->count; at += page.count) {
        struct err why = {0};
        ok = fill(&page, at, err);
        if (!ok) {
            break;
        }
        bool landed = dry_run ? try_page(session, &page, &answer, &why)
                              : send_page(session, &page, &answer, &why);
        hear(&page, &answer, landed && !dry_run);
        /* A dry run goes on, so that all faults are told at once. */
        bool refused = !landed && strcmp(why.type, "import-refused") == 0;
        ok = landed || (dry_run && refused);
        if (!ok && err) {
            *err = why;
        }
    }
    buf_clear(&page.body);
    buf_clear(&answer);
    return ok;
}
