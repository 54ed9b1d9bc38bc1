/// Turns text of one encoding into UTF-8, piece by piece. Linear in time, without memory for the text.
protocol TextDecoder: AnyObject {
  /// Decodes as much as there is room for.
  ///
  /// - Parameters:
  ///   - isEnd: nothing comes behind the input.
  ///   - output: room for at least `minimumRoom` bytes.
  /// - Returns: bytes taken and written. Nothing is taken only from an input that is empty or ends within a character.
  func decode(
    _ input: UnsafeBufferPointer<UInt8>, isEnd: Bool, into output: UnsafeMutablePointer<UInt8>, capacity: Int
  ) -> (taken: Int, written: Int)

  /// What was decoded, as a person is told at the end; nil when there is nothing to tell.
  var closingNote: String? { get }
}

/// Bytes of room that every decoder can begin with.
let decoderRoom = 64

/// U+FFFD, which stands for what is no character.
private let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

/// A decoder that reads what is no character as U+FFFD.
protocol ReplacingDecoder: TextDecoder {
  /// Sequences of bytes that were no character.
  var invalid: Int { get }
}

extension ReplacingDecoder {
  var closingNote: String? {
    invalid == 0 ? nil : "\(invalid) invalid sequence\(invalid == 1 ? "" : "s") of bytes read as U+FFFD"
  }
}

/// Writes to memory with room that the caller has checked.
private struct Sink {
  let start: UnsafeMutablePointer<UInt8>
  var count = 0

  mutating func append(_ scalar: UInt32) {
    let to = start + count
    switch scalar {
    case ..<0x80:
      to[0] = UInt8(scalar)
      count += 1
    case ..<0x800:
      to[0] = UInt8(0xC0 | scalar >> 6)
      to[1] = UInt8(0x80 | scalar & 0x3F)
      count += 2
    case ..<0x10000:
      to[0] = UInt8(0xE0 | scalar >> 12)
      to[1] = UInt8(0x80 | scalar >> 6 & 0x3F)
      to[2] = UInt8(0x80 | scalar & 0x3F)
      count += 3
    default:
      to[0] = UInt8(0xF0 | scalar >> 18 & 7)
      to[1] = UInt8(0x80 | scalar >> 12 & 0x3F)
      to[2] = UInt8(0x80 | scalar >> 6 & 0x3F)
      to[3] = UInt8(0x80 | scalar & 0x3F)
      count += 4
    }
  }

  /// Copies ASCII from `from` on, eight bytes at a time.
  /// - Returns: the bytes copied; fewer than eight ASCII bytes may be left.
  @inline(__always)
  mutating func copyASCII(_ from: UnsafePointer<UInt8>, _ available: Int, room: Int) -> Int {
    var done = 0
    while available - done >= 8, room - count >= 8 {
      let eight = UnsafeRawPointer(from + done).loadUnaligned(as: UInt64.self)
      guard eight & 0x8080_8080_8080_8080 == 0 else { break }
      UnsafeMutableRawPointer(start + count).storeBytes(of: eight, as: UInt64.self)
      done += 8
      count += 8
    }
    return done
  }
}

/// UTF-16 of either byte order. Four ASCII characters are one step.
final class UTF16Decoder: ReplacingDecoder {
  private let bigEndian: Bool
  private(set) var invalid = 0

  init(bigEndian: Bool) { self.bigEndian = bigEndian }

