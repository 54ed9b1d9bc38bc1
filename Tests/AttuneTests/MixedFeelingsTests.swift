import Foundation
import Testing

@testable import Attune

/// Good and bad in one text: in two sentences, or in two clauses of one.
@Suite struct MixedFeelingsTests {
  private func clauses(_ text: String) -> [String] {
    var result: [String] = []
    let bytes = Array(text.utf8)
    bytes.withUnsafeBufferPointer { bytes in
      ClauseCutter(scratch: TokenizerScratch()).forEach(in: bytes) {
        result.append(String(decoding: bytes[$0], as: UTF8.self))
      }
    }
    return result
  }

  @Test(
    arguments: [
      ("Our driver was polite but late", ["Our driver was polite", "late"]),
      ("Although the room was big, it was cold", ["the room was big", "it was cold"]),
      ("Big rooms, bad beds", ["Big rooms", "bad beds"]), ("Not only fast, but also beautiful", nil),
      ("Rude, slow, expensive", nil), ("no noise and no dirt, just peace", nil), ("nothing but praise", nil), ("", nil),
      ("but", nil), ("Thanks a lot, but it is still broken", nil), ("I feared the worst, yet all went well", nil),
      ("The café, déjà vu — but naïve", ["The café", "déjà vu", "naïve"]),
    ] as [(String, [String]?)])
  func clausesAreCut(_ text: String, _ expected: [String]?) { #expect(clauses(text) == expected ?? [text]) }

  /// Sentences that were written before the clauses were: those whose label is mixed, and those of one feeling or none that
  /// look like them.
  @Test func sentencesThatWereHeldBack() throws {
    let model = try Model.shipped()
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Behaviour/mixed.tsv")
    let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { $0.split(separator: "\t") }
    let mixed = rows.filter { $0[0] == "mixed" }.map { String($0[1]) }
    let others = rows.filter { $0[0] == "one" }.map { String($0[1]) }
    try #require(mixed.count == 45 && others.count == 60)
    let missed = mixed.filter { !model.hasMixedFeelings($0) }
    let wrong = others.filter { model.hasMixedFeelings($0) }
    #expect(missed.count <= 10, "\(missed)")
    #expect(wrong.count <= 11, "\(wrong)")
  }

  @Test func hostileTexts() throws {
    let model = try Model.shipped()
    #expect(!model.hasMixedFeelings(""))
    #expect(!model.hasMixedFeelings(String(repeating: "but ", count: 3000)))
    #expect(!model.hasMixedFeelings(String(repeating: "good,", count: 3000)))
  }
}
