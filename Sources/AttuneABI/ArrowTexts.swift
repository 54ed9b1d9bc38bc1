import CAttune

/// The texts of an Arrow array, in place. See https://arrow.apache.org/docs/format/Columnar.html for the layouts.
struct ArrowTexts: TextSource, @unchecked Sendable {  // The memory is the caller's and not written during the call.
  private enum Layout {
    /// Offsets of 32 bits and bytes.
    case short(UnsafePointer<Int32>, UnsafePointer<UInt8>?)
    /// Offsets of 64 bits and bytes.
    case large(UnsafePointer<Int64>, UnsafePointer<UInt8>?)
    /// Views of 16 bytes, buffers of bytes and their lengths.
    case view(UnsafeRawPointer, buffers: UnsafePointer<UnsafeRawPointer?>, lengths: UnsafePointer<Int64>?, count: Int)
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

  /// - Throws: `ABIError`: `unsupportedType`, `argument` when `first` and `count` are not in the array or a buffer that
  ///   must be there is not.
  init(_ schema: ArrowSchema, _ array: ArrowArray, first: Int64, count: Int64) throws(ABIError) {
    let format = schema.format.map { String(cString: $0) } ?? ""
    guard first >= 0, count >= 0, array.length >= 0, array.offset >= 0, first <= array.length,
      count <= array.length - first
    else { throw .argument("texts \(first) and \(count) more of an Arrow array of \(array.length)") }
    if schema.dictionary != nil { throw .unsupportedType("dictionary of \(format)") }
    self.first = Int(first)
    start = Int(array.offset + first)
    self.count = Int(count)
    func buffer(_ index: Int) -> UnsafeRawPointer? { array.n_buffers > index ? array.buffers?[index] : nil }
    validity = array.null_count == 0 ? nil : buffer(0)?.assumingMemoryBound(to: UInt8.self)
    switch format {
    case "n": layout = .null
    case _ where count == 0 && ["u", "z", "U", "Z", "vu", "vz"].contains(format): layout = .null
    case "u", "z":
      guard let offsets = buffer(1) else { throw .argument("an Arrow array without offsets") }
      layout = .short(
        offsets.assumingMemoryBound(to: Int32.self), buffer(2)?.assumingMemoryBound(to: UInt8.self))
    case "U", "Z":
      guard let offsets = buffer(1) else { throw .argument("an Arrow array without offsets") }
      layout = .large(
        offsets.assumingMemoryBound(to: Int64.self), buffer(2)?.assumingMemoryBound(to: UInt8.self))
    case "vu", "vz":
      guard let views = buffer(1), array.n_buffers >= 3, let buffers = array.buffers else {
        throw .argument("an Arrow array without views")
      }
      let last = Int(array.n_buffers) - 1
      layout = .view(
        views, buffers: buffers + 2, lengths: buffers[last]?.assumingMemoryBound(to: Int64.self), count: last - 2)
    default: throw .unsupportedType(format)
    }
  }

  func text(_ index: Int) throws(ABIError) -> UnsafeBufferPointer<UInt8>? {
    let place = start + index
    if let validity, validity[place >> 3] & (1 << UInt8(place & 7)) == 0 { return nil }
    switch layout {
    case .short(let offsets, let bytes):
      return try text(bytes, from: Int(offsets[place]), to: Int(offsets[place + 1]), index)
    case .large(let offsets, let bytes):
      return try text(bytes, from: Int(offsets[place]), to: Int(offsets[place + 1]), index)
    case .view(let views, let buffers, let lengths, let bufferCount):
      let view = views + 16 * place
      let length = Int(view.load(as: Int32.self))
      guard length >= 0 else { throw .invalidArray(index: first + index) }
      if length <= 12 {
        return UnsafeBufferPointer(start: (view + 4).assumingMemoryBound(to: UInt8.self), count: length)
      }
      let buffer = Int(view.load(fromByteOffset: 8, as: Int32.self))
      let offset = Int(view.load(fromByteOffset: 12, as: Int32.self))
      guard buffer >= 0, buffer < bufferCount, offset >= 0, let lengths, offset + length <= lengths[buffer],
        let bytes = buffers[buffer]
      else { throw .invalidArray(index: first + index) }
      return UnsafeBufferPointer(start: (bytes + offset).assumingMemoryBound(to: UInt8.self), count: length)
    case .null: return nil
    }
  }

  @inline(__always)
  private func text(
    _ bytes: UnsafePointer<UInt8>?, from start: Int, to end: Int, _ index: Int
  ) throws(ABIError) -> UnsafeBufferPointer<UInt8> {
    guard start >= 0, end >= start, let bytes = end > start ? bytes : UnsafePointer(Self.nothing) else {
      throw .invalidArray(index: first + index)
    }
    return UnsafeBufferPointer(start: end > start ? bytes + start : bytes, count: end - start)
  }

  /// An address for empty texts, whose array may have no bytes.
  private static nonisolated(unsafe) let nothing = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)  // Never read.
}
