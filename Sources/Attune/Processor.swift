import CKernels

/// What this processor can do.
package enum Processor {
  /// The best of `attune_level`.
  package static let level: Int32 =
    [ATTUNE_AVX512, ATTUNE_AVX2, ATTUNE_NEON].map { Int32($0.rawValue) }.first { attune_supports($0) != 0 }
    ?? Int32(ATTUNE_PLAIN.rawValue)
}
