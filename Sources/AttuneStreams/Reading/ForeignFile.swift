/// Files that are often given where text was meant.
package enum ForeignFile: Sendable, Equatable, CaseIterable {
  case xz, bzip2, sevenZip, zip, parquet, workbook, pdf, program

  /// By the first bytes; nil for what may be text.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let kind = Self.allCases.first(where: { bytes.starts(with: $0.signature) }) else { return nil }
    self = kind
  }

  /// The bytes with which such a file begins.
  var signature: [UInt8] {
    switch self {
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    case .bzip2: [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59]
    case .sevenZip: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]
    case .zip: [0x50, 0x4B, 0x03, 0x04]
    case .parquet: [0x50, 0x41, 0x52, 0x31, 0x15]
    case .workbook: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    case .pdf: Array("%PDF-".utf8)
    case .program: [0x7F, 0x45, 0x4C, 0x46]
    }
  }

  var description: String {
    switch self {
    case .xz: "compressed with xz (pipe it through xzcat)"
    case .bzip2: "compressed with bzip2 (pipe it through bzcat)"
    case .sevenZip: "a 7-Zip archive (unpack it first)"
    case .parquet: "a Parquet file (python -m attune reads it)"
    case .workbook: "an old Excel or Word file (save it as CSV)"
    case .pdf: "a PDF (export the table or the text)"
    case .program: "a program, not text"
    case .zip: "a ZIP archive or an Excel workbook (save it as CSV)"
    }
  }
}

/// What the first bytes of a file tell about it.
enum FileSignature {
  private static let compressed: [[UInt8]] = Compression.allCases.flatMap(\.signatures)
  private static let all: [[UInt8]] = TextEncoding.marks.map(\.mark) + ForeignFile.allCases.map(\.signature)

  /// Whether further bytes may tell more: these are the beginning of a signature. No line of text is held up by that, for
  /// no signature has a line feed in it.
  static func mayFollow(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { all.contains { isBeginning(bytes, of: $0) } }

  /// The same for compressed files.
  static func mayFollowCompression(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    compressed.contains { isBeginning(bytes, of: $0) }
  }

  private static func isBeginning(_ bytes: UnsafeBufferPointer<UInt8>, of signature: [UInt8]) -> Bool {
    signature.count > bytes.count && signature.starts(with: bytes)
  }
}
