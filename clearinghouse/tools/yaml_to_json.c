/* A tool of the build: YAML on stdin, the same document as JSON on stdout. It knows the
 * scalars of YAML 1.2's core schema; what is quoted stays a string. Anchors, tags and
 * several documents are refused: one plain document is all we write. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { DEPTH_MAX = 64 };

struct level {
    bool mapping;
    long written; /* nodes so far: of a mapping keys and values alike */
};

struct state {
    struct level levels[DEPTH_MAX];
    int depth;
};

static void die(const yaml_mark_t *at, const char *what)
{
    fprintf(stderr, "yaml_to_json: line %zu, column %zu: %s\n", at->line + 1,
            at->column + 1, what);
    exit(1);
}

static void put_string(const char *text, size_t len)
{
    putchar('"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\') {
            putchar('\\');
            putchar(c);
        } else if (c == '\n') {
            fputs("\\n", stdout);
        } else if (c < 0x20) {
            printf("\\u%04x", (unsigned)c);
        } else {
            putchar(c);
        }
    }
    putchar('"');
}

static bool among(const char *text, const char *const *words)
{
    for (; *words; words++) {
        if (strcmp(text, *words) == 0) {
            return true;
        }
    }
    return false;
}

/* Decimal integers that JSON spells the same way. */
static bool is_integer(const char *text)
{
    const char *digits = text + (*text == '-');
    size_t len = strspn(digits, "0123456789");
    return len > 0 && digits[len] == '\0' && (*digits != '0' || len == 1);
}

static void put_plain(const char *text, size_t len)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const yes[] = {"true", "True", "TRUE", NULL};
    static const char *const no[] = {"false", "False", "FALSE", NULL};
    if (among(text, nulls)) {
        fputs("null", stdout);
    } else if (among(text, yes)) {
        fputs("true", stdout);
    } else if (among(text, no)) {
        fputs("false", stdout);
    } else if (is_integer(text)) {
        fputs(text, stdout);
    } else {
        put_string(text, len);
    }
}

/* The comma or colon that stands before the next node. True when that node is a key. */
static bool separate(struct state *s)
{
    if (s->depth == 0) {
        return false;
    }
    struct level *level = &s->levels[s->depth - 1];
    bool key = level->mapping && level->written % 2 == 0;
    if (level->mapping && !key) {
        putchar(':');
    } else if (level->written > 0) {
        putchar(',');
    }
    level->written++;
    return key;
}

static void open_level(struct state *s, const yaml_event_t *event, bool mapping)
{
    if (separate(s)) {
        die(&event->start_mark, "a key must be a scalar");
    }
    if (s->depth == DEPTH_MAX) {
        die(&event->start_mark, "nested too deeply");
    }
    s->levels[s->depth++] = (struct level){.mapping = mapping};
    putchar(mapping ? '{' : '[');
}

static void put_scalar(struct state *s, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (event->data.scalar.anchor || event->data.scalar.tag) {
        die(&event->start_mark, "anchors and tags are not read");
    }
    if (separate(s) || event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) {
        put_string(text, len);
    } else {
        put_plain(text, len);
    }
}

static void put_event(struct state *s, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        put_scalar(s, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_level(s, event, false);
        break;
    case YAML_MAPPING_START_EVENT:
        open_level(s, event, true);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        putchar(s->levels[--s->depth].mapping ? '}' : ']');
        break;
    case YAML_ALIAS_EVENT:
        die(&event->start_mark, "aliases are not read");
        break;
    default:
        break;
    }
}

int main(void)
{
    yaml_parser_t parser;
    yaml_event_t event;
    struct state state = {.depth = 0};
    int documents = 0;
    bool done = false;
    if (!yaml_parser_initialize(&parser)) {
        return 70;
    }
    yaml_parser_set_input_file(&parser, stdin);
    while (!done) {
        if (!yaml_parser_parse(&parser, &event)) {
            die(&parser.problem_mark, parser.problem ? parser.problem : "unreadable");
        }
        if (event.type == YAML_DOCUMENT_START_EVENT && ++documents > 1) {
            die(&event.start_mark, "one document only");
        }
        put_event(&state, &event);
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return documents == 1 && fflush(stdout) == 0 ? 0 : 1;
}
