// libuchardet (libuchardet-dev).
#pragma once
#include <uchardet/uchardet.h>
