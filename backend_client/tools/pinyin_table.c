/* Build step: the list of characters by initial on stdin becomes the tables of
 * backend_client/pinyin_table.h on stdout. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    LOW = 0x3400,
    LOW_END = 0xA000,
    HIGH = 0x20000,
    HIGH_END = 0x31400,
    SETS_MAX = 256,
};

static uint32_t letters[HIGH_END]; /* by character, a bit for each letter */
static uint32_t sets[SETS_MAX] = {0};
static int set_count = 1; /* the first is the empty set */

/* One character of well-formed UTF-8; its bytes. */
static int decode(const unsigned char *s, uint32_t *out)
{
    int more = s[0] < 0x80 ? 0 : s[0] < 0xE0 ? 1 : s[0] < 0xF0 ? 2 : 3;
    *out = more == 0 ? s[0] : s[0] & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        *out = *out << 6 | (s[i] & 0x3Fu);
    }
    return more + 1;
}

static int read_line(const char *line)
{
    if (*line < 'a' || *line > 'z' || line[1] != ' ') {
        return *line == '#' || *line == '\n' || *line == '\0';
    }
    for (const unsigned char *at = (const unsigned char *)line + 2; *at && *at != '\n';) {
        uint32_t c;
        at += decode(at, &c);
        if (c >= HIGH_END || c < LOW) {
            return 0;
        }
        letters[c] |= UINT32_C(1) << (*line - 'a');
    }
    return 1;
}

/* -1: more different sets than a byte can number. */
static int set_of(uint32_t set)
{
    for (int i = 0; i < set_count; i++) {
        if (sets[i] == set) {
            return i;
        }
    }
    if (set_count == SETS_MAX) {
        return -1;
    }
    sets[set_count] = set;
    return set_count++;
}

static int write_range(const char *name, uint32_t from, uint32_t end)
{
    printf("const unsigned char %s[%u] = {\n", name, (unsigned)(end - from));
    for (uint32_t c = from; c < end; c++) {
        int set = set_of(letters[c]);
        if (set < 0) {
            return 0;
        }
        printf("%d,%s", set, c % 32 == 31 ? "\n" : "");
    }
    puts("};");
    return 1;
}

int main(void)
{
    char line[1024];
    while (fgets(line, sizeof line, stdin)) {
        if (!read_line(line)) {
            fprintf(stderr, "pinyin_table: not a line of initials: %.40s\n", line);
            return 1;
        }
    }
    puts("#include \"backend_client/pinyin_table.h\"");
    if (!write_range("bc_pinyin_low", LOW, LOW_END) ||
        !write_range("bc_pinyin_high", HIGH, HIGH_END)) {
        fprintf(stderr, "pinyin_table: more than %d different sets\n", SETS_MAX);
        return 1;
    }
    printf("const unsigned bc_pinyin_sets[%d] = {\n", SETS_MAX);
    for (int i = 0; i < set_count; i++) {
        printf("0x%X,%s", (unsigned)sets[i], i % 8 == 7 ? "\n" : "");
    }
    puts("};");
    return 0;
}
