/// The C interface of Attune: texts in, sentiment out.
///
///     attune_model *model;
///     if (attune_load(NULL, &model) != ATTUNE_OK) { fputs(attune_last_error()->message, stderr); exit(1); }
///     int32_t label;
///     attune_classify(model, "No complaints, all good", 23, &(attune_columns){.label = &label});
///     puts(attune_class_name(model, label));
///     attune_free(model);
///
/// The interface is stable: what stands here keeps its meaning and layout, and later versions only add to it, which raises
/// `ATTUNE_ABI_MINOR`. Structures that may grow begin with their `size`. A program that was compiled with this header runs
/// with a library of the same major version and a minor version as high or higher. A library of another major version has
/// another name: `libattune.so.1` holds major version 1.
///
/// Every function may be called from any thread. A model may be used by any number of threads at once; it is immutable.
/// There is no global state but the last error of each thread. After `fork` without `exec`, a child may go on with the
/// models of its parent and call every function, whatever other threads of the parent were doing: it then works on the
/// calling thread only, because worker threads do not survive a fork. A fork waits while a model is loaded, and while
/// it does something for the first time.
///
/// Texts are UTF-8 with a length and need no zero at the end. Bytes that are not UTF-8 are no error: they separate words.
/// Lengths and counts that no memory has, such as a negative number in a `size_t`, are `ATTUNE_INVALID_ARGUMENT`.
/// Nothing here prints, ends the process or keeps a pointer after it returned.
#ifndef ATTUNE_H
#define ATTUNE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ATTUNE_ABI_MAJOR 1
#define ATTUNE_ABI_MINOR 2
#define ATTUNE_ABI_VERSION (ATTUNE_ABI_MAJOR << 16 | ATTUNE_ABI_MINOR)

#if defined(__GNUC__)
#define ATTUNE_API __attribute__((visibility("default")))
#else
#define ATTUNE_API
#endif

/// What a function returns: `ATTUNE_OK`, or why it did nothing.
typedef int32_t attune_status;
enum {
  ATTUNE_OK = 0,
  /// A file cannot be read or written; `found` of the error is the system's error number.
  ATTUNE_UNREADABLE = 1,
  /// The bytes do not begin like a model.
  ATTUNE_NOT_A_MODEL = 2,
  /// The model has a format that this library does not know; `found` and `supported` of the error say both.
  ATTUNE_UNSUPPORTED_VERSION = 3,
  /// The model ends too early, or a part of it is not as it was written.
  ATTUNE_DAMAGED_MODEL = 4,
  /// The library was built without a model.
  ATTUNE_NO_SHIPPED_MODEL = 5,
  /// A null pointer where one is not allowed, a number out of its range.
  ATTUNE_INVALID_ARGUMENT = 6,
  /// An Arrow array of a type that holds no text.
  ATTUNE_UNSUPPORTED_TYPE = 7,
  /// An array of which offsets fall or point outside; `index` of the error says where.
  ATTUNE_INVALID_ARRAY = 8,
  /// Texts and labels from which nothing can be learned.
  ATTUNE_UNTRAINABLE = 9,
};

/// Why the last call on a thread that failed did so.
typedef struct attune_error {
  attune_status status;
  /// A version or the system's error number; 0 when there is none.
  uint32_t found;
  /// The version that would do; 0 when there is none.
  uint32_t supported;
  /// Of the text in question; -1 when there is none.
  int64_t index;
  /// A sentence for people, UTF-8.
  const char *message;
} attune_error;

/// The error of the last call on this thread that failed. Valid until the next call on this thread that fails.
ATTUNE_API const attune_error *attune_last_error(void);

/// `ATTUNE_ABI_VERSION` of the library.
ATTUNE_API uint32_t attune_abi_version(void);

/// The format of model files that the library reads and writes.
ATTUNE_API uint32_t attune_model_version(void);

// Models

typedef struct attune_model attune_model;

/// Maps a model file, which must not change while the model is in use. NULL is the model that is part of the library.
ATTUNE_API attune_status attune_load(const char *path, attune_model **model);

/// Reads a model from the bytes of a model file, which are copied.
ATTUNE_API attune_status attune_load_bytes(const void *bytes, size_t length, attune_model **model);

