/// What a coach says of one reply.
public struct ReplyAssessment: Sendable {
  /// Why there is no score.
  public enum Unscored: String, Sendable, Hashable {
    /// The customer's message holds no feeling and no problem.
    case notApplicable = "no feeling and no problem in the customer's message"
    /// Nothing of the reply is left without quoted text and signature.
    case empty = "the reply has no words of its own"
    case foreignReply = "the reply is not in English"
    case foreignCustomer = "the customer's message is not in English"
  }

  /// Words that earned an item.
  public struct Evidence: Sendable, Hashable {
    /// What they earned.
    public var item: RubricItem
    /// Bytes of the reply in UTF-8.
    public var start: Int
    /// One past the last byte.
    public var end: Int
  }

  /// What the customer raises: a clause of the message, by a word or two of it.
  public struct Point: Sendable, Hashable {
    /// Words of the message.
    public var text: String
    /// The reply takes it up.
    public var isTaken: Bool
  }

  /// What the customer's situation needs.
  public struct Need: Sendable, Hashable {
    /// As the file of situations calls it.
    public var name: String
    /// 0 not there, 1 there, but not first, 2 there.
    public var level: Int
  }

  /// What would help most.
  public struct Suggestion: Sendable, Hashable {
    /// What it would raise, or take away.
    public var item: RubricItem
    /// What the situation needs, where that is why.
    public var need: String?
    /// What to do.
    public var advice: String
    /// How it could be said; nil where something is to be left out.
    public var example: String?
  }

  /// 0...100; 50 is a polite and correct, but impersonal reply. Nil where `reason` says why.
  public var score: Double?
  /// Why there is no score.
  public var reason: Unscored?
  /// In order of `RubricItem.allCases`: 0 not there, 1 there, 2 clearly there.
  public var levels: [Int]
  /// In order of their place in the reply.
  public var evidence: [Evidence]
  /// At most three, the most valuable first.
  public var suggestions: [Suggestion]
  /// Items that cannot be judged without the customer's message.
  public var notJudged: [RubricItem]
  /// Whose weights were taken.
  public var channel: Channel
  /// What the customer feels; nil where the message does not show it.
  public var feeling: Feeling?
  /// What it is about, in the rubric's words; nil where the message does not show it.
  public var aspect: String?
  /// What the customer is in: "bereavement", "trouble"; nil without a message.
  public var situation: String?
  /// What the situation needs, in the order of the file.
  public var needs: [Need] = []
  /// What the customer raises, in the order of the message; at most eight.
  public var points: [Point] = []
  /// Slots of a template that nobody filled: "{name}".
  public var slots: [String] = []

  /// 0 not there, 1 there, 2 clearly there.
  public subscript(item: RubricItem) -> Int { levels[item.index] }
}
