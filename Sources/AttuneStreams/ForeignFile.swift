/// Files that are often given where text was meant.
package enum ForeignFile: Sendable, Equatable, CaseIterable {
  case gzip, zstd, zip

  /// By the first bytes; nil for what may be text.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let kind = Self.allCases.first(where: { bytes.starts(with: $0.signature) }) else { return nil }
    self = kind
  }

  /// The bytes with which such a file begins.
  var signature: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B]
    case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
    case .zip: [0x50, 0x4B, 0x03, 0x04]
    }
  }

  var description: String {
    switch self {
    case .gzip: "compressed with gzip (pipe it through zcat)"
    case .zstd: "compressed with zstd (pipe it through zstdcat)"
    case .zip: "a ZIP archive or an Excel workbook (save it as CSV)"
    }
  }
}

/// What the first bytes of a file tell about it.
enum FileSignature {
  private static let all: [[UInt8]] = ByteOrderMark.all + ForeignFile.allCases.map(\.signature)

  /// Whether further bytes may tell more: these are the beginning of a signature. No line of text is held up by that, for
  /// no signature has a line feed in it.
  static func mayFollow(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    all.contains { $0.count > bytes.count && $0.starts(with: bytes) }
  }
}
