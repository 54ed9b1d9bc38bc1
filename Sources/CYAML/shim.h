// libyaml (libyaml-dev).
#pragma once
#include <yaml.h>
