#include "backend_client/providers.h"

#include "backend_client/fields_read.h"
#include "backend_client/replica_impl.h"

#include <string.h>

void bc_provider_read(struct bc_replica *replica, int64_t number, struct bc_case *out)
{
    struct bc_provider *kept = &replica->providers[number & (BC_PROVIDERS_KEPT - 1)];
    if (number > 0 && kept->number != number) {
        sqlite3_stmt *get = bc_replica_statement(replica, BC_SQL_PROVIDER_NAME, NULL);
        if (!get) {
            return;
        }
        sqlite3_bind_int64(get, 1, number);
        if (sqlite3_step(get) == SQLITE_ROW) {
            bc_text_copy(kept->id, BC_ID, bc_column_text(get, 0));
            bc_text_copy(kept->name, BC_NAME, bc_column_text(get, 1));
            kept->number = number;
        }
        sqlite3_reset(get);
    }
    if (number > 0 && kept->number == number) {
        memcpy(out->provider_id, kept->id, BC_ID);
        memcpy(out->provider_name, kept->name, BC_NAME);
    }
}

static const struct bc_provider *find_kept(const struct bc_replica *replica,
                                           const struct bc_case *row)
{
    for (int i = 0; i < BC_PROVIDERS_KEPT; i++) {
        const struct bc_provider *kept = &replica->providers[i];
        if (kept->number && strcmp(kept->id, row->provider_id) == 0 &&
            strcmp(kept->name, row->provider_name) == 0) {
            return kept;
        }
    }
    return NULL;
}

bool bc_provider_number(struct bc_replica *replica, const struct bc_case *row,
                        int64_t *out, struct err *err)
{
    static const enum bc_sql tries[] = {BC_SQL_PROVIDER, BC_SQL_ADD_PROVIDER};
    const struct bc_provider *known = find_kept(replica, row);
    *out = known ? known->number : 0;
    for (size_t i = 0; i < COUNT_OF(tries) && *out == 0; i++) {
        sqlite3_stmt *run = bc_replica_statement(replica, tries[i], err);
        if (!run) {
            return false;
        }
        bc_bind_text(run, 1, row->provider_id);
        bc_bind_text(run, 2, row->provider_name);
        int step = sqlite3_step(run);
        *out = step == SQLITE_ROW                ? sqlite3_column_int64(run, 0)
               : tries[i] == BC_SQL_ADD_PROVIDER ? sqlite3_last_insert_rowid(replica->db)
                                                 : 0;
        sqlite3_reset(run);
        if (step != SQLITE_ROW && step != SQLITE_DONE) {
            return bc_replica_failed(replica, err);
        }
    }
    struct bc_provider *kept = &replica->providers[*out & (BC_PROVIDERS_KEPT - 1)];
    if (!known) {
        kept->number = *out;
        memcpy(kept->id, row->provider_id, BC_ID);
        memcpy(kept->name, row->provider_name, BC_NAME);
    }
    return true;
}
