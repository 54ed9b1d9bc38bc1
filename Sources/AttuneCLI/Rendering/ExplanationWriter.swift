import Attune
import AttuneStreams

/// Shows an explanation to a person.
struct ExplanationWriter {
  let labels: [String]
  let isColoured: Bool

  /// Parts that are listed.
  private static let listed = 8

  // MARK: For a person

  /// The text, coloured by what each word adds, its verdict, and the strongest parts.
  func lines(_ explanation: Explanation, of text: String) -> TerminalText {
    let verdict = explanation.verdict
    var out = TerminalText(TerminalText.line("\(verdict.label) \(Decimals.four(verdict.score))  "))
    appendColoured(explanation, of: text, to: &out)
    let strongest = explanation.parts.sorted { strength($0) > strength($1) }.prefix(Self.listed)
    for part in strongest {
      let added = zip(labels, part.contributions).map { "\($0) \(Decimals.signed($1))" }.joined(separator: "  ")
      out.append("\n" + TerminalText.line("  \(added)  \(part.kind.rawValue) \(part.name)"))
    }
    return out
  }

  /// How much a part moves the classes apart.
  private func strength(_ part: Explanation.Part) -> Double {
    part.contributions.max()! - part.contributions.min()!
  }

  /// What a part adds to positive against negative; without these classes, to the verdict's class against the mean.
  private func pull(_ part: Explanation.Part, _ label: String) -> Double {
    if let negative = labels.firstIndex(of: "negative"), let positive = labels.firstIndex(of: "positive") {
      return part.contributions[positive] - part.contributions[negative]
    }
    guard let index = labels.firstIndex(of: label) else { return 0 }
    return part.contributions[index] - part.contributions.reduce(0, +) / Double(labels.count)
  }

  private func appendColoured(_ explanation: Explanation, of text: String, to out: inout TerminalText) {
    guard isColoured else { return out.append(TerminalText.line(text)) }
    let bytes = Array(text.utf8)
    var pulls = [Double](repeating: 0, count: bytes.count)
    for part in explanation.parts where !part.range.isEmpty {
      for index in part.range { pulls[index] += pull(part, explanation.verdict.label) }
    }
    func colour(_ pull: Double) -> Colour { pull > 0.15 ? .green : pull < -0.15 ? .red : .plain }
    var start = 0
    while start < bytes.count {
      let present = colour(pulls[start])
      // Up to the next character of another colour.
      let end =
        bytes.indices[(start + 1)...].first { bytes[$0] & 0xC0 != 0x80 && colour(pulls[$0]) != present } ?? bytes.count
      out.append(control: present.control)
      out.append(TerminalText.line(String(decoding: bytes[start..<end], as: UTF8.self)))
      start = end
    }
    out.append(control: Colour.plain.control)
  }

  private enum Colour {
    case green, red, plain

    var control: StaticString {
      switch self {
      case .green: "\u{1B}[32m"
      case .red: "\u{1B}[31m"
      case .plain: "\u{1B}[0m"
      }
    }
  }
}
