#define _GNU_SOURCE
#include "CPlatform.h"
#include <unistd.h>
#if defined(__linux__)
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#endif

uint32_t attune_affinity_cores(void) {
#if defined(__linux__)
  // The kernel refuses a set that is smaller than its own, which has a bit for every processor that could be plugged in.
  for (size_t bits = 1024; bits <= 1 << 20; bits *= 2) {
    cpu_set_t *set = CPU_ALLOC(bits);
    if (!set) break;
    size_t size = CPU_ALLOC_SIZE(bits);
    int failure = sched_getaffinity(0, size, set) ? errno : 0;
    int count = failure ? 0 : CPU_COUNT_S(size, set);
    CPU_FREE(set);
    if (count > 0) return (uint32_t)count;
    if (failure != EINVAL) break;
  }
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (uint32_t)online : 1;
}
