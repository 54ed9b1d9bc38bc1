import AttuneStatistics

/// What each value of a column of kinds of cases, such as channels or products, has of two sets of records.
struct CaseMix: Sendable {
  var column: String
  /// By value, in the order of their names.
  var parts: [(name: String, before: Tally, after: Tally)]
  /// Whether parts are not kinds of cases but those within which records are alike, such as agents.
  var isOfClusters = false

  /// More values than a column of kinds has.
  static let partLimit = 12
}

/// A `CaseMix` while records are read.
struct CaseMixTally: Sendable {
  private struct Part: Sendable {
    var key: String
    var spellings = Spellings()
    var cell: Comparison.Cluster
  }

  private var parts: [Part] = []
  /// Of values as they are written, and of their folded form: places in `parts`.
  private var places: [String: Int] = [:]
  private var isGivenUp = false

  /// - Parameter empty: what a value has before its first record.
  mutating func append(_ record: MeasuredRecord, _ isAfter: Bool, to name: String, empty: Comparison.Cluster) {
    guard !isGivenUp else { return }
    guard let place = place(of: name, empty: empty) else {
      (parts, places, isGivenUp) = ([], [:], true)
      return
    }
    parts[place].spellings.append(name)
    if isAfter { parts[place].cell.after.append(record) } else { parts[place].cell.before.append(record) }
  }

  /// - Returns: nil where there are too many.
  private mutating func place(of name: String, empty: Comparison.Cluster) -> Int? {
    if let place = places[name] { return place }
    let key = name.foldedName
    guard let place = places[key] ?? (parts.count < CaseMix.partLimit ? parts.count : nil) else { return nil }
    if place == parts.count {
      parts.append(Part(key: key, cell: empty))
      places[key] = place
    }
    // Not without bound: there may be as many spellings as records.
    if places.count < 16 * CaseMix.partLimit { places[name] = place }
    return place
  }

  /// - Returns: nil where there are too many values.
  func mix(column: String) -> CaseMix? {
    guard !isGivenUp else { return nil }
    return CaseMix(
      column: column,
      parts: parts.sorted { $0.key < $1.key }.map { part in
        (part.key.isEmpty ? "(empty)" : part.spellings.usual, part.cell.before, part.cell.after)
      })
  }
}

