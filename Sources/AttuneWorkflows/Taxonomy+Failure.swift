import AttuneCare

extension Taxonomy.Failure {
  /// What stands behind the file's name in a message.
  package var sentence: String {
    switch self {
    case .malformed(let line, let message): "\(line.map { ":\($0)" } ?? ""): not a taxonomy (\(message))"
    case .noAspects: ": no aspects"
    case .duplicateAspect(let name): ": the aspect '\(name.shortened)' occurs twice"
    case .noTerms(let aspect): ": the aspect '\(aspect.shortened)' has no terms"
    case .unusableTerm(let term, let aspect):
      ": '\(term.shortened)', a term of '\(aspect.shortened)', contains no words"
    case .duplicateTerm(let term, let aspects):
      aspects.count == 1
        ? ": the term '\(term.shortened)' of '\(aspects[0].shortened)' occurs twice"
        : ": the term '\(term.shortened)' belongs to '\(aspects[0].shortened)' and to '\(aspects[1].shortened)'"
    case .longTerm(let term, let aspect):
      ": '\(term.shortened)', a term of '\(aspect.shortened)', has too many words or alternatives"
    case .tooManyAspects(let limit): ": more than \(limit) aspects"
    case .tooManyWords(let limit): ": more than \(limit) different words"
    case .unknownAspect(let name, let aspect):
      ": '\(aspect.shortened)' is part of '\(name.shortened)', which is not an aspect"
    case .cycle(let path):
      ": aspects are part of one another in a circle: "
        + (path.prefix(8).map(\.shortened) + (path.count > 8 ? ["…"] : [])).joined(separator: " -> ")
    }
  }
}
