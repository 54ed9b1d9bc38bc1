import AttuneFiles

/// Messages of customers to practise with: `Sources/AttuneCare/Reply/Books/scenarios.yaml`.
package struct ScenarioBook: Sendable {
  package enum Urgency: String, CaseIterable, Sendable { case low, normal, high }

  package struct Scenario: Sendable, Equatable {
    package var channel: Channel
    /// What the customer is called.
    package var name: String
    package var feeling: Feeling
    /// What it is about, in the rubric's words.
    package var aspect: String
    package var urgency: Urgency
    package var message: String
  }

  package let scenarios: [Scenario]

  /// The book that is part of the library.
  package static let standard: ScenarioBook = {
    do {
      return try ScenarioBook(yaml: attune_file_scenarios().text)
    } catch {
      // The file is part of the program, and the tests read it.
      preconditionFailure("\(error)")
    }
  }()

  /// - Throws: `RubricError`, with the place in the file.
  package init(yaml: String) throws(RubricError) {
    var scenarios: [Scenario] = []
    for entry in try YAMLDocument(yaml).list() {
      try entry.check(keys: ["channel", "name", "feeling", "aspect", "urgency", "message"])
      let channel = try entry.required("channel").text()
      guard let known = Channel(rawValue: channel) else {
        throw .unknownChannel(channel, known: Channel.allCases.map(\.rawValue))
      }
      let message = try entry.required("message")
      scenarios.append(
        Scenario(
          channel: known, name: try entry["name"]?.text() ?? "",
          feeling: try Self.choice(entry, "feeling", .frustration),
          aspect: try entry["aspect"]?.text() ?? "", urgency: try Self.choice(entry, "urgency", .normal),
          message: try message.text()))
      guard scenarios.last?.message.isEmpty == false else {
        throw .wrongValue(place: message.place, expected: "a message")
      }
    }
    guard !scenarios.isEmpty else { throw .missing("a scenario") }
    self.scenarios = scenarios
  }

  private static func choice<Value: RawRepresentable & CaseIterable>(
    _ entry: YAMLDocument, _ key: String, _ normal: Value
  ) throws(RubricError) -> Value where Value.RawValue == String {
    guard let part = entry[key] else { return normal }
    guard let value = Value(rawValue: try part.text()) else {
      throw .wrongValue(
        place: part.place, expected: "one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }
}
