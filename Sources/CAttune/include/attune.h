/// The C interface of Attune: texts in, sentiment out.
///
///     attune_model *model;
///     if (attune_load(NULL, &model) != ATTUNE_OK) { fputs(attune_last_error()->message, stderr); exit(1); }
///     int32_t label;
///     attune_classify(model, "No complaints, all good", 23, &(attune_columns){.label = &label});
///     puts(attune_class_name(model, label));
///     attune_free(model);
///
/// The interface is stable: everything declared here keeps its meaning and layout, and later versions only add to it,
/// which raises `ATTUNE_ABI_MINOR`. Structures that may grow begin with their `size`. A program compiled with this
/// header runs with any library of the same major version and the same or a higher minor version. Each major version of
/// the library has its own name: `libattune.so.1` is major version 1.
///
/// Every function may be called from any thread. A model may be used by any number of threads at once; it is immutable.
/// The only global state is the last error of each thread. After `fork` without `exec`, a child may keep using the
/// models of its parent and call every function, no matter what other threads of the parent were doing. It then works
/// on the calling thread only, because worker threads do not survive a fork. A fork waits while a model is being loaded
/// or is doing something for the first time.
///
/// Texts are UTF-8 with a length and need no terminating zero. Bytes that are not valid UTF-8 are not an error: they
/// separate words. Impossible lengths and counts, such as a negative number in a `size_t`, give
/// `ATTUNE_INVALID_ARGUMENT`. No function prints, ends the process, or keeps a pointer after it returns.
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

/// The result of a function: `ATTUNE_OK`, or the reason why it did nothing.
typedef int32_t attune_status;
enum {
  ATTUNE_OK = 0,
  /// A file cannot be read or written; the error's `found` is the system's error number.
  ATTUNE_UNREADABLE = 1,
  /// The bytes do not start like a model.
  ATTUNE_NOT_A_MODEL = 2,
  /// The model has a format that this library does not know; the error's `found` and `supported` give both versions.
  ATTUNE_UNSUPPORTED_VERSION = 3,
  /// The model is truncated, or part of it has been altered.
  ATTUNE_DAMAGED_MODEL = 4,
  /// The library was built without a model.
  ATTUNE_NO_SHIPPED_MODEL = 5,
  /// A null pointer where none is allowed, or a number out of range.
  ATTUNE_INVALID_ARGUMENT = 6,
  /// An Arrow array whose type contains no text.
  ATTUNE_UNSUPPORTED_TYPE = 7,
  /// An array whose offsets decrease or point outside it; the error's `index` says where.
  ATTUNE_INVALID_ARRAY = 8,
  /// Nothing can be learned from the texts and labels.
  ATTUNE_UNTRAINABLE = 9,
};

/// Describes the last failed call on a thread.
typedef struct attune_error {
  attune_status status;
  /// A version or the system's error number; 0 if there is none.
  uint32_t found;
  /// The version that would work; 0 if there is none.
  uint32_t supported;
  /// The index of the text in question; -1 if there is none.
  int64_t index;
  /// A sentence for people, UTF-8.
  const char *message;
} attune_error;

/// The error of the last failed call on this thread. Valid until the next failed call on this thread.
ATTUNE_API const attune_error *attune_last_error(void);

/// `ATTUNE_ABI_VERSION` of the library.
ATTUNE_API uint32_t attune_abi_version(void);

/// The format of model files that the library reads and writes.
ATTUNE_API uint32_t attune_model_version(void);

// Models

typedef struct attune_model attune_model;

/// Maps a model file, which must not change while the model is in use. NULL loads the model built into the library.
ATTUNE_API attune_status attune_load(const char *path, attune_model **model);

/// Reads a model from the bytes of a model file, which are copied.
ATTUNE_API attune_status attune_load_bytes(const void *bytes, size_t length, attune_model **model);

/// Frees a model. No call may use it afterwards, and its bytes and names are no longer valid; a call already running on
/// another thread keeps what it needs until it returns. NULL is allowed.
ATTUNE_API void attune_free(attune_model *model);

