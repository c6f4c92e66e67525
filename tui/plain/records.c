/* Everything that has a verb, in text mode: lists said as numbered sentences, records
 * opened by their number, what is missing asked for, what changes something tried first
 * and done only when it is confirmed in words. */
#include "tui/plain/plain_impl.h"

#include "tui/verbs/verbs.h"

#include <string.h>

enum { WORDS = 48, ASKED = 8, VALUE = 200 };

struct line {
    char text[PLAIN_LINE], values[ASKED][VALUE], options[ASKED][32], names[WORDS][48];
    char *argv[WORDS]; /* into these */
    int argc, asked;
};

/* ---- the line ---- */

/* Words; "…" keeps blanks together. */
static void split(struct line *line, const char *text)
{
    char *at = line->text;
    snprintf(line->text, sizeof line->text, "%s", text);
    while (line->argc < WORDS - 2 * ASKED - 2) {
        at += strspn(at, " ");
        if (!*at) {
            return;
        }
        char end = *at == '"' ? '"' : ' ';
        at += end == '"';
        line->argv[line->argc++] = at;
        at += strcspn(at, end == '"' ? "\"" : " ");
        if (*at) {
            *at++ = '\0';
        }
    }
}

static bool add_word(struct line *line, const char *option, const char *value)
{
    if (line->asked == ASKED || line->argc + 2 > WORDS) {
        return false;
    }
    snprintf(line->options[line->asked], sizeof line->options[0], "%s", option);
    snprintf(line->values[line->asked], sizeof line->values[0], "%s", value);
    line->argv[line->argc++] = line->options[line->asked];
    line->argv[line->argc++] = line->values[line->asked++];
    return true;
}

static bool has_word(const struct line *line, const char *option)
{
    size_t len = strlen(option);
    for (int i = 0; i < line->argc; i++) {
        if (strncmp(line->argv[i], option, len) == 0 &&
            (!line->argv[i][len] || line->argv[i][len] == '=')) {
            return true;
        }
    }
    return false;
}

/* The first word of a verb of two, or what verbs of one word are about. */
static void noun_of(const struct tui_verb *verb, char out[24])
{
    size_t len = strcspn(verb->words, " ");
    snprintf(out, 24, "%.*s", verb->words[len] ? (int)len : 12,
             verb->words[len] ? verb->words : "applications");
}

/* Numbers of the list that was said last stand for what they number. */
static void name_numbers(struct plain *plain, struct line *line,
                         const struct tui_verb *verb, int from)
{
    char noun[24];
    noun_of(verb, noun);
    for (int i = from; i < line->argc && line->argv[i][0] != '-'; i++) {
        const char *at = line->argv[i];
        int64_t number;
        if (!plain_number(&at, &number) || *at) {
            continue;
        }
        const struct plain_shown *shown =
            plain->place == PLAIN_QUEUE || plain->place == PLAIN_CASE
                ? plain_shown_at(plain, number)
                : NULL;
        const char *name = NULL;
        if (plain->place == PLAIN_RECORDS && strcmp(plain->spoken_noun, noun) == 0 &&
            number <= plain->spoken.count) {
            name = plain->spoken.first[number - 1];
        } else if (shown && strcmp(noun, "applications") == 0) {
            name = shown->choice.id;
        }
        if (name) {
            snprintf(line->names[i], sizeof line->names[i], "%s", name);
            line->argv[i] = line->names[i];
        }
    }
}

/* ---- what is missing ---- */

static bool ask_programme(struct plain *plain, char out[VALUE])
{
    const struct bc_programme *all;
    char answer[PLAIN_LINE];
    const char *at = answer;
    int64_t number;
    int count = bc_programmes(plain->session, &all);
    for (int i = 0; i < count; i++) {
        plain_say(safe_textf("%d. %s", i + 1,
                             tui_lang_is_zh() ? all[i].name_zh : all[i].name_en));
    }
    if (!plain_ask(plain, N_("Number of the programme:"), answer, sizeof answer)) {
        return false;
    }
    count = bc_programmes(plain->session, &all);
    if (!plain_number(&at, &number) || *at || number > count) {
        plain_text(_("no programme was chosen; nothing was done"));
        return false;
    }
    snprintf(out, VALUE, "%s", all[number - 1].id);
    return true;
}

static bool ask_value(struct plain *plain, const char *option, const char *what,
                      const char *action, char out[VALUE])
{
    if (strcmp(option, "--programme") == 0) {
        return ask_programme(plain, out);
    }
    if (strcmp(option, "--reason") == 0) {
        return plain_ask_reason(plain, action, out, VALUE);
    }
    plain_say(safe_textf(_("%s (%s) is needed"), option + 2, what));
    return plain_ask(plain, N_("Your answer:"), out, VALUE) && *out;
}

