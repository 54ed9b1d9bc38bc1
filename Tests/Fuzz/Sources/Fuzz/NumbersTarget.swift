@testable import Attune
@testable import AttuneStreams
import Glibc

/// Ratings that come in and numbers that go out.
func fuzzNumbers(_ input: UnsafeBufferPointer<UInt8>) {
  checkRating(input)
  checkDecimals(input)
}

private func checkRating(_ token: UnsafeBufferPointer<UInt8>) {
  guard let (tenths, rest) = Ratings.parse(token) else { return }
  let digits = token.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  precondition(digits.count <= 3 && tenths / 10 == Int(String(decoding: digits, as: UTF8.self)))
  precondition(rest.endIndex == token.count && rest.startIndex >= digits.count)
  guard let hash = Ratings.hash(tenths: tenths, before: rest) else { return }
  // The share of the most that can be given, in fifths.
  let scale = rest.first == UInt8(ascii: "/") ? Int(String(decoding: rest.dropFirst(), as: UTF8.self))! : 5
  let fifth = max(1, Int((Double(tenths) / 2 / Double(scale)).rounded(.up)))
  precondition(hash == Ratings.hashes[fifth - 1])
}

private func checkDecimals(_ input: UnsafeBufferPointer<UInt8>) {
  guard input.count >= 4 else { return }
  let value = Float(bitPattern: UnsafeRawPointer(input.baseAddress!).loadUnaligned(as: UInt32.self))
  guard abs(value) < 9 else { return }
  var out = OutputBuffer(capacity: 16)
  out.append(fourDecimals: value)
  let written = String(decoding: UnsafeBufferPointer(start: out.bytes, count: out.count), as: UTF8.self)
  let read = strtod(written, nil)
  precondition(written != "-0.0000" && abs(read - Double(value)) < 0.0000506)
  precondition(written.utf8.count == (read < 0 ? 7 : 6))
}
