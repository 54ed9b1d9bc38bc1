import Attune

/// Labelled texts as features: what training reads again and again.
///
/// Texts come in groups, one a file. A group that never uses a class says nothing about that class: its texts compare
/// only the classes that the group has.
package struct TrainingSet {
  /// Where the features of each text begin; one more than there are texts.
  private(set) var starts: [Int] = [0]
  /// Features, text by text.
  private(set) var features: [FeatureUse] = []
  private(set) var vocabulary = Vocabulary()
  private(set) var spellings = TokenSpellings()
  private(set) var weights: [Float] = []
  private(set) var group: [Int] = []
  private(set) var tokens: [Int32] = []
  /// `[texts × CueFeatures.count]`
  private(set) var cues: [Float] = []
  package private(set) var origins: TextOrigins
  /// The same texts as a convolution reads them; empty where none is going to be learned.
  private(set) var sequences = TokenSequences()
  /// `[texts × labels]`: what the deep part of the model to start from says; empty without one.
  private(set) var convolved: [Float] = []
  /// `[texts × readingCount]`: what the deep part of `reading` pools of each text.
  private(set) var readings: [UInt8] = []

  /// The labels in the order in which they were first seen.
  private var seenLabels: [String] = []
  private var labelNumbers: [String: Int] = [:]
  /// The probabilities of the labels that each text names, as numbers of seen labels.
  private var namedTargets: [(label: Int, probability: Float)] = []
  private var namedStarts: [Int] = [0]
  /// Numbers of the seen labels of each group.
  private var groupLabels: [Set<Int>] = []

  private let lexicon: Lexicon
  /// Labels that the set has in any case.
  private let givenLabels: [String]?
  private let ignored: Set<UInt64>
  private let keepsOrder: Bool
  private var reader: ConvolutionReader?
  /// A model of which the deep part reads the texts: what it pools is learned from beside the features. Nil for none.
  let reading: Model?
  private let pooling: ConvolutionReader?
  /// What counts of `convolved`; nil without any.
  let doubt: Doubt?
  private var scratch = TokenizerScratch()

  /// - Parameters:
  ///   - lexicon: valences of words.
  ///   - base: the model to start from, of which the labels are all that texts may have; nil for none.
  ///   - reading: a model that has learned to read, whose deep part is taken over; nil for none. Not with a base.
  ///   - ignored: words that become no feature, alone or in a pair, because they must not matter.
  ///   - keepsOrder: keeps the tokens of the texts in their order for a convolution to learn.
  ///   - keepsTexts: keeps the bytes of the texts for whoever wants to classify them.
  package init(
    lexicon: Lexicon = Lexicon(), base: Model? = nil, reading: Model? = nil, ignored: WordList = WordList(),
    keepsTexts: Bool = false, keepsOrder: Bool = false
  ) {
    precondition(base == nil || reading == nil, "a base reads by its own deep part")
    self.lexicon = lexicon
    givenLabels = base?.labels
    self.keepsOrder = keepsOrder
    reader = base.flatMap { ConvolutionReader($0) }
    doubt = base?.convolution?.doubt
    pooling = reading.flatMap { ConvolutionReader($0) }
    self.reading = pooling == nil ? nil : reading
    self.ignored = ignored.hashes
    origins = TextOrigins(keepsTexts: keepsTexts)
  }

  /// The weights that texts may have besides 0: with others sums overflow, or lose the small ones.
  package static let weightRange: ClosedRange<Float> = 1e-12...1_000_000

  /// A weight that was given; nil for one that no text may have.
  package static func weight(_ value: Double) -> Float? {
    value == 0 || weightRange.contains(Float(value)) ? Float(value) : nil
  }

  package var count: Int { weights.count }

  /// Numbers that `reading` pools of a text; 0 without one.
  var readingCount: Int { reading?.convolution?.features ?? 0 }

  /// How many different labels there are.
  package var labelCount: Int { seenLabels.count }

  /// The classes: negative, neutral, positive in this order, others by the alphabet.
  package var labels: [String] {
    if let givenLabels { return givenLabels }
    let sentiment = ["negative", "neutral", "positive"]
    return Set(seenLabels).isSubset(of: sentiment) ? sentiment.filter(seenLabels.contains) : seenLabels.sorted()
  }

  /// Whether texts may have a label.
  package func accepts(_ label: String) -> Bool { givenLabels?.contains(label) ?? true }

  /// Gives labels that have been seen the names of those that the set has.
  /// - Parameter meanings: of all labels that were seen, one of `labels` each.
  package mutating func rename(_ meanings: [String: String]) {
    seenLabels = seenLabels.map { meanings[$0] ?? $0 }
  }

  /// Whether a text holds nothing that would become a feature.
  package func isEmpty(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var tokenizer = Tokenizer(text, scratch: scratch)
    var token = Token()
    return !tokenizer.next(&token)
  }

  /// Adds a text with one label.
  /// - Parameter weight: one that `weight(_:)` lets pass; any other is cut to the nearest, and NaN to 0.
  package mutating func append(
    _ text: UnsafeBufferPointer<UInt8>, label: String, weight: Float = 1, group: Int = 0, line: Int = 0
  ) {
    append(
      text, targets: CollectionOfOne((label: label, probability: Float(1))), weight: weight, group: group, line: line)
  }

  /// Adds a text with the probabilities of labels, which are divided by their sum.
  /// - Precondition: the probabilities are not negative and their sum is positive.
  package mutating func append(
    _ text: UnsafeBufferPointer<UInt8>, targets: some Collection<(label: String, probability: Float)>,
    weight: Float = 1, group groupIndex: Int = 0, line: Int = 0
  ) {
    appendFeatures(of: text)
    if let reader { convolved += reader.logits(of: text, scratch: scratch) }
    if let pooling { readings += pooling.features(of: text, scratch: scratch) }
    if keepsOrder { sequences.append(text, scratch: scratch, ignored: ignored) }
    origins.append(text, line: line)
    while groupLabels.count <= groupIndex { groupLabels.append([]) }
    let total = targets.reduce(0) { $0 + $1.probability }
    for (label, probability) in targets {
      let number = number(of: label)
      groupLabels[groupIndex].insert(number)
      namedTargets.append((number, probability / total))
    }
    namedStarts.append(namedTargets.count)
    weights.append(weight > 0 ? min(max(weight, Self.weightRange.lowerBound), Self.weightRange.upperBound) : 0)
    group.append(groupIndex)
  }

  /// Adds texts that have no label, in a group that has all classes of a base. Nothing is shared with copies of the set then.
  mutating func append(_ texts: [String], of base: Model, group: Int) {
    scratch = TokenizerScratch()
    reader = reader == nil ? nil : ConvolutionReader(base)
    let targets = labels.map { (label: $0, probability: Float(1)) }
    for var text in texts { text.withUTF8 { append($0, targets: targets, group: group) } }
  }

  /// Of a feature by its number; 0 for one that has none.
  func valence(ofFeature number: UInt32) -> Int16 { lexicon.valence(of: vocabulary.hashes[Int(number)]) }

  private mutating func number(of label: String) -> Int {
    if let number = labelNumbers[label] { return number }
    seenLabels.append(label)
    labelNumbers[label] = seenLabels.count - 1
    return seenLabels.count - 1
  }

  private mutating func appendFeatures(of text: UnsafeBufferPointer<UInt8>) {
    var extractor = TextFeatures(text, scratch: scratch)
    var counts = CueCounts()
    var sums = SparseSums()
    var isIgnored = false
    // One token at a time, so that its place in the text is known.
    withUnsafeTemporaryAllocation(of: Feature.self, capacity: TextFeatures.perToken) { buffer in
      var isDone = false
      while !isDone {
        var filled = 0
        isDone = extractor.fill(buffer.baseAddress!, count: &filled, capacity: buffer.count, counts: &counts)
        let known = vocabulary.count
        let wasIgnored = isIgnored
        isIgnored = ignores(extractor.token)
        // The first feature without valence is the pair with the token before, unless a sentence begins.
        var isPair = wasIgnored && extractor.token.boundary != .sentence
        for feature in buffer[..<filled] {
          let isReversed = feature.context & ValenceContext.reversed != 0
          let context = feature.context & ~ValenceContext.reversed
          if context > ValenceContext.none {
            sums.mark(context)
            continue
          }
          if isIgnored { continue }
          if isPair, context == ValenceContext.none {
            isPair = false
            continue
          }
          let number = vocabulary.number(of: feature.hash)
          features.append(FeatureUse(number, isReversed: isReversed))
          guard context != ValenceContext.none else { continue }
          sums.add(valence: Int32(lexicon.valence(of: feature.hash)), context: context)
          if number >= known {
            spellings.append(
              number, UnsafeBufferPointer(rebasing: text[extractor.token.start..<extractor.token.end]))
          }
        }
      }
    }
    starts.append(features.count)
    tokens.append(counts.tokens)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: CueFeatures.count) { row in
      sums.writeCues(row.baseAddress!, counts: counts)
      cues.append(contentsOf: row)
    }
  }

  private func ignores(_ token: Token) -> Bool {
    !ignored.isEmpty && (ignored.contains(token.hash) || ignored.contains(token.shortenedHash))
  }

  /// Some of the texts, with the classes, groups and features of all.
  func subset(_ texts: [Int]) -> TrainingSet {
    var result = self
    result.starts = [0]
    result.features = []
    result.namedStarts = [0]
    result.namedTargets = []
    for text in texts {
      result.features += features[starts[text]..<starts[text + 1]]
      result.starts.append(result.features.count)
      result.namedTargets += namedTargets[namedStarts[text]..<namedStarts[text + 1]]
      result.namedStarts.append(result.namedTargets.count)
    }
    result.weights = texts.map { weights[$0] }
    result.group = texts.map { group[$0] }
    result.tokens = texts.map { tokens[$0] }
    result.cues = texts.flatMap { cues[$0 * CueFeatures.count..<($0 + 1) * CueFeatures.count] }
    result.readings = texts.flatMap { readings[$0 * readingCount..<($0 + 1) * readingCount] }
    result.origins = origins.subset(texts)
    if keepsOrder { result.sequences = sequences.subset(texts) }
    if !convolved.isEmpty {
      result.convolved = texts.flatMap { convolved[$0 * labels.count..<($0 + 1) * labels.count] }
    }
    return result
  }

  // MARK: What training asks for

  /// The valences of the lexicon by the hash of their tokens, without words that must not matter.
  var lexiconValences: [UInt64: Int16] { lexicon.valences.filter { !ignored.contains($0.key) } }

  /// `[texts × labels]`: the probabilities to learn, in the order of `labels`.
  func targets() -> [Float] {
    let labels = labels
    let places = seenLabels.map { labels.firstIndex(of: $0)! }
    var targets = [Float](repeating: 0, count: count * labels.count)
    for text in 0..<count {
      for (label, probability) in namedTargets[namedStarts[text]..<namedStarts[text + 1]] {
        targets[text * labels.count + places[label]] += probability
      }
    }
    return targets
  }

  /// The most probable class of each text, as an index of `labels`; the first of equals.
  func gold() -> [Int] {
    let targets = targets()
    let classes = labels.count
    return (0..<count).map { text in
      (0..<classes).max { (targets[text * classes + $0], -$0) < (targets[text * classes + $1], -$1) }!
    }
  }

  /// Which classes each group has, in the order of `labels`.
  func groupMasks() -> [[Bool]] {
    groupLabels.map { numbers in
      let named = Set(numbers.map { seenLabels[$0] })
      return labels.map(named.contains)
    }
  }
}
