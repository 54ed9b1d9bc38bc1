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

  /// The same numbers, with the best answer at this end.
  func with(_ best: Best) -> Scale { Scale(lowest, highest, best: best) }

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
}
