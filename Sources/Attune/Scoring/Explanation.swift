import AttunePlatform

/// Explains a verdict: what every word, phrase and cue adds to the logit of every class.
///
/// The parts add up: for each class, the sum of all `contributions` is the logit, and the softmax of the logits is
/// `verdict.probabilities`, to within the rounding of 32-bit floating point.
public struct Explanation: Sendable, Hashable {
  /// One reason: a word, a phrase, a cue.
  public struct Part: Sendable, Hashable {
    /// What a part is.
    public enum Kind: String, Sendable, Hashable {
      /// A single token.
      case word
      /// A token together with the one before it.
      case phrase
      /// A negated token.
      case negated
      /// A token that is not, or no longer, true ("would have been good", "used to be good").
      case hypothetical
      /// The short form of an elongated word.
      case shortened
      /// A comparison in favour of a rival ("better than you"), at its end.
      case rival
      /// A rating such as "9/10" or "one star", at its end.
      case rating
      /// A term of a `CustomLexicon`, with its valence in the context of the text.
      case lexicon
      /// An ignored term of a `CustomLexicon`; it adds nothing.
      case ignored
      /// A token in its place among others, as the deep part of the model reads it: its share of the windows that
      /// count.
      case context
      /// The form of the text, or the valence of its words by context; `name` says which.
      case cue
      /// What the model adds to every text.
      case bias
    }

    /// What it is.
    public var kind: Kind
    /// Its place, in UTF-8 bytes of the text; empty for `cue` and `bias`.
    public var range: Range<Int>
    /// The words, or the name of the cue.
    public var name: String
    /// One logit per class, in the order of the model's `labels`.
    public var contributions: [Double]
  }

  /// The verdict that is explained.
  public var verdict: Verdict
  /// In the order of the text, cues and bias last. Features that the model does not know are left out.
  public var parts: [Part]
  /// The sums of the parts, one per class.
  public var logits: [Double]
}

extension Model {
  /// Explains what each part of a text adds to the verdict. About ten times slower than `classify`.
  public func explain(_ text: String) -> Explanation {
    var text = text
    return text.withUTF8 { explain(utf8: $0) }
  }

  /// Explains the verdict on a text given as UTF-8 bytes, which need not be valid.
  public func explain(utf8 text: UnsafeBufferPointer<UInt8>) -> Explanation {
    Explainer(model: self, text: text).explanation
  }
}

/// Follows the way of the `Scorer` part by part, for one text.
private struct Explainer {
  let model: Model
  let text: UnsafeBufferPointer<UInt8>

  /// Takes the features of one token at a time.
  private struct TokenSink: FeatureCollector {
    var features: [Feature] = []
    var hasRoom: Bool { features.isEmpty }
    mutating func collect(_ feature: Feature) { features.append(feature) }
  }

