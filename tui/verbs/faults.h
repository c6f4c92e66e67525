/* What verbs that read a file share. */
#ifndef TUI_VERBS_FAULTS_H
#define TUI_VERBS_FAULTS_H

/* A bc_fault_fn: "file:line: field: what" on stderr. `ctx` is the struct bc_import. */
void tui_print_fault(void *ctx, int line, const char *field, const char *text);

#endif
