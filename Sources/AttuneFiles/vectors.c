#include "AttuneFiles.h"

// In a section of its own, so that programs that look up no articles go without.
static const unsigned char vectors[] = {
#embed "../AttuneCare/Articles/Files/vectors.bin"
};
attune_file attune_file_vectors(void) { return (attune_file){vectors, sizeof vectors}; }