  var explanation: Explanation {
    let verdict = model.classify(utf8: text)
    var parts: [Explanation.Part] = []
    var counts = CueCounts()
    var sums = SparseSums()
    var sink = TokenSink()
    var extractor = TextFeatures(text, scratch: TokenizerScratch(), terms: model.terms)
    var terms = ExplainedTerms()
    var previousStart: Int?
    var found: [(slot: Int, times: Double, part: Explanation.Part)] = []
    var tokens: [(end: Int, range: Range<Int>)] = []
    while true {
      sink.features.removeAll(keepingCapacity: true)
      let isDone = extractor.fill(&sink, counts: &counts)
      if isDone { break }
      let token = extractor.token
      if token.boundary == .sentence { previousStart = nil }
      var index = -1
      for feature in sink.features {
        let isReversed = feature.context & ValenceContext.reversed != 0
        let context = feature.context & ~ValenceContext.reversed
        if context > ValenceContext.none {
          sums.mark(context)
          terms.mark(context)
          continue
        }
        index += 1
        if index == 0, let term = extractor.term {
          if term.valence != nil { sums.known += 1 }
          let kind: Explanation.Part.Kind = term.valence == nil ? .ignored : .lexicon
          terms.append(part(kind, term.range), valence: term.valence ?? 0, context: context, token: tokens.count)
        }
        guard let slot = model.table.slot(of: feature.hash) else { continue }
        sums.known += 1
        if context != ValenceContext.none {
          sums.add(valence: Int32(model.table.value(slot: slot, column: 2)), context: context)
        }
        let kind: Explanation.Part.Kind =
          switch index {
          case 0: .word
          case 1: .phrase
          default:
            switch feature.hash {
            case token.hash ^ FeatureExtractor.negated: .negated
            case token.hash ^ FeatureExtractor.hypothetical, token.hash ^ FeatureExtractor.past: .hypothetical
            case token.shortenedHash: .shortened
            default: Ratings.hashes.contains(feature.hash) ? .rating : .rival
            }
          }
        let start = kind == .phrase ? previousStart ?? token.start : token.start
        found.append((slot, isReversed ? Double(ValenceContext.reversal) : 1, part(kind, start..<token.end)))
      }
      previousStart = token.start
      tokens.append((found.count, token.start..<token.end))
    }
    guard sums.known > 0, verdict.language == nil else {
      // Nothing is known, or nothing counts: all there is to say is what the model says of any text.
      let logits = model.prior.map { Double(log(max($0, 1e-9))) }
      let bias = Explanation.Part(
        kind: .bias, range: text.count..<text.count, name: "bias", contributions: logits)
      return Explanation(verdict: verdict, parts: [bias], logits: logits)
    }

    let slope = Double(model.calibration.slope(tokens: counts.tokens))
    let scale = Double(model.weightStep) / Double(max(counts.tokens, 1)).squareRoot() * slope
    let cues = cues(&sums, counts)
    var wide = cueLogits(cues)
    for (slot, times, _) in found {
      for label in 1..<wide.count {
        wide[label] += scale / slope * times * Double(model.table.logit(slot: slot, class: label))
      }
    }
    terms.add(to: &wide, model, counts)
    let shares = deepShares(wide, counts)
    var next = 0
    for (number, token) in tokens.enumerated() {
      for (slot, times, part) in found[next..<token.end] {
        var part = part
        part.contributions =
          [0] + (1..<model.labels.count).map { Double(model.table.logit(slot: slot, class: $0)) * scale * times }
        parts.append(part)
      }
      next = token.end
      parts += terms.parts(ofToken: number, model, counts, slope)
      guard let shares, number < shares.ofTokens.count, shares.ofTokens[number].contains(where: { $0 != 0 })
      else { continue }
      var part = part(.context, token.range)
      part.contributions = shares.ofTokens[number].map { $0 * slope }
      parts.append(part)
    }
    parts += cueParts(cues, slope, deepBiases: shares?.ofBiases)
    let logits = model.labels.indices.map { label in parts.reduce(0) { $0 + $1.contributions[label] } }
    return Explanation(verdict: verdict, parts: parts, logits: logits)
  }

  private func part(_ kind: Explanation.Part.Kind, _ range: Range<Int>) -> Explanation.Part {
    Explanation.Part(
      kind: kind, range: range, name: String(decoding: text[range], as: UTF8.self), contributions: [])
  }

  /// What the deep part adds to a text with certain other logits; nil for nothing.
  private func deepShares(_ wide: [Double], _ counts: CueCounts) -> ConvolutionShares? {
    guard let convolution = model.convolution else { return nil }
    let margin = convolution.doubt.margin(wide.map(Float.init), tokens: counts.tokens)
    let share = convolution.doubt.share(margin: margin)
    guard share > 0 else { return nil }
    return ConvolutionShares(
      convolution, classes: model.labels.count, text: text, terms: model.terms, share: Double(share))
  }

  private func cues(_ sums: inout SparseSums, _ counts: CueCounts) -> [Float] {
    var cues = [Float](repeating: 0, count: CueFeatures.count)
    cues.withUnsafeMutableBufferPointer { sums.writeCues($0.baseAddress!, counts: counts) }
    return cues
  }

  /// What they add to each logit.
  private func cueLogits(_ cues: [Float]) -> [Double] {
    let classes = model.labels.count
    return (0..<classes).map { label in
      cues.indices.reduce(0) { $0 + Double(cues[$1] * model.dense.weights[$1 * classes + label]) }
    }
  }

  private func cueParts(_ cues: [Float], _ slope: Double, deepBiases: [Double]?) -> [Explanation.Part] {
    let classes = model.labels.count
    return CueFeatures.names.enumerated().compactMap { index, name in
      guard cues[index] != 0 else { return nil }
      let contributions = (0..<classes).map { label in
        slope * Double(cues[index] * model.dense.weights[index * classes + label])
          + (index == 0 ? Double(model.calibration.biases[label]) + slope * (deepBiases?[label] ?? 0) : 0)
      }
      return Explanation.Part(
        kind: index == 0 ? .bias : .cue, range: text.count..<text.count, name: name, contributions: contributions)
    }
  }
}
