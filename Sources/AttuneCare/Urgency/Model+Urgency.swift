import Attune

extension Model {
  /// Says how urgent a message is, and why.
  ///
  ///     let urgency = model.urgency(of: "I was charged twice and nobody answers!")
  ///     print(urgency.score, urgency.reasons.map(\.reason))
  ///
  /// - Parameter weights: by how much each reason counts.
  /// - Precondition: the model is one of sentiment.
  /// - Complexity: O(bytes); for many texts at a time use `urgencies(of:)`.
  public func urgency(of text: String, weights: UrgencyWeights = .shipped) -> Urgency {
    urgencies(of: CollectionOfOne(text), weights: weights)[0]
  }

  /// The same for many texts, in their order.
  public func urgencies(of texts: some Collection<String>, weights: UrgencyWeights = .shipped) -> [Urgency] {
    let scorer = Scorer(model: self, keepsTokens: true)
    let assessor = UrgencyAssessor(weights: weights)
    return texts.map { text in
      var text = text
      return text.withUTF8 { bytes in
        scorer.add(bytes)
        scorer.finish()
        defer { scorer.reset() }
        assessor.reset()
        assessor.add(scorer, 0, bytes)
        return assessor.urgency(0)
      }
    }
  }
}

extension UrgencyAssessor {
  /// Assesses a text that the scorer, which keeps tokens, has finished.
  ///
  /// - Parameter row: its number in the batch.
  package func add(_ scorer: Scorer, _ row: Int, _ text: UnsafeBufferPointer<UInt8>) {
    let sentiment = scorer.sentiment(row)
    add(text, scorer.tokens![row], negative: sentiment.negative, positive: sentiment.positive)
  }
}
