import Attune
import AttunePlatform
import AttuneStatistics

/// A reply whose sentences people labelled.
package struct LabelledReply: Sendable {
  package var channel: Channel
  /// 1 to 5, as people ranked it.
  package var level: Double
  package var customer: String
  package var sentences: [(text: String, items: Set<RubricItem>)]

  package init(
    channel: Channel, level: Double, customer: String, sentences: [(text: String, items: Set<RubricItem>)]
  ) {
    self.channel = channel
    self.level = level
    self.customer = customer
    self.sentences = sentences
  }

  package var text: String { sentences.map(\.text).joined(separator: " ") }
}

/// Trains `LearnedItems`, and measures what a rubric finds with them.
package struct LearnedItemsTraining {
  private let rubric: Rubric
  private let model: Model

  package init(rubric: Rubric = .standard, model: Model) {
    self.rubric = rubric
    self.model = model
  }

  private struct Sentence {
    var features: [UInt16]
    /// By lane.
    var labels: SIMD16<Float>
  }

  private typealias Example = (level: Float, sentences: [Sentence])

  /// The rubric by its cues alone.
  private var plain: Rubric {
    var plain = rubric
    plain.learned = nil
    return plain
  }

  /// - Returns: of each reply its sentences, as the reader cuts them.
  private func examples(_ replies: [LabelledReply]) -> [Example] {
    let reader = ReplyReader(plain, model: model)
    return replies.map { reply in
      var (text, customer) = (reply.text, reply.customer)
      var sentences: [Sentence] = []
      text.withUTF8 { text in
        customer.withUTF8 { customer in
          let findings = reader.read(text, customer: customer, channel: reply.channel)
          guard findings.reason == nil || findings.reason == .notApplicable else { return }
          let all = reader.tokens.all
          reader.forEachSentence(all, findings) { sentence, features in
            let range = reader.tokens.sentences[sentence].tokens
            let bytes = Int(all[range.lowerBound].start)..<Int(all[range.upperBound - 1].end)
            sentences.append(Sentence(features: Array(features), labels: Self.labels(of: bytes, in: reply)))
          }
        }
      }
      return (Float(reply.level), sentences)
    }
  }

  /// The labels of the sentences that share most of their bytes, or of these, with a piece of the reply.
  private static func labels(of bytes: Range<Int>, in reply: LabelledReply) -> SIMD16<Float> {
    var labels = SIMD16<Float>()
    var start = 0
    for sentence in reply.sentences {
      let own = start..<start + sentence.text.utf8.count
      start = own.upperBound + 1
      let common = own.clamped(to: bytes).count
      guard common > 0, 2 * common >= min(bytes.count, own.count) else { continue }
      for (lane, item) in LearnedItems.items.enumerated() where sentence.items.contains(item) { labels[lane] = 1 }
    }
    return labels
  }

  /// Learns the sentences, and then what people's ranks owe to them: of each fifth of the replies by the logits of what was learned
  /// of the others.
  ///
  /// - Parameter ridge: how strongly every weight is drawn to zero, against the sum over all examples.
  package func train(
    on replies: [LabelledReply], passes: Int = 30, ridge: Float = 2, rate: Float = 0.05
  ) -> LearnedItems {
    let all = examples(replies)
    func learn(_ examples: some Sequence<Example>) -> [SIMD16<Float>] {
      Self.weights(examples.filter { !$0.sentences.isEmpty }, passes: passes, ridge: ridge, rate: rate)
    }
    let plain = RankWeights([Float](repeating: 0, count: RankWeights.count))
    var rows: [(values: [Float], level: Float)] = []
    let folds = 5
    for fold in 0..<folds {
      let held = all.count * fold / folds..<all.count * (fold + 1) / folds
      let items = LearnedItems(weights: learn(all[..<held.lowerBound] + all[held.upperBound...]), rank: plain)
      rows += rankValues(Array(replies[held]), items)
    }
    return LearnedItems(weights: learn(all), rank: RankWeights(Self.rank(rows)))
  }

  /// Of each reply that has a score what `RankWeights` goes by.
  private func rankValues(_ replies: [LabelledReply], _ items: LearnedItems) -> [(values: [Float], level: Float)] {
    let reader = ReplyReader(plain, model: model)
    return replies.compactMap { reply in
      var (text, customer) = (reply.text, reply.customer)
      return text.withUTF8 { text in
        customer.withUTF8 { customer in
          let findings = reader.read(text, customer: customer, channel: reply.channel)
          guard findings.reason == nil, !reader.tokens.sentences.isEmpty else { return nil }
          let (raw, bent, facts) = RankWeights.values(
            reader.largestLogits(reader.tokens.all, findings, items).logits,
            sentences: reader.tokens.sentences.count, findings)
          return ([raw, bent, facts].flatMap { part in (0..<16).map { part[$0] } }, Float(reply.level))
        }
      }
    }
  }

  /// Ridge regression of the level less its mean.
  private static func rank(_ rows: [(values: [Float], level: Float)]) -> [Float] {
    let mean = rows.reduce(0) { $0 + $1.level } / Float(max(rows.count, 1))
    let count = RankWeights.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var moments = [Double](repeating: 0, count: count)
    for row in rows {
      let values = row.values.map(Double.init)
      for (index, value) in values.enumerated() where value != 0 {
        moments[index] += value * Double(row.level - mean)
        for other in 0..<count { matrix[index][other] += value * values[other] }
      }
    }
    for index in 0..<count { matrix[index][index] += 10 }
    // The ridge keeps it from being singular.
    let inverse = LeastSquares.inverse(matrix)!
    return inverse.map { row in Float(zip(row, moments).reduce(0) { $0 + $1.0 * $1.1 }) }
  }

  /// Logistic regression by AdaGrad (Duchi et al. 2011), in an order that is always the same. The lane of the rank learns the mean
  /// rank of replies from all their sentences.
  ///
  /// - Returns: `[rows]`, by lane.
  private static func weights(
    _ examples: [Example], passes: Int, ridge: Float, rate: Float
  ) -> [SIMD16<Float>] {
    var counts = [Float](repeating: 0, count: LearnedItems.rows)
    for example in examples {
      for sentence in example.sentences { for row in sentence.features { counts[Int(row)] += 1 } }
    }
    var weights = [SIMD16<Float>](repeating: SIMD16(), count: LearnedItems.rows)
    var squares = [SIMD16<Float>](repeating: SIMD16(repeating: 1e-2), count: LearnedItems.rows)
    var order = Array(examples.indices)
    var seed: UInt64 = 1
    let mean = examples.reduce(0) { $0 + $1.level } / Float(max(examples.count, 1))
    for _ in 0..<passes {
      order.shuffle(by: &seed)
      for place in order {
        let example = examples[place]
        let logits = example.sentences.map { sentence in
          sentence.features.reduce(SIMD16<Float>()) { $0 + weights[Int($1)] }
        }
        let share = 1 / Float(example.sentences.count).squareRoot()
        let rank = logits.reduce(0) { $0 + $1[LearnedItems.rankLane] } * share
        for (sentence, logits) in zip(example.sentences, logits) {
          var error = SIMD16<Float>()
          for lane in LearnedItems.items.indices { error[lane] = 1 / (1 + exp(-logits[lane])) - sentence.labels[lane] }
          error[LearnedItems.rankLane] = 0.1 * (rank - (example.level - mean)) * share
          for row in sentence.features {
            let row = Int(row)
            let gradient = error + weights[row] * (ridge / counts[row])
            weights[row].learn(&squares[row], square: gradient * gradient, step: gradient * rate)
          }
        }
      }
    }
    return weights
  }

  /// Of each item in how many replies the rubric, with these weights, rightly finds it, wrongly finds it, and misses it.
  package func counts(
    of items: LearnedItems, in replies: [LabelledReply]
  ) -> [(item: RubricItem, right: Int, wrong: Int, missed: Int)] {
    var rubric = rubric
    rubric.learned?.weights = items
    let reader = ReplyReader(rubric, model: model)
    var counts = RubricItem.allCases.map { (item: $0, right: 0, wrong: 0, missed: 0) }
    for reply in replies {
      var (text, customer) = (reply.text, reply.customer)
      let findings = text.withUTF8 { text in
        customer.withUTF8 { reader.read(text, customer: $0, channel: reply.channel) }
      }
      for item in RubricItem.allCases {
        let isFound = findings[item] > (item == .openQuestion ? 1 : 0)
        let isThere = reply.sentences.contains { $0.items.contains(item) }
        if isFound, isThere { counts[item.index].right += 1 }
        if isFound, !isThere { counts[item.index].wrong += 1 }
        if !isFound, isThere { counts[item.index].missed += 1 }
      }
    }
    return counts
  }
}

extension LabelledReply {
  /// Reads a table with the columns reply, channel, level, customer, sentence and items: a row for each sentence, the rows of a reply
  /// one behind the other; items stand between commas.
  package static func read(_ table: String) throws(LabelTable.Fault) -> [LabelledReply] {
    let expected = "reply, channel, level, customer, sentence and items (names of items)"
    let rows = try LabelTable.rows(table, columns: 6, expected) { fields -> (Substring, LabelledReply)? in
      let items = fields[5].split(separator: ",").map { RubricItem(rawValue: String($0)) }
      guard let channel = Channel(rawValue: String(fields[1])), let level = Double(fields[2]),
        !items.contains(nil)
      else { return nil }
      let sentence = (String(fields[4]), Set(items.compactMap(\.self)))
      return (
        fields[0], LabelledReply(channel: channel, level: level, customer: String(fields[3]), sentences: [sentence])
      )
    }
    var replies: [LabelledReply] = []
    var name: Substring?
    for (reply, row) in rows {
      if reply == name {
        replies[replies.count - 1].sentences += row.sentences
      } else {
        replies.append(row)
      }
      name = reply
    }
    return replies
  }
}
