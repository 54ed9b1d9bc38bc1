import Foundation
import Testing

@testable import AttuneCare

/// Learns `ArticleIndex.Weights`: `FIT_ARTICLES=1 swift test --filter ArticleFit` prints them, and what other thresholds show.
///
/// A logistic regression over pairs of a question and an article, of three help centres and of all three in one; the fourth
/// is held back. Questions without an article count three times as much as those with one, and the constant is corrected for
/// it: it is that of messages of which half have an article.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["FIT_ARTICLES"] != nil)) struct ArticleFit {
  private static let rarer = 3.0

  private struct Pair {
    var row: SIMD8<Double>
    var isAnswer: Bool
    /// The share above the least one that is shown.
    var excess: Double
    var weight: Double
  }

  @Test func `Learn the weights`() throws {
    let bases = try ["shop", "bank", "broadband"].map { try KnowledgeBase($0) }
    let everyday = try KnowledgeBase.everyday()
    var answered: [[Pair]] = []
    var unanswered: [(pairs: [Pair], isOffTopic: Bool)] = []
    for base in bases + [KnowledgeBase(bases)] {
      for question in base.questions where question.answer != .none {
        let pairs = pairs(question.text, question.answer, base.index)
        if question.answer == .offTopic { unanswered.append((pairs, true)) } else { answered.append(pairs) }
      }
      for text in everyday { unanswered.append((pairs(text, .none, base.index), false)) }
    }
    var weights = fit(
      answered.flatMap { question in question.map { weighted($0, 1 / Double(answered.count)) } }
        + unanswered.flatMap { question in question.pairs.map { weighted($0, Self.rarer / Double(unanswered.count)) } })
    weights[5] += log(Self.rarer)
    print(
      "words: \(weights[0]), sentence: \(weights[1]), title: \(weights[2]), meaning: \(weights[3]), "
        + "size: \(weights[4]), constant: \(weights[5])")
    func score(_ pair: Pair) -> Double { 1 / (1 + exp(-(weights * pair.row).sum())) }
    let hits = answered.compactMap { question -> Double? in
      let best = question.sorted { score($1) < score($0) }.prefix(3)
      return best.contains(where: \.isAnswer) ? best[0].excess : nil
    }
    let others = unanswered.map { question in
      (question.pairs.max { score($0) < score($1) }!.excess, question.isOffTopic)
    }
    for threshold in stride(from: -0.1, through: 0.1, by: 0.01) {
      func share(_ scores: [Double], of count: Int) -> String {
        String(format: "%.3f", Double(scores.count { $0 >= threshold }) / Double(count))
      }
      print(
        String(format: "%.2f", threshold), "recall@3", share(hits, of: answered.count), "off topic",
        share(others.filter(\.1).map(\.0), of: others.count(where: \.1)), "everyday",
        share(others.filter { !$0.1 }.map(\.0), of: others.count { !$0.1 }))
    }
  }

  @Test(arguments: ["shop", "bank", "broadband", "hotels"])
  func `Measure the shipped weights`(name: String) throws {
    let base = try KnowledgeBase(name)
    print(
      name, base.measure(), base.measure(among: KnowledgeBase.sentences), base.measure(among: KnowledgeBase.clauses))
  }

  private func pairs(_ text: String, _ answer: KnowledgeBase.Answer, _ index: ArticleIndex) -> [Pair] {
    index.evidence(for: text).enumerated().map { article, evidence in
      let size = log(Double(index.articles.count))
      return Pair(
        row: .init(
          Double(evidence.words), Double(evidence.sentence), Double(evidence.title), Double(evidence.meaning), size, 1,
          0, 0
        ), isAnswer: answer == .article(article), excess: evidence.share - index.leastShare, weight: 1)
    }
  }

  private func weighted(_ pair: Pair, _ weight: Double) -> Pair {
    Pair(row: pair.row, isAnswer: pair.isAnswer, excess: pair.excess, weight: weight)
  }

  /// Newton's method.
  private func fit(_ pairs: [Pair]) -> SIMD8<Double> {
    let count = 6
    var weights = SIMD8<Double>()
    for _ in 0..<20 {
      // The rows of the Hessian, then the gradient; a small ridge keeps it invertible.
      var system = (0..<count).map { row in (0...count).map { $0 == row ? 1e-4 : 0 } }
      for column in 0..<count - 1 { system[column][count] = -1e-4 * weights[column] }
      for pair in pairs {
        let probability = 1 / (1 + exp(-(weights * pair.row).sum()))
        let error = pair.weight * ((pair.isAnswer ? 1 : 0) - probability)
        let curvature = pair.weight * probability * (1 - probability)
        for row in 0..<count {
          for column in 0..<count { system[row][column] += curvature * pair.row[row] * pair.row[column] }
          system[row][count] += error * pair.row[row]
        }
      }
      // Gauss and Jordan.
      for pivot in 0..<count {
        system[pivot] = system[pivot].map { $0 / system[pivot][pivot] }
        for row in 0..<count where row != pivot {
          let factor = system[row][pivot]
          for column in 0...count { system[row][column] -= factor * system[pivot][column] }
        }
      }
      for row in 0..<count { weights[row] += system[row][count] }
    }
    return weights
  }
}
