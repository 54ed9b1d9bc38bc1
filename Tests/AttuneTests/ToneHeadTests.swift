import Foundation
import Testing

@testable import Attune

/// Tones by a head that was made by hand.
@Suite struct ToneHeadTests {
  /// "good" is joy, "bad" is anger and annoyance.
  private static func head(_ taxonomy: ToneTaxonomy, _ model: Model) -> ToneHeadContents {
    let tones = taxonomy.labels.count
    func row(_ names: [String]) -> [Int8] { taxonomy.labels.map { names.contains($0) ? 127 : -20 } }
    var weights: [Int: [Int8]] = [:]
    weights[model.table.slot(of: hash("good"))!] = row(["joy"])
    weights[model.table.slot(of: hash("bad"))!] = row(["anger", "annoyance"])
    return ToneHeadContents(
      taxonomy: taxonomy, classes: 3, scales: Array(repeating: 0.05, count: tones),
      biases: (0..<tones).map { -1 - Float($0) / 16 }, thresholds: Array(repeating: 0.5, count: tones),
      dense: (0..<3 * tones).map { Float($0 % 7) / 16 - 0.25 }, weights: weights)
  }

  private static let bytes: [UInt8] = {
    let model = try! Model.load(bytes: HandmadeModel.bytes)
    return try! model.encoded(
      addingTones: ToneTaxonomy.allCases.map { head($0, model) }, card: [.init(key: "tone", value: "made by hand")])
  }()

  /// The same in one line a step.
  private func expected(_ text: String, _ model: Model, _ taxonomy: ToneTaxonomy) -> [Tone] {
    let head = Self.head(taxonomy, model)
    let tones = taxonomy.labels.count
    let words = text.split(separator: " ").map { model.table.slot(of: hash(String($0))) }
    let probabilities = model.classify(text).probabilities
    let all = (0..<tones).map { tone in
      let sum = words.compactMap { $0 }.reduce(0) { $0 + Float(head.weights[$1]?[tone] ?? 0) }
      let dense = probabilities.indices.reduce(Float(0)) {
        $0 + Float(probabilities[$1]) * head.dense[$1 * tones + tone]
      }
      let logit = head.scales[tone] * sum / Float(words.count).squareRoot() + dense + head.biases[tone]
      return Tone(label: taxonomy.labels[tone], probability: 1 / (1 + exp(-Double(logit))))
    }
    return all.filter { $0.probability > 0.5 }.sorted { $0.probability > $1.probability }
  }

  @Test(arguments: ToneTaxonomy.allCases)
  func tonesAreTheSumsOfTheirParts(taxonomy: ToneTaxonomy) throws {
    let model = try Model.load(bytes: Self.bytes)
    let texts = [
      "good", "bad", "good food", "bad food", "good bad", Array(repeating: "bad", count: 700).joined(separator: " "),
    ]
    let batch = try model.tones(of: texts, taxonomy)
    for (text, found) in zip(texts, batch) {
      #expect(try model.tones(of: text, taxonomy) == found)
      let expected = expected(text, model, taxonomy)
      #expect(found.map(\.label) == expected.map(\.label), "\(text.prefix(20))")
      for (one, other) in zip(found, expected) { #expect(abs(one.probability - other.probability) < 2e-3) }
    }
    #expect(batch[0].first?.label == "joy")
    #expect(Set(batch[1].map(\.label)) == ["anger", "annoyance"])
  }

  @Test func nothingKnownHasNoTone() throws {
    let model = try Model.load(bytes: Self.bytes)
    #expect(try model.tones(of: "") == [])
    #expect(try model.tones(of: "xyzzy") == [])
  }

  @Test func sentimentStaysAsItIs() throws {
    let (model, plain) = (try Model.load(bytes: Self.bytes), try Model.load(bytes: HandmadeModel.bytes))
    for text in ["good food", "bad", "", "not good"] { #expect(model.classify(text) == plain.classify(text)) }
    let sections = try ModelFile.sections(of: model.storage.bytes, isTrusted: false)
    for section in try ModelFile.sections(of: plain.storage.bytes, isTrusted: false) where section.name != "CARD" {
      let other = try #require(sections.first { $0.name == section.name })
      #expect(section.bytes.elementsEqual(other.bytes))
    }
    #expect(model.card == plain.card + [.init(key: "tone", value: "made by hand")])
  }

  @Test func teachingAgainReplaces() throws {
    let model = try Model.load(bytes: Self.bytes)
    let again = try model.encoded(
      addingTones: ToneTaxonomy.allCases.map { Self.head($0, model) }, card: [.init(key: "tone", value: "made by hand")]
    )
    #expect(again == Self.bytes)
  }

  @Test func aModelWithoutTones() throws {
    let model = try Model.load(bytes: HandmadeModel.bytes)
    #expect(model.toneTaxonomies == [])
    #expect(throws: ModelError.noTones(.core)) { try model.tones(of: "good") }
    #expect(throws: ModelError.noTones(.all)) { try model.tones(of: ["good"], .all) }
  }

  /// Sections whose checksums are right and whose contents are not.
  @Test(arguments: ["TONE", "EMOT"])
  func impossibleSections(name: String) throws {
    func damaged(_ change: @escaping (inout [UInt8]) -> Void) -> [UInt8] {
      ModelFileTests.rebuilt(Self.bytes) { sections in
        for index in sections.indices where sections[index].name == name { change(&sections[index].content) }
      }
    }
    let changes: [(inout [UInt8]) -> Void] = [
      { $0.removeAll() }, { $0.removeLast() }, { $0.append(0) }, { $0 = Array($0.prefix(16)) },
      { $0[0] &+= 1 }, { $0[4] &+= 1 }, { $0[8] &+= 1 }, { $0[12] &+= 1 }, { $0[15] = 0xFF },
      // The first scale is not a number.
      { for place in 16..<20 { $0[place] = 0xFF } },
      // A line leads to rows that are not there.
      { section in
        let tones = name == "TONE" ? 9 : 28
        section[(16 + 4 * tones * 6 + 63) & ~63] ^= 0xFF
      },
    ]
    for change in changes {
      #expect(throws: ModelError.damaged(section: name)) { try Model.load(bytes: damaged(change)) }
    }
  }

  @Test func taxonomies() {
    #expect(ToneTaxonomy.core.labels.count == 9)
    #expect(ToneTaxonomy.all.labels.count == 28)
    for taxonomy in ToneTaxonomy.allCases { #expect(taxonomy.labels.last == "neutral") }
    for emotion in ToneTaxonomy.all.labels { #expect(ToneTaxonomy.core.index(of: emotion) != nil) }
    #expect(ToneTaxonomy.core.index(of: "grief") == ToneTaxonomy.core.index(of: "disappointment"))
    #expect(ToneTaxonomy.core.index(of: "hunger") == nil)
  }
}
