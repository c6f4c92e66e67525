/* The quick half of json_read(). */
#ifndef COMMON_JSON_PARSE_H
#define COMMON_JSON_PARSE_H

#include <stddef.h>

struct json_t;

/* A plain document as a tree (new reference): an object or a list, whole numbers of at
 * most 18 digits, short ASCII names, each once, no \u in strings, at most JSON_DEPTH_MAX
 * levels. NULL for every other text, be it wrong or only unusual: jansson then decides,
 * and names the fault. What is accepted here, jansson reads as the same tree. */
struct json_t *json_parse_plain(const char *text, size_t len);

#endif
