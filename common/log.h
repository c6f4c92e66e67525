/* The log, on stderr: one line an event, safe text only; `--log-json` makes it one JSON
 * object a line. Never give it secrets, tokens or whole bodies. */
#ifndef COMMON_LOG_H
#define COMMON_LOG_H

#include "common/attr.h"

#include <stdbool.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Set once in main, before threads. */
void log_setup(const char *program, enum log_level level, bool json);

void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
