import AttunePlatform
import CZip

/// A ZIP archive, by libzip, which checks sizes and checksums.
final class ZipArchive {
  private let archive: OpaquePointer

  /// - Parameter descriptor: of a file that can be read at any place; it is closed with the archive, or when this fails.
  init(descriptor: Int32) throws(WorkbookProblem) {
    guard ZipDirectory.isBounded(descriptor) else {
      close(descriptor)
      throw .tooManyParts
    }
    var code: Int32 = 0
    guard let archive = zip_fdopen(descriptor, 0, &code) else {
      close(descriptor)
      throw .damaged(part: "the archive")
    }
    self.archive = archive
  }

  deinit { zip_discard(archive) }

  func has(_ name: String) -> Bool { zip_name_locate(archive, name, 0) >= 0 }

  /// The only reader of a part at a time.
  func open(_ name: String) throws(WorkbookProblem) -> ZipPart {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat(archive, name, 0, &status) == 0 else { throw .damaged(part: name) }
    if status.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) != 0, status.encryption_method != UInt16(ZIP_EM_NONE) {
      throw .encrypted
    }
    let packed = Int(clamping: status.comp_size)
    let limit = max(WorkbookLimits.free, packed.multipliedReportingOverflow(by: WorkbookLimits.ratio).partialValue)
    guard status.size <= UInt64(limit) else { throw .inflated(part: name) }
    guard let file = zip_fopen(archive, name, 0) else { throw .damaged(part: name) }
    return ZipPart(archive: self, file: file, name: name, limit: limit, size: Int(clamping: status.size))
  }

  /// A small part, whole; nil when there is none.
  func text(_ name: String, limit: Int) throws(WorkbookProblem) -> [UInt8]? {
    guard has(name) else { return nil }
    let part = try open(name)
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while text.count < limit {
      let count = try part.read(into: &buffer)
      if count == 0 { break }
      text += buffer[..<count]
    }
    return text
  }
}

/// A part of an archive that is being unpacked.
final class ZipPart {
  private let archive: ZipArchive
  private let file: OpaquePointer
  let name: String
  /// Unpacked bytes, as the archive says.
  let size: Int
  private let limit: Int
  private var count = 0

  fileprivate init(archive: ZipArchive, file: OpaquePointer, name: String, limit: Int, size: Int) {
    self.archive = archive
    self.file = file
    self.name = name
    self.limit = limit
    self.size = size
  }

  deinit { zip_fclose(file) }

  /// - Returns: 0 at the end.
  func read(into buffer: inout [UInt8]) throws(WorkbookProblem) -> Int {
    let read = zip_fread(file, &buffer, UInt64(buffer.count))
    guard read >= 0 else { throw .damaged(part: name) }
    count += Int(read)
    guard count <= limit else { throw .inflated(part: name) }
    return Int(read)
  }
}
