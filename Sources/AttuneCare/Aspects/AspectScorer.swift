import Attune

/// Finds the aspects that texts mention, and the sentiment of each mention.
///
///     let scorer = AspectScorer(model: try .shipped())
///     for mention in scorer.aspects(of: "Lovely room, but the bill was wrong") {
///       print(mention.aspect, mention.term, mention.label)
///     }
///
/// Immutable: any number of tasks may share one.
public final class AspectScorer: Sendable {
  /// The aspects and terms to look for.
  public let taxonomy: Taxonomy
  private let readers: Pool<(scorer: Scorer, finder: AspectFinder)>

  /// - Precondition: the model is a sentiment model.
  public init(model: Model, taxonomy: Taxonomy = .shipped) {
    precondition(model.isSentiment)
    self.taxonomy = taxonomy
    readers = Pool {
      (Scorer(model: model, keepsTokens: true), AspectFinder(taxonomy: taxonomy, model: model))
    }
  }

  /// - Returns: the mentions in the order of the text.
  /// - Complexity: O(bytes + mentions)
  public func aspects(of text: String) -> [AspectMention] {
    var text = text
    return text.withUTF8 { aspects(ofUTF8: $0) }
  }

  /// The same for a text given as UTF-8 bytes, which need not be valid.
  public func aspects(ofUTF8 text: UnsafeBufferPointer<UInt8>) -> [AspectMention] {
    readers.with { aspects(of: text, $0.scorer, $0.finder) }
  }

  private func aspects(
    of text: UnsafeBufferPointer<UInt8>, _ scorer: Scorer, _ finder: AspectFinder
  ) -> [AspectMention] {
    scorer.add(text)
    scorer.finish()
    defer { scorer.reset() }
    finder.reset()
    finder.add(text, scorer.tokens![0])
    finder.finish()
    return finder.mentions(0).map { found in
      AspectMention(
        aspect: taxonomy.aspects[found.aspect].name, term: String(decoding: text[found.range], as: UTF8.self),
        range: found.range, label: AspectPolarity.labels[found.label], score: Double(found.score))
    }
  }
}
