// The standard CBLAS interface; which library answers is the system's choice
// (on Debian: update-alternatives --config libblas.so.3-x86_64-linux-gnu).
#pragma once
#include <cblas.h>

/// Where the `cblas_sgemm` that this program calls lies, whatever other BLAS the process holds.
static inline const void *attune_sgemm_address(void) {
  return (const void *)cblas_sgemm;
}