/// The bytes of the model file. They live as long as the model.
ATTUNE_API const void *attune_model_bytes(const attune_model *model, size_t *length);

/// The number of classes of the model, 2 or more.
ATTUNE_API size_t attune_class_count(const attune_model *model);

/// The name of a class, or NULL for a number that is not a class. Lives as long as the model.
ATTUNE_API const char *attune_class_name(const attune_model *model, int32_t label);

/// Whether the classes are negative and positive, and optionally neutral, so that the score is their difference.
ATTUNE_API int32_t attune_is_sentiment(const attune_model *model);

/// What the model was made from: a JSON object of strings. Free it with `attune_free_string`.
ATTUNE_API attune_status attune_card_json(const attune_model *model, char **json);

// Verdicts

/// Used as a label: a text without any known word.
#define ATTUNE_UNKNOWN (-1)
/// Used as a label: no text (a null pointer, or a null in an array). Score and probabilities are NaN.
#define ATTUNE_MISSING (-2)

/// Where verdicts are written: memory of the caller, or NULL for anything that is not needed.
typedef struct attune_columns {
  /// `[texts]`: the number of the most probable class, `ATTUNE_UNKNOWN` or `ATTUNE_MISSING`.
  int32_t *label;
  /// `[texts]`: for sentiment, p(positive) - p(negative), -1 to 1; for other classes, the probability of the label.
  float *score;
  /// `[classes × stride]`: all texts of the first class, then all of the second.
  float *probabilities;
  /// The distance from one class to the next, in numbers: at least the number of texts in the call; 0 means exactly
  /// that.
  size_t stride;
} attune_columns;

/// A text in memory; NULL means no text.
typedef struct attune_text {
  const char *bytes;
  size_t length;
} attune_text;

/// How a batch is processed. NULL instead of options has the same effect as all fields being zero except the size.
typedef struct attune_options {
  /// `sizeof(attune_options)`; any other size gives `ATTUNE_INVALID_ARGUMENT`.
  size_t size;
  /// The number of threads that work at the same time; 0 means one per core that the process may use.
  uint32_t threads;
} attune_options;

/// Classifies one text on the calling thread. The verdict is the same as in a batch.
ATTUNE_API attune_status attune_classify(
    const attune_model *model, const char *text, size_t length, const attune_columns *verdict);

/// Classifies `count` texts.
ATTUNE_API attune_status attune_classify_batch(
    const attune_model *model, const attune_text *texts, size_t count, const attune_options *options,
    const attune_columns *verdicts);

/// Looks up the texts of a sequence in a host language, for `attune_classify_batch`. `item` returns an object of the
/// sequence, and `utf8` its bytes and their number; NULL from either ends the look-up. For a CPython list, these are
/// `PyList_GetItem` and `PyUnicode_AsUTF8AndSize`, called with the interpreter lock held. Nothing is copied: the
/// objects must live as long as the texts.
///
/// Returns the number of texts that were looked up; `count` if all were.
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

/// Classifies texts `first` to `first + count` of an Arrow array of strings or binaries, with 32- or 64-bit offsets or
/// as views, in place: nothing is copied, and the array remains the caller's. A null gets `ATTUNE_MISSING`. An array of
/// type null counts as an array of nulls. Offsets must not decrease or exceed the last offset of the array. No function
/// can check whether the buffers are long enough for that.
ATTUNE_API attune_status attune_classify_arrow(
    const attune_model *model, const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t first,
    int64_t count, const attune_options *options, const attune_columns *verdicts);

// Reasons

/// Explains a verdict: a JSON object with `label`, `score`, `probabilities`, `logits` and `parts`. Each part has
/// `kind`, `start` and `end` in bytes, `name` and `contributions`, which add up to the logits. Numbers are given in
/// full precision. Free the string with `attune_free_string`.
ATTUNE_API attune_status attune_explain_json(const attune_model *model, const char *text, size_t length, char **json);

// More than sentiment, since version 1.1. All strings are freed with `attune_free_string`; places are bytes of the text.

