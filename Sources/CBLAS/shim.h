// The standard CBLAS interface; which library answers is the system's choice
// (on Debian: update-alternatives --config libblas.so.3-x86_64-linux-gnu).
#pragma once
#include <cblas.h>
