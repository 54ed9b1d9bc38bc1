import AttuneCare
import AttuneStreams

/// How a queue comes out.
package enum TriageFormat: String, CaseIterable, Sendable {
  case table, jsonl, csv, tsv

  package init(of input: RecordFormat) {
    switch input {
    case .text, .jsonl: self = .jsonl
    case .csv: self = .csv
    case .tsv: self = .tsv
    }
  }

  /// How the records are written.
  package var recordFormat: OutputFormat {
    switch self {
    case .table, .jsonl: .jsonl
    case .csv: .csv
    case .tsv: .tsv
    }
  }
}

/// Draws tickets for people.
package struct TicketTable: Sendable {
  /// One ticket of a stream.
  package var line: @Sendable (Ticket) -> String
  /// A whole queue.
  package var all: @Sendable ([Ticket]) -> String

  package init(line: @escaping @Sendable (Ticket) -> String, all: @escaping @Sendable ([Ticket]) -> String) {
    self.line = line
    self.all = all
  }
}
