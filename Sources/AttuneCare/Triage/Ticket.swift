/// A message that is waiting for an answer.
public struct Ticket: Sendable {
  /// How urgent it is, 0...1; with `customer`, based on everything that the customer wrote.
  public var urgency: Double
  /// The reasons for it in the message.
  public var reasons: [UrgencyReason]
  /// The beginning of the message, on one line.
  public var excerpt: String
  /// The same of the message in which it is masked what tells who a person is; nil where nobody asked for it.
  package var maskedExcerpt: String?
  /// Whose message it is, if the messages of each customer are joined.
  public var customer: String?
  /// The number of messages from the customer so far, including this one.
  public var messages = 1
  /// Whether the customer's messages have become more negative.
  public var isFalling = false
  /// The record as it is written.
  public var record: [UInt8]

  /// The maximum number of bytes in `excerpt`.
  public static let excerptLimit = 400

  /// Tells tickets of equal urgency apart: the earlier record has the smaller number.
  var number = 0

  /// A ticket with its parts.
  public init(urgency: Double, reasons: [UrgencyReason], excerpt: String, customer: String? = nil, record: [UInt8] = [])
  {
    self.urgency = urgency
    self.reasons = reasons
    self.excerpt = excerpt
    self.customer = customer
    self.record = record
  }

  /// The beginning of a text, with blanks for what would end a line.
  package static func excerpt(of text: UnsafeBufferPointer<UInt8>) -> String {
    var end = min(text.count, excerptLimit)
    while end > 0, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    let start = String(decoding: text[..<end], as: UTF8.self)
    return String(start.map { $0.isNewline || $0 == "\t" ? " " : $0 }) + (end < text.count ? "…" : "")
  }
}

extension UrgencyAssessor {
  /// A ticket of a text, without its record.
  ///
  /// - Parameter text: by its number since `reset`.
  package func ticket(_ row: Int, text: UnsafeBufferPointer<UInt8>) -> Ticket {
    var reasons: [UrgencyReason] = []
    for found in self.reasons(row) where !reasons.contains(found.reason) { reasons.append(found.reason) }
    return Ticket(urgency: Double(score(row)), reasons: reasons, excerpt: Ticket.excerpt(of: text))
  }
}
