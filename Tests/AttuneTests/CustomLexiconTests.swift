import Foundation
import Testing

@testable import Attune

/// Terms of one's own count for what their owner says, whatever the model makes of them.
@Suite struct CustomLexiconTests {
  private let shipped: Model

  init() throws { shipped = try Model.shipped() }

  private func lexicon(_ terms: [String: Double], ignoring ignored: [String] = []) throws -> CustomLexicon {
    var lexicon = CustomLexicon()
    for (term, valence) in terms { try lexicon.add(term, valence: valence) }
    for term in ignored { try lexicon.ignore(term) }
    return lexicon
  }

  @Test(arguments: [
    ("The new menu is glorp", "glorp"), ("The new menu is GLORP", "glorp"), ("The new menu #glorp", "glorp"),
    ("The new menu is glooorp", "glorp"), ("All of it was a total dumpster fire", "dumpster fire"),
    ("It rates 7b on our wall", "7b"), ("the new one 🫠", "🫠"),
  ])
  func aTermMovesTheVerdict(_ text: String, _ term: String) throws {
    let before = shipped.classify(text).score
    #expect(shipped.with(try lexicon([term: 4])).classify(text).score > before + 0.1)
    #expect(shipped.with(try lexicon([term: -4])).classify(text).score < before - 0.1)
  }

  @Test func negationAndContrastAreHeard() throws {
    let model = shipped.with(try lexicon(["glorp": 3]))
    func score(_ text: String) -> Double { model.classify(text).score }
    func alone(_ text: String) -> Double { shipped.classify(text).score }
    #expect(score("It is not glorp") < alone("It is not zzyzx"))
    #expect(score("It is very glorp") > score("It is rather glorp"))
    // What would have been good was not.
    #expect(score("It would have been glorp") < alone("It would have been zzyzx") + 0.05)
  }

  /// What the model has learned of a word, alone, in pairs and in its deep part, is not asked any more.
  @Test func aTermOverridesTheModel() throws {
    let good = shipped.with(try lexicon(["terrible": 3]))
    #expect(good.classify("What a terrible day, terrible!").score > 0.2)
    let phrase = shipped.with(try lexicon(["not bad at all": -3]))
    #expect(phrase.classify("The hotel was not bad at all").score < -0.2)
  }

  /// Both end alike, which is all that the deep part sees of unknown words.
  @Test func anIgnoredNameDoesNotMatter() throws {
    let model = shipped.with(try lexicon([:], ignoring: ["Joy", "Enjoy", "Joy Palace", "Enjoy Palace"]))
    for frame in ["@ has the keys.", "We met @ at noon, and @ was late", "ask @", "Is @ Palace open?"] {
      let texts = ["Joy", "Enjoy"].map { frame.replacingOccurrences(of: "@", with: $0) }
      #expect(model.classify(texts[0]) == model.classify(texts[1]), "\(frame)")
    }
    #expect(model.classify("Joy").label == Verdict.unknown)
    #expect(shipped.classify("Joy").label != Verdict.unknown)
  }

  @Test func theLongestOfTheFirstCounts() throws {
    let model = shipped.with(try lexicon(["glorp": 2, "glorp mip": -4, "mip zap": 4]))
    let parts = model.explain("A glorp mip zap. Mip. Zap").parts.filter { $0.kind == .lexicon }
    #expect(parts.map(\.name) == ["glorp mip"])
    #expect(parts[0].contributions[model.polarity!.positive] < 0)
    // A sentence's end is in the term.
    let saint = shipped.with(try lexicon(["St. Glorp": 1]))
    #expect(saint.explain("We went to St. Glorp today").parts.contains { $0.kind == .lexicon })
  }

  private static let texts = [
    "Nothing but glorp here!", "not glorp, but the mip zap was good", "It is GLORP; better than you, though glooorp",
    "I wish it were glorp. It used to be glorp and Grace knew.", "glorp", "Grace", "7b 7b glorp 5 stars", "",
  ]

  private func mixed() throws -> Model {
    shipped.with(try lexicon(["glorp": 2.5, "mip zap": -3, "7b": 1, "good": -2, "5 stars": 0], ignoring: ["Grace"]))
  }

  @Test func explanationsAddUp() throws {
    let model = try mixed()
    for text in Self.texts + [String(repeating: Self.texts.joined(separator: " "), count: 40)] {
      let explanation = model.explain(text)
      #expect(explanation.verdict == model.classify(text))
      let largest = explanation.logits.max()!
      let powers = explanation.logits.map { exp($0 - largest) }
      for label in model.labels.indices {
        let probability = powers[label] / powers.reduce(0, +)
        #expect(abs(probability - explanation.verdict.probabilities[label]) < 1e-4, "\(text)")
      }
    }
    let parts = model.explain("Grace was not glorp").parts
    #expect(parts.contains { $0.kind == .ignored && $0.name == "Grace" && $0.contributions.allSatisfy { $0 == 0 } })
    #expect(parts.contains { $0.kind == .lexicon && $0.name == "glorp" && $0.range == 14..<19 })
  }

