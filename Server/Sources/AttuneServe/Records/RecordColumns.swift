@_spi(Server) import AttuneWorkflows

/// What is known of all records but their texts: a small number each in columns, about 70 bytes a record, so that a pass
/// over a million of them takes milliseconds.
struct RecordColumns {
  /// The roles of names, in the order of `names`.
  enum Name: Int, CaseIterable, Sendable {
    case language, channel, agent, customer, conversation, month, writer

    func of(_ record: ReadRecord) -> String {
      switch self {
      case .language: record.language ?? ""
      case .channel: record.channel
      case .agent: record.agent
      case .customer: record.customer
      case .conversation: record.conversation
      case .month: record.month ?? ""
      case .writer: record.writer
      }
    }
  }

  /// What texts may speak of.
  let aspectNames: [String]

  init(aspectNames: [String]) { self.aspectNames = aspectNames }

  /// The record's number in the store, which it keeps; ascending.
  private(set) var ids: [UInt32] = []
  /// In `ReadRecord.labels`.
  private(set) var labels: [UInt8] = []
  private(set) var scores: [Float] = []
  /// Of the message for itself.
  private(set) var urgencies: [Float] = []
  /// With what the customer wrote before.
  private(set) var ticketUrgencies: [Float] = []
  private(set) var reasons: [UInt32] = []
  private(set) var tones: [UInt16] = []
  /// `Int.min` for none.
  private(set) var seconds: [Int] = []
  private(set) var files: [UInt32] = []
  private(set) var states: [State] = []
  private(set) var names = Name.allCases.map { _ in NameColumn() }
  /// Aspects and how they are meant; those of record i begin at `aspectStarts[i]` and end where those of the next begin.
  private(set) var aspects: [AspectCode] = []
  private(set) var aspectStarts: [UInt32] = [0]
  /// What customers wrote, and is not removed.
  private(set) var present = 0

  private var join = CustomerJoin()
  /// Messages of each customer, by code.
  private var messageCounts: [Int32] = [0]

  private struct Conversation {
    /// The last message of a customer; -1 for none.
    var last = -1
    /// When an agent wrote last.
    var answered = Int.min
  }

  /// By code.
  private var conversations: [Conversation] = []
  /// Whether writers are customers, and whether they are agents, by code.
  private var areCustomers: [Bool] = []
  private var areAgents: [Bool] = []

  struct State: OptionSet, Sendable {
    var rawValue: UInt8
    /// Its file was written anew, or is gone from the store.
    static let removed = State(rawValue: 1)
    /// Its case is solved, closed or cancelled.
    static let closed = State(rawValue: 2)
    /// The customer's messages got worse.
    static let falling = State(rawValue: 4)
    /// An agent, a bot or the system wrote it: no customer.
    static let ofOthers = State(rawValue: 8)
    /// An agent has written to the customer since.
    static let answered = State(rawValue: 16)
  }

  /// An aspect with how it is meant: 14 and 2 bits.
  struct AspectCode: Sendable {
    var rawValue: UInt16
    init(rawValue: UInt16) { self.rawValue = rawValue }
    init(_ aspect: UInt16, label: UInt8) { rawValue = aspect << 2 | UInt16(label & 3) }
    var aspect: Int { Int(rawValue >> 2) }
    var label: UInt8 { UInt8(rawValue & 3) }
  }

  var count: Int { ids.count }

  func aspects(of record: Int) -> ArraySlice<AspectCode> {
    aspects[Int(aspectStarts[record])..<Int(aspectStarts[record + 1])]
  }

  func forEachAspect(of record: Int, _ body: (AspectCode) -> Void) {
    for place in Int(aspectStarts[record])..<Int(aspectStarts[record + 1]) { body(aspects[place]) }
  }

  /// The place of a record by its number; nil where there is none, or none any more.
  /// - Complexity: O(log records)
  func place(of id: Int) -> Int? {
    guard let id = UInt32(exactly: id), id > 0 else { return nil }
    // Numbers are without gaps where no file was read twice.
    if Int(id) <= count, ids[Int(id) - 1] == id { return states[Int(id) - 1].contains(.removed) ? nil : Int(id) - 1 }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < count && ids[low] == id && !states[low].contains(.removed) ? low : nil
  }

  /// The code of a name in a role, which is new if no record has it yet.
  mutating func number(_ name: String, _ role: Name) -> UInt32 { names[role.rawValue].number(name) }

  func name(_ role: Name, of record: Int) -> String { names[role.rawValue].name(of: record) }

  /// The customer of a record by its number, as its file has it; empty for none.
  func customer(of id: Int) -> String { place(of: id).map { name(.customer, of: $0) } ?? "" }

  /// Messages of the customer of a record up to the newest one; 1 for nobody.
  func messages(of record: Int) -> Int {
    let code = Int(names[Name.customer.rawValue].codes[record])
    return code > 0 && code < messageCounts.count ? Int(messageCounts[code]) : 1
  }

