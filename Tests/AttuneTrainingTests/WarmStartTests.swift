import Foundation
import Testing

@testable import Attune
@testable import AttuneTraining

/// Training that starts from a model.
@Suite struct WarmStartTests {
  private static let labelSets = [["no", "yes"], ToyData.sentiment, ["a", "b", "c", "d", "e"]]

  private static var lexicon: Lexicon {
    var lexicon = Lexicon()
    for (word, valence) in ["great": 3, "lovely": 3, "awful": -3, "dire": -2] as [String: Float] {
      lexicon.insert(word, valence: valence)
    }
    return lexicon
  }

  /// A model of each set of labels, trained once.
  private static let bases = Result {
    try labelSets.map { labels in
      var set = TrainingSet(lexicon: lexicon)
      for example in ToyData.examples(240, labels: labels, seed: 1) { set.append(example.text, label: example.label) }
      return try Model.load(bytes: Trainer().train(set).bytes)
    }
  }

  private static func base(_ labels: [String]) throws -> Model {
    try #require(try bases.get().first { $0.labels == labels })
  }

  /// An empty set that fits a base.
  private static func set(from base: Model, ignored: [String] = []) -> TrainingSet {
    var words = WordList()
    for word in ignored { words.insert(word) }
    return TrainingSet(lexicon: Lexicon(of: base), base: base, ignored: words)
  }

  private func lines(_ model: Model) -> [UInt8] {
    Array(
      UnsafeRawBufferPointer(
        start: model.table.address(line: 0), count: model.table.lineCount * FeatureTable.lineBytes))
  }