/* Options the usage names outside of brackets. */
static bool ask_missing(struct plain *plain, struct line *line,
                        const struct tui_verb *verb)
{
    const char *action = strrchr(verb->words, ' ');
    char option[32], what[32], value[VALUE];
    int depth = 0;
    for (const char *at = verb->usage; *at; at++) {
        depth += *at == '[' ? 1 : *at == ']' ? -1 : 0;
        bool named = depth == 0 && strncmp(at, "--", 2) == 0 &&
                     sscanf(at, "%31s %31s", option, what) == 2;
        if (named && !has_word(line, option) &&
            (!ask_value(plain, option, what, action ? action + 1 : verb->words, value) ||
             !add_word(line, option, value))) {
            return false;
        }
    }
    return true;
}

/* ---- doing it ---- */

static bool is_list(const struct tui_verb *verb)
{
    return strstr(verb->words, " list") != NULL;
}

static bool run(struct plain *plain, const struct line *line, int words,
                const struct tui_verb *verb, bool dry)
{
    char *argv[WORDS + 1], dry_run[] = "--dry-run";
    struct err err = {0};
    struct tui_call call = {
        .session = plain->session, .ascii = true, .spoken = &plain->spoken};
    int argc = 0;
    plain->spoken.count = is_list(verb) ? 0 : plain->spoken.count;
    for (int i = words; i < line->argc; i++) {
        argv[argc++] = line->argv[i];
    }
    if (dry) {
        argv[argc++] = dry_run;
    }
    bool ok = tui_call_parse(argc, argv, verb, &call, &err) && verb->run(&call, &err);
    fflush(stdout);
    if (!ok) {
        plain_text(err.text);
    }
    return ok;
}

static void list_said(struct plain *plain, const struct tui_verb *verb)
{
    if (is_list(verb)) {
        noun_of(verb, plain->spoken_noun);
        plain->place = PLAIN_RECORDS;
    }
}

static bool is_yes(const char *answer)
{
    return strcmp(answer, "yes") == 0 || strcmp(answer, "是") == 0;
}

static void run_verb(struct plain *plain, struct line *line, int words,
                     const struct tui_verb *verb)
{
    char answer[PLAIN_LINE];
    bool changes = strstr(verb->usage, "--dry-run") != NULL;
    if (!ask_missing(plain, line, verb)) {
        return;
    }
    if (changes && !has_word(line, "--dry-run")) {
        if (!run(plain, line, words, verb, true) ||
            !plain_ask(plain, N_("Type yes to do it; anything else leaves it:"), answer,
                       sizeof answer)) {
            return;
        }
        if (!is_yes(answer)) {
            plain_text(_("nothing was done"));
            return;
        }
    }
    if (run(plain, line, words, verb, false)) {
        list_said(plain, verb);
    }
}

bool plain_verb(struct plain *plain, const char *text)
{
    static const char *const outside[] = {"export", "login", "completion", "doctor"};
    struct line line = {.argc = 0};
    int words;
    split(&line, text);
    const struct tui_verb *verb = tui_verb_find(line.argc, line.argv, &words);
    if (!verb) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        if (strcmp(verb->words, outside[i]) == 0) {
            plain_say(safe_textf(_("that is for the shell: voucherdesk %s"), text));
            return true;
        }
    }
    name_numbers(plain, &line, verb, words);
    run_verb(plain, &line, words, verb);
    return true;
}

/* ---- places ---- */

static void place(struct plain *plain, const char *noun, const char *words,
                  const char *list)
{
    char text[PLAIN_LINE];
    snprintf(text, sizeof text, "%s %.*s", noun, PLAIN_LINE / 2, words);
    if (!*words || !plain_verb(plain, text)) {
        plain->place = PLAIN_MENU;
        (void)plain_verb(plain, list);
        plain_text(_("a number opens where there is more to it; verbs tells what can be "
                     "done"));
    }
}

void plain_vouchers(struct plain *plain, const char *words)
{
    place(plain, "vouchers", words, "vouchers list --limit 10");
}

void plain_claims(struct plain *plain, const char *words)
{
    place(plain, "claims", words, "claims list --limit 10");
}

void plain_notices(struct plain *plain, const char *words)
{
    (void)words;
    place(plain, "", "", "applications list --status on_notice,objected --limit 20");
}

void plain_payments(struct plain *plain, const char *words)
{
    place(plain, "payments", words, "payments list");
}

void plain_people(struct plain *plain, const char *words)
{
    place(plain, "people", words, "people list");
}

void plain_open_record(struct plain *plain, int64_t number)
{
    char text[PLAIN_LINE];
    if (number > plain->spoken.count) {
        plain_text(_("there is no such number in the list"));
        return;
    }
    snprintf(text, sizeof text, "%s show %s", plain->spoken_noun,
             plain->spoken.first[number - 1]);
    if (!plain_verb(plain, text)) {
        plain_text(_("there is no more to it than was said"));
    }
}

void plain_verbs(struct plain *plain, const char *words)
{
    (void)plain;
    for (size_t i = 0; i < tui_verb_count; i++) {
        const struct tui_verb *verb = &tui_verbs[i];
        if (!*words || strncmp(verb->words, words, strlen(words)) == 0) {
            plain_say(safe_textf("%s %s: %s", verb->words, verb->usage, _(verb->help)));
        }
    }
}
