/// The messages of customers by their time, wherever they stand in the input: which message is a customer's newest, and what
/// the earlier ones add to its urgency.
///
/// The result does not depend on the order of the input. Of messages with equal times the later one in the input is the
/// newer, or the earlier one where times in the input fall more often than they rise, as in exports that begin with the newest.
/// Bounded in bytes: when payloads exceed the limit, the less urgent half of the customers is forgotten.
package struct CustomerTimelines<Payload: Sendable>: Sendable {
  /// A customer's newest message, and what came of all.
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
    var newestTime = Int.min
    /// The first and, if there are more, the last message in the input that has `newestTime`.
    var first: Candidate?
    var last: Candidate?

    var cost: Int { (first?.cost ?? 0) + (last?.cost ?? 0) + entries.count * MemoryLayout<Entry>.stride }
  }

  private let weights: UrgencyWeights.Customer
  private let limit: Int
  private var timelines: [UInt64: Timeline] = [:]
  private var bytes = 0
  private var lastTime: Int?
  private var rises = 0
  private var falls = 0
  /// Customers that had to be forgotten.
  package private(set) var forgotten = 0

  /// Messages of a customer that are kept apart; older ones are summed up.
  private static var entryLimit: Int { 64 }
  /// What a customer takes besides payload and entries: `Timeline` in a dictionary that may be three eighths full.
  private static var customerBytes: Int { 512 }

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
    let isNew = timeline.first == nil
    bytes -= isNew ? 0 : timeline.cost + Self.customerBytes
    if let time = message.time {
      if let lastTime {
        if time > lastTime { rises += 1 }
        if time < lastTime { falls += 1 }
      }
      lastTime = time
    }
    let time = message.time ?? (isNew ? lastTime ?? .min : timeline.lastTime)
    timeline.lastTime = time
    let candidate = Candidate(payload: payload, number: number, cost: cost)
    if isNew || time > timeline.newestTime {
      timeline.newestTime = time
      (timeline.first, timeline.last) = (candidate, nil)
    } else if time == timeline.newestTime {
      timeline.last = candidate
    }
    timeline.entries.append(Entry(message: message, time: time, number: number))
    if timeline.entries.count >= Self.entryLimit { sumUp(&timeline, keeping: Self.entryLimit / 2) }
    bytes += timeline.cost + Self.customerBytes
    timelines[key] = timeline
    if bytes > limit { forget() }
  }

  /// Every customer's newest message, in no order.
  package var newest: [Newest] { timelines.values.compactMap(newest) }

  private func newest(_ timeline: Timeline) -> Newest? {
    guard let chosen = isNewestFirst ? timeline.first : timeline.last ?? timeline.first else { return nil }
    var timeline = timeline
    guard let joined = sumUp(&timeline, keeping: 0) else { return nil }
    return Newest(payload: chosen.payload, number: chosen.number, joined: joined)
  }

  /// Joins the oldest messages.
  /// - Returns: what the last of them came to.
  @discardableResult
  private func sumUp(_ timeline: inout Timeline, keeping kept: Int) -> CustomerThreads.Joined? {
    let sign = isNewestFirst ? -1 : 1
    timeline.entries.sort { ($0.time, sign * $0.number) < ($1.time, sign * $1.number) }
    var joined: CustomerThreads.Joined?
    for entry in timeline.entries.dropLast(kept) {
      var message = entry.message
      if message.time != nil { message.time = entry.time }
      joined = timeline.thread.join(message, weights)
    }
    timeline.entries.removeFirst(timeline.entries.count - min(kept, timeline.entries.count))
    return joined
  }

  /// Keeps the more urgent half.
  private mutating func forget() {
    let urgent = timelines.map { (key: $0.key, logit: newest($0.value)?.joined.logit ?? -.infinity) }
      .sorted { ($0.logit, $0.key) > ($1.logit, $1.key) }
    var kept: [UInt64: Timeline] = [:]
    bytes = 0
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
