#include "tui/verbs/path.h"

#include <string.h>

void tui_path_escape(struct buf *path, const char *text)
{
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9') || strchr("-_.~", byte);
        if (plain) {
            buf_addc(path, *text);
        } else {
            buf_printf(path, "%%%02X", byte);
        }
    }
}

void tui_path_param(struct buf *path, const char *name, const char *value)
{
    if (value && *value) {
        buf_printf(path, "%c%s=", strchr(buf_str(path), '?') ? '&' : '?', name);
        tui_path_escape(path, value);
    }
}
