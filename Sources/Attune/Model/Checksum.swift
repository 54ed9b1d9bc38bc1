/// A fast 64-bit checksum against damage, not against forgery: four lanes of eight bytes each are multiplied in turn,
/// `lane = rotate(lane ^ word, 29) · odd`, then folded with the length; a last piece of less than 32 bytes is padded
/// with zeros. Any change within one lane's word changes the lane.
package enum Checksum {
  package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var lanes = SIMD4<UInt64>(
      0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63)
    let odd: UInt64 = 0xFF51_AFD7_ED55_8CCD
    @inline(__always) func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
      let mixed = lane ^ UInt64(littleEndian: word)
      return (mixed << 29 | mixed >> 35) &* odd
    }
    @inline(__always) func block(_ load: (Int) -> UInt64) {
      for lane in 0..<4 { lanes[lane] = step(lanes[lane], load(8 * lane)) }
    }
    var at = 0
    while bytes.count - at >= 32 {
      block { bytes.loadUnaligned(fromByteOffset: at + $0, as: UInt64.self) }
      at += 32
    }
    if at < bytes.count {
      var tail = [UInt8](bytes[at...])
      tail += Array(repeating: 0, count: 32 - tail.count)
      tail.withUnsafeBytes { tail in block { tail.loadUnaligned(fromByteOffset: $0, as: UInt64.self) } }
    }
    var sum = UInt64(bytes.count)
    for lane in 0..<4 { sum = TokenHash.mix(sum ^ lanes[lane], odd) }
    return sum
  }
}
