import Attune

/// Estimates how urgent messages are, and why.
///
///     let scorer = UrgencyScorer(model: try .shipped())
///     let urgency = scorer.urgency(of: "I was charged twice and nobody answers!")
///     print(urgency.score, urgency.reasons.map(\.reason))
///
/// Immutable: any number of tasks may share one.
public final class UrgencyScorer: Sendable {
  private let readers: Pool<(scorer: Scorer, assessor: UrgencyAssessor)>

  /// - Parameters:
  ///   - model: a sentiment model.
  ///   - weights: by how much each reason counts.
  /// - Precondition: the model is a sentiment model.
  public init(model: Model, weights: UrgencyWeights = .shipped) {
    precondition(model.isSentiment)
    readers = Pool {
      let scorer = Scorer(model: model, keepsTokens: true, tones: weights.toneTaxonomies)
      return (scorer, UrgencyAssessor(weights: weights))
    }
  }

  /// How urgent a message is. With a model that has no tones, tones are not used.
  ///
  /// - Complexity: O(bytes); about a microsecond for a short text.
  public func urgency(of text: String) -> Urgency {
    var text = text
    return text.withUTF8 { urgency(ofUTF8: $0) }
  }

  /// The same for a text given as UTF-8 bytes, which need not be valid.
  public func urgency(ofUTF8 text: UnsafeBufferPointer<UInt8>) -> Urgency {
    readers.with { Self.urgency(of: text, $0.scorer, $0.assessor) }
  }

  /// The same for many texts, in the given order.
  public func urgencies(of texts: some Collection<String>) -> [Urgency] {
    readers.with { reader in
      texts.map { text in
        var text = text
        return text.withUTF8 { Self.urgency(of: $0, reader.scorer, reader.assessor) }
      }
    }
  }

  private static func urgency(
    of text: UnsafeBufferPointer<UInt8>, _ scorer: Scorer, _ assessor: UrgencyAssessor
  ) -> Urgency {
    scorer.add(text)
    scorer.finish()
    defer { scorer.reset() }
    assessor.reset()
    assessor.add(scorer, scorer.tones(.core), 0, text)
    return assessor.urgency(0)
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
