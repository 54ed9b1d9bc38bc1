/// The terms of a `CustomLexicon` in a text that is explained, by their contexts.
struct ExplainedTerms {
  private struct Term {
    var part: Explanation.Part
    var valence: Int32
    var context: UInt8
    /// The number of its first token.
    var token: Int
  }

  private var terms: [Term] = []
  private var sentenceStart = 0
  /// Terms whose parts were taken.
  private var taken = 0

  mutating func append(_ part: Explanation.Part, valence: Int32, context: UInt8, token: Int) {
    terms.append(Term(part: part, valence: valence, context: context, token: token))
  }

  /// As `SparseSums.mark`.
  mutating func mark(_ mark: UInt8) {
    guard mark != ValenceContext.sentenceMark else {
      sentenceStart = terms.count
      return
    }
    for index in sentenceStart..<terms.count {
      if let context = ValenceContext.moved(terms[index].context, by: mark) { terms[index].context = context }
    }
  }

  /// The part of the term that begins with a token, if one does; tokens come in order.
  mutating func parts(ofToken number: Int, _ model: Model, _ counts: CueCounts, _ slope: Double) -> [Explanation.Part] {
    guard taken < terms.count, terms[taken].token == number else { return [] }
    let term = terms[taken]
    taken += 1
    var part = term.part
    part.contributions = Array(repeating: 0, count: model.labels.count)
    add(term, to: &part.contributions, model, counts, slope)
    return [part]
  }

  /// Adds what all terms are worth, before calibration, to one logit a class.
  func add(to logits: inout [Double], _ model: Model, _ counts: CueCounts) {
    for term in terms { add(term, to: &logits, model, counts, 1) }
  }

  private func add(_ term: Term, to logits: inout [Double], _ model: Model, _ counts: CueCounts, _ slope: Double) {
    guard let polarity = model.polarity else { return }
    let norm = CueFeatures.Length(tokens: counts.tokens).norm
    let logit = CustomTerms.worth * norm * CueFeatures.balance(valence: term.valence, context: term.context)
    logits[polarity.positive] += Double(logit) * slope
    logits[polarity.negative] -= Double(logit) * slope
  }
}
