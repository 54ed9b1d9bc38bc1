#define _GNU_SOURCE
#include "CPlatform.h"
#include <dlfcn.h>
#include <stddef.h>

const char *attune_library_of(const char *symbol) {
  void *address = dlsym(RTLD_DEFAULT, symbol);
  Dl_info info;
  return address && dladdr(address, &info) ? info.dli_fname : NULL;
}
