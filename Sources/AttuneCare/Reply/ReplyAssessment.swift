/// A coach's assessment of one reply.
public struct ReplyAssessment: Sendable {
  /// Why there is no score.
  public enum Unscored: String, Sendable, Hashable {
    /// The customer's message contains no feeling and no problem.
    case notApplicable = "no feeling and no problem in the customer's message"
    /// Nothing is left of the reply once quoted text and the signature are removed.
    case empty = "the reply has no words of its own"
    case foreignReply = "the reply is not in English"
    case foreignCustomer = "the customer's message is not in English"
  }

  /// Words that earned an item.
  public struct Evidence: Sendable, Hashable {
    /// The item that they earned.
    public var item: RubricItem
    /// The first byte, in the UTF-8 of the reply.
    public var start: Int
    /// One past the last byte.
    public var end: Int
  }

  /// Something that the customer raises: a clause of the message, named by one or two of its words.
  public struct Point: Sendable, Hashable {
    /// Words of the message.
    public var text: String
    /// Whether the reply takes it up.
    public var isTaken: Bool
  }

  /// Something that the customer's situation needs.
  public struct Need: Sendable, Hashable {
    /// Its name in the situations file.
    public var name: String
    /// 0 absent, 1 present but not first, 2 present.
    public var level: Int
  }

  /// What would help most.
  public struct Suggestion: Sendable, Hashable {
    /// The item that it would raise or remove.
    public var item: RubricItem
    /// The need of the situation, if that is the reason.
    public var need: String?
    /// What to do.
    public var advice: String
    /// How it could be put; nil if something should be left out.
    public var example: String?
  }

  /// 0...100; 50 is a polite and correct but impersonal reply. Nil if there is no score; `reason` then says why.
  public var score: Double?
  /// Why there is no score.
  public var reason: Unscored?
  /// In the order of `RubricItem.allCases`: 0 absent, 1 present, 2 clearly present.
  public var levels: [Int]
  /// In the order of their places in the reply.
  public var evidence: [Evidence]
  /// At most three, the most valuable first.
  public var suggestions: [Suggestion]
  /// Items that cannot be judged without the customer's message.
  public var notJudged: [RubricItem]
  /// The channel whose weights were used.
  public var channel: Channel
  /// What the customer feels; nil if the message does not show it.
  public var feeling: Feeling?
  /// What the message is about, in the rubric's words; nil if it does not show that.
  public var aspect: String?
  /// The customer's situation: "bereavement", "trouble"; nil without a message.
  public var situation: String?
  /// What the situation needs, in the order of the file.
  public var needs: [Need] = []
  /// What the customer raises, in the order of the message; at most eight.
  public var points: [Point] = []
  /// Slots of a template that nobody filled: "{name}".
  public var slots: [String] = []

  /// 0 absent, 1 present, 2 clearly present.
  public subscript(item: RubricItem) -> Int { levels[item.index] }
}
