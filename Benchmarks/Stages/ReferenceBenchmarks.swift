import Benchmark

/// What the other benchmarks are compared with.
func referenceBenchmarks() {
  /// A chain of one multiplication a byte (FNV-1a), which neither a compiler nor an edit of Attune makes faster: how
  /// fast the processor is at this moment.
  Benchmark("reference") { _, bytes in
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
    blackHole(hash)
  } setup: {
    Setup.posts.flatMap { $0 }
  }

  Benchmark("memcpy") { benchmark, bytes in
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    defer { copy.deallocate() }
    copy.initializeMemory(as: UInt8.self, repeating: 0)
    benchmark.startMeasurement()
    bytes.withUnsafeBytes { copy.copyMemory(from: $0) }
    benchmark.stopMeasurement()
    try check(copy.elementsEqual(bytes), "memcpy")
  } setup: {
    Setup.posts.flatMap { $0 }
  }
}
