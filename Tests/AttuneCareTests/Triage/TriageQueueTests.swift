import TestSupport
import Testing

@testable import AttuneCare

@Suite struct TriageQueueTests {
  private func ticket(_ urgency: Double, _ name: String, customer: String? = nil) -> Ticket {
    Ticket(urgency: urgency, reasons: [], excerpt: name, customer: customer)
  }

  @Test func keepsWhatSortingWouldKeep() {
    var draws = SeededDraws(seed: 11)
    for _ in 0..<300 {
      let capacity = 1 + draws.index(8)
      var queue = TriageQueue(capacity: capacity)
      var all: [(urgency: Double, name: String)] = []
      for number in 0..<draws.index(60) {
        let urgency = Double(draws.index(10)) / 10
        let threshold = queue.threshold
        let hasPlace = queue.insert(ticket(urgency, "\(number)"))
        #expect(hasPlace == (threshold.map { urgency > $0 } ?? true))
        all.append((urgency, "\(number)"))
      }
      let expected = all.enumerated().sorted { ($1.element.urgency, $0.offset) < ($0.element.urgency, $1.offset) }
        .prefix(capacity).map(\.element.name)
      #expect(queue.sorted.map(\.excerpt) == Array(expected))
    }
  }

  @Test func aCustomerHasOneTicket() {
    var draws = SeededDraws(seed: 12)
    var queue = TriageQueue(capacity: 4)
    var latest: [String: Double] = [:]
    for _ in 0..<2000 {
      // Capacity is never exceeded here, so that the latest of each customer must be there.
      let customer = "c\(draws.index(4))"
      if draws.index(5) == 0 {
        queue.remove(customer: customer)
        latest[customer] = nil
      } else {
        latest[customer] = Double(draws.index(100))
        queue.insert(ticket(latest[customer]!, customer, customer: customer))
      }
      let sorted = queue.sorted
      #expect(sorted.map(\.urgency) == latest.values.sorted(by: >))
      #expect(sorted.allSatisfy { latest[$0.excerpt] == $0.urgency })
    }
  }

  private func join(_ threads: inout CustomerThreads, _ logit: Float, _ score: Float, _ time: Int?, _ customer: String)
    -> CustomerThreads.Joined
  {
    var customer = customer
    return customer.withUTF8 { threads.join(.init(logit: logit, score: score, time: time), of: $0) }
  }

  @Test func earlierContactsAndFallingSentimentRaise() {
    var threads = CustomerThreads(weights: .shipped)
    let first = join(&threads, -1, 0.1, 1, "a")
    #expect(first.logit == -1 && first.messages == 1 && !first.isFalling)
    let second = join(&threads, -1, 0.1, 2, "a")
    #expect(second.logit > first.logit && second.messages == 2 && !second.isFalling)
    let third = join(&threads, -1, -0.9, 3, "a")
    #expect(third.logit > second.logit && third.isFalling)
    #expect(join(&threads, -1, 0.1, 3, "b").messages == 1)
  }

  @Test func aGoodMessageSettles() {
    var threads = CustomerThreads(weights: .shipped)
    _ = join(&threads, 4, -0.9, nil, "a")
    #expect(join(&threads, -3, 0.9, nil, "a").logit == -3)
    #expect(join(&threads, -3, 0, nil, "a").logit < 0)
  }

  @Test func whatCameBeforeFadesByHalfInAWeek() {
    func rise(days: Int) -> Float {
      var threads = CustomerThreads(weights: .shipped)
      _ = join(&threads, 3, -0.2, 0, "a")
      return join(&threads, -3, -0.2, days * 86_400, "a").logit + 3
    }
    #expect(abs(rise(days: 7) - rise(days: 0) / 2) < 0.01)
    #expect(abs(rise(days: 14) - rise(days: 0) / 4) < 0.01)
    #expect(rise(days: 365) < 0.001)
  }

  @Test func thanksAloneEndAMatter() {
    for (text, isAll) in [
      ("Thanks!", true), ("ok, thank you very much", true), ("thx", true), ("Thanks in advance", false),
      ("Thanks, but it is still broken", false), ("Thanks for nothing", false), ("ok", false),
      ("Thanks, when does it arrive?", false), ("Thank you for the long letter about my broken router", false),
    ] {
      var text = text
      let found = text.withUTF8 { Thanks.isAll(of: $0) }
      #expect(found == isAll, "\(text)")
    }
    var threads = CustomerThreads(weights: .shipped)
    _ = join(&threads, 4, -0.9, nil, "a")
    var customer = "a"
    _ = customer.withUTF8 {
      threads.join(.init(logit: -3, score: 0.1, time: nil, isThanks: true), of: $0)
    }
    let next = join(&threads, -3, -0.1, nil, "a")
    #expect(next.logit < -2.5 && next.messages == 3)
  }

  @Test func urgencyThatNobodyAnsweredGoesOn() {
    var threads = CustomerThreads(weights: .shipped)
    _ = join(&threads, 3, -0.9, nil, "a")
    #expect(join(&threads, -3, 0, nil, "a").logit > 2)
  }

  @Test func olderMessagesComeTooLate() {
    var threads = CustomerThreads(weights: .shipped)
    _ = join(&threads, 0, 0, 10, "a")
    let late = join(&threads, 0, -0.9, 5, "a")
    #expect(late.isLate && late.messages == 2 && !late.isFalling)
  }

  @Test func memoryIsBoundedInBytes() {
    var threads = CustomerThreads(weights: .shipped, limit: 20 * CustomerThreads.customerBytes)
    for number in 0..<1000 { _ = join(&threads, 0, 0, nil, "\(number)") }
    #expect(join(&threads, 0, 0, nil, "999").messages == 2)
    #expect(join(&threads, 0, 0, nil, "1").messages == 1)
  }
}
