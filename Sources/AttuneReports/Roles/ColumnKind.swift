/// What a column's values are, whatever they are used for.
package enum ColumnKind: Sendable, Hashable {
  /// How days and months stand.
  package enum DateOrder: String, Sendable, Encodable {
    case dayFirst = "day-first"
    case monthFirst = "month-first"
    /// No date can be read two ways.
    case plain
    /// Each date can be read two ways.
    case open
    /// Some dates have the day first, others the month.
    case mixed
  }

  case empty
  case text
  case score(Scale)
  /// Numbers that may be answers on either scale.
  case openScore(Scale, Scale)
  /// Answers in words.
  case answers(AnswerFamily)
  /// Answers from 0 to 10 whose name asks whether one would recommend.
  case promoter
  case yesNo
  case date(order: DateOrder, hasZone: Bool)
  case duration
  case number
  case category(values: Int)
  case id
  /// Names and words of which most occur once.
  case words

  /// - Parameters:
  ///   - facts: of a column that does not ask for a recommendation.
  ///   - name: dates of digits alone are dates under the name of one only.
  package init(_ facts: ColumnFacts, name: String) {
    if facts.filled == 0 {
      self = .empty
    } else if facts.areDates, !facts.areDigitDates || NameRules.isTime(ColumnName(name)) {
      let order: DateOrder =
        switch facts.dateOrder {
        case .irrelevant: .plain
        case .order(.dayFirst): .dayFirst
        case .order(.monthFirst): .monthFirst
        case .open: .open
        case .contradiction: .mixed
        }
      self = .date(order: order, hasZone: 2 * facts.zonedDates > facts.dates)
    } else if facts.areSerials, NameRules.strength(ColumnName(name), .time) >= 4 {
      self = .date(order: .plain, hasZone: false)
    } else if facts.areWordTruths || facts.areTruths && facts.distinct == 2 {
      self = .yesNo
    } else if facts.isUnique, facts.areWholeNumbers, facts.filled > 11 || facts.filled > 2 && facts.highest > 10,
      !NameRules.isAmount(ColumnName(name))
    {
      self = .id
    } else if facts.distinct <= 11, facts.highest > 1 || NameRules.strength(ColumnName(name), .csat) >= 3,
      let kind = Self.score(facts.scale)
    {
      self = kind
    } else if facts.areAnswers, facts.distinct > 1, let family = facts.family {
      self = .answers(family)
    } else if facts.areDurations {
      self = .duration
    } else if facts.areNumbers {
      self = .number
    } else if facts.meanWords >= 3, facts.distinctShare > 0.3 || facts.distinct > 50 {
      self = .text
    } else if facts.isUnique, facts.meanWords < 1.5, facts.filled > 2 {
      self = .id
    } else if facts.distinctShare <= 0.5 {
      self = .category(values: facts.distinct)
    } else {
      self = facts.meanWords >= 2.5 ? .text : .words
    }
  }

  private static func score(_ finding: ScaleFinding) -> ColumnKind? {
    switch finding {
    case .proven(let scale) where scale.points <= 11: .score(scale)
    case .open(let first, let second) where first.points <= 11: .openScore(first, second)
    default: nil
    }
  }

  /// The name in tables and in JSON.
  package var name: String {
    switch self {
    case .empty: "empty"
    case .text: "text"
    case .score, .openScore, .answers: "score"
    case .promoter: "NPS"
    case .yesNo: "yes/no"
    case .date: "date"
    case .duration: "duration"
    case .number: "number"
    case .category: "category"
    case .id: "id"
    case .words: "words"
    }
  }

  /// "1-5", or both scales that fit; nil for what has none.
  package var scaleText: String? {
    switch self {
    case .score(let scale): scale.text
    case .openScore(let first, let second): "\(first.text) or \(second.text)"
    case .answers(let family): family.scale(best: .high).text
    case .promoter: Scale.promoter.text
    default: nil
    }
  }

  /// "score 1-5", "date, day first, with zone", "category, 4 values"
  package var text: String {
    switch self {
    case .score(let scale): return "score \(scale.text)"
    case .openScore(let first, let second): return "score \(first.text) or \(second.text)"
    case .answers(let family):
      return "score \(family.scale(best: .high).text) in words (\(family.name))"
    case .promoter: return "NPS 0-10"
    case .date(let order, let hasZone):
      let order =
        switch order {
        case .dayFirst: ", day first"
        case .monthFirst: ", month first"
        case .open: ", order open"
        case .mixed: ", orders mixed"
        case .plain: ""
        }
      return "date\(order)\(hasZone ? ", with zone" : "")"
    case .category(let values): return "category, \(values) value\(values == 1 ? "" : "s")"
    default: return name
    }
  }
}
