import AttuneReports
import AttuneStreams

/// What a value says of a case, for those who answer: is anything left to be done? What counts for figures as not solved, such as
/// "closed unsuccessful", is closed here.
enum CaseState {
  case open, closed

  /// nil for values that say neither, as yes and no do.
  init?(_ value: some StringProtocol) {
    let words = ColumnName(String(value)).words
    let parts = Set(words.split(separator: " ").map(String.init))
    if !parts.isDisjoint(with: Self.over), parts.isDisjoint(with: Self.negations) {
      self = .closed
    } else if BooleanParser.isCancelled(words) {
      self = .closed
    } else if BooleanParser.isOpenState(words) {
      self = .open
    } else if BooleanParser.isState(words) || Self.isDate(value) {
      self = .closed
    } else {
      return nil
    }
  }

  private static let over: Set<String> = ["closed", "geschlossen", "spam", "deleted", "archived", "merged"]
  private static let negations: Set<String> = ["not", "nicht", "un", "reopened"]

  /// Whether a value may be when a case was closed: "2026-05-04 10:00", "4 May 2026".
  static func isDate(_ value: some StringProtocol) -> Bool {
    value.count { $0.isNumber } >= 5 && value.contains { " -/.:T".contains($0) }
  }

  /// Whether a case that ended then is over for a message: one that came on a later day opened it again, and "0000-00-00",
  /// "1970-01-01" and "9999-12-31" stand for none.
  ///
  /// - Parameter message: seconds since the beginning of 1970; nil where nobody knows.
  static func isClosed(_ end: Timestamp?, _ message: Int?) -> Bool {
    guard let end, (1990..<2100).contains(Int(end.day.isoText.prefix(4)) ?? 0) else { return false }
    return message.map { end.day >= Timestamp(seconds: $0).day } ?? true
  }
}

extension CaseState {
  /// Different values of a column of states.
  private static let mostValues = 20

  /// The column that says by its values whether cases are closed, where its name says no more than that it is a state or a date
  /// of cases; nil for none. That an order or a payment is done says nothing of what its customer writes.
  ///
  /// - Parameter taken: columns that are something else.
  static func column(
    in sample: ColumnSample, of tape: InputTape, format: RecordFormat, taken: Set<Int>
  ) throws(StreamError) -> Int? {
    let named = sample.columns.indices.filter { index in
      let parts = Set(ColumnName(sample.columns[index].name).words.split(separator: " ").map(String.init))
      let isState = !parts.isDisjoint(with: states) && parts.isSubset(of: states.union(cases))
      let isTime = !parts.isDisjoint(with: ends) && !parts.isDisjoint(with: times)
      return !taken.contains(index) && (isState || isTime && parts.isSubset(of: ends.union(times).union(cases)))
    }
    guard !named.isEmpty else { return nil }
    let rows = try WriterColumn.rows(named.map(sample.field), in: tape, format, isBrief: false)
    for (place, column) in named.enumerated() {
      let values = Set(rows.map { $0[place] }).subtracting([""])
      let isTime = values.allSatisfy(isDate)
      guard !values.isEmpty, isTime || values.count <= mostValues else { continue }
      let found = values.map { CaseState($0) }
      if isTime || found.contains(.closed) && found.contains(.open) && found.count(where: { $0 == nil }) <= 1 {
        return column
      }
    }
    return nil
  }

  private static let states: Set<String> = ["status", "state", "stage", "statut", "etat", "estado", "stato", "zustand"]
  private static let cases: Set<String> = [
    "ticket", "case", "conversation", "issue", "request", "inquiry", "enquiry", "incident", "chat", "thread", "message",
    "current", "support", "vorgang", "fall", "anfrage", "caso", "demande",
  ]
  private static let ends: Set<String> = [
    "closed", "resolved", "solved", "geschlossen", "gelost", "erledigt", "ferme", "resolu", "cerrado", "resuelto",
  ]
  private static let times: Set<String> = [
    "at", "on", "date", "time", "datetime", "timestamp", "am", "le", "el", "datum",
  ]
}
