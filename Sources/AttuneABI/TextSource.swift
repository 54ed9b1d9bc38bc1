import CAttune

/// Texts that lie somewhere in memory, by number.
protocol TextSource {
  var count: Int { get }

  /// The bytes of a text, nil when it is missing.
  /// - Precondition: `0..<count` contains `index`.
  func text(_ index: Int) throws(ABIError) -> UnsafeBufferPointer<UInt8>?
}

/// An array of pointers with lengths.
struct PointedTexts: TextSource, @unchecked Sendable {  // The memory is the caller's and not written during the call.
  let texts: UnsafePointer<attune_text>
  let count: Int

  func text(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
    guard let bytes = texts[index].bytes else { return nil }
    return UnsafeBufferPointer(
      start: UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: texts[index].length)
  }
}
