import Synchronization

/// A tone of a text and how probable it is.
public struct Tone: Sendable, Hashable {
  /// One of the `labels` of the requested taxonomy.
  public var label: String
  /// The probability that people hear this tone in the text, 0...1.
  public var probability: Double

  /// A tone with its parts.
  public init(label: String, probability: Double) {
    self.label = label
    self.probability = probability
  }
}

extension Model {
  /// The taxonomies that the model supports.
  public var toneTaxonomies: [ToneTaxonomy] { ToneTaxonomy.allCases.filter { toneHeads[$0] != nil } }

  /// The tones of a text: those that are more probable than their threshold, the most probable first. A text may have
  /// several, or none; `neutral` is a tone like any other. A text without any known word has none.
  ///
  ///     try model.tones(of: "Thank you so much!")  // gratitude
  ///
  /// - Throws: `ModelError.noTones` if the model has no such tones.
  /// - Complexity: O(bytes); a little more than `classify`.
  public func tones(of text: String, _ taxonomy: ToneTaxonomy = .core) throws(ModelError) -> [Tone] {
    let scorers = try toneScorers(taxonomy)
    var text = text
    return text.withUTF8 { tones(of: $0, taxonomy, scorers) }
  }

  /// The tones of a text given as UTF-8 bytes, which need not be valid.
  /// - Throws: `ModelError.noTones` if the model has no such tones.
  public func tones(
    ofUTF8 text: UnsafeBufferPointer<UInt8>, _ taxonomy: ToneTaxonomy = .core
  ) throws(ModelError) -> [Tone] {
    tones(of: text, taxonomy, try toneScorers(taxonomy))
  }

  private func tones(of text: UnsafeBufferPointer<UInt8>, _ taxonomy: ToneTaxonomy, _ scorers: ScorerPool) -> [Tone] {
    scorers.with(self) { scorer in
      scorer.add(text)
      scorer.finish()
      var found: [ToneScorer.Found] = []
      return Self.tones(of: 0, scorer.tones(taxonomy), taxonomy.labels, &found)
    }
  }

  /// The tones of many texts, on all cores.
  ///
  /// - Returns: the tones of each text, in the order of the texts; the same tones as one by one.
  /// - Throws: `ModelError.noTones` if the model has no such tones.
  public func tones(
    of texts: some RandomAccessCollection<String> & Sendable, _ taxonomy: ToneTaxonomy = .core
  ) throws(ModelError) -> [[Tone]] {
    let scorers = try toneScorers(taxonomy)
    let labels = taxonomy.labels
    let pieceSize = 512
    let pieces = (texts.count + pieceSize - 1) / pieceSize
    let results = Mutex([[[Tone]]](repeating: [], count: pieces))
    Workers.forEach(0..<pieces) { piece in
      let first = texts.index(texts.startIndex, offsetBy: piece * pieceSize)
      let last = texts.index(first, offsetBy: pieceSize, limitedBy: texts.endIndex) ?? texts.endIndex
      let tones = scorers.with(self) { scorer in
        var tones: [[Tone]] = []
        var found: [ToneScorer.Found] = []
        func finish() {
          scorer.finish()
          for text in 0..<scorer.count { tones.append(Self.tones(of: text, scorer.tones(taxonomy), labels, &found)) }
          scorer.reset()
        }
        for text in texts[first..<last] {
          if scorer.isFull { finish() }
          var text = text
          text.withUTF8 { scorer.add($0) }
        }
        finish()
        return tones
      }
      results.withLock { $0[piece] = tones }
    }
    return results.withLock { $0.flatMap { $0 } }
  }

  private func toneScorers(_ taxonomy: ToneTaxonomy) throws(ModelError) -> ScorerPool {
    guard let scorers = toneScorers[taxonomy] else { throw .noTones(taxonomy) }
    return scorers
  }

  private static func tones(
    of text: Int, _ tones: ToneScorer?, _ labels: [String], _ found: inout [ToneScorer.Found]
  ) -> [Tone] {
    found.removeAll(keepingCapacity: true)
    tones?.find(text, into: &found)
    return found.map { Tone(label: labels[$0.tone], probability: Double($0.probability)) }
  }
}
