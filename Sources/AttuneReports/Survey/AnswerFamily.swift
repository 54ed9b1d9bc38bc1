import AttuneCare
import AttuneFiles

/// Answers in words that make one scale: "very dissatisfied" … "very satisfied".
package struct AnswerFamily: Sendable, Hashable {
  package let name: String
  /// Of words as `AnswerWords.normalized` gives them.
  let values: [String: Double]
  let lowest: Double
  let highest: Double
  /// Different numbers.
  let levels: Int

  /// - Precondition: the values have at least two different numbers.
  init(name: String, values: [String: Double]) {
    self.name = name
    self.values = values
    let numbers = Set(values.values)
    lowest = numbers.min() ?? 0
    highest = numbers.max() ?? 1
    levels = numbers.count
  }

  /// Whether its words say how much, and not how good: agreement with a statement, frequency, yes and no.
  var isOfAmounts: Bool { Self.amounts.contains { name == $0 || name.hasPrefix($0 + "-") } }

  private static let amounts = ["agreement", "frequency", "certainty", "yes", "likelihood"]

  /// The greatest number is the best answer, unless the user says otherwise.
  func scale(best: Scale.Best) -> Scale { Scale(lowest, highest, best: best) }
}

/// The families of answers in words: read from a YAML file that is documented where it is shipped (`answers.yaml`).
package struct AnswerBook: Sendable {
  /// In the order of the file.
  package let families: [AnswerFamily]
  /// Words that say that there is no answer.
  private let noAnswer: Set<String>
  /// The words of all families.
  private let words: Set<String>

  /// Why a book cannot be read.
  package enum Failure: Error, Equatable, Sendable {
    /// Not YAML.
    case malformed(line: Int?, message: String)
    case unknownKey(String, line: Int)
    case duplicateKey(String)
    /// A list of words, or numbers with lists of words, were expected.
    case unexpected(String, line: Int)
    /// A key that is no whole number from 0 to 100.
    case notANumber(String, family: String, line: Int)
    case tooFewNumbers(family: String)
    /// A word that stands for two numbers of one family.
    case duplicateWord(String, family: String)
    case noFamilies
  }

  package static let shipped: AnswerBook = {
    // A test reads the file.
    try! AnswerBook(yaml: attune_file_answers().text)
  }()

  /// - Throws: `Failure`
  /// - Complexity: O(text)
  package init(yaml: String) throws(Failure) {
    var families: [AnswerFamily] = []
    var noAnswer: Set<String> = []
    for (key, node) in try Self.root(yaml)?.mapping ?? [] {
      switch key.scalar ?? "" {
      case "no_answer": noAnswer = Set(try Self.words(node, of: "no_answer").map(AnswerWords.normalized))
      case "families":
        guard let pairs = node.mapping else { throw .unexpected("families", line: node.line) }
        for (name, node) in pairs { families.append(try Self.family(name.scalar ?? "", node)) }
      case let other: throw .unknownKey(other, line: key.line)
      }
    }
    guard !families.isEmpty else { throw .noFamilies }
    self.families = families
    self.noAnswer = noAnswer
    words = Set(families.flatMap(\.values.keys))
  }

  private static func root(_ yaml: String) throws(Failure) -> YAMLNode? {
    do throws(YAMLError) {
      return try YAMLNode.read(yaml)
    } catch {
      switch error {
      case .malformed(let line, let message): throw .malformed(line: line, message: message)
      case .duplicateKey(let key): throw .duplicateKey(key)
      }
    }
  }

  private static func family(_ name: String, _ node: YAMLNode) throws(Failure) -> AnswerFamily {
    guard let pairs = node.mapping else { throw .unexpected(name, line: node.line) }
    var values: [String: Double] = [:]
    for (key, node) in pairs {
      guard let number = Int(key.scalar ?? ""), (0...100).contains(number) else {
        throw .notANumber(key.scalar ?? "", family: name, line: key.line)
      }
      for word in try words(node, of: name) {
        let normalized = AnswerWords.normalized(word)
        guard values.updateValue(Double(number), forKey: normalized).map({ $0 == Double(number) }) ?? true else {
          throw .duplicateWord(word, family: name)
        }
      }
    }
    guard Set(values.values).count >= 2 else { throw .tooFewNumbers(family: name) }
    return AnswerFamily(name: name, values: values)
  }

  private static func words(_ node: YAMLNode, of key: String) throws(Failure) -> [String] {
    guard let nodes = node.sequence else { throw .unexpected(key, line: node.line) }
    var words: [String] = []
    for node in nodes {
      guard let word = node.scalar, !AnswerWords.normalized(word).isEmpty else {
        throw .unexpected(key, line: node.line)
      }
      words.append(word)
    }
    return words
  }

  // MARK: Looking up

  package subscript(_ name: String) -> AnswerFamily? { families.first { $0.name == name } }

  /// Whether a field says that there is no answer, be it beside a number: "9 no answer".
  func saysNoAnswer(_ normalized: String) -> Bool {
    if noAnswer.contains(normalized) { return true }
    guard normalized.contains(where: \.isNumber), normalized.contains(where: \.isLetter) else { return false }
    let words = ScaleName.marked(normalized[...]).compactMap(\.word).filter { !["(", "=", ":", ")"].contains($0) }
    return NoAnswers.says(words) || noAnswer.contains(words.joined(separator: " "))
  }

  /// Whether it is a word of some family.
  func knows(_ normalized: String) -> Bool { words.contains(normalized) }
}
