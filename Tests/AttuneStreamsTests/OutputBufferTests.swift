import Foundation
import TestSupport
import Testing

@testable import AttuneStreams

@Suite struct OutputBufferTests {
  private func written(_ write: (inout OutputBuffer) -> Void) -> [UInt8] {
    var out = OutputBuffer(capacity: 1)
    write(&out)
    return Array(UnsafeBufferPointer(start: out.bytes, count: out.count))
  }

  private func text(_ write: (inout OutputBuffer) -> Void) -> String { String(decoding: written(write), as: UTF8.self) }

  // MARK: Numbers

  @Test(
    arguments: [
      (0, "0.0000"), (1, "1.0000"), (-1, "-1.0000"), (0.5, "0.5000"), (-0.00001, "0.0000"), (-0.0, "0.0000"),
      (0.00004, "0.0000"), (0.00006, "0.0001"), (-0.00006, "-0.0001"), (0.99996, "1.0000"), (-0.99996, "-1.0000"),
      (0.1234, "0.1234"), (0.03125, "0.0312"), (-0.03125, "-0.0312"), (0.09375, "0.0938"), (8.5, "8.5000"),
    ] as [(Float, String)])
  func fourDecimals(value: Float, expected: String) {
    #expect(text { $0.append(fourDecimals: value) } == expected)
    #expect(
      text {
        $0.reserve(8)
        $0.appendReserved(UInt8(ascii: "\t"), fourDecimals: value)
      } == "\t" + expected)
  }

  @Test func fourDecimalsAsFoundationDoes() {
    var generator = SplitMix64(seed: 1)
    for round in 0..<60_000 {
      // All multiples of a ten-thousandth, of 1/32 (which hold the ties), and others.
      let value =
        switch round {
        case ..<20_001: Float(round - 10_000) / 10_000
        case ..<40_000: Float(round % 64 - 32) / 32
        default: Float.random(in: -1...1, using: &generator)
        }
      var expected = String(format: "%.4f", Double(value))
      if expected == "-0.0000" { expected = "0.0000" }
      #expect(text { $0.append(fourDecimals: value) } == expected)
      let four = SIMD4(value, value.magnitude, 1 - value.magnitude, 0.03125)
      let all = text {
        $0.reserve(33)
        $0.appendReserved(UInt8(ascii: ","), fourDecimals: four)
      }
      let others = (1..<4).map { "," + String(format: "%.4f", Double(four[$0])) }.joined()
      #expect(all == "," + expected + others)
    }
  }

  // MARK: JSON

  /// Scalar by scalar: a byte that begins none becomes U+FFFD.
  private func decoded(_ bytes: [UInt8]) -> String {
    var result = ""
    var at = 0
    while at < bytes.count {
      let length = (1...4).first {
        at + $0 <= bytes.count && String(validating: bytes[at..<at + $0], as: UTF8.self) != nil
      }
      result += length.map { String(decoding: bytes[at..<at + $0], as: UTF8.self) } ?? "\u{FFFD}"
      at += length ?? 1
    }
    return result
  }

  private func parsed(_ json: [UInt8]) throws -> String {
    let value = try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed)
    return try #require(value as? String)
  }

  @Test(arguments: [
    ("", "\"\""), ("a", "\"a\""), ("\"", "\"\\\"\""), ("\\", "\"\\\\\""), ("\n\r\t", "\"\\n\\r\\t\""),
    ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""), ("é中😀", "\"é中😀\""), ("a/b", "\"a/b\""),
  ])
  func jsonStrings(value: String, expected: String) throws {
    #expect(text { out in withBytes(value) { out.append(jsonString: $0) } } == expected)
    #expect(try parsed(Array(expected.utf8)) == value)
  }

  @Test(arguments: [1, 2] as [UInt64])
  func jsonStringsOfAnyBytes(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let telling: [UInt8] = [
      0x22, 0x5C, 0x00, 0x1F, 0x61, 0x80, 0xBF, 0xC0, 0xC2, 0xC3, 0xA9, 0xE0, 0x9F, 0xA0, 0xED, 0xEF, 0xF0, 0x8F, 0x90,
      0xF4, 0xF5,
    ]
    for round in 0..<1500 {
      let bytes = (0..<Int.random(in: 0...16, using: &generator)).map { _ in
        round % 2 == 0 ? UInt8.random(in: 0...255, using: &generator) : telling.randomElement(using: &generator)!
      }
      let json = written { out in bytes.withUnsafeBufferPointer { out.append(jsonString: $0) } }
      // Foundation drops a byte-order mark; scalars are compared, because equal strings may differ in them.
      #expect(Array(try parsed(json).unicodeScalars) == Array(decoded(bytes).unicodeScalars), "\(bytes)")
    }
  }

  // MARK: Tables

  @Test(arguments: [
    ("", ""), ("a", "a"), ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
    ("a\rb", "\"a\rb\""),
    ("a;b", "a;b"), ("\"", "\"\"\"\""),
  ])
  func csvFields(value: String, expected: String) {
    #expect(text { out in withBytes(value) { out.append(csvField: $0, delimiter: UInt8(ascii: ",")) } } == expected)
  }

  @Test(arguments: [",", ";", "\t"] as [Character])
  func csvFieldsComeBack(delimiter: Character) {
    var generator = SplitMix64(seed: 9)
    let alphabet = Array("\"\"ab,;\t\r\n é")
    for _ in 0..<1500 {
      let values = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        String((0..<Int.random(in: 0...8, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! })
      }
      let record = written { out in
        for (index, value) in values.enumerated() {
          if index > 0 { out.append(delimiter.asciiValue!) }
          withBytes(value) { out.append(csvField: $0, delimiter: delimiter.asciiValue!) }
        }
      }
      let found = record.withUnsafeBufferPointer { bytes in
        var scanner = FieldScanner(bytes, delimiter: delimiter.asciiValue!, isQuoted: true)
        var found: [String] = []
        while let field = scanner.next() { found.append(String(decoding: field.content(of: bytes), as: UTF8.self)) }
        return found
      }
      #expect(found == values)
      #expect(PlainCSV.records(record + [0x0A], delimiter: delimiter.asciiValue!).count == 1)
    }
  }

  @Test func tsvFieldsHaveNoTabsAndLineBreaks() {
    #expect(text { out in withBytes("a\tb\nc\r\n\"d\"") { out.append(tsvField: $0) } } == "a b c  \"d\"")
  }

  // MARK: Memory

  @Test func growsAndShrinks() {
    var out = OutputBuffer(capacity: 1)
    for byte in 0..<200_000 { out.append(UInt8(truncatingIfNeeded: byte)) }
    #expect(out.count == 200_000)
    #expect((0..<200_000).allSatisfy { out.bytes[$0] == UInt8(truncatingIfNeeded: $0) })
    out.removeAll(shrinkingTo: 100)
    #expect(out.count == 0)
    out.append([1, 2, 3])
    #expect(out.count == 3 && out.bytes[2] == 3)
  }
}
