/* For libFuzzer: FUZZ_TARGET names one of the targets; the first, when it is not set. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const struct fuzz_target *target = fuzz_targets;

/* The seeds of a target go to the folder FUZZ_SEEDS, when that is set. */
static void write_seeds(const char *folder)
{
    for (size_t i = 0; target->seeds[i]; i++) {
        char path[512];
        snprintf(path, sizeof path, "%s/seed-%zu", folder, i);
        FILE *file = fopen(path, "wb");
        if (file) {
            fwrite(target->seeds[i], 1, strlen(target->seeds[i]), file);
            fclose(file);
        }
    }
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *name = getenv("FUZZ_TARGET"), *folder = getenv("FUZZ_SEEDS");
    (void)argc;
    (void)argv;
    while (name && target->name && strcmp(target->name, name) != 0) {
        target++;
    }
    fuzz_holds(target->name != NULL, "FUZZ_TARGET is not the name of a target");
    if (folder) {
        write_seeds(folder);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    target->run(bytes, len);
    return 0;
}
