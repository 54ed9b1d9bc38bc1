// What attune.h promises beyond the example. Prints where a promise is broken, and ends with 1.

#include <attune.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures = 0;
#define EXPECT(condition) \
  do { if (!(condition)) { fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); failures++; } } while (0)

static attune_model *model;
static const char *const words[] = {"great service, thank you", "never again, the worst support", "", "at ten"};

static void release_array(struct ArrowArray *array) { array->release = NULL; }

static void *work(void *argument) {
  (void)argument;
  for (int round = 0; round < 200; round++) {
    int32_t label = -9;
    if (attune_classify(model, words[1], strlen(words[1]), &(attune_columns){.label = &label}) != ATTUNE_OK) return "failed";
    if (strcmp(attune_class_name(model, label), "negative") != 0) return "another verdict";
  }
  return NULL;
}

static void check_errors(const char *folder) {
  attune_model *other = (attune_model *)1;
  EXPECT(attune_load("/no/such/model", &other) == ATTUNE_UNREADABLE);
  EXPECT(other == NULL && attune_last_error()->found == 2 && strstr(attune_last_error()->message, "/no/such/model"));
  EXPECT(attune_load_bytes("no model", 8, &other) == ATTUNE_NOT_A_MODEL);

  size_t length;
  const void *bytes = attune_model_bytes(model, &length);
  char *copy = memcpy(malloc(length), bytes, length);
  EXPECT(attune_load_bytes(copy, length, &other) == ATTUNE_OK);
  attune_free(other);
  EXPECT(attune_load_bytes(copy, length / 2, &other) == ATTUNE_DAMAGED_MODEL);
  copy[8] = 77;
  EXPECT(attune_load_bytes(copy, length, &other) == ATTUNE_UNSUPPORTED_VERSION);
  EXPECT(attune_last_error()->found == 77 && attune_last_error()->supported == attune_model_version());
  free(copy);

  int32_t label;
  attune_columns one = {.label = &label};
  EXPECT(attune_classify(NULL, "x", 1, &one) == ATTUNE_INVALID_ARGUMENT);
  EXPECT(attune_classify(model, "x", 1, NULL) == ATTUNE_INVALID_ARGUMENT);
  EXPECT(attune_classify(model, NULL, 0, &one) == ATTUNE_OK && label == ATTUNE_MISSING);
  EXPECT(attune_classify(model, "", 0, &one) == ATTUNE_OK && label == ATTUNE_UNKNOWN);
  EXPECT(attune_classify_batch(model, NULL, 0, NULL, &one) == ATTUNE_OK);
  EXPECT(attune_classify_batch(model, NULL, 3, NULL, &one) == ATTUNE_INVALID_ARGUMENT);
  EXPECT(attune_class_name(model, ATTUNE_UNKNOWN) == NULL && attune_class_name(model, 99) == NULL);
  EXPECT(attune_load(folder, &other) == ATTUNE_UNREADABLE);
}

/// What no memory has, in a `size_t`.
static const size_t impossible[] = {SIZE_MAX, SIZE_MAX / 2, SIZE_MAX / 2 + 1, (size_t)1 << 60};

