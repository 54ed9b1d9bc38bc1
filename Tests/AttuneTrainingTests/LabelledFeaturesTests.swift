import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct LabelledFeaturesTests {
  private func hashes(_ data: LabelledFeatures, _ text: Int) -> [UInt64] {
    data.features(text).map { data.hashes[Int($0.number)] }
  }

  /// Leaving out features in one step or in several is the same, and no text loses one that is kept.
  @Test func keepingInSteps() {
    var lexicon = Lexicon()
    for word in ["great", "awful", "kind"] { lexicon.insert(word, valence: 2) }
    var set = TrainingSet(lexicon: lexicon)
    for example in ToyData.examples(80, labels: ToyData.sentiment, seed: 5) {
      set.append(example.text, label: example.label)
    }
    set.append("", label: "neutral")
    let whole = LabelledFeatures(set, isBalanced: false)
    // What is kept depends on the hash alone, so that numbers may change.
    let steps: [(UInt64) -> Bool] = [{ $0 % 5 != 0 }, { $0 % 3 != 0 }, { $0 % 2 != 0 }]
    var inSteps = whole
    for step in steps { inSteps.keep(inSteps.hashes.map(step)) }
    let isKept = { (hash: UInt64) in steps.allSatisfy { $0(hash) } }
    var atOnce = whole
    atOnce.keep(whole.hashes.map(isKept))

    let areHashesSame = inSteps.hashes == atOnce.hashes && atOnce.hashes == whole.hashes.filter(isKept)
    #expect(areHashesSame)
    for text in 0..<whole.count {
      let all = hashes(whole, text)
      #expect(hashes(atOnce, text) == all.filter(isKept))
      #expect(hashes(inSteps, text) == hashes(atOnce, text))
      let known = all.count { isKept($0) || lexicon.valence(of: $0) != 0 }
      let share = CueFeatures.share(known: Int64(known), tokens: whole.tokens[text])
      for data in [inSteps, atOnce] { #expect(data.cues[text * CueFeatures.count + CueFeatures.knownShare] == share) }
    }
    let counts = atOnce.featureCounts(Array(0..<atOnce.count))
    #expect(counts.reduce(0, +) == UInt32(atOnce.features.count))
  }
}
