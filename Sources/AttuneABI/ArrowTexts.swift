import CAttune

/// The texts of an Arrow array, in place. See https://arrow.apache.org/docs/format/Columnar.html for the layouts.
struct ArrowTexts: TextSource, @unchecked Sendable {  // The memory is the caller's and not written during the call.
  private enum Layout {
    /// Offsets of 32 bits, bytes, and where these end.
    case short(UnsafeRawPointer, UnsafePointer<UInt8>?, end: Int)
    /// Offsets of 64 bits, bytes, and where these end.
    case large(UnsafeRawPointer, UnsafePointer<UInt8>?, end: Int)
    /// Views of 16 bytes, buffers of bytes and their lengths.
    case view(UnsafeRawPointer, buffers: UnsafePointer<UnsafeRawPointer?>, lengths: UnsafeRawPointer?, count: Int)
    /// No text at all.
    case null
  }

  private let layout: Layout
  private let validity: UnsafePointer<UInt8>?
  /// Of the first text in the buffers.
  private let start: Int
  /// Of the first text in the array, for errors.
  private let first: Int
  let count: Int

  /// Values beyond this have offsets or views beyond all memory.
  private static let longest = Int64.max / 32

  /// - Throws: `ABIError`: `unsupportedType`, `argument` when `first` and `count` are not in the array or a buffer that
  ///   must be there is not, `invalidArray` when the texts end before they begin.
  init(_ schema: ArrowSchema, _ array: ArrowArray, first: Int64, count: Int64) throws(ABIError) {
    let format = schema.format.map { String(cString: $0) } ?? ""
    guard first >= 0, count >= 0, array.length >= 0, first <= array.length, count <= array.length - first
    else { throw .argument("texts \(first) and \(count) more of an Arrow array of \(array.length)") }
    guard array.offset >= 0, array.offset <= Self.longest, array.length <= Self.longest else {
      throw .argument("an Arrow array of \(array.length) values from \(array.offset) on")
    }
    if schema.dictionary != nil { throw .unsupportedType("dictionary of \(format)") }
    self.first = Int(first)
    // Safe, here and below: both are small fractions of the largest number.
    start = Int(array.offset + first)
    self.count = Int(count)
    let last = Int(array.offset + array.length)
    func buffer(_ index: Int) -> UnsafeRawPointer? { array.n_buffers > index ? array.buffers?[index] : nil }
    validity = array.null_count == 0 ? nil : buffer(0)?.assumingMemoryBound(to: UInt8.self)
    switch format {
    case "n": layout = .null
    case _ where count == 0 && ["u", "z", "U", "Z", "vu", "vz"].contains(format): layout = .null
    case "u", "z":
      guard let offsets = buffer(1) else { throw .argument("an Arrow array without offsets") }
      layout = .short(
        offsets, buffer(2)?.assumingMemoryBound(to: UInt8.self), end: Int(Self.offset(offsets, last, as: Int32.self)))
    case "U", "Z":
      guard let offsets = buffer(1) else { throw .argument("an Arrow array without offsets") }
      layout = .large(
        offsets, buffer(2)?.assumingMemoryBound(to: UInt8.self), end: Int(Self.offset(offsets, last, as: Int64.self)))
    case "vu", "vz":
      guard let views = buffer(1), (3...Int64(Int32.max)).contains(array.n_buffers), let buffers = array.buffers else {
        throw .argument("an Arrow array without views")
      }
      let last = Int(array.n_buffers) - 1
      layout = .view(views, buffers: buffers + 2, lengths: buffers[last], count: last - 2)
    default: throw .unsupportedType(format)
    }
  }

  private static func offset<Offset: BitwiseCopyable>(
    _ offsets: UnsafeRawPointer, _ index: Int, as type: Offset.Type
  ) -> Offset {
    offsets.loadUnaligned(fromByteOffset: index &* MemoryLayout<Offset>.size, as: type)
  }

  func text(_ index: Int) throws(ABIError) -> UnsafeBufferPointer<UInt8>? {
    let place = start + index
    if let validity, validity[place >> 3] & (1 << UInt8(place & 7)) == 0 { return nil }
    switch layout {
    case .short(let offsets, let bytes, let last):
      let (start, end) = (Self.offset(offsets, place, as: Int32.self), Self.offset(offsets, place + 1, as: Int32.self))
      return try text(bytes, from: Int(start), to: Int(end), before: last, index)
    case .large(let offsets, let bytes, let last):
      let (start, end) = (Self.offset(offsets, place, as: Int64.self), Self.offset(offsets, place + 1, as: Int64.self))
      return try text(bytes, from: Int(start), to: Int(end), before: last, index)
    case .view(let views, let buffers, let lengths, let bufferCount):
      let view = views + 16 * place
      let length = Int(view.loadUnaligned(as: Int32.self))
      guard length >= 0 else { throw .invalidArray(index: first + index) }
      if length <= 12 {
        return UnsafeBufferPointer(start: (view + 4).assumingMemoryBound(to: UInt8.self), count: length)
      }
      let buffer = Int(view.loadUnaligned(fromByteOffset: 8, as: Int32.self))
      let offset = Int(view.loadUnaligned(fromByteOffset: 12, as: Int32.self))
      guard buffer >= 0, buffer < bufferCount, offset >= 0, let lengths,
        offset + length <= Self.offset(lengths, buffer, as: Int64.self), let bytes = buffers[buffer]
      else { throw .invalidArray(index: first + index) }
      return UnsafeBufferPointer(start: (bytes + offset).assumingMemoryBound(to: UInt8.self), count: length)
    case .null: return nil
    }
  }

  /// - Parameter last: where the bytes of the whole array end. Its buffer is at least as long, by the words of Arrow; how
  ///   long it is nobody says.
  @inline(__always)
  private func text(
    _ bytes: UnsafePointer<UInt8>?, from start: Int, to end: Int, before last: Int, _ index: Int
  ) throws(ABIError) -> UnsafeBufferPointer<UInt8> {
    guard start >= 0, end >= start, end <= last, end <= mostBytes,
      let bytes = end > start ? bytes : UnsafePointer(Self.nothing)
    else { throw .invalidArray(index: first + index) }
    return UnsafeBufferPointer(start: end > start ? bytes + start : bytes, count: end - start)
  }

  /// An address for empty texts, whose array may have no bytes.
  private static nonisolated(unsafe) let nothing = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)  // Never read.
}
