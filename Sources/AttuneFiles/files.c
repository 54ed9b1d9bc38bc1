#include "AttuneFiles.h"

// SwiftPM would embed them as array literals, which take the compiler most of a minute.
#define FILE_OF(name) \
  attune_file attune_file_##name(void) { return (attune_file){name, sizeof name}; }

static const unsigned char advice[] = {
#embed "../AttuneCare/Reply/Books/advice.weights"
};
FILE_OF(advice)

static const unsigned char cues[] = {
#embed "../AttuneCare/Urgency/Files/cues.yaml"
};
FILE_OF(cues)

static const unsigned char items[] = {
#embed "../AttuneCare/Reply/Books/items.weights"
};
FILE_OF(items)

static const unsigned char phrases[] = {
#embed "../AttuneCare/Reply/Books/phrases.yaml"
};
FILE_OF(phrases)

static const unsigned char polarity[] = {
#embed "../AttuneCare/Aspects/Files/polarity.weights"
};
FILE_OF(polarity)

static const unsigned char rubric[] = {
#embed "../AttuneCare/Reply/Books/rubric.yaml"
};
FILE_OF(rubric)

static const unsigned char scenarios[] = {
#embed "../AttuneCare/Reply/Books/scenarios.yaml"
};
FILE_OF(scenarios)

static const unsigned char situations[] = {
#embed "../AttuneCare/Reply/Books/situations.yaml"
};
FILE_OF(situations)

static const unsigned char situation_weights[] = {
#embed "../AttuneCare/Reply/Books/situations.weights"
};
FILE_OF(situation_weights)

static const unsigned char stopwords[] = {
#embed "../AttuneCare/Articles/Files/stopwords.txt"
};
FILE_OF(stopwords)

static const unsigned char synonyms[] = {
#embed "../AttuneCare/Articles/Files/synonyms.txt"
};
FILE_OF(synonyms)

static const unsigned char taxonomy[] = {
#embed "../AttuneCare/Aspects/Files/taxonomy.yaml"
};
FILE_OF(taxonomy)

static const unsigned char urgency_weights[] = {
#embed "../AttuneCare/Urgency/Files/urgency.weights"
};
FILE_OF(urgency_weights)

static const unsigned char weights[] = {
#embed "../AttuneCare/Urgency/Files/weights.yaml"
};
FILE_OF(weights)

static const unsigned char answers[] = {
#embed "../AttuneReports/Survey/Books/answers.yaml"
};
FILE_OF(answers)

static const unsigned char style[] = {
#embed "../AttuneReports/HTML/Style/style.css"
};
FILE_OF(style)
