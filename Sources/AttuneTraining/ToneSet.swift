import Attune

/// Texts with the tones that people heard in them, as what a model knows of them.
package struct ToneSet {
  /// Where the features of each text begin; one more than there are texts.
  private(set) var starts: [Int] = [0]
  /// Slots of the model's table, text by text.
  private(set) var slots: [UInt32] = []
  private(set) var tokens: [Int32] = []
  /// `[texts × classes]`: what the model says of the texts' sentiment.
  private(set) var probabilities: [Float] = []
  /// The names of the tones or emotions of each text, at least one.
  package private(set) var names: [[String]] = []
  let model: Model
  private let scratch = TokenizerScratch()
  private let scorer: Scorer

  package init(model: Model) {
    self.model = model
    scorer = Scorer(model: model)
  }

  package var count: Int { tokens.count }

  /// Adds a text.
  package mutating func append(_ text: UnsafeBufferPointer<UInt8>, names: [String]) {
    var extractor = TextFeatures(text, scratch: scratch)
    var counts = CueCounts()
    withUnsafeTemporaryAllocation(of: Feature.self, capacity: 256) { buffer in
      var isDone = false
      while !isDone {
        var filled = 0
        isDone = extractor.fill(buffer.baseAddress!, count: &filled, capacity: buffer.count, counts: &counts)
        for feature in buffer[..<filled] where feature.context & ~ValenceContext.reversed <= ValenceContext.none {
          if let slot = model.table.slot(of: feature.hash) { slots.append(UInt32(slot)) }
        }
      }
    }
    starts.append(slots.count)
    tokens.append(counts.tokens)
    scorer.add(text)
    scorer.finish()
    probabilities += scorer.probabilities(0)
    scorer.reset()
    self.names.append(names)
  }

  /// `[texts × tones]`: whether each text has each tone.
  package func targets(_ taxonomy: ToneTaxonomy) -> [Bool] {
    let tones = taxonomy.labels.count
    var targets = [Bool](repeating: false, count: count * tones)
    for (text, names) in names.enumerated() {
      for name in names { if let tone = taxonomy.index(of: name) { targets[text * tones + tone] = true } }
    }
    return targets
  }
}
