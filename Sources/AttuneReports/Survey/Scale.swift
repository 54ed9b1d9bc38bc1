import Attune
import AttuneStatistics

/// The numbers that an answer may be.
package struct Scale: Sendable, Hashable {
  package enum Best: String, Sendable, CaseIterable {
    case high, low
  }

  package var lowest: Double
  package var highest: Double
  /// Which end is the best answer.
  package var best: Best

  /// - Precondition: lowest < highest
  package init(_ lowest: Double, _ highest: Double, best: Best = .high) {
    precondition(lowest < highest)
    self.lowest = lowest
    self.highest = highest
    self.best = best
  }

  /// The largest number of a scale.
  private static let limit = 1_000_000

  /// From "1..5", "0-10" or "1…7"; nil for anything else, and for numbers above a million.
  package init?(_ text: String, best: Best = .high) {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    let marks = text.filter { !$0.isNumber }
    guard numbers.count == 2, numbers[0] < numbers[1], numbers[1] <= Self.limit,
      ["..", "...", "-", "…", "–"].contains(marks)
    else { return nil }
    self.init(Double(numbers[0]), Double(numbers[1]), best: best)
  }

  package func contains(_ value: Double) -> Bool { lowest <= value && value <= highest }

  /// How many whole answers there are.
  package var points: Int { min(Int(saturating: highest - lowest), Self.limit) + 1 }

  /// Whether answers are few enough for a share of the best ones. No share of finer scales, such as 0-100, is in general
  /// use; indices take their mean (Fornell et al. 1996, "The American Customer Satisfaction Index").
  package var hasBoxes: Bool { points <= 11 }

  /// Whether an answer is among the best few of the scale.
  package func isTop(_ value: Double, boxes: Int) -> Bool {
    switch best {
    case .high: value >= highest - Double(boxes - 1)
    case .low: value <= lowest + Double(boxes - 1)
    }
  }

  /// "1-5"
  package var text: String { "\(Int(saturating: lowest))-\(Int(saturating: highest))" }

  /// The scale of the net promoter score.
  package static let promoter = Scale(0, 10)

  /// Scales in use, the narrower ones first.
  package static let known = [
    Scale(0, 1), Scale(1, 2), Scale(1, 3), Scale(1, 4), Scale(1, 5), Scale(0, 5), Scale(1, 6), Scale(1, 7), Scale(1, 9),
    Scale(1, 10), Scale(0, 10), Scale(0, 100),
  ]

  /// The narrowest scale in use that holds the answers, of which up to 1 % may be slips such as 55 or 99. Fields that name
  /// the top ("4/5") decide. A scale whose ends nobody chose cannot be known: give it.
  ///
  /// - Parameters:
  ///   - answers: as they stand in the column.
  ///   - tops: the tops that fields named, and how often.
  /// - Returns: nil without answers, or when no scale holds them.
  package static func detect(_ answers: Distribution, tops: [Double: Int] = [:], best: Best = .high) -> Scale? {
    let top = tops.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    let candidates = known.filter { $0.highest == top ?? $0.highest }
    let found = candidates.first { scale in
      let inside = answers.values.indices.reduce(0) {
        $0 + (scale.contains(answers.values[$1]) ? answers.occurrences($1) : 0)
      }
      return inside > 0 && Double(answers.count - inside) <= 0.01 * Double(answers.count)
    }
    return found.map { Scale($0.lowest, $0.highest, best: best) }
  }
}
