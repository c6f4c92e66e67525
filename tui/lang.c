#include "tui/lang.h"

#include "common/attr.h"
#include "common/datadir.h"
#include "tui/catalogue.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* As in gettext itself, the language belongs to the process: every text in the program
 * asks for it. */
static struct {
    struct tui_catalogue catalogue;
    bool zh, utf8;
} language;

/* In the C locale no character beyond ASCII has a width: take UTF-8 all the same, since
 * names are Chinese, and remember that it was not asked for. */
static void set_ctype(void)
{
    static const char *const fallbacks[] = {"C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8"};
    bool known = setlocale(LC_CTYPE, "") != NULL;
    language.utf8 = known && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (known && strncmp(nl_langinfo(CODESET), "ANSI", 4) != 0) {
        return;
    }
    for (size_t i = 0; i < COUNT_OF(fallbacks); i++) {
        if (setlocale(LC_CTYPE, fallbacks[i])) {
            break;
        }
    }
    const char *names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (names[i] && *names[i]) {
            /* a locale that is asked for and not installed, such as zh_CN.UTF-8 or zh_CN
             */
            language.utf8 = strstr(names[i], "UTF-8") || strstr(names[i], "utf8") ||
                            strncmp(names[i], "zh", 2) == 0;
            return;
        }
    }
}

static bool is_chinese(const char *name)
{
    return strncmp(name, "zh", 2) == 0;
}

static bool is_english(const char *name)
{
    return strncmp(name, "en", 2) == 0 || strcmp(name, "C") == 0 ||
           strncmp(name, "C.", 2) == 0 || strcmp(name, "POSIX") == 0;
}

static const char *wanted(void)
{
    static const char *const variables[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < COUNT_OF(variables); i++) {
        const char *value = getenv(variables[i]);
        if (value && *value) {
            return value;
        }
    }
    return "en";
}

bool tui_lang_set(const char *name)
{
    char folder[4096], path[4200];
    set_ctype();
    name = name ? name : wanted();
    tui_catalogue_clear(&language.catalogue);
    language.zh = false;
    if (is_english(name)) {
        return true;
    }
    if (!is_chinese(name) || !datadir_find("locale", folder, sizeof folder)) {
        return false;
    }
    snprintf(path, sizeof path, "%s/zh_CN/LC_MESSAGES/voucherdesk.mo", folder);
    language.zh = tui_catalogue_read(&language.catalogue, path);
    return language.zh;
}

const char *tui_lang(void)
{
    return language.zh ? "zh_CN" : "en";
}

bool tui_lang_is_zh(void)
{
    return language.zh;
}

bool tui_lang_utf8(void)
{
    return language.utf8;
}

const char *tui_text(const char *text)
{
    const char *found = tui_catalogue_find(&language.catalogue, text);
    return found ? found : text;
}

/* Chinese has one form, and a plural entry begins with it. */
const char *tui_text_n(const char *one, const char *many, long long n)
{
    const char *found = tui_catalogue_find(&language.catalogue, one);
    return found ? found : n == 1 ? one : many;
}
