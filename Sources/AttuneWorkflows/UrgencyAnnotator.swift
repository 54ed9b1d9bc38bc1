import AttuneCare
import AttuneStreams

/// Writes how urgent texts are.
package final class UrgencyAnnotator: Annotator {
  package let assessor: UrgencyAssessor
  package let field = "urgency"
  package let columns = ["urgency", "urgency_reasons"]
  package let hasPlainColumns = true

  package init(weights: UrgencyWeights) { assessor = UrgencyAssessor(weights: weights) }

  package func annotate(_ texts: ScoredTexts) {
    assessor.reset()
    let tones = texts.scorer.tones(.core)
    for row in 0..<texts.count { assessor.add(texts.scorer, tones, row, texts[row]) }
  }

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    out.append("{\"score\":")
    out.append(fourDecimals: assessor.score(row))
    out.append(",\"reasons\":[")
    var isFirst = true
    for reason in assessor.reasons(row) {
      out.append(isFirst ? "{\"reason\":\"" : ",{\"reason\":\"")
      isFirst = false
      out.append(reason.reason.rawValue)
      out.append("\",\"start\":")
      out.append(decimal: reason.range.lowerBound)
      out.append(",\"end\":")
      out.append(decimal: reason.range.upperBound)
      out.append(UInt8(ascii: "}"))
    }
    out.append("]}")
  }

  /// The score, and "money:6-19 repeated:24-38".
  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    if column == 0 { return out.append(fourDecimals: assessor.score(row)) }
    guard assessor.hasReasons(row) else { return }
    var isFirst = true
    for reason in assessor.reasons(row) {
      if !isFirst { out.append(UInt8(ascii: " ")) }
      isFirst = false
      out.append(reason.reason.rawValue)
      out.append(span: reason.range)
    }
  }
}
