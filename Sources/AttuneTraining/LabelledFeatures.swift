import Attune

/// A training set made ready: its classes are settled, its weights are balanced where asked for.
struct LabelledFeatures {
  let source: TrainingSet
  let labels: [String]
  /// `[texts × classes]`
  let targets: [Float]
  /// Which classes each group has.
  let masks: [[Bool]]
  private(set) var weights: [Float]
  /// `[texts × CueFeatures.count]`
  private(set) var cues: [Float]

  var count: Int { source.count }
  var classes: Int { labels.count }

  init(_ source: TrainingSet, isBalanced: Bool) {
    self.source = source
    labels = source.labels
    targets = source.targets()
    masks = source.groupMasks()
    weights = source.weights
    cues = source.cues
    if isBalanced { balance() }
  }

  /// Brings the cue that counts known features in line with what the model is going to know.
  mutating func setKnown(_ isKnown: [Bool]) {
    for text in 0..<count {
      let known = features(text).reduce(Int64(0)) { isKnown[Int($1)] ? $0 + 1 : $0 }
      cues[text * CueFeatures.count + CueFeatures.knownShare] =
        CueFeatures.share(known: known, tokens: source.tokens[text])
    }
  }

  func mask(_ text: Int) -> [Bool] { masks[source.group[text]] }

  func target(_ text: Int) -> ArraySlice<Float> { targets[text * classes..<(text + 1) * classes] }

  /// Numbers of the features of a text.
  func features(_ text: Int) -> ArraySlice<UInt32> { source.features[source.starts[text]..<source.starts[text + 1]] }

  /// What the features of a text are worth each: longer texts say the same thing more often.
  func norm(_ text: Int) -> Float { 1 / Float(max(source.tokens[text], 1)).squareRoot() }

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
