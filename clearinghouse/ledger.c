#include "clearinghouse/ledger.h"

#include "clearinghouse/demo/demo.h"
#include "clearinghouse/progress.h"
#include "clearinghouse/service/calendar.h"
#include "clearinghouse/service/install.h"
#include "clearinghouse/service/policy.h"
#include "common/datadir.h"
#include "common/date.h"

#include <errno.h>
#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEMO_SEED = 20261 };

/* The office's own programmes when it has any, else those shipped. */
static bool load_policies(const char *state, struct ch_policy_set **out, struct err *err)
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

static bool find_path(const char *state, char out[CH_PATH_MAX], struct err *err)
{
    int n = snprintf(out, CH_PATH_MAX, "%s/ledger.db", state);
    return (n > 0 && n < CH_PATH_MAX - 16) ||
           err_set(err, ERR_CONFIG, "the path of the state folder is too long");
}

static bool exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

static bool make_folder(const char *path, struct err *err)
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

/* A demo whose making was cut off is made again from nothing. Its lock keeps others out.
 */
static bool remove_half_made(struct ch_ledger *l, struct err *err)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    ch_db_close(l->db);
    l->db = NULL;
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        char name[CH_PATH_MAX + 8];
        snprintf(name, sizeof name, "%s%s", l->path, suffixes[i]);
        if (unlink(name) != 0 && errno != ENOENT) {
            return err_set(err, ERR_CONFIG, "cannot remove the half-made demo \"%s\": %s",
                           name, strerror(errno));
        }
    }
    return ch_db_open(l->path, CH_DB_WRITE, &l->db, err);
}

/* "" a ledger without a word of its kind, else "office", "making" or "demo". */
static bool kind_of(struct ch_ledger *l, char out[16], struct err *err)
{
    return ch_meta_get(l->db, "kind", out, 16, err);
}

static bool in_transaction(struct ch_ledger *l,
                           bool (*work)(const struct ch_ctx *, struct err *),
                           struct err *err)
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

static bool begin_demo(const struct ch_ctx *ctx, struct err *err)
{
    return ch_meta_set(ctx->db, "kind", "making", err) &&
           ch_install_demo_people(ctx, err) && ch_install_programmes(ctx, err);
}

static bool end_demo(const struct ch_ctx *ctx, struct err *err)
{
    return ch_meta_set(ctx->db, "kind", "demo", err);
}

