// The files that are part of the program: books, taxonomies, weights and the style of pages.
#pragma once
#include <stddef.h>

/// Bytes of the program.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} attune_file;

// Of Sources/AttuneCare.
attune_file attune_file_advice(void);
attune_file attune_file_cues(void);
attune_file attune_file_items(void);
attune_file attune_file_phrases(void);
attune_file attune_file_polarity(void);
attune_file attune_file_rubric(void);
attune_file attune_file_scenarios(void);
attune_file attune_file_situations(void);
attune_file attune_file_situation_weights(void);
attune_file attune_file_stopwords(void);
attune_file attune_file_synonyms(void);
attune_file attune_file_taxonomy(void);
attune_file attune_file_vectors(void);
attune_file attune_file_urgency_weights(void);
attune_file attune_file_weights(void);

// Of Sources/AttuneReports.
attune_file attune_file_answers(void);
attune_file attune_file_style(void);
