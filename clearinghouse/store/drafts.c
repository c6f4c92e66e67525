#include "clearinghouse/store/drafts.h"

#include <inttypes.h>

#define T(field) CH_TEXT_COLUMN(struct ch_draft, #field, field)
#define I(field) CH_INT_COLUMN(struct ch_draft, #field, field)

static const struct ch_column draft_columns[] = {
    T(id),          T(programme), I(base),       T(status),   T(note),      T(proposer),
    I(proposed_at), T(settler),   I(settled_at), I(revision), I(entry_seq),
};
const struct ch_table ch_draft_table = {"policy_drafts", "draft", draft_columns,
                                        COUNT_OF(draft_columns)};

bool ch_programme_versions(struct ch_db *db, int64_t *out, struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT coalesce(sum(version), 0) FROM programmes", &stmt, err)) {
        return false;
    }
    enum ch_step step = ch_step(stmt, err);
    *out = step == CH_ROW ? ch_col_int(stmt, 0) : 0;
    ch_finish(stmt);
    return step == CH_ROW;
}

bool ch_entry_body(struct ch_db *db, const char *stream, int64_t seq, struct buf *out,
                   struct err *err)
{
    struct ch_stmt *stmt;
    if (!ch_prepare(db, "SELECT body FROM journal WHERE stream = $1 AND seq = $2", &stmt,
                    err)) {
        return false;
    }
    ch_bind_text(stmt, 1, stream);
    ch_bind_int(stmt, 2, seq);
    enum ch_step step = ch_step(stmt, err);
    if (step == CH_ROW) {
        buf_adds(out, ch_col_text(stmt, 0));
    } else if (step == CH_DONE) {
        err_set(err, ERR_NOT_FOUND, "the journal %s has no entry %" PRId64, stream, seq);
    }
    ch_finish(stmt);
    return step == CH_ROW;
}
