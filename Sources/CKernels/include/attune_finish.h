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

/// Writes the six cues that nearly every text has, and adds what its counts and its plain valences are worth to its logits.
/// See `CueFeatures.write`, which does the same for one text.
///
/// - Parameters:
///   - columns: `[ATTUNE_TEXT_COLUMNS × ATTUNE_BATCH]`, aligned to 64 bytes like all others; up to the next multiple of 16
///     texts is read and written.
///   - weights: of all cues, `[cues × classes]`.
///   - first_count: the cue of the first count.
///   - cues: `[6 × ATTUNE_BATCH]`
///   - logits: `[classes × ATTUNE_BATCH]`
void attune_write_cues(int level, const float *columns, size_t texts, const float *weights, size_t classes,
                       size_t first_count, float *cues, float *logits);

/// Turns logits into calibrated probabilities. See `Calibration.apply`, which does the same for one text.
///
/// - Parameters:
///   - weights: the sums of the features' weights, `[classes × ATTUNE_BATCH]`.
///   - unit: what one of them is worth in a text of one token.
///   - common: the logits of the six cues, `[classes × ATTUNE_BATCH]`.
///   - biases: one per class.
///   - logits: those of the other cues, `[classes × ATTUNE_BATCH]`; they are lost.
///   - probabilities: `[texts × classes]`, and room for those of 15 more texts.
void attune_calibrate(int level, const float *columns, size_t texts, size_t classes, const float *weights, float unit,
                      const float *common, const float *biases, float *logits, float *probabilities);
