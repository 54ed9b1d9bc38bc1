import AttuneTraining

/// What is wrong with texts to learn from: an error when no good model can come of it, else a warning.
struct TrainingChecks {
  var audit: TrainingAudit
  /// The names of the inputs, by group.
  var inputs: [String]
  var devGroups: Set<Int>
  /// Labels of texts without a word, which were passed over.
  var labelsOfEmptyTexts: Set<String>

  /// Labels that are named in one warning.
  private static let namedLabels = 3

  /// Why there is nothing to train; nil when there is.
  var error: String? {
    guard audit.learnedLabels.count >= 2 else {
      return "training needs two labels or more; found \(audit.learnedLabels.first.map { "only '\($0)'" } ?? "none")"
    }
    if audit.learnedLabels.allSatisfy(audit.emptyLabels.contains) { return "no text has a weight above 0" }
    if let unseen = audit.unseen {
      return "\(unseen.place.name(inputs)): no text to learn has the label '\(unseen.label)';"
        + " there are \(audit.learnedLabels.joined(separator: ", "))"
    }
    if let label = audit.emptyLabels.first {
      return audit.learnedLabels.contains(label)
        ? "every text of '\(label)' has the weight 0"
        : "\(places(of: label)): the probability of '\(label)' is 0 in every row; leave it out of --soft"
    }
    if !devGroups.isEmpty, !audit.measures { return "no text of the --dev files has a weight above 0" }
    return nil
  }

  private func places(of label: String) -> String {
    audit.unused.filter { $0.label == label }.map { inputs[$0.group] }.joined(separator: ", ")
  }

  var warnings: [String] {
    var warnings: [String] = []
    let singles = audit.singles.prefix(Self.namedLabels).map { "'\($0.label)' (\($0.place.name(inputs)))" }
    if !singles.isEmpty {
      let others = audit.singles.count - singles.count
      warnings.append(
        "only one text has the label \(singles.joined(separator: ", "))"
          + (others > 0 ? " and each of \(others) more" : "") + ": that is too little to learn from")
    }
    for (one, other) in alikeLabels { warnings.append("'\(one)' and '\(other)' are different labels") }
    for label in labelsOfEmptyTexts.subtracting(audit.labels).sorted() {
      warnings.append("no text of '\(label)' contains a word; the model will not have this class")
    }
    for (group, label) in audit.unused where !devGroups.contains(group) {
      warnings.append(
        "\(inputs[group]): the probability of '\(label)' is 0 in every row, which teaches that its texts never have this label"
      )
    }
    for label in audit.missing { warnings.append("no text of the --dev files has the label '\(label)'") }
    if let overlap = audit.overlap {
      warnings.append(
        "\(overlap.count) \(overlap.count == 1 ? "text of the --dev files is" : "texts of the --dev files are") "
          + "learned as well, as \(overlap.heldOut.name(inputs)) in \(overlap.learned.name(inputs)): the figures will "
          + "look too good")
    }
    return warnings
  }

  /// Labels that differ in capitals and blanks only, which is rarely meant.
  private var alikeLabels: [(String, String)] {
    Dictionary(grouping: audit.labels) { label in label.filter { !$0.isWhitespace }.lowercased() }
      .values.filter { $0.count > 1 }.map { ($0[0], $0[1]) }.sorted { $0 < $1 }
  }
}
