import Attune

/// Valences of single tokens, -4 (most negative) to 4, as people rated them out of context.
package struct Lexicon: Sendable {
  /// In units of `FeatureTable.valenceStep`.
  private(set) var valences: [UInt64: Int16] = [:]

  package init() {}

  /// The lexicon that a model was trained with.
  package init(of model: Model) { valences = model.lexicon }

  /// Adds what ratings such as "9/10" and "one star" are worth, from the worst fifth of their scale to the best.
  package mutating func insertRatings() {
    for (hash, valence) in zip(Ratings.hashes, [-3, -2, -0.5, 2, 3] as [Float]) {
      valences[hash] = Int16(valence / FeatureTable.valenceStep)
    }
  }

  package var count: Int { valences.count }

  /// Adds a term. A term that is not a single token, or one already there, is left out (false).
  @discardableResult
  package mutating func insert(_ term: String, valence: Float) -> Bool {
    guard valence.isFinite, let hash = Token.hash(ofSingle: term), valences[hash] == nil else { return false }
    let steps = (min(max(valence, -4), 4) / FeatureTable.valenceStep).rounded()
    valences[hash] = Int16(steps)
    return true
  }

  func valence(of hash: UInt64) -> Int16 { valences[hash] ?? 0 }
}
