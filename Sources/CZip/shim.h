// libzip (libzip-dev).
#pragma once
#include <zip.h>
