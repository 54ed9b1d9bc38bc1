import Attune
import AttuneStreams

/// Shows a model to a person or a program.
struct ModelReport {
  static let shippedName = "shipped"

  private let name: String
  private let model: Model
  private let limit: Int

  /// Classes side by side, and cues that are listed for a person.
  private static let columns = 4
  private static let cues = 8
  private static let longestName = 32

  /// - Parameter limit: features that are shown of each class.
  init(_ model: NamedModel, limit: Int) {
    name = model.name
    self.model = model.model
    self.limit = limit
  }

  // MARK: For a person

  func text() -> String {
    var out = Self.facts(name, model).map { "\($0): \($1)\n" }.joined()
    if !model.card.isEmpty { out += "\n" }
    for entry in model.card {
      out += TextTable.printable(entry.key.isEmpty ? entry.value : "\(entry.key): \(entry.value)") + "\n"
    }
    let top = model.topFeatures(limit)
    for first in stride(from: 0, to: top.count, by: Self.columns) where top.contains(where: { !$0.isEmpty }) {
      out += "\n" + table(top, first..<min(first + Self.columns, top.count))
    }
    return out + cueTable()
  }

  /// What is said of every model.
  static func facts(_ name: String, _ model: Model) -> [(name: String, value: String)] {
    let names = model.namedFeatures.count
    return [
      ("model", TextTable.printable(name)),
      ("classes", TextTable.printable(model.labels.joined(separator: ", "))),
      ("size", "\(model.byteCount) bytes"),
      ("checksum", checksum(model)),
      ("features", "\(model.featureCount)"),
      ("names of features", names == 0 ? "none recorded" : "\(names)"),
      ("lexicon", model.lexiconCount == 0 ? "none" : "\(model.lexiconCount) words"),
    ]
  }

  static func checksum(_ model: Model) -> String {
    let digits = String(model.checksum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// "worth", "not worth", "(not) worth".
  static func text(_ kind: Model.NamedFeature.Kind, _ name: String) -> String {
    let name = TextTable.printable(name, limit: longestName)
    return switch kind {
    case .word, .phrase: name
    case .negated: "(not) \(name)"
    case .opening: "(start) \(name)"
    }
  }

  private func table(_ top: [[Model.NamedFeature]], _ classes: Range<Int>) -> String {
    var rows = [classes.map { TextTable.printable(model.labels[$0], limit: Self.longestName) }]
    for rank in 0..<classes.reduce(0, { max($0, top[$1].count) }) {
      rows.append(
        classes.map { label in
          guard rank < top[label].count else { return "" }
          let feature = top[label][rank]
          return "\(Decimals.signed(feature.weights[label])) \(Self.text(feature.kind, feature.name))"
        })
    }
    return TextTable.text(rows)
  }

  /// The cues that move the classes apart most.
  private func cueTable() -> String {
    guard limit > 0 else { return "" }
    func spread(_ weights: [Double]) -> Double { weights.max()! - weights.min()! }
    let strongest = model.cueWeights.dropFirst().filter { spread($0.weights) > 0 }
      .sorted { (spread($0.weights), $1.name) > (spread($1.weights), $0.name) }.prefix(Self.cues)
    guard !strongest.isEmpty else { return "" }
    var out = ""
    for first in stride(from: 0, to: model.labels.count, by: Self.columns) {
      let classes = first..<min(first + Self.columns, model.labels.count)
      let header = ["strongest cues"] + classes.map { TextTable.printable(model.labels[$0], limit: Self.longestName) }
      out +=
        "\n"
        + TextTable.text(
          [header]
            + strongest.map { cue in
              [cue.name] + classes.map { Decimals.signed(cue.weights[$0]) }
            })
    }
    return out
  }

  // MARK: For a program

  func json() -> String {
    var members = Self.members(name, model)
    members.append(
      "\"card\":["
        + model.card.map { "{\"key\":\(JSONText.string($0.key)),\"value\":\(JSONText.string($0.value))}" }
        .joined(separator: ",") + "]")
    members.append(
      "\"top\":"
        + object(
          model.topFeatures(limit).enumerated().map { label, features in
            "[" + features.map { json($0, label) }.joined(separator: ",") + "]"
          }))
    members.append(
      "\"cues\":["
        + model.cueWeights.map { cue in
          "{\"name\":\(JSONText.string(cue.name)),\"weights\":\(object(cue.weights.map(Decimals.four)))}"
        }.joined(separator: ",") + "]")
    return "{" + members.joined(separator: ",") + "}\n"
  }

  /// What is said of every model, as members of an object.
  static func members(_ name: String, _ model: Model) -> [String] {
    [
      "\"model\":\(JSONText.string(name))",
      "\"classes\":[\(model.labels.map(JSONText.string).joined(separator: ","))]",
      "\"bytes\":\(model.byteCount)",
      "\"checksum\":\"\(checksum(model))\"",
      "\"features\":\(model.featureCount)",
      "\"named_features\":\(model.namedFeatures.count)",
      "\"lexicon\":\(model.lexiconCount)",
    ]
  }

  private func json(_ feature: Model.NamedFeature, _ label: Int) -> String {
    "{\"name\":\(JSONText.string(feature.name)),\"kind\":\"\(feature.kind.rawValue)\","
      + "\"weight\":\(Decimals.four(feature.weights[label])),\"count\":\(feature.count)}"
  }

  /// A value for each class.
  private func object(_ values: [String]) -> String {
    "{" + zip(model.labels, values).map { "\(JSONText.string($0)):\($1)" }.joined(separator: ",") + "}"
  }
}
