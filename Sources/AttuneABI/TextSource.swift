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
  private let texts: UnsafePointer<attune_text>?
  let count: Int

  /// - Throws: `ABIError.argument`: a count that no memory has, or texts at a null pointer.
  init(_ texts: UnsafePointer<attune_text>?, count: Int, _ what: String = "texts") throws(ABIError) {
    guard count >= 0, count <= Int.max / MemoryLayout<attune_text>.stride else {
      throw .argument("\(UInt(bitPattern: count)) \(what)")
    }
    guard texts != nil || count == 0 else { throw .argument("\(count) \(what) at a null pointer") }
    self.texts = texts
    self.count = count
  }

  func text(_ index: Int) throws(ABIError) -> UnsafeBufferPointer<UInt8>? {
    guard let text = texts?[index], let bytes = text.bytes else { return nil }
    return try bytesAt(bytes, text.length, place: index)
  }
}
