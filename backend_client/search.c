#include "backend_client/search.h"

#include "backend_client/fields_read.h"
#include "backend_client/pinyin.h"
#include "common/text.h"

#include <stdio.h>
#include <string.h>

/* Providers stand in the index as one character of the last private plane each, so that
 * their names, which most cases share, are not repeated there. */
enum { PROVIDER_SIGNS = 0xF0000, PROVIDERS_SIGNED = 0xFFFD };

static const struct range {
    uint32_t first, last;
} single[] =
    {
        {0x2E80, 0x2FDF}, {0x3005, 0x3007}, {0x3040, 0x318F},
        {0x31A0, 0x31FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
        {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF},
},
  apart[] = {
      {0x00, 0x2F},     {0x3A, 0x40},     {0x5B, 0x60},        {0x7B, 0xBF},
      {0x2000, 0x206F}, {0x2190, 0x2BFF}, {0x3000, 0x303F},    {0xE000, 0xF8FF},
      {0xFE10, 0xFE6F}, {0xFF00, 0xFFFF}, {0xE0000, 0x10FFFF},
};

static bool within(uint32_t c, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

/* Full-width letters and digits as their narrow twins, capitals as small ones. */
static uint32_t fold(uint32_t c)
{
    c = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

void bc_search_normal(const char *text, struct buf *out)
{
    size_t len = strlen(text);
    bool open = false; /* inside a word of several characters */
    buf_addc(out, ' ');
    for (size_t at = 0; at < len;) {
        uint32_t c;
        char bytes[4];
        at += text_decode(text + at, len - at, &c);
        c = fold(c);
        bool alone = within(c, single, COUNT_OF(single));
        bool letter = !alone && !within(c, apart, COUNT_OF(apart));
        if (open && !letter) {
            buf_addc(out, ' ');
        }
        open = letter;
        if (alone || letter) {
            buf_add(out, bytes, text_encode(c, bytes));
            buf_adds(out, alone ? " " : "");
        }
    }
    buf_adds(out, open ? " " : "");
}

void bc_search_document(const struct bc_case *row, int64_t provider, struct buf *out)
{
    char sign[4];
    bc_search_normal(row->applicant_name, out);
    if (provider > 0 && provider < PROVIDERS_SIGNED) {
        buf_add(out, sign, text_encode((uint32_t)(PROVIDER_SIGNS + provider), sign));
    }
}

/* ---- what is asked for ---- */

static void read_code(const char *word, size_t len, char out[BC_NUMBER])
{
    out[0] = '\0';
    bool digit = false;
    if (len >= BC_NUMBER) {
        return;
    }
    for (size_t i = 0; i < len; i++) {
        char c = word[i] >= 'a' && word[i] <= 'z' ? (char)(word[i] - 'a' + 'A') : word[i];
        digit = digit || (c >= '0' && c <= '9');
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && c != '-') {
            digit = false;
            break;
        }
        out[i] = c;
        out[i + 1] = '\0';
    }
    if (!digit) {
        out[0] = '\0';
    }
}

static bool all_letters(const char *tokens)
{
    size_t len = strspn(tokens + 1, "abcdefghijklmnopqrstuvwxyz");
    return len >= BC_PINYIN_LEAST && tokens[1 + len] == '\0';
}

static void read_word(const char *text, size_t len, struct bc_search *out)
{
    struct bc_search_word *word = &out->words[out->count];
    struct buf raw = {0}, normal = {0};
    buf_add(&raw, text, len);
    bc_search_normal(buf_str(&raw), &normal);
    bool fits = buf_ok(&normal) && normal.len < sizeof word->tokens;
    read_code(text, len, word->code);
    if (!fits || (normal.len <= 1 && !*word->code)) {
        out->nothing = out->nothing || !fits;
    } else {
        memcpy(word->tokens, buf_str(&normal), normal.len + 1);
        size_t last = normal.len - 1; /* the closing space */
        uint32_t c = 0;
        for (size_t at = 0; at < last;) {
            at += text_decode(word->tokens + at, last - at, &c);
        }
        word->beginning = !within(c, single, COUNT_OF(single));
        if (word->beginning) {
            word->tokens[last] = '\0';
        }
        word->letters = all_letters(word->tokens);
        out->count++;
    }
    buf_clear(&raw);
    buf_clear(&normal);
}

void bc_search_parse(const char *text, struct bc_search *out)
{
    memset(out, 0, sizeof *out);
    for (const char *at = text ? text : ""; *at && out->count < BC_SEARCH_WORDS;) {
        size_t len = strcspn(at, " \t\n");
        if (len == 0 && strncmp(at, "\xE3\x80\x80", 3) != 0) {
            at++;
            continue;
        }
        const char *wide = strstr(at, "\xE3\x80\x80"); /* the wide space */
        if (wide && (size_t)(wide - at) < len) {
            len = (size_t)(wide - at);
        }
        if (len > 0) {
            read_word(at, len, out);
        }
        at += len > 0 ? len : 3;
    }
}

static bool starts(const char *text, const char *beginning)
{
    return *beginning && strncmp(text, beginning, strlen(beginning)) == 0;
}

static bool has_letters(const struct bc_search_word *word, const struct bc_case *row)
{
    return word->letters && (bc_pinyin_match(row->applicant_name, word->tokens + 1) ||
                             bc_pinyin_match(row->provider_name, word->tokens + 1));
}

bool bc_search_matches(const struct bc_search *search, const struct bc_case *row,
                       struct buf *scratch)
{
    bool all = !search->nothing;
    buf_reset(scratch);
    bc_search_normal(row->applicant_name, scratch);
    buf_addc(scratch, '\n');
    bc_search_normal(row->provider_name, scratch);
    for (int i = 0; all && i < search->count; i++) {
        const struct bc_search_word *word = &search->words[i];
        all = starts(row->number, word->code) || starts(row->credit_code, word->code) ||
              (strlen(word->tokens) > 1 && strstr(buf_str(scratch), word->tokens)) ||
              has_letters(word, row);
    }
    return all;
}
