import Testing

@testable import Attune

@Suite struct NameSectionTests {
  static let names: [FeatureName] = [
    .init(hash: hash("good"), kind: .word, text: "good", count: 70),
    .init(hash: hash("bad"), kind: .word, text: "bad", count: 60),
    .init(hash: hash("bad") ^ FeatureExtractor.negated, kind: .negated, text: "bad", count: 9),
    .init(hash: FeatureExtractor.pair(hash("good"), hash("food")), kind: .phrase, text: "good food", count: 12),
    .init(hash: FeatureExtractor.pair(FeatureExtractor.sentenceStart, hash("😀")), kind: .opening, text: "😀", count: 5),
  ]

  static func bytes(labels: [String] = ["negative", "neutral", "positive"], _ names: [FeatureName]) -> [UInt8] {
    var contents = HandmadeModel.contents(labels: labels)
    contents.names = names
    return ModelFile.encode(contents)
  }

  private static func section(_ names: [FeatureName]) -> [UInt8] { NameSection.encode(names) }

  private static func read(_ bytes: [UInt8]) throws -> [FeatureName] {
    try bytes.withUnsafeBytes { bytes in
      let section = try NameSection(bytes)
      return (0..<section.count).map { section[$0] }
    }
  }

  @Test func roundTrip() throws {
    #expect(try Self.read(Self.section(Self.names)) == Self.names.sorted { $0.hash < $1.hash })
    #expect(try Self.read(Self.section([])).isEmpty)
    #expect(Self.section(Self.names) == Self.section(Self.names.reversed()))
  }

  /// A file without names is what it was before there were names.
  @Test func missing() throws {
    #expect(Self.bytes([]) == HandmadeModel.bytes)
    let model = try Model.load(bytes: HandmadeModel.bytes)
    #expect(model.namedFeatures.isEmpty)
    #expect(model.topFeatures() == [[], [], []])
  }

  @Test func verdictsDoNotDependOnNames() throws {
    let plain = try Model.load(bytes: HandmadeModel.bytes)
    let named = try Model.load(bytes: Self.bytes(Self.names))
    for text in ["good food", "bad", "", "not good"] { #expect(plain.classify(text) == named.classify(text)) }
  }

  @Test func everyChangeOfABit() {
    let good = Self.section(Self.names)
    for index in good.indices {
      for bit in 0..<8 {
        var bytes = good
        bytes[index] ^= 1 << UInt8(bit)
        // What is read must be well-formed, whatever it is.
        if let names = try? Self.read(bytes) { #expect(names.allSatisfy { !$0.text.isEmpty }) }
      }
    }
  }

  @Test func everyLength() {
    let good = Self.section(Self.names)
    for count in good.indices {
      #expect(throws: ModelError.damaged(section: "NAME")) { try Self.read(Array(good[..<count])) }
    }
    #expect(throws: ModelError.damaged(section: "NAME")) { try Self.read(good + [97]) }
  }

  /// In a file that is otherwise whole, with checksums made right.
  @Test(arguments: ["count", "order", "twice", "end", "kind", "UTF-8", "empty"])
  func impossibleContents(_ what: String) {
    let names = Self.names.count
    let bytes = ModelFileTests.rebuilt(Self.bytes(Self.names)) { sections in
      let section = sections.firstIndex { $0.name == "NAME" }!
      switch what {
      case "count": for index in 0..<4 { sections[section].content[index] = 0xFF }
      case "order": for index in 4..<12 { sections[section].content[index] = 0xFF }
      case "twice": for index in 4..<12 { sections[section].content[index] = sections[section].content[index + 8] }
      case "end": sections[section].content[4 + 12 * names + 3] = 0xFF
      case "kind": sections[section].content[4 + 16 * names] = 4
      case "UTF-8": sections[section].content[4 + 17 * names] = 0xFF
      default: for index in 0..<4 { sections[section].content[4 + 12 * names + index] = 0 }
      }
    }
    #expect(throws: ModelError.damaged(section: "NAME")) { try Model.load(bytes: bytes) }
  }

  @Test func damageIsNoticed() throws {
    let bytes = Self.bytes(Self.names)
    let at = try #require(bytes.indices.last { bytes[$0...].starts(with: Array("good food".utf8)) })
    var damaged = bytes
    damaged[at] ^= 1
    #expect(throws: ModelError.damaged(section: "NAME")) { try Model.load(bytes: damaged) }
  }
}

@Suite struct ModelFeaturesTests {
  @Test func weightsAreAboveTheMeanOfTheOthers() throws {
    let model = try Model.load(bytes: NameSectionTests.bytes(NameSectionTests.names))
    let features = model.namedFeatures
    // The pairs and the negated word are not in the table.
    #expect(Set(features.map(\.name)) == ["good", "bad"])
    let good = try #require(features.first { $0.name == "good" })
    #expect(good.kind == .word)
    #expect(good.count == 70)
    // Logits 0, 450 and 900 of 256 a unit.
    for (weight, expected) in zip(good.weights, [-675.0 / 256, 0, 675.0 / 256]) {
      #expect(abs(weight - expected) < 1e-6)
    }
    #expect(abs(good.weights.reduce(0, +)) < 1e-6)
  }

  @Test(arguments: [["no", "yes"], ["negative", "neutral", "positive"], ["a", "b", "c", "d", "e"]])
  func topFeatures(labels: [String]) throws {
    let model = try Model.load(bytes: NameSectionTests.bytes(labels: labels, NameSectionTests.names))
    let top = model.topFeatures()
    #expect(top.count == labels.count)
    #expect(top.first?.map(\.name) == ["bad"])
    #expect(top.last?.map(\.name) == ["good"])
    #expect(top.enumerated().allSatisfy { label, features in features.allSatisfy { $0.weights[label] > 0 } })
    for limit in [0, -1] { #expect(model.topFeatures(limit) == labels.map { _ in [] }) }
  }

  @Test func figures() throws {
    let model = try Model.load(bytes: HandmadeModel.bytes)
    #expect(model.featureCount == 3)
    #expect(model.lexiconCount == 0)
    #expect(model.checksum == HandmadeModel.bytes.withUnsafeBytes(Checksum.of))
    #expect(model.cueWeights.map(\.name) == CueFeatures.names)
    #expect(model.cueWeights.allSatisfy { abs($0.weights.reduce(0, +)) < 1e-5 })
    let shipped = try Model.shipped()
    #expect(shipped.lexiconCount == shipped.lexicon.count)
    #expect("\(shipped.featureCount)" == shipped.card.first { $0.key == "features" }?.value)
  }
}
