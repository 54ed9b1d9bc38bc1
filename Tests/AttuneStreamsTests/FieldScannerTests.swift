import TestSupport
import Testing

@testable import AttuneStreams

@Suite struct FieldScannerTests {
  private func fields(_ record: String, delimiter: Character = ",", isQuoted: Bool = true) -> [String] {
    withBytes(record) { bytes in
      var scanner = FieldScanner(bytes, delimiter: delimiter.asciiValue!, isQuoted: isQuoted)
      var fields: [String] = []
      while let field = scanner.next() {
        fields.append((field.isMalformed ? "!" : "") + String(decoding: field.content(of: bytes), as: UTF8.self))
      }
      return fields
    }
  }

  /// A malformed field is marked with "!".
  @Test(arguments: [
    ("", [""]), (",", ["", ""]), ("a", ["a"]), ("a,b", ["a", "b"]), ("a,,b", ["a", "", "b"]), ("a,", ["a", ""]),
    ("\"a\"", ["a"]), ("\"a\",\"b\"", ["a", "b"]), ("\"a,b\",c", ["a,b", "c"]), ("\"\"", [""]),
    ("\"\",\"\"", ["", ""]),
    ("\"a\"\"b\"", ["a\"b"]), ("\"\"\"\"", ["\""]), ("\"\"\"a\"\"\"", ["\"a\""]), ("\"a\nb\",c", ["a\nb", "c"]),
    ("a\"b", ["a\"b"]), ("a,b\"c\"", ["a", "b\"c\""]), (" \"a\"", [" \"a\""]),
    ("\"a", ["!\"a"]), ("\"", ["!\""]), ("x,\"a,b", ["x", "!\"a,b"]), ("\"a\"b,c", ["!\"a\"b,c"]),
    ("\"a\" ,c", ["!\"a\" ,c"]),
    ("\"a\"\"", ["!\"a\"\""]), ("\"a\",", ["a", ""]), ("é,\"ü\"", ["é", "ü"]),
  ])
  func commas(record: String, expected: [String]) { #expect(fields(record) == expected) }

  @Test func otherDelimiters() {
    #expect(fields("a;\"b;c\";d,e", delimiter: ";") == ["a", "b;c", "d,e"])
    #expect(fields("a\t\"b", delimiter: "\t", isQuoted: false) == ["a", "\"b"])
    #expect(fields("\"a\tb\"", delimiter: "\t", isQuoted: false) == ["\"a", "b\""])
  }

  /// The fields of a record stand side by side with one delimiter between them.
  @Test func rangesCoverTheRecord() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<3000 {
      let record = String(
        (0..<Int.random(in: 0...20, using: &generator)).map { _ in
          Array("\"\"\"a,,\n").randomElement(using: &generator)!
        })
      withBytes(record) { bytes in
        var scanner = FieldScanner(bytes, delimiter: UInt8(ascii: ","), isQuoted: true)
        var end = -1
        while let field = scanner.next() {
          #expect(field.range.lowerBound == end + 1)
          if field.range.lowerBound > 0 { #expect(bytes[field.range.lowerBound - 1] == UInt8(ascii: ",")) }
          end = field.range.upperBound
        }
        #expect(end == bytes.count)
      }
    }
  }
}
