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

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    guard let assessment else { return out.append("null" as StaticString) }
    out.append(through: &bytes) { assessment.appendJSON(to: &$0) }
  }

  package func writeColumns(_ row: Int, delimiter: UInt8, isCSV: Bool, to out: inout OutputBuffer) {
    guard let assessment else {
      for _ in columns.dropFirst() { out.append(delimiter) }
      return
    }
    out.append(through: &bytes) { assessment.appendColumns(to: &$0, delimiter: delimiter) }
  }

  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    guard let assessment else { return }
    out.append(through: &bytes) { assessment.append(column: column, to: &$0) }
  }

  /// The reason stands in the last column.
  package func writeProblem(_ reason: String, column: Int, to out: inout OutputBuffer) {
    if column == columns.count - 1 { out.append("error: \(reason)") }
  }
}
