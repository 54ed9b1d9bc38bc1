/// What is open between a customer and those who answer: a conversation or, where none is told, all that the customer writes.
///
/// A polite line ends what was answered. Where nobody tells who answers, it is taken for the end of all but a danger.
package struct Matter: Sendable {
  /// What a message does to its matter.
  package enum Effect: Sendable {
    /// Something is to be answered.
    case asks
    /// Nothing is left to be answered.
    case ends
    /// A polite line behind what is not answered yet, which stays as it is.
    case addsNothing
  }

  /// Something was asked, and not ended.
  private(set) var isOpen = false
  private var isUnanswered = false
  /// Among what is not answered is a danger.
  private var isDanger = false

  /// Takes the customer's next message.
  mutating func take(_ message: CustomerThreads.Message) -> Effect {
    guard message.isPolite else {
      (isOpen, isUnanswered) = (true, true)
      isDanger = isDanger || message.isDanger
      return .asks
    }
    if isUnanswered, isDanger || message.showsAnswers { return .addsNothing }
    (isOpen, isUnanswered) = (false, false)
    return .ends
  }

  /// Takes an answer.
  mutating func answer() { (isUnanswered, isDanger) = (false, false) }
}

extension UrgencyReason {
  /// Whether somebody may come to harm, which no polite line takes back.
  package var isDanger: Bool { self == .danger || self == .safety }
}
