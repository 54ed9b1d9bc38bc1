#pragma once
#include <stddef.h>

/// The model that ships with Attune, 64-byte aligned, as it stands in
/// Models/feedback-en.attune; NULL when that file was not there at build time.
const unsigned char *attune_shipped_model(void);

/// Its length in bytes; 0 when there is none.
size_t attune_shipped_model_size(void);

/// The profiles by which languages are told, as Models/languages.py writes them.
const unsigned char *attune_language_profiles(void);

/// Their length in bytes.
size_t attune_language_profiles_size(void);
