// What attune.h promises beyond the example. Prints where a promise is broken, and ends with 1.

#include <attune.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
}

int main(int argc, char **argv) {
  EXPECT(argc == 2);
  EXPECT(attune_abi_version() == ATTUNE_ABI_VERSION);
  EXPECT(attune_load(NULL, &model) == ATTUNE_OK);
  check_errors(argv[1]);
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
    _exit(failed);
  }
  int status;
  waitpid(child, &status, 0);
  EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 0);

  attune_free(model);
  attune_free(NULL);
  return failures > 0;
}
