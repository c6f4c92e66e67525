#include "tui/verbs/verbs.h"

#include "backend_client/health.h"
#include "common/date.h"
#include "common/json.h"
#include "tui/verbs/doctor.h"
#include "tui/verbs/print.h"

#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void doctor_say(struct doctor *d, enum doctor_level level, const char *what,
                struct safe_text found, const char *advice)
{
    static const char *const wire[] = {"ok", "warn", "fail"};
    const char *const words[] = {_("ok"), _("warn"), _("fault")};
    d->warnings += level == DOCTOR_WARN;
    d->failures += level == DOCTOR_FAIL;
    if (d->call->json) {
        struct buf text = {0};
        struct jsonw w;
        jsonw_start(&w, &text);
        jsonw_object(&w);
        jsonw_kstr_opt(&w, "advice", level == DOCTOR_OK ? NULL : advice);
        jsonw_kstr(&w, "found", found.bytes);
        jsonw_kstr(&w, "level", wire[level]);
        jsonw_kstr(&w, "what", what);
        jsonw_object_end(&w);
        if (jsonw_end(&w)) {
            tui_print_json(stdout, buf_str(&text));
        }
        buf_clear(&text);
        return;
    }
    safe_print(stdout, safe_fit(safe_text(words[level]), 5, false, false));
    tui_print_field(stdout, what, found);
    if (level != DOCTOR_OK) {
        fputs("     ", stdout);
        tui_print_field(stdout, "", safe_text(advice));
    }
}

static void check_libraries(struct doctor *d, const struct bc_health *h)
{
    doctor_say(d, DOCTOR_OK, "voucherdesk", safe_text(VD_VERSION), "");
    doctor_say(d, DOCTOR_OK, "libcurl", safe_text(h->curl), "");
    doctor_say(d, DOCTOR_OK, "SQLite", safe_text(h->sqlite), "");
    doctor_say(d, DOCTOR_OK, "jansson", safe_text(h->jansson), "");
    doctor_say(d, DOCTOR_OK, "libsodium", safe_text(h->sodium), "");
    doctor_say(d, DOCTOR_OK, "libunistring", safe_text(h->unistring), "");
}

static void check_locale(struct doctor *d)
{
    const char *charset = nl_langinfo(CODESET);
    const char *locale = setlocale(LC_CTYPE, NULL);
    bool utf8 = strcmp(charset, "UTF-8") == 0;
    doctor_say(d, utf8 ? DOCTOR_OK : DOCTOR_WARN, _("locale"),
               safe_textf("%s · %s", locale ? locale : "-", charset),
               _("names need UTF-8: export LC_ALL=C.UTF-8"));
    doctor_say(d, DOCTOR_OK, _("language"), safe_text(tui_lang()), "");
    if (utf8) {
        doctor_widths(d);
    }
}

static void check_file(struct doctor *d, const struct bc_health_file *file,
                       const char *what, unsigned wanted)
{
    if (!file->exists) {
        doctor_say(d, DOCTOR_OK, what, safe_textf(_("%s: not made yet"), file->path), "");
        return;
    }
    bool open = (file->mode & ~wanted & 0777U) != 0;
    bool folder = (wanted & 0100U) != 0; /* what lies in it is closed by itself */
    doctor_say(d,
               !file->ours || (open && !folder) ? DOCTOR_FAIL
               : open                           ? DOCTOR_WARN
                                                : DOCTOR_OK,
               what,
               safe_textf("%s · %04o · %" PRId64 " KiB", file->path, file->mode,
                          file->bytes / 1024),
               !file->ours ? _("it belongs to somebody else: use another --state folder")
                           : _("others can read it: chmod go-rwx"));
}

static void check_files(struct doctor *d, const struct bc_health *h)
{
    enum { LITTLE = 200 << 20 };
    check_file(d, &h->state, _("state folder"), 0700);
    check_file(d, &h->replica, _("replica"), 0600);
    check_file(d, &h->outbox, _("outbox"), 0600);
    if (h->free_bytes >= 0) {
        doctor_say(d, h->free_bytes < LITTLE ? DOCTOR_WARN : DOCTOR_OK, _("free space"),
                   safe_textf("%" PRId64 " MiB", h->free_bytes >> 20),
                   _("make room: decisions are written to disk before they are sent"));
    }
    int pending = bc_intents_pending(d->call->session);
    doctor_say(
        d, pending ? DOCTOR_WARN : DOCTOR_OK, _("waiting to be sent"),
        safe_textf("%d", pending),
        _("voucherdesk outbox list shows them, voucherdesk outbox retry sends them"));
}

static void check_clock(struct doctor *d)
{
    enum { SKEW_S = 30 };
    int64_t offset = bc_link(d->call->session)->clock_offset_us;
    int64_t seconds = (offset < 0 ? -offset : offset) / DATE_SECOND;
    bool far = seconds > SKEW_S && !bc_me(d->call->session)->demo;
    doctor_say(d, far ? DOCTOR_WARN : DOCTOR_OK, _("clock differs by"),
               safe_textf("%" PRId64 " s", offset / DATE_SECOND),
               _("set this machine's clock; due times are the server's"));
}

static void check_server(struct doctor *d, const struct bc_health *h)
{
    enum { WAIT_MS = 5000, SLOW_US = 300000 };
    struct bc_request request = {.path = "/v1/me", .if_match = -1};
    struct buf body = {0};
    struct err err = {0};
    const char *place = *h->place ? h->place : _("started by this console");
    if (!bc_direct_ready(d->call->session, WAIT_MS, NULL, NULL, &err)) {
        doctor_say(
            d, DOCTOR_FAIL, _("clearinghouse"), safe_textf("%s: %s", place, err.text),
            _("see that clearinghoused runs and that --socket or --server names it"));
        return;
    }
    int64_t from = date_now();
    bool ok = bc_direct(d->call->session, &request, &body, &err);
    int64_t took = date_now() - from;
    buf_clear(&body);
    if (!ok) {
        doctor_say(d, DOCTOR_FAIL, _("clearinghouse"),
                   safe_textf("%s: %s", place, err.text),
                   _("ask an administrator for a role in a programme"));
        return;
    }
    const struct bc_me *me = bc_me(d->call->session);
    doctor_say(d, DOCTOR_OK, _("clearinghouse"),
               safe_textf("%s · %s", place, me->version), "");
    doctor_say(
        d, took > SLOW_US ? DOCTOR_WARN : DOCTOR_OK, _("round trip"),
        safe_textf("%" PRId64 ".%03" PRId64 " ms", took / 1000, took % 1000),
        _("a slow line: the screens work from the replica, only answers come later"));
    doctor_say(d, *me->roles ? DOCTOR_OK : DOCTOR_FAIL, _("you are"),
               safe_textf("%s · %s", me->id, me->roles),
               _("ask an administrator for a role in a programme"));
    check_clock(d);
}

bool tui_verb_doctor(struct tui_call *call, struct err *err)
{
    struct doctor d = {.call = call};
    struct bc_health health;
    bc_health(call->session, &health);
    check_libraries(&d, &health);
    doctor_terminal(&d);
    doctor_abilities(&d);
    check_locale(&d);
    check_files(&d, &health);
    check_server(&d, &health);
    if (!call->json) {
        printf(_("%d to mend, %d to look at\n"), d.failures, d.warnings);
    }
    return d.failures == 0 ||
           err_set(err, ERR_CONFIG, _("%d checks failed; each line says what to do"),
                   d.failures);
}
