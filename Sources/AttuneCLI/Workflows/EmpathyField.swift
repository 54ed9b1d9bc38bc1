import AttuneCare
import AttuneStreams

/// The assessment of a reply: `"empathy"` in JSON, columns that begin with `empathy_` in tables.
final class EmpathyField: LeadingField {
  let field = "empathy"
  let columns = ReplyAssessment.columns
  let hasPlainColumns = true
  /// Of the record that is written; nil for a customer's turn.
  var assessment: ReplyAssessment?
  private var bytes: [UInt8] = []

  private func append(to out: inout OutputBuffer, _ write: (ReplyAssessment, inout [UInt8]) -> Void) {
    guard let assessment else { return }
    bytes.removeAll(keepingCapacity: true)
    write(assessment, &bytes)
    out.append(bytes)
  }

  func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    if assessment == nil { out.append("null" as StaticString) }
    append(to: &out) { $0.appendJSON(to: &$1) }
  }

  func writeColumns(_ row: Int, delimiter: UInt8, isCSV: Bool, to out: inout OutputBuffer) {
    if assessment == nil { for _ in columns.dropFirst() { out.append(delimiter) } }
    append(to: &out) { $0.appendColumns(to: &$1, delimiter: delimiter) }
  }

  func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    append(to: &out) { $0.append(column: column, to: &$1) }
  }

  /// The reason stands in the last column.
  func writeProblem(_ reason: String, column: Int, to out: inout OutputBuffer) {
    if column == columns.count - 1 { out.append("error: \(reason)") }
  }
}
