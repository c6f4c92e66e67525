/* The three shells' own words around the same tables. */
#include "tui/verbs/completion.h"

#include "tui/options.h"

#include <string.h>

/* A msgid in the reader's language, inside '…' of any of the shells. */
static void quoted(struct buf *out, const char *help, bool fish)
{
    struct safe_text text = safe_text(tui_text(help));
    for (size_t i = 0; i < text.len; i++) {
        char c = text.bytes[i];
        if (c == '\'') {
            buf_adds(out, fish ? "\\'" : "'\\''");
        } else if (c == '\\') {
            buf_adds(out, "\\\\");
        } else {
            buf_addc(out, c);
        }
    }
}

/* The next level of the words of verbs: after "" "overview applications …", after
 * "applications" "list show submit". NULL once all were given. */
static bool next_word(const char *before, size_t *at, char out[40])
{
    size_t len = strlen(before);
    for (; *at < tui_verb_count; ++*at) {
        const char *words = tui_verbs[*at].words;
        if (strncmp(words, before, len) != 0 || (len && words[len] != ' ')) {
            continue;
        }
        const char *word = words + len + (len ? 1 : 0);
        snprintf(out, 40, "%.*s", (int)strcspn(word, " "), word);
        /* words that begin alike stand together in the table */
        const char *last = *at > 0 ? tui_verbs[*at - 1].words : "";
        size_t whole = (size_t)(word - words) + strlen(out);
        if (strncmp(last, words, whole) == 0 && (!last[whole] || last[whole] == ' ')) {
            continue;
        }
        ++*at;
        return true;
    }
    return false;
}

static void words_after(struct buf *out, const char *before)
{
    char word[40];
    for (size_t at = 0; next_word(before, &at, word);) {
        buf_printf(out, "%s%s", out->len ? " " : "", word);
    }
}

/* First words of verbs of several: "applications". */
static bool group_at(size_t n, char out[40])
{
    char word[40];
    for (size_t at = 0; next_word("", &at, word);) {
        const char *words = tui_verbs[at - 1].words;
        if (strcmp(words, word) != 0 && n-- == 0) {
            snprintf(out, 40, "%s", word);
            return true;
        }
    }
    return false;
}

/* ---- bash and zsh: one case of what came before, one of the verb ---- */

struct shell {
    const char *words, *files; /* printf formats of the command that offers them */
};
static const struct shell bash = {"COMPREPLY=($(compgen -W '%s' -- \"$cur\"))",
                                  "COMPREPLY+=($(compgen -f -- \"$cur\"))"};
static const struct shell zsh = {"compadd -- %s", "_files"};

static void offer(struct buf *out, const struct shell *shell, const struct tui_words *w)
{
    if (w->list.len > 0) {
        const char *rest = strstr(shell->words, "%s") + 2;
        buf_add(out, shell->words, (size_t)(rest - 2 - shell->words));
        buf_adds(out, buf_str(&w->list));
        buf_adds(out, rest);
    }
    if (w->files) {
        buf_printf(out, "%s%s", w->list.len ? "; " : "", shell->files);
    }
    if (w->list.len == 0 && !w->files) {
        buf_adds(out, ":");
    }
}

static void value_cases(struct buf *out, const struct shell *shell)
{
    struct buf names = {0};
    tui_completion_valued(&names, " ");
    char *rest = names.data, *name;
    while (rest && (name = strsep(&rest, " "))) {
        struct tui_words words = {.files = false};
        const char *option, *value = NULL, *help;
        for (size_t i = 0; (option = tui_option_at(i, &value, &help)); i++) {
            if (strcmp(option, name) == 0) {
                break;
            }
        }
        tui_completion_values(name, option ? value : NULL, &words);
        buf_printf(out, "    %s) ", name);
        offer(out, shell, &words);
        buf_adds(out, "; return;;\n");
        tui_words_clear(&words);
    }
    buf_clear(&names);
}

static void verb_cases(struct buf *out, const struct shell *shell)
{
    char group[40];
    for (size_t n = 0; group_at(n, group); n++) {
        struct tui_words words = {.files = false};
        words_after(&words.list, group);
        buf_printf(out, "    '%s') ", group);
        offer(out, shell, &words);
        buf_adds(out, ";;\n");
        tui_words_clear(&words);
    }
    for (size_t i = 0; i < tui_verb_count; i++) {
        struct tui_words words = {.files = false};
        tui_completion_after(&tui_verbs[i], &words);
        buf_printf(out, "    '%s'*) ", tui_verbs[i].words);
        offer(out, shell, &words);
        buf_adds(out, ";;\n");
        tui_words_clear(&words);
    }
}

static void options_list(struct buf *out)
{
    const char *name, *value, *help;
    for (size_t i = 0; (name = tui_option_at(i, &value, &help)); i++) {
        buf_printf(out, " %s", name);
    }
}

