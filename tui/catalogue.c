#include "tui/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAGIC_AT = 0, COUNT_AT = 8, ORIGINALS_AT = 12, TRANSLATIONS_AT = 16, HEADER = 20 };
enum { FILE_MAX = 4 << 20 };
#define MAGIC UINT32_C(0x950412de)

static uint32_t number(const struct tui_catalogue *catalogue, size_t at)
{
    uint32_t value;
    memcpy(&value, catalogue->bytes + at, sizeof value);
    return value;
}

static const char *string(const struct tui_catalogue *catalogue, uint32_t table,
                          uint32_t index)
{
    return catalogue->bytes + number(catalogue, table + (size_t)index * 8 + 4);
}

/* The string lies in the file and ends in NUL. */
static bool sound(const struct tui_catalogue *catalogue, uint32_t table, uint32_t index)
{
    size_t length = number(catalogue, table + (size_t)index * 8);
    size_t start = number(catalogue, table + (size_t)index * 8 + 4);
    return start < catalogue->size && length < catalogue->size - start &&
           catalogue->bytes[start + length] == '\0';
}

static bool tables_sound(struct tui_catalogue *catalogue)
{
    if (catalogue->size < HEADER || number(catalogue, MAGIC_AT) != MAGIC) {
        return false;
    }
    catalogue->count = number(catalogue, COUNT_AT);
    catalogue->originals = number(catalogue, ORIGINALS_AT);
    catalogue->translations = number(catalogue, TRANSLATIONS_AT);
    size_t need = (size_t)catalogue->count * 8;
    if (catalogue->originals > catalogue->size ||
        catalogue->size - catalogue->originals < need ||
        catalogue->translations > catalogue->size ||
        catalogue->size - catalogue->translations < need) {
        return false;
    }
    for (uint32_t i = 0; i < catalogue->count; i++) {
        if (!sound(catalogue, catalogue->originals, i) ||
            !sound(catalogue, catalogue->translations, i) ||
            (i > 0 && strcmp(string(catalogue, catalogue->originals, i - 1),
                             string(catalogue, catalogue->originals, i)) > 0)) {
            return false;
        }
    }
    return true;
}

bool tui_catalogue_read(struct tui_catalogue *catalogue, const char *path)
{
    tui_catalogue_clear(catalogue);
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    bool ok = false;
    if (fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        if (size > 0 && size <= FILE_MAX && fseek(file, 0, SEEK_SET) == 0) {
            catalogue->size = (size_t)size;
            catalogue->bytes = malloc(catalogue->size);
            ok = catalogue->bytes &&
                 fread(catalogue->bytes, 1, catalogue->size, file) == catalogue->size &&
                 tables_sound(catalogue);
        }
    }
    fclose(file);
    if (!ok) {
        tui_catalogue_clear(catalogue);
    }
    return ok;
}

void tui_catalogue_clear(struct tui_catalogue *catalogue)
{
    free(catalogue->bytes);
    *catalogue = (struct tui_catalogue){0};
}

const char *tui_catalogue_find(const struct tui_catalogue *catalogue, const char *text)
{
    uint32_t low = 0, high = catalogue->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(text, string(catalogue, catalogue->originals, middle));
        if (order == 0) {
            const char *found = string(catalogue, catalogue->translations, middle);
            return *found && *text ? found : NULL;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}
