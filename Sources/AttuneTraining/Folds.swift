import Attune
import AttuneStatistics

/// Divides texts into parts of about the same size in which every label has about the same share. Equal texts go into
/// the same part, so that no part holds what another one says.
package enum Folds {
  /// - Parameters:
  ///   - texts: numbers of texts in `source`.
  ///   - count: how many parts.
  /// - Returns: the part of each of `texts`; the same for the same seed.
  /// - Complexity: O(texts × count).
  static func assign(_ texts: [Int], of source: TrainingSet, count: Int, seed: UInt64) -> [Int] {
    let gold = source.gold()
    var generator = SeededGenerator(seed: seed)
    // Texts that stay together, as places in `texts`; large ones first, where there is still room to choose.
    let units = units(texts, of: source).shuffled(using: &generator)
    let order = units.indices.sorted {
      (gold[texts[units[$0][0]]], -units[$0].count, $0) < (gold[texts[units[$1][0]]], -units[$1].count, $1)
    }
    var parts = [Int](repeating: 0, count: texts.count)
    var sizes = [Int](repeating: 0, count: count)
    var ofLabel = sizes
    var label = -1
    for unit in order {
      if gold[texts[units[unit][0]]] != label {
        label = gold[texts[units[unit][0]]]
        ofLabel = Array(repeating: 0, count: count)
      }
      let part = (0..<count).min { (ofLabel[$0], sizes[$0], $0) < (ofLabel[$1], sizes[$1], $1) }!
      ofLabel[part] += units[unit].count
      sizes[part] += units[unit].count
      for place in units[unit] { parts[place] = part }
    }
    return parts
  }

  /// How many different texts there are, and so how many parts there can be.
  package static func limit(_ source: TrainingSet, leavingOut groups: Set<Int> = []) -> Int {
    units((0..<source.count).filter { !groups.contains(source.group[$0]) }, of: source).count
  }

  private static func units(_ texts: [Int], of source: TrainingSet) -> [[Int]] {
    var units: [[Int]] = []
    var unitOfText: [UInt64: Int] = [:]
    for (place, text) in texts.enumerated() {
      let fingerprint = source.origins.fingerprints[text]
      if let unit = unitOfText[fingerprint] {
        units[unit].append(place)
      } else {
        unitOfText[fingerprint] = units.count
        units.append([place])
      }
    }
    return units
  }
}