/// Frees a model. No call may begin with it afterwards, and its bytes and names are gone; a call on another thread that
/// has begun keeps what it needs until it returns. NULL is allowed.
ATTUNE_API void attune_free(attune_model *model);

/// The bytes of the model file, which live as long as the model.
ATTUNE_API const void *attune_model_bytes(const attune_model *model, size_t *length);

/// How many classes the model has, 2 or more.
ATTUNE_API size_t attune_class_count(const attune_model *model);

/// The name of a class, or NULL for a number that is none. Lives as long as the model.
ATTUNE_API const char *attune_class_name(const attune_model *model, int32_t label);

/// Whether the classes are negative and positive, perhaps with neutral, so that a score is their difference.
ATTUNE_API int32_t attune_is_sentiment(const attune_model *model);

/// What the model was made from: a JSON object of strings. Free it with `attune_free_string`.
ATTUNE_API attune_status attune_card_json(const attune_model *model, char **json);

// Verdicts

/// In place of a label: a text of which the model knows nothing.
#define ATTUNE_UNKNOWN (-1)
/// In place of a label: no text (a null pointer, a null of an array). Score and probabilities are not numbers.
#define ATTUNE_MISSING (-2)

/// Where verdicts go: memory of the caller, or NULL for what is not asked for.
typedef struct attune_columns {
  /// `[texts]`: the number of the most probable class, `ATTUNE_UNKNOWN` or `ATTUNE_MISSING`.
  int32_t *label;
  /// `[texts]`: for sentiment p(positive) - p(negative), -1 to 1; for other classes the probability of the label.
  float *score;
  /// `[classes × stride]`: all texts of the first class, then all of the second.
  float *probabilities;
  /// How many numbers lie from one class to the next, at least the number of texts of the call; 0 is that number.
  size_t stride;
} attune_columns;

/// A text in memory; NULL is none.
typedef struct attune_text {
  const char *bytes;
  size_t length;
} attune_text;

/// How a batch is worked on. NULL in place of options is the same as all zero but for the size.
typedef struct attune_options {
  /// `sizeof(attune_options)`; another size is `ATTUNE_INVALID_ARGUMENT`.
  size_t size;
  /// How many threads work at the same time; 0 is one a core that the process may use.
  uint32_t threads;
} attune_options;

/// Classifies one text on the calling thread. The same verdict as in a batch.
ATTUNE_API attune_status attune_classify(
    const attune_model *model, const char *text, size_t length, const attune_columns *verdict);

/// Classifies `count` texts.
ATTUNE_API attune_status attune_classify_batch(
    const attune_model *model, const attune_text *texts, size_t count, const attune_options *options,
    const attune_columns *verdicts);

/// Looks up the texts of a sequence of a host language, for `attune_classify_batch`. `item` gives an object of the sequence
/// and `utf8` its bytes and their number; NULL of either ends it. For a list of CPython these are `PyList_GetItem` and
/// `PyUnicode_AsUTF8AndSize`, called with its lock held. Nothing is copied: the objects must live as long as the texts.
///
/// Returns how many texts were looked up, `count` when all were.
ATTUNE_API size_t attune_gather_texts(
    void *sequence, size_t count, void *(*item)(void *sequence, ptrdiff_t index),
    const char *(*utf8)(void *item, ptrdiff_t *length), attune_text *texts);

// Arrow arrays, by its C data interface: https://arrow.apache.org/docs/format/CDataInterface.html

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif

/// Classifies texts `first` to `first + count` of an Arrow array of strings or binaries, with 32- or 64-bit offsets or of
/// views, in place: nothing is copied, and the array stays the caller's. A null gets `ATTUNE_MISSING`. An array of type
/// null is one of nulls. Offsets must not fall, nor lie behind the last of the array. Whether its buffers are as long as
/// that, no function can see.
ATTUNE_API attune_status attune_classify_arrow(
    const attune_model *model, const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t first,
    int64_t count, const attune_options *options, const attune_columns *verdicts);

// Reasons

/// Why the model says what it says of a text: a JSON object with `label`, `score`, `probabilities`, `logits` and `parts`,
/// of which each has `kind`, `start` and `end` in bytes, `name` and `contributions` to the logits, which add up. Numbers
/// have all their digits. Free it with `attune_free_string`.
ATTUNE_API attune_status attune_explain_json(const attune_model *model, const char *text, size_t length, char **json);

