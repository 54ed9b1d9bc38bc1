#include "AttuneModels.h"

_Alignas(64) static const unsigned char profiles[] = {
#embed "languages.bin"
};
const unsigned char *attune_language_profiles(void) { return profiles; }
size_t attune_language_profiles_size(void) { return sizeof profiles; }
