import AttuneCare
import AttuneStreams

extension UrgencyWeights {
  /// Those of a file, or the shipped ones.
  static func load(_ path: String?) throws -> UrgencyWeights {
    guard let path else { return .shipped }
    let yaml = try TextFile.read(path)
    do throws(Failure) {
      return try UrgencyWeights(yaml: yaml)
    } catch {
      try Exit.fail("\(path)\(error.sentence)", Exit.data)
    }
  }
}

extension UrgencyWeights.Failure {
  /// What stands behind the file's name in a message.
  var sentence: String {
    func at(_ line: Int?) -> String { line.map { ":\($0): " } ?? ": " }
    return switch self {
    case .malformed(let line, let message): "\(at(line))not valid YAML (\(message))"
    case .unknownKey(let key, let line, let known):
      "\(at(line))'\(key.shortened)' is unknown; known are \(known.joined(separator: ", "))"
    case .duplicateKey(let key): ": '\(key.shortened)' occurs twice"
    case .notANumber(let key, let value, let line):
      "\(at(line))the weight of '\(key)' is not a number from -1000 to 1000: '\(value.shortened)'"
    case .notAMapping(let key, let line):
      "\(at(line))\(key.isEmpty ? "the file" : "'\(key)'") is not a mapping of names to values"
    }
  }
}
