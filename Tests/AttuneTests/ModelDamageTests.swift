import TestSupport
import Testing

@testable import Attune

/// Damaged files are refused, or the damage does no harm.
@Suite struct ModelDamageTests {
  private static let texts = ["good food", "bad food", "not good!!", "", "SOOOO good :)"]

  @Test(arguments: [0x01, 0x80, 0xFF] as [UInt8])
  func everyByte(mask: UInt8) throws {
    let original = try Model.load(bytes: HandmadeModel.bytes)
    let expected = Self.texts.map(original.classify)
    for index in HandmadeModel.bytes.indices {
      var bytes = HandmadeModel.bytes
      bytes[index] ^= mask
      do {
        let model = try Model.load(bytes: bytes)
        if model.labels != original.labels || model.card != original.card || Self.texts.map(model.classify) != expected
        {
          Issue.record("byte \(index) was changed and not noticed")
        }
      } catch {
        #expect(error != .noShippedModel)
      }
    }
  }

  @Test func everyLength() {
    for count in HandmadeModel.bytes.indices {
      let error: ModelError =
        count < 8 ? .notAModel : .truncated(expected: count < 32 ? 32 : HandmadeModel.bytes.count, found: count)
      #expect(throws: error) { try Model.load(bytes: HandmadeModel.bytes[..<count]) }
    }
  }

  @Test(arguments: [0, 1, 3, 99, UInt32.max])
  func otherVersions(version: UInt32) {
    var bytes = HandmadeModel.bytes
    for index in 0..<4 { bytes[8 + index] = UInt8(truncatingIfNeeded: version >> UInt32(8 * index)) }
    #expect(throws: ModelError.unsupportedVersion(found: version, supported: 5)) { try Model.load(bytes: bytes) }
  }

  /// A later version may lay out everything behind the version in another way.
  @Test func aFutureVersionIsNamedWhateverFollows() {
    let bytes = Array(HandmadeModel.bytes[..<8]) + [6, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 84)
    #expect(throws: ModelError.unsupportedVersion(found: 6, supported: 5)) { try Model.load(bytes: bytes) }
  }

  @Test func notAModel() {
    #expect(throws: ModelError.notAModel) { try Model.load(bytes: []) }
    #expect(throws: ModelError.notAModel) { try Model.load(bytes: Array("a text, not a model, of some length".utf8)) }
    #expect(throws: ModelError.notAModel) { try Model.load(bytes: [UInt8](repeating: 0, count: 4096)) }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func randomBytesBehindTheMagic(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<2000 {
      var bytes = Array(HandmadeModel.bytes[..<12])
      bytes += (0..<Int.random(in: 0...300, using: &generator)).map { _ in
        Bool.random(using: &generator) ? 0 : UInt8.random(in: 0...255, using: &generator)
      }
      #expect(throws: ModelError.self) { try Model.load(bytes: bytes) }
    }
  }

  @Test func lengthsAndOffsetsThatOverflow() {
    for field in [8, 16] {
      for value in [UInt64.max, UInt64(Int64.max), UInt64.max - 63, 1 << 62] {
        // In the directory, with its checksum made right again.
        var bytes = HandmadeModel.bytes
        for index in 0..<8 { bytes[32 + field + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
        let count = Int(bytes[12])
        let sum = bytes[32..<32 + 32 * count].withUnsafeBytes(Checksum.of)
        for index in 0..<8 { bytes[24 + index] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * index)) }
        #expect(throws: ModelError.damaged(section: "LABL")) { try Model.load(bytes: bytes) }
      }
    }
  }

  /// Numbers that are finite but absurd, in a file that is otherwise whole.
  @Test(arguments: [0, 4, 8, 12, 24], [Float.greatestFiniteMagnitude, -.greatestFiniteMagnitude])
  func absurdParameters(place: Int, value: Float) {
    let bytes = ModelFileTests.rebuilt { sections in
      let section = sections.firstIndex { $0.name == "PARM" }!
      for index in 0..<4 {
        sections[section].content[place + index] = UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * index))
      }
    }
    guard let model = try? Model.load(bytes: bytes) else { return }
    for text in Self.texts {
      let verdict = model.classify(text)
      #expect(verdict.probabilities.allSatisfy { (0...1).contains($0) }, "\(verdict)")
      #expect((-1...1).contains(verdict.score))
    }
  }

  @Test func everyErrorHasASentence() {
    let errors: [ModelError] = [
      .unreadable(path: "a.attune", errno: 2), .notAModel, .unsupportedVersion(found: 3, supported: 2),
      .truncated(expected: 10, found: 5), .damaged(section: "LINE"), .noShippedModel,
    ]
    #expect(Set(errors.map(\.description)).count == errors.count)
    #expect(
      "\(errors[0])".contains("a.attune") && "\(errors[3])".contains("5 of 10") && "\(errors[4])".contains("LINE"))
  }
}
