import Synchronization

extension Model {
  /// Classifies one text.
  ///
  /// - Complexity: O(bytes); a few microseconds for a short text.
  public func classify(_ text: String) -> Verdict {
    var text = text
    return text.withUTF8 { classify(utf8: $0) }
  }

  /// Classifies one text given as UTF-8 bytes, which need not be valid.
  public func classify(utf8 text: UnsafeBufferPointer<UInt8>) -> Verdict {
    withScorer { scorer in
      scorer.add(text)
      scorer.finish()
      return scorer.verdict(0)
    }
  }

  /// Classifies many texts, on all cores.
  ///
  /// - Returns: one verdict per text, in the order of the texts; the same verdicts as one by one.
  public func classify(_ texts: some RandomAccessCollection<String> & Sendable) -> [Verdict] {
    let pieceSize = 512
    let pieces = (texts.count + pieceSize - 1) / pieceSize
    let results = Mutex([[Verdict]](repeating: [], count: pieces))
    Workers.forEach(0..<pieces) { piece in
      let first = texts.index(texts.startIndex, offsetBy: piece * pieceSize)
      let last = texts.index(first, offsetBy: pieceSize, limitedBy: texts.endIndex) ?? texts.endIndex
      let verdicts = classifyInTurn(texts[first..<last])
      results.withLock { $0[piece] = verdicts }
    }
    return results.withLock { $0.flatMap { $0 } }
  }

  /// Classifies texts as they arrive.
  ///
  /// - Returns: a sequence of one verdict per text, in order. It requests a text only when a verdict is requested.
  public func classify<Texts: AsyncSequence>(_ texts: Texts) -> AsyncMapSequence<Texts, Verdict>
  where Texts.Element == String {
    texts.map { self.classify($0) }
  }

  /// Calls `body` with a scorer that is empty and nobody else uses.
  package func withScorer<Result>(_ body: (Scorer) -> Result) -> Result { scorers.with(self, body) }

  private func classifyInTurn(_ texts: some Collection<String>) -> [Verdict] {
    withScorer { scorer in
      var verdicts: [Verdict] = []
      verdicts.reserveCapacity(texts.count)
      func finish() {
        scorer.finish()
        for text in 0..<scorer.count { verdicts.append(scorer.verdict(text)) }
        scorer.reset()
      }
      for text in texts {
        if scorer.isFull { finish() }
        var text = text
        text.withUTF8 { scorer.add($0) }
      }
      finish()
      return verdicts
    }
  }
}

/// Scorers of a model that wait for use.
///
/// The model, which owns them, comes with every call: a scorer that is made keeps its memory, and not the model.
struct ScorerPool: Sendable {
  private let pool: Pool<Reusable>

  /// - Parameter tones: what its scorers score besides sentiment.
  init(tones: Set<ToneTaxonomy> = []) {
    pool = Pool { Reusable(tones: tones) }
  }

  /// A scorer that is made when the model is known.
  private final class Reusable {
    private let tones: Set<ToneTaxonomy>
    private var made: Scorer?

    init(tones: Set<ToneTaxonomy>) { self.tones = tones }

    func scorer(_ model: Model) -> Scorer {
      if let made { return made }
      let scorer = Scorer(model: model, tones: tones)
      made = scorer
      return scorer
    }
  }

  func with<Result>(_ model: Model, _ body: (Scorer) -> Result) -> Result {
    pool.with { reusable in
      let scorer = reusable.scorer(model)
      defer { scorer.reset() }
      return body(scorer)
    }
  }
}
