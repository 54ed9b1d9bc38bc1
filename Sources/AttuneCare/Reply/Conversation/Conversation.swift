/// The course of a conversation as of one of its turns: how the customer felt first and last, what turned it, and what
/// nobody has taken up.
package struct Conversation: Sendable, Equatable {
  /// What a turn of the customer says of their mood.
  package struct Reading: Sendable, Equatable {
    package var turn: Double
    package var feeling: Feeling?
    package var mood: Mood
    /// Thanks alone, behind a reply that took up nothing: nobody can tell whether the customer is content.
    package var isMoot = false
  }

  /// What waits for an answer, and the turn in which the customer wrote it.
  package struct Open: Sendable, Equatable {
    package var turn: Double
    package var point: OpenPoint
  }

  /// The turn of an agent after which the customer's mood changed sides, and stayed there until now.
  package struct Turned: Sendable, Equatable {
    package var turn: Double
    package var isBetter: Bool
  }

  /// Turns, with those of neither side.
  package var turns = 0
  /// The customer's first turn that could be read, and the last.
  package var first: Reading?
  package var last: Reading?
  /// nil where the mood did not change sides, where nobody answered before it did, and out of order.
  package var turned: Turned?
  /// At most `openLimit`, the oldest first.
  package var unanswered: [Open] = []
  /// A turn came behind a later one.
  package var isOutOfOrder = false
  /// The lowest number of an agent's turn.
  package var firstAnswer: Double?
  /// What is known of the agent who wrote last before the customer's last turn; of the one who wrote last where the customer
  /// did not write again; nil without an answer.
  package var agent: [String]?

  /// Points that are kept.
  static let openLimit = 12

  /// Whether a customer who began unhappy and wrote again after an answer is unhappy no longer; nil for others, and where
  /// nobody can tell.
  package var isRecovered: Bool? {
    guard let first, let last, first.mood == .negative, let firstAnswer, last.turn > firstAnswer, !last.isMoot else {
      return nil
    }
    return last.mood != .negative
  }

  /// Customer and agent have both written.
  package var isTwoSided: Bool { first != nil && firstAnswer != nil }
}
