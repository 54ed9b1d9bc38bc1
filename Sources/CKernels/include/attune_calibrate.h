// From what is known of the texts of a batch to their probabilities.
#pragma once
#include "attune_level.h"
#include <stddef.h>

enum {
  /// The most texts of a batch, and the length of a column.
  ATTUNE_BATCH = 128,
};

/// What is known of a text: a column of ATTUNE_BATCH numbers each, one behind the other.
enum attune_text_column {
  /// How many tokens it has, at least 1.
  ATTUNE_TOKENS,
  /// The cue of that name.
  ATTUNE_LENGTH,
  /// Of the calibration.
  ATTUNE_SLOPE,
  /// Of the calibration by which doubt is told.
  ATTUNE_DOUBT_SLOPE,
  /// How many features the model knows.
  ATTUNE_KNOWN,
  /// Sums of the valences below and above zero, in the plain context.
  ATTUNE_NEGATIVE,
  ATTUNE_POSITIVE,
  /// What the other contexts add to the balance, and to the amounts of negative and positive words.
  ATTUNE_OTHER_BALANCE,
  ATTUNE_OTHER_NEGATIVE,
  ATTUNE_OTHER_POSITIVE,
  /// Nine counts, in the order of their cues.
  ATTUNE_COUNTS,
  ATTUNE_TEXT_COLUMNS = ATTUNE_COUNTS + 9,
};

/// Writes the six cues that nearly every text has, and what its counts, its plain valences and its other contexts are worth.
/// See `CueFeatures.write`, which does the same for one text.
///
/// - Parameters:
///   - columns: `[ATTUNE_TEXT_COLUMNS × ATTUNE_BATCH]`, aligned to 64 bytes like all others; from the last multiple of 16 texts
///     up to the next is read and written.
///   - first: the first text.
///   - texts: behind the last.
///   - weights: of all cues, `[cues × classes]`.
///   - first_count: the cue of the first count.
///   - contexts: the logits of the other contexts, `[classes × ATTUNE_BATCH]`.
///   - cues: `[6 × ATTUNE_BATCH]`
///   - logits: all but those of the six cues, `[classes × ATTUNE_BATCH]`.
void attune_write_cues(int level, const float *columns, size_t first, size_t texts, const float *weights, size_t classes,
                       size_t first_count, const float *contexts, float *cues, float *logits);

/// Finds by how much the largest logit of a text is above the next, without the deep part and calibrated by another
/// calibration. See Swift's `Doubt`.
///
/// - Parameters: as above and below;
///   - first_common: the first of the six cues.
///   - biases: of the other calibration.
///   - margins: `[ATTUNE_BATCH]`
void attune_margins(int level, const float *columns, size_t first, size_t texts, size_t classes, const float *sums,
                    float unit, const float *weights, size_t first_common, const float *cues, const float *biases,
                    const float *logits, float *margins);

/// Turns logits into calibrated probabilities. See `Calibration.apply`, which does the same for one text.
///
/// - Parameters:
///   - weights: the sums of the features' weights, `[classes × ATTUNE_BATCH]`.
///   - unit: what one of them is worth in a text of one token.
///   - common: the logits of the six cues, `[classes × ATTUNE_BATCH]`.
///   - biases: one per class.
///   - deep: the logits of the deep part, `[classes × ATTUNE_BATCH]`, or NULL.
///   - logits: those of the other cues, `[classes × ATTUNE_BATCH]`; they are lost.
///   - probabilities: `[texts × classes]`, and room for those of 15 more texts.
void attune_calibrate(int level, const float *columns, size_t texts, size_t classes, const float *weights, float unit,
                      const float *common, const float *biases, const float *deep, float *logits,
                      float *probabilities);