void tui_completion_bash(struct buf *out)
{
    buf_adds(
        out,
        "# bash completion for voucherdesk: eval \"$(voucherdesk completion bash)\"\n"
        "_voucherdesk() {\n"
        "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
        "  local verb='' i\n"
        "  COMPREPLY=()\n"
        "  case $prev in\n");
    value_cases(out, &bash);
    buf_adds(out, "  esac\n  for ((i = 1; i < COMP_CWORD; i++)); do\n"
                  "    case ${COMP_WORDS[i]} in\n    ");
    tui_completion_valued(out, "|");
    buf_adds(out, ") i=$((i + 1));;\n    -*) ;;\n"
                  "    *) verb+=${verb:+ }${COMP_WORDS[i]};;\n    esac\n  done\n"
                  "  case $verb in\n    '') COMPREPLY=($(compgen -W '");
    words_after(out, "");
    options_list(out);
    buf_adds(out, "' -- \"$cur\"));;\n");
    verb_cases(out, &bash);
    buf_adds(out, "  esac\n}\ncomplete -o filenames -F _voucherdesk voucherdesk\n");
}

void tui_completion_zsh(struct buf *out)
{
    char word[40];
    buf_adds(out, "#compdef voucherdesk\n"
                  "# zsh completion for voucherdesk: voucherdesk completion zsh > "
                  "DIR-OF-FPATH/_voucherdesk\n"
                  "_voucherdesk() {\n"
                  "  local prev=$words[CURRENT-1] verb='' i\n"
                  "  local -a verbs\n"
                  "  case $prev in\n");
    value_cases(out, &zsh);
    buf_adds(
        out,
        "  esac\n  for ((i = 2; i < CURRENT; i++)); do\n    case $words[i] in\n    ");
    tui_completion_valued(out, "|");
    buf_adds(out, ") i=$((i + 1));;\n    -*) ;;\n"
                  "    *) verb+=${verb:+ }$words[i];;\n    esac\n  done\n"
                  "  case $verb in\n    '') verbs=(\n");
    for (size_t at = 0; next_word("", &at, word);) {
        const struct tui_verb *verb = &tui_verbs[at - 1];
        bool alone = strcmp(verb->words, word) == 0;
        buf_printf(out, "      '%s%s", word, alone ? ":" : "");
        if (alone) {
            quoted(out, verb->help, false);
        }
        buf_adds(out, "'\n");
    }
    buf_adds(out, "    ); _describe verb verbs; compadd --");
    options_list(out);
    buf_adds(out, ";;\n");
    verb_cases(out, &zsh);
    buf_adds(out, "  esac\n}\nif [ \"$funcstack[1]\" = _voucherdesk ]; then _voucherdesk "
                  "\"$@\"; else compdef _voucherdesk voucherdesk; fi\n");
}

/* ---- fish: a line for each word ---- */

static void fish_options(struct buf *out)
{
    const char *name, *value, *help;
    for (size_t i = 0; (name = tui_option_at(i, &value, &help)); i++) {
        struct tui_words words = {.files = false};
        tui_completion_values(name, value, &words);
        buf_printf(out, "complete -c voucherdesk -l %s", name + 2);
        if (value) {
            buf_printf(out, " -r%s -a '%s'", words.files ? "F" : "f",
                       buf_str(&words.list));
        }
        buf_adds(out, " -d '");
        quoted(out, help, true);
        buf_adds(out, "'\n");
        tui_words_clear(&words);
    }
}

static void fish_line(struct buf *out, const char *before, const char *word,
                      const char *help)
{
    buf_printf(out,
               "complete -c voucherdesk -n 'test (__voucherdesk_verb) = \"%s\"' -a '%s'",
               before, word);
    if (help) {
        buf_adds(out, " -d '");
        quoted(out, help, true);
        buf_addc(out, '\'');
    }
    buf_addc(out, '\n');
}

static void fish_level(struct buf *out, const char *before)
{
    char word[40];
    for (size_t at = 0; next_word(before, &at, word);) {
        const struct tui_verb *verb = &tui_verbs[at - 1];
        size_t skip = *before ? strlen(before) + 1 : 0;
        fish_line(out, before, word,
                  strcmp(verb->words + skip, word) == 0 ? verb->help : NULL);
    }
}

/* What follows a verb, options too: fish splits the list itself. */
static void fish_verb(struct buf *out, const struct tui_verb *verb)
{
    struct tui_words words = {.files = false};
    tui_completion_after(verb, &words);
    buf_printf(out,
               "complete -c voucherdesk -n 'string match -q -- \"%s*\" "
               "(__voucherdesk_verb)' %s-a '%s'\n",
               verb->words, words.files ? "-F " : "", buf_str(&words.list));
    tui_words_clear(&words);
}

void tui_completion_fish(struct buf *out)
{
    char group[40];
    buf_adds(out, "# fish completion for voucherdesk: voucherdesk completion fish > "
                  "~/.config/fish/completions/voucherdesk.fish\n"
                  "function __voucherdesk_verb\n  set -l verb\n  set -l skip 0\n"
                  "  for word in (commandline -opc)[2..-1]\n"
                  "    if test $skip = 1\n      set skip 0\n      continue\n    end\n"
                  "    switch $word\n      case ");
    tui_completion_valued(out, " ");
    buf_adds(out, "\n        set skip 1\n      case '-*'\n      case '*'\n"
                  "        set verb $verb $word\n    end\n  end\n"
                  "  echo (string join ' ' $verb)\nend\n"
                  "complete -c voucherdesk -f\n");
    fish_options(out);
    fish_level(out, "");
    for (size_t n = 0; group_at(n, group); n++) {
        fish_level(out, group);
    }
    for (size_t i = 0; i < tui_verb_count; i++) {
        fish_verb(out, &tui_verbs[i]);
    }
}
