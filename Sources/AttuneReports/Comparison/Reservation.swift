import AttuneStatistics

/// Why a difference that chance hardly makes is called neither better nor worse: the two sides are not alike in what was asked,
/// in who answered, or in how long their cases have had.
struct Reservation: Sendable, Equatable {
  var effect: ComparisonSummary.Row.Effect
  /// "since then 254 records say yes, none says no and 66 are empty, which may mean no"
  var text: String
}

/// Two sets of records between which a figure differs.
struct ComparedSides {
  var before: Tally
  var after: Tally
  var names: SideNames
  /// Who writes; nil without texts.
  var writers: WriterShift?
  /// Of the later side, by measured columns that say whether cases are solved: cases that are not, and are younger than nearly
  /// all cases were when they were solved. nil where the sides do not follow each other.
  var young: [Int: Int]?
}

/// What is known of a file that may keep its differences from being better or worse: the same for periods, for groups, and for
/// the rows of a report by group.
struct Reservations: Sendable {
  @Shared private var layout: RecordLayout
  private let scales: [Scale?]
  /// Columns of answers in which two scales may be mixed.
  private let mixed: Set<Int>
  /// Columns that say whether cases are solved, where those that are not may yet be.
  private let ripening: Set<Int>
  /// Days within which nearly all cases were solved that are; nil where no column tells.
  private let horizon: Int?
  /// The column of times in which cases were solved; nil without one.
  private let times: Int?
  /// Records that repeat others, and all.
  private let repeats: (found: Repeats, records: Int)

  /// Of the times of solved cases, the quantile by which a case is no longer young.
  private static let ripeness = 0.95
  /// The share of cases with a time that may not be solved, where only solved ones have one.
  private static let slips = 0.02

  /// - Parameter total: of all records.
  init(_ layout: RecordLayout, _ scales: [Scale?], total: Tally, mixed: Set<Int>, repeats: Repeats) {
    self.repeats = (repeats, total.records)
    _layout = Shared(wrappedValue: layout)
    (self.scales, self.mixed) = (scales, mixed)
    let times = layout.measured.indices.first { layout.measured[$0].kind == .time && total.values[$0].count > 0 }
    self.times = times
    horizon = times.flatMap { Distribution(total.values[$0]).quantile(Self.ripeness) }.map {
      Int(saturating: ($0 / 86_400).rounded(.up))
    }
    ripening = Set(
      layout.measured.indices.filter { column in
        guard layout.measured[column].kind == .yesNo, !layout.measured[column].isOfFirstContact else { return false }
        if layout.measured[column].holdsStates { return true }
        let (yes, count) = (total.values[column].yes, total.values[column].count)
        // A survey asks those whose case is not solved as well; a help desk has no time of theirs.
        return times.map { yes < count && Double(total.values[$0].count) <= Double(yes) * (1 + Self.slips) } ?? false
      })
  }

  /// Of each column that says whether cases are solved: those of some days that are not, and are young.
  /// - Parameter last: the last day of all records.
  func young(_ days: some Sequence<(key: Day, value: Tally)>, from first: Day, last: Day) -> [Int: Int] {
    var found = Dictionary(uniqueKeysWithValues: ripening.map { ($0, 0) })
    for (day, tally) in days where day >= first && day <= last {
      guard horizon.map({ last.number - day.number <= $0 }) ?? true else { continue }
      for column in ripening { found[column]? += tally.values[column].count - tally.values[column].yes }
    }
    return found
  }

  /// The same of the later side, or as many more of its open cases as the earlier ones lead one to expect: those that took
  /// longer than cases of the later side have had. That is a comparison at the same age; of how many there are by chance, the
  /// upper end counts.
  func unripe(
    _ days: [Day: Tally], from first: Day, last: Day, since before: Tally
  ) -> [Int: Int] {
    var found = young(days, from: first, last: last)
    guard let times, before.values[times].count > 0 else { return found }
    let solved = Distribution(before.values[times])
    for column in ripening {
      let cases = before.values[column].count
      guard cases > 0 else { continue }
      var (expected, later, open) = (0.0, 0, 0)
      for (day, tally) in days.sorted(by: { $0.key < $1.key }) where day >= first && day <= last {
        let age = (Double(last.number - day.number) + 0.5) * 86_400
        let place = solved.values.partitioningIndex { $0 > age }
        let slower = solved.count - (place > 0 ? solved.cumulative[place - 1] : 0)
        expected += Double(tally.values[column].count) * Double(slower) / Double(cases)
        later += tally.values[column].count
        open += tally.values[column].count - tally.values[column].yes
      }
      let error = (expected * (1 + Double(later) / Double(cases))).squareRoot()
      let most = Int(saturating: (expected + ConfidenceInterval.z * error).rounded(.up))
      found[column] = max(found[column] ?? 0, min(most, open))
    }
    return found
  }

