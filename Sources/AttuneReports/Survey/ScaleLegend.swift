/// What a line outside a table says of a scale: "Scale: 1 = excellent ... 5 = very poor".
package struct ScaleLegend: Sendable, Hashable {
  package let text: String
  let ends: ScaleEnds?
  /// nil where it explains no two ends.
  let range: ClosedRange<Double>?

  private init?(_ text: String) {
    let anchors = ScaleAnchors(ScaleName.tokens(text))
    self.text = text
    ends = anchors?.ends ?? ScaleEnds(in: text)
    range = anchors?.range.map { $0.lowest...$0.highest }
    if ends == nil, range == nil { return nil }
  }

  /// Of lines that explain two ends, each; the others are taken together, as they may explain a number each.
  /// - Complexity: O(length of the lines)
  package static func all(in lines: [String]) -> [ScaleLegend] {
    var seen: Set<String> = []
    let found = lines.filter { seen.insert($0).inserted }.filter { $0.utf8.count <= 400 }.compactMap { ScaleLegend($0) }
    func isWhole(_ legend: ScaleLegend) -> Bool {
      legend.range != nil || ScaleAnchors(ScaleName.tokens(legend.text)) == nil
    }
    let whole = found.filter(isWhole)
    let parts = found.filter { !isWhole($0) }.map(\.text)
    return whole + (ScaleLegend(parts.joined(separator: "; ")).map { [$0] } ?? [])
  }

  /// What is open of a scale that is found where a column says nothing else: which end is the best, where the line says that
  /// the lowest is, or the ends, where it names others. Longer scales are often those of another question.
  func doubt(_ finding: ScaleFinding, holds: (Scale) -> Bool) -> ScaleFinding {
    guard case .proven(let scale) = finding else { return finding }
    if let range, range != scale.lowest...scale.highest {
      let other = Scale(range.lowerBound, range.upperBound, best: scale.best)
      return range.upperBound <= 7 && holds(other) ? .open(scale, other) : finding
    }
    return ends?.best == .low ? finding.undirected : finding
  }
}
