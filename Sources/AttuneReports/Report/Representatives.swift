import AttunePlatform

/// Chooses the texts that speak for the others: those nearest to the middle of all in the words they share, where words
/// that few texts use say more (Rocchio 1971; Radev et al. 2004, "Centroid-based summarization of multiple documents").
/// The loudest text is far from the middle and is not chosen.
package enum Representatives {
  /// Two texts more alike than this say the same.
  private static let sameness = 0.7

  /// - Parameters:
  ///   - texts: the terms of each text.
  ///   - count: how many to choose at most.
  /// - Returns: places in `texts`, the most typical first, no two of them nearly the same.
  /// - Complexity: O(terms + texts × count × terms of a text)
  package static func choose<Term: Hashable>(_ texts: [[Term]], count: Int) -> [Int] {
    let vectors = vectors(texts)
    var middle: [Double] = []
    for vector in vectors {
      for entry in vector {
        if entry.term >= middle.count { middle += [Double](repeating: 0, count: entry.term + 1 - middle.count) }
        middle[entry.term] += entry.weight
      }
    }
    // A text's own share of the middle is left out, or short texts of one rare word would be near to themselves.
    let nearness = vectors.map { vector in
      vector.reduce(0) { $0 + $1.weight * (middle[$1.term] - $1.weight) }
    }
    var chosen: [Int] = []
    for candidate in texts.indices.sorted(by: { (-nearness[$0], $0) < (-nearness[$1], $1) }) {
      guard chosen.count < count, !vectors[candidate].isEmpty else { break }
      if chosen.allSatisfy({ similarity(vectors[$0], vectors[candidate]) < sameness }) { chosen.append(candidate) }
    }
    return chosen
  }

  private struct Entry {
    var term: Int
    var weight: Double
  }

  /// Vectors of length 1, in order of terms. Each term counts once a text, by the logarithm of how rare it is.
  private static func vectors<Term: Hashable>(_ texts: [[Term]]) -> [[Entry]] {
    var numbers: [Term: Int] = [:]
    var frequencies: [Int] = []
    let sets = texts.map { text -> [Int] in
      let terms = text.map { term -> Int in
        let number = numbers[term] ?? numbers.count
        numbers[term] = number
        return number
      }
      let different = Set(terms).sorted()
      frequencies += [Int](repeating: 0, count: numbers.count - frequencies.count)
      for term in different { frequencies[term] += 1 }
      return different
    }
    return sets.map { terms in
      let weights = terms.map { log(1 + Double(texts.count) / Double(frequencies[$0])) }
      let length = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return zip(terms, weights).map { Entry(term: $0, weight: $1 / length) }
    }
  }

  private static func similarity(_ a: [Entry], _ b: [Entry]) -> Double {
    var (i, j, sum) = (0, 0, 0.0)
    while i < a.count, j < b.count {
      if a[i].term == b[j].term { sum += a[i].weight * b[j].weight }
      let isBehind = a[i].term < b[j].term
      let isAhead = a[i].term > b[j].term
      if !isAhead { i += 1 }
      if !isBehind { j += 1 }
    }
    return sum
  }
}