  /// Whether two scales may be mixed in the answers of a figure, which then has no value.
  func areMixed(_ metric: Metric) -> Bool { metric.column.map(mixed.contains) ?? false }

  /// - Parameters:
  ///   - difference: after minus before.
  ///   - interval: its 95 % interval.
  /// - Returns: nil where nothing keeps the difference from a verdict.
  func doubt(
    _ metric: Metric, _ sides: ComparedSides, difference: Double, _ interval: ConfidenceInterval
  ) -> Reservation? {
    if areMixed(metric) { return Reservation(effect: .mixedScales, text: "two scales may be mixed") }
    return whoIsBehind(metric, sides, difference: difference, interval) ?? repeated(metric)
  }

  /// Records that are the same say nothing new, unless a text is all that tells them apart.
  private func repeated(_ metric: Metric) -> Reservation? {
    guard [layout.watchedID, layout.customer, layout.time].contains(where: { $0 != nil }) || layout.text == nil else {
      return nil
    }
    return repeats.found.doubt(of: repeats.records, isOfAnswers: metric.isOfAnswers).map {
      Reservation(effect: .repeats, text: $0)
    }
  }

  private func whoIsBehind(
    _ metric: Metric, _ sides: ComparedSides, difference: Double, _ interval: ConfidenceInterval
  ) -> Reservation? {
    if let writers = sides.writers, metric.isOfTexts {
      let figures = figures(metric, sides)
      return writers.mayExplain(figures.before, figures.after, interval)
        ? Reservation(effect: .otherWriters, text: "different people write") : answerersWhoWrite(sides)
    }
    return oneSided(metric, sides, difference) ?? open(metric, sides, difference)
      ?? answerers(metric, sides, interval)
  }

  private func figures(
    _ metric: Metric, _ sides: ComparedSides
  ) -> (before: ReportSummary.Figure, after: ReportSummary.Figure) {
    (
      .init(metric, metric.measure(sides.before, scales: scales)),
      .init(metric, metric.measure(sides.after, scales: scales))
    )
  }

  // MARK: Yes without no

  /// Records that say yes, or no, where none says the other and some say nothing.
  private struct OneSide {
    var said: Int
    var blank: Int
    var isYes: Bool

    init?(_ tally: Tally, _ column: Int) {
      let (yes, count) = (tally.values[column].yes, tally.values[column].count)
      guard count > 0, tally.records > count, yes == 0 || yes == count else { return nil }
      (said, blank, isYes) = (count, tally.records - count, yes > 0)
    }

    /// What is empty counted as what nobody says.
    var filled: Proportion { Proportion(isYes ? said : blank, of: said + blank) }
  }

  /// Where one side says yes and no, and the other one of them only and nothing else in the other records, a difference is made
  /// by what was written down: unless it stays when the empty ones count as the answer that is missing.
  private func oneSided(_ metric: Metric, _ sides: ComparedSides, _ difference: Double) -> Reservation? {
    let column: Int
    switch metric.source {
    case .yes(let index), .firstContactOfAll(let index): column = index
    default: return nil
    }
    let (first, second) = (OneSide(sides.before, column), OneSide(sides.after, column))
    guard first != nil || second != nil, first?.isYes != second?.isYes else { return nil }
    func share(_ side: OneSide?, _ tally: Tally) -> Proportion {
      side?.filled ?? Proportion(tally.values[column].yes, of: tally.values[column].count)
    }
    if case .yes = metric.source,
      let found = Proportion.difference(share(first, sides.before), share(second, sides.after)), found.isFinite,
      difference > 0 ? found.interval.lower > 0 : found.interval.upper < 0
    {
      return nil
    }
    let parts = [(sides.names.before, first), (sides.names.after, second)].compactMap { name, side in
      side.map {
        "\(name) \(Digits.count($0.said)) record\($0.said == 1 ? " says" : "s say") \($0.isYes ? "yes" : "no"), none says "
          + "\($0.isYes ? "no" : "yes") and \(Digits.count($0.blank)) \($0.blank == 1 ? "is" : "are") empty, which may mean "
          + ($0.isYes ? "no" : "yes")
      }
    }
    return Reservation(effect: .oneSided, text: parts.joined(separator: "; "))
  }

