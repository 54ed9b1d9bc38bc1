/// How urgent a message is, and why.
public struct Urgency: Sendable, Hashable {
  /// Something in the message that speaks for urgency.
  public struct Evidence: Sendable, Hashable {
    /// What it is.
    public var reason: UrgencyReason
    /// Where it stands: UTF-8 bytes of the text, on borders of characters.
    public var range: Range<Int>
  }

  /// The probability that somebody should answer this first, 0...1.
  public var score: Double
  /// In order of their places; at most `evidenceLimit` of one reason.
  public var reasons: [Evidence]

  /// How often one reason is shown.
  public static let evidenceLimit = 3
}
