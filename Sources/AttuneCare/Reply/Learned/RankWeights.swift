/// How people would rank a reply, in steps from the mean reply: a linear function of the largest logit of each item and the rank that
/// its sentences add up to, of the same between -1 and 1, and of how much the reply says. Immutable.
struct RankWeights: Sendable, Equatable {
  /// What a reply goes by: three vectors of `values`, one behind the other.
  static let count = 48
  /// In a file: little-endian floating point.
  static let bytes = 4 * count

  private let parts: [SIMD16<Float>]

  /// - Parameter weights: `[count]`
  init(_ weights: [Float]) {
    precondition(weights.count == Self.count)
    parts = (0..<3).map { part in SIMD16(weights[16 * part..<16 * part + 16]) }
  }

  init(file: UnsafeRawBufferPointer) {
    self.init(
      (0..<Self.count).map {
        Float(bitPattern: UInt32(littleEndian: file.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      })
  }

  var bytes: [UInt8] {
    parts.flatMap { part in (0..<16).flatMap { withUnsafeBytes(of: part[$0].bitPattern.littleEndian, Array.init) } }
  }

  /// - Parameter logits: the largest of the sentences, by lane; in the lane of the rank their sum over the root of their number.
  static func values(
    _ logits: SIMD16<Float>, sentences: Int, _ findings: ReplyFindings
  ) -> (SIMD16<Float>, SIMD16<Float>, SIMD16<Float>) {
    let size = logits.replacing(with: -logits, where: logits .< 0)
    var facts = SIMD16<Float>()
    facts[0] = 1
    facts[1] = Float(min(sentences, 20)) / 5
    facts[2] = octaves(findings.words)
    facts[3] = findings.relevance
    facts[4] = Float(findings.substance) / 3
    facts[5] = Float(findings.points.count { $0.isTaken }) / 2
    facts[6] = octaves(findings.customer.words)
    return (logits, logits / (1 + size), facts)
  }

  /// The logarithm to base 2 of a count, at most 10, in halves.
  static func octaves(_ count: Int) -> Float {
    let count = min(count, 1000) + 1
    return Float((count * count).bitWidth - (count * count).leadingZeroBitCount - 1) / 2
  }

  func rank(_ logits: SIMD16<Float>, sentences: Int, _ findings: ReplyFindings) -> Float {
    let (raw, bent, facts) = Self.values(logits, sentences: sentences, findings)
    return (parts[0] * raw + parts[1] * bent + parts[2] * facts).sum()
  }
}
