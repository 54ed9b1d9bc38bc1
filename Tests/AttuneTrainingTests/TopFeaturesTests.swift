import AttuneStatistics
import Testing

@testable import Attune
@testable import AttuneTraining

@Suite struct TopFeaturesTests {
  /// The names of all features of some texts, as the texts give them.
  private func names(_ texts: [String]) -> Set<String> {
    var set = TrainingSet()
    for text in texts { set.append(text, label: "x") }
    return Set(set.names(ofFeatures: set.vocabulary.hashes).map { "\($0.kind) \($0.text)" })
  }

  @Test func everyKind() {
    #expect(
      names(["Great food. NOT worth it!"]) == [
        "word great", "word food", "word not", "word worth", "word it", "word !", "opening great", "phrase great food",
        "opening not", "phrase not worth", "negated worth", "phrase worth it", "negated it", "phrase it !", "negated !",
      ])
  }

  @Test func shortFormsAreWordsOfTheirOwn() {
    #expect(names(["SOOOO good"]) == ["word soo", "word so", "opening soo", "phrase soo good", "word good"])
    // The pair behind a token with four features.
    let all = names(["never sooo good"])
    #expect(all.isSuperset(of: ["phrase never soo", "phrase soo good", "negated soo", "negated good"]))
  }

  @Test func aPairIsFoundBehindEveryPredecessor() {
    // The last token of one text is not the first of a pair in the next.
    #expect(!names(["good", "food"]).contains("phrase good food"))
    #expect(
      names(["x http://a.example good :) 👍🏽 @me 10/10"]).isSuperset(of: [
        "phrase x http://", "phrase http:// good", "phrase good :)", "phrase :) 👍", "phrase 👍 @user",
        "phrase @user 10/10",
      ]))
  }

  /// No feature of ordinary texts is without a name, and names lead back to their features.
  @Test func everyFeatureHasItsName() {
    let texts = ToyData.examples(200, labels: ToyData.sentiment, seed: 7).map { "not \($0.text)! \($0.text)" }
    var set = TrainingSet()
    for text in texts { set.append(text, label: "x") }
    let hashes = set.vocabulary.hashes
    let named = set.names(ofFeatures: hashes)
    #expect(named.count == hashes.count)
    for name in named {
      let tokens = name.text.split(separator: " ").map { token in
        var other = TrainingSet()
        other.append(String(token), label: "x")
        return other.vocabulary.hashes[0]
      }
      let hash =
        switch name.kind {
        case .word: tokens[0]
        case .negated: tokens[0] ^ FeatureExtractor.negated
        case .opening: FeatureExtractor.pair(FeatureExtractor.sentenceStart, tokens[0])
        case .phrase: FeatureExtractor.pair(tokens[0], tokens[1])
        }
      #expect(hash == hashes[name.index], "\(name)")
    }
  }

  @Test func unknownHashesAndLongTokensHaveNoName() {
    var set = TrainingSet()
    let long = String(repeating: "ab", count: 200)
    set.append("\(long) good", label: "x")
    let names = set.names(ofFeatures: set.vocabulary.hashes + [1, 2, 3])
    #expect(Set(names.map(\.text)) == ["good"])
  }

  // MARK: Which

  @Test func theMostTelling() {
    var model = LinearModel(features: 6, classes: 3)
    model.sparse = [0, 0, 0, /**/ 2, 0, 0, /**/ 1, 0, 0, /**/ 0, 3, 0, /**/ 9, 9, 9, /**/ 5, 0, 0]
    // The last stands too seldom, and one with equal logits tells nothing.
    #expect(TopFeatures.numbers(model, counts: [10, 10, 1000, 10, 10, 4]) == [1, 2, 3])
  }

  @Test(arguments: [(2, 200), (3, 200), (10, 150), (77, 20)])
  func atMostSoMany(classes: Int, limit: Int) {
    var generator = SeededGenerator(seed: 4)
    var model = LinearModel(features: 2000, classes: classes)
    for index in model.sparse.indices where index % classes == 0 {
      model.sparse[index] = Float.random(in: 0.5...1, using: &generator)
    }
    let counts = [UInt32](repeating: 50, count: 2000)
    let numbers = TopFeatures.numbers(model, counts: counts)
    let order = (0..<2000).sorted { model.sparse[$0 * classes] > model.sparse[$1 * classes] }
    #expect(numbers == order.prefix(limit).sorted())
  }

  // MARK: In the model

  @Test func aTrainedModelNamesItsFeatures() throws {
    let model = try Model.load(
      bytes: Trainer().train(ToyData.set(ToyData.examples(240, labels: ToyData.sentiment, seed: 1))).bytes)
    let top = model.topFeatures(5).map { Set($0.filter { $0.kind == .word }.map(\.name)) }
    #expect(!top[0].isEmpty && top[0].isSubset(of: ["broken", "awful", "late", "rude", "dirty", "slow", "useless"]))
    #expect(!top[2].isEmpty && top[2].isSubset(of: ["great", "lovely", "quick", "kind", "clean", "fresh", "perfect"]))
    #expect(model.namedFeatures.allSatisfy { $0.count >= Int(TopFeatures.minimumCount) })
    for feature in model.namedFeatures { #expect(model.weights(ofFeature: feature.hash) == feature.weights) }
  }

  @Test func withoutNames() throws {
    let set = ToyData.set(ToyData.examples(90, labels: ["no", "yes"], seed: 1))
    var options = TrainingOptions()
    options.namesFeatures = false
    let model = try Model.load(bytes: Trainer(options: options).train(set).bytes)
    #expect(model.namedFeatures.isEmpty)
    #expect(!(try Model.load(bytes: Trainer().train(set).bytes)).namedFeatures.isEmpty)
  }
}

@Suite struct TokenSpellingsTests {
  @Test func everyNumberThatWasSpelled() {
    var spellings = TokenSpellings()
    var expected: [UInt32: [UInt8]] = [:]
    for number in stride(from: UInt32(3), to: 3000, by: 7) {
      expected[number] = Array("word \(number)".utf8)
      expected[number]!.withUnsafeBufferPointer { spellings.append(number, $0) }
    }
    for number in UInt32(0)...3100 { #expect(spellings[number].map(Array.init) == expected[number]) }
    #expect(TokenSpellings()[0] == nil)
  }
}