  @Test func manyTextsAreReadAsOne() throws {
    let model = try mixed()
    let texts = (0..<300).map { Self.texts[$0 % Self.texts.count] + " \($0)" }
    #expect(model.classify(texts) == texts.map { model.classify($0) })
  }

  /// A long text is read in batches of tokens: a term is found wherever their borders fall.
  @Test func termsStandOnBordersOfBatches() throws {
    let model = shipped.with(try lexicon(["mip zap glorp": -3]))
    for shift in 0..<4 {
      let filler = String(repeating: "so ", count: TokenBatch.capacity - 3 + shift)
      let text = filler + "mip zap glorp " + "so so mip zap glorp"
      #expect(model.explain(text).parts.count { $0.kind == .lexicon } == 2, "\(shift)")
    }
  }

  @Test func withoutTermsNothingChanges() throws {
    let model = shipped.with(CustomLexicon())
    let other = shipped.with(try lexicon(["glorp": 4]))
    for text in try SampleTexts.all() {
      #expect(model.classify(text) == shipped.classify(text))
      #expect(other.classify(text) == shipped.classify(text))
    }
    #expect(try mixed().with(CustomLexicon()).classify("glorp") == shipped.classify("glorp"))
  }

  @Test func tonesForgetIgnoredWords() throws {
    let model = shipped.with(try lexicon([:], ignoring: ["thanks"]))
    let thanks = try shipped.tones(of: "thanks a lot").first { $0.label == "gratitude" }
    #expect(thanks != nil)
    #expect(try model.tones(of: "thanks").first { $0.label == "gratitude" } == nil)
  }

  @Test func badTermsAreRefused() throws {
    var lexicon = CustomLexicon()
    func objection(_ term: String, _ valence: Double) -> CustomLexicon.Objection? {
      do throws(CustomLexicon.Objection) {
        try lexicon.add(term, valence: valence)
        return nil
      } catch {
        return error
      }
    }
    #expect(objection("fine", 4.01) == .valence(4.01))
    #expect(objection("fine", -.infinity) == .valence(-.infinity))
    #expect(objection("fine", .nan) != nil)
    #expect(objection(" -- ", 1) == .noToken)
    #expect(objection(String(repeating: "a ", count: 17), 1) == .tooLong(tokens: 17))
    #expect(objection("Fine", 1) == nil)
    #expect(objection("fine", 1) == nil)
    #expect(objection("FINE", 2) == .contradiction(before: 1))
    #expect(throws: CustomLexicon.Objection.contradiction(before: 1)) { try lexicon.ignore("fine") }
    #expect(lexicon.count == 1)
  }

  /// Of two that point the same way the stronger counts; whatever points the other way overrides the model.
  @Test(arguments: [
    "terrible", "awful", "great", "delicious", "waste of money", "highly recommended", "horrible service",
  ])
  func aValenceNeverWeakensItsTerm(_ term: String) throws {
    let own = shipped.classify(term).score
    let sign = own < 0 ? -1.0 : 1.0
    for frame in ["@", "The whole day was @", "We found it @, in the end.", "@ @ and so on"] {
      let text = frame.replacing("@", with: term)
      let before = shipped.classify(text).score * sign
      var last = before
      for strength in [0.25, 1, 2, 4] {
        let after = shipped.with(try lexicon([term: strength * sign])).classify(text).score * sign
        // The deep part counts a little less where the rest is surer.
        #expect(after >= last - 0.01, "\(text) \(strength): \(last) to \(after)")
        last = after
      }
      #expect(shipped.with(try lexicon([term: -4 * sign])).classify(text).score * sign < before - 0.2, "\(text)")
    }
  }

  @Test func termsThatTheModelReadsAddUp() throws {
    let model = shipped.with(try lexicon(["glad": 4, "broken": -4, "friendly staff": 4]))
    for text in ["I am glad, but the lamp is broken", "not broken, friendly staff", "glad glad glad"] {
      let explanation = model.explain(text)
      #expect(explanation.verdict == model.classify(text))
      let powers = explanation.logits.map { exp($0 - explanation.logits.max()!) }
      for label in model.labels.indices {
        #expect(abs(powers[label] / powers.reduce(0, +) - explanation.verdict.probabilities[label]) < 1e-4, "\(text)")
      }
    }
  }

  @Test(arguments: ["!!!", "?", "…", "?!"])
  func marksAreNoTerm(_ marks: String) {
    var lexicon = CustomLexicon()
    #expect(throws: CustomLexicon.Objection.noToken) { try lexicon.add(marks, valence: 2) }
    #expect(throws: CustomLexicon.Objection.noToken) { try lexicon.ignore(marks) }
  }
}
