// What Swift has no words for.
#pragma once

/// Asks the processor to bring the cache line at `address` closer. A hint: any address is allowed.
static inline void attune_prefetch(const void *address) {
  __builtin_prefetch(address, 0, 3);
}

/// The file of the library that a symbol of this process comes from, or NULL. Lives as long as the library.
const char *attune_library_of(const char *symbol);
