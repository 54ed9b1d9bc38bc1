@testable import AttuneReports

extension RecordLayout {
  /// Reads a record given as text.
  func read(_ fields: [String]) -> Row {
    let bytes = fields.map { Array($0.utf8) }
    func next(_ buffers: [UnsafeBufferPointer<UInt8>]) -> Row {
      if buffers.count == bytes.count { return read(buffers) }
      return bytes[buffers.count].withUnsafeBufferPointer { next(buffers + [$0]) }
    }
    return next([])
  }
}

extension LayoutDetector {
  mutating func append(_ fields: [String]) {
    var copy = self
    let bytes = fields.map { Array($0.utf8) }
    func next(_ buffers: [UnsafeBufferPointer<UInt8>]) {
      if buffers.count == bytes.count { return copy.append(buffers) }
      bytes[buffers.count].withUnsafeBufferPointer { next(buffers + [$0]) }
    }
    next([])
    self = copy
  }
}