/// A difference that comes from what cases are, and not from how each kind of them is met: the share of the kinds changed, and
/// with the shares of the first set in both (direct standardization: Kitagawa 1955, "Components of a difference between two
/// rates") the difference is another one.
package struct MixShift: Sendable, Encodable {
  package var figure: String
  package var column: String
  /// The kind whose share changed most, and its shares of the answers.
  package var kind: String
  package var shareBefore: Double
  package var shareAfter: Double
  /// After minus before at the shares of the first set, with its 95 % interval, which allows for clusters as that of the figure
  /// does.
  package var difference: Double
  package var lower: Double?
  package var upper: Double?
  /// Kinds of which a side has too few answers, so that the difference has no interval; nil for none.
  package var small: [String]?
  /// Others of the clusters that are new, or gone, with much of the answers, the largest first; nil for none.
  package var alsoReplaced: [Share]?

  /// The share of the answers that one has, on both sides.
  package struct Share: Sendable, Encodable {
    package var name: String
    package var before: Double
    package var after: Double
  }

  /// Half of the sum of the changes of shares, from which on a mix is another one: of kinds of cases, and of the many agents,
  /// whose shares differ more by chance.
  private static let leastShift = (kinds: 0.1, clusters: 0.2)
  /// Answers on each side from which on a kind counts, or an agent, of whom there are many.
  private static let leastAnswers = (kinds: 10.0, clusters: 5.0)
  /// The share of the answers of a side from which on somebody who is new, or gone, is named first.
  private static let leastNamed = 0.1
  /// The share of the first set whose kinds must be in both.
  private static let leastCovered = 0.9
  /// The share of the variance of answers that kinds explain at most: those that explain more are answers themselves.
  private static let mostExplained = 0.5
  /// Of a difference that is more than chance, what kinds of cases must make of it to be named: a share of it, or so much.
  private static let leastMoved = (share: 1.0 / 3, points: 0.05)
  /// For a difference that only the mix hides, since several columns are looked at.
  private static let hiddenZ = 2.576

  /// - Returns: nil where the mix stayed, kinds are of too few answers, or the difference is much the same.
  init?(_ mix: CaseMix, _ metric: Metric, _ row: ComparisonSummary.Row, scales: [Scale?]) {
    guard mix.parts.count > 1, let difference = row.difference, !row.isSmall,
      row.effect.isVerdict || [.trend, .jumpOrTrend, .unclear].contains(row.effect),
      !mix.isOfClusters || row.effect != .unclear || row.isScattered
    else { return nil }
    let kinds = mix.parts.compactMap { part -> Kind? in
      Kind(part.name, metric.measure(part.before, scales: scales), metric.measure(part.after, scales: scales))
    }
    let (before, after) = (kinds.reduce(0) { $0 + $1.before.count }, kinds.reduce(0) { $0 + $1.after.count })
    guard before > 0, after > 0, kinds.count > 1 else { return nil }
    func shares(_ kind: Kind) -> (Double, Double) { (kind.before.count / before, kind.after.count / after) }
    let shift = kinds.reduce(0) { $0 + abs(shares($1).0 - shares($1).1) } / 2
    let least = mix.isOfClusters ? Self.leastAnswers.clusters : Self.leastAnswers.kinds
    let known = kinds.filter { min($0.before.count, $0.after.count) >= least }
    let weights = known.reduce(0) { $0 + shares($1).0 }
    func isReplaced(_ kind: Kind) -> Bool {
      let (first, second) = shares(kind)
      return mix.isOfClusters && min(first, second) == 0 && max(first, second) >= Self.leastNamed
    }
    func change(_ kind: Kind) -> Double {
      let (first, second) = shares(kind)
      return abs(first - second) + (isReplaced(kind) ? 1 : 0)
    }
    guard shift >= (mix.isOfClusters ? Self.leastShift.clusters : Self.leastShift.kinds),
      Self.explained(kinds) <= Self.mostExplained, let largest = kinds.max(by: { change($0) < change($1) })
    else { return nil }
    let replaced = kinds.filter(isReplaced).sorted { (change($1), $0.name) < (change($0), $1.name) }
    // Whoever is gone has no part in what is compared.
    let gone = replaced.reduce(0) { $0 + (shares($1).1 == 0 ? shares($1).0 : 0) }
    (figure, column, kind) = (metric.name, mix.column, largest.name)
    (shareBefore, shareAfter) = shares(largest)
    let others = replaced.filter { $0.name != largest.name }
    alsoReplaced =
      others.isEmpty ? nil : others.map { Share(name: $0.name, before: shares($0).0, after: shares($0).1) }
    guard gone < 0.5, weights >= Self.leastCovered * (1 - gone) else {
      // What both sides together say of the kinds shows what their shares make of the difference, without an interval.
      let moved = kinds.reduce(0) { $0 + (shares($1).1 - shares($1).0) * $1.mean }
      // Kinds of which none is on both sides may be no more than names of these: "before", "after".
      guard !mix.isOfClusters, row.effect != .unclear, moved * difference > 0, abs(moved) >= abs(difference) / 2,
        !known.isEmpty || NameRules.isKind(ColumnName(mix.column))
      else {
        return nil
      }
      self.difference = difference - moved
      small = kinds.filter { min($0.before.count, $0.after.count) < least }.map(\.name)
      return
    }
    self.difference = known.reduce(0) { $0 + shares($1).0 / weights * ($1.after.mean - $1.before.mean) }
    let pooled = Self.variance(known)
    func errorSquared(_ side: Side) -> Double {
      let hasOwn = !mix.isOfClusters && side.count >= Double(Measure.smallCount)
      return (hasOwn ? side.variance : pooled) / max(side.count, 1)
    }
    let variance = known.reduce(0) { sum, kind in
      let weight = shares(kind).0 / weights
      return sum + weight * weight * (errorSquared(kind.before) + errorSquared(kind.after))
    }
    // What agents differ by is taken out.
    let error = variance.squareRoot() * (mix.isOfClusters ? 1 : Self.widening(row))
    let interval = ConfidenceInterval(self.difference, plusMinus: ConfidenceInterval.z * error)
    (lower, upper) = (interval.lower, interval.upper)
    let moved = abs(difference - self.difference)
    if mix.isOfClusters {
      guard explains(difference) else { return nil }
    } else if row.effect == .unclear {
      guard moved >= 0.5 * abs(difference), abs(self.difference) > Self.hiddenZ * error else { return nil }
    } else {
      guard moved >= min(Self.leastMoved.share * abs(difference), Self.leastMoved.points) else { return nil }
    }
  }

  /// Whether it makes a difference, or turns it round: with the same mix, less than half of it would be left, and none for
  /// certain.
  func explains(_ difference: Double?) -> Bool {
    guard let difference, let lower, let upper, abs(difference - self.difference) >= 0.5 * abs(difference) else {
      return false
    }
    return lower <= 0 && upper >= 0 || difference * self.difference < 0
  }

  /// Whether it turns a difference round: with the same mix, it would be the opposite one, and chance would hardly make it.
  func reverses(_ difference: Double?) -> Bool {
    guard let difference, let lower, let upper else { return false }
    return difference * self.difference < 0 && (lower > 0 || upper < 0)
  }

  /// By how much clusters widen the interval of the whole difference.
  private static func widening(_ row: ComparisonSummary.Row) -> Double {
    guard row.test == Difference.Test.clusterRobust.text, let lower = row.lower, let upper = row.upper,
      let plain = row.plainWidth, plain > 0
    else { return 1 }
    return max((upper - lower) / plain, 1)
  }

  /// Of answers, within kinds and sides, of which few have enough for one of their own.
  private static func variance(_ kinds: [Kind]) -> Double {
    let sides = kinds.flatMap { [$0.before, $0.after] }
    return sides.reduce(0) { $0 + $1.count * $1.variance } / max(sides.reduce(0) { $0 + $1.count - 1 }, 1)
  }

  /// The share of the variance of answers that is between kinds.
  private static func explained(_ kinds: [Kind]) -> Double {
    let sides = kinds.flatMap { [$0.before, $0.after] }
    let count = sides.reduce(0) { $0 + $1.count }
    let mean = sides.reduce(0) { $0 + $1.count * $1.mean } / max(count, 1)
    let within = sides.reduce(0) { $0 + $1.count * $1.variance }
    let between = sides.reduce(0) { $0 + $1.count * ($1.mean - mean) * ($1.mean - mean) }
    return within + between > 0 ? between / (within + between) : 0
  }

  private struct Side {
    var count: Double
    var mean: Double
    var variance: Double
    /// - Returns: nil for figures that are not made of single answers.
    init?(_ measure: Measure) {
      let responses = measure.responses
      guard !responses.isEmpty else { return nil }
      count = Double(responses.reduce(0) { $0 + $1.count })
      let sum = responses.reduce(0) { $0 + $1.response * Double($1.count) }
      let squares = responses.reduce(0) { $0 + $1.response * $1.response * Double($1.count) }
      mean = count > 0 ? sum / count : 0
      variance = count > 0 ? max(squares / count - mean * mean, 0) : 0
    }
  }

  private struct Kind {
    var name: String
    var before: Side
    var after: Side
    /// Of both sides.
    var mean: Double {
      (before.count * before.mean + after.count * after.mean) / max(before.count + after.count, 1)
    }

    init?(_ name: String, _ before: Measure, _ after: Measure) {
      guard let first = Side(before), let second = Side(after) else { return nil }
      (self.name, self.before, self.after) = (name, first, second)
    }
  }

  /// "The mix by Channel changed: email has 79.4 % of the answers (20.6 % before). With the earlier mix in both, the difference
  /// in CSAT is +6.3 points (+2.1 … +10.4)."
  /// - Parameters:
  ///   - subject: how sentences call the figure.
  ///   - first: the first group; nil where the sets follow each other.
  func sentence(_ subject: String, of first: String?) -> String {
    let text = Unit.points.differenceText
    func share(_ value: Double) -> String { value == 0 ? "none" : Unit.percent.text(value) }
    let others = "the \(first.map { "mix of \($0)" } ?? "earlier mix") in both"
    let replaced = alsoReplaced ?? []
    let further = replaced.map { ", \($0.name) \(share($0.after)) (\(share($0.before)))" }.joined()
    let shares =
      "The mix by \(Metric.words(column)) \(first == nil ? "changed" : "differs"): \(kind) \(first == nil ? "now has" : "has") "
      + "\(share(shareAfter)) of the answers (\(share(shareBefore)) \(first.map { "for \($0)" } ?? "before"))\(further)"
    let without = (shareAfter == 0 || !replaced.isEmpty ? [kind] : []) + replaced.map(\.name)
    let names = without.dropLast().joined(separator: ", ") + (without.count > 1 ? " and " : "") + (without.last ?? "")
    guard let lower, let upper else {
      return "\(shares). That alone may make most of the difference in \(subject); too few answers are of "
        + "\((small ?? []).joined(separator: ", ")) to say how much."
    }
    return "\(shares). "
      + (without.isEmpty && first == nil
        ? "Had the mix stayed the same, " : "\(without.isEmpty ? "With" : "Without \(names), and with") \(others), ")
      + "the difference in \(subject) would \(first == nil ? "have been" : "be") "
      + "\(text(difference)) points (\(text(lower)) … \(text(upper)))."
  }
}