static void check_numbers(void) {
  int32_t label = 0;
  float probabilities[8];
  attune_columns one = {.label = &label};
  attune_text texts[2] = {{words[0], strlen(words[0])}, {words[1], strlen(words[1])}};
  for (size_t index = 0; index < sizeof impossible / sizeof *impossible; index++) {
    size_t number = impossible[index];
    char *json = (char *)1;
    attune_model *other = (attune_model *)1;
    EXPECT(attune_classify(model, "x", number, &one) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_classify_batch(model, texts, number, NULL, &one) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_explain_json(model, "x", number, &json) == ATTUNE_INVALID_ARGUMENT && json == NULL);
    EXPECT(attune_tones_json(model, "x", number, 0, &json) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_aspects_json(model, "x", number, &json) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_urgency_json(model, "x", number, &json) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_reply_json(model, "x", number, NULL, 0, NULL, &json) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_reply_json(model, "x", 1, "x", number, NULL, &json) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_load_bytes("x", number, &other) == ATTUNE_INVALID_ARGUMENT && other == NULL);
    EXPECT(attune_train(texts, texts, NULL, number, NULL, &other) == ATTUNE_INVALID_ARGUMENT);
    attune_columns far = {.probabilities = probabilities, .stride = number};
    EXPECT(attune_classify_batch(model, texts, 2, NULL, &far) == ATTUNE_INVALID_ARGUMENT);
    attune_text long_ones[2] = {texts[0], {words[1], number}};
    int32_t labels[2];
    attune_columns two = {.label = labels};
    EXPECT(attune_classify_batch(model, long_ones, 2, NULL, &two) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_last_error()->index == 1);
  }
  EXPECT(attune_load_bytes(NULL, 3, &(attune_model *){NULL}) == ATTUNE_INVALID_ARGUMENT);
  size_t length = 7;
  EXPECT(attune_model_bytes(NULL, &length) == NULL && length == 0);
  EXPECT(attune_class_count(NULL) == 0 && attune_class_name(NULL, 0) == NULL && !attune_is_sentiment(NULL));
  EXPECT(attune_gather_texts(NULL, 3, NULL, NULL, NULL) == 0);

  // Of options that end where memory does, with the size of an older version's.
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  EXPECT(pages != MAP_FAILED && mprotect(pages + page, page, PROT_NONE) == 0);
  size_t sizes[] = {0, 1, sizeof(size_t), sizeof(attune_options) + 8, SIZE_MAX};
  for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
    memcpy(pages + page - sizeof(size_t), &sizes[index], sizeof(size_t));
    const void *end = pages + page - sizeof(size_t);
    EXPECT(attune_classify_batch(model, texts, 1, end, &one) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_train(texts, texts, NULL, 2, end, &(attune_model *){NULL}) == ATTUNE_INVALID_ARGUMENT);
  }
  attune_options options = {sizeof options, 4000000000u};
  EXPECT(attune_classify_batch(model, texts, 1, &options, &one) == ATTUNE_OK);
  munmap(pages, 2 * page);
}

static void check_arrow(void) {
  struct ArrowSchema schema = {.format = "u"};
  const char data[] = "great service, thank younever again, the worst support";
  int32_t offsets[] = {0, 24, 24, (int32_t)sizeof data - 1};
  unsigned char validity = 0x5;
  const void *buffers[] = {&validity, offsets, data};
  struct ArrowArray array = {
      .length = 3, .null_count = 1, .n_buffers = 3, .buffers = buffers, .release = release_array};
  int32_t labels[3];
  float score[3], probabilities[3 * 8];
  attune_columns columns = {labels, score, probabilities, 8};
  EXPECT(attune_classify_arrow(model, &schema, &array, 0, 3, NULL, &columns) == ATTUNE_OK);
  EXPECT(labels[0] == 2 && labels[1] == ATTUNE_MISSING && labels[2] == 0);
  EXPECT(score[1] != score[1] && probabilities[8 * 2] > 0.5f && probabilities[2] > 0.5f);
  EXPECT(attune_classify_arrow(model, &schema, &array, 2, 1, NULL, &columns) == ATTUNE_OK && labels[0] == 0);
  EXPECT(attune_classify_arrow(model, &schema, &array, 2, 2, NULL, &columns) == ATTUNE_INVALID_ARGUMENT);
  offsets[2] = 20;
  validity = 0x7;
  EXPECT(attune_classify_arrow(model, &schema, &array, 0, 3, NULL, &columns) == ATTUNE_INVALID_ARRAY);
  EXPECT(attune_last_error()->index == 1);
  offsets[2] = 1000000;
  EXPECT(attune_classify_arrow(model, &schema, &array, 0, 3, NULL, &columns) == ATTUNE_INVALID_ARRAY);
  offsets[2] = 24;
  int64_t edges[] = {-1, INT64_MIN, INT64_MAX, INT64_MAX - 2, INT64_MAX / 2};
  for (size_t index = 0; index < sizeof edges / sizeof *edges; index++) {
    array.offset = edges[index];
    EXPECT(attune_classify_arrow(model, &schema, &array, 0, 3, NULL, &columns) == ATTUNE_INVALID_ARGUMENT);
    array.offset = 0;
    EXPECT(attune_classify_arrow(model, &schema, &array, edges[index], 1, NULL, &columns) == ATTUNE_INVALID_ARGUMENT);
    EXPECT(attune_classify_arrow(model, &schema, &array, 1, edges[index], NULL, &columns) == ATTUNE_INVALID_ARGUMENT);
  }
  buffers[1] = NULL;
  EXPECT(attune_classify_arrow(model, &schema, &array, 0, 3, NULL, &columns) == ATTUNE_INVALID_ARGUMENT);
  array.buffers = NULL;
  EXPECT(attune_classify_arrow(model, &schema, &array, 0, 3, NULL, &columns) == ATTUNE_INVALID_ARGUMENT);
  array.buffers = buffers;
  schema.format = "+l";
  EXPECT(attune_classify_arrow(model, &schema, &array, 0, 3, NULL, &columns) == ATTUNE_UNSUPPORTED_TYPE);
}