static bool make_demo(struct ch_ledger *l, const struct ch_options *options,
                      struct err *err)
{
    struct ch_progress progress = {0};
    int64_t end = options->demo_end ? options->demo_end : date_now();
    l->service.demo = true;
    ch_demo_rewind(&l->service, end);
    bool ok = in_transaction(l, begin_demo, err) &&
              ch_demo_generate(&l->service, l->db, options->demo_cases, DEMO_SEED, end,
                               ch_progress_show, &progress, err) &&
              in_transaction(l, end_demo, err);
    ch_progress_end(&progress);
    ch_checkpoint(l->db);
    return ok;
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

static bool prepare(struct ch_ledger *l, const struct ch_options *options,
                    struct err *err)
{
    char kind[16];
    if (!kind_of(l, kind, err)) {
        return false;
    }
    if (options->demo && strcmp(kind, "making") == 0) {
        if (!remove_half_made(l, err)) {
            return false;
        }
        kind[0] = '\0';
    }
    if (options->demo && !*kind) {
        return make_demo(l, options, err);
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
    return start_clock(l, err) && in_transaction(l, ch_install_programmes, err);
}

bool ch_ledger_open(const struct ch_options *options, struct ch_ledger *out,
                    struct err *err)
{
    *out = (struct ch_ledger){.db = NULL};
    if (!find_path(options->state, out->path, err)) {
        return false;
    }
    if (!options->demo && !exists(out->path)) {
        return err_set(err, ERR_CONFIG,
                       "there is no ledger in \"%s\" yet; make one with: clearinghoused "
                       "init --state '%s' --grant %u:officer, or look at a demo with "
                       "--demo",
                       options->state, options->state, (unsigned)getuid());
    }
    if (!make_folder(options->state, err) ||
        !load_policies(options->state, &out->policies, err) ||
        !load_calendar(out, options->state, err)) {
        return false;
    }
    out->service.policies = out->policies;
    return ch_db_open(out->path, CH_DB_WRITE, &out->db, err) &&
           prepare(out, options, err);
}

void ch_ledger_close(struct ch_ledger *ledger)
{
    ch_db_close(ledger->db);
    ch_policies_free(ledger->policies);
    ch_calendar_free(ledger->calendar);
    ledger->db = NULL;
    ledger->calendar = NULL;
    ledger->policies = NULL;
}

/* ---- init ---- */

/* "1000:officer:shanghai-compute" */
static bool add_grant(const struct ch_ctx *ctx, const char *grant, struct err *err)
{
    char role[32] = "", scope[CH_SLUG_MAX] = "*", id[CH_SLUG_MAX];
    char *end;
    long long uid = strtoll(grant, &end, 10);
    bool shaped = *grant >= '0' && *grant <= '9' && *end == ':' &&
                  sscanf(end, ":%31[a-z]:%47s", role, scope) >= 1;
    enum ch_role bit = shaped ? ch_role_from_name(role) : (enum ch_role)0;
    if (!bit) {
        return err_set(err, ERR_USAGE,
                       "--grant \"%.60s\": write UID:ROLE or UID:ROLE:SCOPE with one of "
                       "officer supervisor operator auditor admin desk",
                       grant);
    }
    if (uid == 0 || uid == 65534) {
        return err_set(err, ERR_USAGE,
                       "--grant \"%.60s\": root and nobody are not persons; grant the "
                       "role to the user who does the work",
                       grant);
    }
    struct passwd *who = getpwuid((uid_t)uid);
    if (who) {
        snprintf(id, sizeof id, "%.47s", who->pw_name);
    } else {
        snprintf(id, sizeof id, "user-%lld", uid);
    }
    return ch_install_person(ctx, id, who && *who->pw_gecos ? who->pw_gecos : id, uid,
                             bit, scope, err);
}

static bool copy_file(const char *from, const char *to, struct err *err)
{
    char block[8192];
    FILE *in = fopen(from, "r"), *out = in ? fopen(to, "wx") : NULL;
    size_t n;
    bool ok = in && out;
    while (ok && (n = fread(block, 1, sizeof block, in)) > 0) {
        ok = fwrite(block, 1, n, out) == n;
    }
    ok = ok && !ferror(in);
    int problem = errno;
    ok = (!out || fclose(out) == 0) && ok;
    if (in) {
        fclose(in);
    }
    return ok || err_set(err, ERR_CONFIG, "cannot copy \"%s\" to \"%s\": %s", from, to,
                         strerror(problem));
}

static bool copy_programmes(const struct ch_options *o, struct err *err)
{
    char folder[CH_PATH_MAX], to[CH_PATH_MAX + 260];
    snprintf(folder, sizeof folder, "%s/programmes", o->state);
    if (o->programme_count > 0 && !make_folder(folder, err)) {
        return false;
    }
    for (int i = 0; i < o->programme_count; i++) {
        const char *slash = strrchr(o->programmes[i], '/');
        snprintf(to, sizeof to, "%s/%.255s", folder,
                 slash ? slash + 1 : o->programmes[i]);
        if (!copy_file(o->programmes[i], to, err)) {
            return false;
        }
    }
    return true;
}

static bool fill_office(struct ch_ledger *l, const struct ch_options *o, struct err *err)
{
    char kind[16];
    struct ch_ctx ctx = {
        .service = &l->service, .db = l->db, .now = ch_clock(&l->service)};
    if (!kind_of(l, kind, err)) {
        return false;
    }
    if (*kind && strcmp(kind, "office") != 0) {
        return err_set(err, ERR_CONFIG,
                       "\"%s\" is a demo and stays one; use a new folder", o->state);
    }
    if (!ch_begin(l->db, err)) {
        return false;
    }
    bool ok =
        ch_meta_set(l->db, "kind", "office", err) && ch_install_programmes(&ctx, err);
    for (int i = 0; ok && i < o->grant_count; i++) {
        ok = add_grant(&ctx, o->grants[i], err);
    }
    if (!ok) {
        ch_rollback(l->db);
        return false;
    }
    return ch_commit(l->db, err);
}

bool ch_ledger_init(const struct ch_options *o, struct err *err)
{
    struct ch_ledger l = {.db = NULL};
    bool ok = find_path(o->state, l.path, err) && make_folder(o->state, err) &&
              copy_programmes(o, err) && load_policies(o->state, &l.policies, err);
    l.service.policies = l.policies;
    ok = ok && ch_db_open(l.path, CH_DB_WRITE, &l.db, err) && fill_office(&l, o, err);
    if (ok) {
        printf("clearinghoused: the ledger in %s is ready with %zu programmes; serve it "
               "with: clearinghoused --state %s\n",
               o->state, ch_policies_count(l.policies), o->state);
    }
    ch_ledger_close(&l);
    return ok;
}

bool ch_ledger_check(const struct ch_options *o, struct err *err)
{
    struct ch_ledger l = {.db = NULL};
    int64_t entries = 0;
    if (!find_path(o->state, l.path, err)) {
        return false;
    }
    if (!exists(l.path)) {
        return err_set(err, ERR_CONFIG, "there is no ledger in \"%s\"", o->state);
    }
    bool ok = load_policies(o->state, &l.policies, err) &&
              ch_db_open(l.path, CH_DB_READ, &l.db, err) && ch_read_begin(l.db, err) &&
              ch_journal_verify(l.db, &entries, err) && ch_ledger_verify(l.db, err);
    if (ok) {
        printf("clearinghoused: %" PRId64 " journal entries, every chain whole; every "
               "account is what its transfers give; %zu programmes read\n",
               entries, ch_policies_count(l.policies));
    }
    ch_ledger_close(&l);
    return ok;
}
