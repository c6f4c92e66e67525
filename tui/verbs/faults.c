#include "tui/verbs/faults.h"

#include "backend_client/import.h"
#include "common/text.h"

#include <stdio.h>

void tui_print_fault(void *ctx, int line, const char *field, const char *text)
{
    const struct bc_import *import = ctx;
    safe_print(stderr, safe_textf("%s:%d: %s%s%s", import->path, line, field,
                                  *field ? ": " : "", text));
    fputc('\n', stderr);
}