static void check_training(void) {
  attune_text texts[40], labels[40];
  for (int text = 0; text < 40; text++) {
    const char *word = text % 2 ? "refund my money" : "where is my parcel";
    texts[text] = (attune_text){word, strlen(word)};
    word = text % 2 ? "billing" : "delivery";
    labels[text] = (attune_text){word, strlen(word)};
  }
  attune_model *trained;
  EXPECT(attune_train(texts, labels, NULL, 1, NULL, &trained) == ATTUNE_UNTRAINABLE && trained == NULL);
  EXPECT(attune_train(texts, labels, NULL, 40, NULL, &trained) == ATTUNE_OK);
  int32_t label;
  EXPECT(attune_classify(trained, "my parcel", 9, &(attune_columns){.label = &label}) == ATTUNE_OK);
  EXPECT(strcmp(attune_class_name(trained, label), "delivery") == 0 && !attune_is_sentiment(trained));
  attune_free(trained);

  float weights[40];
  const float bad_weights[] = {1e38f, -1, INFINITY, NAN, 1000001};
  for (size_t index = 0; index < sizeof bad_weights / sizeof *bad_weights; index++) {
    for (int text = 0; text < 40; text++) weights[text] = 1;
    weights[7] = bad_weights[index];
    EXPECT(attune_train(texts, labels, weights, 40, NULL, &trained) == ATTUNE_UNTRAINABLE);
    EXPECT(trained == NULL && attune_last_error()->index == 7);
  }
  const attune_text bad_labels[] = {
      {"", 0}, {"a\tb", 3}, {"a\0b", 3}, {"error", 5}, {"unknown", 7}, {"\x1b[1m", 4}, {"\xff", 1}};
  for (size_t index = 0; index < sizeof bad_labels / sizeof *bad_labels; index++) {
    labels[7] = bad_labels[index];
    EXPECT(attune_train(texts, labels, NULL, 40, NULL, &trained) == ATTUNE_UNTRAINABLE);
    EXPECT(trained == NULL && attune_last_error()->index == 7);
  }
}

/// Everything that a model can be asked for; how many calls went wrong.
static int ask(const attune_model *asked) {
  const char *text = "I was charged twice and nobody answers!! Lovely room though.";
  int32_t label;
  char *json[7] = {NULL};
  int failed = attune_classify(asked, text, strlen(text), &(attune_columns){.label = &label}) != ATTUNE_OK;
  failed += attune_explain_json(asked, text, strlen(text), &json[0]) != ATTUNE_OK;
  failed += attune_tones_json(asked, text, strlen(text), 0, &json[1]) != ATTUNE_OK;
  failed += attune_tones_json(asked, text, strlen(text), 1, &json[2]) != ATTUNE_OK;
  failed += attune_aspects_json(asked, text, strlen(text), &json[3]) != ATTUNE_OK;
  failed += attune_urgency_json(asked, text, strlen(text), &json[4]) != ATTUNE_OK;
  failed += attune_reply_json(asked, "Sorry.", 6, text, strlen(text), "chat", &json[5]) != ATTUNE_OK;
  failed += attune_card_json(asked, &json[6]) != ATTUNE_OK;
  for (int index = 0; index < 7; index++) {
    failed += !json[index];
    attune_free_string(json[index]);
  }
  return failed;
}

