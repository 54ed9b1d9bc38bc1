import Attune
import AttuneCare
import Benchmark
import Foundation

/// One warm draft of a reply at a time, judged beside the message it answers.
func replyBenchmark() {
  struct Pair: Decodable {
    var customer: String
    var reply: String
    var channel: String
    func assess(_ coach: ReplyCoach) -> ReplyAssessment {
      coach.assess(reply, customer: customer, channel: Channel(rawValue: channel) ?? .email)
    }
  }
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock], warmupIterations: 1000, maxDuration: .seconds(3), maxIterations: 100_000)
  var next = 0
  Benchmark("latency of replies", configuration: configuration) {
    (benchmark, input: (coach: ReplyCoach, pairs: [Pair], scores: [Double?])) in
    let pair = input.pairs[next]
    benchmark.startMeasurement()
    let assessment = pair.assess(input.coach)
    benchmark.stopMeasurement()
    try check(assessment.score == input.scores[next], "reply")
    next = (next + 1) % input.pairs.count
  } setup: {
    let pairs = try Setup.sample("replies.jsonl").split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Pair.self, from: $0)
    }
    let coach = ReplyCoach(model: Setup.model)
    let scores = pairs.map { $0.assess(coach).score }
    try check(Set(scores).count > pairs.count / 2, "reply: \(scores)")
    return (coach: coach, pairs: pairs, scores: scores)
  }
}