  // MARK: Open cases

  /// Cases that were opened lately are open, or were solved quickly: the later side has fewer solved ones and shorter times for
  /// that alone. Nothing is doubted that stays when young cases count as solved, and when cases without a time are the longest.
  private func open(_ metric: Metric, _ sides: ComparedSides, _ difference: Double) -> Reservation? {
    switch metric.source {
    case .yes(let column):
      guard difference < 0, let young = sides.young?[column], young > 0 else { return nil }
      let (first, second) = (sides.before.values[column], sides.after.values[column])
      let found = Proportion.difference(
        Proportion(first.yes, of: first.count), Proportion(min(second.yes + young, second.count), of: second.count))
      if let found, found.isFinite, found.interval.upper < 0 { return nil }
      return Reservation(
        effect: .openCases,
        text: "\(Digits.count(young)) case\(young == 1 ? "" : "s") \(sides.names.after) "
          + "\(young == 1 ? "is" : "are") still open and may yet be solved")
    case .time(let column), .meanTime(let column):
      // The side with the shorter times has fewer of them.
      let (fewer, more) = difference < 0 ? (sides.after, sides.before) : (sides.before, sides.after)
      guard sides.young != nil ? difference < 0 : !ripening.isEmpty else { return nil }
      let (timed, others) = (
        Proportion(fewer.values[column].count, of: fewer.records),
        Proportion(more.values[column].count, of: more.records)
      )
      guard let shift = WriterShift(others, timed), shift.isClear, shift.after < shift.before else { return nil }
      let longest = [fewer, more].compactMap { $0.values[column].sorted.last?.value }.max() ?? 0
      func whole(_ tally: Tally) -> Measure {
        var values = tally.values[column]
        values.append(longest, count: tally.records - values.count)
        return .median(Distribution(values))
      }
      if case .time = metric.source, let found = Measure.difference(whole(more), whole(fewer)), found.isFinite,
        found.interval.upper < 0
      {
        return nil
      }
      let (first, second) = difference < 0 ? (shift.before, shift.after) : (shift.after, shift.before)
      return Reservation(
        effect: .openCases,
        text: Self.text("cases with a time", first, second, sides) + ": those still open would make it longer")
    default: return nil
    }
  }

  /// Whether the figure of the latest stretch of a trend may lie below the earlier ones for open cases alone.
  /// - Parameters:
  ///   - tally: of the stretch.
  ///   - young: its young cases; see `young`.
  ///   - lower: what it would have to reach.
  func mayRipen(_ metric: Metric, _ tally: Tally, young: [Int: Int], to lower: Double, earlier: Tally) -> Bool {
    switch metric.source {
    case .yes(let column):
      guard let young = young[column], tally.values[column].count > 0 else { return false }
      let solved = min(tally.values[column].yes + young, tally.values[column].count)
      return Double(solved) / Double(tally.values[column].count) >= lower
    case .time(let column), .meanTime(let column):
      let shift = WriterShift(
        Proportion(earlier.values[column].count, of: earlier.records),
        Proportion(tally.values[column].count, of: tally.records))
      return shift.map { $0.isClear && $0.after < $0.before } ?? false
    default: return false
    }
  }

  /// What there is to say of a measured column whose open cases are young, or whose times are those of solved cases only; nil for
  /// nothing.
  /// - Parameters:
  ///   - young: of all records.
  ///   - total: of all records.
  func note(_ column: Int, young: [Int: Int], total: Tally) -> String? {
    if let young = young[column], young > 0 {
      let open = total.values[column].count - total.values[column].yes
      let when = horizon.map { $0 == 1 ? "a day" : "\(Digits.count($0)) days" }
      return "\(Digits.count(open)) not solved"
        + (when.map {
          "; \(Digits.count(young)) of these \(young == 1 ? "is" : "are") at most \($0) old, and nearly all solved cases were solved by that age"
        } ?? "")
    }
    let timed = total.values[column].count
    guard layout.measured[column].kind == .time, !ripening.isEmpty, timed > 0, timed < total.records else { return nil }
    return "covers solved cases only; those still open would make it longer"
  }