// More than sentiment, since version 1.1. All strings are freed with `attune_free_string`; places are bytes of the text.

/// The tones of a text: a JSON array of objects with `label` and `probability`, the most probable first. `all` not 0 asks for
/// the 27 emotions of GoEmotions and neutral in place of nine tones. A model without tones is `ATTUNE_INVALID_ARGUMENT`.
ATTUNE_API attune_status attune_tones_json(
    const attune_model *model, const char *text, size_t length, int32_t all, char **json);

/// What a text speaks of, and how: a JSON array of objects with `aspect`, `term`, `start`, `end`, `label` and `score`. Needs
/// a model of sentiment, as the next two do.
ATTUNE_API attune_status attune_aspects_json(const attune_model *model, const char *text, size_t length, char **json);

/// How urgent a message is: a JSON object with `score`, 0 to 1, and `reasons`, objects with `reason`, `start` and `end`.
ATTUNE_API attune_status attune_urgency_json(const attune_model *model, const char *text, size_t length, char **json);

/// How much empathy a reply shows: a JSON object with `score`, 0 to 100 or null with a `reason`, `items`, `evidence`,
/// `suggestions`, `situation`, `needs`, `points` and `slots`. `customer` is the message that it answers; NULL judges by the reply alone. `channel` is "phone", "email",
/// "chat" or "social"; NULL is "email".
ATTUNE_API attune_status attune_reply_json(
    const attune_model *model, const char *reply, size_t length, const char *customer, size_t customer_length,
    const char *channel, char **json);

/// Frees a string that the library made. NULL is allowed.
ATTUNE_API void attune_free_string(char *string);

// Languages, since version 1.2.

/// The language of a text that is not English, as a code of ISO 639-1 such as "de"; NULL for English, for a text of which the
/// language is not clear, and for a text that cannot be. Lives as long as the program. A model of English gives such texts
/// `ATTUNE_UNKNOWN`, where it hardly knows a word of them.
ATTUNE_API const char *attune_language(const char *text, size_t length);

// Words of your own, since version 1.2.

/// The same model with `count` words and phrases that count for what is said here, in all that is asked of it. Nothing is
/// copied or trained; `model` stays as it is and may be freed. The bytes of the result are those of the model file.
///
/// `valences` has a number for each term, -4 (most negative) to 4, or not a number (NAN) for a term that must not matter,
/// such as a name; NULL stands for that of all. A term of no word, one of more than 16, another number and a term that
/// comes with two valences are `ATTUNE_INVALID_ARGUMENT`, whose `index` says which. For valences the model must be one of
/// sentiment.
ATTUNE_API attune_status attune_with_lexicon(
    const attune_model *model, const attune_text *terms, const float *valences, size_t count, attune_model **result);

// Training

/// How a model is trained. NULL in place of options is the same as all zero but for the size: the defaults.
typedef struct attune_training_options {
  /// `sizeof(attune_training_options)`; another size is `ATTUNE_INVALID_ARGUMENT`.
  size_t size;
  /// A model to go on from, with its labels, or NULL to begin with nothing but the lexicon of the shipped model.
  const attune_model *base;
  /// The same texts, labels and seed give the same model. 0 is 1.
  uint64_t seed;
  /// The most passes over the texts, up to 1,000; 0 is the default.
  uint32_t passes;
  /// The most features that the model keeps; 0 is the default.
  uint32_t max_features;
  /// Not 0: every class has the same total weight.
  int32_t balance;
  /// Not 0: naive Bayes alone, without logistic regression.
  int32_t naive_bayes;
  /// Not 0: the model file holds no words of the texts.
  int32_t no_names;
} attune_training_options;

/// Trains a model from `count` texts and their labels, on the calling thread.
/// `weights` holds what each text counts, 0 or 1e-12 to 1,000,000, or is NULL. Missing texts and texts without a word teach
/// nothing. A label is UTF-8, not blank, without control characters and `__label__`, and neither `unknown` nor `error`;
/// there are at most 1,000.
ATTUNE_API attune_status attune_train(
    const attune_text *texts, const attune_text *labels, const float *weights, size_t count,
    const attune_training_options *options, attune_model **model);

#ifdef __cplusplus
}
#endif

#endif