  /// Whoever builds on a model owes its sources what the model owes them.
  @Test func cardAndNamesOfTheBaseStay() throws {
    var set = TrainingSet(lexicon: Self.lexicon)
    for example in ToyData.examples(150, labels: ToyData.sentiment, seed: 1) {
      set.append(example.text, label: example.label)
    }
    let licence = Model.CardEntry(key: "licence", value: "CC0")
    let base = try Model.load(bytes: Trainer().train(set, card: [licence]).bytes)
    var own = Self.set(from: base)
    for _ in 0..<15 {
      own.append("frabjous day", label: "positive")
      own.append("vorpal night", label: "negative")
    }
    let model = try Model.load(
      bytes: Trainer(base: base).train(own, card: [.init(key: "owner", value: "us")]).bytes)
    #expect(
      model.card.map(\.key).filter { $0 != "passes" } == [
        "licence", "owner", "from", "algorithm", "seed", "texts", "features",
      ])
    #expect(model.card.first { $0.key == "texts" }?.value == "30")
    let names = Set(model.featureNames.map(\.text))
    let hasThoseOfTheBase = names.isSuperset(of: base.featureNames.map(\.text))
    #expect(!base.featureNames.isEmpty && hasThoseOfTheBase)
    let hasItsOwn = names.isSuperset(of: ["frabjous", "vorpal"])
    #expect(hasItsOwn)
  }

  // MARK: Where it starts

  /// Before the first pass a text has the logits that the base gives it.
  @Test(arguments: labelSets)
  func theStartIsTheBase(labels: [String]) throws {
    let base = try Self.base(labels)
    var set = Self.set(from: base)
    let texts = ToyData.examples(60, labels: labels, seed: 2).map { "\($0.text), but not \($0.text)" }
    for text in texts { set.append(text, label: labels[0]) }
    var data = LabelledFeatures(set, isBalanced: false)
    data.keep(data.hashes.map { base.table.slot(of: $0) != nil })
    var start = LinearModel(features: data.hashes.count, classes: labels.count)
    Trainer(base: base).takeOver(base, into: &start, data.hashes)
    var logits = [Float](repeating: 0, count: labels.count)
    for (text, verdict) in base.classify(texts).enumerated() {
      start.logits(data, text, into: &logits)
      let slope = base.calibration.slope(tokens: data.tokens[text])
      for label in labels.indices { logits[label] = slope * logits[label] + base.calibration.biases[label] }
      softmax(&logits, mask: labels.map { _ in true })
      for label in labels.indices { #expect(abs(Double(logits[label]) - verdict.probabilities[label]) < 1e-4) }
    }
  }

  /// Training that learns nothing leaves table and cues as they are, also the words that its texts do not have.
  @Test(arguments: labelSets)
  func withoutLearningTheModelStays(labels: [String]) throws {
    let base = try Self.base(labels)
    var set = Self.set(from: base)
    // Of every class, with features that the base knows and not all of those: "great", "awful" and others are missing.
    let words = ["it", "was", "the", "room"]
    for index in 0..<40 { set.append(words[index % 4], label: labels[index % labels.count]) }
    var options = TrainingOptions()
    options.learningRate = 0
    options.dropout = 0
    options.minimumCount = 1000
    let model = try Model.load(bytes: Trainer(options: options, base: base).train(set).bytes)
    let areLinesSame = lines(model) == lines(base)
    #expect(areLinesSame)
    #expect(model.weightStep == base.weightStep)
    let areCuesSame = model.dense.weights == base.dense.weights
    #expect(areCuesSame)
    if labels.count > 3 {
      let count = base.table.lineCount * FeatureTable.slotsPerLine * base.table.rowWidth
      let areRowsSame = UnsafeBufferPointer(start: model.table.rows!, count: count)
        .elementsEqual(UnsafeBufferPointer(start: base.table.rows!, count: count))
      #expect(areRowsSame)
    }
    #expect(model.card.contains(.init(key: "from", value: "model \(String(base.checksum, radix: 16))")))
    #expect(model.card.contains(.init(key: "features", value: "\(base.featureCount)")))
    #expect(model.lexicon == base.lexicon)
  }

  // MARK: What it learns

  @Test(arguments: labelSets)
  func newWordsAreLearnedAndOldOnesKept(labels: [String]) throws {
    let base = try Self.base(labels)
    var set = Self.set(from: base)
    for example in ToyData.examples(100, labels: labels, seed: 3) {
      set.append(example.text, label: example.label)
      if example.label == labels.last { set.append("the zebra was zebra", label: example.label) }
    }
    let model = try Model.load(bytes: Trainer(base: base).train(set).bytes)
    #expect(model.labels == labels)
    #expect(base.table.slot(of: TokenHash.hash("zebra")) == nil)
    #expect(model.classify("a zebra").label == labels.last)
    let unseen = ToyData.examples(200, labels: labels, seed: 4)
    let right = zip(model.classify(unseen.map(\.text)), unseen).count { $0.label == $1.label }
    #expect(right >= 190, "\(right) of 200")
  }

  /// Texts of two classes say nothing of the third.
  @Test func someOfTheLabels() throws {
    let base = try Self.base(ToyData.sentiment)
    var set = Self.set(from: base)
    for example in ToyData.examples(90, labels: ToyData.sentiment, seed: 3) where example.label != "neutral" {
      set.append(example.text + (example.label == "positive" ? " zebra" : ""), label: example.label)
    }
    #expect(set.labels == ToyData.sentiment && set.accepts("neutral") && !set.accepts("angry"))
    let model = try Model.load(bytes: Trainer(base: base).train(set).bytes)
    #expect(model.labels == ToyData.sentiment)
    #expect(model.prior == base.prior)
    #expect(model.classify("zebra lovely").label == "positive")
    #expect(model.classify("metal tuesday paper").label == "neutral")
    let classes = Set(model.classify(ToyData.examples(90, labels: ToyData.sentiment, seed: 5).map(\.text)).map(\.label))
    #expect(classes.contains("neutral"))
    let audit = TrainingAudit(set, groups: 1)
    #expect(audit.emptyLabels.isEmpty)
  }

  // MARK: Words that must not matter

  @Test func ignoredWordsAreNoFeatures() {
    func hashes(_ text: String, _ ignored: [String]) -> Set<UInt64> {
      var words = WordList()
      for word in ignored { words.insert(word) }
      var set = TrainingSet(ignored: words)
      set.append(text, label: "x")
      return Set(set.features.map { set.vocabulary.hashes[Int($0.number)] })
    }
    let berlin = TokenHash.hash("berlin")
    let (good, food) = (TokenHash.hash("good"), TokenHash.hash("food"))
    let all = hashes("good Berlin food", [])
    let left = hashes("good Berlin food", ["berlin"])
    #expect(
      all.subtracting(left) == [berlin, FeatureExtractor.pair(good, berlin), FeatureExtractor.pair(berlin, food)])
    #expect(left.isSubset(of: all))
    // Around it all stays: what is negated, what begins a sentence, and capitals, tags and runs are the same word.
    #expect(hashes("not berlin good", ["berlin"]).contains(good ^ FeatureExtractor.negated))
    #expect(
      hashes("berlin. good", ["berlin"]).contains(FeatureExtractor.pair(FeatureExtractor.sentenceStart, good)))
    for word in ["BERLIN", "#berlin", "berliiiiin"] { #expect(hashes(word, ["berlin"]).isEmpty, "\(word)") }
    // A mark that comes with an ignored word is none of its features.
    #expect(!hashes("good. berlin but food", ["berlin"]).contains(berlin))
  }

  @Test func verdictsDoNotChangeWithIgnoredWords() throws {
    // "dire" stands in the lexicon as well.
    var words = WordList()
    for word in ["zebra", "dire"] { words.insert(word) }
    var set = TrainingSet(lexicon: Self.lexicon, ignored: words)
    for example in ToyData.examples(150, labels: ToyData.sentiment, seed: 1) {
      let extra = example.label == "positive" ? " zebra" : example.label == "negative" ? " dire" : ""
      set.append(example.text + extra, label: example.label)
    }
    let model = try Model.load(bytes: Trainer().train(set).bytes)
    for text in ["great % room", "% lovely", "the % was awful", "not % good", "%. awful"] {
      let verdicts = ["zebra", "dire", "qwert"].map { model.classify(text.replacing("%", with: $0)) }
      #expect(Set(verdicts).count == 1, "\(text)")
    }
    #expect(model.classify("zebra").label == Verdict.unknown)
    #expect(model.classify("dire").label == Verdict.unknown)
    #expect(model.lexicon[TokenHash.hash("dire")] == nil && model.lexicon[TokenHash.hash("awful")] != nil)
  }

  @Test func wordLists() {
    var words = WordList()
    let isInserted = ["Berlin", "berlin", "New York", "", "😀"].map { words.insert($0) }
    #expect(isInserted == [true, false, false, false, true])
    #expect(words.count == 2)
  }

  // MARK: Features of few groups

  @Test func featuresOfFewGroupsAreLeftOut() throws {
    func train(_ minimumGroups: UInt16, base: Model? = nil) throws -> Model {
      var set = base.map { Self.set(from: $0) } ?? TrainingSet()
      for group in 0..<2 {
        for example in ToyData.examples(100, labels: ToyData.sentiment, seed: UInt64(group)) {
          set.append(example.text + (group == 0 ? " zebra" : ""), label: example.label, group: group)
        }
      }
      var options = TrainingOptions()
      options.algorithm = base == nil ? .nb : .logistic
      options.minimumGroups = minimumGroups
      options.epochs = 1
      return try Model.load(bytes: Trainer(options: options, base: base).train(set).bytes)
    }
    let zebra = TokenHash.hash("zebra")
    let great = TokenHash.hash("great")
    let (one, two, three) = (try train(1), try train(2), try train(3))
    #expect(one.table.slot(of: zebra) != nil && one.table.slot(of: great) != nil)
    #expect(two.table.slot(of: zebra) == nil && two.table.slot(of: great) != nil)
    #expect(three.featureCount == 0)
    // What a base knows stays.
    #expect(try train(2, base: one).table.slot(of: zebra) != nil)
  }

  @Test func ratingsInTheLexicon() {
    var lexicon = Lexicon()
    lexicon.insertRatings()
    let valences = Ratings.hashes.map { lexicon.valence(of: $0) }
    #expect(lexicon.count == 5)
    #expect(valences == valences.sorted() && valences[0] == -192 && valences[4] == 192)
    var set = TrainingSet(lexicon: lexicon)
    for (text, label) in [("9/10", "a"), ("5 stars", "a"), ("one star", "b"), ("24/7", "b")] {
      set.append(text, label: label)
    }
    let balance = CueFeatures.names.firstIndex(of: "balance of words")!
    let balances = (0..<4).map { set.cues[$0 * CueFeatures.count + balance] }
    #expect(balances[0] > 0 && balances[1] > 0 && balances[2] < 0 && balances[3] == 0)
  }
}
