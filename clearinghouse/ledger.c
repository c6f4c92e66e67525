#include "clearinghouse/ledger_impl.h"

#include "clearinghouse/secrets.h"
#include "clearinghouse/service/calendar.h"
#include "clearinghouse/service/checkpoints.h"
#include "clearinghouse/service/duties.h"
#include "clearinghouse/service/install.h"
#include "clearinghouse/service/policy.h"
#include "clearinghouse/service/replay.h"
#include "common/datadir.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool ch_ledger_policies(const char *state, struct ch_policy_set **out, struct err *err)
{
    char folder[CH_PATH_MAX];
    struct stat info;
    int n = snprintf(folder, sizeof folder, "%s/programmes", state);
    bool own = n > 0 && (size_t)n < sizeof folder && stat(folder, &info) == 0;
    if (!own && !datadir_find("programmes", folder, sizeof folder)) {
        return err_set(err, ERR_CONFIG,
                       "the programmes folder is not beside this program nor in "
                       "%s/share/voucherdesk; set VOUCHERDESK_DATA to the folder that "
                       "holds it",
                       VD_PREFIX);
    }
    return ch_policies_load(folder, out, err);
}

/* The same for the calendar. Without one no deadline in working days can be set, and the
 * refusal says so: the rest of the ledger works. */
static bool load_calendar(struct ch_ledger *l, const char *state, struct err *err)
{
    char folder[CH_PATH_MAX];
    struct stat info;
    int n = snprintf(folder, sizeof folder, "%s/calendar", state);
    bool own = n > 0 && (size_t)n < sizeof folder && stat(folder, &info) == 0;
    if (!own && !datadir_find("calendar", folder, sizeof folder)) {
        return true;
    }
    if (!ch_calendar_load(folder, &l->calendar, err)) {
        return false;
    }
    l->service.calendar = l->calendar;
    return true;
}

bool ch_ledger_path(const struct ch_options *options, char out[CH_PATH_MAX],
                    struct err *err)
{
    int n = options->store ? snprintf(out, CH_PATH_MAX, "%s", options->store)
                           : snprintf(out, CH_PATH_MAX, "%s/ledger.db", options->state);
    return (n > 0 && n < CH_PATH_MAX - 16) ||
           err_set(err, ERR_CONFIG, "the path of the state folder is too long");
}

bool ch_ledger_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

bool ch_ledger_folder(const char *path, struct err *err)
{
    char part[CH_PATH_MAX];
    snprintf(part, sizeof part, "%s", path);
    for (char *slash = part + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST && errno != EROFS) {
            return err_set(err, ERR_CONFIG, "cannot make the folder \"%s\": %s", part,
                           strerror(errno));
        }
        *slash = '/';
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST ||
           err_set(err, ERR_CONFIG, "cannot make the folder \"%s\": %s", path,
                   strerror(errno));
}

bool ch_ledger_kind(struct ch_ledger *l, char out[CH_KIND_MAX], struct err *err)
{
    return ch_meta_get(l->db, "kind", out, CH_KIND_MAX, err);
}

bool ch_ledger_within(struct ch_ledger *l,
                      bool (*work)(const struct ch_ctx *, struct err *), struct err *err)
{
    struct ch_ctx ctx = {
        .service = &l->service, .db = l->db, .now = ch_clock(&l->service)};
    if (!ch_begin(l->db, err)) {
        return false;
    }
    if (work(&ctx, err)) {
        return ch_commit(l->db, err);
    }
    ch_rollback(l->db);
    return false;
}

static bool start_clock(struct ch_ledger *l, struct err *err)
{
    char offset[32];
    if (!ch_meta_get(l->db, "clock_offset_us", offset, sizeof offset, err)) {
        return false;
    }
    atomic_store(&l->service.clock_offset_us, *offset ? strtoll(offset, NULL, 10) : 0);
    return true;
}

struct missing {
    const struct ch_policy_set *policies;
    char id[CH_SLUG_MAX];
};

static void look_for_policy(void *ctx, const char *id, int version, int64_t entry_seq)
{
    struct missing *missing = ctx;
    (void)version;
    (void)entry_seq;
    if (!ch_policies_find(missing->policies, id)) {
        snprintf(missing->id, sizeof missing->id, "%s", id);
    }
}

/* Without its rules a programme's cases could be neither decided nor come due. */
static bool has_every_policy(struct ch_ledger *l, struct err *err)
{
    struct missing missing = {.policies = l->policies};
    return ch_programme_each(l->db, look_for_policy, &missing, err) &&
           (!*missing.id || err_set(err, ERR_CONFIG,
                                    "the ledger has the programme \"%s\", and its file "
                                    "%s.ini is not there; put it back",
                                    missing.id, missing.id));
}

