import AttuneStatistics

/// How the answers of one column were read, in bounded memory.
package struct AnswerCounts: Sendable, Equatable {
  /// The tops of scales that fields named, and how often.
  package private(set) var tops: [Double: Int] = [:]
  /// Answers that were read.
  private(set) var read = 0
  /// Answers with another top than the column's, rescaled.
  package private(set) var rescaled = 0
  /// Answers that could not be read.
  package private(set) var unread = 0
  /// Those among them that some family of words knows, though not the column's.
  private var known = 0
  /// The first different ones, with their numbers.
  private var words: [String: Int] = [:]

  private static let limit = 100
  private static let shown = 5
  /// The share of unread answers from which on a column has no figure.
  private static let unreadLimit = 0.02
  /// The same of what tickets are: a few of them are neither solved nor open, as those that were cancelled.
  private static let stateLimit = 0.1
  private var unreadLimit = Self.unreadLimit

  /// - Parameter areStates: whether the column says what tickets are.
  init(areStates: Bool = false) { unreadLimit = areStates ? Self.stateLimit : Self.unreadLimit }

  mutating func append(top: Double) {
    if tops[top] != nil || tops.count < Self.limit { tops[top, default: 0] += 1 }
  }

  mutating func appendRead() { read += 1 }

  mutating func appendRescaled() { rescaled += 1 }

  mutating func append(unread field: String, book: AnswerBook) {
    unread += 1
    if field.utf8.count <= AnswerWords.limit, book.knows(AnswerWords.normalized(field)) { known += 1 }
    let word = field.shortened
    if words[word] != nil || words.count < Self.limit { words[word, default: 0] += 1 }
  }

  /// Whether so much was not understood that a figure would mislead.
  var isWithheld: Bool {
    known > 0 || unread > 0 && Double(unread) > unreadLimit * Double(read + unread)
  }

  /// "'meh' (9), 'so lala' (5), …": the most frequent ones.
  /// - Parameter redacts: mask what tells who a person is.
  func unreadText(redacts: Bool) -> String {
    let sorted = words.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let texts = sorted.prefix(Self.shown).map { word, count in
      "'\(redacts ? Redaction.redact(word) : word)' (\(Digits.count(count)))"
    }
    return texts.joined(separator: ", ") + (sorted.count > Self.shown ? ", …" : "")
  }
}

