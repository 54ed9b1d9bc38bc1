import Attune

/// A training set made ready: its classes are settled, its weights are balanced where asked for, and its features are
/// those that the model may keep, renumbered.
struct LabelledFeatures {
  let labels: [String]
  /// `[texts × classes]`
  private(set) var targets: [Float]
  /// Which classes each group has.
  let masks: [[Bool]]
  /// The group of each text.
  let groups: [Int]
  let tokens: [Int32]
  private(set) var weights: [Float]
  /// `[texts × CueFeatures.count]`
  private(set) var cues: [Float]
  /// `[texts × readingCount]`: what the deep part of another model pools of each text.
  let readings: [UInt8]
  let readingCount: Int
  let reading: Model?
  /// `[texts × classes]`: what logits begin with; empty for 0.
  private let offsets: [Float]
  /// What counts of them; nil without any.
  private let doubt: Doubt?
  /// The hash of each feature.
  private(set) var hashes: [UInt64]
  /// Where the features of each text begin; one more than there are texts.
  private(set) var starts: [Int]
  /// Features, text by text.
  private(set) var features: [FeatureUse]
  /// Valences of tokens by their hash.
  let lexicon: [UInt64: Int16]
  /// How many features of each text were left out that the model still knows, for their valence.
  private var knownBesides: [Int32]
  /// The group of texts of which nothing is dropped and nothing new is to be learned; nil for none.
  var probeGroup: Int?

  var count: Int { tokens.count }
  var classes: Int { labels.count }

  init(_ source: TrainingSet, isBalanced: Bool) {
    labels = source.labels
    targets = source.targets()
    masks = source.groupMasks()
    groups = source.group
    tokens = source.tokens
    weights = source.weights
    offsets = source.convolved
    doubt = source.doubt
    hashes = source.vocabulary.hashes
    cues = source.cues
    readings = source.readings
    readingCount = source.readingCount
    reading = source.reading
    starts = source.starts
    features = source.features
    lexicon = source.lexiconValences
    knownBesides = Array(repeating: 0, count: source.count)
    if isBalanced { balance() }
  }

  /// Leaves out the features that are not to be kept, and brings the cue that counts known features in line with what
  /// the model is going to know.
  mutating func keep(_ isKept: [Bool]) {
    let isKnown = zip(hashes, isKept).map { $1 || lexicon[$0] != nil }
    var numbers = [UInt32](repeating: .max, count: isKept.count)
    let kept = isKept.indices.filter { isKept[$0] }
    for (number, feature) in kept.enumerated() { numbers[feature] = UInt32(number) }
    hashes = kept.map { hashes[$0] }
    var end = 0
    for text in 0..<count {
      let range = starts[text]..<starts[text + 1]
      starts[text] = end
      var known = knownBesides[text]
      for index in range {
        let use = features[index]
        let feature = Int(use.number)
        if isKnown[feature] { known += 1 }
        if isKept[feature] {
          features[end] = FeatureUse(numbers[feature], isReversed: use.isReversed)
          end += 1
        }
      }
      knownBesides[text] = known - Int32(end - starts[text])
      cues[text * CueFeatures.count + CueFeatures.knownShare] =
        CueFeatures.share(known: Int64(known), tokens: tokens[text])
    }
    starts[count] = end
    features.removeLast(features.count - end)
  }

  /// Gives texts the probabilities that a model has for them, without calibration.
  mutating func setTargets(of texts: [Int], by model: LinearModel) {
    var outputs = [Float](repeating: 0, count: classes)
    for text in texts {
      model.logits(self, text, into: &outputs)
      softmax(&outputs, mask: mask(text))
      for (index, share) in outputs.enumerated() { targets[text * classes + index] = share }
    }
  }

  func mask(_ text: Int) -> [Bool] { masks[groups[text]] }

  /// What a model reads of a text beside its features: its cues, then what was pooled.
  @inline(__always)
  func forEachInput(_ text: Int, hasReading: Bool = true, _ body: (_ input: Int, _ value: Float) -> Void) {
    for cue in 0..<CueFeatures.count where cues[text * CueFeatures.count + cue] != 0 {
      body(cue, cues[text * CueFeatures.count + cue])
    }
    for index in 0..<(hasReading ? readingCount : 0) where readings[text * readingCount + index] != 0 {
      body(CueFeatures.count + index, Self.readingUnit * Float(readings[text * readingCount + index]))
    }
  }

  /// What a unit of readings counts: then most are of the size of cues.
  static let readingUnit: Float = 1 / 64

  var inputs: Int { CueFeatures.count + readingCount }

  func target(_ text: Int) -> ArraySlice<Float> { targets[text * classes..<(text + 1) * classes] }

  func features(_ text: Int) -> ArraySlice<FeatureUse> { features[starts[text]..<starts[text + 1]] }

  /// Adds what counts of a text's offsets to its other logits.
  func addOffsets(of text: Int, to logits: UnsafeMutableBufferPointer<Float>) {
    guard let doubt else { return }
    let share = doubt.share(margin: doubt.margin(logits, tokens: tokens[text]))
    for index in 0..<classes { logits[index] += share * offsets[text * classes + index] }
  }

  /// What the features of a text are worth each: longer texts say the same thing more often.
  func norm(_ text: Int) -> Float { 1 / Float(max(tokens[text], 1)).squareRoot() }

  /// In how many of certain texts each feature stands, counted as often as it stands there.
  func featureCounts(_ texts: [Int]) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: hashes.count)
    for text in texts { for use in features(text) { counts[Int(use.number)] += 1 } }
    return counts
  }

  /// In how many groups of certain texts each feature stands.
  func groupCounts(_ texts: [Int]) -> [UInt16] {
    var counts = [UInt16](repeating: 0, count: hashes.count)
    var last = [Int32](repeating: -1, count: hashes.count)
    let sorted = texts.sorted { (groups[$0], $0) < (groups[$1], $1) }
    for text in sorted {
      let group = Int32(groups[text])
      for use in features(text) where last[Int(use.number)] != group {
        last[Int(use.number)] = group
        if counts[Int(use.number)] < .max { counts[Int(use.number)] += 1 }
      }
    }
    return counts
  }

  /// Multiplies weights so that every class has the same total.
  private mutating func balance() {
    var totals = [Float](repeating: 0, count: classes)
    for text in 0..<count {
      for (index, share) in target(text).enumerated() { totals[index] += share * weights[text] }
    }
    let mean = totals.reduce(0, +) / Float(classes)
    for text in 0..<count {
      weights[text] *= target(text).enumerated().reduce(0) { $0 + $1.element * mean / max(totals[$1.offset], 1e-9) }
    }
  }
}
