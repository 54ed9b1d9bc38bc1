// What the implementation of attune.h needs and Swift has no words for. Not part of the interface.
#pragma once
#include "attune.h"

/// Keeps an error as the last one of this thread; copies the message.
void attune_set_last_error(
    attune_status status, uint32_t found, uint32_t supported, int64_t index, const char *message, size_t length);
