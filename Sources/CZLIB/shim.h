// zlib (zlib1g-dev).
#pragma once
#include <zlib.h>
