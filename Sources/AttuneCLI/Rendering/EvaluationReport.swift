import Attune
import AttuneStreams
import AttuneTraining

/// Shows an evaluation to a person or a program.
struct EvaluationReport {
  struct Mistake {
    var text: String
    var gold: String
    var predicted: String
    var confidence: Double
    /// The parts that speak most for the predicted class against gold.
    var strongest: [String] = []

    /// - Parameter labels: of the model, in its order.
    mutating func explain(by explanation: Explanation, labels: [String]) {
      guard let wrong = labels.firstIndex(of: predicted), let right = labels.firstIndex(of: gold) else { return }
      let parts = explanation.parts.map { ($0.contributions[wrong] - $0.contributions[right], $0) }
      strongest = parts.filter { $0.0 > 0 }.sorted { $0.0 > $1.0 }.prefix(4).map {
        "\($1.name) \(Decimals.signed($0))"
      }
    }
  }

  private struct Group {
    var name: String
    var metrics: Metrics
    var intervals: [Interval]
  }

  private let evaluation: Evaluation
  private let overall: Group
  private let groups: [Group]
  private let confusion: [[Int]]
  private let reliability: Reliability
  private let sweep: [CoveragePoint]

  init(_ evaluation: Evaluation, groups names: [String], showsSweep: Bool) {
    func group(_ name: String, _ texts: [Int]) -> Group {
      Group(
        name: name, metrics: Metrics(confusion: evaluation.confusion(texts)),
        intervals: Interval.bootstrap(evaluation, texts: texts) { [$0.accuracy, $0.macroRecall, $0.macroF1] })
    }
    self.evaluation = evaluation
    overall = group("all", Array(0..<evaluation.count))
    groups = Dictionary(grouping: names.indices) { names[$0] }.sorted { $0.key < $1.key }.map(group)
    confusion = evaluation.confusion(0..<evaluation.count)
    reliability = Reliability(evaluation)
    sweep = showsSweep ? CoveragePoint.sweep(evaluation) : []
  }

  // MARK: For a person

  func text(_ mistakes: [Mistake]) -> String {
    let labels = evaluation.labels
    var out = "\(evaluation.count) texts\n\n"
    for (index, name) in ["accuracy", "macro recall", "macro F1"].enumerated() {
      let value = figures(overall.metrics)[index]
      out += row(name, Decimals.four(value), span(overall.intervals[index]))
    }
    out += row("calibration error", Decimals.four(reliability.expectedCalibrationError))
    out += "\n" + row("class", "precision", "recall", "F1", "texts")
    for (label, figures) in zip(labels, overall.metrics.perClass) {
      out += row(
        label, Decimals.four(figures.precision), Decimals.four(figures.recall), Decimals.four(figures.f1),
        "\(figures.support)")
    }
    out += "\n" + row(["gold \\ predicted"] + evaluation.predictedLabels)
    for (label, counts) in zip(labels, confusion) { out += row([label] + counts.map { "\($0)" }) }
    if evaluation.unknownCount > 0 {
      let texts = evaluation.unknownCount == 1 ? "text has" : "texts have"
      out += "\n\(evaluation.unknownCount) \(texts) the verdict unknown, which counts as wrong\n"
    }
    out += "\n" + row("confidence up to", "texts", "confidence", "accuracy")
    for bin in reliability.bins where bin.count > 0 {
      out += row(
        Decimals.four(bin.upper), "\(bin.count)", Decimals.four(bin.confidence), Decimals.four(bin.accuracy))
    }
    if !groups.isEmpty {
      out += "\n" + row("group", "texts", "accuracy", "macro recall", "macro F1")
      for group in groups {
        out += row([group.name, "\(group.metrics.count)"] + figures(group.metrics).map(Decimals.four))
      }
    }
    if !sweep.isEmpty {
      out += "\n" + row("abstain below", "coverage", "accuracy")
      for point in sweep {
        out += row(Decimals.two(point.threshold), Decimals.four(point.coverage), Decimals.four(point.accuracy))
      }
    }
    for mistake in mistakes {
      let verdict = "\(mistake.gold), called \(mistake.predicted) (\(Decimals.two(mistake.confidence)))"
      out += "\n" + TerminalText.line("\(verdict): \(mistake.text)") + "\n"
      if mistake.strongest.isEmpty { continue }
      out += TerminalText.line("  because of \(mistake.strongest.joined(separator: ", "))") + "\n"
    }
    return out
  }

