import Attune

/// The features that told most about each class, by name: what people are shown of a model.
enum TopFeatures {
  /// Features that stand less often are named by no model: they tell of one writer rather than of a class.
  static let minimumCount: UInt32 = 5
  /// The most names of a class.
  private static let perClass = 200
  /// What models of many classes get along with, unless it is less than `leastPerClass` for each.
  private static let total = 1500
  private static let leastPerClass = 20

  /// - Parameters:
  ///   - model: the weights.
  ///   - hashes: of the model's features.
  ///   - counts: how often each of them stands in the texts learned from.
  ///   - source: the texts.
  ///   - base: a model that training started from, whose names are kept.
  static func names(
    _ model: LinearModel, hashes: [UInt64], counts: [UInt32], in source: TrainingSet, base: Model?
  ) -> [FeatureName] {
    let features = numbers(model, counts: counts)
    let names = source.names(ofFeatures: features.map { hashes[$0] }).map { name in
      FeatureName(
        hash: hashes[features[name.index]], kind: name.kind, text: name.text, count: counts[features[name.index]])
    }
    let known = Set(names.map(\.hash))
    return names + (base?.featureNames.filter { !known.contains($0.hash) } ?? [])
  }

  /// The numbers of the features that have, for any class, the greatest margin over the mean of the other classes times
  /// the square root of their count; rising.
  static func numbers(_ model: LinearModel, counts: [UInt32]) -> [Int] {
    let classes = model.classes
    let limit = min(perClass, max(leastPerClass, total / classes))
    var best = [[(score: Float, feature: Int)]](repeating: [], count: classes)
    for (feature, count) in counts.enumerated() where count >= minimumCount {
      let row = model.sparse[feature * classes..<(feature + 1) * classes]
      let sum = row.reduce(0, +)
      for (label, logit) in row.enumerated() {
        let score = (logit - (sum - logit) / Float(classes - 1)) * Float(count).squareRoot()
        guard score > 0, best[label].count < limit || score > best[label].last!.score else { continue }
        // Behind its equals, so that of two the one with the lower number stays.
        let place = best[label].firstIndex { $0.score < score } ?? best[label].count
        best[label].insert((score, feature), at: place)
        if best[label].count > limit { best[label].removeLast() }
      }
    }
    return Set(best.joined().map(\.feature)).sorted()
  }
}

extension TrainingSet {
  /// Finds what features are called.
  ///
  /// A token has its spelling, and a negated token that of the token. A pair stands right behind its second token, and
  /// its first token is the one before: the features are searched for the first place of each pair, which is near the
  /// beginning for pairs that are frequent enough to tell much.
  ///
  /// - Returns: the features that have a name, by their index in `hashes`.
  func names(
    ofFeatures hashes: [UInt64]
  ) -> [(index: Int, kind: Model.NamedFeature.Kind, text: String)] {
    var names: [(index: Int, kind: Model.NamedFeature.Kind, text: String)] = []
    var pairs: [UInt32: Int] = [:]
    for (index, hash) in hashes.enumerated() {
      guard let number = vocabulary.existing(hash) else { continue }
      if let text = tokenName(number) {
        names.append((index, .word, text))
      } else if let token = vocabulary.existing(hash ^ FeatureExtractor.negated), let text = tokenName(token) {
        names.append((index, .negated, text))
      } else {
        pairs[number] = index
      }
    }
    var isWanted = [Bool](repeating: false, count: vocabulary.count)
    for number in pairs.keys { isWanted[Int(number)] = true }
    for place in features.indices where isWanted[Int(features[place].number)] {
      // What the first place does not tell, the others do not either.
      isWanted[Int(features[place].number)] = false
      let index = pairs.removeValue(forKey: features[place].number)!
      if let (kind, text) = pairName(at: place) { names.append((index, kind, text)) }
      if pairs.isEmpty { break }
    }
    return names
  }

  /// The name of the pair at `place`, if one stands there.
  private func pairName(at place: Int) -> (kind: Model.NamedFeature.Kind, text: String)? {
    guard place > 0, let second = tokenName(features[place - 1].number) else { return nil }
    if isPair(FeatureExtractor.sentenceStart, at: place) { return (.opening, second) }
    // Behind the first token stand its pair and, of some tokens, one or two features more.
    for back in 3...TextFeatures.perToken + 1 where back <= place {
      if isPair(hash(at: place - back), at: place) {
        return tokenName(features[place - back].number).map { (.phrase, "\($0) \(second)") }
      }
    }
    return nil
  }

  /// Whether the feature at `place` is the pair of `first` and the token before it.
  private func isPair(_ first: UInt64, at place: Int) -> Bool {
    FeatureExtractor.pair(first, hash(at: place - 1)) == hash(at: place)
  }

  private func hash(at place: Int) -> UInt64 { vocabulary.hashes[Int(features[place].number)] }

  private func tokenName(_ number: UInt32) -> String? {
    spellings[number]?.withUnsafeBufferPointer { TokenName.of(vocabulary.hashes[Int(number)], spelled: $0) }
  }
}
