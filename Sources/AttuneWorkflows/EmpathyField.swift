import AttuneCare
import AttuneStreams

/// The assessment of a reply: `"empathy"` in JSON, columns that begin with `empathy_` in tables.
package final class EmpathyField: LeadingField {
  package let field = "empathy"
  package let columns = ReplyAssessment.columns
  package let hasPlainColumns = true
  /// Of the record that is written; nil for a customer's turn.
  package var assessment: ReplyAssessment?
  private var bytes: [UInt8] = []

  package init() {}

  private func append(to out: inout OutputBuffer, _ write: (ReplyAssessment, inout [UInt8]) -> Void) {
    guard let assessment else { return }
    bytes.removeAll(keepingCapacity: true)
    write(assessment, &bytes)
    out.append(bytes)
  }

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    if assessment == nil { out.append("null" as StaticString) }
    append(to: &out) { $0.appendJSON(to: &$1) }
  }

  package func writeColumns(_ row: Int, delimiter: UInt8, isCSV: Bool, to out: inout OutputBuffer) {
    if assessment == nil { for _ in columns.dropFirst() { out.append(delimiter) } }
    append(to: &out) { $0.appendColumns(to: &$1, delimiter: delimiter) }
  }

  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    append(to: &out) { $0.append(column: column, to: &$1) }
  }

  /// The reason stands in the last column.
  package func writeProblem(_ reason: String, column: Int, to out: inout OutputBuffer) {
    if column == columns.count - 1 { out.append("error: \(reason)") }
  }
}
