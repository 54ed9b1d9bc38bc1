import Attune
import AttuneCare

/// The records of one customer, the newest first.
package struct CustomerHistory: Sendable, Encodable {
  package struct Entry: Sendable, Encodable {
    /// nil when the record has no date.
    package var day: String?
    /// "positive", "neutral", "negative" or "unknown"; nil when nothing was scored.
    package var feeling: String?
    /// What is heard in the text, by name.
    package var tones: [String]
    /// What it is about and how: "delivery −".
    package var aspects: [String]
    /// In the order of `columns`; empty where there is none.
    package var answers: [String]
    /// Whether the record says that its case is not resolved.
    package var isOpen: Bool
    package var text: String
  }

  package var customer: String
  /// Names of the measured columns.
  package var columns: [String]
  package var entries: [Entry]
  /// nil where no column says whether cases are resolved.
  package var open: Int?
  /// Older records that are not shown.
  package var older: Int

  init(_ records: CustomerRecords, layout: RecordLayout, aspects: [String], knowsOpen: Bool, redacts: Bool) {
    customer = records.customer
    columns = layout.measured.map(\.name)
    entries = records.newest.map { row in
      Entry(
        day: row.time?.day.isoText, feeling: row.reading?.feeling.rawValue, tones: row.reading?.toneNames ?? [],
        aspects: row.reading?.aspects.map { "\(aspects[Int($0.number)]) \($0.feeling.sign)" } ?? [],
        answers: zip(layout.measured, row.values).map { column, value in
          value.map(column.isTimed ? Unit.seconds.text : column.kind.text) ?? ""
        },
        isOpen: knowsOpen && row.isResolved == false, text: redacts ? Redaction.redact(row.text) : row.text)
    }
    open = knowsOpen ? records.open : nil
    older = records.count - entries.count
  }

  /// "customer C148: 1 open of 5 records"
  package var scope: String {
    "customer \(customer): \(open.map { "\(Digits.count($0)) open of " } ?? "")\(Digits.count(entries.count + older)) records"
      + (older > 0 ? ", the newest \(Digits.count(entries.count)) of which are shown" : "")
  }
}

/// Gathers the records of one customer in bounded memory.
struct CustomerRecords: Sendable {
  let customer: String
  private(set) var count = 0
  private(set) var open = 0
  private var kept: [(place: Int, row: RecordLayout.Row)] = []

  static let limit = 500

  private let name: String

  init(of customer: String) {
    self.customer = customer
    name = customer.foldedName
  }

  /// Whether a value is the customer, however it is written: as in groups, case and blanks tell nobody apart.
  func isCustomer(_ value: String?) -> Bool {
    guard let value else { return false }
    return value == customer || value.foldedName == name
  }

  mutating func append(_ row: RecordLayout.Row) {
    kept.append((count, row))
    count += 1
    if row.isResolved == false { open += 1 }
    if kept.count == 2 * Self.limit { kept = sorted }
  }

  /// By date, those without one at the end, and of one day the later ones of the file first.
  var newest: [RecordLayout.Row] { sorted.map(\.row) }

  private var sorted: [(place: Int, row: RecordLayout.Row)] {
    func key(_ row: RecordLayout.Row) -> Int { row.time?.seconds ?? .min }
    return Array(kept.sorted { (key($0.row), $0.place) > (key($1.row), $1.place) }.prefix(Self.limit))
  }
}

extension RecordLayout.MeasuredColumn.Kind {
  fileprivate func text(_ value: Double) -> String {
    switch self {
    case .promoter, .satisfaction, .effort: value == value.rounded() ? Digits.text(value, decimals: 0) : "\(value)"
    case .yesNo: value == 1 ? "yes" : "no"
    case .time: Unit.seconds.text(value)
    case .amount, .reply: Unit.plain.text(value)
    }
  }
}

extension TextReading {
  /// Of `tones`.
  fileprivate var toneNames: [String] {
    ToneTaxonomy.core.labels.enumerated().filter { tones & 1 << UInt16($0.offset) != 0 }.map(\.element)
  }
}

extension MeasuredRecord.Feeling {
  fileprivate var sign: String {
    switch self {
    case .positive: "+"
    case .negative: "\u{2212}"
    case .neutral, .unknown: "·"
    }
  }
}
