import Attune

/// Valences of words that a lexicon lacks, from what they do to the logits of labelled texts.
enum InducedValences {
  /// Fewer texts say too little about single words.
  static let fewestTexts = 10_000
  /// Passes over the texts before their weights are used.
  static let passes = 3
  /// Rarer words get none.
  private static let fewestOccurrences: UInt32 = 20
  /// Weaker valences (of -4…4) are none, stronger ones are cut.
  private static let weakest: Float = 1
  private static let strongest: Float = 3

  /// - Parameters:
  ///   - margins: for each feature, its logit of positive less that of negative.
  ///   - counts: how often each feature stands in the texts.
  /// - Returns: a valence for each feature, in units of `FeatureTable.valenceStep`.
  static func valences(_ data: LabelledFeatures, margins: [Float], counts: [UInt32], groups: [Bool]) -> [Int16] {
    // The words that the lexicon has tell what a logit is worth in valence (least squares through the origin).
    var product = 0.0
    var square = 0.0
    for feature in margins.indices where data.valences[feature] != 0 && counts[feature] >= fewestOccurrences {
      let margin = Double(margins[feature])
      product += margin * Double(data.valences[feature]) * Double(FeatureTable.valenceStep)
      square += margin * margin
    }
    let scale = square > 0 ? Float(product / square) : 0
    guard scale > 0 else { return margins.map { _ in 0 } }
    return margins.indices.map { feature in
      guard data.areTokens[feature], groups[feature], counts[feature] >= fewestOccurrences else { return 0 }
      let valence = scale * margins[feature]
      guard abs(valence) >= weakest else { return 0 }
      return Int16((min(max(valence, -strongest), strongest) / FeatureTable.valenceStep).rounded())
    }
  }
}
