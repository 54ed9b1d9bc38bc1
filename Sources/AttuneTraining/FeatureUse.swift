import Attune

/// A feature where it stands in a text.
struct FeatureUse: Equatable {
  private var bits: UInt32
  private static let reversedBit: UInt32 = 1 << 31

  init(_ number: UInt32, isReversed: Bool) {
    bits = isReversed ? number | Self.reversedBit : number
  }

  var number: UInt32 { bits & ~Self.reversedBit }

  /// Whether its logits count the other way round (`ValenceContext.reversed`).
  var isReversed: Bool { bits & Self.reversedBit != 0 }

  /// What it is multiplied with.
  var value: Float { isReversed ? ValenceContext.reversal : 1 }
}
