#include "tui/configdir.h"

#include <stdio.h>
#include <stdlib.h>

bool tui_config_path(const char *name, char *out, size_t size)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    int n = -1;
    if (config && *config == '/') {
        n = snprintf(out, size, "%s/voucherdesk/%s", config, name);
    } else if (home && *home == '/') {
        n = snprintf(out, size, "%s/.config/voucherdesk/%s", home, name);
    }
    if (n < 0 || (size_t)n >= size) {
        out[0] = '\0';
        return false;
    }
    return true;
}
