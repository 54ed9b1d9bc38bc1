import Attune
import AttuneStreams
import AttuneTraining

/// Shows how two models differ, to a person or a program.
struct ComparisonReport {
  private let a: NamedModel
  private let b: NamedModel
  private let comparison: ModelComparison
  private let agreement: Agreement?
  private let movements: ArraySlice<ModelComparison.Movement>

  private static let longestText = 200
  private static let longestValue = 60

  /// - Parameters:
  ///   - agreement: of the two on texts, if there are texts.
  ///   - limit: features that are shown.
  init(_ a: NamedModel, _ b: NamedModel, agreement: Agreement?, limit: Int) {
    self.a = a
    self.b = b
    self.agreement = agreement
    comparison = ModelComparison(a.model, b.model)
    movements = comparison.movements.prefix(limit)
  }

  // MARK: For a person

  func text() -> String {
    let facts = zip(ModelReport.facts(a.name, a.model), ModelReport.facts(b.name, b.model))
    var out = TextTable.text([["", "A", "B"]] + facts.map { [$0.name, clipped($0.value), clipped($1.value)] })
    if a.model.checksum == b.model.checksum { out += "\nThe two files are the same.\n" }
    if !comparison.card.isEmpty {
      out +=
        "\n"
        + TextTable.text(
          [["card", "A", "B"]]
            + comparison.card.map { [clipped($0.key), clipped(joined($0.a)), clipped(joined($0.b))] })
    }
    let lexicon = comparison.lexicon
    out += "\nlexicon: \(lexicon.both) words in both, \(lexicon.revalued) of them with a different valence, "
    out += "\(lexicon.onlyA) only in A, \(lexicon.onlyB) only in B\n"
    out += weights()
    if let agreement { out += text(agreement) }
    return out
  }

  private func weights() -> String {
    guard comparison.haveClassInCommon else { return "\nweights: the models have no class in common\n" }
    guard comparison.namedCount > 0 else { return "\nweights: neither model stores the names of its features\n" }
    let summary = "\nweights: \(comparison.movements.count) of \(comparison.namedCount) named features differ"
    guard !movements.isEmpty else { return summary + "\n" }
    func weight(_ weight: Double?) -> String { weight.map(Decimals.signed) ?? "unknown" }
    return summary + (movements.count < comparison.movements.count ? "; the largest differences:\n" : "\n")
      + TextTable.text(
        [["feature", "for class", "A", "B", "change"]]
          + movements.map {
            [
              ModelReport.text($0.kind, $0.name), clipped($0.label), weight($0.a), weight($0.b),
              Decimals.signed($0.change),
            ]
          })
  }

  private func text(_ agreement: Agreement) -> String {
    let share = agreement.texts == 0 ? 0 : Double(agreement.agreeing) / Double(agreement.texts)
    var out = "\nverdicts: \(agreement.agreeing) of \(agreement.texts) texts agree (\(Decimals.four(share))), "
    out += "mean distance between the probabilities \(Decimals.four(agreement.meanDistance))\n"
    out += TextTable.text(
      [["A \\ B"] + agreement.labelsB.map { clipped($0) }]
        + zip(agreement.labelsA, agreement.counts).map { label, counts in [clipped(label)] + counts.map { "\($0)" } })
    guard !agreement.differences.isEmpty else { return out }
    out += "\ntexts that differ most\n"
    out += TextTable.text(
      [["distance", "A", "B", "text"]]
        + agreement.differences.map {
          [
            Decimals.four($0.distance), verdict($0.a), verdict($0.b),
            TextTable.printable($0.text, limit: Self.longestText),
          ]
        })
    return out
  }

  private func verdict(_ verdict: Verdict) -> String {
    "\(clipped(verdict.label)) \(Decimals.two(verdict.probabilities.max()!))"
  }

  private func joined(_ values: [String]) -> String { values.isEmpty ? "-" : values.joined(separator: "; ") }

  private func clipped(_ text: String) -> String { TextTable.printable(text, limit: Self.longestValue) }

  // MARK: For a program

  func json() -> String {
    var members = [("a", a), ("b", b)].map { name, model in
      "\"\(name)\":{\(ModelReport.members(model.name, model.model).joined(separator: ","))}"
    }
    members.append(
      "\"card\":["
        + comparison.card.map {
          "{\"key\":\(JSONText.string($0.key)),\"a\":\(strings($0.a)),\"b\":\(strings($0.b))}"
        }.joined(separator: ",") + "]")
    let lexicon = comparison.lexicon
    members.append(
      "\"lexicon\":{\"both\":\(lexicon.both),\"revalued\":\(lexicon.revalued),\"only_a\":\(lexicon.onlyA),"
        + "\"only_b\":\(lexicon.onlyB)}")
    members.append("\"named_features\":\(comparison.namedCount),\"moved\":\(comparison.movements.count)")
    members.append("\"weights\":[" + movements.map(json).joined(separator: ",") + "]")
    if let agreement { members.append("\"verdicts\":\(json(agreement))") }
    return "{" + members.joined(separator: ",") + "}\n"
  }

  private func json(_ movement: ModelComparison.Movement) -> String {
    "{\"name\":\(JSONText.string(movement.name)),\"kind\":\"\(movement.kind.rawValue)\","
      + "\"class\":\(JSONText.string(movement.label)),\"a\":\(movement.a.map(Decimals.four) ?? "null"),"
      + "\"b\":\(movement.b.map(Decimals.four) ?? "null"),\"change\":\(Decimals.four(movement.change))}"
  }

  private func json(_ agreement: Agreement) -> String {
    let table = zip(agreement.labelsA, agreement.counts).map { label, counts in
      "\(JSONText.string(label)):" + object(agreement.labelsB, counts.map { "\($0)" })
    }
    let differences = agreement.differences.map {
      "{\"text\":\(JSONText.string($0.text)),\"distance\":\(Decimals.four($0.distance)),"
        + "\"a\":\(json($0.a, a.model)),\"b\":\(json($0.b, b.model))}"
    }
    return "{\"texts\":\(agreement.texts),\"alike\":\(agreement.agreeing),"
      + "\"mean_distance\":\(Decimals.six(agreement.meanDistance)),\"table\":{\(table.joined(separator: ","))},"
      + "\"differences\":[\(differences.joined(separator: ","))]}"
  }

  private func json(_ verdict: Verdict, _ model: Model) -> String {
    "{\"label\":\(JSONText.string(verdict.label)),"
      + "\"probabilities\":\(object(model.labels, verdict.probabilities.map(Decimals.four)))}"
  }

  private func strings(_ values: [String]) -> String { "[\(values.map(JSONText.string).joined(separator: ","))]" }

  private func object(_ names: [String], _ values: [String]) -> String {
    "{" + zip(names, values).map { "\(JSONText.string($0)):\($1)" }.joined(separator: ",") + "}"
  }
}