static bool prepare(struct ch_ledger *l, const struct ch_options *options,
                    struct err *err)
{
    char kind[CH_KIND_MAX];
    if (!ch_ledger_kind(l, kind, err)) {
        return false;
    }
    if (options->demo && strcmp(kind, "making") == 0) {
        if (!ch_ledger_remake(l, err)) {
            return false;
        }
        kind[0] = '\0';
    }
    if (options->demo && !*kind) {
        return ch_ledger_make_demo(l, options, err);
    }
    if (options->demo && strcmp(kind, "demo") != 0) {
        return err_set(err, ERR_CONFIG,
                       "\"%s\" is the ledger of a real office; a demo needs a folder of "
                       "its own",
                       options->state);
    }
    l->service.demo = strcmp(kind, "demo") == 0;
    if (!l->service.demo && strcmp(kind, "office") != 0) {
        return err_set(err, ERR_CONFIG,
                       "the ledger in \"%s\" was not made to its end; remove the folder "
                       "and start again",
                       options->state);
    }
    return has_every_policy(l, err) && start_clock(l, err) &&
           ch_ledger_within(l, ch_install_programmes, err) &&
           ch_ledger_within(l, ch_checkpoint_key, err) &&
           (!l->service.demo || ch_ledger_find_missing(l, err));
}

bool ch_ledger_open(const struct ch_options *options, struct ch_ledger *out,
                    struct err *err)
{
    *out = (struct ch_ledger){.db = NULL};
    if (!ch_ledger_path(options, out->path, err)) {
        return false;
    }
    if (!options->demo && !options->store && !ch_ledger_exists(out->path)) {
        return err_set(err, ERR_CONFIG,
                       "there is no ledger in \"%s\" yet; make one with: clearinghoused "
                       "init --state '%s' --grant %u:officer, or look at a demo with "
                       "--demo",
                       options->state, options->state, (unsigned)getuid());
    }
    if (!ch_ledger_folder(options->state, err) ||
        !ch_ledger_policies(options->state, &out->policies, err) ||
        !load_calendar(out, options->state, err) ||
        !ch_secrets_load(options->state, &out->secrets, err)) {
        return false;
    }
    out->service.secrets = out->secrets;
    out->service.policies = out->policies;
    return ch_db_open(out->path, CH_DB_WRITE, &out->db, err) &&
           prepare(out, options, err);
}

void ch_ledger_close(struct ch_ledger *ledger)
{
    ch_db_close(ledger->db);
    ch_policies_free(ledger->policies);
    ch_calendar_free(ledger->calendar);
    ch_secrets_free(ledger->secrets);
    ledger->db = NULL;
    ledger->secrets = NULL;
    ledger->calendar = NULL;
    ledger->policies = NULL;
}

static bool check_all(struct ch_ledger *l, const struct ch_options *o,
                      struct ch_replayed *replayed, int64_t *witnessed, struct err *err)
{
    struct ch_head *heads = NULL;
    size_t count = 0;
    bool ok = ch_read_begin(l->db, err) && ch_journal_heads(l->db, &heads, &count, err) &&
              ch_journal_counted(l->db, heads, count, err) &&
              ch_replay(l->path, l->db, heads, count, replayed, err) &&
              ch_ledger_verify(l->db, err) && ch_sums_verify(l->db, err) &&
              ch_duties_lint(l->db, err) &&
              (!o->witness || ch_checkpoint_file(l->db, o->witness, witnessed, err));
    free(heads);
    return ok;
}

bool ch_ledger_check(const struct ch_options *o, struct err *err)
{
    struct ch_ledger l = {.db = NULL};
    struct ch_replayed r = {.entries = 0};
    int64_t witnessed = 0;
    if (!ch_ledger_path(o, l.path, err)) {
        return false;
    }
    if (!o->store && !ch_ledger_exists(l.path)) {
        return err_set(err, ERR_CONFIG, "there is no ledger in \"%s\"", o->state);
    }
    bool ok = ch_ledger_policies(o->state, &l.policies, err) &&
              ch_db_open(l.path, CH_DB_READ, &l.db, err) &&
              check_all(&l, o, &r, &witnessed, err);
    if (ok) {
        printf("clearinghoused: %" PRId64 " journal entries, every chain whole; %" PRId64
               " verdicts reckoned again, the same; %" PRId64
               " transfers give every balance; %" PRId64
               " rows are what their entries say; %zu programmes read\n",
               r.entries, r.verdicts, r.transfers, r.rows, ch_policies_count(l.policies));
    }
    if (ok && o->witness) {
        printf("clearinghoused: %" PRId64 " witnessed roots, each still there\n",
               witnessed);
    }
    ch_ledger_close(&l);
    return ok;
}
