/* Every screen. */
#include "tests/support/gallery.h"
#include "tests/support/test.h"

int main(void)
{
    static const struct scene scenes[] = {
        {"overview", "officer", "overview", ""},
        {"overview-supervisor", "supervisor", "overview", ""},
        {"overview-operator", "operator", "overview", ""},
        {"queue", "officer", "queue", "jj"},
        {"queue-case", "officer", "queue", "jj\r"},
        {"budgets", "officer", "budgets", "j"},
        {"budgets-table", "officer", "budgets", "jt"},
        {"centres", "officer", "centres", "j"},
        {"centres-table", "officer", "centres", "jt"},
        {"hubs", "officer", "centres", "n"},
        {"outbox", "officer", "outbox", ""},
        {"audit", "officer", "audit", "vvj"},
        {"policy", "officer", "policy", "jj"},
        {"notices", "officer", "notices", "\x01j"},
        {"vouchers", "officer", "vouchers", "\x01j"},
        {"claims", "officer", "claims", "\x01j"},
        {"people", "admin", "people", "\x01j"},
        {"people-tokens", "admin", "people", "\x01vv\x01"},
        {"payments", "officer", "payments", "\x01j"},
    };
    return gallery_run(scenes, COUNT_OF(scenes));
}
