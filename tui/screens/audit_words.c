#include "tui/screens/audit.h"

#include "tui/screens/centre_rows.h"
#include "tui/widgets/figure.h"

#include "common/date.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Actions whose last word does not say enough by itself. */
static const struct {
    const char *wire, *text;
} actions[] = {
    {"application.submit", N_("submit")},
    {"application.settle", N_("decision became final")},
    {"application.notice", N_("put on notice")},
    {"application.issue", N_("issue voucher")},
    {"tranche.open", N_("open tranche")},
    {"tranche.appropriate", N_("appropriate money")},
    {"tranche.recall", N_("recall money")},
    {"tranche.close", N_("close tranche")},
    {"programme.publish", N_("publish rules")},
    {"organisation.create", N_("register organisation")},
    {"organisation.update", N_("change organisation")},
    {"centre.create", N_("register centre")},
    {"centre.batch", N_("declare hardware")},
    {"centre.status", N_("change status")},
    {"centre.readings", N_("report readings")},
    {"principal.grant", N_("grant roles")},
    {"principal.create", N_("add person")},
    {"token.create", N_("make token")},
    {"token.revoke", N_("revoke token")},
    {"payment.import", N_("import receipt")},
    {"voucher.issue", N_("issue voucher")},
    {"voucher.expire", N_("voucher expired")},
    {"claim.lodge", N_("lodge claim")},
};

/* Parts of field paths. */
static const struct {
    const char *wire, *text;
} fields[] = {
    {"status", N_("status")},
    {"assigned_to", N_("assigned to")},
    {"clock", N_("clock")},
    {"due_at", N_("due")},
    {"submitted_at", N_("submitted")},
    {"grant.amount_fen", N_("grant, ¥")},
    {"grant.rate_bp", N_("rate of grant")},
    {"grant.voucher", N_("voucher")},
    {"last_by", N_("last decided by")},
    {"last_decision", N_("last decision")},
    {"maker", N_("drafted by")},
    {"reason", N_("reason")},
    {"reason.code", N_("reason")},
    {"reason.note", N_("note")},
    {"request.amount_fen", N_("amount asked, ¥")},
    {"round", N_("round")},
    {"signatures", N_("signatures")},
    {"undo", N_("undo window")},
    {"undo.decision", N_("can be undone")},
    {"undo.to", N_("undo leads to")},
    {"undo.until", N_("undo until")},
    {"notice", N_("notice")},
    {"verdict.outcome", N_("verdict")},
    {"verdict.grant_fen", N_("grant by the rules, ¥")},
    {"verdict.eligible_fen", N_("eligible amount, ¥")},
    {"verdict.limited_by", N_("limited by")},
    {"verdict.policy", N_("rules applied")},
    {"verdict.rate_bp", N_("rate by the rules")},
    {"rules", N_("rule")},
    {"documents", N_("document")},
    {"outcome", N_("outcome")},
    {"input", N_("input")},
    {"state", N_("state")},
    {"at", N_("time")},
    {"appropriated_fen", N_("appropriated, ¥")},
    {"accounts.available_fen", N_("available, ¥")},
    {"accounts.reserved_fen", N_("reserved, ¥")},
    {"accounts.committed_fen", N_("committed, ¥")},
    {"accounts.payable_fen", N_("payable, ¥")},
    {"accounts.disbursed_fen", N_("disbursed, ¥")},
    {"readings", N_("readings")},
    {"batches", N_("batch")},
    {"count", N_("count")},
    {"name", N_("name")},
    {"revision", N_("revision")},
    {"roles", N_("roles")},
};

const char *tui_audit_action(const char *action)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].wire, action) == 0) {
            return _(actions[i].text);
        }
    }
    const char *dot = strchr(action, '.');
    return dot ? tui_word(dot + 1) : tui_word(action);
}

struct safe_text tui_audit_subject(struct bc_session *session,
                                   const struct bc_audit_entry *entry)
{
    if (*entry->number) {
        return safe_textf("%s %s", entry->number, safe_text(entry->name).bytes);
    }
    if (*entry->name) {
        return safe_text(entry->name);
    }
    const struct bc_centre *centre = strcmp(entry->kind, "centre") == 0
                                         ? tui_centre_find(session, entry->subject)
                                         : NULL;
    return safe_text(centre ? centre->name : entry->subject);
}

