import Attune
import AttuneStatistics

/// A row of numbers as a line of small bars.
package enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// From the smallest to the largest value; a blank where there is none, and the middle bar when all are equal.
  package static func text(_ values: [Double?]) -> String {
    let known = values.compactMap { $0?.finite }
    guard let lowest = known.min(), let highest = known.max() else { return String(values.map { _ in " " }) }
    return String(
      values.map { value -> Character in
        guard let value = value?.finite else { return " " }
        guard highest > lowest else { return bars[bars.count / 2] }
        let place = Int(saturating: (value - lowest) / (highest - lowest) * Double(bars.count))
        return bars[min(max(place, 0), bars.count - 1)]
      })
  }
}