  func decode(
    _ input: UnsafeBufferPointer<UInt8>, isEnd: Bool, into output: UnsafeMutablePointer<UInt8>, capacity: Int
  ) -> (taken: Int, written: Int) {
    guard let base = input.baseAddress else { return (0, 0) }
    var sink = Sink(start: output)
    let bytes = UnsafeRawPointer(base)
    let count = input.count
    let bigEndian = bigEndian
    func unit(_ at: Int) -> UInt32 {
      let unit = bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)
      return UInt32(bigEndian ? UInt16(bigEndian: unit) : UInt16(littleEndian: unit))
    }
    // Characters whose unit's other byte is zero and whose own has no high bit.
    let mask: UInt64 = bigEndian ? 0x80FF_80FF_80FF_80FF : 0xFF80_FF80_FF80_FF80
    var at = 0
    while count - at >= 2, capacity - sink.count >= 4 {
      while count - at >= 8, capacity - sink.count >= 4 {
        var four = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        guard four & mask == 0 else { break }
        if bigEndian { four >>= 8 }
        four = (four | four >> 8) & 0x0000_FFFF_0000_FFFF
        four |= four >> 16
        UnsafeMutableRawPointer(output + sink.count).storeBytes(
          of: UInt32(truncatingIfNeeded: four).littleEndian, as: UInt32.self)
        sink.count += 4
        at += 8
      }
      guard count - at >= 2, capacity - sink.count >= 4 else { break }
      let first = unit(at)
      guard first & 0xF800 == 0xD800 else {
        sink.append(first)
        at += 2
        continue
      }
      if first < 0xDC00 {
        if count - at < 4, !isEnd { break }
        if count - at >= 4, case let second = unit(at + 2), second & 0xFC00 == 0xDC00 {
          sink.append(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
          at += 4
          continue
        }
      }
      invalid += 1
      sink.append(0xFFFD)
      at += 2
    }
    if isEnd, count - at == 1, capacity - sink.count >= 4 {
      invalid += 1
      sink.append(0xFFFD)
      at += 1
    }
    return (at, sink.count)
  }
}

/// An encoding of one byte a character, of which the lower half is ASCII: a table.
final class SingleByteDecoder: ReplacingDecoder {
  /// For bytes from 0x80: up to three bytes of UTF-8, the first lowest, and their number above them.
  private let table: [UInt32]
  private let isInvalid: [Bool]
  /// Sequences of UTF-8 among the text stay what they are.
  private let keepsUTF8: Bool
  private(set) var invalid = 0
  private var kept = 0

  /// - Parameters:
  ///   - scalars: of the bytes from 0x80; nil for those that are no character.
  ///   - keepsUTF8: for an input of which some parts are UTF-8 already.
  init(_ scalars: [UInt32?], keepsUTF8: Bool = false) {
    precondition(scalars.count == 128)
    self.keepsUTF8 = keepsUTF8
    isInvalid = scalars.map { $0 == nil }
    table = scalars.map { scalar in
      let bytes = Array(String(UnicodeScalar(scalar ?? 0xFFFD) ?? "\u{FFFD}").utf8.prefix(3))
      return bytes.enumerated().reduce(UInt32(bytes.count) << 24) { $0 | UInt32($1.element) << (8 * $1.offset) }
    }
  }

  static func windows1252(keepsUTF8: Bool) -> SingleByteDecoder {
    SingleByteDecoder((0x80...0xFF).map { Windows1252.scalar(of: $0) }, keepsUTF8: keepsUTF8)
  }

  /// - Returns: nil when an encoding of iconv is not of one byte a character.
  static func of(_ converter: Converter) -> SingleByteDecoder? {
    func scalar(_ byte: UInt8) -> (UInt32?, Converter.End) {
      var output = [UInt8](repeating: 0, count: 16)
      let step = withUnsafeBytes(of: byte) { input in
        converter.convert(input.assumingMemoryBound(to: UInt8.self), into: &output, capacity: 16)
      }
      converter.reset()
      let scalars = String(decoding: output[..<step.written], as: UTF8.self).unicodeScalars
      return (step.end == .done && scalars.count == 1 ? scalars.first!.value : nil, step.end)
    }
    for byte in UInt8(0)..<0x80 where scalar(byte).0 != UInt32(byte) { return nil }
    var scalars: [UInt32?] = []
    for byte in UInt8(0x80)...0xFF {
      let (found, end) = scalar(byte)
      guard end == .invalid || found != nil, (found ?? 0) < 0x10000 else { return nil }
      scalars.append(found)
    }
    return SingleByteDecoder(scalars)
  }

