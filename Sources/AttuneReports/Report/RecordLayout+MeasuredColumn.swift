extension RecordLayout {
  package struct MeasuredColumn: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// Likelihood to recommend, from 0 to 10.
      case promoter
      case satisfaction, effort, yesNo, time, amount
      /// A reply to the customer: how much empathy it shows.
      case reply
    }

    package var name: String
    package var kind: Kind
    /// Of answers: the scale; nil to detect it.
    package var scale: Scale?
    /// Of answers in words: what they count; nil until it is found, and where there are none.
    package var family: AnswerFamily?
    /// The family that the user names.
    package var familyName: String?
    /// Of answers: the top of the scale, to which answers out of another number are rescaled; nil when none is known.
    package var top: Double?
    package var best: Scale.Best?
    /// Of answers: what words beside the numbers tell of the ends of the scale; nil where they do not.
    package internal(set) var labels: ScaleEnds?
    /// Of answers: whether nobody knows what the words beside the numbers mean.
    var areLabelsUnknown = false
    /// What the export says of the column besides its name, such as the question of "Q1".
    package var label: String?
    /// Of amounts; nil where nobody says it.
    package var better: Metric.Better?
    /// Of times: what bare numbers are; nil when the column does not tell.
    package var timeUnit: DurationParser.Unit?
    /// Of times: whether bare numbers occur.
    package internal(set) var hasPlainTimes = false
    package var clock: DurationParser.Clock?
    /// Of times: whether numbers with colons occur.
    package internal(set) var hasClocks = false
    /// Of times between two dates: whether the dates have no clock.
    package internal(set) var isInDays = false
    /// Of amounts: whether they are written as times are: "1h 12m", "01:05:00".
    package internal(set) var isTimed = false
    package var decimalMark = NumberParser.DecimalMark.point
    /// Of yes and no: whether yes says that a case is not solved, as under "Not resolved?".
    package internal(set) var isNegated = false
    /// Of yes and no: the numbers and letters that stand for them; nil for the usual ones.
    let codes: TruthCodes?
    /// Of answers: whether the best one may be 1, as of marks in German.
    package var mayBeMark = false
    /// Of yes and no: whether yes says that the first contact was enough.
    let isOfFirstContact: Bool
    /// Of yes and no: whether words such as "open" and "pending" say that a case is not solved yet.
    package internal(set) var holdsStates = false
    /// Of yes and no: what an empty field means; nil where it says nothing.
    package var blank: Bool?

    package init(_ name: String, _ kind: Kind) {
      self.name = name
      self.kind = kind
      timeUnit = kind == .time ? DurationParser.Unit(column: name) : nil
      clock = kind == .time ? DurationParser.Clock(column: name) : nil
      isOfFirstContact = kind == .yesNo && NameRules.saysFirstContact(ColumnName(name))
      isNegated = kind == .yesNo && NameRules.saysUnsolved(HeaderSubject(name).name)
      codes = kind == .yesNo ? TruthCodes(name) : nil
    }
  }
}
