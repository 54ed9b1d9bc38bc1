import AttuneStatistics

/// Columns of answers of which a part has none above 5, such as those before a day or those of a channel, though many others
/// are: two scales were asked.
struct ScaleMixes {
  /// Of measured columns, such as "none of 309 answers of email (channel) is above 5, and 100.0 % of the others are".
  private(set) var texts: [Int: String] = [:]

  /// A column of groups with what each of its values has.
  struct Kind {
    var column: String
    var parts: [(name: String, tally: Tally)]
  }

  /// - Parameters:
  ///   - days: by day.
  ///   - kinds: columns whose values may have had scales of their own.
  ///   - forms: how answers are written, of columns that hold words.
  init(
    _ layout: RecordLayout, _ scales: [Scale?], days: [Day: Tally], kinds: [Kind], forms: [AnswerForms?]
  ) {
    for (index, column) in layout.measured.enumerated() {
      if let forms = forms[index], forms.areOfTwoScales {
        let groups = kinds.lazy.compactMap { kind in
          layout.groups.firstIndex(of: kind.column).flatMap {
            Self.text(kind.column, forms.groups[$0].sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, "a number")
          }
        }
        texts[index] = ScaleChange(forms.days, "a number")?.text ?? groups.first
      }
      // A scale that an option or the column's name gives is the only one.
      let named = ScaleName(ScaleName.wording(name: column.name, label: column.label)).map { !$0.isWord } ?? false
      guard column.kind.isOfAnswers, column.family == nil, column.scale == nil, !named, let scale = scales[index],
        scale.highest > ScaleChange.usualTop
      else { continue }
      texts[index] =
        ScaleChange(days.mapValues { .init($0.values[index]) }, Self.aboveTop)?.text
        ?? kinds.lazy.compactMap { kind in
          Self.text(kind.column, kind.parts.map { ($0.name, .init($0.tally.values[index])) }, Self.aboveTop)
        }.first
    }
  }

  /// The measured columns in which two scales may be mixed.
  var columns: Set<Int> { Set(texts.keys) }

  func sentences(_ layout: RecordLayout) -> [String] {
    texts.sorted { $0.key < $1.key }.map { column, text in
      "Two scales may be mixed in \(layout.measured[column].name): \(text). There is no figure of all its answers, and no "
        + "difference in it is rated better or worse."
    }
  }

  private static let aboveTop = "above \(Int(ScaleChange.usualTop))"

  /// - Parameter what: high answers are.
  /// - Returns: nil where no part is all low, or others hold few high answers.
  private static func text(
    _ column: String, _ parts: [(name: String, answers: ScaleChange.Answers)], _ what: String
  ) -> String? {
    let high = parts.filter { $0.answers.high > 0 }.map(\.answers)
    let share = Double(high.reduce(0) { $0 + $1.high }) / Double(max(high.reduce(0) { $0 + $1.all }, 1))
    let low = parts.filter { ScaleChange.isTelling(low: $0.answers, share: share) }
    guard !high.isEmpty, !low.isEmpty else { return nil }
    let names = low.prefix(3).map(\.name).joined(separator: ", ") + (low.count > 3 ? ", …" : "")
    let count = low.reduce(0) { $0 + $1.answers.all }
    return ScaleChange.text(count, "of \(names) (\(column))", share, what)
  }
}

/// A day before which, or from which on, no answer is above 5, or a number, though many others are: two scales were asked.
struct ScaleChange {
  static let usualTop = 5.0

  /// Answers, and those above 5, or those that are numbers.
  struct Answers: Equatable {
    var all = 0
    var high = 0
    /// Those that are 0, which a scale from 1 to 5 does not have.
    var zeros = 0

    init() {}

    mutating func append(isHigh: Bool) {
      all += 1
      if isHigh { high += 1 }
    }

    init(_ values: ValueCounts) {
      let entries = values.sorted
      all = entries.reduce(0) { $0 + $1.count }
      high = entries.reduce(0) { $0 + ($1.value > usualTop ? $1.count : 0) }
      zeros = entries.reduce(0) { $0 + ($1.value == 0 ? $1.count : 0) }
    }
  }

  private let day: Day
  /// Whether the low answers are those before the day.
  private let isBefore: Bool
  /// Answers of the side on which none is above 5.
  private let low: Int
  /// Of the other side: the share of answers above 5.
  private let share: Double
  /// What high answers are.
  private let what: String

  /// How likely chance may leave out all answers above 5.
  private static let chance = 1e-4
  private static let fewest = 30

  /// Whether answers are many, none of them above 5, and chance hardly leaves out all that are.
  /// - Parameter share: of the other answers those above 5.
  static func isTelling(low: Answers, share: Double) -> Bool {
    guard low.high == 0, low.zeros == 0, low.all >= fewest else { return false }
    return (0..<min(low.all, 10_000)).reduce(1.0) { likelihood, _ in likelihood * (1 - share) } < chance
  }

  /// - Parameters:
  ///   - days: answers by day.
  ///   - what: high answers are.
  /// - Returns: nil where high answers are among those of all times.
  init?(_ days: [Day: Answers], _ what: String) {
    self.what = what
    let sides = days.sorted { $0.key < $1.key }.map { day, answers in (day: day, answers: answers) }
    guard let first = sides.firstIndex(where: { $0.answers.high > 0 }),
      let last = sides.lastIndex(where: { $0.answers.high > 0 })
    else {
      return nil
    }
    func sum(_ range: Range<Int>) -> Answers {
      sides[range].reduce(into: Answers()) {
        $0.all += $1.answers.all
        $0.high += $1.answers.high
        $0.zeros += $1.answers.zeros
      }
    }
    let (before, behind, high) = (sum(0..<first), sum((last + 1)..<sides.count), sum(first..<(last + 1)))
    isBefore = before.all >= behind.all
    let side = isBefore ? before : behind
    low = side.all
    share = Double(high.high) / Double(max(high.all, 1))
    day = isBefore ? sides[first].day : sides[min(last + 1, sides.count - 1)].day
    guard Self.isTelling(low: side, share: share) else { return nil }
  }

  var text: String { Self.text(low, isBefore ? "before \(day.isoText)" : "from \(day.isoText) on", share, what) }

  /// - Parameters:
  ///   - where: the answers none of which is high.
  ///   - what: the high ones are.
  static func text(_ low: Int, _ where: String, _ share: Double, _ what: String) -> String {
    "none of \(Digits.count(low)) answers \(`where`) is \(what), and \(Digits.text(100 * share, decimals: 1)) % of the "
      + "others are"
  }
}
