import AttuneFiles

extension attune_file {
  package var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

  /// As UTF-8.
  package var text: String { String(decoding: buffer, as: UTF8.self) }
}
