import AttuneStreams
import AttuneTraining

/// Says in a few lines what a model was made from and how good it seems.
struct TrainingReport {
  var path: String
  var byteCount: Int
  var seconds: Double
  /// The names of the inputs, by group.
  var inputs: [String]
  /// Of those, the ones that held texts out.
  var devGroups: Set<Int>
  var summary: TrainingSummary
  var audit: TrainingAudit
  /// Texts without a word, which were passed over.
  var emptyTexts: Int

  /// More classes are summed up.
  private static let shownClasses = 6

  var text: String {
    let lines = [headline] + (textsPerClass + [features] + heldOut + general + notLearned + repeated).map { "  \($0)" }
    return lines.joined()
  }

  private var headline: String {
    let passes = summary.passesTried > 0 ? ", \(summary.passes) of \(summary.passesTried) passes" : ""
    return
      "attune: \(TerminalText.line(path)): \(counted(summary.texts, "text"))\(passes), \(byteCount) bytes, \(Decimals.two(seconds)) s\n"
  }

  // MARK: Texts per class and file

  private var textsPerClass: [String] {
    let groups = inputs.indices.map { (name: inputs[$0] + (devGroups.contains($0) ? " (dev)" : ""), $0) }
    var rows: [[String]] = []
    if audit.labels.count <= Self.shownClasses {
      rows = groups.map { name, group in [name] + audit.counts[group].map { "\($0)" } }
      if learned.count > 1 { rows.append(["learned"] + ofClass.map { "\($0)" }) }
      rows.insert(["texts"] + audit.labels, at: 0)
    } else {
      rows = groups.map { name, group in [name, "\(audit.counts[group].reduce(0, +))"] }
      let order = ofClass.indices.sorted { (ofClass[$0], $0) < (ofClass[$1], $1) }
      let ends = [order.first!, order.last!].map { "\(ofClass[$0]) ('\(audit.labels[$0])')" }
      rows = [["texts", "\(audit.labels.count) classes of \(ends.joined(separator: " to "))"]] + rows
    }
    let width = rows.reduce(0) { max($0, $1[0].count) } + 2
    return rows.map { TextRow.format($0, nameWidth: max(width, TextRow.nameWidth)) }
  }

  private var learned: [Int] { inputs.indices.filter { !devGroups.contains($0) } }

  /// Texts to learn of each class.
  private var ofClass: [Int] {
    audit.labels.indices.map { label in learned.reduce(0) { $0 + audit.counts[$1][label] } }
  }

  // MARK: What came of them

  private var features: String {
    let features = summary.features
    let others = features.seen - features.kept - features.rare
    return TextRow.format([
      "features",
      "\(features.kept) of \(features.seen); \(features.rare) seen too rarely"
        + (others > 0 ? ", \(others) beyond --max-features or without room" : ""),
    ])
  }

  private var heldOut: [String] {
    let evaluation = summary.evaluation
    guard evaluation.count > 0 else { return [] }
    let metrics = Metrics(confusion: evaluation.confusion(0..<evaluation.count))
    let figures = [
      ("accuracy", metrics.accuracy), ("macro recall", metrics.macroRecall), ("macro F1", metrics.macroF1),
      ("calibration error", Reliability(evaluation).expectedCalibrationError),
    ]
    let how =
      switch summary.heldOut {
      case .development: "of --dev"
      case .onePart(let parts): "held out, one in \(parts)"
      case .everyPart(let parts): "held out in \(parts) parts"
      }
    let chosen = summary.passesTried > 0 ? "passes and calibration" : "the calibration"
    return [
      TextRow.format(["held out", figures.map { "\($0) \(Decimals.four($1))" }.joined(separator: ", ")]),
      TextRow.format(["", "on \(counted(evaluation.count, "text")) \(how), which also chose \(chosen)"]),
    ]
  }

  /// What became of texts of other kinds.
  private var general: [String] {
    var lines: [String] = []
    if let general = summary.general {
      let share = Decimals.four(Double(general.agreeing) / Double(max(general.texts, 1)))
      lines.append(
        TextRow.format([
          "general texts",
          "\(general.agreeing) of \(general.texts) that were not learned keep the verdict of the starting model "
            + "(\(share))",
        ]))
      if general.learnedShare < 1 {
        lines.append(
          TextRow.format([
            "", "to keep them, only \(Decimals.two(general.learnedShare)) of what was learned about their words counts",
          ]))
      }
    }
    if summary.keepsTones {
      lines.append(
        TextRow.format([
          "tones",
          "copied from the starting model; they depend on its probabilities, so measure them with 'attune evaluate "
            + "--tone'",
        ]))
    }
    return lines
  }

  private var notLearned: [String] {
    let reasons = [(emptyTexts, "without a word"), (audit.weightless, "of weight 0")].filter { $0.0 > 0 }
    guard !reasons.isEmpty else { return [] }
    return [TextRow.format(["not learned", reasons.map { "\(counted($0, "text")) \($1)" }.joined(separator: ", ")])]
  }

  private var repeated: [String] {
    var lines: [String] = []
    if audit.repeated > 0 {
      lines.append(TextRow.format(["repeated", "\(counted(audit.repeated, "text")) like an earlier one"]))
    }
    if let contradiction = audit.firstContradiction {
      let places = [contradiction.first, contradiction.second].map { occurrence in
        "'\(occurrence.label)' in \(occurrence.place.name(inputs))"
      }
      lines.append(
        TextRow.format([
          "contradictory",
          "\(counted(audit.contradictory, "text")) under several labels, as \(places.joined(separator: " and "))",
        ]))
    }
    return lines
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

extension TrainingAudit.Place {
  /// File and line.
  func name(_ inputs: [String]) -> String { "\(inputs[group]):\(line)" }
}