/// How the answers of all measured columns were read, and the scales that follow from them.
package struct ColumnAnswers: Sendable {
  @Shared private var layout: RecordLayout
  /// Of each measured column.
  package private(set) var counts: [AnswerCounts]
  /// Of each measured column the answers beside positive and beside negative texts.
  private var feelings: [(happy: Moments, unhappy: Moments)]
  /// What lines outside the table say of scales.
  var legends: [ScaleLegend] = []
  /// Of each measured column; nil for those without words.
  private(set) var forms: [AnswerForms?]

  init(_ layout: RecordLayout) {
    _layout = Shared(wrappedValue: layout)
    feelings = layout.measured.map { _ in (Moments(), Moments()) }
    counts = layout.measured.map { AnswerCounts(areStates: $0.holdsStates) }
    forms = layout.measured.map {
      $0.family != nil && $0.kind.isOfAnswers ? AnswerForms(groups: layout.groups.count) : nil
    }
  }

  mutating func append(_ row: RecordLayout.Row) {
    for (column, top) in row.tops { counts[column].append(top: top) }
    for column in row.rescaled { counts[column].appendRescaled() }
    for column in row.values.indices where row.values[column] != nil { counts[column].appendRead() }
    for column in forms.indices where forms[column] != nil {
      guard let value = row.values[column] else { continue }
      forms[column]?.append(value, word: row.words.first { $0.column == column }?.text, row)
    }
    appendFeelings(row)
    guard !row.faults.isEmpty else { return }
    let first = layout.fields.count - layout.groups.count - layout.measured.count
    for (field, fault) in row.faults {
      guard case .unreadable(let error) = fault, case let column = field - first,
        layout.measured.indices.contains(column),
        layout.measured[column].kind.isOfAnswers || layout.measured[column].kind == .yesNo
      else { continue }
      counts[column].append(unread: error.field, book: layout.answerBook)
    }
  }

  private mutating func appendFeelings(_ row: RecordLayout.Row) {
    guard let feeling = row.reading?.feeling, feeling == .positive || feeling == .negative else { return }
    for (column, value) in row.values.enumerated() {
      guard let value, layout.measured[column].kind.isOfAnswers else { continue }
      if feeling == .positive { feelings[column].happy.append(value) } else { feelings[column].unhappy.append(value) }
    }
  }

  /// Sentences about columns whose answers say the opposite of the texts beside them, which they do where the worst answer is
  /// taken for the best: where those who write that they are unhappy give clearly better ones.
  func contradictions(_ scales: [Scale?]) -> [String] {
    feelings.indices.compactMap { index in
      let (happy, unhappy) = feelings[index]
      guard let scale = scales[index], min(happy.count, unhappy.count) >= Measure.smallCount,
        let first = happy.mean, let second = unhappy.mean, let a = happy.variance, let b = unhappy.variance
      else { return nil }
      let error = (a / Double(happy.count) + b / Double(unhappy.count)).squareRoot()
      let excess = scale.best == .high ? second - first : first - second
      // A tenth of the scale, and more than chance does in one of a thousand columns.
      guard excess >= 0.1 * (scale.highest - scale.lowest), excess > 3.3 * error else { return nil }
      let column = layout.measured[index]
      let other = scale.with(scale.best == .high ? .low : .high)
      let advice =
        column.kind == .promoter
        ? "check whether \(scale.bestText) is the best answer"
        : "if \(other.bestText) is the best answer, not \(scale.bestText), use --best "
          + "'\(column.name)=\(other.best.rawValue)'"
      return
        "People who wrote unhappy texts gave \(column.name) better answers (mean \(Digits.text(second, decimals: 1))) "
        + "than people who wrote happy ones (\(Digits.text(first, decimals: 1))): \(advice)."
    }
  }

  /// - Parameter values: of each measured column.
  func findings(_ values: [ValueCounts]) -> [ScaleFinding] {
    layout.measured.enumerated().map { index, column in
      if column.kind == .yesNo { return .proven(Scale(0, 1)) }
      guard column.kind.isOfAnswers else { return .none }
      let wording = ScaleName.wording(name: column.name, label: column.label)
      let isDirected = column.best == nil && column.kind != .promoter
      func directed(_ finding: ScaleFinding) -> ScaleFinding {
        guard isDirected else { return finding }
        let other = column.label == wording ? column.name : column.label
        // What is called CSAT or satisfaction has the best answer at the top, whatever its answers are called.
        let isNamed = NameRules.isOfSatisfaction(ColumnName(wording))
        let isUntold = ScaleEnds(in: wording) == nil
        let isOpen = (column.areLabelsUnknown && !isNamed || isMark(finding, column)) && isUntold
        if isOpen { return finding.undirected }
        let found = finding.directed(by: wording, or: other, labels: column.labels)
        guard isUntold, column.labels == nil, column.family == nil else { return found }
        return legends.reduce(found) { finding, legend in
          legend.doubt(finding) { column.scale == nil && $0.holds(Distribution(values[index])) }
        }
      }
      if let scale = column.scale {
        return column.family == nil && scale.best == .high ? directed(.proven(scale)) : .proven(scale)
      }
      if let family = column.family {
        let scale = family.scale(best: column.best ?? .high)
        // Those who agree that it took much effort say nothing good.
        let isTurned = isDirected && family.isOfAmounts && AnswerDirection(wording, on: scale) == .bad
        return .proven(isTurned ? scale.with(.low) : scale)
      }
      let answers = Distribution(values[index])
      return column.kind == .promoter
        ? Self.promoter(Scale.findPromoter(answers, tops: counts[index].tops, name: wording), column)
        : directed(
          Self.marks(
            Scale.asking(
              ofZerosIn: answers, Scale.find(answers, tops: counts[index].tops, name: wording, best: column.best),
              name: wording), column))
    }
  }

  /// German marks with a 6 are on no other scale.
  private static func marks(_ finding: ScaleFinding, _ column: RecordLayout.MeasuredColumn) -> ScaleFinding {
    guard column.mayBeMark, case .open(let first, let second) = finding else { return finding }
    return [first, second].first { $0.lowest == 1 && $0.highest == 6 }.map { .proven($0) } ?? finding
  }

  /// Whether answers may be marks, of which 1 is the best in German.
  private func isMark(_ finding: ScaleFinding, _ column: RecordLayout.MeasuredColumn) -> Bool {
    guard column.mayBeMark, column.labels == nil, let scale = finding.scale else { return false }
    return scale.lowest == 1 && scale.highest <= 6
  }

  /// A likelihood to recommend whose lowest answer is the most likely one counts from there.
  private static func promoter(
    _ finding: ScaleFinding, _ column: RecordLayout.MeasuredColumn
  ) -> ScaleFinding {
    guard column.kind == .promoter, case .proven(let scale) = finding else { return finding }
    let wording = ScaleName.wording(name: column.name, label: column.label)
    if let best = column.best { return .proven(scale.with(best)) }
    switch ScaleEnds.agreement(ScaleEnds(in: wording), column.labels) {
    case .told(let ends): return .proven(scale.with(ends.isReversedLikelihood ? .low : .high))
    case .nothing: return ScaleEnds.saysReversed(wording) ? finding.undirected : finding
    case .contradiction: return finding.undirected
    }
  }

  /// Of each measured column the scale that makes its figure: none where too much was not understood.
  func scales(_ values: [ValueCounts]) -> [Scale?] {
    zip(findings(values), counts).map { $1.isWithheld ? nil : $0.scale }
  }

  /// The first column whose scale only the user knows, with what each scale would give; nil when there is none.
  func question(_ values: [ValueCounts]) -> ScaleQuestion? {
    for (index, finding) in findings(values).enumerated() {
      guard case .open(let first, let second) = finding, !counts[index].isWithheld else {
        continue
      }
      let kind = layout.measured[index].kind
      let name = layout.measured[index].name
      let readings = [first, second].map { scale in
        if first.with(second.best) == second {
          return ScaleQuestion.Reading(
            name: scale.text, option: "--best '\(name)=\(scale.best.rawValue)'",
            figure: "\(scale.bestText) the best: \(kind.figureText(ScaleAnswers(values[index], scale: scale)))")
        }
        // No net promoter score is made of anything but 0-10.
        return ScaleQuestion.Reading(
          name: scale.text,
          option: kind == .promoter && scale != .promoter
            ? "--csat '\(name)'" : "--scale '\(name)=\(scale.optionText)'",
          figure: kind.figureText(ScaleAnswers(values[index], scale: scale)))
      }
      return ScaleQuestion(column: name, first: readings[0], second: readings[1])
    }
    return nil
  }

  /// What there is to tell about a column besides its scale.
  /// - Parameter hasScale: whether a scale makes a figure of it.
  func notes(_ column: Int, hasScale: Bool, redacts: Bool) -> [String] {
    let counts = counts[column]
    var notes: [String] = []
    if layout.measured[column].isNegated { notes.append("yes counts as not solved, judging by the name") }
    if case .proven(let scale) = Self.promoter(.proven(.promoter), layout.measured[column]), scale.best == .low {
      notes.append("0 counts as the most likely to recommend")
    }
    if let family = layout.measured[column].family { notes.append("words of '\(family.name)'") }
    if counts.rescaled > 0 {
      notes.append("\(Digits.count(counts.rescaled)) given out of a different maximum, rescaled")
    }
    if !hasScale, !counts.isWithheld, counts.read > 0, layout.measured[column].kind.isOfAnswers {
      notes.append(
        "no figure, because its \(Digits.count(counts.read)) answers fit no scale; --scale "
          + "'\(layout.measured[column].name)=1..5' sets one")
    }
    if counts.isWithheld {
      notes.append(
        "no figure, because \(Digits.count(counts.unread)) of \(Digits.count(counts.read + counts.unread)) answers "
          + "were not understood: \(counts.unreadText(redacts: redacts))")
    }
    return notes
  }

  /// "counts 'Extremely happy', 'Happy'", or "counts 5 to 7": which answers make the share of the best ones, where that is not
  /// the usual two of five; nil where it is.
  func countedText(_ column: Int, _ scale: Scale?) -> String? {
    let kind = layout.measured[column].kind
    guard let scale, scale.hasBoxes, kind == .satisfaction || kind == .effort else { return nil }
    let boxes = kind == .effort ? scale.easeBoxes : scale.satisfactionBoxes
    if let words = forms[column]?.words, !words.isEmpty {
      let counted = words.filter { scale.isTop($0.value, boxes: boxes) }
        .sorted {
          (scale.best == .low ? $0.value : -$0.value, $0.key) < (scale.best == .low ? $1.value : -$1.value, $1.key)
        }
      guard words.count > Self.usualWords, !counted.isEmpty else { return nil }
      let shown = counted.prefix(Self.countedShown).map { "'\($0.key)'" }.joined(separator: ", ")
      return "counts \(shown)\(counted.count > Self.countedShown ? ", …" : "")"
    }
    guard scale.points == 7 || boxes > 2 else { return nil }
    let (best, last) =
      scale.best == .low
      ? (scale.lowest, scale.lowest + Double(boxes - 1)) : (scale.highest, scale.highest - Double(boxes - 1))
    return "counts \(Int(saturating: min(best, last))) to \(Int(saturating: max(best, last)))"
  }

  private static let usualWords = 5
  private static let countedShown = 8

  /// The words of a column that were not understood, where it has a figure nonetheless: "'meh' (9), …"; nil without any.
  func unreadText(_ column: Int, redacts: Bool) -> String? {
    let counts = counts[column]
    return counts.unread == 0 || counts.isWithheld ? nil : counts.unreadText(redacts: redacts)
  }
}

