import Attune

/// Labelled texts as features: what training reads again and again.
///
/// Texts come in groups, one a file. A group that never uses a class says nothing about that class: its texts compare
/// only the classes that the group has.
public struct TrainingSet {
  /// The classes: negative, neutral, positive in this order, others by the alphabet.
  public let labels: [String]
  /// Which classes each group has, `labels.count` flags each.
  let groups: [[Bool]]

  /// Where the features of each text begin; one more than there are texts.
  private(set) var starts: [Int] = [0]
  /// Numbers of features, text by text.
  private(set) var features: [UInt32] = []
  private(set) var vocabulary = Vocabulary()
  private(set) var targets: [Int] = []
  private(set) var weights: [Float] = []
  private(set) var group: [Int] = []
  private(set) var tokens: [Int32] = []
  /// `[texts × CueFeatures.count]`
  private(set) var cues: [Float] = []

  private let lexicon: Lexicon
  private let folding = FoldingBuffer()
  private let buffer: UnsafeMutablePointer<Feature>
  private static let bufferCapacity = 4096

  /// - Parameter labelsByGroup: the labels that appear in each group.
  public init(labelsByGroup: [Set<String>], lexicon: Lexicon) {
    let sentiment = ["negative", "neutral", "positive"]
    let all = labelsByGroup.reduce(into: Set<String>()) { $0.formUnion($1) }
    let labels = all.isSubset(of: sentiment) ? sentiment.filter(all.contains) : all.sorted()
    self.labels = labels
    self.lexicon = lexicon
    groups = labelsByGroup.map { group in labels.map(group.contains) }
    buffer = .allocate(capacity: Self.bufferCapacity)
  }

  public var count: Int { targets.count }

  /// Adds a text.
  /// - Precondition: `label` is one of `labels`.
  public mutating func append(_ text: UnsafeBufferPointer<UInt8>, label: String, weight: Float, group groupIndex: Int) {
    var extractor = FeatureExtractor(text, folding: folding)
    var counts = CueCounts()
    var sums = SparseSums()
    var isDone = false
    while !isDone {
      var filled = 0
      isDone = extractor.fill(buffer, count: &filled, capacity: Self.bufferCapacity, counts: &counts)
      for index in 0..<filled {
        let feature = buffer[index]
        features.append(vocabulary.number(of: feature.hash))
        if feature.context != ValenceContext.none {
          sums.add(valence: Int32(lexicon.valence(of: feature.hash)), context: feature.context)
        }
      }
    }
    starts.append(features.count)
    targets.append(labels.firstIndex(of: label)!)
    weights.append(weight)
    group.append(groupIndex)
    tokens.append(counts.tokens)
    sums.known = Int32(features.count - starts[count - 1])
    withUnsafeTemporaryAllocation(of: Float.self, capacity: CueFeatures.count) { row in
      sums.writeCues(row.baseAddress!, stride: 1, counts: counts)
      cues.append(contentsOf: row)
    }
  }

  /// The valences of the lexicon by the hash of their tokens.
  var lexiconValences: [UInt64: Int16] { lexicon.valences }

  /// Multiplies weights so that every class has the same total.
  mutating func balance() {
    var totals = [Float](repeating: 0, count: labels.count)
    for text in 0..<count { totals[targets[text]] += weights[text] }
    let mean = totals.reduce(0, +) / Float(labels.count)
    for text in 0..<count { weights[text] *= mean / totals[targets[text]] }
  }
}
