// The entry of libFuzzer for programs that have a main function of their own (compiler-rt).
#pragma once
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*one_input)(const uint8_t *bytes, size_t count));

// A file without a name in memory; its descriptor, or -1.
int memory_file(void);
