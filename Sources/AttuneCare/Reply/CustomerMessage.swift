/// What a reply has to go by: what its customer feels, about what, and in which words.
struct CustomerMessage: Sendable, Equatable {
  /// There is a message.
  var isGiven = false
  /// It is in a language that the rubric does not know.
  var isForeign = false
  /// The strongest feeling that is written, or nil.
  var feeling: Feeling?
  /// Of its cues: 1 for a hint.
  var feelingStrength = 0
  var hasProblem = false
  var isPraise = false
  /// Of the sentiment model, -1...1; 0 where it knows nothing.
  var sentiment: Float = 0
  /// Its place among the rubric's aspects.
  var aspect: Int?
  /// How the customer signs or calls themselves, in bytes of the message.
  var name: Range<Int>?
  /// Chooses among phrases, so that not every reply gets the same.
  var variant = 0

  /// It only asks for something: a question, or a request without a complaint.
  var isInquiry = false
  /// Its place among the rubric's situations.
  var situation: Int?
  /// How grave that is, 0...3.
  var gravity = 0
  /// Whether what was learned agrees with what shows, or is sure of the situation.
  var isSituationPlain = true
  /// Whether a cue shows it.
  var isSituationShown = false
  /// How likely it is, as far as that was learned.
  var situationProbability: Float = 0
  /// Words of it.
  var words = 0

  /// Whether there is a feeling to answer or a problem to solve. Who tells rather than asks has a reason to.
  var needsCare: Bool {
    gravity > 1 || feeling != nil || hasProblem || isPraise || sentiment < -0.35 || !isInquiry || sentiment > 0.6
  }
  /// Something is wrong for the customer.
  var isComplaint: Bool {
    if gravity > 1 { return true }
    if let feeling, feeling.isNegative { return true }
    return !isPraiseOnly && (hasProblem || sentiment < -0.35)
  }
  /// Has a problem that does not make them sad, as most whom a company serves.
  var isServed: Bool { hasProblem && feeling != .sadness }
  /// Nothing but good words.
  var isPraiseOnly: Bool {
    gravity < 2 && !hasProblem && feeling?.isNegative != true && (isPraise || feeling != nil || sentiment > 0.6)
      && sentiment > -0.2 && (isPraise || feeling != nil || !isInquiry || words < 3)
  }
}
