/// What is wrong with a rubric, a phrase book or a book of scenarios.
public enum RubricError: Error, Equatable, Sendable {
  /// The file cannot be read; gives the system's message.
  case unreadable(String)
  /// Not YAML; gives the parser's message.
  case notYAML(String)
  /// Something required is missing.
  case missing(String)
  /// Something else was expected at a place such as "items.greeting.weights".
  case wrongValue(place: String, expected: String)
  /// An unknown item, and the known ones.
  case unknownItem(String, known: [String])
  /// An unknown channel.
  case unknownChannel(String, known: [String])
  /// An unknown key.
  case unknownKey(place: String, key: String, known: [String])
  /// The weights of a channel sum to zero.
  case weightsSumToZero(channel: String)
  /// A pattern that cannot be read, with its line in the file and the reason.
  case invalidPattern(place: String, line: Int?, pattern: String, reason: String)
}

extension RubricError: CustomStringConvertible {
  /// A sentence without the file's name.
  public var description: String {
    switch self {
    case .unreadable(let message): message
    case .notYAML(let message): "not valid YAML: \(message)"
    case .missing(let place): "'\(place)' is missing"
    case .wrongValue(let place, let expected): "'\(place)' must be \(expected)"
    case .unknownItem(let name, let known):
      "unknown item '\(name.shortened)'; items are \(known.joined(separator: ", "))"
    case .unknownChannel(let name, let known):
      "unknown channel '\(name.shortened)'; channels are \(known.joined(separator: ", "))"
    case .unknownKey(let place, let key, let known):
      "'\(place.shortened)' has no '\(key.shortened)'; it has \(known.joined(separator: ", "))"
    case .weightsSumToZero(let channel): "the weights of channel '\(channel)' sum to zero"
    case .invalidPattern(let place, let line, let pattern, let reason):
      (line.map { "line \($0): " } ?? "") + "'\(place)'"
        + (pattern.isEmpty ? " \(reason)" : ": the pattern '\(pattern.shortened)' \(reason)")
    }
  }
}

extension PatternError {
  /// What it does wrong, behind the pattern's name.
  var reason: String {
    switch self {
    case .unknownClass(let name): "names a class '\(name.shortened)' that is not in 'words'"
    case .unknownTokenClass(let name):
      "has '\(name.shortened)', which is not one of \(TokenClass.allCases.map { "#\($0)" }.joined(separator: ", "))"
    case .unknownCondition(let name):
      "has '\(name.shortened)', which is not one of @question, @statement, @negatable, @alone"
    case .unbalanced: "has a bracket, '^' or '$' in the wrong place"
    case .notAWord(let word): "has '\(word.shortened)', which is not one word"
    case .empty: "matches nothing"
    case .circularClass(let name): "uses the class '\(name.shortened)', which contains itself"
    case .tooMany: "is one too many"
    case .tooManyWords(let limit): "needs more than \(limit) different words"
    case .tooLarge(let limit): "expands to more than \(limit) parts"
    case .tooManyOptional(let limit): "has more than \(limit) optional elements"
    case .tooDeep(let limit): "nests brackets or word classes more than \(limit) deep"
    }
  }
}
