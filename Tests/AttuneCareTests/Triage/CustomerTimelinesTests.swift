import TestSupport
import Testing

@testable import AttuneCare

@Suite struct CustomerTimelinesTests {
  private struct Sent {
    var customer: String
    var time: Int?
    var logit: Float
    var score: Float
  }

  private func newest(_ messages: [Sent], limit: Int = 1 << 30) -> [String: CustomerTimelines<String>.Newest] {
    var timelines = CustomerTimelines<String>(weights: .shipped, limit: limit)
    for (number, sent) in messages.enumerated() {
      var customer = sent.customer
      customer.withUTF8 {
        timelines.append(
          .init(logit: sent.logit, score: sent.score, time: sent.time), of: $0, number: number,
          payload: "\(sent.customer) \(sent.time ?? -1)", cost: 100)
      }
    }
    return Dictionary(uniqueKeysWithValues: timelines.newest.map { ($0.payload, $0) })
  }

  /// Messages in the order of their times give what one after the other gives, and any other order the same.
  @Test func theOrderOfTheInputDoesNotMatter() {
    var draws = SplitMix64(seed: 8)
    var messages = (0..<400).map { time in
      Sent(
        customer: "c\(draws.next() % 5)", time: time, logit: Float(draws.next() % 100) / 10 - 5,
        score: Float(draws.next() % 100) / 50 - 1)
    }
    var threads = CustomerThreads(weights: .shipped)
    var expected: [String: CustomerThreads.Joined] = [:]
    for sent in messages {
      var customer = sent.customer
      expected[sent.customer] = customer.withUTF8 {
        threads.join(.init(logit: sent.logit, score: sent.score, time: sent.time), of: $0)
      }
    }
    func check(_ found: [String: CustomerTimelines<String>.Newest], exactly: Bool) {
      #expect(found.count == expected.count)
      for (payload, newest) in found {
        let customer = String(payload.prefix { $0 != " " })
        #expect(
          messages.filter { $0.customer == customer }.compactMap(\.time).max()
            == Int(payload.dropFirst(customer.count + 1)))
        #expect(newest.joined.messages == expected[customer]?.messages)
        if exactly { #expect(newest.joined.logit == expected[customer]?.logit) }
      }
    }
    check(newest(messages), exactly: true)
    messages.reverse()
    check(newest(messages), exactly: false)
    messages = Array(messages.prefix(150))
    expected = [:]
    threads = CustomerThreads(weights: .shipped)
    for sent in messages.reversed() {
      var customer = sent.customer
      expected[sent.customer] = customer.withUTF8 {
        threads.join(.init(logit: sent.logit, score: sent.score, time: sent.time), of: $0)
      }
    }
    for _ in 0..<5 {
      messages.shuffle(using: &draws)
      check(newest(messages), exactly: true)
    }
  }

  @Test func equalTimesGoByTheDirectionOfTheInput() {
    let falling = [
      Sent(customer: "a", time: 5, logit: 1, score: 0), Sent(customer: "a", time: 5, logit: 2, score: 0),
      Sent(customer: "b", time: 4, logit: 0, score: 0),
    ]
    #expect(newest(falling)["a 5"]?.number == 0)
    #expect(newest(falling.reversed())["a 5"]?.number == 2)
  }

  @Test func aMessageWithoutATimeCountsWhereItStands() {
    let found = newest([
      Sent(customer: "a", time: 5, logit: 1, score: 0), Sent(customer: "a", time: nil, logit: 2, score: 0),
      Sent(customer: "a", time: 9, logit: 1, score: 0), Sent(customer: "b", time: nil, logit: 2, score: 0),
    ])
    #expect(found["a 9"]?.joined.messages == 3)
    #expect(found["b -1"]?.joined.messages == 1)
  }

  @Test func memoryIsBounded() {
    let messages = (0..<2000).map { Sent(customer: "\($0)", time: $0, logit: Float($0 % 100), score: 0) }
    let found = newest(messages, limit: 200_000)
    #expect(found.count < 350 && found.count > 100)
    #expect(found.values.contains { $0.joined.logit == 99 })
  }
}
