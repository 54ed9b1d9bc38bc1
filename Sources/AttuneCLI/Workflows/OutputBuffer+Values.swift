import AttuneStreams

extension OutputBuffer {
  /// What is written to `bytes`, whose memory is used again.
  mutating func append(through bytes: inout [UInt8], _ write: (inout [UInt8]) -> Void) {
    bytes.removeAll(keepingCapacity: true)
    write(&bytes)
    append(bytes)
  }
}
