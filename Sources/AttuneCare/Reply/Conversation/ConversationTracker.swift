/// Follows the course of conversations that run side by side. Takes the same steps for a turn however long its conversation
/// is, and memory for each conversation whatever its length; those silent longest are forgotten.
package struct ConversationTracker: Sendable {
  package enum Turn: Sendable {
    /// nil where nothing could be read: no words, or another language.
    case customer(CustomerTurn?)
    /// With what is known of the agent.
    case agent(ReplyContent, agent: [String])
    /// Of a bot or the system.
    case other
  }

  private var conversations: SilentLongest<Course>
  /// Conversations that are over: forgotten, or begun anew. Kept where they are asked for.
  private var ended: [Conversation] = []
  private let keepsEnded: Bool
  /// Turns that came behind a later one, and the conversations that have one.
  package private(set) var lateTurns = 0
  package private(set) var lateConversations = 0

  package static let defaultLimit = 64 << 20

  /// - Parameters:
  ///   - limit: bytes of what is known of conversations. At least the last half of it is kept.
  ///   - keepsEnded: `takeEnded` and `finish` give the conversations.
  package init(limit: Int = defaultLimit, keepsEnded: Bool = false) {
    conversations = SilentLongest(limit: limit)
    self.keepsEnded = keepsEnded
  }

  /// - Parameter number: nil where records do not say; turns are then counted.
  /// - Returns: the conversation as of this turn.
  package mutating func add(_ turn: Turn, in name: String, number: Double?) -> Conversation {
    var over: [Conversation] = []
    let (place, wasInOrder, conversation) = conversations.update(name, forget: { over.append($0.conversation) }) {
      course in
      let place = course.order.place(number)
      if place == .anew {
        over.append(course.conversation)
        course.begin()
      }
      let wasInOrder = !course.conversation.isOutOfOrder
      course.add(turn, number, place)
      return (place, wasInOrder, course.conversation)
    }
    if place == .late {
      lateTurns += 1
      if wasInOrder { lateConversations += 1 }
    }
    if keepsEnded { ended += over }
    return conversation
  }

  /// The conversations that ended since the last call.
  package mutating func takeEnded() -> [Conversation] {
    defer { ended.removeAll(keepingCapacity: true) }
    return ended
  }

  /// All conversations that are open.
  package var open: [Conversation] { conversations.entries.map(\.conversation) }
}

/// A conversation, and what it takes to go on with it.
private struct Course: ConversationEntry {
  var conversation = Conversation()
  var order = TurnOrder()
  /// The agent's turn since the last one of the customer.
  private var answer: Double?
  /// Whether that turn, or another since then, took up a point that says what it is about.
  private var hasHelped = false
  /// The agent's turn before which the customer was last on the other side.
  private var turning: Double?
  /// Of the customer's last turn that says something.
  private var mood: Mood?
  /// Turns of which a point was taken up, and another is open.
  private var passedOver: Set<Double> = []
  /// Of the agent's turn with the highest number.
  private var latest: (turn: Double, agent: [String])?
  /// Of the last agent before the customer's last turn.
  private var credited: (turn: Double, agent: [String])?

  init() {}

  var bytes: Int {
    MemoryLayout<Course>.size + conversation.unanswered.reduce(0) { $0 + $1.point.bytes }
      + [latest, credited].reduce(0) { $0 + ($1?.agent.reduce(0) { $0 + $1.utf8.count + 16 } ?? 0) }
  }

  mutating func begin() {
    let order = order
    self = Course()
    self.order = order
  }

  mutating func add(_ turn: ConversationTracker.Turn, _ number: Double?, _ place: TurnPlace) {
    conversation.turns += 1
    let number = number ?? Double(conversation.turns)
    if place == .late { conversation.isOutOfOrder = true }
    switch turn {
    case .customer(let reading?): hear(reading, number, isLate: place == .late)
    case .agent(let content, let agent) where content.hasWords: answer(content, agent, number)
    case .customer, .agent, .other: break
    }
    conversation.turned = turned
    conversation.agent = (credited ?? latest)?.agent
  }

  private var turned: Conversation.Turned? {
    guard let first = conversation.first, let last = conversation.last, let turning, !conversation.isOutOfOrder,
      !last.isMoot, (first.mood == .negative) != (last.mood == .negative)
    else { return nil }
    return .init(turn: turning, isBetter: last.mood != .negative)
  }

  private mutating func hear(_ reading: CustomerTurn, _ number: Double, isLate: Bool) {
    var read = Conversation.Reading(turn: number, feeling: reading.feeling, mood: reading.mood)
    if reading.isBare, !hasHelped, let last = conversation.last { read.isMoot = last.mood == .negative || last.isMoot }
    if conversation.first.map({ number < $0.turn }) ?? true { conversation.first = read }
    if let last = conversation.last, number < last.turn { return }
    if !read.isMoot {
      if let mood, (mood == .negative) != (reading.mood == .negative) { turning = answer }
      mood = reading.mood
    }
    conversation.last = read
    (answer, hasHelped) = (nil, false)
    if let latest, latest.turn < number { credited = latest }
    // What is late may have been taken up already.
    guard !isLate else { return }
    if reading.mood == .positive, reading.points.isEmpty { settle() }
    for point in reading.points where !conversation.unanswered.contains(where: { point.repeats($0.point) }) {
      if conversation.unanswered.count < Conversation.openLimit {
        conversation.unanswered.append(.init(turn: number, point: point))
      }
    }
  }

  /// A customer who is content settles what was answered without their words: turns of which no point is taken up, or none
  /// is left. Where one was taken up and another was not, the other was passed over.
  private mutating func settle() {
    let passedOver = passedOver
    conversation.unanswered.removeAll { !passedOver.contains($0.turn) }
  }

  private mutating func answer(_ content: ReplyContent, _ agent: [String], _ number: Double) {
    answer = number
    conversation.firstAnswer = min(conversation.firstAnswer ?? number, number)
    if latest.map({ number >= $0.turn }) ?? true { latest = (number, agent) }
    if let last = conversation.last, number < last.turn, credited.map({ number >= $0.turn }) ?? true {
      credited = (number, agent)
    }
    for open in conversation.unanswered where !open.point.isVague && content.takesUp(open.point) {
      passedOver.insert(open.turn)
      hasHelped = true
    }
    conversation.unanswered.removeAll { content.takesUp($0.point) }
    // Turns without an open point need not be remembered.
    if !passedOver.isEmpty { passedOver.formIntersection(conversation.unanswered.map(\.turn)) }
  }
}
