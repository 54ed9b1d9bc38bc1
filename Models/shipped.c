#include "AttuneModels.h"

#if __has_embed("feedback-en.attune") == 1
_Alignas(64) static const unsigned char model[] = {
#embed "feedback-en.attune"
};
const unsigned char *attune_shipped_model(void) { return model; }
size_t attune_shipped_model_size(void) { return sizeof model; }
#else
const unsigned char *attune_shipped_model(void) { return 0; }
size_t attune_shipped_model_size(void) { return 0; }
#endif
