/// How much of a column could be used.
package struct FieldCounts: Sendable, Equatable {
  /// A field that could not be read.
  package struct Example: Sendable, Equatable {
    package var path: String
    package var line: Int
    package var error: FieldError
  }

  /// Those that say that there is no answer as well.
  package private(set) var missing = 0
  /// Fields that say that there is no answer, by what they say.
  private(set) var noAnswers: [String: Int] = [:]
  /// Those of times of 0 in cases that are not solved, which are missing as well.
  private(set) var notYet = 0
  /// Those of cases that were cancelled, which are missing as well.
  private(set) var cancelled = 0
  package private(set) var unreadable = 0
  /// The first ones.
  package private(set) var examples: [Example] = []

  private static let shown = 3
  /// Different words for no answer.
  private static let words = 100

  /// "12 empty, 30 without an answer ('Offered', 'Unoffered')"; nil where nothing is missing.
  package var missingText: String? {
    let said = noAnswers.values.reduce(0, +)
    let shown = noAnswers.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.shown).map {
      "'\($0.key.shortened)'"
    }
    let words = shown.joined(separator: ", ") + (noAnswers.count > Self.shown ? ", …" : "")
    let texts = [
      missing > said + notYet + cancelled ? "\(Digits.count(missing - said - notYet - cancelled)) empty" : nil,
      cancelled > 0 ? "\(Digits.count(cancelled)) cancelled, neither solved nor open" : nil,
      notYet > 0 ? "\(Digits.count(notYet)) of cases that are not solved are 0, not used" : nil,
      said > 0 ? "\(Digits.count(said)) without an answer (\(words))" : nil,
    ].compactMap { $0 }
    return texts.isEmpty ? nil : texts.joined(separator: ", ")
  }

  package init() {}

  package mutating func append(_ fault: RecordLayout.Fault, path: String, line: Int) {
    switch fault {
    case .missing: missing += 1
    case .noAnswer(let word):
      missing += 1
      if noAnswers[word] != nil || noAnswers.count < Self.words { noAnswers[word, default: 0] += 1 }
    case .notYet:
      missing += 1
      notYet += 1
    case .cancelled:
      missing += 1
      cancelled += 1
    case .unreadable(let error):
      unreadable += 1
      if examples.count < Self.shown { examples.append(Example(path: path, line: line, error: error)) }
    }
  }
}
