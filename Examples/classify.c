// Classifies the lines of standard input, as `attune classify` does, and says why the last verdict is what it is:
//
//     cc classify.c $(pkg-config --cflags --libs attune) -o classify && ./classify < posts.txt

#include <attune.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(attune_status status) {
  if (status == ATTUNE_OK) return;
  fprintf(stderr, "classify: %s\n", attune_last_error()->message);
  exit(1);
}

// Four decimals, and no minus before zero.
static double rounded(double value) { return value > -0.00005 && value < 0 ? 0 : value; }

int main(int argc, char **argv) {
  attune_model *model;
  check(attune_load(argc > 1 ? argv[1] : NULL, &model));  // A model file, or the model of the library.

  attune_text *texts = NULL;
  size_t count = 0, room = 0;
  char *line = NULL;
  size_t capacity = 0;
  for (ssize_t length; (length = getline(&line, &capacity, stdin)) > 0; count++) {
    if (count == room) texts = realloc(texts, (room = 2 * room + 64) * sizeof *texts);
    if (line[length - 1] == '\n') length--;
    texts[count] = (attune_text){memcpy(malloc((size_t)length + 1), line, (size_t)length), (size_t)length};
  }

  size_t classes = attune_class_count(model);
  attune_columns verdicts = {
      .label = malloc(count * sizeof(int32_t)),
      .score = malloc(count * sizeof(float)),
      .probabilities = malloc(count * classes * sizeof(float)),
  };
  check(attune_classify_batch(model, texts, count, NULL, &verdicts));  // All cores.
  for (size_t text = 0; text < count; text++) {
    const char *label = attune_class_name(model, verdicts.label[text]);
    printf("%s\t%.4f", label ? label : "unknown", rounded(verdicts.score[text]));
    for (size_t class = 0; class < classes; class++) {
      printf("\t%.4f", verdicts.probabilities[class * count + text]);
    }
    putchar('\n');
  }

  if (count > 0) {
    char *why;
    check(attune_explain_json(model, texts[count - 1].bytes, texts[count - 1].length, &why));
    fprintf(stderr, "%s\n", why);
    attune_free_string(why);
  }
  for (size_t text = 0; text < count; text++) free((void *)texts[text].bytes);
  free(texts);
  free(line);
  free(verdicts.label);
  free(verdicts.score);
  free(verdicts.probabilities);
  attune_free(model);
}
