import AttuneStatistics
import Testing

@testable import AttuneReports

/// What is read at once is what the parsers read.
@Suite struct PlainFieldTests {
  private func bytes<Value>(_ text: String, _ read: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    var text = text
    return text.withUTF8(read)
  }

  /// Strings of the characters that such fields are made of.
  private let fields: [String] = {
    var generator = SeededGenerator(seed: 11)
    let letters = Array("0123456789-yesnotrufalYESNTRUFAL \u{11}./é")
    let drawn = (0..<20_000).map { _ in
      String((0..<Int.random(in: 0...5, using: &generator)).map { _ in letters.randomElement(using: &generator)! })
    }
    let dates = (0..<5000).map { _ in
      let numbers = [(1895, 2205), (0, 14), (0, 33)].map { Int.random(in: $0.0...$0.1, using: &generator) }
      return "\(numbers[0])-\(numbers[1] < 10 ? "0" : "")\(numbers[1])-\(numbers[2] < 10 ? "0" : "")\(numbers[2])"
    }
    return drawn + dates + ["0", "9", "10", "99", "100", "yes", "No", "TRUE", "false", "y", "N", "1", "0"]
  }()

  @Test func numbers() {
    for field in fields {
      guard let plain = bytes(field, PlainField.number) else { continue }
      #expect((try? ScoreParser().parse(field)) == Score(plain), "\(field)")
      #expect((try? ScoreParser(decimalMark: .comma).parse(field)) == Score(plain), "\(field)")
    }
    #expect(bytes("10", PlainField.number) == 10)
    #expect(["", "-", "1.", "100", "x"].allSatisfy { bytes($0, PlainField.number) == nil })
  }

  @Test func truths() {
    for field in fields {
      guard let plain = bytes(field, PlainField.truth) else { continue }
      #expect((try? BooleanParser().parse(field)) == plain, "\(field)")
    }
    #expect(
      ["yes", "No", "TRUE", "false", "y", "N", "1", "0"].map { bytes($0, PlainField.truth) }
        == [true, false, true, false, true, false, true, false])
    #expect(["\u{11}", "nope", "", "\u{0}\u{0}1"].allSatisfy { bytes($0, PlainField.truth) == nil })
  }

  @Test func days() {
    for field in fields {
      guard let plain = bytes(field, PlainField.day) else { continue }
      #expect((try? DateParser().parse(field)) == Timestamp(seconds: plain.number * 86_400), "\(field)")
    }
    #expect(bytes("2024-02-29", PlainField.day) == Day(year: 2024, month: 2, day: 29))
    #expect(["2023-02-29", "2024-13-01", "2024/02/01", "1899-01-01"].allSatisfy { bytes($0, PlainField.day) == nil })
  }
}