/// A column whose answers fit two scales, or a scale whose best end is not told, with what each reading would give.
package struct ScaleQuestion: Error, Sendable, Hashable {
  package struct Reading: Sendable, Hashable {
    /// "1-7", or the name of a family of words.
    package var name: String
    /// What to type for it: "--scale 'score=1..7'".
    package var option: String
    /// "CSAT 61.0 %"
    package var figure: String
  }

  package var column: String
  package var first: Reading
  package var second: Reading
}

extension ScaleQuestion: CustomStringConvertible {
  package var description: String {
    first.name == second.name
      ? "column '\(column)' does not show which end of the scale \(first.name) is the best answer (\(first.figure); "
        + "\(second.figure)); say which with \(first.option) or \(second.option)"
      : "column '\(column)' may be on the scale \(first.name) (\(first.figure)) or \(second.name) (\(second.figure)); "
        + "say which with \(first.option) or \(second.option)"
  }
}

extension Scale {
  /// The number that is the best answer.
  var bestText: String { "\(Int(saturating: best == .low ? lowest : highest))" }

  /// "1..5"
  package var optionText: String { text.split(separator: "-").joined(separator: "..") }
}

extension RecordLayout.MeasuredColumn.Kind {
  /// Whether the column holds answers on a scale.
  var isOfAnswers: Bool {
    switch self {
    case .promoter, .satisfaction, .effort: true
    case .yesNo, .time, .amount, .reply: false
    }
  }

  /// "CSAT 61.0 %", "NPS -12.0"
  package func figureText(_ answers: ScaleAnswers) -> String {
    if self == .promoter, answers.scale.lowest == 0, answers.scale.highest == 10 {
      return "NPS \(answers.netPromoter.value.map(Unit.points.text) ?? "–")"
    }
    let share = self == .effort ? answers.ease : answers.satisfaction()
    let outside = answers.outOfScale > 0 ? ", \(Digits.count(answers.outOfScale)) outside" : ""
    return "\(self == .effort ? "CES, easy" : "CSAT") \(share.value.map(Unit.percent.text) ?? "–")\(outside)"
  }
}
