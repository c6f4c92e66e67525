#include "clearinghouse/ledger_impl.h"

#include "clearinghouse/secrets.h"
#include "clearinghouse/service/checkpoints.h"
#include "clearinghouse/service/install.h"
#include "clearinghouse/service/policy.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    if (o->programme_count > 0 && !ch_ledger_folder(folder, err)) {
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
    char kind[CH_KIND_MAX];
    struct ch_ctx ctx = {
        .service = &l->service, .db = l->db, .now = ch_clock(&l->service)};
    if (!ch_ledger_kind(l, kind, err)) {
        return false;
    }
    if (*kind && strcmp(kind, "office") != 0) {
        return err_set(err, ERR_CONFIG,
                       "\"%s\" is a demo and stays one; use a new folder", o->state);
    }
    if (!ch_begin(l->db, err)) {
        return false;
    }
    bool ok = ch_meta_set(l->db, "kind", "office", err) &&
              ch_install_programmes(&ctx, err) && ch_checkpoint_key(&ctx, err);
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
    bool ok = ch_ledger_path(o, l.path, err) && ch_ledger_folder(o->state, err) &&
              copy_programmes(o, err) && ch_ledger_policies(o->state, &l.policies, err) &&
              ch_secrets_load(o->state, &l.secrets, err);
    l.service.policies = l.policies;
    l.service.secrets = l.secrets;
    ok = ok && ch_db_open(l.path, CH_DB_WRITE, &l.db, err) && fill_office(&l, o, err);
    if (ok) {
        printf("clearinghoused: the ledger in %s is ready with %zu programmes; serve it "
               "with: clearinghoused --state %s\n",
               o->state, ch_policies_count(l.policies), o->state);
    }
    ch_ledger_close(&l);
    return ok;
}
