import AttuneCare
import AttuneStreams

/// An assessment for a person at a terminal.
struct AssessmentText {
  private let assessment: ReplyAssessment
  private let reply: [UInt8]
  private let isColoured: Bool

  init(_ assessment: ReplyAssessment, of reply: String, isColoured: Bool) {
    self.assessment = assessment
    self.reply = Array(reply.utf8)
    self.isColoured = isColoured
  }

  /// The score, the items with their words, the suggestions.
  var text: TerminalText { heading + matter + "\n" + items + suggestions + notes }

  /// "score 72.3 out of 100 (email)", or why there is none.
  var heading: TerminalText {
    guard let score = assessment.score else {
      return TerminalText("no score: \(assessment.reason?.rawValue ?? "")\n")
    }
    var line = "score \(Decimals.format(score, 1)) out of 100 (\(assessment.channel.rawValue)"
    if let feeling = assessment.feeling { line += ", customer: \(feeling.rawValue)" }
    if let aspect = assessment.aspect { line += ", about: \(aspect)" }
    return Self.paint(TerminalText.line(line + ")"), score: score, isColoured: isColoured) + "\n"
  }

  /// "2 of 3 points: refund, wrong size; not: the second parcel", the situation and what it needs, and unfilled slots; a line
  /// each.
  var matter: String {
    var lines: [String] = []
    if !assessment.points.isEmpty {
      let taken = assessment.points.filter(\.isTaken)
      let left = assessment.points.filter { !$0.isTaken }
      var line = "\(taken.count) of \(assessment.points.count) points"
      if !taken.isEmpty { line += ": " + taken.map(\.text).joined(separator: ", ") }
      if !left.isEmpty { line += "; not: " + left.map(\.text).joined(separator: ", ") }
      lines.append(line)
    }
    if let situation = assessment.situation {
      let needs = assessment.needs.map { "\($0.name) \(["missing", "late", "there"][min(max($0.level, 0), 2)])" }
      lines.append("situation: \(situation)" + (needs.isEmpty ? "" : "; needs: " + needs.joined(separator: ", ")))
    }
    if !assessment.slots.isEmpty { lines.append("not filled in: " + assessment.slots.joined(separator: ", ")) }
    return lines.map { TextTable.printable($0) + "\n" }.joined()
  }

  var items: String {
    let rows = RubricItem.allCases.filter { assessment[$0] > 0 }.map { item in
      [
        item.isPositive ? "+" : "-", item.rawValue, "\(assessment[item])",
        words(item).map { "\u{201C}\($0)\u{201D}" }.joined(separator: " "),
      ]
    }
    return rows.isEmpty ? "" : TextTable.text(rows)
  }

  var suggestions: String {
    guard !assessment.suggestions.isEmpty else { return "" }
    return "\nWhat would help most:\n"
      + assessment.suggestions.enumerated().map { number, suggestion in
        "  \(number + 1). \(suggestion.need ?? suggestion.item.rawValue): \(TerminalText.line(suggestion.advice))\n"
          + (suggestion.example.map { "     e.g. \(TextTable.printable($0))\n" } ?? "")
      }.joined()
  }

  private var notes: String {
    guard !assessment.notJudged.isEmpty, assessment.score != nil else { return "" }
    return "\nNot judged without the customer's message: "
      + assessment.notJudged.map(\.rawValue).joined(separator: ", ") + "\n"
  }

  /// The words that earned an item, at most four pieces.
  private func words(_ item: RubricItem) -> [String] {
    assessment.evidence.filter { $0.item == item }.prefix(4).map { evidence in
      TextTable.printable(String(decoding: reply[evidence.start..<evidence.end], as: UTF8.self), limit: 60)
    }
  }

  /// Green, yellow or red by the score; plain without one.
  static func paint(_ text: String, score: Double?, isColoured: Bool) -> TerminalText {
    guard isColoured, let score else { return TerminalText(text) }
    let colour: StaticString = score >= 65 ? "\u{1B}[32m" : score < 40 ? "\u{1B}[31m" : "\u{1B}[33m"
    var out = TerminalText()
    out.append(control: colour)
    out.append(text)
    out.append(control: "\u{1B}[0m")
    return out
  }
}
