/// The items that a reply is judged by. `Documentation/Rubric.md` has definitions, examples and counter-examples.
public enum RubricItem: String, CaseIterable, Sendable, Hashable {
  /// Greets, best by name.
  case greeting
  /// Repeats what the customer said.
  case acknowledge
  /// Calls the feeling legitimate.
  case validate
  /// Reacts warmly to what the customer is going through.
  case empathy
  /// Apologises for what happened.
  case apologize
  /// Takes responsibility, in the active voice.
  case ownership
  /// Says what happens now, and by when.
  case solution
  /// Explores rather than closes.
  case openQuestion = "open_question"
  /// Uses the customer's name, words and details.
  case personal
  /// Thanks, and asks rather than orders.
  case gratitude
  /// Names the next step and leaves the door open.
  case close
  /// Brushes the customer off.
  case dismissive
  /// Uses terms that a customer cannot know.
  case jargon
  /// Would fit any message.
  case canned
  /// Puts the fault on the customer.
  case blame
  /// Shouts: capitals, rows of exclamation marks.
  case shouting
  /// Makes promises that nobody can keep.
  case overpromise
  /// Is cheerful at a complaint, or sorry about praise.
  case wrongTone = "wrong_tone"
  /// Reveals private data in public.
  case privateData = "private_data"

  /// Whether it adds to the score rather than lowering it.
  public var isPositive: Bool { index < Self.dismissive.index }

  /// Its place in `allCases`.
  package var index: Int {
    switch self {
    case .greeting: 0
    case .acknowledge: 1
    case .validate: 2
    case .empathy: 3
    case .apologize: 4
    case .ownership: 5
    case .solution: 6
    case .openQuestion: 7
    case .personal: 8
    case .gratitude: 9
    case .close: 10
    case .dismissive: 11
    case .jargon: 12
    case .canned: 13
    case .blame: 14
    case .shouting: 15
    case .overpromise: 16
    case .wrongTone: 17
    case .privateData: 18
    }
  }

  /// `allCases`, at hand without making it anew.
  static let all = Array(allCases)
}
