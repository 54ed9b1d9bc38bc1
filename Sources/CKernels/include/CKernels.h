// The loops of the hot path that need instructions for which Swift has no words, each with a twin in plain C.
#include "attune_convolve.h"
#include "attune_find.h"
#include "attune_finish.h"
#include "attune_gather.h"
#include "attune_learn.h"
#include "attune_level.h"
#include "attune_place.h"
#include "attune_scan.h"
