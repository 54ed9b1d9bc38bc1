import Testing

@testable import AttuneStatistics

/// A conversion of a number that came from input has a result, whatever the number is.
@Suite struct SaturatingTests {
  @Test func isTheWholePartOfWhatTheTypeHolds() {
    for value in [0, -0.0, 0.9, -0.9, 1.5, -127.99, 126.2] {
      #expect(Int8(saturating: value) == Int8(value))
      #expect(Int(saturating: value) == Int(value))
    }
    #expect(Int(saturating: 0x1p53) == 1 << 53)
    #expect(UInt8(saturating: -0.5) == 0)
  }

  @Test func isTheNearestForWhatItDoesNot() {
    for value in [0x1p63, 1e308, .infinity] {
      #expect(Int(saturating: value) == .max)
      #expect(Int(saturating: -value * 1.5) == .min)
      #expect(UInt16(saturating: value) == .max)
      #expect(UInt16(saturating: -value) == 0)
    }
    #expect(Int8(saturating: 128) == 127)
    #expect(Int8(saturating: -129) == -128)
    #expect(Int(saturating: .nan) == 0)
    #expect(UInt8(saturating: -.nan) == 0)
  }
}
