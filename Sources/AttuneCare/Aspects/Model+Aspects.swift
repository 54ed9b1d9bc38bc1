import Attune

extension Model {
  /// Says what a text speaks of, and how.
  ///
  ///     for mention in model.aspects(of: "Lovely room, but the bill was wrong") {
  ///       print(mention.aspect, mention.term, mention.label)
  ///     }
  ///
  /// - Precondition: the model is one of sentiment.
  /// - Returns: the mentions in the order of their places.
  /// - Complexity: O(bytes + mentions)
  public func aspects(of text: String, taxonomy: Taxonomy = .shipped) -> [AspectMention] {
    let scorer = Scorer(model: self, keepsTokens: true)
    let finder = AspectFinder(taxonomy: taxonomy, model: self)
    var text = text
    return text.withUTF8 { bytes in
      scorer.add(bytes)
      scorer.finish()
      finder.add(bytes, scorer.tokens![0])
      finder.finish()
      return finder.mentions(0).map { found in
        AspectMention(
          aspect: taxonomy.aspects[found.aspect].name, term: String(decoding: bytes[found.range], as: UTF8.self),
          range: found.range, label: AspectPolarity.labels[found.label], score: Double(found.score))
      }
    }
  }
}