  func decode(
    _ input: UnsafeBufferPointer<UInt8>, isEnd: Bool, into output: UnsafeMutablePointer<UInt8>, capacity: Int
  ) -> (taken: Int, written: Int) {
    guard let base = input.baseAddress else { return (0, 0) }
    var sink = Sink(start: output)
    let count = input.count
    let keepsUTF8 = keepsUTF8
    var at = 0
    table.withUnsafeBufferPointer { table in
      while at < count, capacity - sink.count >= 8 {
        at += sink.copyASCII(base + at, count - at, room: capacity)
        guard at < count, capacity - sink.count >= 8 else { return }
        let byte = base[at]
        if byte < 0x80 {
          output[sink.count] = byte
          sink.count += 1
          at += 1
          continue
        }
        if keepsUTF8, byte >= 0xC2 {
          let rest = UnsafeBufferPointer(rebasing: input[at...])
          switch UTF8Sequence(rest) {
          case .valid(let length):
            (output + sink.count).update(from: base + at, count: length)
            sink.count += length
            at += length
            continue
          case .incomplete where !isEnd: return
          default: break
          }
        }
        let entry = table[Int(byte) - 0x80]
        UnsafeMutableRawPointer(output + sink.count).storeBytes(of: entry.littleEndian, as: UInt32.self)
        sink.count += Int(entry >> 24)
        if isInvalid[Int(byte) - 0x80] { invalid += 1 }
        at += 1
      }
    }
    return (at, sink.count)
  }
}

/// Any other encoding, by iconv.
final class ConverterDecoder: ReplacingDecoder {
  private let converter: Converter
  private(set) var invalid = 0

  init(_ converter: Converter) {
    self.converter = converter
    converter.reset()
  }

  func decode(
    _ input: UnsafeBufferPointer<UInt8>, isEnd: Bool, into output: UnsafeMutablePointer<UInt8>, capacity: Int
  ) -> (taken: Int, written: Int) {
    var (taken, written) = (0, 0)
    while taken < input.count, capacity - written >= 16 {
      let step = converter.convert(
        UnsafeBufferPointer(rebasing: input[taken...]), into: output + written, capacity: capacity - written)
      taken += step.taken
      written += step.written
      switch step.end {
      case .done, .outputFull: if step.taken == 0 { return (taken, written) }
      case .incomplete where !isEnd: return (taken, written)
      case .invalid, .incomplete:
        guard capacity - written >= 3 else { return (taken, written) }
        for byte in replacement {
          output[written] = byte
          written += 1
        }
        taken += 1
        invalid += 1
        converter.reset()
      }
    }
    if isEnd, taken == input.count { written += converter.finish(into: output + written, capacity: capacity - written) }
    return (taken, written)
  }
}

/// UTF-8 that was declared: what is no character becomes U+FFFD.
final class UTF8Decoder: ReplacingDecoder {
  private(set) var invalid = 0

  func decode(
    _ input: UnsafeBufferPointer<UInt8>, isEnd: Bool, into output: UnsafeMutablePointer<UInt8>, capacity: Int
  ) -> (taken: Int, written: Int) {
    guard let base = input.baseAddress else { return (0, 0) }
    var sink = Sink(start: output)
    var at = 0
    while at < input.count, capacity - sink.count >= 8 {
      at += sink.copyASCII(base + at, input.count - at, room: capacity)
      guard at < input.count, capacity - sink.count >= 8 else { break }
      switch UTF8Sequence(UnsafeBufferPointer(rebasing: input[at...])) {
      case .valid(let count):
        (output + sink.count).update(from: base + at, count: count)
        sink.count += count
        at += count
      case .incomplete where !isEnd: return (at, sink.count)
      case .incomplete:
        invalid += 1
        sink.append(0xFFFD)
        at = input.count
      case .invalid(let count):
        invalid += 1
        sink.append(0xFFFD)
        at += count
      }
    }
    return (at, sink.count)
  }
}
