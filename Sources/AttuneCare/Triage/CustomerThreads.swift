/// What customers wrote before, as far as it makes their next message more urgent: how often, how urgent it was, and whether
/// their sentiment falls. What came before adds half as much for each half-life (`UrgencyWeights.Customer`) between the two
/// messages, and nothing behind a message that ends the last open matter: see `Matter`. Bounded in bytes, whatever customers are called: of many
/// customers those who wrote longest ago are forgotten.
package struct CustomerThreads: Sendable {
  /// A message as it stands for itself.
  package struct Message: Sendable {
    /// Of its urgency.
    package var logit: Float
    /// Of its sentiment, -1...1.
    package var score: Float
    /// Seconds since 1970; nil when it has no time, and its place in the stream counts.
    package var time: Int?
    /// A good message, or thanks.
    package var isPolite: Bool
    /// See `UrgencyReason.isDanger`.
    package var isDanger: Bool
    /// An answer would be among what is taken.
    package var showsAnswers: Bool
    /// See `CustomerThreads.conversation`; nil where none is told.
    package var conversation: UInt64?

    /// - Parameter isThanks: see `Thanks`; a good message is polite in any case, and a danger never.
    package init(
      logit: Float, score: Float, time: Int?, isThanks: Bool = false, isDanger: Bool = false,
      showsAnswers: Bool = false, conversation: UInt64? = nil
    ) {
      (self.logit, self.score, self.time) = (logit, score, time)
      isPolite = !isDanger && (isThanks || score >= CustomerThreads.goodScore)
      (self.isDanger, self.showsAnswers, self.conversation) = (isDanger, showsAnswers, conversation)
    }
  }

  /// A message together with those before it.
  package struct Joined: Sendable {
    package var logit: Float
    package var messages: Int
    package var isFalling: Bool
    /// Written before one that has been seen already.
    package var isLate: Bool
    package var effect: Matter.Effect
    /// Another matter of the customer is open.
    package var leavesOthers: Bool

    /// Whether the customer's ticket is what it was before: somebody still waits, for something else.
    package var keepsTicket: Bool { effect == .addsNothing || effect == .ends && leavesOthers }
  }

  /// What is known of a customer's messages so far.
  struct Thread: Sendable {
    var messages: Int32 = 0
    /// Those of the open matter, of which older ones count less.
    var contacts: Float = 0
    var latest = Int.min
    /// What still counts of the logits so far.
    var carried = -Float.infinity
    /// The mean score of the messages, of which later ones count more.
    var mood: Float = 0
    /// What is open of what belongs to no conversation.
    var own = Matter()
    private var openMatters: Int32 = 0

    /// Takes the next message, of a matter.
    mutating func join(_ message: Message, of matter: inout Matter, _ weights: UrgencyWeights.Customer) -> Joined {
      if matter.isOpen { openMatters = max(0, openMatters - 1) }
      let effect = matter.take(message)
      let leavesOthers = openMatters > 0
      if matter.isOpen, openMatters < .max { openMatters += 1 }
      let isLate = message.time.map { $0 < latest } ?? false
      let pause = message.time.flatMap { latest == .min ? nil : $0 - latest }
      let left = messages > 0 ? weights.left(after: pause) : 0
      let fall = isLate ? 0 : left * max(0, mood - message.score)
      let raised = effect == .ends ? 0 : left * max(0, carried - Float(weights.fading) - message.logit)
      let earlier = effect == .ends ? 0 : left * contacts
      var logit = message.logit + raised
      if effect != .ends {
        logit += Float(weights.earlierContact) * CustomerThreads.harmonic(earlier)
        logit += Float(weights.fallingSentiment) * fall
      }
      if messages < .max { messages += 1 }
      let joined = Joined(
        logit: logit, messages: Int(messages), isFalling: fall >= CustomerThreads.namedFall, isLate: isLate,
        effect: effect, leavesOthers: leavesOthers)
      if !isLate, !joined.keepsTicket {
        mood = message.score + 0.5 * left * (mood - message.score)
        latest = message.time ?? latest
        carried = message.logit + raised
        contacts = effect == .ends ? 0 : earlier + 1
      }
      return joined
    }
  }

  private let weights: UrgencyWeights.Customer
  private var threads: Remembered<Thread>
  private var matters: Remembered<Matter>

  /// The sum of 1/n up to a number, of which the last summand may be a part; of numbers beyond 16 that of 16.
  private static func harmonic(_ number: Float) -> Float {
    var sum: Float = 0
    for place in 0..<16 where number > Float(place) { sum += min(1, number - Float(place)) / Float(place + 1) }
    return sum
  }

  /// From which score on a message ends what was urgent before.
  fileprivate static let goodScore: Float = 0.4
  /// From which fall on it is named.
  private static let namedFall: Float = 0.3

  /// What a customer with a conversation takes at most: `Thread`, `Matter` and their keys, in dictionaries that may be three
  /// eighths full.
  static let customerBytes = 160
  package static let defaultLimit = 64 << 20

  /// - Parameter limit: bytes. At least the last half of the customers who fit are remembered.
  package init(weights: UrgencyWeights, limit: Int = defaultLimit) {
    self.weights = weights.customer
    let limit = max(limit / 2 / Self.customerBytes, 1)
    (threads, matters) = (Remembered(limit: limit), Remembered(limit: limit))
  }

  /// Takes the next message of a customer.
  package mutating func join(_ message: Message, of customer: UnsafeBufferPointer<UInt8>) -> Joined {
    let key = Self.hash(customer)
    var thread = threads[key] ?? Thread()
    var matter = message.conversation.map { matters[$0] ?? Matter() } ?? thread.own
    let joined = thread.join(message, of: &matter, weights)
    if let conversation = message.conversation { matters[conversation] = matter } else { thread.own = matter }
    threads[key] = thread
    return joined
  }

  /// Takes an answer in a conversation or, where none is told, to a customer.
  package mutating func answer(_ customer: UnsafeBufferPointer<UInt8>, in conversation: UInt64?) {
    if let conversation {
      matters[conversation]?.answer()
    } else {
      threads[Self.hash(customer)]?.own.answer()
    }
  }

  /// The number of a conversation by its name, which nobody has who is called the same; nil for none.
  package static func conversation(_ name: UnsafeBufferPointer<UInt8>) -> UInt64? {
    name.isEmpty ? nil : ~hash(name)
  }

  /// FNV-1a with a final mix; customers whose names have the same 64 bits count as one.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15
  }
}

/// Values by their keys, of which the last half is remembered at least.
private struct Remembered<Value: Sendable>: Sendable {
  private var recent: [UInt64: Value] = [:]
  private var older: [UInt64: Value] = [:]
  /// Values in `recent` before it becomes `older`.
  let limit: Int

  init(limit: Int) { self.limit = limit }

  subscript(_ key: UInt64) -> Value? {
    get { recent[key] ?? older[key] }
    set {
      recent[key] = newValue
      guard recent.count >= limit else { return }
      older = recent
      recent = [:]
    }
  }
}
