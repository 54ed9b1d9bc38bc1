import Attune

/// How often two models give the same verdict, and where they differ most. Takes texts as they come and keeps only the
/// most different.
package struct Agreement {
  /// One text and what is said of it.
  package struct Difference {
    package var text: String
    package var a: Verdict
    package var b: Verdict
    /// Half the sum of the differences of the probabilities (total variation), 0 for the same and 1 for no overlap.
    package var distance: Double
  }

  /// The classes of each model, and behind them `Verdict.unknown` once it is needed.
  package private(set) var labelsA: [String]
  package private(set) var labelsB: [String]
  /// `[labelsA × labelsB]`: texts by both verdicts.
  package private(set) var counts: [[Int]]
  package private(set) var texts = 0
  package private(set) var agreeing = 0
  /// Those with the greatest distance first, of equals the earlier; none with distance 0.
  package private(set) var differences: [Difference] = []

  private let limit: Int
  /// Every class of A and B with its place in each.
  private let places: [(a: Int?, b: Int?)]
  private var distances = 0.0

  /// - Parameters:
  ///   - a, b: the classes of the models.
  ///   - limit: the most differences that are kept.
  package init(_ a: [String], _ b: [String], limit: Int) {
    labelsA = a
    labelsB = b
    self.limit = limit
    counts = Array(repeating: Array(repeating: 0, count: b.count), count: a.count)
    places =
      a.enumerated().map { index, label in (index, b.firstIndex(of: label)) }
      + b.enumerated().filter { !a.contains($0.element) }.map { (nil, $0.offset) }
  }

  /// The mean of the distances.
  package var meanDistance: Double { texts == 0 ? 0 : distances / Double(texts) }

  package mutating func append(_ text: String, _ a: Verdict, _ b: Verdict) {
    texts += 1
    if a.label == b.label { agreeing += 1 }
    let row = place(of: a.label, in: &labelsA)
    let column = place(of: b.label, in: &labelsB)
    while counts.count <= row { counts.append(Array(repeating: 0, count: labelsB.count)) }
    for index in counts.indices where counts[index].count <= column { counts[index].append(0) }
    counts[row][column] += 1

    let distance = places.reduce(0) { sum, place in
      sum + abs((place.a.map { a.probabilities[$0] } ?? 0) - (place.b.map { b.probabilities[$0] } ?? 0)) / 2
    }
    distances += distance
    guard distance > 0, limit > 0, differences.count < limit || distance > differences.last!.distance else { return }
    let at = differences.firstIndex { $0.distance < distance } ?? differences.count
    differences.insert(Difference(text: text, a: a, b: b, distance: distance), at: at)
    if differences.count > limit { differences.removeLast() }
  }

  private func place(of label: String, in labels: inout [String]) -> Int {
    if let place = labels.firstIndex(of: label) { return place }
    labels.append(label)
    return labels.count - 1
  }
}
