// Expat (libexpat1-dev).
#pragma once
#include <expat.h>