/// The tones of a text: a JSON array of objects with `label` and `probability`, the most probable first. If `all` is
/// not 0, they are the 27 emotions of GoEmotions and neutral instead of the nine tones. A model without tones gives
/// `ATTUNE_INVALID_ARGUMENT`.
ATTUNE_API attune_status attune_tones_json(
    const attune_model *model, const char *text, size_t length, int32_t all, char **json);

/// What a text is about, and the sentiment of each mention: a JSON array of objects with `aspect`, `term`, `start`,
/// `end`, `label` and `score`. Needs a sentiment model, as do the next two.
ATTUNE_API attune_status attune_aspects_json(const attune_model *model, const char *text, size_t length, char **json);

/// How urgent a message is: a JSON object with `score`, 0 to 1, and `reasons`, objects with `reason`, `start` and `end`.
ATTUNE_API attune_status attune_urgency_json(const attune_model *model, const char *text, size_t length, char **json);

/// How much empathy a reply shows: a JSON object with `score`, 0 to 100 or null with a `reason`, `items`, `evidence`,
/// `suggestions`, `situation`, `needs`, `points` and `slots`. `customer` is the message that the reply answers; with
/// NULL, the reply is judged on its own. `channel` is "phone", "email", "chat" or "social"; NULL means "email".
ATTUNE_API attune_status attune_reply_json(
    const attune_model *model, const char *reply, size_t length, const char *customer, size_t customer_length,
    const char *channel, char **json);

/// Frees a string that was returned by the library. NULL is allowed.
ATTUNE_API void attune_free_string(char *string);

// Languages, since version 1.2.

/// The language of a text that is not English, as an ISO 639-1 code such as "de"; NULL for English, for a text whose
/// language is unclear, and for an impossible text. Lives as long as the program. A model of English gives such texts
/// `ATTUNE_UNKNOWN` if it knows hardly any of their words.
ATTUNE_API const char *attune_language(const char *text, size_t length);

// Words of your own, since version 1.2.

/// The same model with `count` words and phrases whose valence is set here, for everything the model is used for.
/// Nothing is copied or trained; `model` does not change and may be freed. The bytes of the result are those of the
/// model file.
///
/// `valences` has a number for each term, from -4 (most negative) to 4, or NAN for a term to ignore, such as a name;
/// NULL ignores all terms. A term without a word or with more than 16, any other number, and a term with two valences
/// give `ATTUNE_INVALID_ARGUMENT`; the error's `index` says which term. Valences need a sentiment model.
ATTUNE_API attune_status attune_with_lexicon(
    const attune_model *model, const attune_text *terms, const float *valences, size_t count, attune_model **result);

// Training

/// How a model is trained. NULL instead of options has the same effect as all fields being zero except the size: the
/// defaults.
typedef struct attune_training_options {
  /// `sizeof(attune_training_options)`; any other size gives `ATTUNE_INVALID_ARGUMENT`.
  size_t size;
  /// A model to start from, whose labels are kept, or NULL to start with only the lexicon of the shipped model.
  const attune_model *base;
  /// The same texts, labels and seed give the same model. 0 means 1.
  uint64_t seed;
  /// The maximum number of passes over the texts, up to 1,000; 0 means the default.
  uint32_t passes;
  /// The maximum number of features in the model; 0 means the default.
  uint32_t max_features;
  /// If not 0, every class has the same total weight.
  int32_t balance;
  /// If not 0, naive Bayes alone, without logistic regression.
  int32_t naive_bayes;
  /// If not 0, the model file contains no words of the texts.
  int32_t no_names;
} attune_training_options;

/// Trains a model from `count` texts and their labels, on the calling thread.
/// `weights` holds the weight of each text, 0 or 1e-12 to 1,000,000, or is NULL. Missing texts and texts without words
/// are not learned. A label is UTF-8, not blank, contains neither control characters nor `__label__`, and is neither
/// `unknown` nor `error`; there are at most 1,000 labels.
ATTUNE_API attune_status attune_train(
    const attune_text *texts, const attune_text *labels, const float *weights, size_t count,
    const attune_training_options *options, attune_model **model);

#ifdef __cplusplus
}
#endif

#endif
