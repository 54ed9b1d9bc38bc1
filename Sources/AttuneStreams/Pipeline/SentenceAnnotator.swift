import Attune

/// Gives every sentence a verdict of its own, and says of which texts the sentences, or the clauses of one, pull both ways.
package final class SentenceAnnotator: Annotator {
  private struct Sentence {
    var range: Range<Int>
    /// nil for unknown.
    var label: Int?
    var score: Float
  }

  private let cutter = SentenceCutter(scratch: TokenizerScratch())
  private let scorer: Scorer
  private let clauseCutter = ClauseCutter(scratch: TokenizerScratch())
  /// Scores one sentence's clauses; nil where no text is said to be mixed.
  private let clauseScorer: Scorer?
  /// Texts with a sentence of which the clauses pull both ways.
  private var mixedWithin: Set<Int> = []
  private let showsSentences: Bool
  package let labelsMixed: Bool
  private var sentences: [Sentence] = []
  /// Where the sentences of each text end.
  private var ends: [Int] = []

  /// - Parameters:
  ///   - showsSentences: write the sentences.
  ///   - labelsMixed: say which texts are mixed.
  package init(model: Model, showsSentences: Bool, labelsMixed: Bool) {
    self.labelsMixed = labelsMixed
    scorer = Scorer(model: model)
    clauseScorer = labelsMixed ? Scorer(model: model) : nil
    self.showsSentences = showsSentences
  }

  package var field: String { showsSentences ? "sentences" : "" }
  package var columns: [String] { showsSentences ? ["sentences"] : [] }

  package func annotate(_ texts: ScoredTexts) {
    sentences.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    mixedWithin.removeAll(keepingCapacity: true)
    for row in 0..<texts.count {
      let text = texts[row]
      cutter.forEach(in: text) { range in
        scorer.add(UnsafeBufferPointer(rebasing: text[range]))
        sentences.append(Sentence(range: range, label: nil, score: 0))
        if isMixed(sentence: UnsafeBufferPointer(rebasing: text[range])) { mixedWithin.insert(row) }
        if scorer.isFull { finish() }
      }
      ends.append(sentences.count)
    }
    finish()
  }

  /// Whether the clauses of a sentence pull both ways.
  private func isMixed(sentence: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let clauseScorer else { return false }
    var clauses = 0
    clauseCutter.forEach(in: sentence) { clause in
      clauses += 1
      // A sentence has a few; of more the first tell.
      if !clauseScorer.isFull { clauseScorer.add(UnsafeBufferPointer(rebasing: sentence[clause])) }
    }
    defer { clauseScorer.reset() }
    guard clauses > 1 else { return false }
    clauseScorer.finish()
    return MixedFeelings.areIn(clauses: (0..<clauseScorer.count).lazy.map { clauseScorer.score($0) })
  }

  private func finish() {
    scorer.finish()
    let first = sentences.count - scorer.count
    for text in 0..<scorer.count {
      sentences[first + text].label = scorer.label(text)
      sentences[first + text].score = scorer.score(text)
    }
    scorer.reset()
  }

  private func sentences(of row: Int) -> ArraySlice<Sentence> { sentences[(row == 0 ? 0 : ends[row - 1])..<ends[row]] }

  package func isMixed(_ row: Int) -> Bool {
    mixedWithin.contains(row) || MixedFeelings.areIn(sentences(of: row).lazy.map(\.score))
  }

  package func writeJSON(_ row: Int, to out: inout OutputBuffer) {
    out.append(UInt8(ascii: "["))
    for (index, sentence) in sentences(of: row).enumerated() {
      out.append(index == 0 ? "{\"start\":" : ",{\"start\":")
      out.append(decimal: sentence.range.lowerBound)
      out.append(",\"end\":")
      out.append(decimal: sentence.range.upperBound)
      out.append(",\"label\":")
      out.append(jsonString: sentence.label.map { scorer.labels[$0] } ?? Verdict.unknown)
      out.append(",\"score\":")
      out.append(fourDecimals: sentence.score)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
  }

  /// "negative:0-17 positive:18-30"
  package func writeColumn(_ column: Int, _ row: Int, to out: inout OutputBuffer) {
    for (index, sentence) in sentences(of: row).enumerated() {
      if index > 0 { out.append(UInt8(ascii: " ")) }
      out.append(sentence.label.map { scorer.labels[$0] } ?? Verdict.unknown)
      out.append(span: sentence.range)
    }
  }
}