  // MARK: Who answers

  /// How many of the records have an answer, on both sides; nil for figures that are made of no answers.
  private func response(_ metric: Metric, _ sides: ComparedSides) -> WriterShift? {
    guard let column = metric.column, metric.isOfAnswers || layout.measured[column].kind == .yesNo else { return nil }
    func answered(_ tally: Tally) -> Proportion {
      Proportion(metric.measure(tally, scales: scales).count, of: tally.records)
    }
    guard let shift = WriterShift(answered(sides.before), answered(sides.after)), shift.isClear else { return nil }
    return shift
  }

  private func answerers(_ metric: Metric, _ sides: ComparedSides, _ interval: ConfidenceInterval) -> Reservation? {
    guard let shift = response(metric, sides) else { return nil }
    let figures = figures(metric, sides)
    guard shift.mayExplain(figures.before, figures.after, interval) else { return nil }
    return Reservation(effect: .otherAnswerers, text: Self.text(shift, sides) + ": different people may be answering")
  }

  /// Of figures of texts that come with scores, as comments in a survey do: no more people write than answer.
  private func answerersWhoWrite(_ sides: ComparedSides) -> Reservation? {
    for column in layout.measured.indices where layout.measured[column].kind.isOfAnswers {
      func answered(_ tally: Tally) -> Proportion { Proportion(tally.values[column].count, of: tally.records) }
      guard [sides.before, sides.after].allSatisfy({ $0.texts <= $0.values[column].count }),
        let shift = WriterShift(answered(sides.before), answered(sides.after)), shift.isLarge
      else { continue }
      return Reservation(effect: .otherAnswerers, text: Self.text(shift, sides) + ": different people may be answering")
    }
    return nil
  }

  /// "the share of records with an answer was 100.0 % before and has been 19.1 % since then"; nil where as many answer, but for
  /// chance and a few points.
  func responseText(_ metric: Metric, _ sides: ComparedSides) -> String? {
    response(metric, sides).flatMap { $0.isLarge ? Self.text($0, sides) : nil }
  }

  private static func text(_ shift: WriterShift, _ sides: ComparedSides) -> String {
    text("records with an answer", shift.before, shift.after, sides)
  }

  private static func text(_ records: String, _ before: Double, _ after: Double, _ sides: ComparedSides) -> String {
    let (first, second) = (Unit.percent.text(before), Unit.percent.text(after))
    return "the share of \(records) \(sides.names.text(first, second))"
  }
}

extension ComparisonSummary.Row.Effect {
  /// What a difference is worth that chance hardly makes.
  /// - Parameter better: nil where nobody says which end is better.
  init(rises: Bool, better: Metric.Better?) {
    self =
      switch Contrast(rises: rises, better: better) {
      case .better: .better
      case .worse: .worse
      case .higher: .higher
      case .lower: .lower
      }
  }

  /// Whether the sides are not alike, and what that means stands beside the difference.
  package var isDoubt: Bool {
    switch self {
    case .mixedScales, .oneSided, .openCases, .otherAnswerers, .otherMix, .repeats: true
    default: false
    }
  }

  /// Whether chance hardly makes the difference, and the sides are alike.
  package var isVerdict: Bool { [.better, .worse, .higher, .lower].contains(self) }

  /// What the words in a table of groups mean.
  package var meaning: String? {
    switch self {
    case .mixedScales: "mixed scales: two scales may be mixed in the answers"
    case .oneSided: "one-sided: one side says only yes, or only no, and leaves other records empty"
    case .openCases: "open cases: more cases are still open on one side, and they would make its times longer"
    case .otherAnswerers: "other answerers: so many more or fewer people answer that they may be different people"
    case .otherMix: "other mix: other kinds of cases would explain the difference, or turn it round"
    case .repeats: "repeats: so many records repeat others that chance cannot be told"
    case .otherWriters: "other writers: so many more or fewer people write that they may be different people"
    default: nil
    }
  }
}

extension ValueCounts {
  /// Of a column of yes and no: those that say yes.
  var yes: Int { sorted.reduce(0) { $0 + ($1.value == 1 ? $1.count : 0) } }
}
