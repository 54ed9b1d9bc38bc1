import Attune
import AttuneStatistics

/// The tones that a model finds in texts beside those that people heard.
package struct ToneEvaluation {
  package let taxonomy: ToneTaxonomy
  /// `[texts × tones]`
  package private(set) var gold: [Bool] = []
  package private(set) var predicted: [Bool] = []
  package private(set) var probabilities: [Float] = []
  package private(set) var count = 0
  private let scorer: Scorer

  /// - Throws: `ModelError.noTones`.
  package init(model: Model, _ taxonomy: ToneTaxonomy) throws(ModelError) {
    guard model.toneTaxonomies.contains(taxonomy) else { throw .noTones(taxonomy) }
    self.taxonomy = taxonomy
    scorer = Scorer(model: model, tones: [taxonomy])
  }

  /// - Parameter names: tones, or emotions of GoEmotions; those that the taxonomy does not know are left out.
  package mutating func append(_ text: UnsafeBufferPointer<UInt8>, names: [String]) {
    let tones = taxonomy.labels.count
    let start = count * tones
    for _ in 0..<tones {
      gold.append(false)
      predicted.append(false)
    }
    for name in names { if let tone = taxonomy.index(of: name) { gold[start + tone] = true } }
    scorer.add(text)
    scorer.finish()
    guard let scored = scorer.tones(taxonomy) else { preconditionFailure("a scorer without its tones") }
    var found: [ToneScorer.Found] = []
    scored.find(0, into: &found)
    for tone in found { predicted[start + tone.tone] = true }
    for tone in 0..<tones { probabilities.append(scored.probability(0, tone: tone)) }
    scorer.reset()
    count += 1
  }

  package var metrics: ToneMetrics { ToneMetrics(gold: gold, predicted: predicted, tones: taxonomy.labels.count) }

  /// The mean distance of probabilities and shares of texts, in ten bins, over all tones.
  package var calibrationError: Double {
    let bins = 10
    let tones = taxonomy.labels.count
    var distance = 0.0
    for tone in 0..<tones {
      var sums = [Double](repeating: 0, count: bins)
      for place in stride(from: tone, to: gold.count, by: tones) {
        let bin = min(max(Int(saturating: Double(probabilities[place]) * Double(bins)), 0), bins - 1)
        sums[bin] += Double(probabilities[place]) - (gold[place] ? 1 : 0)
      }
      distance += sums.reduce(0) { $0 + abs($1) }
    }
    return distance / Double(max(gold.count, 1))
  }
}
