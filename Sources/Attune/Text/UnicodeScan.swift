/// Decoding, classes and case folding of the scalars outside ASCII, without `String`.
enum UnicodeScan {
  enum Class {
    case letter, digit, mark, apostrophe, hyphen, ignorable, ellipsis, exclamation, question, emoji, clause, sentence,
      other
  }

  /// The scalar at `index` and the bytes it takes. An invalid or truncated sequence is U+FFFD and takes one byte.
  @inline(__always)
  static func decode(_ text: UnsafePointer<UInt8>, _ index: Int, _ end: Int) -> (scalar: UInt32, length: Int) {
    let first = UInt32(text[index])
    if first < 0x80 { return (first, 1) }
    func continuation(_ offset: Int) -> UInt32? {
      guard index + offset < end else { return nil }
      let byte = UInt32(text[index + offset])
      return byte & 0xC0 == 0x80 ? byte & 0x3F : nil
    }
    switch first {
    case 0xC2...0xDF:
      guard let b = continuation(1) else { break }
      return ((first & 0x1F) << 6 | b, 2)
    case 0xE0...0xEF:
      guard let b = continuation(1), let c = continuation(2) else { break }
      let scalar = (first & 0x0F) << 12 | b << 6 | c
      guard scalar >= 0x800, !(0xD800...0xDFFF).contains(scalar) else { break }
      return (scalar, 3)
    case 0xF0...0xF4:
      guard let b = continuation(1), let c = continuation(2), let d = continuation(3) else { break }
      let scalar = (first & 0x07) << 18 | b << 12 | c << 6 | d
      guard (0x10000...0x10FFFF).contains(scalar) else { break }
      return (scalar, 4)
    default: break
    }
    return (0xFFFD, 1)
  }

  /// By blocks of the Unicode chart: exact for Latin, Greek and Cyrillic, coarse (letter or not) for other scripts.
  static func classify(_ scalar: UInt32) -> Class {
    switch scalar {
    case 0x30...0x39: .digit
    case 0x41...0x5A, 0x61...0x7A: .letter
    case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x201B, 0x2032, 0x02BC, 0xFF07: .apostrophe
    case 0x2D, 0x2010, 0x2011: .hyphen
    case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF, 0xFE00...0xFE0F: .ignorable
    case 0x2026: .ellipsis
    case 0x21, 0xFF01, 0x203C: .exclamation
    case 0x3F, 0xFF1F: .question
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029, 0x2E, 0x3002: .sentence
    case 0x2C, 0x3A, 0x3B, 0x28, 0x29, 0x2012...0x2015, 0x3001, 0xFF0C, 0x387: .clause
    case 0x2049, 0x2194...0x2199, 0x21A9, 0x21AA, 0x231A, 0x231B, 0x2328, 0x23CF, 0x23E9...0x23FA, 0x24C2,
      0x25AA, 0x25AB, 0x25B6, 0x25C0, 0x25FB...0x25FE, 0x2600...0x27BF, 0x2934, 0x2935, 0x2B05...0x2B07, 0x2B1B, 0x2B1C,
      0x2B50, 0x2B55, 0x3030, 0x303D, 0x3297, 0x3299, 0x1F000...0x1FAFF:
      .emoji
    case 0..<0xAA: .other
    case 0xAA, 0xB5, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2C1, 0x2C6...0x2D1, 0x2E0...0x2E4, 0x2EC, 0x2EE: .letter
    case 0xAB..<0x300: .other
    case 0x375, 0x37E, 0x384, 0x385, 0x3F6, 0x482, 0x55A...0x55F, 0x589...0x58F, 0x5BE, 0x5C0, 0x5C3, 0x5C6, 0x5F3,
      0x5F4, 0x600...0x60F, 0x61B...0x61F, 0x66A...0x66D, 0x6D4, 0x964, 0x965:
      .other
    case 0x300...0x36F, 0x20D0...0x20FF: .mark
    case 0x370..<0x2000: .letter
    case 0x2071, 0x207F, 0x2090...0x209C, 0x2C00...0x2DFF: .letter
    case 0x3005...0x3007, 0x3041...0x3096, 0x3099...0x309F, 0x30A1...0x30FA, 0x30FC...0x318F, 0x31A0...0x31FF,
      0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xA000...0xD7FF, 0xF900...0xFDFF, 0xFE20...0xFE2F, 0xFE70...0xFEFC, 0xFF10...0xFF19,
      0xFF21...0xFF3A, 0xFF41...0xFF5A, 0xFF66...0xFFDC, 0x10000...0x1EFFF, 0x20000...0x3FFFF:
      .letter
    default: .other
    }
  }

  /// Simple case folding for Latin, Greek and Cyrillic; other scalars stay as they are.
  @inline(__always)
  static func fold(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return (0x41...0x5A).contains(scalar) ? scalar | 0x20 : scalar }
    if scalar < folded.first { return scalar }
    if scalar < folded.end { return folded.table[Int(scalar - folded.first)] }
    if (0x1E00..<0x2000).contains(scalar) { return foldedExtended[Int(scalar - 0x1E00)] }
    if (0xFF21...0xFF3A).contains(scalar) { return scalar - 0xFF21 + 0x61 }
    if (0xFF41...0xFF5A).contains(scalar) { return scalar - 0xFF41 + 0x61 }
    if (0xFF10...0xFF19).contains(scalar) { return scalar - 0xFF10 + 0x30 }
    return scalar
  }

  /// U+00C0 up to the end of the Cyrillic Supplement; filled from the standard library's Unicode data on first use.
  private static let folded: (first: UInt32, end: UInt32, table: [UInt32]) =
    (0xC0, 0x530, (UInt32(0xC0)..<0x530).map(lowercase))
  /// Latin Extended Additional and Greek Extended.
  private static let foldedExtended: [UInt32] = (UInt32(0x1E00)..<0x2000).map(lowercase)

  private static func lowercase(_ value: UInt32) -> UInt32 {
    if value == 0x3C2 { return 0x3C3 }  // final sigma
    guard let scalar = Unicode.Scalar(value) else { return value }
    let mapped = scalar.properties.lowercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped.first!.value : value
  }

  /// Whether a letter stands for its upper case: what "all capitals" asks.
  static func isUppercase(_ scalar: UInt32) -> Bool { fold(scalar) != scalar }
}
