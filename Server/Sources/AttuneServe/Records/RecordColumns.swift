@_spi(Server) import AttuneWorkflows

/// What is known of all records but their texts: a small number each in columns, about 80 bytes a record, so that a pass
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
  /// The same where there is one; else that of the record before in its file, so that it keeps its place.
  private var moments: [Int] = []
  private(set) var files: [UInt32] = []
  private(set) var states: [State] = []
  private(set) var names = Name.allCases.map { _ in NameColumn() }
  /// Aspects and how they are meant; those of record i begin at `aspectStarts[i]` and end where those of the next begin.
  private(set) var aspects: [AspectCode] = []
  private(set) var aspectStarts: [UInt32] = [0]
  /// What customers wrote, and is not removed.
  private(set) var present = 0

  private var join = CustomerJoin()
  /// What follows from the order of the records is not known yet.
  private var needsOrder = false
  /// The latest moment of all.
  private var latest = Int.min
  /// How often moments rise and fall from one record to the next: exports may begin with the newest.
  private var rises = 0
  private var falls = 0
  /// Messages of each customer, by code.
  private var messageCounts: [Int32] = [0]

  /// Of each conversation the last message of a customer that waits or waited for an answer, by code; -1 for none.
  private var lastTurns: [Int] = []
  /// The same of each customer, in no conversation and of no closed case.
  private var lastMessages: [Int] = []
  /// Whether writers are customers, and whether they are agents, by code.
  private var areCustomers: [Bool] = []
  private var areAgents: [Bool] = []
  private var hasAgents = false

  struct State: OptionSet, Sendable {
    var rawValue: UInt16
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
    /// A polite line that leaves nothing to be answered.
    static let polite = State(rawValue: 32)
    /// A polite line behind what waits for an answer.
    static let addsNothing = State(rawValue: 64)
    /// No more than thanks.
    static let thanks = State(rawValue: 128)
    /// Its file says that its case is solved, closed or cancelled.
    static let saidClosed = State(rawValue: 256)
    /// The customer has written again, in no conversation.
    static let superseded = State(rawValue: 512)

    /// What a record has by itself; the others follow from the order of the records.
    static let own: State = [.removed, .ofOthers, .thanks, .saidClosed]
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
      if areAgents[areAgents.count - 1], !hasAgents { (hasAgents, needsOrder) = (true, true) }
    }
    var state: State = record.isThanks ? .thanks : []
    if record.isClosed { state.insert(.saidClosed) }
    if areCustomers[writer] { present += 1 } else { state.insert(.ofOthers) }
    states.append(state)
    ticketUrgencies.append(record.urgency)
    let customer = Int(codes[Name.customer.rawValue])
    while messageCounts.count <= customer { messageCounts.append(0) }
    // Who gives a score only has written nothing.
    if areCustomers[writer], record.label != ReadRecord.noText { messageCounts[customer] += 1 }
    let before = place > 0 && files[place - 1] == file ? moments[place - 1] : .min
    moments.append(record.seconds ?? before)
    if before != .min {
      if moments[place] > before { rises += 1 }
      if moments[place] < before { falls += 1 }
    }
    needsOrder = needsOrder || moments[place] < latest
    latest = max(latest, moments[place])
    if !needsOrder { take(place) }
  }

  /// Records in the order in which they were written: by time and, at the same time, as their files have them.
  /// - Complexity: O(records × log records), O(records) where they are in order
  func inOrder(_ places: some Sequence<Int>) -> [Int] {
    let sign = falls > rises ? -1 : 1
    return places.sorted { (moments[$0], sign * $0) < (moments[$1], sign * $1) }
  }

  /// Finds out what follows from the order of the records, where some came after later ones.
  /// - Complexity: as `inOrder`
  mutating func settle() {
    guard needsOrder else { return }
    needsOrder = false
    join = CustomerJoin()
    (lastTurns, lastMessages) = ([], [])
    ticketUrgencies = urgencies
    for place in 0..<count { states[place].formIntersection(.own) }
    for place in inOrder(0..<count) where !states[place].contains(.removed) { take(place) }
  }

  /// Takes the record that was written next.
  private mutating func take(_ place: Int) {
    let (conversation, customer) = (code(.conversation, of: place), code(.customer, of: place))
    while lastTurns.count <= conversation { lastTurns.append(-1) }
    while lastMessages.count <= customer { lastMessages.append(-1) }
    let last = conversation > 0 ? lastTurns[conversation] : customer > 0 ? lastMessages[customer] : -1
    let names = (customer: name(customer > 0 ? .customer : .conversation, of: place), name(.conversation, of: place))
    let isClosed = states[place].contains(.saidClosed)
    guard !states[place].contains(.ofOthers) else {
      guard areAgents[code(.writer, of: place)], conversation > 0 || customer > 0 else { return }
      if last >= 0 { states[last].formUnion(isClosed ? [.answered, .closed] : .answered) }
      join.answer(names.customer, in: names.1)
      return
    }
    if isClosed { states[place].insert(.closed) }
    guard labels[place] != ReadRecord.noText, conversation > 0 || customer > 0 else { return }
    // What is closed makes nothing else urgent.
    if !isClosed {
      let joined = join.join(
        urgency: urgencies[place], score: scores[place], seconds: seconds[place] == .min ? nil : seconds[place],
        isThanks: states[place].contains(.thanks), isDanger: reasons[place] & ReadRecord.dangers != 0,
        showsAnswers: hasAgents && code(.writer, of: place) > 0, of: names.customer, in: names.1)
      ticketUrgencies[place] = joined.urgency
      if joined.isFalling { states[place].insert(.falling) }
      if joined.isPolite { states[place].insert(.polite) }
      if joined.addsNothing {
        states[place].insert(.addsNothing)
        return
      }
    }
    if conversation > 0 {
      lastTurns[conversation] = place
    } else if !isClosed {
      if last >= 0 { states[last].insert(.superseded) }
      lastMessages[customer] = place
    }
  }

  private func code(_ role: Name, of record: Int) -> Int { Int(names[role.rawValue].codes[record]) }

  /// Of each record that is a ticket, what it waits for: of a conversation the last message, and of a customer's other messages
  /// the newest one in each state. A polite line is one where nothing else of the customer is.
  ///
  /// - Complexity: O(records)
  func tickets() -> [TicketState?] {
    var tickets = [TicketState?](repeating: nil, count: count)
    let customers = names[Name.customer.rawValue].codes
    let slots = names[Name.customer.rawValue].names.count * TicketState.allCases.count
    // Of what belongs to no conversation, and of polite lines in one; and whether others ask.
    var newest = [Int](repeating: -1, count: slots)
    var newestPolite = newest
    var asks = [Bool](repeating: false, count: slots)
    func isNewer(_ place: Int, than known: inout Int) -> Bool {
      // Without a time, what was read later is newer.
      if known >= 0, moments[place] < moments[known] || falls > rises && moments[place] == moments[known] {
        return false
      }
      if known >= 0 { tickets[known] = nil }
      known = place
      return true
    }
    for place in 0..<count where states[place].isDisjoint(with: [.removed, .ofOthers, .addsNothing, .superseded]) {
      guard labels[place] != ReadRecord.noText else { continue }
      let conversation = code(.conversation, of: place)
      let last = conversation > 0 ? lastTurns[conversation] : -1
      if last >= 0, last != place, customers[last] == customers[place] { continue }
      let state = TicketState(states[place])
      if customers[place] > 0 {
        let slot = Int(customers[place]) * TicketState.allCases.count + state.rawValue
        if conversation > 0, states[place].contains(.polite) {
          guard isNewer(place, than: &newestPolite[slot]) else { continue }
        } else {
          asks[slot] = true
          if conversation == 0, !isNewer(place, than: &newest[slot]) { continue }
        }
      }
      tickets[place] = state
    }
    for (slot, place) in newestPolite.enumerated() where place >= 0 && asks[slot] { tickets[place] = nil }
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
    needsOrder = true
  }
}
