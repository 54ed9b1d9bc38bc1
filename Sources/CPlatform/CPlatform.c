#define _GNU_SOURCE
#include "CPlatform.h"
#include <dlfcn.h>
#include <stddef.h>

const char *attune_file_of(const void *address) {
  Dl_info info;
  return dladdr(address, &info) ? info.dli_fname : NULL;
}
