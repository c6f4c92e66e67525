#include "clearinghouse/store/engine.h"

#include "clearinghouse/embedded.h"
#include "common/hash.h"

#include <stdio.h>
#include <string.h>

/* A migration of this engine: PREFIX and a name without a folder, ending in .sql. */
static bool is_migration(const struct ch_db *db, const struct ch_embedded *file)
{
    size_t prefix = strlen(db->engine->migrations), len = strlen(file->name);
    return len > prefix + 4 && strncmp(file->name, db->engine->migrations, prefix) == 0 &&
           !strchr(file->name + prefix, '/') && strcmp(file->name + len - 4, ".sql") == 0;
}

/* Each applied file leaves its hash in meta, so that an edited migration is noticed. */
static bool apply(struct ch_db *db, int number, const struct ch_embedded *file,
                  struct err *err)
{
    char hash[HASH_HEX];
    if (!ch_begin(db, err)) {
        return false;
    }
    if (!ch_exec(db, file->data, err) ||
        !ch_meta_set(db, file->name, hash_hex(file->data, file->size, hash), err) ||
        !db->engine->set_version(db, number, err)) {
        err_prefix(err, "migration %s", file->name);
        ch_rollback(db);
        return false;
    }
    return ch_commit(db, err);
}

static bool same_migration(struct ch_db *db, const struct ch_embedded *file,
                           struct err *err)
{
    char was[HASH_HEX], is[HASH_HEX];
    if (!ch_meta_get(db, file->name, was, sizeof was, err)) {
        return false;
    }
    return strcmp(was, hash_hex(file->data, file->size, is)) == 0 ||
           err_set(err, ERR_CONFIG,
                   "the ledger was made with another %s; use the release that made it",
                   file->name);
}

/* Migration n is the n-th file of the engine; the ledger counts those applied. */
bool ch_migrate(struct ch_db *db, bool may_write, struct err *err)
{
    int version = 0, known = 0;
    if (!db->engine->version(db, &version, err)) {
        return false;
    }
    for (const struct ch_embedded *file = ch_embedded; file->name; file++) {
        if (!is_migration(db, file)) {
            continue;
        }
        known++;
        bool ok = known <= version ? same_migration(db, file, err)
                  : may_write
                      ? apply(db, known, file, err)
                      : err_set(err, ERR_CONFIG, "the ledger is not migrated yet");
        if (!ok) {
            return false;
        }
    }
    return version <= known ||
           err_set(
               err, ERR_CONFIG,
               "the ledger is of version %d, newer than this program (%d); use a newer "
               "clearinghoused",
               version, known);
}
