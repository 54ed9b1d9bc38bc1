#include "attune_level.h"

int attune_supports(int level) {
  switch (level) {
    case ATTUNE_PLAIN: return 1;
#if defined(__x86_64__)
    case ATTUNE_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
    case ATTUNE_AVX512:
      return __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vnni") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2");
#elif defined(__ARM_NEON)
    case ATTUNE_NEON: return 1;
#endif
    default: return 0;
  }
}
