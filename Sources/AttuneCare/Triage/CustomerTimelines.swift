/// The messages of customers by their time, wherever they stand in the input: which message is a customer's newest, and what
/// the earlier ones add to its urgency.
///
/// The result does not depend on the order of the input. Of messages with equal times the later one in the input is the
/// newer, or the earlier one where times in the input fall more often than they rise, as in exports that begin with the newest.
/// Bounded in bytes: when payloads exceed the limit, the less urgent half of the customers is forgotten.
package struct CustomerTimelines<Payload: Sendable>: Sendable {
  /// A customer's newest message, or the one before it where that adds nothing, and what came of all.
  package struct Newest: Sendable {
    package var payload: Payload
    /// Its place in the input.
    package var number: Int
    package var joined: CustomerThreads.Joined
  }

  private struct Entry: Sendable {
    var message: CustomerThreads.Message
    var time: Int
    var number: Int
  }

  /// What is open, and when somebody asked last.
  private struct Open: Sendable {
    var matter = Matter()
    var asked = (time: Int.min, place: Int.min)
  }

  /// The first and, if there are more, the last message in the input that has the newest time.
  private struct Latest: Sendable {
    var time = Int.min
    var first: Candidate?
    var last: Candidate?

    mutating func take(_ candidate: Candidate, at time: Int) {
      if first == nil || time > self.time {
        (self.time, first, last) = (time, candidate, nil)
      } else if time == self.time {
        last = candidate
      }
    }

    func chosen(isNewestFirst: Bool) -> Candidate? { isNewestFirst ? first : last ?? first }

    var cost: Int { (first?.cost ?? 0) + (last?.cost ?? 0) }
  }

  private struct Candidate: Sendable {
    var payload: Payload
    var number: Int
    var cost: Int
  }

  private struct Timeline: Sendable {
    /// What older messages than `entries` came to.
    var thread = CustomerThreads.Thread()
    var entries: [Entry] = []
    /// Of the message that stands last in the input.
    var lastTime = Int.min
    /// By conversation, as `open`.
    var asking: [UInt64?: Latest] = [:]
    var polite = Latest()
    /// By conversation; what belongs to none by nil.
    var open: [UInt64?: Open] = [:]
    /// What the last message came to that made a ticket, and whether it is a polite one.
    var joined: (CustomerThreads.Joined, isPolite: Bool)?

    var isEmpty: Bool { asking.isEmpty && polite.first == nil }

    var cost: Int {
      asking.values.reduce(polite.cost) { $0 + $1.cost } + entries.count * MemoryLayout<Entry>.stride
        + open.count * 3 * MemoryLayout<(UInt64?, Open)>.stride
    }
  }

  private let weights: UrgencyWeights.Customer
  private let limit: Int
  private var timelines: [UInt64: Timeline] = [:]
  /// When conversations were answered last and, by the keys of their customers, what belongs to none.
  private var answers: [UInt64: (time: Int, number: Int)] = [:]
  private var bytes = 0
  private var lastTime: Int?
  private var rises = 0
  private var falls = 0
  /// Customers that had to be forgotten.
  package private(set) var forgotten = 0

  /// Messages of a customer that are kept apart; older ones are summed up.
  private static var entryLimit: Int { 64 }
  /// What a customer takes besides payload and entries: `Timeline` in a dictionary that may be three eighths full.
  private static var customerBytes: Int { 768 }
  /// What an answer takes in a dictionary that may be three eighths full.
  private static var answerBytes: Int { 64 }

  /// - Parameter limit: bytes.
  package init(weights: UrgencyWeights, limit: Int = 256 << 20) {
    self.weights = weights.customer
    self.limit = limit
  }

  /// Whether times in the input fall.
  private var isNewestFirst: Bool { falls > rises }

  /// Takes a message.
  ///
  /// - Parameters:
  ///   - message: without a time it counts where it stands, beside the customer's message before it.
  ///   - number: its place in the input; numbers rise.
  ///   - cost: bytes of the payload.
  package mutating func append(
    _ message: CustomerThreads.Message, of customer: UnsafeBufferPointer<UInt8>, number: Int, payload: Payload,
    cost: Int
  ) {
    let key = CustomerThreads.hash(customer)
    var timeline = timelines[key] ?? Timeline()
    let isNew = timeline.isEmpty
    bytes -= isNew ? 0 : timeline.cost + Self.customerBytes
    look(at: message.time)
    let time = message.time ?? (isNew ? lastTime ?? .min : timeline.lastTime)
    timeline.lastTime = time
    let candidate = Candidate(payload: payload, number: number, cost: cost)
    if message.isPolite {
      timeline.polite.take(candidate, at: time)
    } else {
      timeline.asking[message.conversation, default: Latest()].take(candidate, at: time)
    }
    timeline.entries.append(Entry(message: message, time: time, number: number))
    if timeline.entries.count >= Self.entryLimit { sumUp(&timeline, of: key, keeping: Self.entryLimit / 2) }
    bytes += timeline.cost + Self.customerBytes
    timelines[key] = timeline
    if bytes > limit { forget() }
  }

  /// Takes an answer in a conversation or, where none is told, to a customer.
  package mutating func answer(
    _ customer: UnsafeBufferPointer<UInt8>, in conversation: UInt64?, time: Int?, number: Int
  ) {
    let key = conversation ?? CustomerThreads.hash(customer)
    look(at: time)
    let time = time ?? lastTime ?? .min
    if let known = answers[key] {
      guard time >= known.time else { return }
    } else {
      bytes += Self.answerBytes
    }
    answers[key] = (time, number)
    if bytes > limit { forget() }
  }

  /// Finds out whether times fall.
  private mutating func look(at time: Int?) {
    guard let time else { return }
    if let lastTime {
      if time > lastTime { rises += 1 }
      if time < lastTime { falls += 1 }
    }
    lastTime = time
  }

  /// Every customer's newest message, in no order.
  package var newest: [Newest] { timelines.compactMap { newest($0.value, of: $0.key) } }

  private func newest(_ timeline: Timeline, of key: UInt64) -> Newest? {
    var timeline = timeline
    sumUp(&timeline, of: key, keeping: 0)
    guard case (var joined, let isPolite)? = timeline.joined else { return nil }
    let sign = isNewestFirst ? -1 : 1
    // Of what is open; there is always some where nothing polite came last.
    let candidates =
      isPolite
      ? [timeline.polite] : timeline.asking.filter { timeline.open[$0.key]?.matter.isOpen == true }.map(\.value)
    let latest = candidates.compactMap { found in
      found.chosen(isNewestFirst: isNewestFirst).map { (time: found.time, candidate: $0) }
    }
    .max { ($0.time, sign * $0.candidate.number) < ($1.time, sign * $1.candidate.number) }
    guard let chosen = latest?.candidate else { return nil }
    joined.messages = Int(timeline.thread.messages)
    return Newest(payload: chosen.payload, number: chosen.number, joined: joined)
  }

  /// Joins the oldest messages.
  private func sumUp(_ timeline: inout Timeline, of key: UInt64, keeping kept: Int) {
    let sign = isNewestFirst ? -1 : 1
    timeline.entries.sort { ($0.time, sign * $0.number) < ($1.time, sign * $1.number) }
    for entry in timeline.entries.dropLast(kept) {
      var message = entry.message
      if message.time != nil { message.time = entry.time }
      var open = timeline.open[message.conversation] ?? Open()
      if let answer = answers[message.conversation ?? key], (answer.time, sign * answer.number) > open.asked {
        open.matter.answer()
      }
      if !message.isPolite { open.asked = (entry.time, sign * entry.number) }
      let joined = timeline.thread.join(message, of: &open.matter, weights)
      timeline.open[message.conversation] = open
      if !joined.keepsTicket { timeline.joined = (joined, message.isPolite) }
    }
    timeline.entries.removeFirst(timeline.entries.count - min(kept, timeline.entries.count))
  }

  /// Keeps the more urgent half.
  private mutating func forget() {
    let urgent = timelines.map { (key: $0.key, logit: newest($0.value, of: $0.key)?.joined.logit ?? -.infinity) }
      .sorted { ($0.logit, $0.key) > ($1.logit, $1.key) }
    var kept: [UInt64: Timeline] = [:]
    bytes = answers.count * Self.answerBytes
    if bytes > limit / 4 { (answers, bytes) = ([:], 0) }
    for (key, _) in urgent {
      guard let timeline = timelines[key] else { continue }
      let cost = timeline.cost + Self.customerBytes
      guard bytes + cost <= limit / 2 else { break }
      kept[key] = timeline
      bytes += cost
    }
    forgotten += timelines.count - kept.count
    timelines = kept
  }
}
