/// What customers wrote before, as far as it makes their next message more urgent: how often, how urgent it was, and whether
/// their sentiment falls. What came before adds half as much for each half-life (`UrgencyWeights.Customer`) between the two
/// messages, and nothing behind a message that ends the matter. Bounded in bytes, whatever customers are called: of many
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
    /// Nothing is left to be answered of what the customer wrote before: a good message, or thanks.
    package var endsMatter: Bool

    /// - Parameter endsMatter: see `Thanks`; a good message does it in any case.
    package init(logit: Float, score: Float, time: Int?, endsMatter: Bool = false) {
      (self.logit, self.score, self.time) = (logit, score, time)
      self.endsMatter = endsMatter || score >= CustomerThreads.goodScore
    }
  }

  /// A message together with those before it.
  package struct Joined: Sendable {
    package var logit: Float
    package var messages: Int
    package var isFalling: Bool
    /// Written before one that has been seen already.
    package var isLate: Bool
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

    /// Takes the next message.
    mutating func join(_ message: Message, _ weights: UrgencyWeights.Customer) -> Joined {
      let isLate = message.time.map { $0 < latest } ?? false
      let pause = message.time.flatMap { latest == .min ? nil : $0 - latest }
      let left = messages > 0 ? weights.left(after: pause) : 0
      let fall = isLate ? 0 : left * max(0, mood - message.score)
      let raised = message.endsMatter ? 0 : left * max(0, carried - Float(weights.fading) - message.logit)
      let earlier = message.endsMatter ? 0 : left * contacts
      var logit = message.logit + raised
      if !message.endsMatter {
        logit += Float(weights.earlierContact) * CustomerThreads.harmonic(earlier)
        logit += Float(weights.fallingSentiment) * fall
      }
      if messages < .max { messages += 1 }
      if !isLate {
        mood = message.score + 0.5 * left * (mood - message.score)
        latest = message.time ?? latest
        carried = message.logit + raised
        contacts = message.endsMatter ? 0 : earlier + 1
      }
      return Joined(
        logit: logit, messages: Int(messages), isFalling: fall >= CustomerThreads.namedFall, isLate: isLate)
    }
  }

  private let weights: UrgencyWeights.Customer
  private var recent: [UInt64: Thread] = [:]
  private var older: [UInt64: Thread] = [:]
  /// Customers in `recent` before it becomes `older`.
  private let limit: Int

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

  /// What a customer takes at most: `Thread` and its key, in a dictionary that may be three eighths full.
  static let customerBytes = 128
  package static let defaultLimit = 64 << 20

  /// - Parameter limit: bytes. At least the last half of the customers who fit are remembered.
  package init(weights: UrgencyWeights, limit: Int = defaultLimit) {
    self.weights = weights.customer
    self.limit = max(limit / 2 / Self.customerBytes, 1)
  }

  /// Takes the next message of a customer.
  package mutating func join(_ message: Message, of customer: UnsafeBufferPointer<UInt8>) -> Joined {
    let key = Self.hash(customer)
    var thread = recent[key] ?? older[key] ?? Thread()
    let joined = thread.join(message, weights)
    keep(thread, key)
    return joined
  }

  private mutating func keep(_ thread: Thread, _ key: UInt64) {
    recent[key] = thread
    guard recent.count >= limit else { return }
    older = recent
    recent = [:]
  }

  /// FNV-1a with a final mix; customers whose names have the same 64 bits count as one.
  static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15
  }
}
