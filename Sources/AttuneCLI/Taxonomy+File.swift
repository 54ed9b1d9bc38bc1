import AttuneCare
import AttuneStreams

extension Taxonomy {
  /// That of a file, or the shipped one.
  static func load(_ path: String?) throws -> Taxonomy {
    guard let path else { return .shipped }
    let yaml = try TextFile.read(path)
    do throws(Failure) {
      return try Taxonomy(yaml: yaml)
    } catch {
      try Exit.fail("\(path)\(error.sentence)", Exit.data)
    }
  }
}

extension Taxonomy.Failure {
  /// What stands behind the file's name in a message.
  var sentence: String {
    switch self {
    case .malformed(let line, let message): "\(line.map { ":\($0)" } ?? ""): no taxonomy (\(message))"
    case .noAspects: ": no aspect"
    case .duplicateAspect(let name): ": the aspect '\(name)' stands there twice"
    case .noTerms(let aspect): ": the aspect '\(aspect)' has no terms"
    case .unusableTerm(let term, let aspect): ": '\(term)', a term of '\(aspect)', holds no words to look for"
    case .duplicateTerm(let term, let aspects):
      aspects.count == 1
        ? ": the term '\(term)' of '\(aspects[0])' stands there twice"
        : ": the term '\(term)' belongs to '\(aspects[0])' and to '\(aspects[1])'"
    case .tooManyWords(let limit): ": more than \(limit) different words"
    case .unknownAspect(let name, let aspect): ": '\(aspect)' is part of '\(name)', which is no aspect"
    case .cycle(let path): ": aspects are part of each other in a circle: \(path.joined(separator: " -> "))"
    }
  }
}
