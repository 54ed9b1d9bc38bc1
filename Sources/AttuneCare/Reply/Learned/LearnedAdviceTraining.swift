import Attune
import AttunePlatform
import AttuneStatistics

/// An advice of the coach of which somebody said whether it fits.
package struct LabelledAdvice: Sendable {
  package var channel: Channel
  package var customer: String
  package var reply: String
  /// The name of an item or a need.
  package var kind: String
  package var fits: Bool
  /// Whether its sentence could be sent; nil where it has none.
  package var sentenceFits: Bool?

  /// Reads a table with the columns channel, customer, reply, kind, fits and sentence.
  package static func read(_ table: String) throws(LabelTable.Fault) -> [LabelledAdvice] {
    let expected = "channel, customer, reply, kind, fits and sentence (both yes, weak, no or empty)"
    return try LabelTable.rows(table, columns: 6, expected) { fields in
      guard let channel = Channel(rawValue: String(fields[0])),
        fields[4...].allSatisfy({ ["yes", "weak", "no", ""].contains($0) })
      else { return nil }
      return LabelledAdvice(
        channel: channel, customer: String(fields[1]), reply: String(fields[2]), kind: String(fields[3]),
        fits: fields[4] == "yes", sentenceFits: fields[5].isEmpty ? nil : fields[5] == "yes")
    }
  }
}

/// Trains `LearnedAdvice`, and measures what a coach would suggest with it.
package struct LearnedAdviceTraining {
  private let model: Model
  private let coach: ReplyCoach

  package init(model: Model) {
    self.model = model
    coach = ReplyCoach(model: model)
  }

  /// A coach that is as doubtful of these messages as of those to come: it learned situations from all others.
  private func coach(strangeTo labelled: [LabelledAdvice], _ messages: [LabelledMessage]) -> ReplyCoach {
    let known = Set(labelled.map(\.customer))
    var rubric = Rubric.standard
    rubric.situations.learned = LearnedSituationsTraining(model: model).train(
      on: messages.filter { !known.contains($0.text) })
    return ReplyCoach(rubric: rubric, model: model)
  }

  /// What the coach could advise, the most valuable first: a row of the table for each, without its labels, and its text.
  package func candidates(channel: Channel, customer: String, reply: String) -> [(
    kind: String, ReplyAssessment.Suggestion
  )] {
    all(coach, channel: channel, customer: customer, reply: reply).compactMap { candidate in
      candidate.kind.map { (LearnedAdvice.kinds[$0], candidate.suggestion) }
    }
  }

  private func all(_ coach: ReplyCoach, channel: Channel, customer: String, reply: String) -> [AdviceCandidate] {
    var (customer, reply) = (customer, reply)
    return reply.withUTF8 { reply in
      customer.withUTF8 { customer in
        coach.candidates(
          coach.withReader {
            $0.read(reply, customer: customer.isEmpty ? nil : customer, channel: channel)
          })
      }
    }
  }

  private struct Example {
    /// The first of its rows.
    var row: Int
    var facts: AdviceFacts
    var fits: Bool
  }

  /// Examples of the labelled advice that a coach can give.
  private func examples(_ labelled: [LabelledAdvice], _ coach: ReplyCoach) -> [Example] {
    labelled.flatMap { label -> [Example] in
      let candidates = all(coach, channel: label.channel, customer: label.customer, reply: label.reply)
      guard
        let candidate = candidates.first(where: { $0.kind.map { LearnedAdvice.kinds[$0] } == label.kind }),
        let kind = candidate.kind
      else { return [] }
      var examples = [
        Example(row: LearnedAdvice.row(kind, isSentence: false), facts: candidate.facts, fits: label.fits)
      ]
      if let fits = label.sentenceFits {
        examples.append(Example(row: LearnedAdvice.row(kind, isSentence: true), facts: candidate.facts, fits: fits))
      }
      return examples
    }
  }

  /// - Parameter messages: those that situations are learned from; nil where none of them is among the labelled.
  package func train(on labelled: [LabelledAdvice], _ messages: [LabelledMessage]? = nil) -> LearnedAdvice {
    let coach = messages.map { self.coach(strangeTo: labelled, $0) } ?? coach
    return LearnedAdvice(weights: Self.weights(examples(labelled, coach)))
  }

  /// Logistic regressions by AdaGrad (Duchi et al. 2011), in an order that is always the same. The weights of a kind are the sum of
  /// its own and of those that all advices, or all sentences, share.
  ///
  /// - Parameters:
  ///   - ridge: how strongly every weight of a kind is drawn to zero, against the sum over its examples; how often a kind fits at all
  ///     by a tenth of it, what is shared by `sharedRidge`.
  private static func weights(
    _ examples: [Example], passes: Int = 40, ridge: Float = 4, sharedRidge: Float = 1, rate: Float = 0.05
  ) -> [SIMD16<Float>] {
    // The first lane of the first part is 1 for all.
    var pull = SIMD16<Float>(repeating: ridge)
    pull[0] = ridge / 10
    let shared = LearnedAdvice.rows
    let half = LearnedAdvice.rows / 2
    // Behind the kinds, what advices and what sentences share.
    var weights = [SIMD16<Float>](repeating: SIMD16(), count: LearnedAdvice.rows + 2 * AdviceFacts.parts)
    var squares = [SIMD16<Float>](repeating: SIMD16(repeating: 1e-2), count: weights.count)
    func common(_ row: Int) -> Int { row < half ? shared : shared + AdviceFacts.parts }
    var counts = [Float](repeating: 0, count: weights.count)
    for example in examples {
      counts[example.row] += 1
      counts[common(example.row)] += 1
    }
    var order = Array(examples.indices)
    var seed: UInt64 = 1
    for _ in 0..<passes {
      order.shuffle(by: &seed)
      for index in order {
        let example = examples[index]
        let bases = [(example.row, ridge), (common(example.row), sharedRidge)]
        var sum: Float = 0
        for (base, _) in bases {
          for part in 0..<AdviceFacts.parts { sum += (weights[base + part] * example.facts[part]).sum() }
        }
        let error = 1 / (1 + exp(-sum)) - (example.fits ? 1 : 0)
        for (base, ridge) in bases {
          for part in 0..<AdviceFacts.parts {
            let ridge = base == example.row && part == 0 ? pull : SIMD16(repeating: ridge)
            let gradient = example.facts[part] * error + weights[base + part] * ridge / counts[base]
            weights[base + part].learn(&squares[base + part], square: gradient * gradient, step: gradient * rate)
          }
        }
      }
    }
    return (0..<LearnedAdvice.rows).map { weights[$0] + weights[common($0) + $0 % AdviceFacts.parts] }
  }

  /// Of each labelled advice, and of each sentence, how likely it fits, and whether it does.
  package func judged(
    _ labelled: [LabelledAdvice], by learned: LearnedAdvice
  ) -> (advice: [(probability: Float, fits: Bool)], sentences: [(probability: Float, fits: Bool)]) {
    var judged: (advice: [(probability: Float, fits: Bool)], sentences: [(probability: Float, fits: Bool)]) = ([], [])
    let half = LearnedAdvice.rows / 2
    for example in examples(labelled, coach) {
      let isSentence = example.row >= half
      let kind = example.row % half / AdviceFacts.parts
      let probability = learned.probability(kind, isSentence: isSentence, example.facts)
      if isSentence {
        judged.sentences.append((probability, example.fits))
      } else {
        judged.advice.append((probability, example.fits))
      }
    }
    return judged
  }
}
