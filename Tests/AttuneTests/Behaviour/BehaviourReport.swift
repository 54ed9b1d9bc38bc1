import Attune

/// How a model did on the cases of every capability.
struct BehaviourReport: Sendable {
  struct Row: Sendable {
    var name: String
    var cases: Int
    /// A line of Markdown for each case that failed.
    var failures: [String]

    var passed: Int { cases - failures.count }
    var rate: Double { cases == 0 ? 1 : Double(passed) / Double(cases) }
  }

  var rows: [Row]

  init(of model: Model, on capabilities: [Capability]) {
    rows = capabilities.map { capability in
      Row(
        name: capability.name, cases: capability.cases.count,
        failures: capability.cases.compactMap { Self.failure(of: model, on: $0) })
    }
  }

  /// All capabilities together.
  var total: Row { Row(name: "all", cases: rows.reduce(0) { $0 + $1.cases }, failures: rows.flatMap(\.failures)) }

  private static func failure(of model: Model, on example: BehaviourCase) -> String? {
    let verdicts = example.texts.map { model.classify($0) }
    let shown = example.expectation.failure(in: verdicts, labels: model.labels)
    guard !shown.isEmpty else { return nil }
    let got = shown.map { "`\(example.texts[$0])` \(describe(verdicts[$0]))" }
    return "expected \(example.expectation): " + got.joined(separator: ", then ")
  }

  private static func describe(_ verdict: Verdict) -> String {
    let probabilities = verdict.probabilities.map { "\(Double(($0 * 100).rounded()) / 100)" }
    return "\(verdict.label) (\(probabilities.joined(separator: " ")))"
  }

  /// The table of the README, and below it every case that failed.
  var markdown: String {
    var lines = ["| capability | cases | passed |", "|---|---:|---:|"]
    for row in rows + [total] { lines.append("| \(row.name) | \(row.cases) | \(row.passed) |") }
    lines += ["", "Probabilities are those of negative, neutral and positive."]
    for row in rows where !row.failures.isEmpty {
      lines += ["", "## \(row.name)", ""]
      lines += row.failures.map { "- \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The pass rates, and up to five cases of every capability that failed.
  var summary: String {
    var lines = (rows + [total]).map { "\($0.passed) of \($0.cases) (\(Int(($0.rate * 100).rounded())) %) \($0.name)" }
    for row in rows { lines += row.failures.prefix(5).map { "\(row.name): \($0)" } }
    return lines.joined(separator: "\n")
  }
}
