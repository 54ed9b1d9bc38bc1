extension UnsafeMutablePointer {
  /// Memory on cache lines of its own: what one thread writes does not slow down another that reads or writes beside it
  /// (false sharing). Lines count in pairs, because processors fetch them in pairs.
  ///
  /// Uninitialized; `deallocate` frees it.
  static func allocate(cacheAligned count: Int) -> UnsafeMutablePointer {
    let line = 128
    let bytes = (count * MemoryLayout<Pointee>.stride + line - 1) / line * line
    return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: line)
      .bindMemory(to: Pointee.self, capacity: count)
  }
}
