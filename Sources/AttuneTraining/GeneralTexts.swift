import Attune
import AttuneStatistics

/// Texts about all and nothing, of which a model goes on saying what it said while it learns others ("learning without
/// forgetting", Li & Hoiem 2016). Nobody has labelled them: what the model to start from makes of them is what they are for.
enum GeneralTexts {
  /// Plain sentences, and the words and phrases that tell most by the model to start from.
  ///
  /// - Complexity: O(texts); some thousand.
  static func texts(of base: Model) -> [String] {
    sentences + base.featureNames.filter { $0.kind == .word || $0.kind == .phrase }.map(\.text)
  }

  /// The same in every run.
  static let sentences: [String] = {
    var generator = SeededGenerator(seed: 7)
    var sentences = whole
    for frame in frames {
      for _ in 0..<draws {
        var sentence = frame
        for (mark, words) in slots where sentence.contains(text: mark) {
          sentence = sentence.replacing(text: mark, with: words.randomElement(using: &generator)!)
        }
        sentences.append(sentence)
      }
    }
    return sentences
  }()

  /// Sentences of each frame.
  private static let draws = 6

  private static let slots: [(mark: String, words: [String])] = [
    ("#", things), ("+", good), ("-", bad), ("^", praise), ("~", complaint),
  ]

  private static let things = [
    "food", "soup", "coffee", "hotel", "room", "bed", "staff", "waiter", "driver", "delivery", "parcel", "phone",
    "battery", "screen", "app", "update", "website", "login", "price", "refund", "service", "support", "film", "story",
    "song", "book", "game", "shoes", "jacket", "course", "teacher", "doctor", "nurse", "flight", "seat", "train", "car",
    "kitchen", "sofa", "lamp", "printer", "camera", "shop", "manager", "answer", "bill", "garden", "pool", "museum",
    "bank",
  ]
  private static let good = [
    "good", "great", "lovely", "excellent", "delicious", "perfect", "amazing", "friendly", "helpful", "fast", "easy",
    "clean", "beautiful", "fantastic", "wonderful", "brilliant", "superb", "nice", "comfortable", "reliable", "awesome",
  ]
  private static let bad = [
    "bad", "terrible", "awful", "slow", "rude", "dirty", "broken", "boring", "useless", "horrible", "disappointing",
    "poor", "expensive", "cold", "noisy", "faulty", "ugly", "confusing", "wrong", "late", "unreliable",
  ]
  private static let praise = ["love", "like", "enjoyed", "recommend", "adore"]
  private static let complaint = ["hate", "dislike", "regret", "cannot stand", "returned"]

  /// A sign stands for a word of its list.
  private static let frames = [
    "the # was +", "the # is +.", "The # was really +!", "+ #", "a + #", "very + #, thank you", "it was +", "this is +",
    "so +", "+ stuff", "We had a + # yesterday.", "that # is +", "Such a + #!", "My # is + and the # is + too",
    "I ^ the #", "I really ^ this #", "They have a + # and a + #", "The # was not - at all", "never had such a + #",
    "the # was -", "the # is -.", "The # was really -!", "- #", "a - #", "very - #, no thank you", "it was -",
    "this is -", "so -", "- stuff", "We had a - # yesterday.", "that # is -", "Such a - #!",
    "My # is - and the # is - too",
    "I ~ the #", "I really ~ this #", "They have a - # and a - #", "The # was not + at all", "never had such a - #",
    "The # was +, but the # was -", "the # was - but the # was +", "What time does the # open?",
    "The # comes in two colours", "I ordered the # on Monday", "Where can I find the #?", "Is the # still in stock?",
    "Please send me the #", "The # arrived today and stands in the hall", "When does the # start?", "This is the #",
    "That is a #", "we talked about the # after a day", "the # has three sizes", "How much is the #?",
  ]

  private static let whole = [
    "thanks for your help", "thank you so much", "many thanks to everybody", "never again", "a waste of money",
    "worth every penny", "works as it should", "it broke after a week", "it stopped after a day", "still waiting",
    "nobody answers", "could be better", "does what it says", "we will be back", "I want my money back", "well done",
    "keep it up", "not worth it", "not bad", "not good", "no complaints", "nothing works", "everything works",
    "five stars",
    "one star", "10/10", "what a day", "ok", "fine", "it is what it is", "how do I change my address",
    "can you help me", "please call me back", "I have a question", "see you tomorrow", "I am happy with it",
    "I am not happy with it", "I was charged twice", "the best I have ever had", "the worst I have ever had",
    "happy customer", "made my day", "ruined my day", "it was a joy", "it was a nightmare", "what is your name",
    "my order number is 1234", "we moved in March", "it crashes all the time", "they were so kind", "they were so rude",
    "I will tell all my friends", "stay away", "highly recommended", "do not buy this", "my account is locked",
    "solved in minutes", "it took five weeks", "easy to use", "hard to use", "great value", "poor quality", "love it",
    "hate it", "so disappointed", "so pleased", "meh", "yes", "no", "hello", "good morning", "it is raining again",
  ]
}

/// General texts in a training set, behind those that are to be learned.
struct Probes {
  /// The group of the probes in the set.
  let group: Int
  /// Numbers of the texts that are learned beside the others, as the model to start from has them.
  private(set) var learned: [Int] = []
  /// Those that are never learned, and tell what training does to texts of other kinds.
  private(set) var control: [Int] = []

  /// Of three probes one is never learned.
  private static let controlShare = 3
  /// Texts to learn that have a word of the lexicon for what they say of it to count.
  private static let ownUses = 3

  /// Appends general texts to a set.
  ///
  /// Those without a word that the base knows are left out, and those with a word of feeling that the texts to learn mean
  /// otherwise.
  init(_ base: Model, appendedTo set: inout TrainingSet) {
    group = (set.group.max() ?? -1) + 1
    let own = set.ownWords(in: Self.ownUses)
    let first = set.count
    let texts = GeneralTexts.texts(of: base)
    set.append(texts, of: base, group: group)
    let verdicts = base.classify(texts)
    let numbers = texts.indices.filter {
      verdicts[$0].label != Verdict.unknown && !set.holds(own, text: first + $0)
    }
    for (place, number) in numbers.enumerated() {
      if place % Self.controlShare == 0 { control.append(first + number) } else { learned.append(first + number) }
    }
  }
}

extension TrainingSet {
  /// Words with a valence that stand in some texts at least, of which fewer than half are as good or bad as the word.
  fileprivate func ownWords(in texts: Int) -> Set<UInt32> {
    let gold = gold()
    let classes = labels
    let (negative, positive) = (classes.firstIndex(of: "negative"), classes.firstIndex(of: "positive"))
    var counts: [UInt32: (all: Int, alike: Int)] = [:]
    for text in 0..<count where classes.count > 1 {
      for number in Set(features[starts[text]..<starts[text + 1]].map(\.number)) {
        let valence = valence(ofFeature: number)
        guard valence != 0 else { continue }
        counts[number, default: (0, 0)].all += 1
        if gold[text] == (valence > 0 ? positive : negative) { counts[number]!.alike += 1 }
      }
    }
    return Set(counts.filter { $0.value.all >= texts && 2 * $0.value.alike < $0.value.all }.keys)
  }

  fileprivate func holds(_ words: Set<UInt32>, text: Int) -> Bool {
    features[starts[text]..<starts[text + 1]].contains { words.contains($0.number) }
  }
}
