import Attune
import AttuneStreams

/// Writes explanations as JSON objects, for programs.
package struct ExplanationJSON: Sendable {
  private let labels: [String]
  /// Whether the classes are negative and positive, perhaps with neutral.
  private let isSentiment: Bool

  package init(_ model: Model) {
    labels = model.labels
    isSentiment = model.isSentiment
  }

  /// The answer to a line that cannot be read.
  package static func text(_ problem: RecordProblem.Reason) -> String {
    "{\"text\":\"\",\"error\":\(JSONText.string("\(problem)"))}"
  }

  package func text(_ explanation: Explanation, of text: String) -> String {
    let verdict = explanation.verdict
    let parts = explanation.parts.map { part in
      "{\"kind\":\"\(part.kind.rawValue)\",\"start\":\(part.range.lowerBound),\"end\":\(part.range.upperBound),"
        + "\"name\":\(JSONText.string(part.name)),\"contributions\":\(object(part.contributions, Decimals.six))}"
    }
    let language = verdict.language.map { "\"language\":\"\($0)\"," } ?? ""
    return "{\"text\":\(JSONText.string(text)),\"label\":\(JSONText.string(verdict.label)),\(language)"
      + "\"\(isSentiment ? "score" : "confidence")\":\(Decimals.four(verdict.score)),\"probabilities\":\(object(verdict.probabilities, Decimals.four)),"
      + "\"logits\":\(object(explanation.logits, Decimals.six)),\"parts\":[\(parts.joined(separator: ","))]}"
  }

  private func object(_ values: [Double], _ format: (Double) -> String) -> String {
    "{" + zip(labels, values).map { "\(JSONText.string($0)):\(format($1))" }.joined(separator: ",") + "}"
  }
}
