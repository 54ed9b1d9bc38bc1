import Attune
import Synchronization

/// Says how urgent messages are, and why.
///
///     let scorer = UrgencyScorer(model: try .shipped())
///     let urgency = scorer.urgency(of: "I was charged twice and nobody answers!")
///     print(urgency.score, urgency.reasons.map(\.reason))
///
/// Immutable: any number of tasks may share one.
public final class UrgencyScorer: Sendable {
  private let model: Model
  private let weights: UrgencyWeights
  /// What waits for use.
  private let idle = Mutex(Idle())

  private struct Idle: @unchecked Sendable {  // A reader is in the list or with one caller, never both.
    var readers: [Reader] = []
  }

  private struct Reader {
    let scorer: Scorer
    let assessor: UrgencyAssessor
  }

  /// - Parameter weights: by how much each reason counts.
  /// - Precondition: the model is one of sentiment.
  public init(model: Model, weights: UrgencyWeights = .shipped) {
    precondition(model.isSentiment)
    self.model = model
    self.weights = weights
  }

  /// How urgent a message is. A model without tones judges without them.
  ///
  /// - Complexity: O(bytes); about a microsecond for a short text.
  public func urgency(of text: String) -> Urgency {
    withReader { Self.urgency(of: text, $0) }
  }

  /// The same for many texts, in their order.
  public func urgencies(of texts: some Collection<String>) -> [Urgency] {
    withReader { reader in texts.map { Self.urgency(of: $0, reader) } }
  }

  private static func urgency(of text: String, _ reader: Reader) -> Urgency {
    var text = text
    return text.withUTF8 { bytes in
      let (scorer, assessor) = (reader.scorer, reader.assessor)
      scorer.add(bytes)
      scorer.finish()
      defer { scorer.reset() }
      assessor.reset()
      assessor.add(scorer, scorer.tones(.nine), 0, bytes)
      return assessor.urgency(0)
    }
  }

  private func withReader<Result>(_ body: (Reader) -> Result) -> Result {
    let reader =
      idle.withLock { $0.readers.popLast() }
      ?? Reader(
        scorer: Scorer(model: model, keepsTokens: true, tones: weights.toneTaxonomies),
        assessor: UrgencyAssessor(weights: weights))
    defer { idle.withLock { $0.readers.append(reader) } }
    return body(reader)
  }
}

extension UrgencyAssessor {
  /// Assesses a text that the scorer, which keeps tokens, has finished.
  ///
  /// - Parameters:
  ///   - tones: the scorer's nine, if it has them.
  ///   - row: its number in the batch.
  package func add(_ scorer: Scorer, _ tones: ToneScorer?, _ row: Int, _ text: UnsafeBufferPointer<UInt8>) {
    let sentiment = scorer.sentiment(row)
    add(
      text, scorer.tokens![row], negative: sentiment.negative, positive: sentiment.positive, tones: tones, row: row)
  }
}