const char *tui_audit_stream(struct bc_session *session, const char *stream)
{
    const struct bc_programme *all;
    int count = bc_programmes(session, &all);
    if (strcmp(stream, "registry") == 0) {
        return _("registry of parties and centres");
    }
    for (int i = 0; i < count; i++) {
        if (strcmp(all[i].id, stream) == 0) {
            return tui_lang_is_zh() ? all[i].name_zh : all[i].name_en;
        }
    }
    return stream;
}

struct safe_text tui_audit_time(int64_t at, int64_t now, int zone_s)
{
    struct date_parts p = date_split(at, zone_s);
    if (p.year != date_split(now, zone_s).year) {
        return safe_textf("%04d-%02d-%02d %02d:%02d", p.year, p.month, p.day, p.hour,
                          p.minute);
    }
    return safe_textf("%02d-%02d %02d:%02d:%02d", p.month, p.day, p.hour, p.minute,
                      p.second);
}

struct safe_text tui_audit_hash(const char *hash, bool ascii)
{
    size_t len = strlen(hash);
    return len < 8 ? safe_text(hash)
                   : safe_textf("%.4s%s%.2s", hash, ascii ? ".." : "…", hash + len - 2);
}

/* ---- fields ---- */

static const char *part_word(const char *part)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strcmp(fields[i].wire, part) == 0) {
            return _(fields[i].text);
        }
    }
    return tui_word(part);
}

/* "verdict.rules[region].outcome" is: rule, registered in the area, outcome. */
static struct safe_text item_word(const char *path, const char *open, const char *close)
{
    char list[112], key[112];
    const char *start = open;
    while (start > path && start[-1] != '.') {
        start--;
    }
    snprintf(list, sizeof list, "%.*s", (int)(open - start), start);
    snprintf(key, sizeof key, "%.*s", (int)(close - open - 1), open + 1);
    const char *tail = close[1] == '.' ? close + 2 : close + 1;
    return safe_textf("%s %s%s%s", part_word(list), safe_text(tui_word(key)).bytes,
                      *tail ? " · " : "", safe_text(part_word(tail)).bytes);
}

struct safe_text tui_audit_field(const char *path)
{
    const char *open = strchr(path, '['), *close = open ? strchr(open, ']') : NULL;
    return close ? item_word(path, open, close) : safe_text(part_word(path));
}

static bool ends(const char *text, const char *tail)
{
    size_t len = strlen(text), cut = strlen(tail);
    return len >= cut && strcmp(text + len - cut, tail) == 0;
}

static bool is_word(const char *value)
{
    return *value && strspn(value, "abcdefghijklmnopqrstuvwxyz_-") == strlen(value);
}

struct safe_text tui_audit_value(const char *path, const char *value, int zone_s)
{
    int64_t at;
    if (!*value) {
        return safe_text("–");
    }
    if (ends(path, "_fen") && (*value == '-' || (*value >= '0' && *value <= '9'))) {
        return tui_yuan(strtoll(value, NULL, 10));
    }
    if (ends(path, "_bp")) {
        long long bp = strtoll(value, NULL, 10);
        return safe_textf("%lld.%02lld%%", bp / 100, llabs(bp % 100));
    }
    if (strlen(value) > 18 && value[10] == 'T' && date_time_parse(value, &at)) {
        struct date_parts p = date_split(at, zone_s);
        return safe_textf("%04d-%02d-%02d %02d:%02d:%02d", p.year, p.month, p.day, p.hour,
                          p.minute, p.second);
    }
    if (*value == '[' && ends(value, "]")) {
        int items = atoi(value + 1);
        return safe_textf(tui_text_n("%d item", "%d items", items), items);
    }
    if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0) {
        return safe_text(tui_word(*value == 't' ? "yes" : "no"));
    }
    return safe_text(is_word(value) ? tui_word(value) : value);
}
