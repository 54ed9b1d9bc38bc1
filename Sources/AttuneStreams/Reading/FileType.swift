/// Files that are often given where text was meant.
package enum FileType: Sendable, Equatable, CaseIterable {
  case xz, bzip2, sevenZip, zip, parquet, workbook, pdf, program
  case image, database, survey, binary, pointer
  /// What an archive may be.
  case word, slides, openText, binaryWorkbook

  /// By the first bytes; nil for what may be text.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let kind = Self.allCases.first { !$0.signature.isEmpty && bytes.starts(with: $0.signature) }
    guard let kind = kind ?? (Self.isImage(bytes) ? .image : Self.isBinary(bytes) ? .binary : nil) else { return nil }
    self = kind
  }

  private static func isImage(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: [0xFF, 0xD8, 0xFF]) || bytes.starts(with: "GIF89a".utf8)
  }

  /// NULs are a tenth of the first KiB, and stand at even and odd places alike: no text, and no UTF-16 either.
  private static func isBinary(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 64 else { return false }
    var counts = [0, 0]
    for (index, byte) in bytes.prefix(1024).enumerated() where byte == 0 { counts[index & 1] += 1 }
    let all = counts[0] + counts[1]
    return all * 10 >= min(bytes.count, 1024) && min(counts[0], counts[1]) * 4 >= all
  }

  /// The bytes with which such a file begins; none where they do not tell.
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
    case .image: [0x89, 0x50, 0x4E, 0x47, 0x0D]
    case .database: Array("SQLite format 3\0".utf8)
    case .survey: Array("$FL2@(#)".utf8)
    case .pointer: Array("version https://git-lfs.github.com/spec/v1".utf8)
    case .binary, .word, .slides, .openText, .binaryWorkbook: []
    }
  }

  var description: String {
    switch self {
    case .xz: "compressed with xz (pipe it through xzcat)"
    case .bzip2: "compressed with bzip2 (pipe it through bzcat)"
    case .sevenZip: "a 7-Zip archive (unpack it first)"
    case .parquet: "a Parquet file (python -m attune reads it)"
    case .workbook: "an old Excel or Word file, or a workbook with a password (save it as .xlsx without one, or as CSV)"
    case .pdf: "a PDF (export the table or the text)"
    case .program: "a program"
    case .zip: "a ZIP archive (unpack it first; a workbook in it is read without --format, or with --format csv)"
    case .image: "an image"
    case .database: "an SQLite database (export a table: sqlite3 -csv -header)"
    case .survey: "an SPSS file (save it as .xlsx or CSV)"
    case .binary: "binary data"
    case .pointer: "a Git LFS pointer that stands for the file (git lfs pull fetches it)"
    case .word: "a Word document (save its table as CSV, or its text as .txt)"
    case .slides: "a presentation"
    case .openText: "an OpenDocument file other than a spreadsheet (save its table as CSV, or its text as .txt)"
    case .binaryWorkbook: "a binary Excel workbook (save it as .xlsx or CSV)"
    }
  }
}

/// What the first bytes of a file tell about it.
enum FileSignature {
  private static let compressed: [[UInt8]] = Compression.allCases.flatMap(\.signatures)
  private static let all: [[UInt8]] =
    TextEncoding.marks.map(\.mark) + FileType.allCases.map(\.signature).filter { !$0.isEmpty }

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
