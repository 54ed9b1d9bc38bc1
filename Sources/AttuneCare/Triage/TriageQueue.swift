/// The most urgent tickets of a stream, using memory for `capacity` of them.
///
///     var queue = TriageQueue(capacity: 20)
///     for ticket in tickets { queue.insert(ticket) }
///     for ticket in queue.sorted { print(ticket.urgency, ticket.excerpt) }
///
/// Among equally urgent tickets, the earlier one comes first. A customer's ticket replaces the same customer's previous
/// ticket.
public struct TriageQueue: Sendable {
  /// The maximum number of tickets kept.
  public let capacity: Int
  /// The least urgent first: a binary heap.
  private var heap: [Ticket] = []
  /// Where the ticket of each customer stands in `heap`.
  private var places: [String: Int] = [:]
  private var count = 0

  /// An empty queue.
  public init(capacity: Int) {
    self.capacity = max(capacity, 0)
  }

  /// A ticket that is not more urgent than this is no longer kept, unless its customer already has one; nil while there
  /// is room.
  public var threshold: Double? { heap.count < capacity ? nil : heap.first?.urgency ?? .infinity }

  /// The tickets, the most urgent first.
  public var sorted: [Ticket] { heap.sorted { Self.isLess($1, $0) } }

  /// Adds a ticket, and drops the least urgent one if there are too many.
  ///
  /// - Returns: whether it was kept.
  /// - Complexity: O(log `capacity`)
  @discardableResult
  public mutating func insert(_ ticket: Ticket) -> Bool { insert(ticket, number: count) }

  /// - Parameter number: its place in the stream, where tickets come in another order.
  @discardableResult
  package mutating func insert(_ ticket: Ticket, number: Int) -> Bool {
    var ticket = ticket
    ticket.number = number
    count += 1
    if let customer = ticket.customer, let place = places[customer] {
      set(place, ticket)
      settle(place)
      return true
    }
    if heap.count < capacity {
      heap.append(ticket)
      settle(heap.count - 1)
      return true
    }
    guard let least = heap.first, Self.isLess(least, ticket) else { return false }
    if let customer = least.customer { places[customer] = nil }
    set(0, ticket)
    settle(0)
    return true
  }

  /// Whether `insert` would give the ticket of a customer who has none yet a place.
  package func wouldTake(_ ticket: Ticket, number: Int) -> Bool {
    guard heap.count >= capacity, let least = heap.first else { return capacity > 0 }
    return (least.urgency, -least.number) < (ticket.urgency, -number)
  }

  /// Removes the ticket of a customer whose case is settled.
  public mutating func remove(customer: String) {
    guard let place = places.removeValue(forKey: customer) else { return }
    let last = heap.removeLast()
    guard place < heap.count else { return }
    set(place, last)
    settle(place)
  }

  private static func isLess(_ a: Ticket, _ b: Ticket) -> Bool { (a.urgency, -a.number) < (b.urgency, -b.number) }

  private mutating func set(_ place: Int, _ ticket: Ticket) {
    heap[place] = ticket
    if let customer = ticket.customer { places[customer] = place }
  }

  /// Moves the ticket at `place` to where it belongs.
  private mutating func settle(_ place: Int) {
    let ticket = heap[place]
    var place = place
    while place > 0, Self.isLess(ticket, heap[(place - 1) / 2]) {
      set(place, heap[(place - 1) / 2])
      place = (place - 1) / 2
    }
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, Self.isLess(heap[child + 1], heap[child]) { child += 1 }
      guard Self.isLess(heap[child], ticket) else { break }
      set(place, heap[child])
      place = child
    }
    set(place, ticket)
  }
}
