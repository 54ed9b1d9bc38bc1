import AttunePlatform

/// What the end of a ZIP archive says of its directory, which libzip reads as a whole: an entry is 100 and more bytes of
/// memory, and the directory says how many there are.
///
///     … directory │ 64-bit end │ its locator │ end: 50 4B 05 06, …, entries (2 bytes) at 10, size (4) at 12 │ comment
///
/// Fields of 0xFFFF and 0xFFFFFFFF stand for those of the 64-bit end: 50 4B 06 06, …, entries (8) at 32, size (8) at 40.
enum ZipDirectory {
  /// Parts of a workbook, of which a sheet has one to four.
  static let mostEntries = 50_000
  static let mostBytes = 16 << 20

  /// An end may stand anywhere in the last bytes, for a comment may follow it.
  private static let tail = 22 + 0xFFFF + 20 + 56

  /// Whether no end of the archive announces a larger directory. Memory and time are those of the last 64 KiB.
  static func isBounded(_ descriptor: Int32) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return false }
    let size = Int(status.st_size)
    let start = max(size - tail, 0)
    let bytes = read(descriptor, start, size - start)
    return bytes.withUnsafeBytes { bytes in
      bytes.indices.allSatisfy { at in
        guard at + 22 <= bytes.count, bytes[at] == 0x50, bytes[at + 1] == 0x4B else { return true }
        switch (bytes[at + 2], bytes[at + 3]) {
        case (5, 6):
          let entries = Int(number(bytes, at + 10, 2))
          let length = number(bytes, at + 12, 4)
          return (entries == 0xFFFF || entries <= mostEntries) && (length == 0xFFFF_FFFF || length <= mostBytes)
        case (6, 7): return isBounded64(descriptor, at: number(bytes, at + 8, 8), size: size)
        default: return true
        }
      }
    }
  }

  /// - Parameter at: where the locator says that the 64-bit end is.
  private static func isBounded64(_ descriptor: Int32, at: UInt64, size: Int) -> Bool {
    // What lies outside of the file libzip refuses.
    guard at < UInt64(size) else { return true }
    let bytes = read(descriptor, Int(at), 56)
    guard bytes.count == 56 else { return true }
    return bytes.withUnsafeBytes { number($0, 32, 8) <= mostEntries && number($0, 40, 8) <= mostBytes }
  }

  private static func read(_ descriptor: Int32, _ offset: Int, _ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let more = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
        guard more > 0 else { break }
        filled += more
      }
    }
  }

  /// Little-endian.
  private static func number(_ bytes: UnsafeRawBufferPointer, _ at: Int, _ width: Int) -> UInt64 {
    guard at + width <= bytes.count else { return 0 }
    return (0..<width).reversed().reduce(0) { $0 << 8 | UInt64(bytes[at + $1]) }
  }
}
