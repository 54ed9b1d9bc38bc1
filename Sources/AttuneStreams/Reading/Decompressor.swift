import CZLIB
import CZSTD

/// How an input is compressed, told by its first bytes.
package enum Compression: String, Sendable, Equatable, CaseIterable {
  case gzip, zstd

  /// The bytes with which it begins; zstd also with a frame to be skipped, as parallel compressors write.
  var signatures: [[UInt8]] {
    switch self {
    case .gzip: [[0x1F, 0x8B]]
    case .zstd: [[0x28, 0xB5, 0x2F, 0xFD]] + (0x50...0x5F).map { [$0, 0x2A, 0x4D, 0x18] }
    }
  }

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let found = Self.allCases.first(where: { $0.signatures.contains { bytes.starts(with: $0) } }) else {
      return nil
    }
    self = found
  }

  /// Endings of file names, behind that of the content.
  static let endings = [".gz", ".gzip", ".zst", ".zstd"]

  /// Why compressed data cannot be read to their end.
  package enum Damage: Error, Sendable, Equatable {
    /// The input ends within a member.
    case truncated
    /// A checksum or the structure is wrong.
    case corrupt
    /// The decoder would need more than `Decompressor.windowLimit` bytes.
    case window
    /// What comes out is compressed as well.
    case nested
    /// More than `Decompressor.sizeLimit` bytes came out, at more than `Decompressor.ratioLimit` times what went in.
    case bomb
  }
}

/// Decompresses members that follow each other, piece by piece. Memory: the window, 32 KiB for gzip, at most `windowLimit`
/// bytes for zstd. Time is linear in the output.
final class Decompressor {
  /// Bytes of memory for zstd, which is what its own command allows.
  static let windowLimit = 1 << 27
  /// Bytes with which zstd begins a frame, fewer than any frame has.
  private static let frameStart = 5
  private static let blockHeader = 3
  /// Output of any ratio is read up to this many bytes.
  static let sizeLimit = 1 << 30
  /// Text, even the same line again and again, stays below it; a file of zeros does not.
  static let ratioLimit = 250

  let compression: Compression
  private let sizeLimit: Int
  private var gzip = z_stream()
  private var zstd: OpaquePointer?
  /// Bytes that zstd asks for next. What it wrote in a call that fails is lost, so that it gets one block a call, and all blocks
  /// before the damaged one have been written by then.
  private var wanted = Decompressor.frameStart
  /// Between two members, where the input may end.
  private(set) var isBetween = true
  /// A member of zstd is whole. What begins otherwise behind it, seen in however many pieces, is not damaged.
  private var hasMember = false
  /// What is behind the last member is no member, and is ignored.
  private(set) var hasTrailer = false
  private var taken = 0
  private var written = 0

  init(_ compression: Compression, sizeLimit: Int = Decompressor.sizeLimit) {
    self.compression = compression
    self.sizeLimit = sizeLimit
    switch compression {
    case .gzip:
      // 15 bits of window, and 16 for a gzip header.
      let code = inflateInit2_(&gzip, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      precondition(code == Z_OK, "no memory for zlib")
    case .zstd:
      zstd = ZSTD_createDStream()
      precondition(zstd != nil, "no memory for zstd")
    }
  }

  deinit {
    switch compression {
    case .gzip: inflateEnd(&gzip)
    case .zstd: ZSTD_freeDStream(zstd)
    }
  }

  /// - Returns: bytes of the input that were taken, and bytes of the output that were written; neither when more input is
  ///   needed.
  func decode(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, capacity: Int
  ) throws(Compression.Damage) -> (taken: Int, written: Int) {
    let capacity = min(capacity, 1 << 30)
    let input = UnsafeBufferPointer(rebasing: input.prefix(1 << 30))
    if hasTrailer { return (input.count, 0) }
    let step =
      switch compression {
      case .gzip: try inflated(input, output, capacity)
      case .zstd: try unpacked(input, output, capacity)
      }
    taken += step.taken
    written += step.written
    // Safe: both are below 2^62 for any input that can be read.
    if written > sizeLimit, written / Self.ratioLimit > taken { throw .bomb }
    return step
  }

  private func inflated(
    _ input: UnsafeBufferPointer<UInt8>, _ output: UnsafeMutablePointer<UInt8>, _ capacity: Int
  ) throws(Compression.Damage) -> (taken: Int, written: Int) {
    if isBetween {
      guard let first = input.first else { return (0, 0) }
      // As gzip does: zeros that fill a tape's block, or anything else, are no member.
      if written > 0 || taken > 0, first != 0x1F {
        hasTrailer = true
        return (input.count, 0)
      }
      inflateReset(&gzip)
      isBetween = false
    }
    gzip.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    gzip.avail_in = UInt32(input.count)
    gzip.next_out = output
    gzip.avail_out = UInt32(capacity)
    let code = inflate(&gzip, Z_NO_FLUSH)
    let step = (taken: input.count - Int(gzip.avail_in), written: capacity - Int(gzip.avail_out))
    switch code {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetween = true
    default:
      // What came out before the damage is still read; the next call comes here again.
      guard step.written > 0 else { throw .corrupt }
    }
    return step
  }

  private func unpacked(
    _ input: UnsafeBufferPointer<UInt8>, _ output: UnsafeMutablePointer<UInt8>, _ capacity: Int
  ) throws(Compression.Damage) -> (taken: Int, written: Int) {
    var from = ZSTD_inBuffer(src: input.baseAddress, size: min(input.count, wanted), pos: 0)
    var to = ZSTD_outBuffer(dst: output, size: capacity, pos: 0)
    let code = ZSTD_decompressStream(zstd, &to, &from)
    if ZSTD_isError(code) != 0 {
      switch ZSTD_getErrorCode(code) {
      case ZSTD_error_frameParameter_windowTooLarge: throw .window
      case ZSTD_error_prefix_unknown where hasMember:
        hasTrailer = true
        isBetween = true
        return (input.count, 0)
      default: throw .corrupt
      }
    }
    // With a block zstd asks for the header of the next one as well, which may be damaged.
    wanted = code == 0 ? Self.frameStart : code > Self.blockHeader ? code - Self.blockHeader : code
    if from.pos > 0 || to.pos > 0 { isBetween = code == 0 }
    if isBetween, from.pos > 0 { hasMember = true }
    return (from.pos, to.pos)
  }
}
