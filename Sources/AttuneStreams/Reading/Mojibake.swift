import AttunePlatform
import CSIMDJSON

/// Text that was UTF-8, was read as Windows-1252 and saved as UTF-8 again: "donâ€™t" for "don’t".
///
/// A repair is sure enough to be made only for characters that people write: from U+00A0 to U+00FF, punctuation and signs
/// that begin with "â", and emoji, which begin with "ð". Other characters stay as they are, so that a German quotation that
/// ends with "MENÜ“" is not taken for one of Syriac.
enum Mojibake {
  /// Bytes of the longest character that is repaired: four characters of three bytes.
  static let longest = 12

  enum Finding {
    case none
    /// `length` bytes stand for `scalar`; `isSure` where no other text looks like that.
    case repaired(scalar: UInt32, length: Int, isSure: Bool)
    /// The bytes end before that is known.
    case incomplete
  }

  /// - Parameter bytes: valid UTF-8, perhaps with an incomplete character at the end, that begins with 0xC3 or 0xC2.
  static func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Finding {
    // Â Ã â ï ð
    guard bytes.count > 1 else { return .incomplete }
    guard bytes[0] == 0xC3, [0x82, 0x83, 0xA2, 0xAF, 0xB0].contains(bytes[1]) else { return .none }
    let lead = UInt32(bytes[1]) + 0x40
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var scalar = lead & (0xFF >> UInt32(length + 1))
    var at = 2
    for _ in 1..<length {
      guard at < bytes.count else { return .incomplete }
      let rest = UnsafeBufferPointer(rebasing: bytes[at...])
      switch UTF8Sequence(rest) {
      case .incomplete: return .incomplete
      case .valid(let count) where count == 2 || count == 3:
        guard let byte = Windows1252.byte(of: value(rest, count)), byte & 0xC0 == 0x80 else { return .none }
        scalar = scalar << 6 | UInt32(byte & 0x3F)
        at += count
      default: return .none
      }
    }
    let isPlausible =
      switch length {
      case 2: (0xA0...0xFF).contains(scalar)
      case 3: (0x2010...0x2BFF).contains(scalar) || scalar == 0xFE0F || scalar == 0xFEFF || scalar == 0xFFFD
      default: (0x1F000...0x1FAFF).contains(scalar)
      }
    return isPlausible ? .repaired(scalar: scalar, length: at, isSure: length > 2) : .none
  }

  private static func value(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) -> UInt32 {
    count == 2
      ? UInt32(bytes[0] & 0x1F) << 6 | UInt32(bytes[1] & 0x3F)
      : UInt32(bytes[0] & 0x0F) << 12 | UInt32(bytes[1] & 0x3F) << 6 | UInt32(bytes[2] & 0x3F)
  }

  /// Whether a text, which is UTF-8, is to be repaired: something in it is surely broken, or its accents mostly are.
  static func isIn(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var (doubtful, others, at) = (0, 0, 0)
    while at < text.count {
      guard text[at] >= 0xC2 else {
        at += max(attune_ascii_length(text.baseAddress! + at, text.count - at), 1)
        continue
      }
      if case .repaired(_, let length, let isSure) = find(UnsafeBufferPointer(rebasing: text[at...])) {
        if isSure { return true }
        doubtful += 1
        at += length
      } else {
        others += 1
        at += 1
      }
    }
    return doubtful > 1 && doubtful >= others
  }
}

/// UTF-8 in which mojibake is repaired.
final class MojibakeDecoder: TextDecoder {
  private var repaired = 0

  var closingNote: String? {
    repaired == 0
      ? nil
      : "\(repaired) character\(repaired == 1 ? "" : "s") repaired that had been read as Windows-1252 (such as â€™ for ’)"
  }

  func decode(
    _ input: UnsafeBufferPointer<UInt8>, isEnd: Bool, into output: UnsafeMutablePointer<UInt8>, capacity: Int
  ) -> (taken: Int, written: Int) {
    var (at, written) = (0, 0)
    while at < input.count, capacity - written >= 8 {
      if input[at] == 0xC3 {
        switch Mojibake.find(UnsafeBufferPointer(rebasing: input[at...])) {
        case .incomplete where !isEnd: return (at, written)
        case .repaired(let scalar, let length, _):
          for byte in String(UnicodeScalar(scalar) ?? "\u{FFFD}").utf8 {
            output[written] = byte
            written += 1
          }
          repaired += 1
          at += length
          continue
        default: break
        }
      }
      let count = Self.plainLength(input, from: at, limit: capacity - written)
      (output + written).update(from: input.baseAddress! + at, count: count)
      written += count
      at += count
    }
    return (at, written)
  }

  /// Bytes from `start` on, at least one and at most `limit`, before the next that may begin mojibake.
  private static func plainLength(_ input: UnsafeBufferPointer<UInt8>, from start: Int, limit: Int) -> Int {
    let count = min(input.count - start, limit)
    guard count > 1, let base = input.baseAddress, let next = memchr(base + start + 1, 0xC3, count - 1) else {
      return count
    }
    return UnsafeRawPointer(next) - UnsafeRawPointer(base + start)
  }
}