  private func figures(_ metrics: Metrics) -> [Double] { [metrics.accuracy, metrics.macroRecall, metrics.macroF1] }

  private func span(_ interval: Interval) -> String {
    "\(Decimals.four(interval.lower))-\(Decimals.four(interval.upper))"
  }

  private func row(_ cells: String...) -> String { row(cells) }

  private func row(_ cells: [String]) -> String { TextRow.format(cells) }

  // MARK: For a program

  func json(_ mistakes: [Mistake]) -> String {
    let labels = evaluation.labels
    var members = ["\"all\":\(json(overall))"]
    members.append("\"calibration_error\":\(Decimals.six(reliability.expectedCalibrationError))")
    members.append(
      "\"per_class\":{"
        + zip(labels, overall.metrics.perClass).map { label, figures in
          "\(JSONText.string(label)):{\"precision\":\(Decimals.six(figures.precision)),\"recall\":\(Decimals.six(figures.recall)),"
            + "\"f1\":\(Decimals.six(figures.f1)),\"texts\":\(figures.support)}"
        }.joined(separator: ",") + "}")
    members.append(
      "\"confusion\":{"
        + zip(labels, confusion).map { label, counts in
          "\(JSONText.string(label)):{"
            + zip(evaluation.predictedLabels, counts).map { "\(JSONText.string($0)):\($1)" }.joined(separator: ",")
            + "}"
        }.joined(separator: ",") + "}")
    members.append(
      "\"reliability\":["
        + reliability.bins.map {
          "{\"upper\":\(Decimals.six($0.upper)),\"texts\":\($0.count),\"confidence\":\(Decimals.six($0.confidence)),"
            + "\"accuracy\":\(Decimals.six($0.accuracy))}"
        }.joined(separator: ",") + "]")
    if !groups.isEmpty {
      members.append(
        "\"by\":{" + groups.map { "\(JSONText.string($0.name)):\(json($0))" }.joined(separator: ",") + "}")
    }
    if !sweep.isEmpty {
      members.append(
        "\"thresholds\":["
          + sweep.map {
            "{\"threshold\":\(Decimals.two($0.threshold)),\"coverage\":\(Decimals.six($0.coverage)),"
              + "\"accuracy\":\(Decimals.six($0.accuracy))}"
          }.joined(separator: ",") + "]")
    }
    if !mistakes.isEmpty {
      members.append(
        "\"errors\":["
          + mistakes.map {
            "{\"text\":\(JSONText.string($0.text)),\"gold\":\(JSONText.string($0.gold)),"
              + "\"predicted\":\(JSONText.string($0.predicted)),\"confidence\":\(Decimals.six($0.confidence)),"
              + "\"because\":[\($0.strongest.map(JSONText.string).joined(separator: ","))]}"
          }.joined(separator: ",") + "]")
    }
    return "{" + members.joined(separator: ",") + "}\n"
  }

  private func json(_ group: Group) -> String {
    let names = ["accuracy", "macro_recall", "macro_f1"]
    let values = zip(names, zip(figures(group.metrics), group.intervals)).map { name, figure in
      "\"\(name)\":\(Decimals.six(figure.0)),\"\(name)_interval\":[\(Decimals.six(figure.1.lower)),\(Decimals.six(figure.1.upper))]"
    }
    return "{\"texts\":\(group.metrics.count),\(values.joined(separator: ","))}"
  }
}
