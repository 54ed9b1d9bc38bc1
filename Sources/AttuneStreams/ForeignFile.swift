/// Files that are often given where text was meant.
package enum ForeignFile: Sendable, Equatable {
  case gzip, zstd, zip

  /// By the first bytes; nil for what may be text.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .zip
    } else {
      return nil
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
