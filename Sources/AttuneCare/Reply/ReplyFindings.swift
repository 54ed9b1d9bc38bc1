/// What was found in one reply, before it is put in numbers.
package struct ReplyFindings: Sendable {
  /// Of each item, 0...2, by `RubricItem.index`.
  var levels = SIMD32<UInt8>()
  var evidence: [ReplyAssessment.Evidence] = []
  var channel = Channel.email
  var customer = CustomerMessage()
  /// Why there is no score.
  var reason: ReplyAssessment.Unscored?
  /// The customer's name, where the customer gives it.
  var customerName: String?
  /// Of each sentence of five words or more: a hash that names and numbers do not change, its words and its place.
  var sentences: [(hash: UInt64, words: Int, bytes: Range<Int>)] = []
  var words = 0
  /// What the message raises, and whether the reply takes it up; in the order of the message.
  var points: [ReplyAssessment.Point] = []
  /// How much of the customer's own matter the reply has, 0...1.
  var relevance: Float = 1
  /// Sentences about this case: with a word of the customer's, a number, a name or a time.
  var substance = 0
  /// Of each need of the situation how well it is met, 0...2, in the order of the situation's needs.
  var needs: [Int] = []
  /// Of each trait of `Manner` in how many places it shows.
  var traits = SIMD32<UInt8>()
  /// Of its words; 0 for a reply of few.
  var meanLetters: Float = 0
  /// How people would rank it, as far as that was learned: steps from the mean reply.
  var rank: Float = 0
  /// The largest logit of its sentences, by lane of `LearnedItems`.
  var logits = SIMD16<Float>()
  /// Slots that nobody filled.
  var slots: [String] = []
  /// What the customer names, as a reply would: "your second parcel".
  var thing: String?
  /// The same of what the company can look up: "your booking".
  var record: String?
  var person: String?

  subscript(item: RubricItem) -> Int {
    get { Int(levels[item.index]) }
    set { levels[item.index] = UInt8(newValue) }
  }

  /// "Got it, let me fix that": in a chat a few words serve for what takes a sentence elsewhere.
  var isShortChat: Bool { channel == .chat && words <= 12 }

  /// By place, so that evidence can be shown in the order of the reply.
  mutating func sortEvidence() {
    evidence.sort {
      $0.start != $1.start ? $0.start < $1.start : ($0.end, $0.item.index) < ($1.end, $1.item.index)
    }
  }

  mutating func raise(_ item: RubricItem, to level: Int) { self[item] = max(self[item], min(level, 2)) }
}

extension Channel {
  /// Whether what a reply holds is told by rules of the channel: a short chat needs less, and only a public reply can give
  /// away what is private. Others find the same items in the same reply.
  package var hasItemsOfItsOwn: Bool { self == .chat || self == .social }
}
