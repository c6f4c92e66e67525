/* Where a person's own key map and themes are. */
#ifndef TUI_CONFIGDIR_H
#define TUI_CONFIGDIR_H

#include <stdbool.h>
#include <stddef.h>

/* $XDG_CONFIG_HOME/voucherdesk/NAME, else ~/.config/voucherdesk/NAME; whether it exists
 * is not looked at. False, and "", when there is no home. */
bool tui_config_path(const char *name, char *out, size_t size);

#endif