  /// - Parameters:
  ///   - record: its text is not kept.
  ///   - codes: of its names, by role.
  mutating func append(_ record: ReadRecord, id: UInt32, file: UInt32, codes: [UInt32]) {
    let place = count
    ids.append(id)
    labels.append(record.label)
    scores.append(record.score)
    urgencies.append(record.urgency)
    reasons.append(record.reasons)
    tones.append(record.tones)
    seconds.append(record.seconds ?? .min)
    files.append(file)
    for (role, code) in codes.enumerated() { names[role].append(code) }
    for (aspect, label) in record.aspects { aspects.append(AspectCode(aspect, label: label)) }
    aspectStarts.append(UInt32(aspects.count))
    let writer = Int(codes[Name.writer.rawValue])
    while areCustomers.count <= writer {
      let name = names[Name.writer.rawValue].names[areCustomers.count]
      areCustomers.append(ReadRecord.isCustomers(writer: name))
      areAgents.append(ReadRecord.isAnswer(writer: name))
    }
    let conversation = Int(codes[Name.conversation.rawValue])
    while conversations.count <= conversation { conversations.append(Conversation()) }
    guard areCustomers[writer] else {
      ticketUrgencies.append(record.urgency)
      states.append(.ofOthers)
      if conversation > 0, areAgents[writer] { note(answer: record, in: conversation) }
      return
    }
    present += 1
    var state: State = record.isClosed ? .closed : []
    // Who gives a score only has written nothing.
    let isWritten = record.label != ReadRecord.noText
    if isWritten, conversation > 0, note(place, at: record.seconds, in: conversation) { state.insert(.answered) }
    let customer = Int(codes[Name.customer.rawValue])
    guard customer > 0, isWritten else {
      ticketUrgencies.append(record.urgency)
      states.append(state)
      return
    }
    while messageCounts.count <= customer { messageCounts.append(0) }
    messageCounts[customer] += 1
    // What is closed makes nothing else urgent.
    guard !record.isClosed else {
      ticketUrgencies.append(record.urgency)
      states.append(state)
      return
    }
    let joined = join.join(
      urgency: record.urgency, score: record.score, seconds: record.seconds, isThanks: record.isThanks,
      of: names[Name.customer.rawValue].names[customer])
    ticketUrgencies.append(joined.urgency)
    states.append(joined.isFalling ? state.union(.falling) : state)
  }

  /// Notes that an agent wrote to the customer: with a time, it answers what came before; else what was read before.
  private mutating func note(answer: ReadRecord, in conversation: Int) {
    let last = conversations[conversation].last
    if last >= 0, answer.seconds.map({ $0 >= seconds[last] }) ?? true {
      states[last].formUnion(answer.isClosed ? [.answered, .closed] : .answered)
    }
    if let seconds = answer.seconds {
      conversations[conversation].answered = max(conversations[conversation].answered, seconds)
    }
  }

  /// Notes a customer's message, at whatever place its file has it.
  /// - Returns: whether it was answered by what was read before.
  private mutating func note(_ place: Int, at seconds: Int?, in conversation: Int) -> Bool {
    let last = conversations[conversation].last
    if last < 0 || seconds.map({ self.seconds[last] <= $0 }) ?? true { conversations[conversation].last = place }
    return seconds.map { conversations[conversation].answered > $0 } ?? false
  }

  /// Of each record that is a ticket, what it waits for: of each customer the newest one in each state, and of a customer's
  /// messages in a conversation none but the last.
  ///
  /// - Complexity: O(records)
  func tickets() -> [TicketState?] {
    var tickets = [TicketState?](repeating: nil, count: count)
    let customers = names[Name.customer.rawValue].codes
    let inConversations = names[Name.conversation.rawValue].codes
    var newest = [Int](repeating: -1, count: names[Name.customer.rawValue].names.count * TicketState.allCases.count)
    for place in 0..<count where states[place].isDisjoint(with: [.removed, .ofOthers]) {
      guard labels[place] != ReadRecord.noText else { continue }
      let last = conversations[Int(inConversations[place])].last
      if last >= 0, last != place, customers[last] == customers[place] { continue }
      let state = TicketState(states[place])
      if customers[place] > 0 {
        let slot = Int(customers[place]) * TicketState.allCases.count + state.rawValue
        let known = newest[slot]
        if known >= 0 {
          // Without a time, what was read later is newer.
          if seconds[place] != .min, seconds[place] < seconds[known] { continue }
          tickets[known] = nil
        }
        newest[slot] = place
      }
      tickets[place] = state
    }
    return tickets
  }

  /// Takes the records of a file out of all views.
  /// - Complexity: O(records)
  mutating func remove(file: UInt32) {
    let customers = names[Name.customer.rawValue].codes
    for place in 0..<count where files[place] == file && !states[place].contains(.removed) {
      states[place].insert(.removed)
      guard !states[place].contains(.ofOthers) else { continue }
      present -= 1
      let customer = Int(customers[place])
      if customer > 0, labels[place] != ReadRecord.noText { messageCounts[customer] -= 1 }
    }
    for (code, conversation) in conversations.enumerated()
    where conversation.last >= 0 && states[conversation.last].contains(.removed) {
      conversations[code].last = -1
    }
  }
}
