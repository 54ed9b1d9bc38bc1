/// How urgent a message is, and why.
public struct Urgency: Sendable, Hashable {
  /// Something in the message that makes it urgent.
  public struct Evidence: Sendable, Hashable {
    /// The reason.
    public var reason: UrgencyReason
    /// Its place: UTF-8 bytes of the text, at character boundaries.
    public var range: Range<Int>
  }

  /// The probability that somebody should answer this first, 0...1.
  public var score: Double
  /// In the order of their places; at most `evidenceLimit` for each reason.
  public var reasons: [Evidence]

  /// How often each reason is shown at most.
  public static let evidenceLimit = 3
}
