#include "tui/verbs/completion.h"

#include "common/attr.h"
#include "tui/options.h"
#include "tui/theme.h"

#include <stdio.h>
#include <string.h>

/* Codes of GET /v1/reasons for the decisions that verbs make; a test compares them. */
static const char reasons[] =
    "meets-criteria not-registered-locally wrong-sector wrong-size provider-not-listed "
    "related-party not-ai-compute contract-before-start contract-too-long "
    "contract-already-used other-public-money outside-usage-period below-minimum-spend "
    "debarred in-arrears fees-unpaid document-missing document-unreadable name-mismatch "
    "amount-mismatch invoice-void invoice-duplicate usage-not-proven cap-reached "
    "tranche-exhausted late decided-in-error false-papers checked-by-hand other";

static const struct {
    const char *option, *words; /* words NULL: files */
} values[] = {
    {"--lang", "en zh_CN"},
    {"--as", "officer officer2 supervisor supervisor2 operator auditor admin"},
    {"--screen", "overview queue budgets centres outbox"},
    {"--status", "submitted under_review returned awaiting_second approved rejected "
                 "withdrawn all"},
    {"--reason", reasons},
    {"--size", "80x24 120x36 200x60"},
    {"--socket", NULL},
    {"--state", NULL},
    {"--token-file", NULL},
};

static void add(struct tui_words *out, const char *word, size_t len)
{
    if (out->list.len > 0) {
        buf_addc(&out->list, ' ');
    }
    buf_add(&out->list, word, len);
}

static void add_themes(struct tui_words *out)
{
    char names[32][48];
    int count = tui_theme_names(names, 32);
    for (int i = 0; i < count; i++) {
        bool plain = strspn(names[i], "abcdefghijklmnopqrstuvwxyz0123456789-_") ==
                     strlen(names[i]);
        if (plain) {
            add(out, names[i], strlen(names[i]));
        }
    }
    out->files = true;
}

void tui_completion_values(const char *option, const char *value, struct tui_words *out)
{
    if (strcmp(option, "--theme") == 0) {
        add_themes(out);
        return;
    }
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        if (strcmp(values[i].option, option) == 0) {
            if (values[i].words) {
                add(out, values[i].words, strlen(values[i].words));
            }
            out->files = !values[i].words;
            return;
        }
    }
    out->files = value && strcmp(value, "FILE") == 0;
}

static const char option_letters[] = "-abcdefghijklmnopqrstuvwxyz";

static bool seen_in(const char *list, const char *word, size_t len)
{
    for (const char *at = list; (at = strstr(at, word)); at++) {
        bool begins = at == list || at[-1] == ' ' || at[-1] == '|';
        if (begins && strncmp(at, word, len) == 0 && strchr(" |", at[len])) {
            return true;
        }
    }
    return false;
}

/* Each --option of a usage line, and whether a value follows it. */
static const char *next_option(const char *usage, size_t *len, bool *valued)
{
    const char *at = strstr(usage, "--");
    if (at) {
        *len = strspn(at, option_letters);
        *valued = at[*len] == ' ' && at[*len + 1] >= 'A' && at[*len + 1] <= 'Z';
    }
    return at;
}

void tui_completion_after(const struct tui_verb *verb, struct tui_words *out)
{
    const char *at = verb->usage;
    size_t len, words = strspn(at, "abcdefghijklmnopqrstuvwxyz|");
    bool valued;
    for (size_t i = 0; i < words; i += len + 1) { /* "bash|zsh|fish" */
        len = strcspn(at + i, "| ");
        add(out, at + i, len);
    }
    if (strncmp(at, "SCREEN", 6) == 0) {
        const char screens[] = "overview queue budgets centres outbox report";
        add(out, screens, sizeof screens - 1);
    }
    out->files = strstr(at, "FILE") != NULL;
    while ((at = next_option(at, &len, &valued))) {
        add(out, at, len);
        at += len;
    }
    add(out, "--json", 6);
}

void tui_words_clear(struct tui_words *words)
{
    buf_clear(&words->list);
    *words = (struct tui_words){0};
}

static void add_valued(struct buf *out, const char *option, size_t len,
                       const char *between)
{
    char name[40];
    snprintf(name, sizeof name, "%.*s", (int)len, option);
    if (!seen_in(buf_str(out), name, len)) {
        buf_printf(out, "%s%s", out->len ? between : "", name);
    }
}

void tui_completion_valued(struct buf *out, const char *between)
{
    struct buf list = {0};
    const char *name, *value, *help;
    size_t len;
    bool valued;
    for (size_t i = 0; (name = tui_option_at(i, &value, &help)); i++) {
        if (value) {
            add_valued(&list, name, strlen(name), between);
        }
    }
    for (size_t i = 0; i < tui_verb_count; i++) {
        const char *at = tui_verbs[i].usage;
        while ((at = next_option(at, &len, &valued))) {
            if (valued) {
                add_valued(&list, at, len, between);
            }
            at += len;
        }
    }
    buf_adds(out, buf_str(&list));
    buf_clear(&list);
}

bool tui_verb_completion(struct tui_call *call, struct err *err)
{
    static const struct {
        const char *shell;
        void (*write)(struct buf *out);
    } shells[] = {{"bash", tui_completion_bash},
                  {"zsh", tui_completion_zsh},
                  {"fish", tui_completion_fish}};
    for (size_t i = 0; i < COUNT_OF(shells); i++) {
        if (strcmp(shells[i].shell, call->operands[0]) == 0) {
            struct buf out = {0};
            shells[i].write(&out);
            bool ok = buf_ok(&out) || err_set(err, ERR_INTERNAL, "out of memory");
            if (ok) {
                fwrite(buf_str(&out), 1, out.len, stdout);
            }
            buf_clear(&out);
            return ok;
        }
    }
    return err_set(err, ERR_USAGE,
                   _("completion is there for bash, zsh and fish, not '%.40s'"),
                   call->operands[0]);
}
