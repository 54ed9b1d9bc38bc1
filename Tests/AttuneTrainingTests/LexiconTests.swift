import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct LexiconTests {
  @Test func terms() {
    var lexicon = Lexicon()
    let terms: [(String, Float)] = [
      ("Good", 1.9), (":)", 2), ("awful", -9), ("good", -1), ("kind of", 1), ("", 1),
    ]
    // The first "good" counts; a term is one token.
    let isInserted = terms.map { lexicon.insert($0, valence: $1) }
    #expect(isInserted == [true, true, true, false, false, false])
    #expect(lexicon.count == 3)
    #expect(lexicon.valence(of: TokenHash.hash("good")) == 122)
    #expect(lexicon.valence(of: TokenHash.hash(":)")) == 128)
    #expect(lexicon.valence(of: TokenHash.hash("awful")) == -256)
    #expect(lexicon.valence(of: TokenHash.hash("unheard-of")) == 0)
  }

  /// A word that stands in the lexicon alone is known to the model and moves the score.
  @Test func aWordOfTheLexiconOnly() throws {
    var lexicon = Lexicon()
    lexicon.insert("splendid", valence: 3)
    lexicon.insert("great", valence: 3)
    lexicon.insert("awful", valence: -3)
    var set = TrainingSet(lexicon: lexicon)
    for example in ToyData.examples(300, labels: ToyData.sentiment, seed: 4) {
      set.append(example.text, label: example.label)
    }
    let model = try Model.load(bytes: Trainer().train(set).bytes)
    #expect(model.classify("splendid").label != Verdict.unknown)
    #expect(model.classify("splendid").score > model.classify("not splendid").score - 1)
    #expect(model.table.slot(of: TokenHash.hash("splendid")).map { model.table.value(slot: $0, column: 2) } == 192)
  }
}