static atomic_int is_over;
static const attune_model *asked;

static void *keep_asking(void *argument) {
  (void)argument;
  while (!atomic_load(&is_over)) {
    if (ask(asked)) return "failed";
  }
  return NULL;
}

/// Children of a process of which other threads are in the middle of all kinds of calls, the first ones among them.
__attribute__((unused)) static void check_forks(void) {
  enum { rounds = 6, children = 6, askers = 4 };
  for (int round = 0; round < rounds; round++) {
    attune_model *fresh;
    EXPECT(attune_load(NULL, &fresh) == ATTUNE_OK);
    asked = fresh;
    atomic_store(&is_over, 0);
    pthread_t threads[askers];
    for (int thread = 0; thread < askers; thread++) pthread_create(&threads[thread], NULL, keep_asking, NULL);
    for (int number = 0; number < children; number++) {
      usleep((useconds_t)(number * 500));
      pid_t child = fork();
      if (child == 0) {
        alarm(60);
        attune_model *own;
        int failed = ask(fresh) + ask(fresh) + (attune_load(NULL, &own) != ATTUNE_OK);
        failed += ask(own);
        attune_free(own);
        attune_free(fresh);
        _exit(failed);
      }
      int status;
      waitpid(child, &status, 0);
      EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    atomic_store(&is_over, 1);
    for (int thread = 0; thread < askers; thread++) {
      void *failure;
      pthread_join(threads[thread], &failure);
      EXPECT(failure == NULL);
    }
    attune_free(fresh);
  }
}

int main(int argc, char **argv) {
  EXPECT(argc == 2);
  EXPECT(attune_abi_version() == ATTUNE_ABI_VERSION);
  EXPECT(attune_load(NULL, &model) == ATTUNE_OK);
  check_errors(argv[1]);
  check_numbers();
#if !defined(__SANITIZE_ADDRESS__)  // Its allocator has locks of its own, which a child of threads waits for forever.
  check_forks();
#endif
  check_arrow();
  check_training();

  pthread_t threads[8];
  for (int thread = 0; thread < 8; thread++) pthread_create(&threads[thread], NULL, work, NULL);
  for (int thread = 0; thread < 8; thread++) {
    void *failure;
    pthread_join(threads[thread], &failure);
    EXPECT(failure == NULL);
  }

  // A child of a process whose worker threads have worked.
  enum { count = 5000 };
  attune_text *texts = malloc(count * sizeof *texts);
  int32_t *before = malloc(count * sizeof *before), *after = malloc(count * sizeof *after);
  for (int text = 0; text < count; text++) texts[text] = (attune_text){words[text % 4], strlen(words[text % 4])};
  EXPECT(attune_classify_batch(model, texts, count, NULL, &(attune_columns){.label = before}) == ATTUNE_OK);
  pid_t child = fork();
  if (child == 0) {
    alarm(20);
    int failed = attune_classify_batch(model, texts, count, NULL, &(attune_columns){.label = after}) != ATTUNE_OK
        || memcmp(before, after, count * sizeof *before) != 0 || work(NULL) != NULL;
    attune_model *own;
    memset(after, 0, count * sizeof *after);
    failed = failed || attune_load(NULL, &own) != ATTUNE_OK
        || attune_classify_batch(own, texts, count, NULL, &(attune_columns){.label = after}) != ATTUNE_OK
        || memcmp(before, after, count * sizeof *before) != 0;
    _exit(failed);
  }
  int status;
  waitpid(child, &status, 0);
  EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);

  attune_free(model);
  attune_free(NULL);
  return failures > 0;
}
